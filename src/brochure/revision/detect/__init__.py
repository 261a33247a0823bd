"""What an editor changed, found in a Word file that is set against the file that was sent."""

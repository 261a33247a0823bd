"""Find the edits in a Word file by comparing it with the Word file that was sent."""

"""Two editions in one Word file, with what changed as tracked changes (見え消し)."""

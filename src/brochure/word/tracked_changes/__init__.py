"""Merge two editions into one Word file with the differences as tracked changes (見え消し)."""

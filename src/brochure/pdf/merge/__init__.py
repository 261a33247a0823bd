"""Merge the PDFs of parts into one: pages, tags, links, outline, and one subset of each font."""

"""What changed between two finished PDFs, whoever made them: pages, words, pictures."""

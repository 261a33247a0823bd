"""Imposition (面付け) for the office printer: booklets and handouts from a finished PDF.

``plan`` places the pages on the sheets, ``fold_marks`` places the marks, ``write`` draws both.
"""

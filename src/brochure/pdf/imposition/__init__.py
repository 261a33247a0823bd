"""Imposition (面付け) for the office printer: booklets and handouts from a finished PDF.

``plan`` decides which page goes where, ``marks`` what stands beside it, ``write`` draws both.
"""

"""Decisions: profile and series become a document, partners become a booklet.

In: checked profiles, the series, a house style. Out: the document tree with every number, letter, mark,
label and citation that a reader can quote. Nothing behind this room counts or words anything.

Open first: ``document.py`` for a partner, ``booklet.py`` for a booklet.
"""

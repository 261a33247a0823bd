"""Assembly: a profile and the series become a document; documents become a booklet.

In: checked profiles, the series, a house style. Out: the document tree with every number, letter, mark,
label and citation. The writers after this room do not count and do not make texts.

Open first: ``document.py`` for a partner, ``booklet.py`` for a booklet.
"""

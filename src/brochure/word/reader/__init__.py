"""Read an edited Word file as lines: paragraphs with bookmarks, tracked changes, comments and oddities.

In: an opened file. Out: values of ``model``. Open first: ``read.py``.
"""

"""An edited Word file read as lines: paragraphs with their bookmarks, tracked changes, comments and oddities.

In: an opened file. Out: values of ``model``. Open first: ``read.py``.
"""

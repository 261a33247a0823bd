"""Finished PDF files, whoever made them: read, check, join, prepare for the press, impose.

In: the bytes of a PDF. Out: what is on its pages, findings of the preflight, or another PDF. This room
knows no renderer and no layout.

Open first: ``reader.py``; then the package of the task: ``preflight``, ``merge``, ``prepress``,
``imposition``.
"""

"""Finished PDF files from any program: read, check, merge, prepare for the press, impose.

Input: the bytes of a PDF. Output: the contents of its pages, the findings of the preflight, or another PDF.
This room knows no renderer and no layout.

Open first: ``reader.py``; then the package of the task: ``preflight``, ``merge``, ``prepress``,
``imposition``.
"""

"""A document becomes pages: HTML by the layout's templates, PDF by WeasyPrint with our patches.

In: a document and a layout. Out: the PDF of a partner or of a part of a booklet, fitted to its page
budget and read back. Each patch of WeasyPrint is a file of ``patches/`` with its reason and a test.

Open first: ``fit.py`` for the chain, ``html.py`` for the pages, ``weasyprint.py`` for the rendering.
"""

"""Turn a document into pages: HTML from the layout's templates, PDF from WeasyPrint with brochure's patches.

Input: a document and a layout. Output: the PDF of a partner or of a part of a booklet, fitted to its page
budget and checked. Each patch of WeasyPrint is a file in ``patches/`` with its reason and a test.

Open first: ``typeset.py`` for the chain, ``html.py`` for the pages, ``weasyprint.py`` for the rendering.
"""

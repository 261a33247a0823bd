"""An estimate of the pages of a Word file: which page each bookmark is on.

Word and LibreOffice make the pages when they open the file. A booklet's contents and index show page numbers
before that, so brochure estimates them, from the styles, the widths of the letters and the size of the page.
Open :mod:`.pages` first.
"""

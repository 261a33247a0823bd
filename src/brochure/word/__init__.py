"""The editable Word file of a brochure.

A designer owns the layout's ``reference.docx`` (styles, theme, numbering, header, footer); this
package fills it with a document and never formats anything itself. It looks styles up by the names
in ``layout.yaml``, so a style can be changed in Word without changing a line of Python.
Booklets, redlines and comparisons have modules of their own (:mod:`brochure.word.book`,
:mod:`brochure.word.redline`, :mod:`brochure.word.comparison`) that a single brochure need not load.
"""

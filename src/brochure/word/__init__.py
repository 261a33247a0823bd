"""The editable Word file of a brochure.

A designer owns the layout's ``reference.docx`` (styles, theme, numbering, header, footer); this
package fills it with a document and never formats anything itself. It looks styles up by the names
in ``layout.yaml``, so a style can be changed in Word without changing a line of Python.
Booklets have a module of their own, :mod:`brochure.word.book`, that a single brochure need not load.
"""

from brochure.word.baseline import Baseline, BookBaseline
from brochure.word.book import write_book
from brochure.word.comparison import write_comparison
from brochure.word.redline import Redline, write_redline
from brochure.word.styles import Lack, check_reference
from brochure.word.write import probe, write

__all__ = [
    "Baseline",
    "BookBaseline",
    "Lack",
    "Redline",
    "check_reference",
    "probe",
    "write",
    "write_book",
    "write_comparison",
    "write_redline",
]

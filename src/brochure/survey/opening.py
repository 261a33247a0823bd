"""Open a file that a partner sent back: Word and Excel are read, others are refused with what to do."""

from __future__ import annotations

import zipfile
from io import BytesIO

from brochure.diagnostics.problem import BrochureError, Location, problem
from brochure.survey.excel_reading import read_excel_form
from brochure.survey.filled import FilledFile
from brochure.survey.word_reading import read_word_form
from brochure.word.untrusted import MAX_PARTS, open_parts, open_word

_ENTRY = b"PK\x01\x02"  # an entry in the directory of a package
_OLE = b"\xd0\xcf\x11\xe0"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_ODF = {
    "application/vnd.oasis.opendocument.text": ("ODT", "docx"),
    "application/vnd.oasis.opendocument.spreadsheet": ("ODS", "xlsx"),
}


def open_filled_form(data: bytes, shown: str) -> FilledFile:
    """Read a file that came back.

    Args:
        data: Its bytes.
        shown: Its name in messages.

    Raises:
        BrochureError: It is another kind of file (J102), a copy of paper (J103), has macros (J104), has a
            password or an old format (J105), or cannot be read (J110, D101 to D116).
    """
    place = Location(shown)
    if data.startswith((b"%PDF-", *_PICTURES)) or data[4:12] == b"ftypheic":
        raise BrochureError([problem("J103", place)])
    if data.startswith(_OLE):
        raise BrochureError([problem("J105", place)])
    if data.startswith(b"{\\rtf"):
        raise BrochureError([problem("J102", place, name="RTF", better="docx")])
    if not data.startswith(b"PK"):
        kind = shown.rpartition(".")[2].upper() if "." in shown else "—"
        better = "xlsx" if kind in ("CSV", "TSV", "NUMBERS") else "docx"
        raise BrochureError([problem("J102", place, name=kind, better=better)])
    if data.count(_ENTRY) > MAX_PARTS:
        open_parts(data, shown)  # tells it
    names, mimetype = _directory(data)
    if mimetype in _ODF:
        name, better = _ODF[mimetype]
        raise BrochureError([problem("J102", place, name=name, better=better)])
    if any(name.endswith("vbaProject.bin") for name in names):
        raise BrochureError([problem("J104", place)])
    if any(name.startswith("xl/") for name in names):
        return read_excel_form(data, shown)
    if any(name.startswith("word/") for name in names) or "[Content_Types].xml" in names:
        opened = open_word(data, shown)
        return read_word_form(opened)
    open_parts(data, shown)  # a damaged or an encrypted package is told as such
    raise BrochureError([problem("J102", place, name="ZIP", better="docx")])


def _directory(data: bytes) -> tuple[list[str], str]:
    """The names in a package, and the type that OpenDocument writes first; nothing for a damaged one."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            first = archive.infolist()[0] if names else None
            if first and first.filename == "mimetype" and first.file_size < 200:
                return names, archive.read("mimetype").decode("ascii", "replace")
            return names, ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return [], ""

"""Files that a command writes: a file of other programs, or one that people changed, is never overwritten."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from brochure.diagnostics.problem import BrochureError, problem
from brochure.storage.atomic import replace_files
from brochure.storage.input_file import read_ordinary

GENERATOR = '<meta name="generator" content="brochure">'
"""In the head of each HTML report, so that a later run knows the report and may replace it."""
PRODUCER = "brochure"
"""The producer in the information of a PDF that brochure has written."""


def is_own_report(data: bytes) -> bool:
    """Whether a file is an HTML report of brochure."""
    return GENERATOR.encode() in data[:4000]


def is_own_picture(data: bytes) -> bool:
    """Whether a PNG is a picture of a page by brochure: a text chunk names the software."""
    return f"Software\0{PRODUCER}".encode() in data[:200]


def is_own_schema(data: bytes) -> bool:
    """Whether a file is a JSON Schema."""
    return data.lstrip().startswith(b"{") and b'"$schema"' in data


ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""The date of all parts of a Word file of brochure: the earliest that a zip file can store."""

_PDF_PRODUCER = re.compile(rb'pdf:Producer(?:="|>)(?:WeasyPrint|brochure)')
_XMP_TOOL = b"x:xmptk"  # other programs name themselves in the metadata when they save a file


def is_own_pdf(data: bytes) -> bool:
    """Whether a PDF is as brochure has written it.

    A program that adds comments appends a second part with its own ``%%EOF``, or writes the file anew with
    its own metadata (ISO 32000-1, 7.5.6 and 14.3.2).
    """
    return (
        data.startswith(b"%PDF-")
        and data.count(b"%%EOF") == 1
        and _XMP_TOOL not in data
        and bool(_PDF_PRODUCER.search(data))
    )


def is_own_docx(data: bytes) -> bool:
    """Whether a Word or Excel file is as brochure has written it: sorted parts, all with the same date.

    Word, Excel, LibreOffice and python-docx write the parts in another order or with the present date.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    names = [entry.filename for entry in entries]
    return (
        names[:2] == ["[Content_Types].xml", "_rels/.rels"]
        and names[2:] == sorted(names[2:])
        and all(entry.date_time == ZIP_DATE and not entry.create_system for entry in entries)
    )


_IS_OWN: Mapping[str, Callable[[bytes], bool]] = {
    ".pdf": is_own_pdf,
    ".docx": is_own_docx,
    ".xlsx": is_own_docx,
}


def replace_outputs(files: Mapping[Path, bytes]) -> None:
    """Write finished PDF and Word files, all or none; none that people have changed is overwritten.

    Raises:
        BrochureError: A file of that name was changed after brochure wrote it, or is not of brochure (F114);
            or another program saved it at this moment (F121, F107), or a file cannot be written (F106). All
            files keep their old content.
    """
    read: dict[Path, bytes | None] = {}
    changed = []
    for path in files:
        try:
            data = read_ordinary(path)
        except FileNotFoundError:
            read[path] = None
            continue
        except OSError:  # not readable: writing reports it
            continue
        if data is None or (data and not _IS_OWN[path.suffix.lower()](data)):
            changed.append(path)
        else:
            read[path] = data
    if changed:
        raise BrochureError([problem("F114", path=path) for path in changed])
    replace_files(files, read)


def checked_target(path: Path, is_own: Callable[[bytes], bool], *endings: str) -> Path:
    """Return a path that a command may write to.

    Args:
        path: The path that the person named, or that follows from another name.
        is_own: Whether the content of a file shows that brochure has made it.
        endings: The endings that its name may have, such as ``.html``.

    Raises:
        BrochureError: Its name ends otherwise (F113), it is a file that brochure has not made (F112), or it
            cannot be read (F106).
    """
    if path.suffix.lower() not in endings:
        raise BrochureError([problem("F113", path=path, known=", ".join(endings))])
    try:
        data = read_ordinary(path)
    except FileNotFoundError:
        return path
    except OSError as error:
        raise BrochureError([problem("F106", path=path, reason=error.strerror or error)]) from None
    if data is None or (data and not is_own(data)):
        raise BrochureError([problem("F112", path=path)])
    return path

"""The validator of Word files that Microsoft's SDK stands behind."""

from __future__ import annotations

from pathlib import Path

from openxml_audit import FileFormat, OpenXmlValidator


def findings(data: bytes, folder: Path) -> list[str]:
    """What a validator of Word files has to say."""
    path = folder / "checked.docx"
    path.write_bytes(data)
    return [str(error) for error in OpenXmlValidator(FileFormat.MICROSOFT_365).validate(str(path)).errors]

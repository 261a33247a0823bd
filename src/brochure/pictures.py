"""Pictures of a profile: inside the workspace, there, and readable."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from brochure.errors import Problem, problem
from brochure.yamltext import YamlText


def problems(source: YamlText, root: Path) -> Iterator[Problem]:
    """What is wrong with the picture that a profile names."""
    photo = source.data.get("photo") if isinstance(source.data, dict) else None
    name = photo.get("file") if isinstance(photo, dict) else None
    if not isinstance(name, str) or not name.strip():
        return
    where = source.locate(("photo", "file"), 0)
    path = (root / name).resolve()
    if not path.is_relative_to(root.resolve()) or "\\" in name or ":" in name:
        yield problem("P140", where, file=name)
    elif not path.is_file():
        yield problem("P141", where, file=name)
    elif reason := _unreadable(path):
        yield problem("P142", where, file=name, detail=reason)


def _unreadable(path: Path) -> str:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            image.verify()
            return "" if image.format in ("JPEG", "PNG") else str(image.format)
    except (OSError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        return type(error).__name__

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
    elif path.stat().st_size > MOST_BYTES:
        yield problem("P143", where, file=name, detail=f"{path.stat().st_size // 1_000_000} MB")
    elif found := _fault(path):
        yield problem(found[0], where, file=name, detail=found[1])


MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")  # what both PDF/A and Word take


def _fault(path: Path) -> tuple[str, str] | None:
    """The code and words of what is wrong with an image file."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            if image.format not in ("JPEG", "PNG") or image.mode not in _MODES:
                return "P142", f"{image.format} {image.mode}"
            if image.width * image.height > MOST_PIXELS:
                return "P143", f"{image.width} × {image.height}"
            image.verify()
    except Image.DecompressionBombError:
        return "P143", path.name
    except (OSError, SyntaxError, UnidentifiedImageError):
        return "P142", path.suffix or path.name
    return None

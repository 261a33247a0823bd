"""Pictures of a profile: inside the workspace, there, readable, and sharp enough at their printed size.

JPEG and PNG only. An SVG would need a raster twin for Word (which shows none before 2016, and LibreOffice
redraws it), and could say something else there than on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from brochure.diagnostics.problem import Location, Problem, problem
from brochure.schema.layout import PicturePolicy, Size
from brochure.schema.yaml_reader import Data, YamlText
from brochure.schema.yaml_reader import Path as Address
from brochure.storage import spelling
from brochure.storage.file_names import is_absolute

MM_PER_INCH = 25.4
MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
FEW_PIXELS = 8
_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")  # what both PDF/A and Word take
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_EXIF = (b"eXIf", b"Raw profile type")  # where PIL looks for an orientation in a PNG
_ORIENTATION = 0x0112  # the EXIF tag; 1 is upright, 5 to 8 lie on their side


@dataclass(frozen=True, slots=True)
class _Named:
    """A picture that a profile names: the file, where it is named, and the room it gets."""

    file: str
    at: Address
    room: Size | None
    fills: bool = False  # it is cropped to fill its room


def problems(source: YamlText, root: Path, sizes: PicturePolicy) -> Iterator[Problem]:
    """What is wrong with the pictures that a profile names."""
    for named in _named(source, sizes):
        where, path = source.locate(named.at, 0), root / named.file
        if broken := list(unusable(named.file, root, where)):
            yield from broken
        elif named.room:
            dpi = _dpi(path, named)
            if min(pixels(path)) < FEW_PIXELS or dpi < sizes.dpi / 2:
                yield problem("P146", where, **_coarse(path, named, dpi, sizes.dpi / 2))
    for at, name in _widths(source):
        if name not in sizes.figures:
            yield problem("P144", source.locate(at), found=name, known=", ".join(sizes.figures))


def files(source: YamlText, sizes: PicturePolicy) -> Iterator[str]:
    """The pictures that a profile names, by their paths in the workspace."""
    for named in _named(source, sizes):
        yield named.file


def unusable(file: str, root: Path, where: Location) -> Iterator[Problem]:
    """Why a picture cannot be printed: outside of the workspace, not there, too large, or none."""
    path = root / file
    if is_absolute(file):
        yield problem("P140", where, file=file)
    elif misspelt := list(spelling.problems(file, root, where)):
        yield from misspelt
    elif not path.resolve().is_relative_to(root.resolve()):
        yield problem("P140", where, file=file)
    elif not path.is_file():
        yield problem("P141", where, file=file)
    elif path.suffix.lower() in (".svg", ".svgz"):
        yield problem("P145", where, file=file)
    elif path.stat().st_size > MOST_BYTES:
        yield problem("P143", where, file=file, detail=f"{path.stat().st_size // 1_000_000} MB")
    elif found := _fault(path):
        yield problem(found[0], where, file=file, detail=found[1])


def doubts(source: YamlText, root: Path, sizes: PicturePolicy) -> Iterator[Problem]:
    """What a person should look at in pictures that :func:`problems` found nothing wrong with."""
    for named in _named(source, sizes):
        where, path = source.locate(named.at, 0), root / named.file
        dpi = _dpi(path, named)
        if dpi < sizes.dpi:
            yield problem("P147", where, **_coarse(path, named, dpi, sizes.dpi))
        if _one_colour(path):
            yield problem("P148", where, file=named.file)


def _coarse(path: Path, named: _Named, dpi: float, least: float) -> dict[str, str]:
    width, height = pixels(path)
    wanted = f"{width * least / dpi:.0f} × {height * least / dpi:.0f}"
    return {
        "file": named.file,
        "pixels": f"{width} × {height}",
        "dpi": f"{dpi:.0f}",
        "least": f"{least:.0f}",
        "wanted": wanted,
    }


def _named(source: YamlText, sizes: PicturePolicy) -> Iterator[_Named]:
    """Every picture of a profile, from its raw data, so that other mistakes hide none."""
    data = source.data if isinstance(source.data, dict) else {}
    for key, room, fills in (("photo", sizes.photo, True), ("flag", sizes.flag, False)):
        found = data.get(key)
        name = found.get("file") if isinstance(found, dict) else None
        if isinstance(name, str) and name.strip():
            yield _Named(name, (key, "file"), room, fills)
    for at, block in _figures(source):
        name = block.get("figure")
        if isinstance(name, str) and name.strip():
            yield _Named(name, (*at, "figure"), sizes.figures.get(str(block.get("width", "full"))))


def _figures(source: YamlText) -> Iterator[tuple[Address, dict[str, Data]]]:
    data = source.data if isinstance(source.data, dict) else {}
    answers = data.get("answers")
    for question, blocks in answers.items() if isinstance(answers, dict) else ():
        for index, block in enumerate(blocks if isinstance(blocks, list) else ()):
            if isinstance(block, dict) and "figure" in block:
                yield ("answers", question, index), block


def _widths(source: YamlText) -> Iterator[tuple[Address, str]]:
    for at, block in _figures(source):
        if isinstance(block.get("width"), str):
            yield (*at, "width"), str(block["width"])


# --- files ------------------------------------------------------------------------------------
# Each check asks the same of a picture again, and reading it takes milliseconds: answers are kept for as
# long as the file is the same.


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when a file is written."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _fault(path: Path) -> tuple[str, str] | None:
    """The code and words of what is wrong with an image file."""
    return _fault_of(path, _stamp(path))


@lru_cache(maxsize=1000)
def _fault_of(path: Path, _: tuple[int, int]) -> tuple[str, str] | None:
    import warnings

    from PIL import Image

    with warnings.catch_warnings(action="error"):  # PIL only warns of some blocks that others stumble over
        try:
            with Image.open(path) as image:
                # MPO is a JPEG with more pictures behind it, as some phones write it
                if image.format not in ("JPEG", "MPO", "PNG") or image.mode not in _MODES:
                    return "P142", f"{image.format} {image.mode}"
                if image.width * image.height > MOST_PIXELS:
                    return "P143", f"{image.width} × {image.height}"
                image.verify()
            with Image.open(path) as image:  # verify leaves nothing to read
                exif = image.getexif()
                exif.tobytes()
                if exif.get(_ORIENTATION, 1) not in range(1, 9):
                    return "P142", "EXIF"
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            return "P143", path.name
        except Exception:  # a broken file makes PIL raise whatever it meets
            return "P142", path.suffix or path.name
    return None


def pixels(path: Path) -> tuple[int, int]:
    """Width and height of an image as it is seen: turned as its camera says (EXIF orientation)."""
    return _pixels_of(path, _stamp(path))


@lru_cache(maxsize=1000)
def _pixels_of(path: Path, _: tuple[int, int]) -> tuple[int, int]:
    from PIL import Image

    with Image.open(path) as image:
        width, height = image.size
        return (height, width) if image.getexif().get(_ORIENTATION, 1) >= 5 else (width, height)


def upright(data: bytes) -> bytes:
    """An image file whose pixels stand as they are seen; Word takes no notice of the EXIF orientation."""
    if data.startswith(_PNG) and not any(chunk in data for chunk in _PNG_EXIF):
        return data  # PIL would read the whole picture to find that out
    from PIL import Image, ImageOps

    with Image.open(BytesIO(data)) as image:
        if image.getexif().get(_ORIENTATION, 1) == 1:
            return data
        made = BytesIO()
        kind = "PNG" if image.format == "PNG" else "JPEG"
        ImageOps.exif_transpose(image).save(made, kind, quality=95)
        return made.getvalue()


def fitted(seen: tuple[int, int], room: Size) -> tuple[float, float]:
    """Width and height in mm at which a picture of so many pixels fills its room in one direction.

    >>> fitted((400, 200), Size(width=100, height=80))
    (100.0, 50.0)
    """
    scale = min(room.width / seen[0], room.height / seen[1])
    return seen[0] * scale, seen[1] * scale


def _dpi(path: Path, named: _Named) -> float:
    """The resolution of a picture at the size it is printed."""
    seen, room = pixels(path), named.room
    if room is None:
        return float("inf")
    if named.fills:
        return min(seen[0] / room.width, seen[1] / room.height) * MM_PER_INCH
    return seen[0] / fitted(seen, room)[0] * MM_PER_INCH


def _one_colour(path: Path) -> bool:
    """Whether nothing is to be seen: a picture that only keeps a place."""
    return _one_colour_of(path, _stamp(path))


@lru_cache(maxsize=1000)
def _one_colour_of(path: Path, _: tuple[int, int]) -> bool:
    from PIL import Image

    with Image.open(path) as image:
        image.draft("RGB", (64, 64))  # a JPEG is read at an eighth of its size
        return all(low == high for low, high in image.convert("RGBA").getextrema())  # type: ignore[misc]

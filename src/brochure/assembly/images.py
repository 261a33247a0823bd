"""Checks of a profile's pictures: inside the workspace, existing, readable, sharp enough at the printed size.

Only JPEG and PNG are allowed. For an SVG, Word needs a raster copy as well (Word before 2016 shows no SVG,
and LibreOffice redraws it), and the copy could differ from the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from brochure.diagnostics.problem import Location, Problem, problem
from brochure.schema.layout import PicturePolicy, Size
from brochure.schema.yaml_reader import Data, YamlPath, YamlText
from brochure.storage import spelling
from brochure.storage.file_names import is_absolute
from brochure.storage.input_file import MISSING, is_within, path_fault

MM_PER_INCH = 25.4
MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000
MIN_PIXELS = 8
_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")  # modes that both PDF/A and Word support
_ORIENTATION = 0x0112  # the EXIF tag; 1 is upright, 5 to 8 are turned by 90°


@dataclass(frozen=True, slots=True)
class _NamedPicture:
    """A picture in a profile: the file, its address, and its greatest size (None if the width is unknown)."""

    file: str
    at: YamlPath
    room: Size | None
    fills: bool = False  # whether the picture is cropped to fill this size


def picture_problems(source: YamlText, root: Path, sizes: PicturePolicy) -> Iterator[Problem]:
    """Yield the errors of the pictures in a profile."""
    for named in _named_pictures(source, sizes):
        where, path = source.locate(named.at, 0), root / named.file
        if broken := list(unusable_picture(named.file, root, where)):
            yield from broken
        elif named.room:
            dpi = _dpi(path, named)
            if min(pixel_size(path)) < MIN_PIXELS or dpi < sizes.dpi / 2:
                yield problem("P146", where, **_coarse_details(path, named, dpi, sizes.dpi / 2))
    for at, name in _widths(source):
        if name not in sizes.figures:
            yield problem("P144", source.locate(at), found=name, known=", ".join(sizes.figures))


def profile_pictures(source: YamlText) -> Iterator[str]:
    """Yield the files of the pictures in a profile, as paths in the workspace."""
    for _, _, file in _picture_files(source):
        yield file


def unusable_picture(file: str, root: Path, where: Location) -> Iterator[Problem]:
    """Yield why a picture cannot be printed: outside the workspace, missing, too large, or not an image."""
    path = root / file
    if is_absolute(file):
        yield problem("P140", where, file=file)
    elif misspelt := list(spelling.spelling_problems(file, root, where)):
        yield from misspelt
    elif not is_within(path, root):
        yield problem("P140", where, file=file)
    elif (kind := path_fault(path)) == MISSING:
        yield problem("P141", where, file=file)
    elif kind:
        yield problem("F119", where, path=file, kind=kind)
    elif path.suffix.lower() in (".svg", ".svgz"):
        yield problem("P145", where, file=file)
    elif found := _picture_fault(path):
        code, detail = found
        named = {"path": file, "reason": detail} if code == "F104" else {"file": file, "detail": detail}
        yield problem(code, where, **named)


def picture_warnings(source: YamlText, root: Path, sizes: PicturePolicy) -> Iterator[Problem]:
    """Yield warnings about pictures for which :func:`picture_problems` found no errors."""
    for named in _named_pictures(source, sizes):
        where, path = source.locate(named.at, 0), root / named.file
        dpi = _dpi(path, named)
        if dpi < sizes.dpi:
            yield problem("P147", where, **_coarse_details(path, named, dpi, sizes.dpi))
        if _examined(path, _file_stamp(path)).one_colour:
            yield problem("P148", where, file=named.file)


def _coarse_details(path: Path, named: _NamedPicture, dpi: float, least: float) -> dict[str, str]:
    width, height = pixel_size(path)
    wanted = f"{width * least / dpi:.0f} × {height * least / dpi:.0f}"
    return {
        "file": named.file,
        "pixels": f"{width} × {height}",
        "dpi": f"{dpi:.0f}",
        "least": f"{least:.0f}",
        "wanted": wanted,
    }


def _named_pictures(source: YamlText, sizes: PicturePolicy) -> Iterator[_NamedPicture]:
    """Yield every picture of a profile, from the raw YAML data, so that other mistakes do not hide it."""
    for at, holder, file in _picture_files(source):
        if at == ("photo", "file"):
            yield _NamedPicture(file, at, sizes.photo, fills=True)
        elif at == ("flag", "file"):
            yield _NamedPicture(file, at, sizes.flag)
        else:
            yield _NamedPicture(file, at, sizes.figures.get(str(holder.get("width", "full"))))


def _picture_files(source: YamlText) -> Iterator[tuple[YamlPath, dict[str, Data], str]]:
    """Yield the address, the mapping and the file of every picture of a profile."""
    data = source.data if isinstance(source.data, dict) else {}
    places: list[tuple[YamlPath, object]] = [((key, "file"), data.get(key)) for key in ("photo", "flag")]
    places += [((*at, "figure"), block) for at, block in _figures(source)]
    for at, holder in places:
        file = holder.get(at[-1]) if isinstance(holder, dict) else None
        if isinstance(holder, dict) and isinstance(file, str) and file.strip():
            yield at, holder, file


def _figures(source: YamlText) -> Iterator[tuple[YamlPath, dict[str, Data]]]:
    data = source.data if isinstance(source.data, dict) else {}
    answers = data.get("answers")
    for question, blocks in answers.items() if isinstance(answers, dict) else ():
        for index, block in enumerate(blocks if isinstance(blocks, list) else ()):
            if isinstance(block, dict) and "figure" in block:
                yield ("answers", question, index), block


def _widths(source: YamlText) -> Iterator[tuple[YamlPath, str]]:
    for at, block in _figures(source):
        if isinstance(block.get("width"), str):
            yield (*at, "width"), str(block["width"])


# --- files ------------------------------------------------------------------------------------
# Reading a picture takes milliseconds, and each check needs it again, so results are cached until the file
# changes.


def _file_stamp(path: Path) -> tuple[int, int]:
    """Return time and size of a file; they change when it is written."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _picture_fault(path: Path) -> tuple[str, str] | None:
    """Return the code and the detail of a picture's problem, or None."""
    try:
        if (size := path.stat().st_size) > MAX_BYTES:
            return "P143", f"{size // 1_000_000} MB"
        return _examined(path, _file_stamp(path)).fault
    except OSError as error:
        return "F104", error.strerror or str(error)


@dataclass(frozen=True, slots=True)
class _Examined:
    """What reading a picture has shown: code and detail of its problem; whether it has only one colour."""

    fault: tuple[str, str] | None = None
    one_colour: bool = False


@lru_cache(maxsize=1000)
def _examined(path: Path, _: tuple[int, int]) -> _Examined:
    """Read a picture to its end; a picture of 12 million pixels takes a tenth of a second."""
    import warnings

    from PIL import Image

    # PIL only warns of some faults that other programs refuse
    with warnings.catch_warnings(action="error"), _whole_pictures():
        try:
            with Image.open(path) as image:
                # MPO is a JPEG followed by more pictures; some phones write it
                if image.format not in ("JPEG", "MPO", "PNG") or image.mode not in _MODES:
                    return _Examined(("P142", f"{image.format} {image.mode}"))
                if image.width * image.height > MAX_PIXELS:
                    return _Examined(("P143", f"{image.width} × {image.height}"))
                image.verify()
            with Image.open(path) as image:  # after verify, PIL requires opening the file again
                exif = image.getexif()
                exif.tobytes()
                if exif.get(_ORIENTATION, 1) not in range(1, 9):
                    return _Examined(("P142", "EXIF"))
                image.draft("RGB", (64, 64))  # reads a JPEG at a reduced size, which is faster
                image.load()
                return _Examined(one_colour=_has_one_colour(image))
        except PermissionError as error:
            return _Examined(("F104", error.strerror or "—"))
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            pixels = re.search(r"\d+", str(error))  # PIL refuses before it tells width and height
            return _Examined(("P143", f"{int(pixels[0]):,} px" if pixels else path.name))
        except Exception as error:  # a broken file makes PIL raise various errors
            return _Examined(("P142", _reason(error) or path.suffix or path.name))


@contextmanager
def _whole_pictures() -> Iterator[None]:
    """Make PIL refuse a picture that is cut off; WeasyPrint's import makes it accept them."""
    from PIL import ImageFile

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _reason(error: Exception) -> str:
    """Return what PIL says of the data, without paths and object addresses."""
    from PIL import UnidentifiedImageError

    return "" if isinstance(error, UnidentifiedImageError) else " ".join(str(error).split())[:80]


def pixel_size(path: Path) -> tuple[int, int]:
    """Return width and height of an image in pixels, after its EXIF orientation is applied."""
    return _cached_pixel_size(path, _file_stamp(path))


@lru_cache(maxsize=1000)
def _cached_pixel_size(path: Path, _: tuple[int, int]) -> tuple[int, int]:
    from PIL import Image

    with Image.open(path) as image:
        width, height = image.size
        return (height, width) if image.getexif().get(_ORIENTATION, 1) >= 5 else (width, height)


def fitted_size(seen: tuple[int, int], room: Size) -> tuple[float, float]:
    """Return width and height in mm of a picture scaled to the greatest size in one direction.

    ``seen`` is the size in pixels.

    >>> fitted_size((400, 200), Size(width=100, height=80))
    (100.0, 50.0)
    """
    scale = min(room.width / seen[0], room.height / seen[1])
    return seen[0] * scale, seen[1] * scale


def _dpi(path: Path, named: _NamedPicture) -> float:
    """Return the resolution of a picture at its printed size, in dpi."""
    seen, room = pixel_size(path), named.room
    if room is None:
        return float("inf")
    if named.fills:
        return min(seen[0] / room.width, seen[1] / room.height) * MM_PER_INCH
    return seen[0] / fitted_size(seen, room)[0] * MM_PER_INCH


def _has_one_colour(image: Any) -> bool:
    """Whether all pixels of a PIL image have the same colour, as in a placeholder."""
    if image.mode == "P":
        image.apply_transparency()
        used = [index for _, index in image.getcolors(256)]
        palette = image.getpalette("RGBA")
        return len({tuple(palette[4 * index : 4 * index + 4]) for index in used}) == 1
    found = image.getextrema()
    return all(low == high for low, high in (found if isinstance(found[0], tuple) else (found,)))

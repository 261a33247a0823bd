"""Start a layout from another one, for another page size: ``brochure new-layout``.

The folder is copied. In the manifest, page, columns and tokens (sizes and colours of the design)
are computed for the page; comments stay. The styles of reference.docx are scaled in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from brochure.build.layout_scale import LayoutValues, PageScale, fits, scale_layout
from brochure.build.load import load_layout
from brochure.build.reference_scale import scale_reference
from brochure.diagnostics.problem import BrochureError, nearest_word, problem
from brochure.schema.layout import FILE, REFERENCE, Layout
from brochure.schema.page_sizes import LARGEST, SMALLEST, parse_size, size_names
from brochure.schema.type_area import LONGEST, SHORTEST, length_in_mm
from brochure.storage import atomic
from brochure.storage.workspace import Workspace

_POINTS = 72 / 25.4  # in a mm
_LINE = re.compile(
    r"(?P<indent> *)(?P<key>[\w-]+):(?P<gap> *)(?P<value>[^#\n]*?|\"[^\"]*\")(?P<more> *(?: #.*)?)"
)


def create_layout(where: Workspace, name: str, *, source: str, size: str, columns: int | None) -> Path:
    """Write a new layout into the workspace.

    Args:
        where: The workspace.
        name: The name of the new layout.
        source: The layout to start from.
        size: A name or two measures in mm, as in :func:`brochure.schema.page_sizes.parse_size`.
        columns: The columns of the questions; ``None`` for as many as the lines need.

    Returns:
        The folder that was written.

    Raises:
        BrochureError: The name is not possible or taken, there is no such layout or size, or it is too small.
    """
    folder = where.new_layout(name)
    found, _ = load_layout(where, source)
    width, height = _page_size(size)
    if columns and columns > 1 and "columns" not in found.data.model_fields_set:
        raise BrochureError([problem("L122", source=source)])
    values = scale_layout(found.data, width, height, columns)
    if not fits(values):
        raise BrochureError(
            [
                problem(
                    "L123",
                    size=size,
                    columns=values.columns,
                    characters=f"{values.area.characters:.0f}",
                    least=SHORTEST,
                    most=LONGEST,
                )
            ]
        )
    files = {
        folder / path.relative_to(found.folder): path.read_bytes()
        for path in sorted(found.folder.rglob("*"))
        if path.is_file() and not any(part.startswith((".", "__")) for part in path.parts)
    }
    files[folder / FILE] = manifest_text(found, values, name, source).encode()
    if values.scale != PageScale(1, 1):
        pitches = tuple(length_in_mm(of.get("leading", "")) or 0 for of in (found.data.tokens, values.tokens))
        leading = pitches[0] * _POINTS, pitches[1] * _POINTS
        files[folder / REFERENCE] = scale_reference(files[folder / REFERENCE], values.scale, leading)
    atomic.replace_files(files, dict.fromkeys(files))
    return folder


def _page_size(size: str) -> tuple[float, float]:
    found = parse_size(size)
    if found is None:
        names = size_names()
        raise BrochureError(
            [problem("L120", size=size, known=", ".join(names), nearest=nearest_word(size, names))]
        )
    if not all(SMALLEST <= length <= LARGEST for length in found):
        raise BrochureError([problem("L121", size=size, least=f"{SMALLEST:g}", most=f"{LARGEST:g}")])
    return found


def manifest_text(found: Layout, values: LayoutValues, name: str, source: str) -> str:
    """The manifest of a layout with other values; its comments and all other lines stay."""
    measures = f"{values.width:g}×{values.height:g}mm"
    title = f"{found.data.title} {measures}"
    changes: dict[tuple[str, ...], str] = {
        ("title",): title,
        ("description",): f"{measures}。{found.data.title}（{source}）から作ったレイアウト。",
        ("page", "width"): f"{values.width:g}",
        ("page", "height"): f"{values.height:g}",
        ("page", "margins"): _inline(values.margins),
        ("columns",): f"{values.columns}",
        ("topics_per_band",): f"{values.topics}",
        ("notes", "placement"): values.placement,
        ("pictures", "photo"): _inline_size(values.photo),
        **({("pictures", "strip"): _inline_size(values.strip)} if values.strip else {}),
        **{("pictures", "figures", key): _inline_size(size) for key, size in values.figures.items()},
        **{("tokens", key): _quoted(value) for key, value in values.tokens.items()},
    }
    if values.most is not None:
        changes["budget", "most"] = f"{values.most}"
    steps = iter(values.steps)
    lines = [
        f"# {title}。`brochure new-layout {name} --from {source}` が寸法を計算しました。",
        "# 寸法は mm と pt。版面、文字の大きさ、色は、page、columns、tokens で変えます（docs/designer.md）。",
    ]
    text = found.source.text.split("\n")
    start = next((index for index, line in enumerate(text) if not line.startswith("#")), 0)
    for path, line in _with_paths(text[start:]):
        value = changes.get(path)
        if path[:2] == ("budget", "tighten") and path[-1] == "tokens" and "{" in line:
            value = _inline(next(steps))
        lines.append(line if value is None else _with_value(line, value))
    return "\n".join(lines)


def _with_value(line: str, value: str) -> str:
    """A line of YAML with another value; its comment keeps its column if there is room."""
    match = _LINE.fullmatch(line)
    if match is None:
        return line
    start, comment = f"{match['indent']}{match['key']}: {value}", match["more"].strip()
    if not comment:
        return start
    return f"{start:<{line.rindex(comment) - 1}} {comment}"


def _with_paths(lines: list[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each line with the path of its key; other lines with the path of the key that they are in."""
    above: list[tuple[int, str]] = []
    for line in lines:
        match = _LINE.fullmatch(line)
        if match:
            depth = len(match["indent"])
            above = [(indent, key) for indent, key in above if indent < depth]
            above.append((depth, match["key"]))
        yield tuple(key for _, key in above), line


def _inline(values: Mapping[str, str] | Mapping[str, float]) -> str:
    pairs = (f"{key}: {value if isinstance(value, str) else f'{value:g}'}" for key, value in values.items())
    return f"{{{', '.join(pairs)}}}"


def _inline_size(size: tuple[float, float]) -> str:
    return f"{{width: {size[0]:g}, height: {size[1]:g}}}"


def _quoted(value: str) -> str:
    return f'"{value}"' if value.startswith("#") else value

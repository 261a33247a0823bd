"""Damaged pictures and layouts: each ends in a located message or is printed, in little time and memory."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from damaged import damaged
from damaged_workspaces import patient, picture, run_apart, small_workspace, sound
from law import law

PICTURES: list[tuple[str, str, dict[str, object]]] = [
    ("JPEG", "RGB", {"quality": 85}),
    ("JPEG", "RGB", {"progressive": True}),
    ("JPEG", "L", {}),
    ("JPEG", "CMYK", {}),
    ("PNG", "RGB", {}),
    ("PNG", "RGBA", {}),
    ("PNG", "P", {}),
    ("PNG", "1", {}),
    ("PNG", "I;16", {}),
    ("GIF", "P", {}),
    ("WEBP", "RGB", {}),
    ("TIFF", "RGB", {}),
]
OFTEN = ["layout.yaml", "style.css", "style.css", "page.html.jinja"]  # most damage, as all is in them
TEXTS = (".css", ".jinja", ".yaml", ".csl")
SNIPPETS = [
    *("{", "}", "{{", "}}", "{%", "%}", "(", ")", "[", "]", '"', "'", ";", ":", "/*", "*/", "\\", "\0"),
    *("\ufeff", '@import "style.css";', "@import url(x.css) print;", "@media print {", "@page { size: 0 }"),
    *("@font-face {", "url(", "url(../x.png)", "font-family: serif;", "font: 9pt x;", "--a: var(--a);"),
    *("width: calc(", "!important", "position: fixed;", "display: grid;", "columns: 1000;"),
    *("font-size: 1e9pt;", "margin: -1e9mm;", "height: 1e12px;", "{% for a in range(10000000) %}"),
    *("{% endfor %}", "{{ x.y.z }}", "{{ 10 ** 1000 }}", "{% include 'page.html.jinja' %}", "\n- "),
    *("\n  a: b\n", "&a *a", "!!python/object:os.system", "0x10", "1e999", "-1", "null", "\t", "\r", "<<<<"),
]


def mutated(text: str, dice: random.Random) -> bytes:
    """A text with some snippets put in, and some lines left out, doubled or exchanged."""
    lines = text.split("\n")
    for _ in range(dice.choice([1, 1, 2, 5])):
        at = dice.randrange(len(lines))
        kind = dice.randrange(6)
        if kind == 0:
            del lines[at : at + dice.choice([1, 3])]
            lines = lines or [""]
        elif kind == 1:
            lines.insert(at, dice.choice(lines))
        elif kind == 2:
            lines[at] = dice.choice(SNIPPETS) * dice.choice([1, 1, 1, 30, 3000])
        else:
            where = dice.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:where] + dice.choice(SNIPPETS) + lines[at][where:]
    return "\n".join(lines).encode()


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")


@law(sample=6, full=2000)
@patient(small_workspace)
def test_a_damaged_picture_is_told_or_printed(root: Path, seed: int) -> None:
    """A damaged picture is told at its line or printed; what ``check`` accepts, a build prints."""
    dice = random.Random(seed)
    form, mode, options = dice.choice(PICTURES)
    data = damaged(picture(form, mode, **options), seed)
    name = dice.choice(["photo", "figure"])
    (root / "pictures" / name).write_bytes(data)
    ended = run_apart(root, "check")
    sound(ended, 0, 1)
    if ended.code:
        place = {
            "photo": "profiles/small.yaml:3:15: error P14",
            "figure": "profiles/small.yaml:7:15: error P14",
        }
        assert place[name] in ended.said
    else:
        built = run_apart(root, "build", "small", "--no-cache")
        sound(built, 0, 5)
        assert "R201" not in built.said


@law(sample=6, full=1000)
@patient(small_workspace)
def test_a_damaged_layout_is_told_or_used(root: Path, seed: int) -> None:
    """A damaged manifest, style sheet, template or citation style is told with its file, or used."""
    dice = random.Random(seed)
    layout = root / "layouts" / "standard"
    files = sorted(path for path in layout.rglob("*") if path.suffix in TEXTS)
    path = dice.choice([*files, *(layout / name for name in OFTEN * 2)])
    data = path.read_bytes()
    path.write_bytes(damaged(data, seed) if dice.random() < 0.3 else mutated(data.decode(), dice))
    ended = run_apart(root, "check")
    sound(ended, 0, 1, 3)
    if ended.code:
        assert "layouts/standard/" in ended.said
    built = run_apart(root, "build", "small", "--format", "pdf", "--no-cache")
    sound(built, 0, 1, 3, 5)

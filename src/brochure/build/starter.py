"""Begin something new: a workspace, a commented profile, a commented booklet.

The texts are files of ``starter_files/``; in those that begin with ``new-``, words in braces are filled in.
"""

from __future__ import annotations

from pathlib import Path

from brochure.diagnostics.package import package_root
from brochure.diagnostics.problem import BrochureError, problem
from brochure.schema.series import Series
from brochure.storage import atomic as files
from brochure.storage.shipped import shipped_folder
from brochure.storage.workspace import SERIES, Workspace

SCHEMA = "_schema.json"
SAMPLE = (SERIES, SCHEMA, "liaoning.yaml")  # of the profiles; a new series has partners of its own
GUIDES = (  # of the documents: what editors and designers read, and the messages name
    "booklet.md",
    "designer.md",
    "editor.md",
    "glossary.md",
    "preflight.md",
    "press.md",
    "print-at-the-office.md",
    "problems.md",
    "word.md",
    "images/onepage.png",
    "images/revise.png",
    "images/word-edited.png",
)
_PARTLY = {"profiles": SAMPLE, "booklets": (SCHEMA,), "docs": GUIDES}
_WHOLE = ("layouts", "fonts", "pictures", "shops")
_OURS = package_root() / "build" / "starter_files"
_IGNORED = b"output/*\n!output/.gitkeep\n.brochure/\n"
_EXTENSIONS = b'{\n  "recommendations": ["redhat.vscode-yaml"]\n}\n'


def init(target: Path) -> list[Path]:
    """Start a workspace: layouts, fonts, print shops, guides, a real and a fictional profile, their booklet.

    Raises:
        BrochureError: A file of the workspace is there already; nothing was written.
    """
    wanted = {target / name: path.read_bytes() for name, path in sorted(_brought().items())}
    wanted[target / "output" / ".gitkeep"] = b""
    wanted[target / ".gitignore"] = _IGNORED
    wanted[target / ".vscode" / "extensions.json"] = _EXTENSIONS
    there = [path for path in wanted if path.exists()]
    if there:
        raise BrochureError([problem("F107", path=there[0])])
    files.replace_files(wanted)
    return [target / name for name in ("profiles", "booklets", "output", "docs", *_WHOLE)]


def _brought() -> dict[str, Path]:
    """The files that a new workspace gets, by their names in it."""
    found = {
        f"{folder}/{name}": shipped_folder() / folder / name
        for folder, names in _PARTLY.items()
        for name in names
    }
    for folder in _WHOLE:
        for path in (shipped_folder() / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                found[path.relative_to(shipped_folder()).as_posix()] = path
    for folder in ("profiles", "booklets"):
        found |= {f"{folder}/{path.name}": path for path in (_OURS / folder).glob("*.yaml")}
    return found


def new(where: Workspace, name: str, series: Series) -> Path:
    """Write a commented profile to start from.

    Raises:
        BrochureError: The name cannot be, the profile exists, or it cannot be written.
    """
    path = where.new_profile(name)
    files.replace_files({path: profile_text(series).encode()})
    return path


def new_booklet(where: Workspace, name: str, series: Series) -> Path:
    """Write a commented booklet of all partners to start from.

    Raises:
        BrochureError: The name cannot be, the booklet exists, or it cannot be written.
    """
    path = where.new_booklet(name)
    files.replace_files({path: booklet_text(series, where.names()).encode()})
    return path


def booklet_text(series: Series, partners: list[str]) -> str:
    """A booklet's file of these partners; it builds as it is, and every part is explained."""
    listed = "\n".join(f"  - id: {name}" for name in partners)
    return _filled("new-booklet.yaml", title=series.data.title, partners=listed)


def profile_text(series: Series) -> str:
    """A starting profile for a series: it builds as it is, and every part is explained."""
    data = series.data
    lines = []
    for number, (key, question) in enumerate(data.questions.items(), start=1):
        lines += ["", f"  # {number} {question}", f"  {key}:", *_answer(series, number)]
    regions, kinds = "、".join(data.regions), "、".join(data.kinds)
    return _filled("new-profile.yaml", regions=regions, kinds=kinds, answers="\n".join(lines))


def _filled(name: str, **values: str) -> str:
    """One of the texts with values in the place of ``{name}``; other braces are YAML's or the markup's."""
    text = (_OURS / name).read_text("utf-8")
    for key, value in values.items():
        text = text.replace("{" + key + "}", value)
    return text


def _answer(series: Series, number: int) -> list[str]:
    """One kind of block after the other, so that a sample of each stands somewhere."""
    data = series.data
    samples: list[list[str]] = [
        [
            "    - bullets:",
            "        - ここに答えを書きます（架空の見本）。一つの項目に一つの事柄を、"
            "1文40〜60字くらいで書くと、読みやすくなります。",
            "        - 項目はいくつでも並べられます（架空の見本）。数や年のある文には、"
            "何にもとづくかが分かるように、出典を付けてください。",
        ],
    ]
    if number == 1:
        samples[0][1] = (
            "        - 見本の本文です（架空）。**強調**、ルビは{見本|みほん}、"
            "リンクは https://example.jp/ のように書きます[@sample-report]。"
        )
        samples += [
            [
                f"    - callout: {key}",
                "      items:",
                "        - title: 囲みの題名（架空の見本）",
                "          text: 囲みの本文です。",
            ]
            for key in list(data.callouts)[:1]
        ]
    marks = list(data.marks.items())
    index = number - (len(data.questions) - len(marks)) - 1
    facts = list(data.facts.items())[number - 1 : number]
    for key, table in facts if index < 0 else []:  # where mark tables stand, none of another kind
        samples.append([f"    - facts: {key}          # {table.title}", "      rows:"])
        for row, label in table.rows.items():
            samples[-1] += [f"        - field: {row}          # {label}", "          text: 回答なし"]
        samples[-1] += ["          # qr: true            # 内容がURLだけなら、二次元コードを付ける"]
    if 0 <= index < len(marks):
        key, marked = marks[index]
        samples.append([f"    - marks: {key}          # {marked.title}"])
        samples[-1] += [f"      #   {topic}: {title}" for topic, title in marked.topics.items()]
        samples[-1] += ["      marked: []            # ○ の付く項目。例：[" + next(iter(marked.topics)) + "]"]
        if marked.legend.none:
            samples[-1] += ["      none: []              # 「なし」の項目。残りすべてなら rest"]
    if number == len(data.questions):
        samples.append(
            [
                "    # - figure: pictures/map.png   # 写真や地図",
                "    #   alt: 図から読み取れること（必須）",
                "    #   caption: 図の説明",
                "    #   credit: 図：…              # 要らない画像なら none",
                "    #   width: half                # 書かなければ full（幅いっぱい）",
            ]
        )
        samples.append(
            [
                "    - cases:",
                "        - title: 事例の題名（架空の見本）",
                "          text: |",
                "            事例の本文です。空行で段落が分かれます。",
                "",
                "            見本のため、実在の事例ではありません。",
            ]
        )
    return [line for sample in samples for line in sample]

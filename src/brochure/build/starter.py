"""Create a new workspace, a commented profile, or a commented booklet.

The texts are in ``starter_files/``; files that begin with ``new-`` are templates with ``{placeholders}``,
those in ``launchers/`` open the desk by a double click.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from brochure.diagnostics.package import package_root
from brochure.diagnostics.problem import BrochureError, problem
from brochure.document.accents import ACCENTS, NamedAccent, next_accent
from brochure.schema.house_words import WORDS_FILE
from brochure.schema.series import FactsDef, MarkTableDef, Series, SeriesData, validate_series
from brochure.schema.survey_rounds import latest_round
from brochure.storage import atomic
from brochure.storage.shipped import shipped_folder
from brochure.storage.workspace import SERIES, Workspace

SCHEMA = "_schema.json"
SAMPLE = (SERIES, SCHEMA, "liaoning.yaml")  # files of profiles/ that a new workspace gets
GUIDES = (  # files of docs/ that a new workspace gets: guides for editors and designers, named in messages
    "booklet.md",
    "designer.md",
    "editor.md",
    "glossary.md",
    "house-words.md",
    "preflight.md",
    "press.md",
    "print-at-the-office.md",
    "problems.md",
    "sources.md",
    "word.md",
    "words.md",
    "year.md",
    "images/onepage.png",
    "images/revise.png",
    "images/survey-excel.png",
    "images/survey-word.png",
    "images/word-edited.png",
    "images/year-comparison.png",
    "images/year-unapproved.png",
)
_PARTLY = {"profiles": SAMPLE, "booklets": (SCHEMA,), "docs": GUIDES}
_WORDS = (WORDS_FILE, "profiles/_words_schema.json")  # the house words to start from
_WHOLE = ("layouts", "fonts", "pictures", "shops")
_ACCENT = re.compile(rb"""^accent:[ \t]*["'](#[0-9A-Fa-f]{6})["']""", re.MULTILINE)
_STARTER_FILES = package_root() / "build" / "starter_files"
# history/ is not ignored: a colleague who takes in an edited Word file needs the originals that others sent.
_IGNORED = b"output/*\n!output/.gitkeep\n.brochure/\n"
_EXTENSIONS = b'{\n  "recommendations": ["redhat.vscode-yaml"]\n}\n'


def starter_names(series: str) -> tuple[list[str], list[str]]:
    """The partners and the booklets of a new workspace with this series; the first ones are examples."""
    files = _workspace_files(series)
    partners, booklets = (
        [
            Path(name).stem
            for name in sorted(files)
            if name.startswith(f"{folder}/") and not Path(name).stem.startswith("_")
        ]
        for folder in ("profiles", "booklets")
    )
    return [name for name in partners if name != "fictional"], [name for name in booklets if name[0] != "."]


def create_workspace(target: Path, series: str = "") -> list[Path]:
    """Create a workspace: layouts, fonts, print shops, guides, house words, two profiles, a booklet.

    Args:
        target: Its folder.
        series: A folder in ``starter_files/series/``, whose partners are fictional; without it, the workspace
            has the series of this repository with 遼寧省 and a fictional partner.

    Returns:
        The folders that were written.

    Raises:
        BrochureError: A file of the workspace exists already (F107); nothing was written.
    """
    files = _workspace_files(series)
    wanted = {target / name: path.read_bytes() for name, path in sorted(files.items())}
    if series:
        wanted[target / "profiles" / SCHEMA] = _profile_schema(wanted[target / "profiles" / SERIES])
    wanted[target / "output" / ".gitkeep"] = b""
    wanted[target / ".gitignore"] = _IGNORED
    wanted[target / ".vscode" / "extensions.json"] = _EXTENSIONS
    there = [path for path in wanted if path.exists()]
    if there:
        raise BrochureError([problem("F107", path=there[0])])
    atomic.replace_files(wanted, dict.fromkeys(wanted))
    return [target / name for name in ("profiles", "booklets", "output", "docs", *_WHOLE)]


def _profile_schema(series: bytes) -> bytes:
    """The JSON Schema of the profiles of a series, as ``brochure schema`` prints it."""
    from brochure.schema.json_schema import profile_schema

    schema = profile_schema(validate_series(series, SERIES))
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()


def _workspace_files(series: str) -> dict[str, Path]:
    """The files to copy into a new workspace, by their path in it."""
    found = {
        f"{folder}/{name}": shipped_folder() / folder / name
        for folder, names in _PARTLY.items()
        for name in names
        if not (series and folder == "profiles")
    }
    found |= {name: shipped_folder() / name for name in _WORDS}
    for folder in _WHOLE:
        if series and folder == "pictures":  # each series has its own
            continue
        for path in (shipped_folder() / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                found[path.relative_to(shipped_folder()).as_posix()] = path
    own = _STARTER_FILES / "series" / series if series else _STARTER_FILES
    for folder in ("profiles", "booklets"):
        found |= {f"{folder}/{path.name}": path for path in (own / folder).glob("*.yaml")}
    found |= {f"pictures/{path.name}": path for path in (own / "pictures").glob("*.png")}
    found |= {path.name: path for path in (_STARTER_FILES / "launchers").iterdir()}
    return found


def create_profile(where: Workspace, name: str, series: Series) -> Path:
    """Write a commented profile to start from.

    Raises:
        BrochureError: The name is not allowed, the profile exists, or it cannot be written.
    """
    path = where.new_profile(name)
    atomic.replace_files({path: profile_text(series, unused_accent(where)).encode()}, {path: None})
    return path


def unused_accent(where: Workspace) -> NamedAccent:
    """The accent that a new partner gets: no other partner changes its colour for it."""
    return next_accent(_used_accents(where))


def _used_accents(where: Workspace) -> Iterator[str]:
    """The accents of all profiles. Only their line is read: a file that is broken elsewhere counts, too."""
    for name in where.names():
        try:
            data = where.read(where.profiles / f"{name}.yaml")
        except BrochureError:
            continue  # the profile cannot be read, and other commands say so
        if found := _ACCENT.search(data):
            yield found[1].decode()


def create_booklet(where: Workspace, name: str, series: Series) -> Path:
    """Write a commented booklet of all partners to start from.

    Raises:
        BrochureError: The name is not allowed, the booklet exists, or it cannot be written.
    """
    path = where.new_booklet(name)
    atomic.replace_files({path: booklet_text(series, where.names()).encode()}, {path: None})
    return path


def booklet_text(series: Series, partners: list[str]) -> str:
    """The YAML of a new booklet with these partners; it builds unchanged, and comments explain every part."""
    listed = "\n".join(f"  - id: {name}" for name in partners)
    return _fill_template(
        "new-booklet.yaml",
        title=series.data.title,
        edition=_edition_line(series.data, "2026-11"),
        partners=listed,
    )


def profile_text(series: Series, accent: NamedAccent = ACCENTS[0]) -> str:
    """The YAML of a new profile for a series; it builds unchanged, and comments explain every part."""
    data = series.data
    return _fill_template(
        "new-profile.yaml",
        accent=accent.code,
        accent_name=accent.ja,
        regions="、".join(data.regions),
        kinds="、".join(data.kinds),
        edition=_edition_line(data, "2026-01"),
        survey=_survey_line(data),
        answers="\n".join(_answers(series, _sample_answer, "\n  # {number} {question}\n")),
    )


def empty_profile_text(series: Series, accent: NamedAccent = ACCENTS[0]) -> str:
    """The YAML of a new profile without samples and without comments, for a form that explains every part.

    It has the tables of the series, without answers. The name and the edition are there to be replaced.
    """
    lines = _answers(series, _tables_of_answer, "")
    plain = [_COMMENT.sub("", line) for line in lines]
    edition = "" if series.data.edition else "edition: 2026-01\n"
    return _fill_template(
        "new-empty-profile.yaml",
        edition=edition,
        accent=accent.code,
        answers="\n".join(filter(None, plain)),
    )


def _edition_line(data: SeriesData, date: str) -> str:
    """The line of the edition; only a comment if the series has one for all."""
    if data.edition:
        return f"# edition: {date:<22}# この版の年月。共通ファイルの edition と違うときだけ書きます\n"
    return f"edition: {date:<24}# この版の年月\n"


def _survey_line(data: SeriesData) -> str:
    """The line that names the latest round of the survey; empty if the series has none."""
    latest = latest_round(data.surveys)
    return f"survey: {latest:<24}# どの回の調査の回答か（_series.yaml の surveys）\n" if latest else ""


_COMMENT = re.compile(r"\s*(?:(?<=\s)|^)# .*$")


def _answers(series: Series, answer: Callable[[Series, int], list[str]], head: str) -> Iterator[str]:
    """The lines of all answers, each after its head."""
    for number, (key, question) in enumerate(series.data.questions.items(), start=1):
        blocks = answer(series, number)
        yield head.format(number=number, question=question) + (f"  {key}:" if blocks else f"  {key}: []")
        yield from blocks


def _fill_template(name: str, **values: str) -> str:
    """A template with its ``{placeholders}`` replaced; other braces belong to YAML or the inline markup."""
    text = (_STARTER_FILES / name).read_text("utf-8")
    for key, value in values.items():
        text = text.replace("{" + key + "}", value)
    return text


def _sample_answer(series: Series, number: int) -> list[str]:
    """The sample answer to a question; the samples of all questions together show every kind of block."""
    data = series.data
    lines = _bullets_sample(number)
    if number == 1:
        lines += _callout_sample(data)
    lines += _tables_of_answer(series, number)
    if number == len(data.questions):
        lines += _FIGURE_AND_CASES
    return lines


def _tables_of_answer(series: Series, number: int) -> list[str]:
    """The fact table or the mark table of a question, without answers."""
    data = series.data
    marks = list(data.marks.items())
    index = number - (len(data.questions) - len(marks)) - 1
    if 0 <= index < len(marks):
        return _marks_sample(*marks[index])
    facts = list(data.facts.items())[number - 1 : number]
    # no fact table in an answer that has a mark table
    return [line for key, table in facts if index < 0 for line in _facts_sample(key, table)]


def _bullets_sample(number: int) -> list[str]:
    first = (
        "        - ここに答えを書きます（架空の見本）。一つの項目に一つの事柄を、"
        "1文40〜60字くらいで書くと、読みやすくなります。"
    )
    if number == 1:
        first = (
            "        - 見本の本文です（架空）。**強調**、ルビは{見本|みほん}、"
            "リンクは https://example.jp/ のように書きます[@sample-report]。"
        )
    return [
        "    - bullets:",
        first,
        "        - 項目はいくつでも並べられます（架空の見本）。数や年のある文には、"
        "何にもとづくかが分かるように、出典を付けてください。",
    ]


def _callout_sample(data: SeriesData) -> list[str]:
    """A sample of the first callout of the series, if it has any."""
    return [
        line
        for key in list(data.callouts)[:1]
        for line in (
            f"    - callout: {key}",
            "      items:",
            "        - title: 囲みの題名（架空の見本）",
            "          text: 囲みの本文です。",
        )
    ]


def _facts_sample(key: str, table: FactsDef) -> list[str]:
    lines = [f"    - facts: {key}          # {table.title}", "      rows:"]
    for row, label in table.rows.items():
        lines += [f"        - field: {row}          # {label}", "          text: 回答なし"]
    return [*lines, "          # qr: true            # 内容がURLだけなら、二次元コードを付ける"]


def _marks_sample(key: str, marked: MarkTableDef) -> list[str]:
    lines = [f"    - marks: {key}          # {marked.title}"]
    lines += [f"      #   {topic}: {title}" for topic, title in marked.topics.items()]
    lines += ["      marked: []            # ○ の付く項目。例：[" + next(iter(marked.topics)) + "]"]
    if marked.legend.none:
        lines += ["      none: []              # 「なし」の項目。残りすべてなら rest"]
    return lines


_FIGURE_AND_CASES = [
    "    # - figure: pictures/map.png   # 写真や地図",
    "    #   alt: 図から読み取れること（必須）",
    "    #   caption: 図の説明",
    "    #   credit: 図：…              # 要らない画像なら none",
    "    #   width: half                # 書かなければ full（幅いっぱい）",
    "    - cases:",
    "        - title: 事例の題名（架空の見本）",
    "          text: |",
    "            事例の本文です。空行で段落が分かれます。",
    "",
    "            見本のため、実在の事例ではありません。",
]

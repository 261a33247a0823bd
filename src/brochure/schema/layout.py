"""A layout: a folder that belongs to its designer, described by its ``layout.yaml``.

The folder holds ``layout.yaml`` (sizes, label formats, fonts, Word style names), ``page.html.jinja``
and one template per kind of block, ``style.css``, and ``reference.docx``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from brochure.diagnostics.problem import BrochureError, Problem, nearest, problem
from brochure.document.house_style import HouseStyle
from brochure.document.tree import Modules, Placement
from brochure.schema.base import Key, Plain, Strict, described, problems_of, without_nulls
from brochure.schema.yaml_reader import YamlText, parse_yaml
from brochure.storage import spelling
from brochure.storage.fingerprint import content

FILE = "layout.yaml"
PAGE = "page.html.jinja"
STYLE = "style.css"
REFERENCE = "reference.docx"

Millimetres = Annotated[float, Field(ge=0, le=2000)]


class Margins(Strict):
    """Margins of the type area (版面), in mm."""

    top: Millimetres
    right: Millimetres
    bottom: Millimetres
    left: Millimetres


class Page(Strict):
    """The finished page, in mm."""

    width: Millimetres = described("仕上りの幅（mm）", "Trim width in mm.", gt=0)
    height: Millimetres = described("仕上りの高さ（mm）", "Trim height in mm.", gt=0)
    margins: Margins = described("余白（mm）", "Margins in mm.")


class Labels(Strict):
    """How numbers, letters and marks are worded."""

    question: Plain = described("質問番号の形。{number} が番号", "Form of question numbers.")
    topic: Plain = described("項目の記号の形。{letter} が a, b, …", "Form of topic letters.")
    note: Plain = described("合印と注番号の形。{number} が番号", "Form of note markers.")
    marked: Plain = described("あり の印", "Sign of a mark.")
    none: Plain = described("なし の印", "Sign of “none”.")
    unanswered: str = described(
        '回答なし の印（空欄なら ""）', "Sign of no answer; may be empty.", default=""
    )
    blank: Plain = described("凡例で、印のない 回答なし を何と呼ぶか", "What the legend calls an empty cell.")
    legend: Plain = described("凡例の形。{mark} が印、{meaning} が意味", "Form of legend entries.")
    remark: Plain = described("注記の印", "Sign of remarks.")
    item: Plain = described("表の中の項目の印", "Sign of items in a cell.")


class Notes(Strict):
    """Where notes stand and how sources are worded."""

    placement: Literal["page", "section", "partner", "booklet"] = described(
        "注の位置：page 頁の下、section 質問のあと、partner 機関の終わり、booklet 冊子の終わり",
        "Where notes stand: at the foot of the page, behind the question, at the end of partner or booklet.",
    )
    style: Plain = described(
        "出典の形（.csl、レイアウトのフォルダーから）", "Citation style, a .csl file of the layout."
    )


class Tightening(Strict):
    """One way to win space, with a name that a clerk understands."""

    name: Plain = described("呼び名。例：行間を詰める", "What to call it.")
    tokens: dict[Key, Plain] = described(
        "このとき tokens の値をどう変えるか", "What becomes of the tokens.", min_length=1
    )


class Budget(Strict):
    """How many pages a partner may take."""

    most: Annotated[int, Field(ge=1, le=99)] = described("1機関の頁数（最大）", "Most pages of a partner.")
    tighten: list[Tightening] = described(
        "頁に収まらないとき、上から順に加えていく詰め方",
        "What is tried, one after the other, where the pages do not suffice.",
        default=[],
    )


class Size(Strict):
    """The room for a picture, in mm."""

    width: float = described("幅（mm）", "Width in mm.", gt=0)
    height: float = described("高さ（mm）", "Height in mm.", gt=0)


class PicturePolicy(Strict):
    """How large a layout prints pictures, and how sharp they must be."""

    dpi: float = described(
        "印刷する大きさでの解像度の下限。これより粗いと注意、半分より粗いとエラー",
        "Least resolution at the printed size; coarser is a warning, coarser than half an error.",
        gt=0,
    )
    photo: Size = described("表題の写真。はみ出すところは切り取る", "Photograph in the title; it is cropped.")
    flag: Size = described("旗や紋章の最大の大きさ", "Greatest size of a flag.")
    figures: dict[Key, Size] = described(
        "図の幅の名前と最大の大きさ。full は必ず書く", "Greatest sizes of figures by name; full is a must."
    )


class Codes(Strict):
    """How a layout prints codes, in mm.

    A cell of 0.4 mm is the least that phones read from print without fail; four blank cells around a code
    belong to it (ISO/IEC 18004:2015, 6.3.8), and level M bears a loss of 15 %.
    """

    rows: tuple[Key, ...] = described(
        "二次元コードを付ける表の行（_series.yaml の facts の行の名前）。機関ファイルの qr が優先",
        "Rows of fact tables that get a code, by id; a row's own qr goes before.",
        default=(),
    )
    contact: bool = described(
        "問い合わせ先のWebサイトに付けるか", "Whether the contact's website gets one.", default=False
    )
    cell: float = described("1マスの大きさ（mm、0.4以上）", "A cell in mm.", default=0.4, ge=0.4)
    quiet: int = described("まわりの余白（マス、4以上）", "Quiet zone in cells.", default=4, ge=4)
    level: Literal["m", "q", "h"] = described("誤り訂正の水準", "Error correction level.", default="m")
    largest: float = described(
        "余白を含む最大の大きさ（mm）。超えるURLには付けない",
        "Greatest size, quiet zone and all.",
        default=25.0,
        gt=0,
    )

    def side(self, modules: Modules) -> float:
        """The side of a code with its quiet zone, in mm."""
        return (len(modules) + 2 * self.quiet) * self.cell


class FontFamily(Strict):
    """A family of ``fonts/``, and the name under which Word knows it."""

    family: Plain = described("CSSで使う名前", "Name in the style sheet.")
    word: Plain = described("Wordでの名前", "Name in Word.")
    lang: Plain | None = described("この言語だけに使う。例：zh", "Used for this language only.", default=None)
    faces: dict[Annotated[str, Field(pattern="^[1-9]00$")], Plain] = described(
        "太さ（400 標準、700 太字）とファイル名", "Files by weight.", min_length=1
    )


class WordStyles(Strict):
    """Names of the styles of ``reference.docx``, by what they are for."""

    title: Plain
    kicker: Plain
    reading: Plain
    title_table: Plain = described("表のスタイル", "Table style.")
    photo: Plain
    credit: Plain = described("表題の写真と旗の提供元", "Credits of the pictures in the title.")
    question: Plain
    text: Plain
    bullet: Plain
    bullet_next: Plain = described("箇条書きの2段落目から", "Second and later paragraphs of a bullet.")
    callout_heading: Plain
    callout_title: Plain
    callout_text: Plain
    caption: Plain
    fact_label: Plain
    fact_text: Plain
    fact_item: Plain
    fact_table: Plain = described("表のスタイル", "Table style.")
    topic_code: Plain
    topic: Plain
    mark: Plain
    marked: Plain
    mark_table: Plain = described("表のスタイル", "Table style.")
    mark_other: Plain
    legend: Plain
    remark: Plain
    remark_next: Plain = described("注記の2段落目から", "Second and later paragraphs of a remark.")
    gap: Plain = described("表のあとのすき間", "Empty paragraph after a table.")
    case_heading: Plain
    case_title: Plain
    case_text: Plain
    figure: Plain = described("図", "The paragraph of a picture among the answers.")
    figure_caption: Plain
    figure_credit: Plain
    code: Plain = described("二次元コード", "The paragraph of a code.")
    contact_heading: Plain
    contact_text: Plain
    imprint: Plain
    strong: Plain
    link: Plain
    foreign: Plain
    ruby: Plain
    note: Plain = described("脚注", "A note at the foot of the page.")
    call: Plain = described("脚注の合印", "The call of a footnote.")
    endnote: Plain = described("質問のあとや終わりの注", "A note behind a question or at the end.")
    endnote_call: Plain = described("その合印", "The call of an endnote.")
    note_marker: Plain
    running_head: Plain
    folio: Plain
    cover_above: Plain = described("冊子の表紙：題名の上", "Cover of a booklet: above the title.")
    cover_title: Plain
    cover_subtitle: Plain
    cover_line: Plain = described("表紙の催し", "Cover: the seminar.")
    cover_publisher: Plain = described("表紙の発行者と版", "Cover: publisher and edition.")
    cover_photo: Plain = described("表紙の写真", "The paragraph of the cover's picture.")
    section_heading: Plain = described("部の見出し（早見表、索引など）", "Heading of a part of a booklet.")
    section_subheading: Plain = described("部の中の見出し（1つの早見表など）", "Heading within a part.")
    section_text: Plain
    contents_heading: Plain = described(
        "目次の見出し。目次には載らない", "Heading of the contents, which do not list it."
    )
    toc_1: Plain = described("目次の機関", "A partner in the contents.")
    toc_2: Plain = described("目次の、機関のあとの部", "A part behind the partners in the contents.")
    compare_table: Plain = described("表のスタイル", "Table style.")
    compare_head: Plain
    compare_name: Plain
    compare_text: Plain
    compare_mark: Plain
    compare_marked: Plain
    compare_legend: Plain
    glossary_term: Plain
    glossary_meaning: Plain
    index_head: Plain = described("索引の「あ」「か」", "The head of a group of the index.")
    index_entry: Plain
    colophon_title: Plain
    colophon_label: Plain
    colophon_text: Plain


class LayoutData(Strict):
    """The manifest of a layout."""

    title: Plain = described("レイアウトの名前", "Name of the layout.")
    description: Plain = described("どんなときに使うか", "What it is for.")
    page: Page = described("判型", "Page.")
    budget: Budget | None = described("頁数の上限", "Page budget.", default=None)
    topics_per_band: Annotated[int, Field(ge=1, le=12)] = described(
        "星取表の1段に並べる項目の数（最大）", "Most topics in a band of a mark table."
    )
    labels: Labels = described("番号や印の形", "How numbers and marks are worded.")
    ruby: Literal["above", "parentheses"] = described(
        "ルビの出し方：above 親文字の上、parentheses （ ）に入れて後ろ",
        "Readings above their base, or behind it in parentheses.",
        default="above",
    )
    notes: Notes = described("注と出典", "Notes and sources.")
    pictures: PicturePolicy = described("写真、旗、図の大きさと解像度", "Sizes of pictures.")
    codes: Codes = described("二次元コード", "Two-dimensional codes.", default=Codes())
    fonts: list[FontFamily] = described("書体。先のものから使います", "Fonts, in order.", min_length=1)
    tokens: dict[Key, Plain] = described(
        "style.css から var(--名前) で使う値", "Values for the style sheet, as custom properties.", default={}
    )
    word: WordStyles = described("Wordのスタイル名", "Names of Word styles.")


@dataclass(frozen=True)
class Layout:
    """A layout that was read without errors."""

    id: str
    folder: Path
    fonts: Path
    data: LayoutData
    source: YamlText

    @property
    def house_style(self) -> HouseStyle:
        """What ``assemble`` needs of the layout."""
        return HouseStyle(
            **self.data.labels.model_dump(),
            topics_per_band=self.data.topics_per_band,
            placement=Placement(self.data.notes.placement),
            ruby=self.data.ruby,
        )

    @cached_property
    def digest(self) -> str:
        """A digest of all files of the folder, with their names, as they were when it was asked for first."""
        names = sorted(found for found in self.folder.rglob("*") if found.is_file())
        known = (f"{found.relative_to(self.folder).as_posix()} {content(found)}" for found in names)
        return sha256("\n".join(known).encode()).hexdigest()

    @property
    def citation_file(self) -> Path | None:
        """The ``.csl`` file of its citations; nothing if none is there, or it lies elsewhere."""
        path = (self.folder / self.data.notes.style).resolve()
        return path if path.is_relative_to(self.folder.resolve()) and path.is_file() else None

    def font_files(self) -> list[tuple[FontFamily, str, Path]]:
        """Every face as (family, weight, file)."""
        return [
            (family, weight, self.fonts / file)
            for family in self.data.fonts
            for weight, file in family.faces.items()
        ]

    @property
    def font_paths(self) -> list[Path]:
        """The file of every face."""
        return [path for _, _, path in self.font_files()]

    @property
    def families(self) -> tuple[str, ...]:
        """The names of the font families."""
        return tuple(family.family for family in self.data.fonts)


def validate_layout(folder: Path, fonts: Path, *, shown: str) -> Layout:
    """Read the manifest of a layout; :func:`problems` looks for what else may be wrong with it.

    Args:
        folder: The layout's folder.
        fonts: The folder its faces are in.
        shown: The folder's name in locations.

    Raises:
        BrochureError: The manifest's mistakes, located.
    """
    file = f"{shown}/{FILE}"
    try:
        raw = (folder / FILE).read_bytes()
    except OSError as error:
        raise BrochureError([problem("F104", None, path=file, reason=error.strerror)]) from None
    source = parse_yaml(raw, file)
    try:
        data = LayoutData.model_validate(without_nulls(source.data))
    except ValidationError as error:
        raise BrochureError(problems_of(error, source, LayoutData, {})) from None
    return Layout(folder.name, folder, fonts, data, source)


def problems(layout: Layout, shown: str) -> list[Problem]:
    """Files that a layout lacks, and values of its manifest that cannot be used.

    What is in its citation style is told by :func:`brochure.assembly.citation.problems`.
    """
    return [
        *_missing_files(layout, shown),
        *_broken_labels(layout),
        *_unknown_tokens(layout),
        *_broken_sizes(layout),
        *_missing_citation_style(layout, shown),
    ]


def _broken_sizes(layout: Layout) -> list[Problem]:
    """Profiles may rely on the width ``full``."""
    if "full" in layout.data.pictures.figures:
        return []
    return [problem("L109", layout.source.locate_key(("pictures", "figures")))]


def _missing_files(layout: Layout, shown: str) -> list[Problem]:
    problems = [
        problem("L101", source_location, path=f"{shown}/{name}")
        for name in (PAGE, STYLE, REFERENCE)
        if not (layout.folder / name).is_file()
        for source_location in (layout.source.locate(()),)
    ]
    for index, family in enumerate(layout.data.fonts):
        for weight, name in family.faces.items():
            where = layout.source.locate(("fonts", index, "faces", weight))
            if misspelt := list(spelling.problems(name, layout.fonts, where)):
                problems += misspelt
            elif not (layout.fonts / name).is_file():
                problems.append(problem("L102", where, file=name))
    return problems


def _missing_citation_style(layout: Layout, shown: str) -> list[Problem]:
    name = layout.data.notes.style
    if misspelt := list(spelling.problems(name, layout.folder, layout.source.locate(("notes", "style")))):
        return misspelt
    if layout.citation_file:
        return []
    where = layout.source.locate(("notes", "style"))
    return [problem("L101", where, path=f"{shown}/{layout.data.notes.style}")]


def _unknown_tokens(layout: Layout) -> list[Problem]:
    """Tokens that a tightening would change, though the layout has none of that name."""
    steps = layout.data.budget.tighten if layout.data.budget else []
    known = ", ".join(layout.data.tokens)
    return [
        problem(
            "L110",
            layout.source.locate(("budget", "tighten", i, "tokens", name)),
            name=name,
            known=known,
            nearest=nearest(name, layout.data.tokens),
        )
        for i, step in enumerate(steps)
        for name in step.tokens
        if name not in layout.data.tokens
    ]


_PLACES = {
    "question": {"number"},
    "topic": {"letter"},
    "note": {"number"},
    "legend": {"mark", "meaning"},
}


def _broken_labels(layout: Layout) -> list[Problem]:
    """Formats that lack their placeholder, or have one that nothing fills."""
    problems = []
    for key, names in _PLACES.items():
        form = getattr(layout.data.labels, key)
        try:
            filled = form.format(**dict.fromkeys(names, "\x00"))
        except (KeyError, IndexError, ValueError):
            filled = ""
        if filled.count("\0") != len(names):
            wanted = " ".join(f"{{{name}}}" for name in sorted(names))
            where = layout.source.locate(("labels", key))
            problems.append(problem("L103", where, key=f"labels.{key}", value=form, wanted=wanted))
    return problems

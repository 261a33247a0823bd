"""The file format of layouts: ``layouts/<name>/layout.yaml``, the manifest of a layout's folder.

The folder belongs to its designer. It contains ``layout.yaml`` (sizes, label formats, fonts, Word style
names), ``page.html.jinja`` and one template per kind of block, ``style.css``, and ``reference.docx``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from brochure.diagnostics.problem import BrochureError
from brochure.document.house_style import DrawingRoom, HouseStyle
from brochure.document.printed_words import Language, PrintedWords, citation_style_of, words_of
from brochure.document.tree import Modules, Placement
from brochure.schema import words_file
from brochure.schema.base import Key, Plain, Strict, described, model_keys, validation_problems, without_nulls
from brochure.schema.font_families import FallbackFamily, FontFamily, fallback_families
from brochure.schema.series import Series
from brochure.schema.type_area import TypeArea, type_area
from brochure.schema.word_styles import WordStyles
from brochure.schema.yaml_reader import YamlText, parse_yaml
from brochure.storage.fingerprint import content_digest
from brochure.storage.input_file import is_within, path_fault, read_input

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
    """Label formats: numbers, letters and marks."""

    question: Plain = described("質問番号の形。{number} が番号", "Format of question numbers: {number}.")
    topic: Plain = described("項目の記号の形。{letter} が a, b, …", "Format of topic letters: {letter}.")
    note: Plain = described("合印と注番号の形。{number} が番号", "Format of note markers: {number}.")
    marked: Plain = described("「あり」の印", "Mark of the answer “yes”.")
    none: Plain = described("「なし」の印", "Mark of the answer “none”.")
    unanswered: str = described(
        '「回答なし」の印（空欄なら ""）', "Mark of a topic without an answer; may be empty.", default=""
    )
    not_asked: Plain = described(
        "その回の調査になかった項目の印", "Mark of a topic that the survey round did not ask.", default="／"
    )
    blank: Plain | None = described(
        "凡例で、印のない「回答なし」を何と呼ぶか（日本語の冊子だけ。words/ja.yaml の marks.blank と同じ）",
        "The legend's word for an empty cell, in Japanese only; the same as marks.blank of words/ja.yaml.",
        default=None,
    )
    legend: Plain = described(
        "凡例の形。{mark} が印、{meaning} が意味",
        "Format of legend entries; {mark} is the mark, {meaning} its meaning.",
    )
    remark: Plain = described("注記の印", "Sign of remarks.")
    item: Plain = described("表の中の項目の印", "Sign of items in a cell.")


class Notes(Strict):
    """Placement of notes, and the citation style."""

    placement: Literal["page", "section", "partner", "booklet"] = described(
        "注の位置：page 頁の下、section 質問のあと、partner 機関の終わり、booklet 冊子の終わり",
        "Place of notes: at the foot of the page, after the question, at the end of the partner or booklet.",
    )
    style: Plain = described(
        "出典の形（.csl、レイアウトのフォルダーからの相対パス）",
        "Citation style: a .csl file, relative to the layout's folder.",
    )


class Tightening(Strict):
    """A step that saves space, with a name for the messages."""

    name: Plain = described("呼び名。例：行間を詰める", "Name of the step.")
    tokens: dict[Key, Plain] = described(
        "このときに変える tokens の値", "New values of some tokens.", min_length=1
    )


class Budget(Strict):
    """The page budget: how many pages a partner may have."""

    most: Annotated[int, Field(ge=1, le=99)] = described("1機関の頁数（最大）", "Most pages of a partner.")
    over: Literal["warn", "refuse"] = described(
        "詰めても収まらないとき：warn 注意して組む、refuse 作らない（折る紙など、頁を増やせないとき）",
        "If the text has more pages even so: warn, or refuse to make it (folded paper cannot have more).",
        default="warn",
    )
    tighten: list[Tightening] = described(
        "頁に収まらないとき、上から順に加えていく詰め方",
        "Steps that save space, added in this order until the text fits the pages.",
        default=[],
    )


class Size(Strict):
    """The greatest size of a picture, in mm."""

    width: float = described("幅（mm）", "Width in mm.", gt=0)
    height: float = described("高さ（mm）", "Height in mm.", gt=0)


class PicturePolicy(Strict):
    """Sizes of pictures in a layout, and their least resolution."""

    dpi: float = described(
        "印刷する大きさでの解像度の下限。これより粗いと注意、半分より粗いとエラー",
        "Least resolution at the printed size: below it a warning, below half of it an error.",
        gt=0,
    )
    photo: Size = described(
        "表題の写真（3:2）。はみ出すところは、写真の focus を残して切り取る",
        "Photograph in the title, 3:2; cropped around its focus.",
    )
    flag: Size = described("旗や紋章の最大の大きさ", "Greatest size of a flag or emblem.")
    figures: dict[Key, Size] = described(
        "図の幅の名前と最大の大きさ。full は必ず書く",
        "Greatest size of figures for each width name; full is required.",
    )

    strip: Size | None = described(
        "並べた写真（strip）の全体の幅と最大の高さ。書かなければ full の幅とその3分の1",
        "Width and greatest height of a picture strip; without it, the width of full and a third of it.",
        default=None,
    )
    strip_gap: float = described(
        "並べた写真の間（mm）", "Between the pictures of a strip, in mm.", default=3, ge=0
    )

    @property
    def strip_room(self) -> Size:
        """The room of a picture strip."""
        full = self.figures["full"]
        return self.strip or Size(width=full.width, height=full.width / 3)


class Codes(Strict):
    """Policy of two-dimensional codes in a layout; sizes in mm.

    Phones reliably read printed cells of 0.4 mm or more. The quiet zone of four cells is a part of the code
    (ISO/IEC 18004:2015, 6.3.8). Level M tolerates a loss of 15 %.
    """

    rows: tuple[Key, ...] = described(
        "二次元コードを付ける表の行（_series.yaml の facts の行の名前）。機関ファイルの qr が優先",
        "Rows of fact tables that get a code, by id; qr in the profile takes priority.",
        default=(),
    )
    contact: bool = described(
        "問い合わせ先のWebサイトに二次元コードを付けるか",
        "Whether the contact's website gets a code.",
        default=False,
    )
    cell: float = described(
        "1マスの大きさ（mm、0.4以上）", "Size of a cell in mm, 0.4 or more.", default=0.4, ge=0.4
    )
    quiet: int = described("まわりの余白（マス、4以上）", "Quiet zone in cells, 4 or more.", default=4, ge=4)
    level: Literal["m", "q", "h"] = described("誤り訂正の水準", "Error correction level.", default="m")
    largest: float = described(
        "余白を含む最大の大きさ（mm）。超えるURLには付けない",
        "Greatest size with the quiet zone, in mm; an address whose code is larger gets none.",
        default=25.0,
        gt=0,
    )

    def side(self, modules: Modules) -> float:
        """Return the side of a code with its quiet zone, in mm."""
        return (len(modules) + 2 * self.quiet) * self.cell


class Drawings(Strict):
    """Room for maps and for the axis of years, in mm."""

    band: float = described(
        "地図のある表題の帯の高さ（mm）。文字が多ければ、もっと高くなります",
        "Height of a title band with a map, in mm; more text makes it higher.",
        ge=20,
        le=200,
    )
    middle: float | None = described(
        "帯の地図の2点の中ほど（mm、紙の左端から）。書かなければ、紙の幅のおよそ4分の3",
        "Middle of the two places of the map, in mm from the left edge; by default 3/4 of the page's width.",
        default=None,
        gt=0,
        le=2000,
    )
    axis: float | None = described(
        "年譜の軸の長さ（mm）。書かなければ、答えの幅。0なら軸はなく、年は名称の上",
        "Length of the axis of years, in mm; by default the width of the answers; 0 for no axis.",
        default=None,
        ge=0,
        le=1000,
    )


class LayoutData(Strict):
    """The manifest of a layout."""

    title: Plain = described("レイアウトの名前", "Name of the layout.")
    description: Plain = described("どんなときに使うか", "When to use the layout.")
    page: Page = described("判型", "Page.")
    budget: Budget | None = described("頁数の上限", "Page budget.", default=None)
    questions: Annotated[int, Field(ge=1, le=99)] | None = described(
        "載せる質問の数（共通ファイルの順に、初めから）。書かなければ全部",
        "How many questions are printed, from the first; by default all.",
        default=None,
    )
    heads: Literal["auto", "beside", "above"] = described(
        "質問の位置：beside 答えの左の欄、above 答えの上、auto 答えの1行が30字より短くなるときは上",
        "Place of the questions: beside or above answers; auto: above if lines have under 30 characters.",
        default="auto",
    )
    columns: Annotated[int, Field(ge=1, le=4)] = described(
        "質問と答えの段の数。2以上なら notes.placement は page 以外",
        "Columns of the questions and answers; from two on, notes.placement must not be page.",
        default=1,
    )
    mark_stale: bool = described(
        "古くなった内容（共通ファイルの stale_after より前）の下に、時点を印刷するか（true、false）",
        "Whether what is older than the series' stale_after gets a remark with its date.",
        default=False,
    )
    topics_per_band: Annotated[int, Field(ge=1, le=12)] = described(
        "星取表の1段に並べる項目の数（最大）", "Greatest number of topics in a band of a mark table."
    )
    labels: Labels = described("番号や印の形", "Formats of numbers and marks.")
    ruby: Literal["above", "parentheses"] = described(
        "ルビの出し方：above 親文字の上、parentheses （ ）に入れて後ろ",
        "Ruby readings: above their base, or after it in parentheses.",
        default="above",
    )
    notes: Notes = described("注と出典", "Notes and sources.")
    pictures: PicturePolicy = described("写真、旗、図の大きさと解像度", "Sizes and resolution of pictures.")
    drawings: Drawings | None = described(
        "地図（place と home）と年譜（milestones）。書かなければ、地図はなく、年譜は名前の上の行に入ります",
        "Maps and the axis of years; without it, no map, and milestones in the line above the name.",
        default=None,
    )
    codes: Codes = described("二次元コード", "Two-dimensional codes.", default=Codes())
    fonts: list[FontFamily] = described(
        "書体。先のものから使います", "Fonts; the first one that has a character is used.", min_length=1
    )
    fallback_fonts: bool = described(
        "上の書体にない文字を、brochure に付属の予備の書体で組むか",
        "Whether the fallback fonts of brochure print what the fonts lack.",
        default=True,
    )
    tokens: dict[Key, Plain] = described(
        "style.css から var(--名前) で使う値", "Values for the style sheet, as custom properties.", default={}
    )
    word: WordStyles = described("Wordのスタイル名", "Names of Word styles.")


@dataclass(frozen=True)
class Layout:
    """A layout whose manifest has no errors: its folder, the folder of its fonts, and its data."""

    id: str
    folder: Path
    fonts: Path
    data: LayoutData
    source: YamlText
    words: tuple[YamlText, ...] = ()  # its files of words
    language: Language = "ja"  # of the series that it prints

    @property
    def house_style(self) -> HouseStyle:
        """The layout's label formats with Japanese words; :meth:`style_for` has those of a series."""
        return HouseStyle(
            **self.data.labels.model_dump(exclude={"blank"}),
            topics_per_band=self.data.topics_per_band,
            mark_stale=self.data.mark_stale,
            placement=Placement(self.data.notes.placement),
            ruby=self.data.ruby,
            questions=self.data.questions,
            room=self._drawing_room(),
        )

    def _drawing_room(self) -> DrawingRoom | None:
        page, drawings = self.data.page, self.data.drawings
        if drawings is None:
            return None
        right = page.margins.right
        axis = self.area.line if drawings.axis is None else drawings.axis
        return DrawingRoom(page.width, page.height, right, drawings.band, axis, drawings.middle)

    @property
    def area(self) -> TypeArea:
        """The type area: where the questions stand, and how long the lines are."""
        data = self.data
        return type_area(data.page.width, data.page.margins, data.tokens, data.heads, data.columns)

    def in_language_of(self, series: Series) -> Layout:
        """The layout for a series; its language decides the citation style."""
        language = series.data.language
        return self if language == self.language else replace(self, language=language)

    def words_for(self, series: Series) -> PrintedWords:
        """The words that are printed: those of brochure, changed by the layout and then by the series."""
        language = series.data.language
        words = words_of(language)
        if self.data.labels.blank and language == "ja":
            words = words.replaced({"marks.blank": self.data.labels.blank})
        for source in self.words:
            if words_file.language_of_file(source) == language:
                words = words.replaced(words_file.changed_words(source, (), language))
        return words_file.words_of_series(series.source, words)

    def style_for(self, series: Series) -> HouseStyle:
        """The layout's label formats with the words of a series, for ``assemble_document``."""
        return replace(self.house_style, words=self.words_for(series))

    @cached_property
    def digest(self) -> str:
        """A digest of the names and contents of all files in the folder, computed once."""
        names = sorted(found for found in self.folder.rglob("*") if found.is_file())
        known = (f"{found.relative_to(self.folder).as_posix()} {content_digest(found)}" for found in names)
        return sha256("\n".join(known).encode()).hexdigest()

    @property
    def citation_file(self) -> Path | None:
        """The ``.csl`` file of the citation style; None if it is missing or outside the layout's folder.

        Another language than Japanese has its own file beside it (``house.en.csl``), or that of brochure.
        """
        path = self.folder / self.data.notes.style
        if self.language != "ja":
            path = path.with_suffix(f".{self.language}{path.suffix}")
            if not path.exists():
                return citation_style_of(self.language)
        return path if is_within(path, self.folder) and not path_fault(path) else None

    def font_files(self) -> list[tuple[FontFamily, str, Path]]:
        """Return every face as (family, weight, file)."""
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
    def own_families(self) -> tuple[str, ...]:
        """The names of the families in the manifest."""
        return tuple(family.family for family in self.data.fonts)

    @property
    def fallbacks(self) -> tuple[FallbackFamily, ...]:
        """The fallback families that come after the layout's own, without those that it names itself."""
        if not self.data.fallback_fonts:
            return ()
        return tuple(family for family in fallback_families() if family.family not in self.own_families)

    @property
    def families(self) -> tuple[str, ...]:
        """The names of all families that its pages may contain."""
        return (*self.own_families, *(family.family for family in self.fallbacks))

    def fallback_files(self) -> list[tuple[FontFamily, str, Path]]:
        """Return every fallback face as (family, weight, file)."""
        return [
            (family, weight, path)
            for family in self.fallbacks
            for weight, path in zip(family.faces, family.files, strict=True)
        ]

    @property
    def fallback_paths(self) -> list[Path]:
        """The file of every fallback face."""
        return [path for _, _, path in self.fallback_files()]


def validate_layout(folder: Path, fonts: Path, *, shown: str) -> Layout:
    """Read and check the manifest of a layout; ``schema/layout_check`` checks the rest.

    Args:
        folder: The layout's folder.
        fonts: The folder of the font files.
        shown: The folder's name in locations.

    Raises:
        BrochureError: All mistakes in the manifest, located.
    """
    file = f"{shown}/{FILE}"
    source = parse_yaml(read_input(folder / FILE, file, folder, folder.parent), file, model_keys(LayoutData))
    try:
        data = LayoutData.model_validate(without_nulls(source.data))
    except ValidationError as error:
        raise BrochureError(validation_problems(error, source, LayoutData, {})) from None
    return Layout(folder.name, folder, fonts, data, source, words_file.read_words(folder, shown))

"""The rules of a print shop for a finished file. As in the preflight, a rule returns findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from brochure.pdf.geometry import Box
from brochure.pdf.preflight import document_rules, fonts_rule
from brochure.pdf.preflight.context import PreflightContext
from brochure.pdf.preflight.model import Char, PageContents
from brochure.pdf.preflight.report import MM, Finding
from brochure.pdf.prepress.colour_separation import Separation
from brochure.pdf.prepress.colour_spaces import RGB
from brochure.pdf.prepress.ink_reader import InkReading
from brochure.schema.print_shop import Shop

Rule = Callable[[PreflightContext, InkReading, Shop, Separation], Iterator[Finding]]

_PRESS = frozenset(["DeviceGray", "DeviceCMYK", "Separation", "All", "DeviceN", "Indexed", "Pattern"])
_X4 = frozenset(["ICCBased Gray", "ICCBased CMYK"])
_STANDARDS = {"x-1a": ("PDF/X-1a:2001", "1.3"), "x-4": ("PDF/X-4", "1.6")}
_SLACK = 0.5  # pt
_PAPER = 250  # of 255: a lighter colour counts as paper
_INSIDE, _OUTSIDE = 0.6, 0.6  # mm: distance of the test points from the trim, and from the edge of the bleed
_STEP = 1.0  # mm along an edge


def check_standard(
    _view: PreflightContext, ink_reading: InkReading, shop: Shop, _inks: Separation
) -> Iterator[Finding]:
    """X209: the file does not declare the required standard."""
    declared = ink_reading.conformance
    name, version = _STANDARDS[shop.data.standard]
    lacking = [
        (declared.standard != name, f"GTS_PDFXVersion {name}"),
        (declared.version > version, f"PDF {version}"),
        (
            declared.intent != shop.data.output_intent.condition,
            f"OutputIntent {shop.data.output_intent.condition}",
        ),
        (shop.data.standard == "x-4" and not declared.profile, "DestOutputProfile"),
        (declared.trapped not in ("True", "False"), "Trapped"),
        (not declared.identified, "ID"),
    ]
    for wrong, what in lacking:
        if wrong:
            yield Finding("X209", details=(("what", what),))


def check_annotations(
    view: PreflightContext, ink_reading: InkReading, _shop: Shop, _inks: Separation
) -> Iterator[Finding]:
    """X213: links and other annotations on a page."""
    for page in ink_reading.conformance.annotations:
        yield view.finding("X213", page)


def check_transparency(
    view: PreflightContext, ink_reading: InkReading, shop: Shop, _inks: Separation
) -> Iterator[Finding]:
    """X201: transparency in PDF/X-1a."""
    if shop.data.standard == "x-1a":
        for page in ink_reading.conformance.transparent:
            yield view.finding("X201", page)


def check_colour_spaces(
    view: PreflightContext, ink_reading: InkReading, shop: Shop, _inks: Separation
) -> Iterator[Finding]:
    """X202: colours that are not inks; one finding for each page, colour space and kind of object."""
    allowed = _PRESS | (_X4 if shop.data.standard == "x-4" else frozenset())
    reported = set()
    for use in ink_reading.uses:
        picture = use.what == "picture" and shop.data.colours.rgb and use.space in RGB
        key = (use.page, use.space, use.what)
        if use.space not in allowed and not picture and key not in reported:
            reported.add(key)
            yield view.finding("X202", use.page, None, space=use.space, what=use.what)


def check_black_text(
    view: PreflightContext, ink_reading: InkReading, shop: Shop, inks: Separation
) -> Iterator[Finding]:
    """X203: black or grey text on more plates than K; one finding for each page and colour."""
    if shop.data.colours.black_text == "any":
        return
    for page, ink in dict.fromkeys((use.page, use.ink) for use in ink_reading.uses if use.what == "text"):
        if ink is None or not any(ink[:3]):
            continue
        c, m, y, k = ink
        if inks.grey((c, m, y, k)):
            yield view.finding("X203", page, None, ink=" ".join(f"{100 * value:.0f}" for value in ink))


def check_total_ink(
    view: PreflightContext, ink_reading: InkReading, shop: Shop, _inks: Separation
) -> Iterator[Finding]:
    """X204: the total ink of a point is above the limit; the worst of a page. Crop marks do not count."""
    limit = shop.data.colours.total_ink
    worst: dict[int, float] = {}
    for use in ink_reading.uses:
        bleed = view.finished.sheets[use.page].bleed
        if use.box is None or _overlap(use.box, bleed):
            most = 4.0 if use.space == "All" else use.max_ink
            worst[use.page] = max(worst.get(use.page, 0), 100 * most)
    for page, most in worst.items():
        if most > limit + 0.05:
            yield view.finding("X204", page, None, ink=f"{most:.0f}", limit=f"{limit:g}")


def check_crop_marks(
    view: PreflightContext, ink_reading: InkReading, shop: Shop, _inks: Separation
) -> Iterator[Finding]:
    """X208: no crop marks on all plates though the shop requires them; X212: crop marks inside the bleed."""
    for sheet in view.finished.sheets:
        boxes = [use.box for use in ink_reading.uses if use.page == sheet.index and use.space == "All"]
        if not boxes and shop.data.marks.style != "none":
            yield view.finding("X208", sheet.index)
        if any(box is None or _overlap(box, sheet.bleed) for box in boxes):
            yield view.finding("X212", sheet.index)


def check_bleed(
    view: PreflightContext, _ink_reading: InkReading, shop: Shop, _inks: Separation
) -> Iterator[Finding]:
    """X205: colour reaches the trim but not the edge of the bleed; one finding for a side."""
    if shop.data.bleed <= 0:
        return
    for sheet in view.finished.sheets:
        for side, pairs in _edges(sheet, shop.data.bleed):
            bare = sum(
                not _is_paper(sheet, inside) and _is_paper(sheet, outside) for inside, outside in pairs
            )
            if bare:
                yield view.finding("X205", sheet.index, None, side=side, length=f"{bare * _STEP:.0f}")


def check_resolution(
    view: PreflightContext, _ink_reading: InkReading, shop: Shop, _inks: Separation
) -> Iterator[Finding]:
    """X210: the resolution of an image is too low for the shop."""
    for sheet in view.finished.sheets:
        for image in sheet.images:
            if image.dpi < shop.data.pictures.dpi - 0.5:
                details = {"dpi": f"{image.dpi:.0f}", "least": f"{shop.data.pictures.dpi:g}"}
                yield view.finding("X210", sheet.index, image.box, **details)


def check_folios(
    view: PreflightContext, _ink_reading: InkReading, shop: Shop, _inks: Separation
) -> Iterator[Finding]:
    """X206: a page without its folio; X207: a folio too near to the trim.

    A folio is the page's number as a word of its own, in the first or the last line of the page.
    """
    folio = shop.data.folio
    for sheet in view.finished.sheets:
        number = str(folio.first + sheet.index)
        found = [box for words in _outer_lines(sheet) for text, box in words if text == number]
        if not found and folio.every_page:
            yield view.finding("X206", sheet.index, None, number=number)
        for box in found[:1]:
            trim = sheet.trim
            gaps = (
                box.left - trim.left,
                box.bottom - trim.bottom,
                trim.right - box.right,
                trim.top - box.top,
            )
            if min(gaps) / MM < folio.from_trim - 0.05:
                details = {"gap": f"{min(gaps) / MM:.1f}", "least": f"{folio.from_trim:g}"}
                yield view.finding("X207", sheet.index, box, **details)


def check_boxes(
    view: PreflightContext, _ink_reading: InkReading, _shop: Shop, _inks: Separation
) -> Iterator[Finding]:
    """Q305–Q307; X214: the crop box cuts off part of the bleed."""
    yield from document_rules.check_boxes(view)
    for sheet in view.finished.sheets:
        if not sheet.crop.contains(sheet.bleed, _SLACK):
            yield view.finding("X214", sheet.index)


def check_page_count(
    view: PreflightContext, _ink_reading: InkReading, _shop: Shop, _inks: Separation
) -> Iterator[Finding]:
    """Q304: the page count."""
    yield from document_rules.check_page_count(view)


def check_fonts(
    view: PreflightContext, _ink_reading: InkReading, _shop: Shop, _inks: Separation
) -> Iterator[Finding]:
    """Q501, Q502: fonts not embedded or not subset; Q504: characters without a glyph."""
    yield from fonts_rule.check_fonts(view)
    yield from (found for found in fonts_rule.check_glyphs(view) if found.code == "Q504")


RULES: tuple[Rule, ...] = (
    check_standard,  # X209 規格
    check_annotations,  # X213 リンク
    check_transparency,  # X201 透明
    check_colour_spaces,  # X202 RGBなど
    check_black_text,  # X203 墨文字
    check_total_ink,  # X204 総インキ量
    check_boxes,  # Q305–Q307, X214 頁の枠
    check_bleed,  # X205 塗り足しの絵柄
    check_crop_marks,  # X208, X212 トンボ
    check_resolution,  # X210 画像の解像度
    check_folios,  # X206, X207 ノンブル
    check_page_count,  # Q304 頁数
    check_fonts,  # Q501, Q502, Q504 書体
)

# The setting of the shop's file that a finding breaks.
SETTINGS: dict[str, tuple[str, ...]] = {
    "Q304": ("multiple",),
    "Q305": ("bleed",),
    "Q306": ("bleed",),
    "Q307": ("bleed",),
    "Q501": ("standard",),
    "Q502": ("standard",),
    "Q504": ("standard",),
    "X201": ("standard",),
    "X202": ("colours", "rgb"),
    "X203": ("colours", "black_text"),
    "X204": ("colours", "total_ink"),
    "X205": ("bleed",),
    "X206": ("folio", "every_page"),
    "X207": ("folio", "from_trim"),
    "X208": ("marks", "style"),
    "X209": ("standard",),
    "X210": ("pictures", "dpi"),
    "X212": ("marks", "distance"),
    "X213": ("standard",),
    "X214": ("bleed",),
}


def _overlap(one: tuple[float, float, float, float], other: Box) -> bool:
    """Whether two rectangles overlap by more than an edge."""
    left, bottom, right, top = one
    return (
        left < other.right - _SLACK
        and right > other.left + _SLACK
        and bottom < other.top - _SLACK
        and top > other.bottom + _SLACK
    )


_Point = tuple[float, float]


def _edges(sheet: PageContents, bleed: float) -> Iterator[tuple[str, list[tuple[_Point, _Point]]]]:
    """Pairs of test points along each side: just inside the trim, and near the edge of the bleed."""
    trim, inner, outer = sheet.trim, _INSIDE * MM, (bleed - _OUTSIDE) * MM
    across = [trim.left + step * MM for step in range(1, int(trim.width / MM))]
    up = [trim.bottom + step * MM for step in range(1, int(trim.height / MM))]
    yield "top", [((x, trim.top - inner), (x, trim.top + outer)) for x in across]
    yield "bottom", [((x, trim.bottom + inner), (x, trim.bottom - outer)) for x in across]
    yield "left", [((trim.left + inner, y), (trim.left - outer, y)) for y in up]
    yield "right", [((trim.right - inner, y), (trim.right + outer, y)) for y in up]


def _is_paper(sheet: PageContents, point: _Point) -> bool:
    return min(sheet.shown.colour_at(*point)) >= _PAPER


def _outer_lines(sheet: PageContents) -> Iterator[list[tuple[str, Box]]]:
    """The words of the first and of the last line of a page, with their boxes."""
    inked = [char for char in sheet.chars if char.style.upright and not char.text.isspace()]
    if not inked:
        return
    for baseline in {min(char.baseline for char in inked), max(char.baseline for char in inked)}:
        row = sorted(
            (char for char in inked if abs(char.baseline - baseline) < 1), key=lambda char: char.cell.left
        )
        yield [("".join(char.text for char in word), _ink_box(word)) for word in _words(row)]


def _words(row: list[Char]) -> Iterator[list[Char]]:
    """Runs of digits and runs of other characters, split at wide gaps."""
    word: list[Char] = []
    for char in row:
        apart = word and char.cell.left - word[-1].cell.right > 0.4 * char.style.size
        if word and (apart or char.text.isdigit() != word[-1].text.isdigit()):
            yield word
            word = []
        word.append(char)
    if word:
        yield word


def _ink_box(word: list[Char]) -> Box:
    return Box(
        min(char.ink.left for char in word),
        min(char.ink.bottom for char in word),
        max(char.ink.right for char in word),
        max(char.ink.top for char in word),
    )

"""The rules of a shop, on the finished file. Each is a function to findings, as in the preflight."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from brochure.pdf.geometry import Box
from brochure.pdf.preflight import document_rules as whole_file
from brochure.pdf.preflight import fonts_rule as lettering
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
_PAPER = 250  # of 255: paler is paper
_INSIDE, _OUTSIDE = 0.6, 0.6  # mm from the trim and from the end of the bleed, where colour is looked for
_STEP = 1.0  # mm along an edge


def standard(
    _view: PreflightContext, pressed: InkReading, shop: Shop, _inks: Separation
) -> Iterator[Finding]:
    """X209 the file is not what it must say it is."""
    said = pressed.standing
    name, version = _STANDARDS[shop.data.standard]
    lacking = [
        (said.standard != name, f"GTS_PDFXVersion {name}"),
        (said.version > version, f"PDF {version}"),
        (
            said.intent != shop.data.output_intent.condition,
            f"OutputIntent {shop.data.output_intent.condition}",
        ),
        (shop.data.standard == "x-4" and not said.profile, "DestOutputProfile"),
        (said.trapped not in ("True", "False"), "Trapped"),
        (not said.identified, "ID"),
    ]
    for wrong, what in lacking:
        if wrong:
            yield Finding("X209", details=(("what", what),))


def links(view: PreflightContext, pressed: InkReading, _shop: Shop, _inks: Separation) -> Iterator[Finding]:
    """X213 links and other annotations on the page."""
    for page in pressed.standing.annotations:
        yield view.found("X213", page)


def opaque(view: PreflightContext, pressed: InkReading, shop: Shop, _inks: Separation) -> Iterator[Finding]:
    """X201 transparency in PDF/X-1a."""
    if shop.data.standard == "x-1a":
        for page in pressed.standing.transparent:
            yield view.found("X201", page)


def spaces(view: PreflightContext, pressed: InkReading, shop: Shop, _inks: Separation) -> Iterator[Finding]:
    """X202 colours that are no ink; once for a page and colour space."""
    allowed = _PRESS | (_X4 if shop.data.standard == "x-4" else frozenset())
    told = set()
    for use in pressed.uses:
        picture = use.what == "picture" and shop.data.colours.rgb and use.space in RGB
        key = (use.page, use.space, use.what)
        if use.space not in allowed and not picture and key not in told:
            told.add(key)
            yield view.found("X202", use.page, None, space=use.space, what=use.what)


def black_text(
    view: PreflightContext, pressed: InkReading, shop: Shop, inks: Separation
) -> Iterator[Finding]:
    """X203 black or grey text on more plates than K; once for a page and colour."""
    if shop.data.colours.black_text == "any":
        return
    for page, ink in dict.fromkeys((use.page, use.ink) for use in pressed.uses if use.what == "text"):
        if ink is None or not any(ink[:3]):
            continue
        c, m, y, k = ink
        if inks.grey((c, m, y, k)):
            yield view.found("X203", page, None, ink=" ".join(f"{100 * value:.0f}" for value in ink))


def total_ink(
    view: PreflightContext, pressed: InkReading, shop: Shop, _inks: Separation
) -> Iterator[Finding]:
    """X204 more ink on a spot than dries; the worst of a page. Crop marks lie outside and do not count."""
    limit = shop.data.colours.total_ink
    worst: dict[int, float] = {}
    for use in pressed.uses:
        bleed = view.finished.sheets[use.page].bleed
        if use.box is None or _meet(use.box, bleed):
            most = 4.0 if use.space == "All" else use.most
            worst[use.page] = max(worst.get(use.page, 0), 100 * most)
    for page, most in worst.items():
        if most > limit + 0.05:
            yield view.found("X204", page, None, ink=f"{most:.0f}", limit=f"{limit:g}")


def crop_marks(
    view: PreflightContext, pressed: InkReading, shop: Shop, _inks: Separation
) -> Iterator[Finding]:
    """X208 no marks on all plates where they are asked for, X212 marks inside the bleed."""
    for sheet in view.finished.sheets:
        boxes = [use.box for use in pressed.uses if use.page == sheet.index and use.space == "All"]
        if not boxes and shop.data.marks.style != "none":
            yield view.found("X208", sheet.index)
        if any(box is None or _meet(box, sheet.bleed) for box in boxes):
            yield view.found("X212", sheet.index)


def inked_bleed(
    view: PreflightContext, _pressed: InkReading, shop: Shop, _inks: Separation
) -> Iterator[Finding]:
    """X205 colour that reaches the trim but not the end of the bleed; once for a side."""
    if shop.data.bleed <= 0:
        return
    for sheet in view.finished.sheets:
        for side, pairs in _edges(sheet, shop.data.bleed):
            bare = sum(not _paper(sheet, inside) and _paper(sheet, outside) for inside, outside in pairs)
            if bare:
                yield view.found("X205", sheet.index, None, side=side, length=f"{bare * _STEP:.0f}")


def resolution(
    view: PreflightContext, _pressed: InkReading, shop: Shop, _inks: Separation
) -> Iterator[Finding]:
    """X210 a picture that is too coarse for the shop."""
    for sheet in view.finished.sheets:
        for image in sheet.images:
            if image.dpi < shop.data.pictures.dpi - 0.5:
                details = {"dpi": f"{image.dpi:.0f}", "least": f"{shop.data.pictures.dpi:g}"}
                yield view.found("X210", sheet.index, image.box, **details)


def folios(view: PreflightContext, _pressed: InkReading, shop: Shop, _inks: Separation) -> Iterator[Finding]:
    """X206 a page without its folio, X207 a folio too near to the trim.

    A folio is the page's number in figures of its own, in the first or the last line of the page.
    """
    wanted = shop.data.folio
    for sheet in view.finished.sheets:
        number = str(wanted.first + sheet.index)
        found = [box for words in _outer_lines(sheet) for text, box in words if text == number]
        if not found and wanted.every_page:
            yield view.found("X206", sheet.index, None, number=number)
        for box in found[:1]:
            trim = sheet.trim
            gaps = (
                box.left - trim.left,
                box.bottom - trim.bottom,
                trim.right - box.right,
                trim.top - box.top,
            )
            if min(gaps) / MM < wanted.from_trim - 0.05:
                details = {"gap": f"{min(gaps) / MM:.1f}", "least": f"{wanted.from_trim:g}"}
                yield view.found("X207", sheet.index, box, **details)


def boxes(view: PreflightContext, _pressed: InkReading, _shop: Shop, _inks: Separation) -> Iterator[Finding]:
    """Q305–Q307, X214 what is visible is less than the bleed."""
    yield from whole_file.boxes(view)
    for sheet in view.finished.sheets:
        if not sheet.crop.holds(sheet.bleed, _SLACK):
            yield view.found("X214", sheet.index)


def pages(view: PreflightContext, _pressed: InkReading, _shop: Shop, _inks: Separation) -> Iterator[Finding]:
    """Q304 the number of pages."""
    yield from whole_file.page_count(view)


def fonts(view: PreflightContext, _pressed: InkReading, _shop: Shop, _inks: Separation) -> Iterator[Finding]:
    """Q501, Q502 fonts that are not embedded, or whole; Q504 characters without a glyph."""
    yield from lettering.fonts(view)
    yield from (found for found in lettering.missing_glyphs(view) if found.code == "Q504")


RULES: tuple[Rule, ...] = (
    standard,  # X209 規格
    links,  # X213 リンク
    opaque,  # X201 透明
    spaces,  # X202 RGBなど
    black_text,  # X203 墨文字
    total_ink,  # X204 総インキ量
    boxes,  # Q305–Q307, X214 頁の枠
    inked_bleed,  # X205 塗り足しの絵柄
    crop_marks,  # X208, X212 トンボ
    resolution,  # X210 画像の解像度
    folios,  # X206, X207 ノンブル
    pages,  # Q304 頁数
    fonts,  # Q501, Q502, Q504 書体
)

# Which setting of the shop's file a finding breaks.
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


def _meet(one: tuple[float, float, float, float], other: Box) -> bool:
    """Whether two rectangles share more than an edge."""
    left, bottom, right, top = one
    return (
        left < other.right - _SLACK
        and right > other.left + _SLACK
        and bottom < other.top - _SLACK
        and top > other.bottom + _SLACK
    )


_Point = tuple[float, float]


def _edges(sheet: PageContents, bleed: float) -> Iterator[tuple[str, list[tuple[_Point, _Point]]]]:
    """Pairs of points along each side: just inside the trim, and where the bleed ends."""
    trim, inner, outer = sheet.trim, _INSIDE * MM, (bleed - _OUTSIDE) * MM
    across = [trim.left + step * MM for step in range(1, int(trim.width / MM))]
    up = [trim.bottom + step * MM for step in range(1, int(trim.height / MM))]
    yield "top", [((x, trim.top - inner), (x, trim.top + outer)) for x in across]
    yield "bottom", [((x, trim.bottom + inner), (x, trim.bottom - outer)) for x in across]
    yield "left", [((trim.left + inner, y), (trim.left - outer, y)) for y in up]
    yield "right", [((trim.right - inner, y), (trim.right + outer, y)) for y in up]


def _paper(sheet: PageContents, point: _Point) -> bool:
    return min(sheet.shown.at(*point)) >= _PAPER


def _outer_lines(sheet: PageContents) -> Iterator[list[tuple[str, Box]]]:
    """The words of the first and of the last line of a page, with their places."""
    inked = [char for char in sheet.chars if char.style.upright and not char.text.isspace()]
    if not inked:
        return
    for baseline in {min(char.baseline for char in inked), max(char.baseline for char in inked)}:
        row = sorted(
            (char for char in inked if abs(char.baseline - baseline) < 1), key=lambda char: char.cell.left
        )
        yield [("".join(char.text for char in word), _around(word)) for word in _words(row)]


def _words(row: list[Char]) -> Iterator[list[Char]]:
    """Runs of figures, and runs of other characters, without wide gaps."""
    word: list[Char] = []
    for char in row:
        apart = word and char.cell.left - word[-1].cell.right > 0.4 * char.style.size
        if word and (apart or char.text.isdigit() != word[-1].text.isdigit()):
            yield word
            word = []
        word.append(char)
    if word:
        yield word


def _around(word: list[Char]) -> Box:
    return Box(
        min(char.ink.left for char in word),
        min(char.ink.bottom for char in word),
        max(char.ink.right for char in word),
        max(char.ink.top for char in word),
    )

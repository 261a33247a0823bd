"""The comparison as one HTML file that holds its pictures: it can be opened, printed or sent."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from html import escape

from brochure.diagnostics.text_files import Lang, load_texts
from brochure.pdf.diff.model import ChangedPlace, PagePair, PdfComparison, PlaceKind
from brochure.pdf.diff.report import WORDS, changed_texts, count_line, page_title, quiet_lines
from brochure.pdf.diff.sheets import COLOURS, MarkedPage, marked_pairs
from brochure.storage.own_files import GENERATOR

_DPI = 110
_CSS = f"""
:root {{ color-scheme: light; }}
body {{ font: 14px/1.6 "BIZ UDPGothic", "Hiragino Sans", "Yu Gothic", Meiryo, sans-serif; color: #1c2329;
  margin: 0 auto; max-width: 1500px; padding: 20px; }}
h1 {{ font-size: 22px; margin: 0; }} h2 {{ font-size: 17px; border-bottom: 2px solid #1c2329; }}
.sides {{ display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 20px; }}
.side h3 {{ font-size: 14px; margin: 0 0 4px; }}
.picture {{ position: relative; border: 1px solid #9aa5ae; line-height: 0; }}
.picture img {{ width: 100%; }}
.place {{ position: absolute; margin: -4px 0 0 -4px; padding: 2px; border: 2px solid; }}
.text {{ color: {COLOURS[PlaceKind.TEXT]}; }}
.moved {{ color: {COLOURS[PlaceKind.MOVED]}; }} .place.moved {{ border-style: dashed; }}
.drawn {{ color: {COLOURS[PlaceKind.PICTURE]}; }} .place.drawn {{ border: 3px dotted; }}
.key span {{ border: 2px solid; padding: 0 6px; margin-right: 10px; }}
.key .moved {{ border-style: dashed; }} .key .drawn {{ border-style: dotted; }}
del, ins {{ text-decoration-thickness: 2px; }} del {{ color: #9b1c00; }} ins {{ color: #00582b; }}
ul {{ margin: 4px 0 14px; padding-left: 1.4em; }} .none {{ border: 1px solid #9aa5ae; padding: 20px; }}
@media print {{ body {{ padding: 0; font-size: 9pt; }} section {{ break-inside: avoid; break-after: page; }}
  * {{ print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
  @page {{ size: A4 landscape; margin: 10mm; }} }}
"""
_CLASSES = {PlaceKind.TEXT: "text", PlaceKind.MOVED: "moved", PlaceKind.PICTURE: "drawn"}


def write_html_comparison(
    found: PdfComparison, before: bytes, after: bytes, names: tuple[str, str], lang: Lang
) -> bytes:
    """Write the comparison of two files."""
    words = load_texts(WORDS, lang)
    title = f"{words['title']}：{names[0]} → {names[1]}" if lang == "ja" else f"{names[0]} → {names[1]}"
    written = io.StringIO()
    written.write(
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"{GENERATOR}<title>{escape(title)}</title><style>{_CSS}</style></head><body>\n"
        f"<h1>{words['title']}</h1>\n"
        f"<p>{escape(words['files'].format(before=names[0], after=names[1]))}</p>\n"
        f"<p><strong>{escape(count_line(found, lang))}</strong></p>\n"
    )
    for line in quiet_lines(found, lang):
        written.write(f"<p>{escape(line)}</p>\n")
    if found.changed:
        written.write(_key(lang))
    for pair, *sides in marked_pairs(found, before, after, _DPI):
        written.write(f"<section><h2>{escape(page_title(pair, lang))}</h2>\n{_texts(pair)}")
        pictures = "".join(_side(side, number, lang) for number, side in enumerate(sides))
        written.write(f'<div class="sides">{pictures}</div></section>\n')
    if any(pair.is_shifted for pair in found.pairs):
        written.write(f"<p>{escape(words['shift note'])}</p>\n")
    written.write("</body></html>\n")
    return written.getvalue().encode()


def _key(lang: Lang) -> str:
    words = load_texts(WORDS, lang)
    shown = "".join(
        f'<span class="{name}">{escape(words[f"key {kind.value}"])}</span>' for kind, name in _CLASSES.items()
    )
    return f'<p class="key">{shown}</p>\n'


def _texts(pair: PagePair) -> str:
    """The changed words of a page that is in both files."""
    if not pair.before or not pair.after:
        return ""
    items = [f"<li><del>{escape(text)}</del></li>" for text in changed_texts(pair.before)]
    items += [f"<li><ins>{escape(text)}</ins></li>" for text in changed_texts(pair.after)]
    return f"<ul>{''.join(items)}</ul>\n" if items else ""


def _side(side: MarkedPage | None, number: int, lang: Lang) -> str:
    words = load_texts(WORDS, lang)
    name = words[("before", "after")[number]]
    if side is None:
        return f'<div class="side"><h3>{name}</h3><p class="none">{escape(words["none"])}</p></div>'
    drawn = io.BytesIO()
    side.picture.save(drawn, "JPEG", quality=85)
    source = base64.b64encode(drawn.getvalue()).decode("ascii")
    return (
        f'<div class="side"><h3>{name}</h3><div class="picture">'
        f'<img alt="{name}" src="data:image/jpeg;base64,{source}">{"".join(_places(side))}</div></div>'
    )


def _places(side: MarkedPage) -> Iterator[str]:
    for place in side.page.places:
        if place.kind in _CLASSES:
            yield _place(place, side.page.width, side.page.height)


def _place(place: ChangedPlace, width: float, height: float) -> str:
    """A rectangle in per cent of the picture."""
    left, top, right, bottom = place.box
    return (
        f'<div class="place {_CLASSES[place.kind]}" style="left:{left / width * 100:.2f}%;'
        f"top:{top / height * 100:.2f}%;width:{(right - left) / width * 100:.2f}%;"
        f'height:{(bottom - top) / height * 100:.2f}%"></div>'
    )

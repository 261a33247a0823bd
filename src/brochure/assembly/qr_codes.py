"""Two-dimensional codes (二次元コード, ISO/IEC 18004): which web addresses get one, and the cells of each.

The writers draw the cells without changes. A code is never printed too small to be read: a code larger than
the layout allows is left out, and only the address is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from brochure.diagnostics.problem import Problem, problem
from brochure.document.markup import sole_address
from brochure.document.printed_words import PrintedWords
from brochure.document.tree import Code, Modules, Paragraph, plain_text
from brochure.document.web_address import address_target, readable_address
from brochure.schema.layout import Codes
from brochure.schema.profile import FactsBlock, Profile, Row
from brochure.schema.series import ContactDef, Series


def row_code(row: Row, label: Paragraph, at: str, style: Codes, words: PrintedWords) -> Code | None:
    """Return the code of a row of a fact table; None if the row gets none or it would be too large."""
    return _labelled_code(_address(row, style), label, at, style, words)


def contact_code(
    contact: ContactDef, label: Paragraph, at: str, style: Codes, words: PrintedWords
) -> Code | None:
    """Return the code of the contact's website; None if it gets none or it would be too large."""
    return _labelled_code(_website(contact, style), label, at, style, words)


def _labelled_code(url: str, label: Paragraph, at: str, style: Codes, words: PrintedWords) -> Code | None:
    code = address_code(url, plain_text(label.content, calls=False), at, style, words)
    return replace(code, label_at=label.at) if code else None


def code_warnings(profile: Profile, series: Series, style: Codes) -> Iterator[Problem]:
    """Yield a warning for each address that should get a code but is too long for one (P149)."""
    for question, blocks in profile.data.answers.items():
        for index, block in enumerate(blocks):
            for number, row in enumerate(block.rows if isinstance(block, FactsBlock) else ()):
                where = profile.source.locate(("answers", question, index, "rows", number, "text"))
                if (url := _address(row, style)) and (found := _too_large(url, style)):
                    yield problem("P149", where, **found)
    own = profile.data.contact
    contact, source = (own, profile.source) if own else (series.data.contact, series.source)
    if (url := _website(contact, style)) and (found := _too_large(url, style)):
        yield problem("P149", source.locate(("contact", "website")), **found)


def _address(row: Row, style: Codes) -> str:
    """Return the address of a row that gets a code; an empty string if the row gets none."""
    wanted = row.field in style.rows if row.qr is None else row.qr
    return sole_address(row.text or "") if wanted else ""


def _website(contact: ContactDef, style: Codes) -> str:
    wanted = style.contact if contact.qr is None else contact.qr
    return address_target(contact.website) if wanted and contact.website else ""


def address_code(url: str, label: str, at: str, style: Codes, words: PrintedWords) -> Code | None:
    """Return the code of an address; None if the address is empty or the code would be too large."""
    if not url:
        return None
    modules = code_modules(url, style.level)
    if style.side(modules) > style.largest:
        return None
    shown = readable_address(url)
    return Code(shown, label, words.fill("code.description", label=label, url=shown), modules, at)


def _too_large(url: str, style: Codes) -> dict[str, str]:
    """Return the details of P149 for an address that is too long; empty for other addresses."""
    side = style.side(code_modules(url, style.level))
    if side <= style.largest:
        return {}
    return {"count": str(len(url)), "side": f"{side:.1f}", "largest": f"{style.largest:g}"}


def code_modules(url: str, level: str = "m") -> Modules:
    """Return the cells of an address's code, in the smallest version that holds it at this level.

    Characters that are not ASCII are percent-encoded first (RFC 3986), so that every reader finds the same
    address. For an address that does not fit into version 40 (177 cells on a side), the result is a blank
    square of 178 cells on a side, which is too large for every layout.
    """
    import segno

    ascii_url = quote(url, safe="!#$%&'()*+,/:;=?@[]~")
    try:
        made = segno.make_qr(ascii_url, error=level, boost_error=False)
    except segno.DataOverflowError:  # 2,331 bytes at level M
        return ((False,) * 178,) * 178
    return tuple(tuple(cell == 1 for cell in row) for row in made.matrix)

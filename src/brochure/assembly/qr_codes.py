"""Two-dimensional codes (二次元コード, ISO/IEC 18004) of web addresses: which get one, and its cells.

What is decided here is drawn by the writers as it is. A code is never printed too small to be read: one
that would need more room than the layout gives is left out, and the address stands there in print.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from brochure.diagnostics.problem import Problem, problem
from brochure.document.markup import sole_address
from brochure.document.tree import Code, Modules
from brochure.schema.layout import Codes
from brochure.schema.profile import FactsBlock, Profile, Row
from brochure.schema.series import ContactDef, Series


def of_row(row: Row, label: str, at: str, style: Codes) -> Code | None:
    """The code of a row of a fact table, if it gets one and it is not too large."""
    return of_address(_address(row, style), label, at, style)


def of_contact(contact: ContactDef, label: str, at: str, style: Codes) -> Code | None:
    """The code of the contact's website."""
    return of_address(_website(contact, style), label, at, style)


def doubts(profile: Profile, series: Series, style: Codes) -> Iterator[Problem]:
    """Addresses that should get a code and are too long for one (P149)."""
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
    """The address of a row that gets a code; nothing if it gets none."""
    wanted = row.field in style.rows if row.qr is None else row.qr
    return sole_address(row.text or "") if wanted else ""


def _website(contact: ContactDef, style: Codes) -> str:
    wanted = style.contact if contact.qr is None else contact.qr
    return contact.website or "" if wanted else ""


def of_address(url: str, label: str, at: str, style: Codes) -> Code | None:
    """The code of an address; none if there is no address, or if it would be too large."""
    if not url:
        return None
    modules = modules_of(url, style.level)
    if style.side(modules) > style.largest:
        return None
    return Code(url, label, f"{label}の二次元コード（{url}）", modules, at)


def _too_large(url: str, style: Codes) -> dict[str, str]:
    """What to say of an address that is too long; nothing if it is not."""
    side = style.side(modules_of(url, style.level))
    if side <= style.largest:
        return {}
    return {"count": str(len(url)), "side": f"{side:.1f}", "largest": f"{style.largest:g}"}


def modules_of(url: str, level: str = "m") -> Modules:
    """The cells of an address's code, of the least version that holds it at this level.

    What is not ASCII is percent-encoded first (RFC 3986), so that every reader finds the same address. An
    address beyond version 40 gets the cells of one that fits none (an edge of 177 and more).
    """
    import segno

    ascii_url = quote(url, safe="!#$%&'()*+,/:;=?@[]~")
    try:
        made = segno.make_qr(ascii_url, error=level, boost_error=False)
    except segno.DataOverflowError:  # 2,331 bytes at level M
        return ((False,) * 178,) * 178
    return tuple(tuple(cell == 1 for cell in row) for row in made.matrix)

"""Compare the quotations「…」of a profile with the excerpts of the sources that they cite."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from brochure.diagnostics.problem import Problem, problem
from brochure.document.house_text import house_text
from brochure.document.markup import parse_markup
from brochure.schema.profile import Profile
from brochure.schema.references import markup_texts
from brochure.schema.source_quotes import QUOTE, Excerpt, excerpts_at

_LEFT_OUT = re.compile(
    r"…+|‥+|\.{3,}|・{3,}|[（(〔［\[](?:中略|前略|後略|略|以下略|…+|‥+)[）)〕］\]]|〔[^〔〕]*〕"
)
"""Marks of what a quotation leaves out, and words of the quoting editor 〔…〕."""

_BLANK = re.compile(r"[\s\u200b\ufeff\ufff9-\ufffc]+")
_SAME = str.maketrans("『』〝〟“”", '「」""""')
_SHOWN = 12  # characters of what is not found


def quotation_warnings(profile: Profile) -> Iterator[Problem]:
    """Yield a warning for each quotation that the excerpts of its source do not have (S219).

    Sources without an excerpt are not compared.
    """
    known = {id: found for id in profile.sources if (found := source_excerpts(profile, id))}
    if not known:
        return
    for path, text in markup_texts(profile.source):
        if "」" not in text or "@" not in text:
            continue
        shown = house_text(text, others=True)
        cites = parse_markup(text).cites
        for quotation in shown.quotations():
            end = text.find("]", quotation.cited) if quotation.cited >= 0 else -1
            sources = [cite.source_id for cite in cites if quotation.cited <= cite.offset < end]
            excerpts = [one for name in sources for one in known.get(_id(profile, name), ())]
            if not excerpts or any(_id(profile, name) not in known for name in sources):
                continue  # it may be from the source without an excerpt
            quoted = shown.printed[quotation.start + 1 : quotation.end - 1]
            best, rest = missing_part(quoted, [one.text for one in excerpts])
            if rest:
                yield problem(
                    "S219",
                    profile.source.locate(path, shown.offsets[quotation.start]),
                    id=sources[0],
                    rest=rest,
                    seen=excerpts[best].seen,
                    excerpt=excerpts[best].location,
                    subject=f"{sources[0]} {text}",
                )


def source_excerpts(profile: Profile, id: str) -> tuple[Excerpt, ...]:
    """The excerpts of a source: its own, and those of the ledger."""
    source = profile.sources[id]
    custom = source.item.get("custom")
    own = custom.get(QUOTE) if isinstance(custom, dict) else None
    entry = profile.ledger.get(source.id)
    return (
        *(excerpts_at(source.file, (*source.path, "custom", QUOTE), own) if own is not None else ()),
        *(entry.excerpts if entry else ()),
    )


def _id(profile: Profile, name: str) -> str:
    """The id of a source that is cited by this name."""
    return profile.sources[name].id if name in profile.sources else name


def missing_part(quoted: str, excerpts: Sequence[str]) -> tuple[int, str]:
    """Return the excerpt that has most of a quotation, and the beginning of what it does not have.

    Blanks, the width of characters, and the kind of inner brackets make no difference; what is left out
    (…, （中略）) may be anything. The second value is empty if the excerpt has all of it.

    >>> missing_part("人口は３２０万人で…港がある", ["州の人口は320万人で、東部に古い港がある。"])
    (0, '')
    >>> missing_part("人口は330万人", ["東部に港がある。", "州の人口は320万人である。"])
    (1, '30万人')
    """
    parts = [part for one in _LEFT_OUT.split(quoted) if (part := _plain(one))]
    found = [_compared(parts, _plain(excerpt)) for excerpt in excerpts]
    best = max(range(len(found)), key=lambda index: (not found[index][1], found[index][0]))
    return best, found[best][1][:_SHOWN]


def _compared(parts: Sequence[str], excerpt: str) -> tuple[int, str]:
    """How many characters an excerpt has at their places, and the part from the first that it has not."""
    at = done = 0
    for part in parts:
        found = excerpt.find(part, at)
        if found < 0:
            same, other = 0, len(part)
            while same < other:  # the longest beginning that is there
                middle = (same + other + 1) // 2
                same, other = (middle, other) if excerpt.find(part[:middle], at) >= 0 else (same, middle - 1)
            return done + same, part[same:]
        at = found + len(part)
        done += len(part)
    return done, ""


def _plain(text: str) -> str:
    return _BLANK.sub("", unicodedata.normalize("NFKC", text).translate(_SAME))

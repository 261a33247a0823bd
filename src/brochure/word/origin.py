"""What a Word file says of itself: whose it is, what it was made from, and the text as it was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from brochure.diagnostics.problem import BrochureError, Location, problem
from brochure.word import baseline as baselines
from brochure.word import baseline_text as stories
from brochure.word.baseline import NAMESPACE, SCHEMA, Baseline, Block, BookBaseline
from brochure.word.ooxml import W
from brochure.word.untrusted import OpenedWord


@dataclass(frozen=True)
class EmbeddedOrigin:
    """What rides in a file.

    Attributes:
        booklet: Of a booklet, what it was made from; None for one partner's file.
        partners: What each partner was made from, by id.
        blocks: All paragraphs that can be found again.
        original: The text as it was sent.
        roles: Names of styles by role.
    """

    booklet: BookBaseline | None
    partners: Mapping[str, Baseline]
    blocks: tuple[Block, ...]
    original: OpenedWord
    roles: Mapping[str, str]

    @property
    def role_of_style(self) -> Mapping[str, str]:
        """Roles by the name of their style, casefolded."""
        return {name.casefold(): role for role, name in self.roles.items()}


def sent(file: OpenedWord) -> EmbeddedOrigin | None:
    """What a file was made from, or None if nothing of it is left.

    Raises:
        BrochureError: A newer brochure made it (D110), or it is damaged (D111).
    """
    place = Location(file.shown)
    own = [root for root in file.custom if etree.QName(root).namespace == NAMESPACE]
    if not own:
        return None
    if newer := [root.get("schema", "") for root in own if _number(root.get("schema", "")) > int(SCHEMA)]:
        raise BrochureError([problem("D110", place, schema=newer[0], known=SCHEMA)])
    found = {name: [root for root in own if etree.QName(root).localname == name] for name in _KINDS}
    if not found["stories"] or not (found["baseline"] or found["booklet"]):
        raise BrochureError([problem("D111", place, profile=owner(file) or "NAME")])
    texts, roles = stories.read_sent_text(found["stories"][0])
    original = OpenedWord(file.shown, texts)
    if original.xml(original.main) is None:
        raise BrochureError([problem("D111", place, profile=owner(file) or "NAME")])
    if found["booklet"]:
        book, blocks, partners = baselines.read_book([etree.tostring(root) for root in own])
        every = [*blocks, *(block for _, listed in partners.values() for block in listed)]
        return EmbeddedOrigin(
            book, {key: one for key, (one, _) in partners.items()}, tuple(every), original, roles
        )
    one, listed = baselines.read_baseline(etree.tostring(found["baseline"][0]))
    return EmbeddedOrigin(None, {one.profile: one}, listed, original, roles)


_KINDS = ("baseline", "booklet", "stories")


def _number(schema: str) -> int:
    return int(schema) if schema.isdigit() else 0


def owner(file: OpenedWord) -> str:
    """The profile that a file without its baseline says it is of, or an empty string.

    Its custom property says so, and so does the bookmark at its beginning, which outlives the property.
    """
    properties = file.xml("docProps/custom.xml")
    for entry in properties if properties is not None else ():
        if entry.get("name") == "brochure.profile":
            return "".join(map(str, entry.itertext())).strip()
    root = file.xml(file.main)
    for start in root.iter(f"{{{W}}}bookmarkStart") if root is not None else ():
        if found := re.fullmatch(r"_bcid_(.+)_[0-9a-f]{8}", start.get(f"{{{W}}}name", "")):
            return re.sub(r"_([uhdsk])", lambda m: _SIGNS[m[1]], found[1])
    return ""


_SIGNS = {"u": "_", "h": "-", "d": ".", "s": "/", "k": ":"}

"""The origin of a Word file: its profile, the files it was made from, and the text as it was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from brochure.diagnostics.problem import BrochureError, Location, problem
from brochure.word import baseline as baselines
from brochure.word import baseline_text
from brochure.word.baseline import NAMESPACE, SCHEMA, AnchoredParagraph, Baseline, BookBaseline
from brochure.word.ooxml import W
from brochure.word.untrusted import OpenedWord


@dataclass(frozen=True)
class EmbeddedOrigin:
    """The data that brochure embeds in a Word file.

    Attributes:
        booklet: The baseline of a booklet; ``None`` for the file of one partner.
        partners: The baseline of each partner, by id.
        blocks: All paragraphs that can be found again.
        original: The text as it was sent.
        roles: Names of styles by role.
    """

    booklet: BookBaseline | None
    partners: Mapping[str, Baseline]
    blocks: tuple[AnchoredParagraph, ...]
    original: OpenedWord
    roles: Mapping[str, str]

    @property
    def role_of_style(self) -> Mapping[str, str]:
        """Roles by the casefolded name of their style."""
        return {name.casefold(): role for role, name in self.roles.items()}


def read_origin(file: OpenedWord) -> EmbeddedOrigin | None:
    """Read the embedded origin of a file; ``None`` if the file has lost it.

    Raises:
        BrochureError: A newer version of brochure made it (D110), or it is damaged (D111).
    """
    place = Location(file.shown)
    own = [root for root in file.custom if etree.QName(root).namespace == NAMESPACE]
    if not own:
        return None
    if newer := [
        root.get("schema", "") for root in own if _format_number(root.get("schema", "")) > int(SCHEMA)
    ]:
        raise BrochureError([problem("D110", place, schema=newer[0], known=SCHEMA)])
    found = {name: [root for root in own if etree.QName(root).localname == name] for name in _KINDS}
    if not found["stories"] or not (found["baseline"] or found["booklet"]):
        raise BrochureError([problem("D111", place, profile=find_profile_name(file) or "NAME")])
    texts, roles = baseline_text.read_sent_text(found["stories"][0])
    original = OpenedWord(file.shown, texts)
    if original.xml(original.main) is None:
        raise BrochureError([problem("D111", place, profile=find_profile_name(file) or "NAME")])
    if found["booklet"]:
        book, blocks, partners = baselines.read_booklet_baseline([etree.tostring(root) for root in own])
        every = [*blocks, *(block for _, listed in partners.values() for block in listed)]
        return EmbeddedOrigin(
            book, {key: one for key, (one, _) in partners.items()}, tuple(every), original, roles
        )
    one, listed = baselines.read_baseline(etree.tostring(found["baseline"][0]))
    return EmbeddedOrigin(None, {one.profile: one}, listed, original, roles)


def has_embedded_parts(file: OpenedWord) -> bool:
    """Whether a file has any part that brochure embeds."""
    return any(etree.QName(root).namespace == NAMESPACE for root in file.custom)


_KINDS = ("baseline", "booklet", "stories")


def _format_number(schema: str) -> int:
    return int(schema) if re.fullmatch("[0-9]{1,9}", schema) else 0


def find_profile_name(file: OpenedWord) -> str:
    """The name of the profile of a file that has lost its baseline, or an empty string.

    It is in a custom property, and in the bookmark at the beginning, which often survives the property.
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

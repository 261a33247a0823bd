"""Addresses of texts: which value of the profile an address names, in which list, and of which kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from brochure.schema.profile import address_path, kinds_by_text_key
from brochure.schema.yaml_reader import YamlPath

_INDEX = "[0-9]{1,9}"  # a Word file may name any address: a longer number is none of ours
_NUMBER = re.compile(_INDEX)
_BLOCK = rf"answers\.[a-z0-9_-]+\.{_INDEX}"
_NUMBER_OF_CALLOUT = rf"{_BLOCK}\.items\.{_INDEX}\.numbers\.{_INDEX}"
_ITEM = re.compile(
    rf"(?P<list>{_BLOCK}\.(?:bullets|items|cases|rows)|{_BLOCK}\.rows\.{_INDEX}\.items"
    rf"|{_BLOCK}\.items\.{_INDEX}\.numbers|{_BLOCK}\.strip)\.(?P<index>{_INDEX})"
    r"(?:\.(?P<leaf>title|text|label|date|remark|qr|value|unit|file|caption|credit))?"
)
_TOPIC = re.compile(rf"(?P<block>{_BLOCK})\.topics\.(?P<topic>[a-z0-9_-]+)(?P<code>\.code)?")
_OPEN = re.compile(
    rf"{_BLOCK}\.(?:{'|'.join(kinds_by_text_key())}|figure|bullets\.{_INDEX}|rows\.{_INDEX}\.items\.{_INDEX}"
    rf"|(?:items|cases)\.{_INDEX}\.(?:title|text)|rows\.{_INDEX}\.(?:label|text|remark))"
    rf"|{_NUMBER_OF_CALLOUT}\.(?:value|unit|label)"
    rf"|{_BLOCK}\.strip\.{_INDEX}\.(?:file|caption|credit)"
    rf"|milestones\.{_INDEX}\.label"
    r"|(?:photo|flag)(?:\.credit)?|partner\.(?:name|reading|latin|native)|place\.label"
    r"|contact\.(?:heading|organisation|tel|email|website)|notes\..+"
)
_PLAIN = re.compile(
    r"partner\..+|place\.label|contact\.(?:tel|email|website)|edition|milestones\..+|seminar\..+"
    rf"|{_NUMBER_OF_CALLOUT}\.(?:value|unit)"
)
_OWN = re.compile(  # values of a booklet's file
    r"(?:foreword|closing|glossary|cover)\b.*|title|subtitle|seminar\.(?:name|place)|colophon\.publisher"
    r"|compare_facts\.\d{1,9}\.title"
)
_ON_AXIS = re.compile(rf"milestones\.{_INDEX}\.(?:label|date)|_words:drawing\.years")
_CELL = "_cell:"  # as in word/partner_tables: a cell of a comparison table of a booklet


@dataclass(frozen=True, slots=True)
class TextAddress:
    """The parsed address of a text.

    Attributes:
        address: The address without the paragraph number.
        number: The number of the paragraph in the value, from 1.
    """

    address: str
    number: int

    @classmethod
    def parse(cls, address: str) -> TextAddress:
        """Parse an address.

        >>> TextAddress.parse("answers.about.0.bullets.1#2")
        TextAddress(address='answers.about.0.bullets.1', number=2)
        """
        value, _, number = address.partition("#")
        return cls(value, int(number) if _NUMBER.fullmatch(number) else 1)

    @property
    def path(self) -> YamlPath:
        """The path of the value in the YAML; for a picture, the path of its alternative text."""
        path = address_path(self.address)
        if self.address in ("photo", "flag"):
            return (*path, "alt")
        return (*path[:-1], "alt") if self.is_picture else path

    @property
    def is_fixed(self) -> bool:
        """Whether the text is no value of this profile: it comes from the series, is computed or repeated."""
        is_code = bool((t := _TOPIC.fullmatch(self.address)) and t["code"])
        return self.address.startswith("_") or is_code or self.is_repeated

    @property
    def is_repeated(self) -> bool:
        """Whether the text repeats a value of one line, such as the name of a partner below its map."""
        return self.number > 1 and bool(_PLAIN.fullmatch(self.address))

    @property
    def is_no_answer(self) -> bool:
        """Whether the text stands in place of the answer to a question."""
        return self.address == "_series:no_answer"

    @property
    def cell_of(self) -> TextAddress | None:
        """The value that a cell of a comparison table is made from; None for other texts."""
        return TextAddress(self.address.removeprefix(_CELL), 1) if self.address.startswith(_CELL) else None

    @property
    def is_typed(self) -> bool:
        """Whether the text is a value of the profile that is printed as it was typed."""
        return bool(_OPEN.fullmatch(self.address))

    @property
    def is_plain(self) -> bool:
        """Whether the value is text without markup."""
        return bool(_PLAIN.fullmatch(self.address)) or self.is_picture

    @property
    def is_picture(self) -> bool:
        """Whether the address names a picture; its text is the alternative text."""
        return self.address in ("photo", "flag") or self.address.endswith((".figure", ".file"))

    @property
    def is_on_axis(self) -> bool:
        """Whether the text stands on the axis of years: a milestone, the heading or a year."""
        return bool(_ON_AXIS.fullmatch(self.address))

    @property
    def topic(self) -> tuple[str, str] | None:
        """The address of the block and the topic of a mark; None for other texts."""
        found = _TOPIC.fullmatch(self.address)
        return (found["block"], found["topic"]) if found and not found["code"] else None

    @property
    def item(self) -> tuple[YamlPath, int, str] | None:
        """The path of the innermost list, the index in it, and the key in the item; None outside lists."""
        found = _ITEM.fullmatch(self.address)
        return (address_path(found["list"]), int(found["index"]), found["leaf"] or "") if found else None

    @property
    def block(self) -> tuple[str, int] | None:
        """The question and the index of the block; None outside answers."""
        steps = self.address.split(".")
        if steps[0] == "answers" and len(steps) > 2 and _NUMBER.fullmatch(steps[2]):
            return steps[1], int(steps[2])
        return None

    @property
    def is_booklet_text(self) -> bool:
        """Whether the address names a text of a booklet's file."""
        return bool(_OWN.fullmatch(self.address))

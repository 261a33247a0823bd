"""Random mutations of the XML of a Word file: of words, elements, attributes and parts, one at a time."""

from __future__ import annotations

import copy
import random
from collections.abc import Mapping
from typing import Any

from lxml import etree

from docx_reader import W

_PARTS = (
    "document",
    "document",
    "document",
    "document",
    "footnotes",
    "header1",
    "footer1",
    "styles",
    "_rels/document.xml.rels",
)
_RUN = ("b", "i", "u", "strike", "vanish", "smallCaps", "em", "highlight")
_PARAGRAPH = ("jc", "numPr", "pageBreakBefore")
_FIELD = '<w:fldSimple xmlns:w="{}" w:instr=" {} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
_VALUES = {"jc": "center", "highlight": "yellow", "u": "single", "em": "dot"}


class Mutator:
    """Mutates the parts of one file; everything follows from the seed."""

    def __init__(self, parts: Mapping[str, bytes], seed: int) -> None:
        self.random = random.Random(seed)
        self.parts = dict(parts)
        self.done = ""

    def mutate(self) -> None:
        """Make one mutation; ``done`` says which."""
        kinds = [
            self.text, self.text, self.text, self.blank, self.delete, self.delete, self.copy, self.move,
            self.swap, self.attribute, self.run_property, self.paragraph_property, self.cell_property,
            self.field, self.part,
        ]  # fmt: skip
        kind = self.random.choice(kinds)
        name = self.random.choice(_PARTS)
        path = f"word/{name}" if name.endswith(".rels") else f"word/{name}.xml"
        if path not in self.parts:
            return
        if kind == self.part:
            self.done = f"delete {path}"
            del self.parts[path]
            return
        root: Any = etree.fromstring(self.parts[path])
        kind(root)
        self.done = f"{path}: {self.done}"
        self.parts[path] = etree.tostring(root)

    def one(self, root: Any, *tags: str) -> Any:
        """A random element with one of these tags; any but the root without tags."""
        found = [*root.iter(*(f"{W}{tag}" for tag in tags))] if tags else [*root.iterdescendants()]
        return self.random.choice(found) if found else None

    def text(self, root: Any) -> None:
        if (one := self.one(root, "t")) is None or not one.text:
            return
        at = self.random.randrange(len(one.text) + 1)
        end = min(len(one.text), at + self.random.choice([0, 1, 1, 3]))
        new = self.random.choice(["", "新", "x", "。", "2", " ", "　", "＊", "A"])
        self.done = f"type {new!r} over {one.text[at:end]!r} in {one.text[:20]!r}"
        one.text = one.text[:at] + new + one.text[end:]

    def blank(self, root: Any) -> None:
        if (one := self.one(root, "t")) is None or not one.text:
            return
        blank = self.random.choice([" ", "　", "　　"])
        one.text = blank + one.text if self.random.random() < 0.5 else one.text + blank
        one.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        self.done = f"blank {one.text!r}"

    def delete(self, root: Any) -> None:
        if (
            one := self.one(root, *self.random.choice([(), ("p",), ("r",), ("t",), ("tr",), ("tc",)]))
        ) is None:
            return
        self.done = f"delete {shown(one)}"
        one.getparent().remove(one)

    def copy(self, root: Any) -> None:
        if (one := self.one(root, *self.random.choice([(), ("p",), ("r",), ("tr",)]))) is None:
            return
        self.done = f"copy {shown(one)}"
        one.addnext(copy.deepcopy(one))

    def move(self, root: Any) -> None:
        tag = self.random.choice(["p", "r", "tr"])
        one, other = self.one(root, tag), self.one(root, tag)
        if one is None or one is other or one in [*other.iterancestors()] or other in [*one.iterancestors()]:
            return
        self.done = f"move {shown(one)} before {shown(other)}"
        other.addprevious(one)

    def swap(self, root: Any) -> None:
        """A paragraph goes down by one (Alt+Down)."""
        one = self.one(root, "p")
        after = None if one is None else one.getnext()
        if after is not None:
            self.done = f"down {shown(one)} over {shown(after)}"
            after.addnext(one)

    def attribute(self, root: Any) -> None:
        one = self.one(root)
        if one is None or not isinstance(one.tag, str) or not one.attrib:
            return
        name = self.random.choice(sorted(one.attrib))
        values = sorted({str(other.get(name)) for other in root.iter(one.tag) if other.get(name) is not None})
        new = self.random.choice([*values, "0", "x"])
        self.done = f"{shown(one)} {name}: {one.get(name)} to {new}"
        one.set(name, new)

    def run_property(self, root: Any) -> None:
        self._property(root, "r", "rPr", self.random.choice(_RUN))

    def paragraph_property(self, root: Any) -> None:
        self._property(root, "p", "pPr", self.random.choice(_PARAGRAPH))

    def cell_property(self, root: Any) -> None:
        self._property(root, "tc", "tcPr", self.random.choice(["gridSpan", "vMerge"]))

    def _property(self, root: Any, tag: str, properties: str, name: str) -> None:
        if (one := self.one(root, tag)) is None:
            return
        found = one.find(f"{W}{properties}")
        if found is None:
            found = etree.Element(f"{W}{properties}")
            one.insert(0, found)
        made = etree.SubElement(found, f"{W}{name}")
        if name == "numPr":
            etree.SubElement(made, f"{W}numId").set(f"{W}val", "0")
        elif name == "gridSpan":
            made.set(f"{W}val", "2")
        elif name in _VALUES:
            made.set(f"{W}val", _VALUES[name])
        self.done = f"{name} for {shown(one)}"

    def field(self, root: Any) -> None:
        if (one := self.one(root, "p")) is not None:
            kind = self.random.choice(["PAGE", "NUMPAGES"])
            one.append(etree.fromstring(_FIELD.format(W[1:-1], kind)))
            self.done = f"field {kind} in {shown(one)}"

    def part(self, root: Any) -> None:
        raise AssertionError("mutate() deletes parts itself")


def shown(element: Any) -> str:
    """An element with some of its words."""
    return f"<{etree.QName(element).localname}> {''.join(element.itertext())[:30]!r}"

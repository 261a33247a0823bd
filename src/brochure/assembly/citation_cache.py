"""Citations as a style worded them before: the style, and citeproc-py, are loaded for what is new only."""

from __future__ import annotations

from brochure.assembly.citation import Citation, load_style
from brochure.document import tree as document
from brochure.document.tree import Inlines
from brochure.schema.layout import Layout
from brochure.storage.cache import Cache, digest, key_of, tool
from brochure.storage.fingerprint import content
from brochure.storage.serialise import Packing

STAGE = "citations"
_PACKING = Packing(document.CLASSES)


def style_of(layout: Layout) -> str:
    """A digest of a layout's citation style."""
    return content(layout.folder / layout.data.notes.style)


class Wordings:
    """Words citations as a style does, with those that a profile had the last time.

    Args:
        cache: Where they are kept.
        file: The profile's name.
        layout: Whose style is used.
    """

    def __init__(self, cache: Cache, file: str, layout: Layout) -> None:
        self._cache, self._layout = cache, layout
        self._inputs = {"brochure": tool(), "style": style_of(layout), "profile": file}
        self._known = self._read()
        self._used: dict[str, Inlines] = {}

    def render(self, citation: Citation) -> Inlines:
        """The words of one citation."""
        key = digest(repr(citation).encode())
        self._used[key] = self._known[key] if key in self._known else self._anew(citation)
        return self._used[key]

    def _anew(self, citation: Citation) -> Inlines:
        return load_style(self._layout).render(citation)

    def keep(self) -> None:
        """Keep what was worded now, for the next time."""
        if self._used.keys() - self._known.keys():
            about = {"what": f"citations of {self._inputs['profile']}", "inputs": self._inputs}
            packed = _PACKING.pack(tuple(self._used.items()))
            self._cache.put(STAGE, key_of(self._inputs), about, {"citations": packed})

    def _read(self) -> dict[str, Inlines]:
        found = self._cache.get(STAGE, key_of(self._inputs))
        try:
            return dict(_PACKING.unpack(found.contents["citations"])) if found else {}
        except (ValueError, LookupError, TypeError):
            return {}

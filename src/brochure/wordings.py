"""Citations as a style worded them before: the style, and citeproc-py, are loaded for what is new only."""

from __future__ import annotations

from collections.abc import Callable

from brochure import document
from brochure.cache import Cache, digest, key_of, tool
from brochure.citation import Citation, Style
from brochure.document import Inlines
from brochure.packing import Packing, classes_of

STAGE = "citations"
_PACKING = Packing(classes_of(document))


class Wordings:
    """Words citations as a style does, with those that a profile had the last time.

    Args:
        cache: Where they are kept.
        file: The profile's name.
        digest: The digest of the style's text.
        style: Reads the style.
    """

    def __init__(self, cache: Cache, file: str, digest: str, style: Callable[[], Style]) -> None:
        self._cache, self._style = cache, style
        self._inputs = {"brochure": tool(), "style": digest, "profile": file}
        self._known = self._read()
        self._used: dict[str, Inlines] = {}

    def render(self, citation: Citation) -> Inlines:
        """The words of one citation."""
        key = digest(repr(citation).encode())
        self._used[key] = self._known[key] if key in self._known else self._style().render(citation)
        return self._used[key]

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

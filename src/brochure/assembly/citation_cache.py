"""Cache of formatted citations; the style and citeproc-py are loaded only for new ones."""

from __future__ import annotations

from brochure.assembly.citation import Citation, load_citation_style
from brochure.document.tree import TREE_CLASSES, Inlines
from brochure.schema.layout import Layout
from brochure.storage.cache import Cache, bytes_digest, cache_key, program_digest
from brochure.storage.fingerprint import content_digest
from brochure.storage.serialise import Packing

STAGE = "citations"
_PACKING = Packing(TREE_CLASSES)


def citation_style_digest(layout: Layout) -> str:
    """Return a digest of a layout's citation style."""
    return content_digest(layout.citation_file or layout.folder / layout.data.notes.style)


class CitationCache:
    """Formats the citations of a profile; those of the last run come from the cache.

    Args:
        cache: The cache.
        file: The name of the profile's file.
        layout: The layout with the citation style.
    """

    def __init__(self, cache: Cache, file: str, layout: Layout) -> None:
        self._cache, self._layout = cache, layout
        self._inputs = {"brochure": program_digest(), "style": citation_style_digest(layout), "profile": file}
        self._known = self._load()
        self._used: dict[str, Inlines] = {}

    def render(self, citation: Citation) -> Inlines:
        """Return the text of one citation."""
        key = bytes_digest(repr(citation).encode())
        self._used[key] = self._known[key] if key in self._known else self._format(citation)
        return self._used[key]

    def _format(self, citation: Citation) -> Inlines:
        return load_citation_style(self._layout).render(citation)

    def save(self) -> None:
        """Write the citations of this run to the cache, if some of them are new."""
        if self._used.keys() - self._known.keys():
            about = {"what": f"citations of {self._inputs['profile']}", "inputs": self._inputs}
            packed = _PACKING.pack(tuple(self._used.items()))
            self._cache.put(STAGE, cache_key(self._inputs), about, {"citations": packed})

    def _load(self) -> dict[str, Inlines]:
        found = self._cache.get(STAGE, cache_key(self._inputs))
        try:
            return dict(_PACKING.unpack(found.contents["citations"])) if found else {}
        except (ValueError, LookupError, TypeError):
            return {}

"""What a Word file was made from, taken out of it; nothing else of the file is read."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from lxml import etree

from brochure.word import baseline
from brochure.word.baseline import NAMESPACE, SCHEMA, Baseline

_ITEM = re.compile(r"customXml/item\d+\.xml")
_LARGEST = 64_000_000  # bytes of all custom XML parts together: the profiles of a large booklet, many times


def embedded(data: bytes) -> dict[str, Baseline]:
    """The baselines in a Word file by the ids of their profiles: one, in a booklet several, in others none.

    Raises:
        ValueError: It is no Word file, or its parts are broken, too large, or of a later brochure.
    """
    try:
        found = [etree.fromstring(part, etree.XMLParser(resolve_entities=False)) for part in _parts(data)]
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, RuntimeError, OSError) as error:
        raise ValueError(str(error)) from None
    if any(root.getroottree().docinfo.internalDTD is not None for root in found):
        raise ValueError("DOCTYPE")  # Word writes none, and an entity could be anything
    roots = [root for root in found if etree.QName(root).namespace == NAMESPACE]
    if unknown := {root.get("schema", "") for root in roots} - {SCHEMA}:
        raise ValueError(f"schema {', '.join(sorted(unknown))}")
    parts = [etree.tostring(root) for root in roots]
    if any(root.tag == f"{{{NAMESPACE}}}booklet" for root in roots):
        return {name: one for name, (one, _) in baseline.read_book(parts)[2].items()}
    return {one.profile: one for one, _ in map(baseline.read, parts)}


def _parts(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        found = [one for one in archive.infolist() if _ITEM.fullmatch(one.filename)]
        if sum(one.file_size for one in found) > _LARGEST:
            raise ValueError(f"more than {_LARGEST // 1_000_000} MB")
        return [archive.read(one) for one in found]

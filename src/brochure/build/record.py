"""The archive record of a PDF: identifier and date of its edition, and its source files as attachments."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.build.load import LoadedPartner
from brochure.document.book import Depth
from brochure.document.partial_date import PartialDate
from brochure.schema.share_safe import carried_text
from brochure.typesetting.weasyprint import ArchiveRecord, Enclosure

if TYPE_CHECKING:
    from brochure.build.chapters import CompiledBooklet

_PROFILE, _SERIES, _BOOKLET = "機関ファイル", "共通ファイル", "冊子のファイル"


def record_of_partner(loaded: LoadedPartner) -> ArchiveRecord:
    """The archive record of one partner's PDF; the profile and the series file are attached."""
    document, profile, series = loaded.document, loaded.profile.source, loaded.common.series.source
    carried = loaded.carried_texts()
    texts = [(profile.file, carried[0], _PROFILE), (series.file, carried[1], _SERIES)]
    return _record(document.id, document.edition, texts)


def record_of_booklet(compiled: CompiledBooklet) -> ArchiveRecord:
    """The archive record of a booklet's PDF; the booklet's file, the series and all profiles are attached."""
    book, own = compiled.book, compiled.booklet.source
    series = compiled.commons[Depth.FULL].series.source
    texts = [(own.file, own.text, _BOOKLET), (series.file, series.text, _SERIES)]
    texts += [(partner.file, partner.text, _PROFILE) for partner in compiled.partners.values()]
    carried = [
        (file, carried_text(text, share_safe=compiled.share_safe), words) for file, text, words in texts
    ]
    return _record(f"booklet:{book.id}", book.edition, carried)


def _record(name: str, edition: PartialDate, texts: Iterable[tuple[str, str, str]]) -> ArchiveRecord:
    """The record of an edition; ``texts`` are (file, text, description) of each attachment."""
    return ArchiveRecord(
        f"urn:brochure:{name}:{edition.iso()}",
        edition.first_day(),
        tuple(Enclosure(Path(file).name, text, words) for file, text, words in texts),
    )

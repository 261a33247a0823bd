"""What a PDF keeps of its making: the name and day of its edition, and the files it was made from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.build.load import Loaded
from brochure.document.book import Depth
from brochure.document.partial_date import PartialDate
from brochure.typesetting.weasyprint import ArchiveRecord, Enclosure

if TYPE_CHECKING:
    from brochure.build.chapters import CompiledBooklet

_PROFILE, _SERIES, _BOOKLET = "機関ファイル", "共通ファイル", "冊子のファイル"


def record_of_partner(loaded: Loaded) -> ArchiveRecord:
    """What the PDF of one partner keeps: the profile and the series file, as they were."""
    document, profile, series = loaded.document, loaded.profile.source, loaded.common.series.source
    texts = [(profile.file, profile.text, _PROFILE), (series.file, series.text, _SERIES)]
    return _record(document.id, document.edition, texts)


def record_of_booklet(compiled: CompiledBooklet) -> ArchiveRecord:
    """What the PDF of a booklet keeps: the booklet's file, the series and all profiles."""
    book, own = compiled.book, compiled.booklet.source
    series = compiled.commons[Depth.FULL].series.source
    texts = [(own.file, own.text, _BOOKLET), (series.file, series.text, _SERIES)]
    texts += [(partner.file, partner.text, _PROFILE) for partner in compiled.partners.values()]
    return _record(f"booklet:{book.id}", book.edition, texts)


def _record(name: str, edition: PartialDate, texts: Iterable[tuple[str, str, str]]) -> ArchiveRecord:
    """The record of an edition; ``texts`` are files with their text and what they are."""
    return ArchiveRecord(
        f"urn:brochure:{name}:{edition.iso()}",
        edition.first_day(),
        tuple(Enclosure(Path(file).name, text, words) for file, text, words in texts),
    )

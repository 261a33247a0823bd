"""The openers of a booklet (中扉): which regions get one, and what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from brochure.assembly.booklet_maps import mapped_partners, numbered_members
from brochure.assembly.booklet_members import Member
from brochure.assembly.region_map import region_map
from brochure.assembly.texts import SERIES
from brochure.document.book import Chapter, Opener, OpenerRow
from brochure.document.drawing import Drawing
from brochure.document.house_style import HouseStyle
from brochure.schema.series import Series

_LEAST = 3  # partners; for one or two, a page is too much
_LEAST_MAPPED = 2  # one place alone is no map of a region


def region_openers(
    members: Sequence[Member], chapters: Sequence[Chapter], series: Series, style: HouseStyle
) -> tuple[Opener, ...]:
    """An opener before every run of three or more partners of a region.

    Args:
        members: The partners in their order; those with only a row in the tables are left out.
        chapters: The chapters of the others.
        series: The series with the regions.
        style: The house style, with the room for maps.
    """
    shown = [member for _, member in numbered_members(members)]
    pairs = list(zip(shown, chapters, strict=True))
    made = []
    for region, group in groupby(pairs, key=lambda pair: pair[0].about.region or ""):
        run = list(group)
        name = series.data.regions.get(region, "")
        if name and len(run) >= _LEAST:
            own = {member.document.id for member, _ in run}
            opener = Opener(
                region=region,
                name=name,
                before=run[0][1].document.id,
                rows=tuple(_row(chapter, name) for _, chapter in run),
                map=_map(members, own, name, style),
                at=f"{SERIES}regions.{region}",
            )
            made.append(opener)
    return tuple(made)


def _row(chapter: Chapter, region: str) -> OpenerRow:
    """The row of a partner; what the region or the country says already is left out."""
    place = chapter.place if chapter.place != region else ""
    kind = chapter.kind if chapter.kind not in (place, region) else ""
    return OpenerRow(
        chapter.document.id, chapter.tab, chapter.name, chapter.document.accent, place=place, kind=kind
    )


def _map(members: Sequence[Member], own: set[str], region: str, style: HouseStyle) -> Drawing | None:
    """The map of the partners of a region that have a place; None if the layout has no maps."""
    mapped = [one for one in mapped_partners(members) if one.partner in own]
    if style.room is None or len(mapped) < _LEAST_MAPPED:
        return None
    alt = style.words.fill("drawing.region", region=region, count=len(mapped))
    return region_map(mapped, (style.room.page_width, style.room.page_height), alt)

"""The maps of a booklet: the world seen from home on its cover, and the page of all partners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from brochure.assembly.azimuthal_map import pale_world, seen_from_home
from brochure.assembly.booklet_members import Member
from brochure.assembly.numbered_places import MappedPartner
from brochure.assembly.texts import SERIES
from brochure.assembly.title_drawings import declared_years
from brochure.assembly.world_map import world_map, world_page
from brochure.assembly.year_axis import DatedEvent
from brochure.document.book import Depth, WorldPage
from brochure.document.drawing import Drawing
from brochure.document.house_style import HouseStyle
from brochure.document.partial_date import PartialDate
from brochure.schema.series import Series

_HOME = f"{SERIES}home.name"
_NAMES = 42  # mm: the column of names beside the axis of all partners


def cover_map(members: Sequence[Member], series: Series, style: HouseStyle, colour: str) -> Drawing | None:
    """The world seen from home; None without home or places, or if the layout has no maps."""
    home, room, mapped = series.data.home, style.room, list(mapped_partners(members))
    if home is None or room is None or not mapped:
        return None
    page = room.page_width, room.page_height
    return seen_from_home((home.name, home.lat, home.lon), mapped, page, colour, style.words, home_at=_HOME)


def foreword_map(members: Sequence[Member], series: Series, style: HouseStyle) -> Drawing | None:
    """The pale world behind the foreword, if the cover can have its map."""
    home, room = series.data.home, style.room
    if home is None or room is None or not list(mapped_partners(members)):
        return None
    return pale_world((home.lat, home.lon), (room.page_width, room.page_height))


def all_partners(
    members: Sequence[Member], series: Series, style: HouseStyle, edition: PartialDate
) -> WorldPage | None:
    """The page of all partners; None if the layout has no drawings, or there is nothing to show."""
    home, room, mapped = series.data.home, style.room, list(mapped_partners(members))
    if room is None:
        return None
    drawing = None
    if home and mapped:
        drawing = world_map(
            (home.name, home.lat, home.lon), mapped, room.page_width, style.words, home_at=_HOME
        )
    length = room.page_width - 2 * room.right - _NAMES
    length = min(room.axis, length) if room.axis else length
    rows = (
        (
            member.document.id,
            tab,
            member.about.name,
            member.document.accent,
            [
                DatedEvent(label, date, style.words.date(date), is_named, at)
                for label, date, is_named, at in member.about.events
            ],
        )
        for tab, member in numbered_members(members)
    )
    return world_page(drawing, rows, edition, declared_years(series), length, style.words)


def numbered_members(members: Sequence[Member]) -> Iterator[tuple[str, Member]]:
    """The partners with pages, and the numbers of their thumb tabs."""
    shown = (member for member in members if member.depth is not Depth.ROW)
    return ((str(number), member) for number, member in enumerate(shown, start=1))


def mapped_partners(members: Sequence[Member]) -> Iterator[MappedPartner]:
    """The partners with pages and a place, as they stand on maps."""
    for tab, member in numbered_members(members):
        if member.about.place:
            yield MappedPartner(tab, member.document.accent, *member.about.place, member.document.id)

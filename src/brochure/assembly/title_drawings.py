"""The drawings under and beside a partner's name: the map of the title band, and the axis of years."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.assembly.locator_map import locator
from brochure.assembly.texts import SERIES
from brochure.assembly.year_axis import DatedEvent, YearScale, year_axis
from brochure.document.drawing import Locator, Years
from brochure.document.house_style import HouseStyle
from brochure.document.printed_words import PrintedWords
from brochure.schema.profile import Profile
from brochure.schema.series import Series


def title_locator(profile: Profile, series: Series, style: HouseStyle) -> Locator | None:
    """The map of a partner; None without its place, without home, or if a photo has the map's place."""
    place, home = profile.data.place, series.data.home
    if style.room is None or place is None or home is None or profile.data.photo is not None:
        return None
    name = profile.data.partner.name
    return locator(
        (home.name, home.lat, home.lon),
        (place.label or name, place.lat, place.lon),
        style.room,
        profile.data.accent,
        alt=style.words.fill("drawing.map", partner=name, home=home.name),
        label_at="place.label" if place.label else "partner.name",
        home_at=f"{SERIES}home.name",
    )


def partner_years(profile: Profile, series: Series, style: HouseStyle) -> Years | None:
    """The milestones of a partner on an axis; None without milestones, or if the layout has no axis."""
    data = profile.data
    if style.room is None or not style.room.axis or not data.milestones:
        return None
    dates = [event.date for event in data.milestones]
    scale = YearScale.around([*dates, data.edition], declared_years(series))
    events = list(dated_events(profile, style.words))
    return year_axis(style.words["drawing.years"], events, data.edition, scale, style.room.axis)


def declared_years(series: Series) -> tuple[int, int] | None:
    """The first and last year of the axis in the series file."""
    years = series.data.years
    return (years.first, years.last) if years else None


def dated_events(profile: Profile, words: PrintedWords) -> Iterator[DatedEvent]:
    """The milestones of a profile."""
    for index, event in enumerate(profile.data.milestones):
        is_named = event.event is not None
        yield DatedEvent(event.label, event.date, words.date(event.date), is_named, f"milestones.{index}")

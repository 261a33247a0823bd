"""The page with all partners of a booklet: a map of the world, and their milestones on one axis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from brochure.assembly.land import world_land
from brochure.assembly.locator_map import BEYOND, way
from brochure.assembly.numbered_places import MappedPartner, numbered_discs
from brochure.assembly.year_axis import DatedEvent, YearScale
from brochure.document.book import WorldPage, WorldRow
from brochure.document.drawing import INK, Drawing, Ink, Label, Land, Square, YearEvent, text_width
from brochure.document.map_projection import WORLD, EqualEarth, map_centre
from brochure.document.partial_date import PartialDate
from brochure.document.printed_words import PrintedWords

_TOP, _BOTTOM = 75.0, -50.0  # degrees: the map ends there
_SIZE = 7.0  # pt of the years in the chart
_BESIDE = 2.0  # mm from the middle of a dot to its year


def world_map(
    home: tuple[str, float, float],
    partners: Sequence[MappedPartner],
    width: float,
    words: PrintedWords,
    *,
    home_at: str,
) -> Drawing:
    """The map of all partners, as wide as the page; areas are true.

    Args:
        home: The name, the latitude and the longitude of home.
        partners: The partners.
        width: The width of the page in mm.
        words: The words of the series.
        home_at: The address of the name.
    """
    projection = EqualEarth(map_centre(home[2]))
    scale, size = width / WORLD, width / 210
    up, down = (projection.from_turned(0, lat)[1] * scale for lat in (_TOP, _BOTTOM))
    height = round(down - up, 2)
    here, *places = (
        (x * scale, y * scale - up)
        for x, y in (projection.place(*home[1:]), *(projection.place(one.lat, one.lon) for one in partners))
    )
    box = ((-BEYOND, 0.0), (width + BEYOND, height))
    land = world_land(projection.centre, scale, 0, -up, box)
    discs, numbers = numbered_discs(partners, places, here, radius=2.7 * size, size=7.5 * size, outline=0.4)
    name = Label(home[0], round(here[0] + 2, 2), round(here[1] + 1.9, 2), "start", 7.0, INK, bold=True)
    return Drawing(
        left=-BEYOND,
        top=0,
        width=width + 2 * BEYOND,
        height=height,
        shapes=(
            Land(land, Ink("land")),
            *(way(here, place, Ink("line"), 0.25) for place in places),
            *discs,
            Square(round(here[0], 2), round(here[1], 2), 2.2, INK),
        ),
        labels=(
            Label(name.text, name.x, name.y, name.align, name.size, INK, bold=True, at=home_at),
            *numbers,
        ),
        alt=words.fill("drawing.world", home=home[0], count=len(partners)),
    )


def world_page(
    drawing: Drawing | None,
    rows: Iterable[tuple[str, str, str, str, Sequence[DatedEvent]]],
    edition: PartialDate,
    declared: tuple[int, int] | None,
    length: float,
    words: PrintedWords,
) -> WorldPage | None:
    """The page; None if there is neither a map nor a date.

    Args:
        drawing: The map.
        rows: Of each partner its id, number, name, accent and events.
        edition: The date at which the axis ends.
        declared: The first and last year that the series declares.
        length: The length of the axis in mm.
        words: The words of the series.
    """
    listed = list(rows)
    events = [event for *_, own in listed for event in own]
    if not events and drawing is None:
        return None
    title = words[f"drawing.{'map_and_years' if events and drawing else 'only_map' if drawing else 'years'}"]
    if not events:
        return WorldPage(title, drawing, (), (), 0.0, "", "", words["drawing.note"], "", "")
    scale = YearScale.around([edition, *(event.date for event in events)], declared)
    end = scale.share(max([edition, *(event.date for event in events)]))
    dated = sorted((row for row in listed if row[4]), key=lambda row: min(event.date for event in row[4]))
    return WorldPage(
        title=title,
        map=drawing,
        rows=tuple(
            WorldRow(
                partner,
                tab,
                name,
                accent,
                _chart_events(sorted(own, key=lambda event: event.date), scale, length),
                min((scale.share(event.date) for event in own), default=end),
            )
            for partner, tab, name, accent, own in [*dated, *(row for row in listed if not row[4])]
        ),
        ticks=scale.ticks(end),
        end=end,
        named=words.listed(dict.fromkeys(event.label for event in events if event.is_named)),
        others=words.listed(dict.fromkeys(event.label for event in events if not event.is_named)),
        note=words["drawing.note"],
        heading=words["drawing.years"],
        separator=words["text.separator"],
    )


def _chart_events(events: Sequence[DatedEvent], scale: YearScale, length: float) -> tuple[YearEvent, ...]:
    """The events of a row, with their years right of the dots, left of them, or a line higher."""
    dots = [scale.share(event.date) * length for event in events]
    taken = [(dot - _BESIDE, dot + _BESIDE) for dot in dots]
    made: list[YearEvent] = []
    for event, dot in zip(events, dots, strict=True):
        words = str(event.date.year)
        width = text_width(words, _SIZE) + 0.5
        right, left = (dot + _BESIDE, dot + _BESIDE + width), (dot - _BESIDE - width, dot - _BESIDE)
        fits = [ends for ends, span in ((False, right), (True, left)) if _is_free(span, taken, length)]
        ends = fits[0] if fits else False
        taken.append(left if ends else right)
        share = scale.share(event.date)
        made.append(YearEvent(event.label, words, share, event.is_named, 0 if fits else 1, ends, event.at))
    return tuple(made)


def _is_free(span: tuple[float, float], taken: Sequence[tuple[float, float]], length: float) -> bool:
    begin, end = span
    return end <= length and all(end <= left or begin >= right for left, right in taken)

"""Print the sent profile again with the changes, and find what does not give the edited text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from brochure.assembly.texts import SERIES
from brochure.build.brochure import write_word_file
from brochure.build.load import LoadedPartner, SharedInput, load_partner_text
from brochure.diagnostics.problem import BrochureError, Location, problem
from brochure.revision import mark_tables, merge3, proof
from brochure.revision.address import TextAddress
from brochure.revision.change import Change, ProfileEdits
from brochure.revision.date_edits import dates_in_other_form, dates_left_in_other_form
from brochure.revision.merge3 import MergeState
from brochure.revision.open_file import FileEdits, booklet_overrides
from brochure.revision.select import group_changes
from brochure.revision.yaml_edit import edit
from brochure.revision.yaml_edit.apply import apply_edits
from brochure.schema import series, yaml_reader
from brochure.schema.layout import Drawings
from brochure.schema.profile import address_path
from brochure.schema.yaml_reader import YamlText
from brochure.storage.workspace import Workspace
from brochure.word.origin import read_origin
from brochure.word.reader.model import WordReading
from brochure.word.reader.read import read_word_lines
from brochure.word.untrusted import open_word

_BAND = 40  # mm: the height of a title band does not matter here


@dataclass(frozen=True, slots=True)
class Unproven:
    """What differs between the printed profile and the edited file, apart from edits that are reported.

    Attributes:
        changes: The changes that do not print the edited text.
        lines: The lines that no change explains.
        shared: The lines of the series that the printed profile lacks or has in another place.
        questions: The questions among them that stand at another place in the edited file.
        moved: These questions and the lines that were moved with them.
    """

    changes: Sequence[Change] = ()
    lines: Sequence[str] = ()
    shared: Sequence[str] = ()
    questions: Sequence[str] = ()
    moved: frozenset[str] = frozenset()


def find_unproven(where: Workspace, common: SharedInput, one: FileEdits, revised: ProfileEdits) -> Unproven:
    """Print the sent profile with the changes, and compare it with the edited file.

    Raises:
        BrochureError: A printed line is neither in the sent file nor caused by a single change (D114).
    """
    if not (revised.changes or revised.left or _is_edited(one, revised)):
        return Unproven()
    if one.origin.booklet and not one.sent_lines.get(revised.profile):
        return Unproven()  # the booklet has no pages of the partner, only its rows in the tables
    base = one.bases[revised.profile]
    own = _sent_common(one, revised, common)
    left = proof.words_of_unresolved(revised.left)
    bad: list[Change] = []
    invalid = _invalid_changes(where, own, one, revised, base)
    while True:
        on_pages = [change for change in revised.changes if not change.in_table]
        good = [change for change in on_pages if change not in bad and change not in invalid]
        reported = [*left, *(text for c in (*bad, *invalid) for text in proof.words_of_change(c).split("\n"))]
        found = _differing_lines(where, own, one, revised, base, good)
        lines = found.without(reported)
        if not lines:
            break
        words = [proof.words_of_change(change) for change in good]
        places = {proof.closest_text(line, words) for line in (*lines.printed, *lines.came)}
        blamed = [good[place] for place in places if place >= 0]
        made = [line for line in lines.printed if line not in _sent_lines(one)]
        if made and not blamed:  # no change has these words: leave out one change at a time
            for change in good:
                rest = _differing_lines(where, own, one, revised, base, [c for c in good if c != change])
                if any(line not in rest.printed for line in made):
                    blamed.append(change)
        if not blamed and made and good:
            detail = made[0][:60]
            raise BrochureError([problem("D114", Location(one.shown), at=revised.profile, detail=detail)])
        if not blamed:
            break
        bad += blamed
    answered = {"".join(change.old.split()) for change in good if _answers_question(change)}
    shared = tuple(line for line in lines.shared if line not in answered)
    if shared:
        as_sent = _differing_lines(where, own, one, revised, base, [], _sent_reading(one, revised))
        shared = tuple(line for line in shared if line not in as_sent.shared)  # else made with another layout
    differing = [*lines.came, *(line for line in lines.printed if line not in lines.came)]
    return Unproven(bad, differing, shared, _moved_questions(own, lines), lines.moved)


def _answers_question(change: Change) -> bool:
    """Whether a change gives an answer to a question that had none; ``old`` are the words for “no answer”."""
    return change.path[:1] == ("answers",) and len(change.path) == 2 and not change.before


def _moved_questions(common: SharedInput, lines: proof.DifferingLines) -> list[str]:
    """The questions that stand at another place in the edited file, as the series words them."""
    questions = common.series.data.questions.values()
    return [text for text in questions if "".join(text.split()) in lines.moved]


def _invalid_changes(
    where: Workspace, common: SharedInput, one: FileEdits, revised: ProfileEdits, base: YamlText
) -> list[Change]:
    """Changes that would make the sent profile invalid; they are reported elsewhere (D208)."""
    if _load_changed(where, common, one, revised, base, revised.changes) is not None:
        return []
    kept: list[Change] = []
    refused: list[Change] = []
    for group in group_changes(merge3.merge_changes(revised.changes, base, base)):
        changes = [m.change for m in group]
        if _load_changed(where, common, one, revised, base, [*kept, *changes]) is None:
            refused += changes
        else:
            kept += changes
    return refused


def _is_edited(one: FileEdits, revised: ProfileEdits) -> bool:
    """Whether any visible text differs from the sent file; in a booklet, any of this partner."""
    roles = one.origin.role_of_style
    edited = _edited_reading(one, revised)
    return proof.visible_lines(_sent_reading(one, revised), roles, ()) != proof.visible_lines(
        edited, roles, ()
    )


def _sent_lines(one: FileEdits) -> list[str]:
    return proof.visible_lines(one.sent, one.origin.role_of_style, ())


def _sent_common(one: FileEdits, revised: ProfileEdits, common: SharedInput) -> SharedInput:
    """The shared files, with the series file that was sent, and the map and years as they were sent."""
    text = one.origin.partners[revised.profile].series_yaml
    if text != common.series.source.text:
        common = replace(common, series=series.validate_series(text.encode(), common.series.source.file))
    data = common.layout.data
    drawings = _sent_drawings(one, revised, data.drawings)
    if drawings == data.drawings:
        return common
    data = data.model_copy(update={"drawings": drawings})
    return replace(common, layout=replace(common.layout, data=data))


def _sent_drawings(one: FileEdits, revised: ProfileEdits, drawings: Drawings | None) -> Drawings | None:
    """The room for maps and years in the layout of the sent file, which may be another layout.

    A file without an axis has the years in the line above the name.
    """
    scope = revised.profile if one.origin.booklet else ""
    sent = [TextAddress.parse(block.address) for block in one.origin.blocks if block.scope == scope]
    has_axis = any(place.is_on_axis and not place.is_fixed for place in sent)
    has_map = any(place.address == f"{SERIES}home.name" for place in sent)
    if not (has_axis or has_map):
        return None
    known = drawings or Drawings(band=_BAND)
    if has_axis:
        return known if known.axis != 0 else known.model_copy(update={"axis": None})
    return known.model_copy(update={"axis": 0})


def _differing_lines(
    where: Workspace,
    common: SharedInput,
    one: FileEdits,
    revised: ProfileEdits,
    base: YamlText,
    good: Sequence[Change],
    edited: WordReading | None = None,
) -> proof.DifferingLines:
    """Compare the edited file, or another reading, with the sent profile after these changes."""
    loaded = _load_changed(where, common, one, revised, base, good)
    if loaded is None:
        return proof.DifferingLines((), ())  # invalid even without the invalid changes
    swaps: list[tuple[str, str]] = []
    if one.origin.booklet:  # printed with the booklet's own explanations
        swaps += _glossary_swaps(yaml_reader.parse_yaml(one.origin.booklet.booklet_yaml.encode(), "booklet"))
    data = write_word_file(where, loaded, scope=revised.profile if one.origin.booklet else "")
    file = open_word(data, one.shown)
    fresh = read_origin(file)
    assert fresh is not None  # just written
    signs = [common.layout.house_style.item, common.layout.house_style.remark]
    if edited is None:
        edited = _edited_reading(one, revised)
    places = {
        block.bookmark: TextAddress.parse(block.address) for block in (*fresh.blocks, *one.origin.blocks)
    }
    fixed = {
        bookmark: proof.REPEATED if place.is_repeated else place.address
        for bookmark, place in places.items()
        if place.is_fixed
    }
    dated = [*dates_in_other_form(good), *dates_left_in_other_form(revised.left)]
    return proof.differing_lines(
        read_word_lines(file, fresh.roles),
        edited,
        fresh.role_of_style,
        signs,
        swaps,
        fixed,
        dated,
        mark_tables.legend_words(common.series.data),
        {mark: place.address for mark, place in places.items() if place.is_on_axis},
    )


def _glossary_swaps(booklet: YamlText) -> Iterator[tuple[str, str]]:
    """The terms of a booklet's glossary: with their short explanation, and without it."""
    terms = booklet.data.get("glossary") if isinstance(booklet.data, dict) else None
    for term in terms if isinstance(terms, list) else ():
        if isinstance(term, dict) and term.get("short"):
            yield f"{term.get('term')}（{term['short']}）", str(term.get("term"))


def _load_changed(
    where: Workspace,
    common: SharedInput,
    one: FileEdits,
    revised: ProfileEdits,
    base: YamlText,
    good: Sequence[Change],
) -> LoadedPartner | None:
    """The sent profile with these changes; None if it is not valid, or the YAML cannot be changed so."""
    merges = [m for m in merge3.merge_changes(good, base, base) if m.state is MergeState.OPEN]
    topics = mark_tables.topics_by_block(base, common.series.data)
    try:
        text = apply_edits(base, merge3.yaml_edits(merges, base, topics))
        source = yaml_reader.parse_yaml(text.encode(), base.file)
        if one.origin.booklet:  # printed with the booklet's own values
            booklet = yaml_reader.parse_yaml(one.origin.booklet.booklet_yaml.encode(), "booklet")
            own = [edit.Put(address_path(at), use) for at, use in booklet_overrides(booklet, revised.profile)]
            source = yaml_reader.parse_yaml(apply_edits(source, own).encode(), base.file)
        return load_partner_text(where, revised.profile, source, common)
    except (BrochureError, ValueError):
        return None


def _sent_reading(one: FileEdits, revised: ProfileEdits) -> WordReading:
    """The reading of the sent file; in a booklet, with the lines of one partner only."""
    return _partner_reading(one.sent, one.sent_lines, revised) if one.origin.booklet else one.sent


def _edited_reading(one: FileEdits, revised: ProfileEdits) -> WordReading:
    """The reading of the edited file; in a booklet, with the lines of one partner only."""
    return _partner_reading(one.reading, one.lines, revised) if one.origin.booklet else one.reading


def _partner_reading(
    reading: WordReading, lines: Mapping[str, Sequence[int]], revised: ProfileEdits
) -> WordReading:
    """The reading of a booklet with the lines of one partner only; ``lines`` are their indices."""
    numbers = set(lines.get(revised.profile, ()))
    return replace(
        reading,
        lines=tuple(line for index, line in enumerate(reading.lines) if index in numbers),
        running=(),
    )

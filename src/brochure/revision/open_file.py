"""Open one edited Word file, and find whose file it is and what was changed in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property, partial
from typing import Any

from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.document.tree import Strong, plain_text
from brochure.revision.change import EditorComment, ProfileEdits, UnresolvedEdit
from brochure.revision.characters import report_text
from brochure.revision.detect.alignment import CompareInput
from brochure.revision.detect.changes import detect_changes
from brochure.revision.detect.pictures import picture_edits
from brochure.revision.detect.places import moved_pictures
from brochure.revision.detect.set_up import set_up_edits
from brochure.revision.form_edits import FormEdits, profile_edits
from brochure.revision.known_notes import with_known_notes
from brochure.revision.partner_texts import PartnerTexts, is_cell, refused_moves, texts_by_partner
from brochure.revision.recovery.recover import recover_reading, restore_bookmarks
from brochure.revision.text_units import compare_lines
from brochure.schema import yaml_reader
from brochure.schema.series import validate_series
from brochure.schema.yaml_reader import YamlText
from brochure.word.baseline import AnchoredParagraph
from brochure.word.missing_parts import missing_parts
from brochure.word.origin import EmbeddedOrigin, find_profile_name, has_embedded_parts, read_origin
from brochure.word.part_links import broken_links
from brochure.word.reader.language_tags import restore_tags
from brochure.word.reader.model import RevisionView, WordLine, WordReading
from brochure.word.reader.read import read_word_lines
from brochure.word.untrusted import OpenedWord, open_word


class BaseKind(Enum):
    """What an edited file is compared with."""

    EMBEDDED = "embedded"  # the original in the file
    GIVEN = "given"  # a file that the person names
    KEPT = "kept"  # the original in history/ that the file names
    SIMILAR = "similar"  # the original in history/ with the most similar text
    CURRENT = "profile"  # the profile as it is now


_MOST_SURE = {BaseKind.SIMILAR: 0.97, BaseKind.CURRENT: 0.85}  # no edit is more certain than its base


@dataclass(frozen=True)
class FileEdits:
    """The edits of one Word file.

    Attributes:
        shown: The file's name in messages.
        origin: The embedded original: the YAML files and the Word file that were sent.
        reading: The reading of the edited file.
        revised: The edits, one entry per profile; the profile ``""`` is a booklet's file.
        bases: The sent YAML, by profile.
        warnings: Warnings about the file as a whole.
        base: What the file was compared with.
        lines: The indices of each partner's lines, in a booklet.
        saved_by: Who saved the file last, as the word processor noted it; or ``""``.
        forms: The edits of a blank form as they were found, by profile.
    """

    shown: str
    origin: EmbeddedOrigin
    reading: WordReading
    revised: tuple[ProfileEdits, ...]
    bases: Mapping[str, YamlText]
    warnings: tuple[Problem, ...] = ()
    base: BaseKind = BaseKind.EMBEDDED
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    saved_by: str = ""
    forms: Mapping[str, FormEdits] = field(default_factory=dict)

    @property
    def certain(self) -> bool:
        """Whether the file was made from its base for certain."""
        return self.base not in _MOST_SURE

    @cached_property
    def sent(self) -> WordReading:
        """The reading of the sent file."""
        return read_word_lines(self.origin.original, self.origin.roles)

    @cached_property
    def sent_lines(self) -> Mapping[str, tuple[int, ...]]:
        """The indices of each partner's lines in the sent file, in a booklet."""
        return lines_by_partner(self.origin, self.sent)


def open_edited_file(data: bytes, shown: str) -> tuple[OpenedWord, EmbeddedOrigin | None, str]:
    """Open an edited Word file.

    Returns:
        The file; its embedded original, or None if it has lost it; the id of the partner it names, or ``""``.

    Raises:
        BrochureError: The file cannot be read (D101–D107), a newer brochure made it (D110), or its
            embedded original is damaged (D111).
    """
    file = open_word(data, shown)
    origin, whose = read_origin(file), find_profile_name(file)
    if origin is not None and not _is_complete(origin):
        raise BrochureError([problem("D111", Location(shown), profile=whose or "NAME")])
    return file, origin, whose


def _is_complete(origin: EmbeddedOrigin) -> bool:
    """Whether all embedded YAML files can be parsed."""
    texts = [text for one in origin.partners.values() for text in (one.profile_yaml, one.series_yaml)]
    texts += [one.form_yaml for one in origin.partners.values() if one.form_yaml]
    if origin.booklet:
        texts = [one.profile_yaml for one in origin.partners.values()]
        texts += [origin.booklet.booklet_yaml, origin.booklet.series_yaml]
    try:
        return bool(origin.partners) and all(
            isinstance(yaml_reader.parse_yaml(text.encode(), "").data, dict) for text in texts
        )
    except BrochureError:
        return False


def find_file_edits(
    file: OpenedWord,
    origin: EmbeddedOrigin,
    *,
    view: RevisionView = RevisionView.ACCEPT,
    quotes: bool = True,
    base: BaseKind = BaseKind.EMBEDDED,
    warnings: tuple[Problem, ...] = (),
    others: Mapping[str, Mapping[str, str]] | None = None,
) -> FileEdits:
    """Find the edits of a Word file.

    Args:
        file: The edited file.
        origin: Its original.
        view: Whether tracked changes are accepted or rejected.
        quotes: Whether straight and typographic quotes are different.
        base: What the original is.
        warnings: Warnings about the file as a whole.
        others: Notes that were added to profiles after the file was sent, by profile and id.

    Raises:
        BrochureError: The file lacks parts (D118), or links to them (D119).
    """
    if problems := missing_parts(file) or broken_links(file):
        raise BrochureError(problems)
    stripped = not has_embedded_parts(file)
    new, lost = _read_edited(file, origin, view, stripped=stripped)
    if lost:
        warnings = (*warnings, *(problem("D239", Location(file.shown), what=kind) for kind in lost))
    keeps = not (_drops_headers(file) or (stripped and not new.running))
    compare = partial(find_edits, quotes=quotes, others=others, keeps_headers=keeps)
    revised, bases = compare(origin, new, view=view)
    if view is RevisionView.ACCEPT:
        rejected, _ = _read_edited(file, origin, RevisionView.REJECT, stripped=stripped)
        before, _ = compare(origin, rejected, view=RevisionView.REJECT)
        revised = tuple(map(_with_untracked, revised, before))
    lines = lines_by_partner(origin, new)
    revised = tuple(_with_most_sure(one, _MOST_SURE.get(base, 1.0)) for one in revised)
    if stripped:
        new = restore_bookmarks(new, read_word_lines(origin.original, origin.roles))
    found = FileEdits(file.shown, origin, new, revised, bases, warnings, base, lines, file.saved_by)
    return _with_answers_of_form(found)


def _with_most_sure(revised: ProfileEdits, most: float) -> ProfileEdits:
    """The edits of a profile; none is more certain than ``most``."""
    changes = (replace(one, sure=min(one.sure, most)) for one in revised.changes)
    return replace(revised, changes=tuple(changes))


def _read_edited(
    file: OpenedWord, origin: EmbeddedOrigin, view: RevisionView, *, stripped: bool
) -> tuple[WordReading, tuple[str, ...]]:
    """The reading of an edited file, with what its program dropped, and the kinds of that."""
    sent = read_word_lines(origin.original, origin.roles)
    new = restore_tags(read_word_lines(file, origin.roles, view, numbers=stripped), sent)
    found, lost = recover_reading(new, sent, stripped=stripped)
    return with_known_notes(found, sent), lost


def _with_answers_of_form(found: FileEdits) -> FileEdits:
    """The edits of a filled-in form as edits of its profile; other files stay as they are."""
    revised, bases, forms = [], dict(found.bases), {}
    for edits in found.revised:
        one = found.origin.partners.get(edits.profile)
        if one is None or not one.form_yaml:
            revised.append(edits)
            continue
        sent = yaml_reader.parse_yaml(one.profile_yaml.encode(), f"{edits.profile}.yaml")
        common = validate_series(one.series_yaml.encode(), "series")
        form = FormEdits(edits, bases[edits.profile])
        made, forms[edits.profile] = profile_edits(form, sent, common)
        revised.append(made)
        bases[edits.profile] = sent
    return replace(found, revised=tuple(revised), bases=bases, forms=forms)


def lines_by_partner(origin: EmbeddedOrigin, new: WordReading) -> dict[str, tuple[int, ...]]:
    """Return the indices of each partner's lines in a reading of a booklet; empty for other files."""
    if origin.booklet is None:
        return {}
    blocks = {block.bookmark: block for block in origin.blocks}
    compared = compare_lines(read_word_lines(origin.original, origin.roles).lines, new.lines)
    shares = texts_by_partner(compared, blocks, ["", *origin.partners], scoped=True)
    return {
        key: tuple(sorted({unit.number for unit in own.units if not is_cell(unit, blocks)}))
        for key, own in shares.items()
    }


def _with_untracked(accepted: ProfileEdits, rejected: ProfileEdits) -> ProfileEdits:
    """Record the untracked edits: those that remain when all tracked changes are rejected."""
    return replace(accepted, hidden=tuple(dict.fromkeys(change.address for change in rejected.changes)))


def find_edits(
    origin: EmbeddedOrigin,
    new: WordReading,
    *,
    view: RevisionView = RevisionView.ACCEPT,
    quotes: bool = True,
    others: Mapping[str, Mapping[str, str]] | None = None,
    keeps_headers: bool = True,
) -> tuple[tuple[ProfileEdits, ...], dict[str, YamlText]]:
    """Compare a reading with the original.

    With ``keeps_headers``, a header that is gone is an edit.

    Returns:
        The edits of each profile, and the sent YAML by profile.
    """
    old = read_word_lines(origin.original, origin.roles, view)
    compared = compare_lines(old.lines, new.lines)
    blocks = {block.bookmark: block for block in origin.blocks}
    scoped = any(block.scope for block in origin.blocks)
    keys = [*([""] if origin.booklet else []), *origin.partners]
    by_scope: dict[str, dict[str, AnchoredParagraph]] = {}
    for mark, block in blocks.items():
        by_scope.setdefault(block.scope, {})[mark] = block
    bases = {key: _sent_yaml(origin, key) for key in keys}
    overrides = _all_overrides(bases[""]) if "" in bases else {}
    series = _series(origin)

    def edits_of(key: str, own: PartnerTexts) -> ProfileEdits:
        inputs = CompareInput(
            profile=key,
            base=bases[key],
            series=series,
            units=own.units,
            gone=own.gone,
            blocks=by_scope.get(key if scoped else "", {}),
            roles=origin.role_of_style,
            old=old,
            new=new,
            quotes=quotes,
            others=(others or {}).get(key, {}),
            elsewhere=overrides.get(key, {}) if key else {},
            booklet=f"booklets/{origin.booklet.booklet}.yaml" if origin.booklet else "",
        )
        return detect_changes(inputs)

    shares = texts_by_partner(compared, blocks, keys, scoped=scoped)
    revised = [edits_of(key, shares[key]) for key in keys]
    if back := refused_moves(shares, dict(zip(keys, revised, strict=True))):
        shares = texts_by_partner(compared, blocks, keys, scoped=scoped, kept_back=back)
        revised = [edits_of(key, shares[key]) for key in keys]
    if revised:
        revised = _with_other_comments(revised, new)
        whole = _whole_file_edits(revised, old, new, len(compared.gone), keeps_headers, bool(origin.booklet))
        revised[0] = replace(revised[0], left=(*revised[0].left, *whole))
    return tuple(revised), bases


def _whole_file_edits(
    revised: Sequence[ProfileEdits],
    old: WordReading,
    new: WordReading,
    gone: int,
    keeps_headers: bool,
    is_booklet: bool,
) -> Iterator[UnresolvedEdit]:
    """Yield the edits that belong to no text: of headers, of pictures, of the set-up of pages."""
    running = _running_head_edits(old, new, all_kept=keeps_headers and not is_booklet)
    yield from running
    yield from moved_pictures(old, new, [one for edits in revised for one in edits.left])
    yield from picture_edits(old, new)
    is_same = keeps_headers and not running  # edited words are told once
    yield from set_up_edits(old, new, gone, keeps_headers=is_same)


def _with_other_comments(revised: Sequence[ProfileEdits], new: WordReading) -> list[ProfileEdits]:
    """Add the comments that no line of the body has: replies belong to their first comment."""
    known = {one.key: one for edits in revised for one in edits.comments}
    every = [*revised]
    for key, comment in new.comments.items():
        if key in known:
            continue
        first = known.get(comment.parent)
        place = next((i for i, edits in enumerate(every) if first in edits.comments), 0)
        one = EditorComment(every[place].profile, first.address if first else "", comment, key)
        every[place] = replace(every[place], comments=(*every[place].comments, one))
    return every


def _sent_yaml(origin: EmbeddedOrigin, key: str) -> YamlText:
    """The YAML of a partner or form that the file was made from; with an empty key, that of the booklet."""
    text = origin.booklet.booklet_yaml if origin.booklet and not key else ""
    text = origin.partners[key].form_yaml or origin.partners[key].profile_yaml if key else text
    return yaml_reader.parse_yaml(text.encode(), f"{key or 'booklet'}.yaml")


def _series(origin: EmbeddedOrigin) -> YamlText:
    texts = [one.series_yaml for one in origin.partners.values()]
    if origin.booklet:
        texts.insert(0, origin.booklet.series_yaml)
    return yaml_reader.parse_yaml(texts[0].encode(), "profiles/_series.yaml")


def _all_overrides(booklet: YamlText) -> dict[str, dict[str, str]]:
    """The overrides of a booklet, address and value, by partner."""
    found: dict[str, dict[str, str]] = {}
    for partner, address, value in _overrides(booklet):
        found.setdefault(partner, {})[address] = value
    return found


def booklet_overrides(booklet: YamlText, partner: str) -> Iterator[tuple[str, str]]:
    """Yield the address and the value of each override that a booklet has for a partner."""
    yield from ((address, value) for name, address, value in _overrides(booklet) if name == partner)


def _overrides(booklet: YamlText) -> Iterator[tuple[str, str, str]]:
    """Yield partner, address and value of each override of a booklet."""
    entries = booklet.data.get("partners") if isinstance(booklet.data, dict) else None
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict):
            overrides = entry.get("overrides")
            for override in overrides if isinstance(overrides, list) else ():
                if isinstance(override, dict):
                    yield str(entry.get("id")), str(override.get("at")), str(override.get("use"))


def _drops_headers(file: OpenedWord) -> bool:
    """Whether LibreOffice saved the file: it drops the headers of pages that a document does not have."""
    return "libreoffice" in file.application.casefold()


def _running_head_edits(old: WordReading, new: WordReading, *, all_kept: bool) -> list[UnresolvedEdit]:
    """Report edits of page headers and footers, which are generated (D202).

    LibreOffice does not keep the headers of all sections of a booklet, so missing ones are no edit there.
    LibreOffice 26.8 writes some of them twice, so another copy of a header is no edit.
    """
    before = Counter(text for line in old.running if (text := _running_text(line)))
    after = Counter(text for line in new.running if (text := _running_text(line)))
    gone, added = " / ".join(before - after), " / ".join(text for text in after if text not in before)
    if not added and not all_kept:
        return []
    return [UnresolvedEdit("", "", gone, added, problem("D202"))] if gone or added else []


def _running_text(line: WordLine) -> str:
    """The words of a header or footer with their blanks; numbers of pages and formatting in brackets."""
    odd = "".join(f"［{odd.words if odd.kind == 'field' else odd.kind}］" for odd in line.odd)
    bold = "".join(
        f"［bold：{plain_text(part.children)}］" for part in line.content if isinstance(part, Strong)
    )
    return report_text(line.content) + odd + bold


def count_bookmarks(origin: EmbeddedOrigin, reading: WordReading) -> dict[str, Any]:
    """Count the bookmarks of texts and notes that are still in an edited file."""
    wanted = {block.bookmark for block in origin.blocks if not block.mark}
    notes = {block.mark for block in origin.blocks if block.mark}
    found = reading.bookmarks
    return {
        "texts": len(wanted),
        "texts_found": len(wanted & found),
        "notes": len(notes),
        "notes_found": len(notes & found),
        "missing": [block.address for block in origin.blocks if block.bookmark not in found],
    }

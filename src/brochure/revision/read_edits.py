"""Read one edited Word file: choose what it is compared with, and find its edits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.build.brochure import write_word_file
from brochure.build.load import SharedInput, load_partner, read_yaml
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.document.diff import likeness
from brochure.revision.address import TextAddress
from brochure.revision.change import ChangeKind
from brochure.revision.characters import report_text
from brochure.revision.open_file import BaseKind, FileEdits, find_file_edits, open_edited_file
from brochure.revision.recovery.find_original import (
    FoundOriginal,
    OriginalFoundBy,
    find_kept_original,
    share_of_lines,
)
from brochure.revision.text_units import compare_lines, sent_texts
from brochure.schema import yaml_reader
from brochure.schema.yaml_reader import YamlText
from brochure.storage import workspace
from brochure.storage.history import History
from brochure.storage.workspace import Workspace
from brochure.word.kept_original import unpack_original
from brochure.word.origin import EmbeddedOrigin, read_origin
from brochure.word.reader.model import RevisionView
from brochure.word.reader.read import read_word_lines
from brochure.word.untrusted import OpenedWord, open_word

_LEAST_TEXTS = 0.5  # share of a profile's texts that a file without its original must have
_LEAST_LIKENESS = 0.5  # an edited text is still the same text if it is as similar as this


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How Word files are read.

    Attributes:
        view: Whether tracked changes are accepted or rejected.
        quotes: Whether straight and typographic quotes are different.
        profile: The partner, if the file does not name one or the profile was renamed; ``""`` otherwise.
        baseline: The sent Word file, if the edited one has lost its embedded original.
    """

    view: RevisionView = RevisionView.ACCEPT
    quotes: bool = True
    profile: str = ""
    baseline: Path | None = None


@dataclass(frozen=True, slots=True)
class _Base:
    """What an edited file is compared with."""

    kind: BaseKind
    origin: EmbeddedOrigin
    warnings: tuple[Problem, ...] = ()


def read_edits(
    where: Workspace, common: SharedInput, path: Path, options: ReadOptions, before: Sequence[FileEdits]
) -> FileEdits:
    """Read an edited Word file, and find its edits.

    Args:
        where: The workspace.
        common: What all partners share, with the layout.
        path: The file.
        options: How it is read.
        before: The edits of the files that were read before.

    Raises:
        BrochureError: The file cannot be read or used.
    """
    shown = where.shown(path)
    data = workspace.read_file(path, shown)
    if options.baseline:
        file = open_word(data, shown)
        base = _Base(BaseKind.GIVEN, _given_original(options.baseline))
    else:
        file, origin, whose = open_edited_file(data, shown)
        if origin is None:
            base = _find_base(where, common, file, options.profile, whose)
        else:
            base = _Base(BaseKind.EMBEDDED, origin)
    origin = base.origin
    if options.profile and origin.booklet is None and options.profile not in origin.partners:
        origin = _rename_profile(where, origin, options.profile, shown)
    others = {name: _notes_since(where, origin, name, before) for name in origin.partners}
    found = find_file_edits(
        file,
        origin,
        view=options.view,
        quotes=options.quotes,
        base=base.kind,
        warnings=base.warnings,
        others=others,
    )
    if base.kind is not BaseKind.EMBEDDED:
        _refuse_unrelated(found)
    return found


def _find_base(where: Workspace, common: SharedInput, file: OpenedWord, profile: str, whose: str) -> _Base:
    """Find the original of a file that has lost it: a kept one, or else the current profile.

    Raises:
        BrochureError: The file names neither its original nor its partner (D108).
    """
    place = Location(file.shown)
    name = profile or whose
    kept, warnings = find_kept_original(History(where.root), file, name)
    if kept is not None and kept.how is OriginalFoundBy.DIGEST:
        return _Base(BaseKind.KEPT, kept.origin, (*warnings, problem("D237", place, path=kept.shown)))
    if not name:
        like = next(iter(kept.origin.partners)) if kept and not kept.origin.booklet else ""
        raise BrochureError([problem("D108", place, nearest=like)], warnings)
    origin = read_origin(open_word(write_word_file(where, load_partner(where, name, common)), file.shown))
    assert origin is not None  # just written
    if kept is not None and kept.same >= share_of_lines(origin.original, file)[0]:
        return _Base(BaseKind.SIMILAR, kept.origin, (*warnings, _similar(kept, place)))
    return _Base(BaseKind.CURRENT, origin, (*warnings, problem("D217", place)))


def _similar(kept: FoundOriginal, place: Location) -> Problem:
    return problem("D238", place, path=kept.shown, same=kept.same, count=kept.count)


def _refuse_unrelated(one: FileEdits) -> None:
    """Refuse a file that does not contain its original and has fewer than half of the texts of the profile.

    Without this check, all texts of the profile would look deleted.

    Raises:
        BrochureError: It is the file of another partner, or another document (D222).
    """
    places = {b.bookmark: TextAddress.parse(b.address) for b in one.origin.blocks}
    own = {
        mark for mark, place in places.items() if not place.is_fixed and not place.topic
    }  # marks are alike
    sent = read_word_lines(one.origin.original, one.origin.roles).lines
    texts = {text.mark for text in sent_texts(sent)} & own
    found = {
        unit.sent.mark
        for unit in compare_lines(sent, one.reading.lines).units
        if unit.sent
        and likeness(report_text(unit.sent.content), report_text(unit.content)) >= _LEAST_LIKENESS
    } & texts
    if len(found) < len(texts) * _LEAST_TEXTS:
        name = "、".join(one.origin.partners)
        raise BrochureError(
            [problem("D222", Location(one.shown), name=name, found=len(found), count=len(texts))]
        )


def _given_original(path: Path) -> EmbeddedOrigin:
    """The original of the file that a person names: a sent Word file, or a file in ``history/``."""
    data, shown = workspace.read_file(path, str(path)), str(path)
    origin = unpack_original(data, shown) if path.suffix == ".zip" else read_origin(open_word(data, shown))
    if origin is None:
        raise BrochureError([problem("D108", Location(shown))])
    return origin


def _rename_profile(where: Workspace, origin: EmbeddedOrigin, name: str, shown: str) -> EmbeddedOrigin:
    """Give an original the new name of its profile.

    Raises:
        BrochureError: The old name is still a profile, so the file belongs to that one (D109).
    """
    ((old, one),) = origin.partners.items()
    if old in where.names():
        raise BrochureError([problem("D109", Location(shown), found=old, wanted=name)])
    return replace(origin, partners={name: replace(one, profile=name)})


def _notes_since(
    where: Workspace, origin: EmbeddedOrigin, name: str, before: Sequence[FileEdits]
) -> dict[str, str]:
    """Notes that were added after the file was sent: to the profile, or in Word files read before."""
    base = yaml_reader.parse_yaml(origin.partners[name].profile_yaml.encode(), name)
    had = _notes_of(base)
    now = {}
    if name in where.names():
        now = {
            key: text
            for key, text in _notes_of(read_yaml(where, where.profile(name))).items()
            if key not in had
        }
    for one in before:
        for revised in one.revised:
            if revised.profile == name:
                now |= {
                    str(change.path[1]): str(change.after)
                    for change in revised.changes
                    if change.kind is ChangeKind.SET
                    and change.path[:1] == ("notes",)
                    and change.before is None
                }
    return now


def _notes_of(source: YamlText) -> dict[str, str]:
    found = source.data.get("notes") if isinstance(source.data, dict) else None
    return {key: str(text) for key, text in found.items()} if isinstance(found, dict) else {}

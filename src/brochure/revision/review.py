"""Chain the stages: files that came back, their changes, the profiles as they are now, and new text.

Nothing is written before it is proven: the changes, made to the YAML that was sent, must print the text
that came back, and made to the YAML as it is now they must be a valid profile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from brochure.build.brochure import word_file
from brochure.build.load import Common, Loaded, load, load_text, read_yaml
from brochure.diagnostics.problem import BrochureError, Location, Problem, caused, problem
from brochure.revision import merge3 as threeway
from brochure.revision import proof
from brochure.revision.address import Spot
from brochure.revision.change import Change, Kind, Left, Revised, Said
from brochure.revision.merge3 import Merge, State
from brochure.revision.open_file import Examined, examine, opened, overrides
from brochure.revision.yaml_edit import edit as yamledit
from brochure.schema import series
from brochure.schema import yaml_reader as yamltext
from brochure.schema.profile import path_of
from brochure.schema.yaml_reader import Data, YamlText
from brochure.schema.yaml_reader import Path as At
from brochure.storage import workspace
from brochure.storage.workspace import Workspace
from brochure.word.origin import Sent as Origin
from brochure.word.origin import sent
from brochure.word.read import Reading, View, read
from brochure.word.untrusted import Opened, open_word

SURE = 0.999  # a change that is less sure than this must be confirmed


@dataclass(frozen=True, slots=True)
class Options:
    """How files are read.

    Attributes:
        view: Tracked changes accepted or rejected.
        quotes: Whether the shape of quotes counts.
        profile: Whose a file is that does not tell, or that was renamed since.
        baseline: The file as it was sent, where the one that came back has lost its copy.
    """

    view: View = View.ACCEPT
    quotes: bool = True
    profile: str = ""
    baseline: Path | None = None


@dataclass(frozen=True)
class Review:
    """What came back for one profile, against the profile as it is now.

    Attributes:
        profile: Its id; of a booklet's own file the booklet's.
        path, shown: The file, and its name in messages.
        now: Its YAML.
        merges: The changes.
        left: Differences that are not made, with reasons.
        comments: What editors remarked.
        untracked: Addresses whose edits were not tracked.
        certain: Whether the files told themselves what was sent.
    """

    profile: str
    path: Path
    shown: str
    now: YamlText
    merges: tuple[Merge, ...]
    left: tuple[tuple[str, Left], ...]
    comments: tuple[tuple[str, Said], ...]
    untracked: tuple[str, ...] = ()
    certain: bool = True
    parts: tuple[tuple[Examined, Revised], ...] = field(default=())

    @property
    def is_booklet(self) -> bool:
        """Whether this is a booklet's own file."""
        return any(not revised.profile for _, revised in self.parts)

    @cached_property
    def series(self) -> Data:
        """The series file as it was sent; every difference is told with its words."""
        origin = self.parts[0][0].origin
        texts = [one.series_yaml for one in origin.partners.values()]
        if origin.booklet:
            texts.insert(0, origin.booklet.series_yaml)
        return yamltext.read(texts[0].encode(), "series").data

    @property
    def conflicts(self) -> list[Merge]:
        """Changes that somebody must decide."""
        return [one for one in self.merges if one.state is State.CONFLICT]

    @property
    def unsure(self) -> list[Merge]:
        """Changes that must be confirmed."""
        return [one for one in self.merges if one.state is State.OPEN and self.is_unsure(one)]

    def is_unsure(self, one: Merge) -> bool:
        """Whether it is not certain what a change is of."""
        return not self.certain or one.change.sure < SURE

    def locate(self, one: Change | Left) -> Location:
        """The place of a change in the file."""
        path = (
            one.path
            if isinstance(one, Change)
            else tuple(int(step) if step.isdigit() else step for step in one.address.split(".") if step)
        )
        return replace(self.now.locate(path), file=self.shown)


def reviews(
    where: Workspace, common: Common, files: Sequence[Path], options: Options
) -> tuple[list[Review], list[Problem]]:
    """Read files that came back and set them against the profiles.

    Args:
        where: The workspace.
        common: What partners share, with the layout to print with.
        files: Word files; several may be of one profile.
        options: How they are read.

    Raises:
        BrochureError: A file cannot be read or used; the mistakes of all files.
    """
    problems: list[Problem] = []
    warnings: list[Problem] = []
    found: list[Examined] = []
    for path in files:
        try:
            one = _examined(where, common, path, options, found)
            found.append(one)
            warnings += one.warnings
        except BrochureError as error:
            problems += error.problems
            warnings += error.warnings
    if problems:
        raise BrochureError(problems, warnings)
    by_profile: dict[str, list[tuple[Examined, Revised]]] = {}
    for one in found:
        for revised in one.revised:
            name = revised.profile or f"booklet:{one.origin.booklet.booklet if one.origin.booklet else ''}"
            by_profile.setdefault(name, []).append((one, revised))
    made = []
    for name, parts in by_profile.items():
        try:
            made.append(_reviewed(where, name, parts, options))
        except BrochureError as error:
            problems += error.problems
    if problems:
        raise BrochureError(problems, warnings)
    return made, warnings


def _examined(
    where: Workspace, common: Common, path: Path, options: Options, before: Sequence[Examined]
) -> Examined:
    shown = where.shown(path)
    data = workspace.read(path, shown)
    if options.baseline:
        file, origin, whose = _with_baseline(data, shown, options.baseline)
    else:
        file, origin, whose = opened(data, shown)
    certain = True
    warnings: tuple[Problem, ...] = ()
    if origin is None:
        name = options.profile or whose
        if not name:
            raise BrochureError([problem("D108", Location(shown))])
        loaded = load(where, name, common)
        origin = sent(open_word(word_file(where, loaded), shown))
        assert origin is not None  # just written
        certain = False
        warnings = (problem("D217", Location(shown)),)
    elif options.profile and origin.booklet is None and options.profile not in origin.partners:
        origin = _renamed(where, origin, options.profile, shown)
    others = {name: _notes_since(where, origin, name, before) for name in origin.partners}
    return examine(
        file,
        origin,
        view=options.view,
        quotes=options.quotes,
        certain=certain,
        warnings=warnings,
        others=others,
    )


def _with_baseline(data: bytes, shown: str, path: Path) -> tuple[Opened, Origin | None, str]:
    file = open_word(data, shown)
    origin = sent(open_word(workspace.read(path, str(path)), str(path)))
    if origin is None:
        raise BrochureError([problem("D108", Location(str(path)))])
    return file, origin, ""


def _renamed(where: Workspace, origin: Origin, name: str, shown: str) -> Origin:
    """A file of a profile that has another name now; not that of another profile."""
    ((old, one),) = origin.partners.items()
    if old in where.names():
        raise BrochureError([problem("D109", Location(shown), found=old, wanted=name)])
    return replace(origin, partners={name: replace(one, profile=name)})


def _notes_since(where: Workspace, origin: Origin, name: str, before: Sequence[Examined]) -> dict[str, str]:
    """Notes that a profile has got since it was sent, here or from files read before."""
    base = yamltext.read(origin.partners[name].profile_yaml.encode(), name)
    had = _notes(base)
    now = {}
    if name in where.names():
        now = {
            key: text for key, text in _notes(read_yaml(where, where.profile(name))).items() if key not in had
        }
    for one in before:
        for revised in one.revised:
            if revised.profile == name:
                now |= {
                    str(change.path[1]): str(change.after)
                    for change in revised.changes
                    if change.kind is Kind.SET and change.path[:1] == ("notes",) and change.before is None
                }
    return now


def _notes(source: YamlText) -> dict[str, str]:
    found = source.data.get("notes") if isinstance(source.data, dict) else None
    return {key: str(text) for key, text in found.items()} if isinstance(found, dict) else {}


def _reviewed(
    where: Workspace, name: str, parts: Sequence[tuple[Examined, Revised]], options: Options
) -> Review:
    if name.startswith("booklet:"):
        name = name.removeprefix("booklet:")
        path = where.booklet(name)
    else:
        if name not in where.names():
            raise BrochureError([problem("D115", Location(parts[0][0].shown), name=name)])
        path = where.profile(name)
    now = read_yaml(where, path)
    merges: list[Merge] = []
    left: list[tuple[str, Left]] = []
    comments: list[tuple[str, Said]] = []
    untracked: list[str] = []
    for one, revised in parts:
        merged = threeway.merge(revised.changes, one.bases[revised.profile], now, one.shown)
        left += [(one.shown, entry) for entry in revised.left]
        left += [
            (
                one.shown,
                Left(
                    m.change.profile,
                    m.change.address,
                    m.change.old,
                    m.change.new,
                    problem("D212"),
                    m.change.revisions,
                ),
            )
            for m in merged
            if m.state is State.GONE
        ]
        merges += [m for m in merged if m.state is not State.GONE]
        comments += [(one.shown, said) for said in revised.comments]
        untracked += revised.hidden if options.view is View.ACCEPT else ()
    return Review(
        name,
        path,
        where.shown(path),
        now,
        tuple(threeway.together(merges)),
        tuple(left),
        tuple(comments),
        tuple(dict.fromkeys(untracked)),
        all(one.certain for one, _ in parts),
        tuple(parts),
    )


def _explained(booklet: YamlText) -> Iterator[tuple[str, str]]:
    """What a booklet puts behind the first use of a term, with the term."""
    terms = booklet.data.get("glossary") if isinstance(booklet.data, dict) else None
    for term in terms if isinstance(terms, list) else ():
        if isinstance(term, dict) and term.get("short"):
            yield f"{term.get('term')}（{term['short']}）", str(term.get("term"))


# --- from changes to text -----------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """The new text of a file, the changes that are in it, and those that could not be put in."""

    review: Review
    text: str
    done: tuple[Merge, ...]
    refused: tuple[tuple[Merge, Problem], ...] = ()
    untold: tuple[Problem, ...] = ()  # lines that no change and no reason speaks of


def result(
    where: Workspace, common: Common, review: Review, chosen: Sequence[Merge], *, todos: bool = False
) -> Result:
    """The profile with the changes that were chosen.

    Args:
        where, common: As for :func:`reviews`.
        review: Of the profile.
        chosen: Changes to be made.
        todos: Whether comments are kept as comments of the YAML.

    Raises:
        BrochureError: What was written would not say what the edited file says (D114).
    """
    kept = _needed(list(chosen), review)
    refused: list[tuple[Merge, Problem]] = []
    untold: list[Problem] = []
    if not review.is_booklet:
        for one, revised in review.parts:
            bad, lines = _unproven(where, common, one, revised)
            untold += [problem("D219", Location(one.shown), words=line[:60]) for line in lines]
            refused += [(m, problem("D214")) for m in kept if m.source == one.shown and m.change in bad]
        kept = [m for m in kept if m not in [m for m, _ in refused]]
    kept, invalid = _valid(where, common, review, kept)
    refused += invalid
    text = _edited(review, kept, common, todos=todos)
    return Result(review, text, tuple(kept), tuple(refused), tuple(untold))


def _needed(chosen: list[Merge], review: Review) -> list[Merge]:
    """New notes that are called, and removals of notes that are called no more."""
    texts = [str(text) for _, text in review.now.scalars()]
    made = []
    for one in chosen:
        change = one.change
        if change.kind is Kind.SET and change.path[:1] == ("notes",) and change.before is None:
            call = f"[^{change.path[1]}]"
            if not any(call in _words(m.change.after) for m in chosen if m is not one):
                continue
        made.append(one)
    result = []
    for one in made:
        change = one.change
        if change.kind is Kind.REMOVE and change.path[:1] == ("notes",):
            call = f"[^{change.path[1]}]"
            changed = {m.path: _words(m.change.after) for m in made if m.change.kind is Kind.SET}
            removed = [m.path for m in made if m.change.kind is Kind.REMOVE]
            still = any(
                call in text and path not in changed and not any(path[: len(r)] == r for r in removed)
                for path, text in review.now.scalars()
            ) or any(call in words for words in changed.values())
            if still:
                continue
        result.append(one)
    del texts
    return result


def _words(data: Data) -> str:
    if isinstance(data, str):
        return data
    values = data.values() if isinstance(data, dict) else data or ()
    return "\n".join(map(_words, values))


def _topics(source: YamlText, common: Common) -> dict[At, list[str]]:
    """The topics of the mark tables of a profile, by block."""
    answers = source.data.get("answers") if isinstance(source.data, dict) else None
    found: dict[At, list[str]] = {}
    for question, blocks in answers.items() if isinstance(answers, dict) else ():
        for index, block in enumerate(blocks if isinstance(blocks, list) else ()):
            table = common.series.data.marks.get(str(block.get("marks"))) if isinstance(block, dict) else None
            if table:
                found["answers", question, index] = list(table.topics)
    return found


def _edited(review: Review, kept: Sequence[Merge], common: Common, *, todos: bool = False) -> str:
    edits = threeway.edits(kept, review.now, _topics(review.now, common))
    if todos:
        edits += _todos(review, kept)
    return yamledit.apply(review.now, edits)


def _todos(review: Review, kept: Sequence[Merge]) -> list[yamledit.Edit]:
    """Comments of editors as comments of the YAML, under the value they are of; once."""
    gone = [m.path for m in kept if m.change.kind is Kind.REMOVE]
    by_path: dict[At, list[str]] = {}
    for source, said in review.comments:
        base = next(one.bases[r.profile] for one, r in review.parts if one.shown == source)
        steps = tuple(int(s) if s.isdigit() else s for s in said.address.split(".") if s)
        path = threeway.Track(base, review.now).path(steps) or ()
        while path and (not _there(review.now, path) or any(path[: len(g)] == g for g in gone)):
            path = path[:-1]
        who = "、".join(part for part in (said.comment.author, said.comment.date[:10]) if part)
        lines = said.comment.text.splitlines() or [""]
        first = f"TODO（{who}）：{lines[0]}" if who else f"TODO：{lines[0]}"
        if first not in review.now.text and path:
            by_path.setdefault(path, []).extend([first, *lines[1:]])
    return [yamledit.Comment(path, lines) for path, lines in by_path.items()]


def _there(source: YamlText, path: At) -> bool:
    try:
        source.value(path)
    except (KeyError, IndexError, TypeError):
        return False
    return True


def _valid(
    where: Workspace, common: Common, review: Review, kept: list[Merge]
) -> tuple[list[Merge], list[tuple[Merge, Problem]]]:
    """Leave out what would make the profile invalid: all together if they can, else one after the other."""
    if review.is_booklet or not kept:
        return kept, []
    before = _mistakes(where, common, review, [])
    if not _mistakes(where, common, review, kept) - before:
        return kept, []
    good: list[Merge] = []
    refused: list[tuple[Merge, Problem]] = []
    for group in _groups(kept):
        wrong = _mistakes(where, common, review, [*good, *group]) - before
        if wrong:
            cause = min(wrong, key=lambda found: found.code)
            refused += [(one, caused("D208", cause)) for one in group]
        else:
            good += group
    return good, refused


def _groups(kept: Sequence[Merge]) -> list[list[Merge]]:
    """Changes that are made together: those of one derived text, and notes with what calls them."""
    groups: list[list[Merge]] = []
    by_name: dict[str, list[Merge]] = {}
    notes = [m for m in kept if m.change.path[:1] == ("notes",)]
    for one in kept:
        if one in notes:
            continue
        name = one.change.group
        if name and name in by_name:
            by_name[name].append(one)
            continue
        group = [one]
        for note in notes:
            call = f"[^{note.change.path[1]}]"
            if call in _words(one.change.after) or call in _words(one.change.before):
                group.append(note)
        groups.append(group)
        if name:
            by_name[name] = group
    used = [id(m) for group in groups for m in group]
    groups += [[note] for note in notes if id(note) not in used]
    seen: set[int] = set()
    for group in groups:
        group[:] = [m for m in group if id(m) not in seen]
        seen |= {id(m) for m in group}
    return [group for group in groups if group]


def _mistakes(where: Workspace, common: Common, review: Review, kept: Sequence[Merge]) -> set[Problem]:
    """What is wrong with a profile that has these changes, wherever in it."""
    try:
        source = yamltext.read(_edited(review, kept, common).encode(), review.shown)
        load_text(where, review.profile, source, common)
    except BrochureError as error:
        return {replace(found, location=None) for found in error.problems}
    except ValueError:  # the file is written in a way that cannot be changed so
        return {problem("D218", detail=kept[-1].change.address if kept else review.profile)}
    return set()


def _unproven(
    where: Workspace, common: Common, one: Examined, revised: Revised
) -> tuple[list[Change], list[str]]:
    """Changes that, made to what was sent, would not print what came back; and lines that none speaks of.

    Raises:
        BrochureError: What would be printed was neither sent nor does it come from one change (D114).
    """
    if not one.certain or not (revised.changes or revised.left or _differs(one)):
        return [], []
    base = one.bases[revised.profile]
    own = _as_sent(one, revised, common)
    left = proof.words_of(revised.left)
    bad: list[Change] = []
    invalid = _invalid(where, own, one, revised, base)
    while True:
        good = [change for change in revised.changes if change not in bad and change not in invalid]
        told = [*left, *(text for c in (*bad, *invalid) for text in proof.shown(c).split("\n"))]
        found = _unlike(where, own, one, revised, base, good)
        if not (lines := found.without(told)):
            return bad, []
        words = [proof.shown(change) for change in good]
        places = {proof.closest(line, words) for line in (*lines.printed, *lines.came)}
        blamed = [good[place] for place in places if place >= 0]
        made = [line for line in lines.printed if line not in _sent_lines(one)]
        if made and not blamed:  # by words none; then by trial
            for change in good:
                rest = _unlike(where, own, one, revised, base, [c for c in good if c != change])
                if any(line not in rest.printed for line in made):
                    blamed.append(change)
        if not blamed:
            break
        bad += blamed
    if made and good:
        raise BrochureError([problem("D114", Location(one.shown), at=revised.profile, detail=made[0][:60])])
    return bad, [*lines.came, *(line for line in lines.printed if line not in lines.came)]


def _invalid(
    where: Workspace, common: Common, one: Examined, revised: Revised, base: YamlText
) -> list[Change]:
    """Changes with which what was sent would not be a valid profile; they are told as such."""
    if _loaded(where, common, one, revised, base, revised.changes) is not None:
        return []
    kept: list[Change] = []
    refused: list[Change] = []
    for group in _groups(threeway.merge(revised.changes, base, base)):
        changes = [m.change for m in group]
        if _loaded(where, common, one, revised, base, [*kept, *changes]) is None:
            refused += changes
        else:
            kept += changes
    return refused


def _differs(one: Examined) -> bool:
    """Whether anything is otherwise in the file than it was sent."""
    roles = {name.casefold(): role for role, name in one.origin.roles.items()}
    return _sent_lines(one) != proof.texts(one.reading, roles, ())


def _sent_lines(one: Examined) -> list[str]:
    roles = {name.casefold(): role for role, name in one.origin.roles.items()}
    return proof.texts(read(one.origin.original, one.origin.roles), roles, ())


def _as_sent(one: Examined, revised: Revised, common: Common) -> Common:
    """What partners share, with the series file as it was sent."""
    text = one.origin.partners[revised.profile].series_yaml
    if text == common.series.source.text:
        return common
    return replace(common, series=series.load(text.encode(), common.series.source.file))


def _unlike(
    where: Workspace, common: Common, one: Examined, revised: Revised, base: YamlText, good: Sequence[Change]
) -> proof.Unlike:
    """Lines that differ from what came back if these changes are made to what was sent."""
    loaded = _loaded(where, common, one, revised, base, good)
    if loaded is None:
        return proof.Unlike((), ())  # not even without the changes that are told to be invalid
    swaps: list[tuple[str, str]] = []
    if one.origin.booklet:  # printed with the booklet's own explanations
        swaps += _explained(yamltext.read(one.origin.booklet.booklet_yaml.encode(), "booklet"))
    data = word_file(where, loaded, scope=revised.profile if one.origin.booklet else "")
    file = open_word(data, one.shown)
    fresh = sent(file)
    assert fresh is not None  # just written
    roles = {name.casefold(): role for role, name in fresh.roles.items()}
    signs = [common.layout.house_style.item, common.layout.house_style.remark]
    edited = _share(one, revised) if one.origin.booklet else one.reading
    blocks = (*fresh.blocks, *one.origin.blocks)
    fixed = {block.bookmark for block in blocks if Spot.of(block.address).fixed}
    return proof.unlike(read(file, fresh.roles), edited, roles, signs, swaps, fixed)


def _loaded(
    where: Workspace, common: Common, one: Examined, revised: Revised, base: YamlText, good: Sequence[Change]
) -> Loaded | None:
    """The profile that was sent with these changes; None if it is not valid, or cannot be written."""
    merges = [m for m in threeway.merge(good, base, base) if m.state is State.OPEN]
    try:
        text = yamledit.apply(base, threeway.edits(merges, base, _topics(base, common)))
        source = yamltext.read(text.encode(), base.file)
        if one.origin.booklet:  # printed with the booklet's own values
            booklet = yamltext.read(one.origin.booklet.booklet_yaml.encode(), "booklet")
            own = [yamledit.Put(path_of(at), use) for at, use in overrides(booklet, revised.profile)]
            source = yamltext.read(yamledit.apply(source, own).encode(), base.file)
        return load_text(where, revised.profile, source, common)
    except (BrochureError, ValueError):
        return None


def _share(one: Examined, revised: Revised) -> Reading:
    """The lines of a booklet that are a partner's."""
    numbers = set(one.lines.get(revised.profile, ()))
    return replace(
        one.reading,
        lines=tuple(line for index, line in enumerate(one.reading.lines) if index in numbers),
        running=(),
    )


# --- decisions ----------------------------------------------------------------------------------

Choose = Callable[[Review, Merge], bool]


def decided(review: Review, side: str, choose: Choose | None, *, confirmed: bool) -> list[Merge]:
    """The changes to be made.

    Args:
        review: Of a profile.
        side: ``ours`` or ``theirs`` for all conflicts, or empty.
        choose: Asks for each change; None if nobody is to be asked.
        confirmed: Whether unsure changes may be made.

    Raises:
        BrochureError: Conflicts are not decided (D112), or unsure changes not confirmed (D113).
    """
    if choose is not None:
        return [m for m in review.merges if m.state is not State.DONE and choose(review, m)]
    problems = []
    if review.conflicts and not side:
        problems.append(problem("D112", Location(review.shown), count=len(review.conflicts)))
    if review.unsure and not confirmed:
        problems.append(problem("D113", Location(review.shown), count=len(review.unsure)))
    if problems:
        raise BrochureError(problems)
    taken = [m for m in review.merges if m.state is State.OPEN]
    if side == "theirs":
        taken += _last_of_each([m for m in review.merges if m.state is State.CONFLICT])
    return taken


def _last_of_each(conflicts: Sequence[Merge]) -> list[Merge]:
    """Of several edits of one value the last file's."""
    return list({(m.path, m.change.topic): m for m in conflicts}.values())

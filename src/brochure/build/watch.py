"""Rebuild what is saved, in one process that stays warm: libraries, renderer and fonts are loaded once.

A file that a target depends on is found by its place (profiles/, booklets/, the layout's folder) or, for
pictures and included sources, by its name in what the target is made from. Too much is built rather than
too little.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from threading import Event

from brochure.build import booklet as publish
from brochure.build.brochure import Built, build
from brochure.build.load import Common, load_common
from brochure.diagnostics.problem import BrochureError, Problem, nearest_word, problem
from brochure.storage.cache import FOLDER, TRIM_INTERVAL, Cache
from brochure.storage.workspace import Workspace
from brochure.typesetting import renderer_state as warm

# Milliseconds. Saves that follow each other within STEP, for MOST at the longest, are one: editors write
# a new file and rename it, or empty the old one and fill it.
STEP = 20
MOST = 400
WAKE = 200  # how often the watcher looks up from its waiting


@dataclass(frozen=True, slots=True)
class Target:
    """Something that is kept up to date: a partner's brochure or a booklet."""

    name: str
    booklet: bool = False


@dataclass(frozen=True, slots=True)
class RebuildOutcome:
    """What became of one target.

    ``problems`` are why nothing was written, or, if there are ``paths``, what the finished pages want mended.
    """

    target: Target
    seconds: float
    paths: tuple[Path, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


class Watch:
    """Partners and booklets of a workspace, kept up to date.

    Args:
        where: The workspace.
        names: Partners and booklets; every partner, also one that is added later, if there are none.
        layout: The layout of partners; a booklet names its own.
        formats: ``pdf`` and ``docx``, or one of them.
        output: The folder to write to.

    Raises:
        BrochureError: A name is neither that of a partner nor that of a booklet.
    """

    def __init__(
        self, where: Workspace, names: Sequence[str], *, layout: str, formats: Sequence[str], output: Path
    ) -> None:
        self._where = where
        self._cache = Cache(where.root / FOLDER, memory={})
        self._layout = layout
        self._formats = tuple(formats)
        self._output = output
        self._named = tuple(_target(where, name) for name in dict.fromkeys(names))
        self._common: Common | None = None

    def rounds(self, stop: Event | None = None) -> Iterator[tuple[Target, ...]]:
        """What is to be built: everything at first, then what each save asks for.

        Args:
            stop: Ends the rounds when it is set.

        Raises:
            KeyboardInterrupt: Ctrl-C.
        """
        saves = _saves(self.folders(), stop)
        early = next(saves, None)  # from here on no save is missed, also while something is built
        if early is None:
            return
        yield self.targets()
        for changed in chain([early], saves):
            if found := self.affected(changed):
                yield found

    def targets(self) -> tuple[Target, ...]:
        """Everything that is kept up to date."""
        return self._named or tuple(Target(name) for name in self._where.names())

    def folders(self) -> list[Path]:
        """The folders whose files matter: those of the workspace but the output's, and the layout's."""
        root, output = self._where.root, self._output.resolve()
        inside = (path for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))
        found = [path for path in inside if path.resolve() not in (output, self._where.output.resolve())]
        outside = [folder for folder in self._layouts() if not folder.is_relative_to(root)]
        return sorted([*found, *outside])

    def affected(self, changed: Iterable[Path]) -> tuple[Target, ...]:
        """The targets that depend on changed files."""
        found: set[Target] = set()
        for path in changed:
            if self._is_shared(path):
                self._common = None
                return self.targets()
            found.update(target for target in self.targets() if self._depends(target, path))
        return tuple(target for target in self.targets() if target in found)

    def build(self, targets: Sequence[Target]) -> Iterator[RebuildOutcome]:
        """Build targets one after the other; a broken one does not keep the others from being built."""
        for target in targets:
            start = time.perf_counter()
            try:
                built = self._booklet(target.name) if target.booklet else self._partner(target.name)
                told = (built.paths, built.faults, built.warnings)
            except BrochureError as error:
                told = ((), error.problems, error.warnings)
            yield RebuildOutcome(target, time.perf_counter() - start, *told)
            self._cache.trim(TRIM_INTERVAL)
            warm.collect_garbage()

    def _partner(self, name: str) -> Built:
        if self._common is None:
            self._common = load_common(self._where, self._layout, cache=self._cache)
        return build(
            self._where, name, self._common, formats=self._formats, output=self._output, cache=self._cache
        )

    def _booklet(self, name: str) -> Built:
        compiled = publish.compiled(self._where, name, cache=self._cache)
        return publish.build_booklet(
            self._where, compiled, output=self._output, formats=self._formats, cache=self._cache
        )

    def _is_shared(self, path: Path) -> bool:
        """Whether everything depends on a file: the series, its sources, a layout."""
        if path.parent == self._where.profiles and path.name.startswith("_") and path.suffix == ".yaml":
            return True
        return any(path.is_relative_to(folder) for folder in self._layouts())

    def _layouts(self) -> list[Path]:
        """The folders of the layouts in use; a booklet may use any."""
        if any(target.booklet for target in self._named):
            return [self._where.layout(name) for name in self._where.layouts()]
        try:
            return [self._where.layout(self._layout)]
        except BrochureError:  # told when a partner is built
            return []

    def _depends(self, target: Target, path: Path) -> bool:
        """Whether a target depends on a file: its own, a partner of a booklet, or one that is named in it."""
        if path.suffix == ".yaml" and path.parent == self._where.profiles:
            return target.booklet or path.stem == target.name
        if path.suffix == ".yaml" and path.parent == self._where.booklets:
            return target.booklet and path.stem == target.name
        return self._named_in(target, path)

    def _named_in(self, target: Target, path: Path) -> bool:
        """Whether a picture or an included file of sources is named in what a target is made from."""
        if target.booklet:
            texts = [self._where.booklets / f"{target.name}.yaml", *self._where.profiles.glob("*.yaml")]
        else:
            shared = self._where.profiles.glob("_*.yaml")
            texts = [self._where.profiles / f"{target.name}.yaml", *shared]
        return any(path.name in _text(text) for text in texts)


def _target(where: Workspace, name: str) -> Target:
    partners, booklets = where.names(), where.booklet_names()
    if name in partners:
        return Target(name)
    if name in booklets:
        return Target(name, booklet=True)
    known = [*partners, *booklets]
    details = {"name": name, "nearest": nearest_word(name, known), "known": ", ".join(known) or "—"}
    raise BrochureError([problem("F102", **details)])


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:  # gone since it was listed
        return ""


def _saves(folders: Sequence[Path], stop: Event | None) -> Iterator[set[Path]]:
    """The files of each save; nothing every now and then, and once at the beginning."""
    from watchfiles import DefaultFilter, watch

    for changes in watch(
        *folders,
        watch_filter=DefaultFilter(),  # not what editors keep beside a file: .swp, ~, .#
        debounce=MOST,
        step=STEP,
        rust_timeout=WAKE,
        yield_on_timeout=True,
        stop_event=stop,
    ):
        yield {Path(path) for _, path in changes}

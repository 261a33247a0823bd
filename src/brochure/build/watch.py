"""Rebuild targets after each save, in one process that loads libraries, renderer and fonts once.

A target depends on a file by its folder (profiles/, booklets/, the layout's folder). It depends on a picture
or an included file of sources if one of its YAML files contains the name of that file. When in doubt, a
target is rebuilt.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from threading import Event

from brochure.build import comments
from brochure.build.booklet import build_booklet, compile_booklet
from brochure.build.brochure import BuildResult, build_brochure
from brochure.build.load import SharedInput, load_common
from brochure.diagnostics.problem import BrochureError, Problem, nearest_word, problem
from brochure.storage.cache import FOLDER, TRIM_INTERVAL, Cache
from brochure.storage.history import FOLDER as HISTORY
from brochure.storage.input_file import MAX_TEXT, read_ordinary
from brochure.storage.workspace import Workspace
from brochure.typesetting import renderer_state

# Milliseconds. Changes that follow each other within STEP count as one save, for up to MOST: editors write a
# new file and rename it, or empty the old file and fill it.
STEP = 20
MOST = 400
WAKE = 200  # how often the watcher checks whether to stop


@dataclass(frozen=True, slots=True)
class Target:
    """A partner's brochure or a booklet, to be kept up to date."""

    name: str
    booklet: bool = False


@dataclass(frozen=True, slots=True)
class RebuildOutcome:
    """The result of building one target.

    Attributes:
        target: The target.
        seconds: How long the build took.
        paths: The files that were written; empty if the build failed.
        problems: The mistakes that stopped the build, or the faults of the finished pages.
        warnings: The warnings.
    """

    target: Target
    seconds: float
    paths: tuple[Path, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


class Watcher:
    """Keeps partners and booklets of a workspace up to date.

    Args:
        where: The workspace.
        names: Partners and booklets; if empty, all partners, also those added later.
        layout: The layout of partners; a booklet names its own.
        formats: ``pdf`` and ``docx``, or one of them.
        output: The folder to write to.

    Raises:
        BrochureError: There is no partner or booklet of a name (F102).
    """

    def __init__(
        self, where: Workspace, names: Sequence[str], *, layout: str, formats: Sequence[str], output: Path
    ) -> None:
        self._where = where
        self._cache = Cache(where.root / FOLDER, memory={})
        self._layout = layout
        self._formats = tuple(formats)
        self._output = output
        self._named = tuple(_find_target(where, name) for name in dict.fromkeys(names))
        self._common: SharedInput | None = None

    def rounds(self, stop: Event | None = None) -> Iterator[tuple[Target, ...]]:
        """Yield the targets to build: all targets first, then those affected by each save.

        Args:
            stop: The iterator ends when this event is set.

        Raises:
            KeyboardInterrupt: Ctrl-C.
        """
        saves = watch_saves(self.folders(), stop)
        first_changes = next(
            saves, None
        )  # starts the watcher: from now on no save is missed, even during a build
        if first_changes is None:
            return
        yield self.targets()
        for changed in chain([first_changes], saves):
            if found := self.affected(changed):
                yield found

    def targets(self) -> tuple[Target, ...]:
        """All targets."""
        return self._named or tuple(Target(name) for name in self._where.names())

    def folders(self) -> list[Path]:
        """The folders to watch: those that builds do not write to, and those of the layouts."""
        root, output = self._where.root, self._output.resolve()
        inside = (path for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))
        written = (output, self._where.output.resolve(), (root / HISTORY).resolve())
        found = [path for path in inside if path.resolve() not in written]
        outside = [folder for folder in self._layouts() if not folder.is_relative_to(root)]
        return sorted([*found, *outside])

    def affected(self, changed: Iterable[Path]) -> tuple[Target, ...]:
        """The targets that depend on changed files."""
        found: set[Target] = set()
        for path in changed:
            if self._is_shared(path):
                self._common = None
                return self.targets()
            found.update(target for target in self.targets() if self._depends_on(target, path))
        return tuple(target for target in self.targets() if target in found)

    def build(self, targets: Sequence[Target]) -> Iterator[RebuildOutcome]:
        """Build targets one after the other; a failed target does not stop the others."""
        for target in targets:
            start = time.perf_counter()
            try:
                built = (
                    self._build_booklet(target.name) if target.booklet else self._build_partner(target.name)
                )
                result = (built.paths, built.faults, built.warnings)
            except BrochureError as error:
                result = ((), error.problems, error.warnings)
            yield RebuildOutcome(target, time.perf_counter() - start, *result)
            self._cache.trim(TRIM_INTERVAL)
            renderer_state.collect_garbage()

    def _build_partner(self, name: str) -> BuildResult:
        if self._common is None:
            self._common = load_common(self._where, self._layout, cache=self._cache)
        return build_brochure(
            self._where, name, self._common, formats=self._formats, output=self._output, cache=self._cache
        )

    def _build_booklet(self, name: str) -> BuildResult:
        compiled = compile_booklet(self._where, name, cache=self._cache)
        return build_booklet(
            self._where, compiled, output=self._output, formats=self._formats, cache=self._cache
        )

    def _is_shared(self, path: Path) -> bool:
        """Whether all targets depend on a file: the series, the shared sources, a file of a layout."""
        if path.parent == self._where.profiles and path.name.startswith("_") and path.suffix == ".yaml":
            return True
        return any(path.is_relative_to(folder) for folder in self._layouts())

    def _layouts(self) -> list[Path]:
        """The folders of the layouts in use; all layouts if a booklet is a target."""
        if any(target.booklet for target in self._named):
            return [self._where.layout(name) for name in self._where.layouts()]
        try:
            return [self._where.layout(self._layout)]
        except BrochureError:  # reported when a partner is built
            return []

    def _depends_on(self, target: Target, path: Path) -> bool:
        """Whether a target depends on a file: its YAML or comments, a booklet's profile, a file it names."""
        if path.suffix == ".yaml" and path.parent == self._where.profiles:
            return target.booklet or path.stem == target.name
        if path.suffix == ".yaml" and path.parent == self._where.root / comments.FOLDER:
            return target.booklet or path.stem == target.name
        if path.suffix == ".yaml" and path.parent in (
            self._where.booklets,
            self._where.root / comments.BOOKLETS,
        ):
            return target.booklet and path.stem == target.name
        return self._is_named_in(target, path)

    def _is_named_in(self, target: Target, path: Path) -> bool:
        """Whether a YAML file of a target contains the name of a picture or an included file of sources."""
        if target.booklet:
            texts = [self._where.booklets / f"{target.name}.yaml", *self._where.profiles.glob("*.yaml")]
        else:
            shared = self._where.profiles.glob("_*.yaml")
            texts = [self._where.profiles / f"{target.name}.yaml", *shared]
        return any(path.name in _read_text(text) for text in texts)


def _find_target(where: Workspace, name: str) -> Target:
    partners, booklets = where.names(), where.booklet_names()
    if name in partners:
        return Target(name)
    if name in booklets:
        return Target(name, booklet=True)
    known = [*partners, *booklets]
    details = {"name": name, "nearest": nearest_word(name, known), "known": ", ".join(known) or "—"}
    raise BrochureError([problem("F102", **details)])


def _read_text(path: Path) -> str:
    try:
        return (read_ordinary(path, MAX_TEXT) or b"").decode(errors="replace")
    except OSError:  # deleted after it was listed
        return ""


def watch_saves(folders: Sequence[Path], stop: Event | None) -> Iterator[set[Path]]:
    """Yield the changed files of each save; an empty set at the start and every ``WAKE`` milliseconds."""
    from watchfiles import DefaultFilter, watch

    for changes in watch(
        *folders,
        watch_filter=DefaultFilter(),  # ignores the backup files of editors: .swp, ~, .#
        debounce=MOST,
        step=STEP,
        rust_timeout=WAKE,
        yield_on_timeout=True,
        stop_event=stop,
    ):
        yield {Path(path) for _, path in changes}

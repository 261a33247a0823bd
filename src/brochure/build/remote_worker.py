"""Typeset partners on the workers of a Dask scheduler: tasks, the work itself, and the answers.

The workers see the workspace as a shared folder under the same path. A task holds only names, the digests of
files and the versions of programs. A worker with other files or versions refuses the task (K110), because its
pages would differ. The answer holds digests of the other files that the worker read (pictures, included
sources); they are compared with the files here.
"""

from __future__ import annotations

import platform
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from threading import Lock
from typing import Any

from brochure import __version__
from brochure.build import chapters, processes
from brochure.build.booklet import compile_booklet
from brochure.build.brochure import BuildResult, build_brochure, build_brochure_for_press
from brochure.build.chapters import BookletContext, ChapterPosition
from brochure.build.comments import comments_path
from brochure.build.dask import Dask
from brochure.build.history import keep_originals
from brochure.build.inputs import booklet_inputs, shared_inputs
from brochure.build.load import SharedInput, load_common, load_shop
from brochure.diagnostics.package import package_root
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.storage.atomic import replace_files
from brochure.storage.cache import FOLDER, LIBRARIES, Cache, bytes_digest
from brochure.storage.fingerprint import content_digest, file_fingerprint
from brochure.storage.own_files import replace_outputs
from brochure.storage.shipped import shipped_folder
from brochure.storage.workspace import Workspace
from brochure.typesetting import weasyprint
from brochure.typesetting.html import Stylesheet

Pairs = tuple[tuple[str, str], ...]
Failure = tuple[tuple[Problem, ...], tuple[Problem, ...]]  # problems and warnings
_SHIPPED = "shipped:"  # prefix of files that come with brochure; their folder may differ by machine
# A worker with several threads typesets one partner at a time: the renderer is not thread-safe.
_renderer_lock = Lock()


@dataclass(frozen=True, slots=True)
class WorkerRequirements:
    """The workspace, programs and files that a worker must have.

    Attributes:
        root: The path of the workspace.
        versions: Names and versions of programs.
        files: Names and digests of files.
        use_cache: Whether pages may come from the cache.
    """

    root: str
    versions: Pairs
    files: Pairs
    use_cache: bool

    @property
    def where(self) -> Workspace:
        """The workspace."""
        return Workspace(Path(self.root))

    @property
    def cache(self) -> Cache | None:
        """The cache of the workspace, if it may be used."""
        return Cache(self.where.root / FOLDER) if self.use_cache else None


@dataclass(frozen=True, slots=True)
class WorkerResult:
    """The result of a task, and digests of the files that the worker read besides those of the order."""

    value: Any
    files: Pairs


@dataclass(frozen=True, slots=True)
class WorkerRefusal:
    """The reasons why a worker refused a task."""

    problems: tuple[Problem, ...]


# --- compare versions and files ----------------------------------------------------------------------


@cache
def program_versions() -> Pairs:
    """Names and versions of the programs and libraries that decide the output.

    Raises:
        BrochureError: A library is missing (E101).
    """
    own = package_root()
    code = sorted(f"{path.relative_to(own).as_posix()} {content_digest(path)}" for path in own.rglob("*.py"))
    found = {
        "brochure": f"{__version__} ({bytes_digest(chr(10).join(code).encode())[:12]})",
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "pango": weasyprint.pango_version(),
    }
    for name in sorted(LIBRARIES):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "—"
    return tuple(found.items())


def file_digests(paths: Iterable[Path], root: Path) -> Pairs:
    """Names and digests of files and folders; names are the same on every machine, a missing file has ""."""
    found = {}
    for path in paths:
        state = file_fingerprint(path)
        found[_portable_name(path, root)] = state[2] if state else ""
    return tuple(found.items())


def _portable_name(path: Path, root: Path) -> str:
    for folder, before in ((root, ""), (shipped_folder(), _SHIPPED)):
        if path.is_relative_to(folder):
            return before + path.relative_to(folder).as_posix()
    return str(path)


def _local_path(name: str, root: Path) -> Path:
    if name.startswith(_SHIPPED):
        return shipped_folder() / name.removeprefix(_SHIPPED)
    return root / name  # an absolute path stays what it is


def _mismatches(order: WorkerRequirements) -> tuple[Problem, ...]:
    """The problems that make a worker refuse an order."""
    here = dict(program_versions())
    wrong = [
        f"{name} {found} ≠ {here.get(name)}" for name, found in order.versions if found != here.get(name)
    ]
    if wrong:
        return (problem("K110", what=", ".join(wrong)),)
    return _differing_files(order.files, order.where.root)


def _differing_files(found: Pairs, root: Path) -> tuple[Problem, ...]:
    """One problem that names the files that differ here; none if all are the same."""
    here = dict(file_digests((_local_path(name, root) for name, _ in found), root))
    wrong = [name for name, was in found if here.get(name) != was]
    if not wrong:
        return ()
    what = ", ".join(wrong[:5]) + (" …" if len(wrong) > 5 else "")
    return (problem("K110", Location(wrong[0].removeprefix(_SHIPPED)), what=what),)


def _checked_result(answer: WorkerResult | WorkerRefusal, root: Path) -> Any:
    """The result of a worker.

    Raises:
        BrochureError: The worker refused, or it read files that differ from those here (K110).
    """
    problems = answer.problems if isinstance(answer, WorkerRefusal) else _differing_files(answer.files, root)
    if isinstance(answer, WorkerRefusal) or problems:
        raise BrochureError(problems)
    return answer.value


# --- the partners of a booklet -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BookOrder:
    """A booklet to typeset.

    Attributes:
        order: The workspace, programs and files.
        name: The booklet.
        only: The partners to print; all if empty.
        compiled: The digest of the compiled book.
        more: Style sheets that come after all others.
        bleed: How far colour goes beyond the trim, in mm.
    """

    order: WorkerRequirements
    name: str
    only: tuple[str, ...]
    compiled: str
    more: tuple[Stylesheet, ...]
    bleed: float


@dataclass(frozen=True, slots=True)
class ChapterTask:
    """A partner of a booklet to typeset: its index, and whether it begins on a right-hand page."""

    book: BookOrder
    index: int
    recto: bool | None


def dask_chapter_runner(executor: Dask, only: Sequence[str] = ()) -> chapters.ChapterRunner:
    """A function that typesets the partners of a booklet on the workers of a scheduler.

    Args:
        executor: The scheduler.
        only: The partners that the booklet was compiled with; all if empty.
    """

    def run_chapters(context: BookletContext, places: Sequence[ChapterPosition]) -> Iterator[Any]:
        compiled, root = context.compiled, context.where.root
        inputs = booklet_inputs(context.where, compiled)
        order = WorkerRequirements(
            str(root), program_versions(), file_digests(inputs, root), context.cache is not None
        )
        book = BookOrder(
            order, compiled.book.id, tuple(only), _book_digest(context), context.stylesheets, context.bleed
        )
        tasks = [ChapterTask(book, index, recto) for index, recto in places]
        for answer in executor.map_on_workers(run_chapter_task, tasks):
            yield _checked_result(answer, root)

    return run_chapters


def run_chapter_task(task: ChapterTask) -> WorkerResult | WorkerRefusal:
    """Typeset a partner of a booklet on a worker."""
    with _renderer_lock:
        book = task.book
        try:
            if doubts := _mismatches(book.order):
                return WorkerRefusal(doubts)
            context = _booklet_context(book)
        except BrochureError as error:  # the booklet compiled without errors on the first machine
            return WorkerRefusal(error.problems)
        if _book_digest(context) != book.compiled:
            path = context.where.shown(context.where.booklet(book.name))
            return WorkerRefusal((problem("K110", Location(path), what=path),))
        value = chapters.typeset_chapter(context, task.index, task.recto)
        root = context.where.root
        shown = value.typeset.files if isinstance(value, chapters.TypesetChapter) else ()
        return WorkerResult(value, file_digests((root / file for file in shown), root))


@lru_cache(maxsize=2)  # safe, as the order contains the digests of all files
def _booklet_context(book: BookOrder) -> BookletContext:
    where = book.order.where
    compiled = compile_booklet(where, book.name, only=book.only, cache=book.order.cache)
    return BookletContext(where, compiled, book.more, book.bleed, book.order.cache)


def _book_digest(context: BookletContext) -> str:
    return bytes_digest(repr(context.compiled.book).encode())


# --- partners on their own ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BuildTask:
    """A partner to build, with the options of ``brochure build``."""

    order: WorkerRequirements
    name: str
    layout: str
    formats: tuple[str, ...]
    shop: str
    debug: bool
    share_safe: bool = False


@dataclass(frozen=True, slots=True)
class _BuildAnswer:
    """The result of a build on a worker.

    Attributes:
        files: All files that were written: paths below the output folder, and contents.
        named: The paths of the PDF and Word files.
        warnings, faults: As in :class:`brochure.build.brochure.BuildResult`.
        failure: The problems and warnings, if the build failed.
    """

    files: tuple[tuple[str, bytes], ...]
    named: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = ()
    faults: tuple[Problem, ...] = ()
    failure: Failure | None = None


def build_on_workers(
    executor: Dask,
    where: Workspace,
    names: Sequence[str],
    layout: str,
    *,
    formats: Sequence[str],
    shop: str,
    output: Path,
    debug: bool,
    use_cache: bool,
    share_safe: bool = False,
) -> Iterator[BuildResult | Failure]:
    """Build partners on the workers of a scheduler, and write their files here.

    Raises:
        BrochureError: The series or the layout is broken, a worker has other files (K110) or died (K108), or
            a file cannot be written.
    """
    common, root = load_common(where, layout), where.root
    shared = file_digests(shared_inputs(where, [common]), root)
    if shop:
        shared += file_digests([where.shop(shop)], root)
    tasks = []
    for name in names:
        order = WorkerRequirements(
            str(root),
            program_versions(),
            shared + file_digests([where.profiles / f"{name}.yaml", comments_path(where, name)], root),
            use_cache,
        )
        tasks.append(BuildTask(order, name, layout, tuple(formats), shop, debug, share_safe))
    try:
        for answer in executor.map_on_workers(run_build_task, tasks):
            sent = _checked_result(answer, root)
            replace_files({output / path: data for path, data in sent.files if path not in sent.named})
            named = {output / path: data for path, data in sent.files if path in sent.named}
            try:
                replace_outputs(named)
            except BrochureError as error:
                yield tuple(error.problems), sent.warnings
                continue
            if sent.failure:
                yield sent.failure
                continue
            inputs = tuple(_local_path(name, root) for name, _ in answer.files)  # type: ignore[union-attr]
            paths = tuple(output / path for path in sent.named)
            warnings = (*sent.warnings, *keep_originals(where, named))
            yield BuildResult(paths, warnings, sent.faults, inputs)
    except processes.CrashError as crash:
        raise BrochureError([problem("K108", name=names[crash.index])]) from None


def run_build_task(task: BuildTask) -> WorkerResult | WorkerRefusal:
    """Build a partner on a worker, in a temporary folder."""
    with _renderer_lock, tempfile.TemporaryDirectory() as folder:
        output = Path(folder)
        try:
            if doubts := _mismatches(task.order):
                return WorkerRefusal(doubts)
        except BrochureError as error:
            return WorkerRefusal(error.problems)
        try:
            made = _build_task(task, output)
        except BrochureError as error:
            return WorkerResult(
                _BuildAnswer(_folder_contents(output), failure=(error.problems, error.warnings)), ()
            )
        named = tuple(path.relative_to(output).as_posix() for path in made.paths)
        sent = _BuildAnswer(_folder_contents(output), named, made.warnings, made.faults)
        return WorkerResult(sent, file_digests(made.inputs, task.order.where.root))


def _build_task(task: BuildTask, output: Path) -> BuildResult:
    where = task.order.where
    common = _shared_input(task.order.root, task.layout, task.order.files)
    if task.shop:
        shop = load_shop(where, task.shop)
        return build_brochure_for_press(
            where, task.name, common, shop, output=output, debug=task.debug, cache=task.order.cache
        )
    return build_brochure(
        where,
        task.name,
        common,
        formats=task.formats,
        output=output,
        debug=task.debug,
        share_safe=task.share_safe,
        cache=task.order.cache,
        keeps=False,  # the machine that asked for the build keeps them
    )


@lru_cache(maxsize=2)
def _shared_input(root: str, layout: str, _folder_contents: Pairs) -> SharedInput:
    return load_common(Workspace(Path(root)), layout)


def _folder_contents(folder: Path) -> tuple[tuple[str, bytes], ...]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple((path.relative_to(folder).as_posix(), path.read_bytes()) for path in found)

"""Typeset partners on other machines: what is sent to a worker, what it does, and what comes back.

The workers see the workspace as a shared folder under the same path. So only names are sent, with digests of
the files and the versions of the programs: a worker that has others refuses (K110), for its pages would not
be those that are made here. What it read besides (pictures, included sources) comes back as digests with its
pages, and is compared here.
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
from brochure.build import booklet as publish
from brochure.build import chapters
from brochure.build import processes as crew
from brochure.build.brochure import Built, build, build_for_press
from brochure.build.chapters import Place, Work
from brochure.build.dask import Dask
from brochure.build.inputs import inputs_of, inputs_of_booklet
from brochure.build.load import Common, load_common, load_shop
from brochure.diagnostics.package import package_root
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.storage import atomic as files
from brochure.storage.cache import FOLDER, LIBRARIES, Cache, bytes_digest
from brochure.storage.fingerprint import content_digest, file_fingerprint
from brochure.storage.shipped import shipped_folder
from brochure.storage.workspace import Workspace
from brochure.typesetting import weasyprint as pdf
from brochure.typesetting.html import Stylesheet

Pairs = tuple[tuple[str, str], ...]
Failure = tuple[tuple[Problem, ...], tuple[Problem, ...]]  # problems and warnings
_SHIPPED = "shipped:"  # stands before a file that comes with brochure, wherever that is installed
_one = Lock()  # a worker with several threads sets one partner at a time: the renderer is not made for more


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker must have: the workspace's path, names and versions of programs, names and digests of
    files. ``kept`` says whether pages may come from the cache.
    """

    root: str
    versions: Pairs
    files: Pairs
    kept: bool

    @property
    def where(self) -> Workspace:
        """The workspace."""
        return Workspace(Path(self.root))

    @property
    def cache(self) -> Cache | None:
        """Its cache, if it may be used."""
        return Cache(self.where.root / FOLDER) if self.kept else None


@dataclass(frozen=True, slots=True)
class Done:
    """What a worker made, and the digests of what it read besides the files of the order."""

    value: Any
    files: Pairs


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a worker does nothing."""

    problems: tuple[Problem, ...]


# --- do we mean the same? ----------------------------------------------------------------------------


@cache
def versions() -> Pairs:
    """The programs that decide what is on a page, by name.

    Raises:
        BrochureError: A library is missing (E101).
    """
    own = package_root()
    code = sorted(f"{path.relative_to(own).as_posix()} {content_digest(path)}" for path in own.rglob("*.py"))
    found = {
        "brochure": f"{__version__} ({bytes_digest(chr(10).join(code).encode())[:12]})",
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "pango": pdf.pango_version(),
    }
    for name in sorted(LIBRARIES):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "—"
    return tuple(found.items())


def seen(paths: Iterable[Path], root: Path) -> Pairs:
    """Files and folders by names that hold on every machine, with digests; none if it is not there."""
    found = {}
    for path in paths:
        state = file_fingerprint(path)
        found[_name(path, root)] = state[2] if state else ""
    return tuple(found.items())


def _name(path: Path, root: Path) -> str:
    for folder, before in ((root, ""), (shipped_folder(), _SHIPPED)):
        if path.is_relative_to(folder):
            return before + path.relative_to(folder).as_posix()
    return str(path)


def _path(name: str, root: Path) -> Path:
    if name.startswith(_SHIPPED):
        return shipped_folder() / name.removeprefix(_SHIPPED)
    return root / name  # an absolute path stays what it is


def _doubts(order: Order) -> tuple[Problem, ...]:
    """Why a worker cannot do what is ordered."""
    here = dict(versions())
    wrong = [
        f"{name} {found} ≠ {here.get(name)}" for name, found in order.versions if found != here.get(name)
    ]
    if wrong:
        return (problem("K110", what=", ".join(wrong)),)
    return _differing(order.files, order.where.root)


def _differing(found: Pairs, root: Path) -> tuple[Problem, ...]:
    """One problem that names the files which are others here."""
    here = dict(seen((_path(name, root) for name, _ in found), root))
    wrong = [name for name, was in found if here.get(name) != was]
    if not wrong:
        return ()
    what = ", ".join(wrong[:5]) + (" …" if len(wrong) > 5 else "")
    return (problem("K110", Location(wrong[0].removeprefix(_SHIPPED)), what=what),)


def _accepted(answer: Done | Refused, root: Path) -> Any:
    """What a worker made, if it was made of what is here too."""
    problems = answer.problems if isinstance(answer, Refused) else _differing(answer.files, root)
    if isinstance(answer, Refused) or problems:
        raise BrochureError(problems)
    return answer.value


# --- the partners of a booklet -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BookOrder:
    """A booklet: its name and partners, the digest of what was compiled, and how it is set."""

    order: Order
    name: str
    only: tuple[str, ...]
    compiled: str
    more: tuple[Stylesheet, ...]
    bleed: float


@dataclass(frozen=True, slots=True)
class ChapterTask:
    """One partner of a booklet to typeset, by its number and the side it begins on."""

    book: BookOrder
    index: int
    recto: bool | None


def book_spread(executor: Dask, only: Sequence[str] = ()) -> chapters.Spread:
    """Sets the partners of a booklet on the workers of a scheduler.

    Args:
        executor: The scheduler.
        only: The partners that the booklet was compiled with; all if empty.
    """

    def spread(work: Work, places: Sequence[Place]) -> Iterator[Any]:
        compiled, root = work.compiled, work.where.root
        inputs = inputs_of_booklet(work.where, compiled)
        order = Order(str(root), versions(), seen(inputs, root), work.cache is not None)
        book = BookOrder(order, compiled.book.id, tuple(only), _compiled(work), work.more, work.bleed)
        tasks = [ChapterTask(book, index, recto) for index, recto in places]
        for answer in executor.mapped(do_chapter, tasks):
            yield _accepted(answer, root)

    return spread


def do_chapter(task: ChapterTask) -> Done | Refused:
    """Typeset a partner of a booklet on a worker."""
    with _one:
        book = task.book
        try:
            if doubts := _doubts(book.order):
                return Refused(doubts)
            work = _work(book)
        except BrochureError as error:  # there was none where the booklet was compiled first
            return Refused(error.problems)
        if _compiled(work) != book.compiled:
            path = work.where.shown(work.where.booklet(book.name))
            return Refused((problem("K110", Location(path), what=path),))
        value = chapters.outcome(work, task.index, task.recto)
        root = work.where.root
        shown = value.made.files if isinstance(value, chapters.Set) else ()
        return Done(value, seen((root / file for file in shown), root))


@lru_cache(maxsize=2)  # the order has the digests of all files
def _work(book: BookOrder) -> Work:
    where = book.order.where
    compiled = publish.compiled(where, book.name, only=book.only, cache=book.order.cache)
    return Work(where, compiled, book.more, book.bleed, book.order.cache)


def _compiled(work: Work) -> str:
    return bytes_digest(repr(work.compiled.book).encode())


# --- partners on their own ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BuildTask:
    """A partner to build: its name, the layout, the formats or the print shop."""

    order: Order
    name: str
    layout: str
    formats: tuple[str, ...]
    shop: str
    debug: bool


@dataclass(frozen=True, slots=True)
class _Sent:
    """What was built: all files by their paths below the output folder, those to be named, or a failure."""

    files: tuple[tuple[str, bytes], ...]
    named: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = ()
    faults: tuple[Problem, ...] = ()
    failure: Failure | None = None


def built(
    executor: Dask,
    where: Workspace,
    names: Sequence[str],
    layout: str,
    *,
    formats: Sequence[str],
    shop: str,
    output: Path,
    debug: bool,
    kept: bool,
) -> Iterator[Built | Failure]:
    """Build partners on the workers of a scheduler, and write their files here.

    Raises:
        BrochureError: The series or the layout is broken, a worker has other files (K110) or died (K108), or
            a file cannot be written.
    """
    common, root = load_common(where, layout), where.root
    shared = seen(inputs_of(where, [common]), root)
    if shop:
        shared += seen([where.shop(shop)], root)
    tasks = []
    for name in names:
        order = Order(str(root), versions(), shared + seen([where.profiles / f"{name}.yaml"], root), kept)
        tasks.append(BuildTask(order, name, layout, tuple(formats), shop, debug))
    try:
        for answer in executor.mapped(do_build, tasks):
            sent = _accepted(answer, root)
            files.replace_files({output / path: data for path, data in sent.files})
            if sent.failure:
                yield sent.failure
                continue
            inputs = tuple(_path(name, root) for name, _ in answer.files)  # type: ignore[union-attr]
            paths = tuple(output / path for path in sent.named)
            yield Built(paths, sent.warnings, sent.faults, inputs)
    except crew.CrashError as crash:
        raise BrochureError([problem("K108", name=names[crash.index])]) from None


def do_build(task: BuildTask) -> Done | Refused:
    """Build a partner on a worker, into a folder of its own."""
    with _one, tempfile.TemporaryDirectory() as folder:
        output = Path(folder)
        try:
            if doubts := _doubts(task.order):
                return Refused(doubts)
        except BrochureError as error:
            return Refused(error.problems)
        try:
            made = _build(task, output)
        except BrochureError as error:
            return Done(_Sent(_files(output), failure=(error.problems, error.warnings)), ())
        named = tuple(path.relative_to(output).as_posix() for path in made.paths)
        sent = _Sent(_files(output), named, made.warnings, made.faults)
        return Done(sent, seen(made.inputs, task.order.where.root))


def _build(task: BuildTask, output: Path) -> Built:
    where, kept = task.order.where, task.order.cache
    common = _common(task.order.root, task.layout, task.order.files)
    if task.shop:
        shop = load_shop(where, task.shop)
        return build_for_press(where, task.name, common, shop, output=output, debug=task.debug, cache=kept)
    return build(where, task.name, common, formats=task.formats, output=output, debug=task.debug, cache=kept)


@lru_cache(maxsize=2)
def _common(root: str, layout: str, _files: Pairs) -> Common:
    return load_common(Workspace(Path(root)), layout)


def _files(folder: Path) -> tuple[tuple[str, bytes], ...]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple((path.relative_to(folder).as_posix(), path.read_bytes()) for path in found)

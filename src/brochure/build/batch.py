"""Do one task for many partners: one after another, in several processes, or on other machines.

A failed partner gives a :class:`FailedPartner` instead of an exception, so the others are still done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.build.brochure import BuildResult
    from brochure.build.dask import Dask
    from brochure.build.load import SharedInput
    from brochure.storage.cache import Cache

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class FailedPartner:
    """The problems and warnings of a partner that failed; it can be sent between processes."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def run_for_partners(
    where: Workspace,
    names: Sequence[str],
    layout: str,
    one: Callable[[str, SharedInput], Result],
    *,
    jobs: int | None = 1,
    cache: Cache | None = None,
) -> Iterator[Result | FailedPartner]:
    """Call a function for each partner and yield the results in the order of the names.

    Args:
        where: The workspace.
        names: The partners; if empty, no file is read.
        layout: The name of the layout.
        one: The function; it runs in one of several processes.
        jobs: How many processes; one for each available core if ``None``.
        cache: The cache with the results of earlier checks of citation styles.

    Raises:
        BrochureError: The series or the layout is broken, or a process died (K108).
    """
    if not names:
        return
    from brochure.build.load import load_common

    common = load_common(where, layout, cache=cache)

    def attempt(name: str) -> Result | FailedPartner:
        try:
            return one(name, common)
        except BrochureError as error:
            return FailedPartner(error.problems, error.warnings)

    if jobs == 1 or len(names) == 1:
        yield from map(attempt, names)
        return
    from brochure.build import processes

    jobs = min(jobs or processes.available_cores(), len(names))
    if jobs > 1:
        from brochure.typesetting import weasyprint

        weasyprint.prepare_renderer(common.layout.font_paths)  # once, for all processes
    try:
        yield from processes.map_in_processes(attempt, names, jobs)
    except processes.CrashError as crash:
        raise BrochureError([problem("K108", name=names[crash.index])]) from None


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """The options of a build; they are the same for all its partners.

    Attributes:
        where: The workspace.
        layout: The name of the layout.
        formats: ``pdf`` and ``docx``, or one of them.
        shop: The print shop that the PDF is made for; if empty, the PDF is made for the screen.
        output: The folder to write to.
        debug: Also write every intermediate stage.
        cache: The cache of pages.
        share_safe: Leave comments and internal keys out of the sources that the files carry.
        unapproved: The partners that are printed without an approval; their slug says so.
    """

    where: Workspace
    layout: str
    formats: tuple[str, ...]
    shop: str
    output: Path
    debug: bool
    cache: Cache | None
    share_safe: bool = False
    unapproved: frozenset[str] = frozenset()

    def build_partner(self, name: str, common: SharedInput) -> BuildResult:
        """Build one partner in this process.

        Raises:
            BrochureError: Mistakes in the input, or a file that cannot be written.
        """
        from brochure.build.brochure import build_brochure, build_brochure_for_press
        from brochure.build.load import load_shop

        if not self.shop:
            return build_brochure(
                self.where,
                name,
                common,
                formats=self.formats,
                output=self.output,
                debug=self.debug,
                share_safe=self.share_safe,
                cache=self.cache,
            )
        shop = load_shop(self.where, self.shop)
        return build_brochure_for_press(
            self.where,
            name,
            common,
            shop,
            output=self.output,
            debug=self.debug,
            cache=self.cache,
            unapproved=name in self.unapproved,
        )

    def build_partners(
        self, names: Sequence[str], *, jobs: int | None, executor: Dask | None
    ) -> Iterator[BuildResult | FailedPartner]:
        """Build partners in processes of this machine, or on the workers of a Dask scheduler.

        Raises:
            BrochureError: As :func:`run_for_partners`, or a worker refuses its task (K110).
        """
        if executor is None or not names:
            yield from run_for_partners(
                self.where, names, self.layout, self.build_partner, jobs=jobs, cache=self.cache
            )
            return
        from brochure.build import remote_worker

        sent = remote_worker.build_on_workers(
            executor,
            self.where,
            names,
            self.layout,
            formats=self.formats,
            shop=self.shop,
            output=self.output,
            debug=self.debug,
            share_safe=self.share_safe,
            use_cache=self.cache is not None,
        )
        for one in sent:
            yield FailedPartner(*one) if isinstance(one, tuple) else one

"""The same for many partners: one after another, in several processes, or on other machines.

A partner that fails is told as a value, so that it does not keep the others from being done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.storage.workspace import Workspace

if TYPE_CHECKING:
    from brochure.build.brochure import Built
    from brochure.build.dask import Dask
    from brochure.build.load import Common
    from brochure.storage.cache import Cache

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Failed:
    """An error as a value, which can be sent from one process to another."""

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def for_each(
    where: Workspace,
    names: Sequence[str],
    layout: str,
    one: Callable[[str, Common], Result],
    *,
    jobs: int | None = 1,
    cache: Cache | None = None,
) -> Iterator[Result | Failed]:
    """What becomes of each partner, in their order.

    Args:
        where: The workspace.
        names: The partners; where there are none, nothing is read.
        layout: What they are printed with.
        one: What to do with each, in one of several processes.
        jobs: How many processes; as many as can run at once, if it is not said.
        cache: Where it is kept what need not be checked again.

    Raises:
        BrochureError: The series or the layout is broken, or a process died (K108).
    """
    if not names:
        return
    from brochure.build.load import load_common

    common = load_common(where, layout, cache=cache)

    def attempt(name: str) -> Result | Failed:
        try:
            return one(name, common)
        except BrochureError as error:
            return Failed(error.problems, error.warnings)

    if jobs == 1 or len(names) == 1:
        yield from map(attempt, names)
        return
    from brochure.build import processes as crew

    jobs = min(jobs or crew.cores(), len(names))
    if jobs > 1:
        from brochure.typesetting import weasyprint as pdf

        pdf.prepare_renderer(common.layout.font_paths)  # once, for all processes
    try:
        yield from crew.mapped(attempt, names, jobs)
    except crew.CrashError as crash:
        raise BrochureError([problem("K108", name=names[crash.index])]) from None


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What is asked of a build, whichever partners it is of.

    Attributes:
        where: The workspace.
        layout: What partners are printed with.
        formats: ``pdf`` and ``docx``, or one of them.
        shop: The print shop that a PDF is made for; without one it is made for the screen.
        output: The folder to write to.
        debug: Also leave every stage of the way.
        cache: Where pages are kept that need not be set again.
    """

    where: Workspace
    layout: str
    formats: tuple[str, ...]
    shop: str
    output: Path
    debug: bool
    cache: Cache | None

    def build(self, name: str, common: Common) -> Built:
        """Build one partner here.

        Raises:
            BrochureError: Mistakes in the input, or a file that cannot be written.
        """
        from brochure.build.brochure import build, build_for_press
        from brochure.build.load import load_shop

        if not self.shop:
            return build(
                self.where,
                name,
                common,
                formats=self.formats,
                output=self.output,
                debug=self.debug,
                cache=self.cache,
            )
        shop = load_shop(self.where, self.shop)
        return build_for_press(
            self.where, name, common, shop, output=self.output, debug=self.debug, cache=self.cache
        )

    def build_all(
        self, names: Sequence[str], *, jobs: int | None, executor: Dask | None
    ) -> Iterator[Built | Failed]:
        """Build partners, in processes of this machine or by the workers of a scheduler.

        Raises:
            BrochureError: As :func:`for_each`, or a worker refuses.
        """
        if executor is None or not names:
            yield from for_each(self.where, names, self.layout, self.build, jobs=jobs, cache=self.cache)
            return
        from brochure.build import remote_worker as remote

        sent = remote.built(
            executor,
            self.where,
            names,
            self.layout,
            formats=self.formats,
            shop=self.shop,
            output=self.output,
            debug=self.debug,
            kept=self.cache is not None,
        )
        for one in sent:
            yield Failed(*one) if isinstance(one, tuple) else one

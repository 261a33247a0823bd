"""Where the CPU time of one command of brochure goes.

Run as: python stages.py COMMAND …, such as build p000 --format pdf; prints seconds by stage as JSON. What a
stage calls of another one counts there. The clocks cost a few per cent, which are in the figures.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

START, REST = "starting Python, imports", "all the rest: style sheets, parts from the cache, files, messages"
READ, CHECK = "reading, checking and assembling profiles", "reading pages back, proof of notes"
LOAD, LAYOUT, DRAW = "loading the renderer", "layout (WeasyPrint)", "drawing and writing (WeasyPrint)"
WORD = "composing and writing Word files"


class Clock:
    """CPU seconds by stage; the innermost stage counts."""

    def __init__(self, since: float) -> None:
        self.spent: dict[str, float] = {}
        self._stack: list[str] = []
        self._since = since

    def enter(self, stage: str) -> None:
        """Begin a stage."""
        self._count()
        self._stack.append(stage)

    def leave(self) -> None:
        """End the stage that began last."""
        self._count()
        self._stack.pop()

    def _count(self) -> None:
        now = time.process_time()
        if self._stack:
            self.spent[self._stack[-1]] = self.spent.get(self._stack[-1], 0) + now - self._since
        self._since = now

    def on(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        """The function, timed."""

        def timed(*arguments: Any, **named: Any) -> Any:
            self.enter(stage)
            try:
                return function(*arguments, **named)
            finally:
                self.leave()

        return timed

    def watch(self, holder: Any, name: str, stage: str) -> None:
        """Time a function wherever brochure's modules have it."""
        function = getattr(holder, name)
        timed = self.on(function, stage)
        for module in [holder, *(m for key, m in list(sys.modules.items()) if key.startswith("brochure"))]:
            if getattr(module, name, None) is function:
                setattr(module, name, timed)


def stages_of(command: str) -> list[tuple[Any, tuple[str, ...], str]]:
    """The functions of brochure that are timed: a module, names in it, and their stage."""
    from brochure.build import brochure, load
    from brochure.pdf import reader
    from brochure.pdf.preflight import footnotes_complete, preflight, text_complete
    from brochure.typesetting import html, page_cache

    stages: list[tuple[Any, tuple[str, ...], str]] = [
        (load, ("load_partner", "load_common"), READ),
        (brochure, ("_write_docx_checked",), WORD),
        (page_cache, ("find_typeset", "find_rendered"), "looking up what was made before"),
        (html, ("fill_template",), "templates"),
        (reader, ("read_pages", "drawn_boxes"), CHECK),
        (footnotes_complete, ("check_footnotes",), CHECK),
        (text_complete, ("check_text_complete",), CHECK),
        (preflight, ("read_for_preflight", "apply_rules", "check_part", "check_whole_file"), "preflight"),
    ]
    if command == "booklet":
        from brochure.build import booklet, booklet_overlay
        from brochure.pdf.merge import merge

        stages.append((booklet, ("compile_booklet",), READ))
        stages.append((booklet_overlay, ("make_overlay",), "folios, running heads, tabs"))
        stages.append((merge, ("merge_parts",), "merging"))
    return stages


def main() -> None:
    """Run a command with clocks on its stages."""
    import gc

    gc.set_threshold(200_000, 10, 10)  # as brochure.__main__ does
    clock = Clock(0.0)  # the process began with no time spent
    clock.enter(START)
    from brochure.cli.main import main as run
    from brochure.typesetting import weasyprint as pdf

    for holder, names, stage in stages_of(sys.argv[1]):
        for name in names:
            clock.watch(holder, name, stage)
    _watch_renderer(clock, pdf)
    clock.leave()
    sys.argv = ["brochure", *sys.argv[1:]]
    clock.enter(REST)
    try:
        run()
    except SystemExit as stop:
        if stop.code:
            raise
    clock.leave()
    print(json.dumps(clock.spent))


def _watch_renderer(clock: Clock, pdf: Any) -> None:
    """Time the loading of WeasyPrint, and WeasyPrint when it is there."""
    prepare, loaded = pdf.prepare_renderer, False

    def prepared(fonts: Any) -> None:
        nonlocal loaded
        clock.enter(LOAD)
        prepare(fonts)
        import weasyprint

        if not loaded:
            loaded = True
            html, document = weasyprint.HTML, weasyprint.Document
            html.render = clock.on(html.render, LAYOUT)
            document.write_pdf = clock.on(document.write_pdf, DRAW)
        clock.leave()

    pdf.prepare_renderer = prepared


if __name__ == "__main__":
    main()

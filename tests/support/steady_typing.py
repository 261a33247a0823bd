"""Typing in the desk as fast as a fast writer does, and what it costs.

A read of the layout (the size or place of an element) in the handler of a key makes the browser lay out the
whole page before the key is shown. :data:`WATCH` notes each such read, with the functions that called it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

WATCH = """(() => {
    const told = window.watched = { reads: [], delays: [], keys: 0 }
    let inside = ""
    const tasks = new MessageChannel()
    tasks.port1.onmessage = () => { inside = "" }
    const begin = (event) => {
        if (!event.isTrusted) return
        inside = event.type
        if (event.type === "keydown") told.keys += 1
        tasks.port2.postMessage(0)
        requestAnimationFrame(() => { inside = "" })
    }
    for (const name of ["keydown", "keypress", "beforeinput", "input"]) addEventListener(name, begin, true)
    const note = (name) => {
        const callers = () => new Error().stack.split("\\n").slice(4, 8).join(" <")
        if (inside) told.reads.push(`${inside}: ${name} ${callers()}`)
    }
    const getters = [
        [Element.prototype, ["clientTop", "clientLeft", "clientWidth", "clientHeight",
                             "scrollTop", "scrollLeft", "scrollWidth", "scrollHeight"]],
        [HTMLElement.prototype, ["offsetTop", "offsetLeft", "offsetWidth", "offsetHeight", "offsetParent",
                                 "innerText"]],
    ]
    for (const [prototype, names] of getters)
        for (const name of names) {
            const own = Object.getOwnPropertyDescriptor(prototype, name)
            const get = function () { note(name); return own.get.call(this) }
            Object.defineProperty(prototype, name, { ...own, get })
        }
    const calls = [
        [Element.prototype, ["getBoundingClientRect", "getClientRects", "scrollIntoView", "scrollTo",
                             "scrollBy"]],
        [Range.prototype, ["getBoundingClientRect", "getClientRects"]],
        [Document.prototype, ["elementFromPoint", "caretRangeFromPoint"]],
        [window, ["getComputedStyle"]],
    ]
    for (const [owner, names] of calls)
        for (const name of names) {
            const own = owner[name]
            owner[name] = function (...given) { note(name); return own.apply(this, given) }
        }
    new PerformanceObserver((list) => {
        for (const one of list.getEntries())
            if (["keydown", "keypress", "beforeinput", "input"].includes(one.name))
                told.delays.push([one.name, one.processingEnd - one.processingStart])
    }).observe({ type: "event", durationThreshold: 16, buffered: true })
})()"""
"""A script for a page before its own: notes in ``window.watched`` what happens when keys are pressed."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What typing cost: the text that was typed, reads of the layout, and the longest handlers in ms."""

    text: str
    reads: tuple[str, ...]
    longest: float
    seconds: float


def type_steadily(page: Page, seconds: float, rate: float = 30, start: int = 0) -> Typed:
    """Type numbered words where the cursor is, at so many characters a second."""
    page.keyboard.type("字")  # at the first key the editor looks once how blanks are shown
    page.evaluate("() => { watched.reads.length = 0; watched.delays.length = 0 }")
    text, begun = "", time.monotonic()
    while (passed := time.monotonic() - begun) < seconds:
        if len(text) > passed * rate:
            time.sleep(0.002)
            continue
        character = f"{start + len(text) // 8:06} 字"[len(text) % 8]
        page.keyboard.type(character)
        text += character
    spent = time.monotonic() - begun
    page.wait_for_timeout(300)
    told: dict[str, Any] = page.evaluate("watched")
    longest = max((spent for _, spent in told["delays"]), default=0.0)
    return Typed(f"字{text}", tuple(told["reads"]), longest, spent)


def heap(page: Page) -> float:
    """The MiB that the scripts of a page hold, after garbage was collected."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return float(metrics["JSHeapUsedSize"]) / 2**20


def make_large(path: Path, size: int) -> None:
    """Let a profile grow to nearly a size, by paragraphs of an answer."""
    text = path.read_text("utf-8")
    line = f"    - paragraph: 0000 {'とても長い文章です（架空）。' * 60}\n"
    count = (size - len(text.encode())) // len(line.encode()) - 1
    lines = "".join(line.replace("0000", f"{number:04}") for number in range(count))
    path.write_text(text.replace("\n  support:\n", f"\n{lines}\n  support:\n", 1), "utf-8")

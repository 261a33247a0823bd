"""The pages that browsers look at: the last good ones of each partner, and new ones after each save."""

from __future__ import annotations

import datetime
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

from brochure.build.inputs import named_files
from brochure.build.load import read_yaml_bytes
from brochure.desk.builder import Builder
from brochure.desk.documents import revision_of
from brochure.desk.events import Events
from brochure.desk.page_job import DPI, MadePages, Showing
from brochure.desk.shared import SharedInputs, Stamp, file_stamps
from brochure.diagnostics.problem import BrochureError
from brochure.pdf.page_pictures import PagePictures
from brochure.storage.input_file import path_fault
from brochure.storage.workspace import Workspace

MOST_PICTURES = 120  # kept in memory, some 300 kB each
PICTURES = "pictures"  # the folder
HOUR = 3600.0  # seconds
MOST_WAITING = 16  # requests; the others hear of their pages by an event
MOST_FILES = 24  # finished files that are kept, to draw pages in other sizes


@dataclass
class PagesInView:
    """The pages of a partner in a layout.

    Attributes:
        made: The last good pages.
        last: The last result, which may be a failure.
        time: When the last good pages were made.
        wanted: The inputs of the pages that were ordered last.
        shown: The inputs of the last result.
        asked: When somebody asked for the pages, by the clock of the process.
    """

    made: MadePages | None = None
    last: MadePages | None = None
    time: str = ""
    wanted: tuple[Stamp, str] | None = None
    shown: tuple[Stamp, str] | None = None
    asked: float = 0.0


@dataclass
class PageShelf:
    """All pages that are looked at, and their pictures.

    ``drawing`` is held by what uses PDFium in this process, which is not safe in threads.
    """

    where: Workspace
    events: Events
    shared: SharedInputs
    builder: Builder
    views: dict[Showing, PagesInView] = field(default_factory=dict)
    pictures: OrderedDict[tuple[str, int], bytes] = field(default_factory=OrderedDict)
    files: OrderedDict[str, tuple[bytes, int]] = field(default_factory=OrderedDict)
    changed: threading.Condition = field(default_factory=threading.Condition)
    drawing: threading.Lock = field(default_factory=threading.Lock)
    named: dict[str, tuple[str, list[Path]]] = field(default_factory=dict)  # by partner, of a revision
    waiting: int = 0  # requests that wait for their first pages
    is_closed: bool = False

    def view(self, showing: Showing, *, is_asked: bool = True) -> PagesInView:
        """Return the pages as they are, after new ones were ordered if the inputs are others.

        Raises:
            BrochureError: There is no such partner, layout, print shop or booklet.
        """
        inputs = self._inputs(showing)
        with self.changed:
            view = self.views.setdefault(showing, PagesInView())
            if is_asked:
                view.asked = time.monotonic()
            if view.wanted == inputs:
                return view
            view.wanted = inputs
            known = frozenset(digest for digest, dpi in self.pictures if dpi == DPI)
        self._tell("building", showing)
        self.builder.order(showing, known, lambda made: self._take(showing, inputs, made))
        return view

    def wait(self, view: PagesInView, seconds: float) -> None:
        """Wait until a view has a result; not if many wait already, as each of them keeps a thread."""
        end = time.monotonic() + seconds
        with self.changed:
            if self.waiting >= MOST_WAITING:
                return
            self.waiting += 1
            try:
                while view.last is None and not self.is_closed and (left := end - time.monotonic()) > 0:
                    self.changed.wait(left)
            finally:
                self.waiting -= 1

    def end_waits(self) -> None:
        """Answer all who wait for pages."""
        with self.changed:
            self.is_closed = True
            self.changed.notify_all()

    def renew(self, partner: str = "") -> None:
        """Order new pages of a partner that somebody looks at; without a name, of all.

        A booklet depends on all its partners. Pages that nobody asked for in the last hour stay as they are
        until somebody asks. What was asked for last is ordered last, so it is made first.
        """
        recently = time.monotonic() - HOUR
        for showing, view in sorted(self.views.items(), key=lambda one: one[1].asked):
            concerned = not partner or showing.partner == partner or showing.booklet
            if concerned and view.asked >= recently:
                try:
                    self.view(showing, is_asked=False)
                except BrochureError:
                    continue  # the file is gone; the next request says so

    def picture(self, digest: str, dpi: int) -> bytes | None:
        """Return the picture of a page as PNG; None if nobody knows the page."""
        with self.changed:
            if found := self.pictures.get((digest, dpi)):
                self.pictures.move_to_end((digest, dpi))
                return found
            file = self.files.get(digest)
        if file is None:
            return None
        data, index = file
        with self.drawing:
            pages = PagePictures(data)
            drawn = pages.draw(index, dpi).png()
            pages.close()
        self._keep_picture(digest, dpi, drawn)
        return drawn

    def _inputs(self, showing: Showing) -> tuple[Stamp, str]:
        data = self.where.read(self.where.profile(showing.partner))
        revision = revision_of(data)
        stamp = self.shared.stamp(showing.layout) + file_stamps(self._named(showing.partner, revision, data))
        if showing.shop:
            stamp += file_stamps([self.where.shop(showing.shop).parent])
        elif showing.booklet:
            layouts = [self.where.layout(name) for name in self.where.layouts()]
            folders = [self.where.profiles, self.where.root / PICTURES, *layouts]
            stamp += file_stamps([self.where.booklet(showing.booklet), *folders])
        return stamp, revision

    def _named(self, partner: str, revision: str, data: bytes) -> list[Path]:
        """The pictures and the files of sources that a profile names and that are there."""
        known = self.named.get(partner)
        if known is None or known[0] != revision:
            path = self.where.profile(partner)
            try:
                found = named_files(self.where, read_yaml_bytes(data, self.where.shown(path)))
            except BrochureError:
                found = []  # it cannot be read, so nothing of it is shown
            known = self.named[partner] = revision, found
        return [path for path in known[1] if not path_fault(path)]  # a folder would be read whole

    def _take(self, showing: Showing, inputs: tuple[Stamp, str], made: MadePages) -> None:
        for digest, png in made.pictures:
            self._keep_picture(digest, DPI, png)
        with self.changed:
            view = self.views[showing]
            view.last, view.shown = made, inputs
            if made.pdf:
                view.made = made
                view.time = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
                for index, digest in enumerate(made.digests):
                    self.files[digest] = made.pdf, index
                    self.files.move_to_end(digest)
                while len(self.files) > MOST_FILES:
                    self.files.popitem(last=False)
            self.changed.notify_all()
        self._tell("built" if made.pdf else "failed", showing, rev=made.revision)

    def _tell(self, kind: str, showing: Showing, **more: str) -> None:
        told = {"doc": f"profiles/{showing.partner}", "layout": showing.layout, "form": showing.form}
        self.events.tell(kind, **told, **more)

    def _keep_picture(self, digest: str, dpi: int, png: bytes) -> None:
        with self.changed:
            self.pictures[digest, dpi] = png
            self.pictures.move_to_end((digest, dpi))
            while len(self.pictures) > MOST_PICTURES:
                self.pictures.popitem(last=False)

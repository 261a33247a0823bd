"""Tell browsers what another program saves in the workspace: an editor, git, the command line."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from brochure.build.watch import watch_saves
from brochure.desk.desk import Desk
from brochure.desk.documents import DeskDocument, revision_of
from brochure.schema.csl_items import SOURCES_FILE
from brochure.storage.file_names import is_id
from brochure.storage.input_file import MAX_TEXT, read_ordinary
from brochure.storage.workspace import SERIES

_RECORDS = ("editions", "surveys")  # approvals and answers: the list shows them, no page is made from them


class Watching:
    """Watches the files of a workspace in a thread of its own."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watching", daemon=True)

    def start(self) -> Callable[[], None]:
        """Start; returns the function that stops it."""
        self._thread.start()
        return self._stop.set

    def _run(self) -> None:
        where = self.desk.where
        names = ("layouts", "pictures", "fonts", "shops", "booklets", *_RECORDS)
        folders = (where.profiles, *(where.root / name for name in names))
        for saved in watch_saves([path for path in folders if path.is_dir()], self._stop):
            if saved:
                tell_saves(self.desk, saved)


def tell_saves(desk: Desk, saved: Iterable[Path]) -> None:
    """Tell which documents have another text than the desk knows, and order new pages."""
    others = False
    pictures = desk.where.root / "pictures"
    for path in sorted(saved):
        document = _document_of(desk, path)
        if document is None:
            others = others or not any(path.is_relative_to(desk.where.root / name) for name in _RECORDS)
            if path.is_relative_to(pictures):
                desk.events.tell("picture", path=path.relative_to(desk.where.root).as_posix())
            continue
        revision = _revision(path)
        if desk.saver.is_current(document, revision):
            continue  # saved by the desk itself, or read already
        desk.events.tell("changed", doc=document.key, rev=revision)
        if document.partner:
            desk.pages.renew(document.partner)
        else:
            others = True
    if others:
        desk.pages.renew()
    desk.events.tell("partners")


def _document_of(desk: Desk, path: Path) -> DeskDocument | None:
    if path.parent != desk.where.profiles or path.suffix != ".yaml":
        return None
    if path.name in (SERIES, SOURCES_FILE):
        return DeskDocument("series" if path.name == SERIES else "sources", path)
    return DeskDocument(f"profiles/{path.stem}", path) if is_id(path.stem) else None


def _revision(path: Path) -> str:
    """The revision of a file on disk; empty if there is none."""
    try:
        data = read_ordinary(path, MAX_TEXT)
    except OSError:
        return ""
    return "" if data is None else revision_of(data)

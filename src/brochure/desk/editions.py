"""Earlier states of a partner to compare with: saves of the desk, states of git, the Word file made last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brochure.desk.desk import Desk
from brochure.desk.documents import DeskDocument, revision_of
from brochure.desk.endpoint import DeskAnswer, DeskRequest
from brochure.desk.former import FormerTexts
from brochure.diagnostics.problem import BrochureError

FILES = (".yaml", ".yml", ".docx")  # a name with such an ending is a file for ``brochure redline``


@dataclass(frozen=True, slots=True)
class EarlierState:
    """A state that may be compared with.

    Attributes:
        key: Its name in requests, such as ``saved-<revision>``; it is looked up, never used as a path.
        since: What ``brochure redline --since`` takes, relative to the workspace.
        kind: ``word``, ``saved``, ``tag`` or ``commit``.
        name: The tag, the first line of a commit's message, or the person who saved.
        time: When, as ISO 8601: a time in UTC, or a day.
    """

    key: str
    since: str
    kind: str
    name: str
    time: str


def earlier_states(desk: Desk, document: DeskDocument) -> Iterator[EarlierState]:
    """Give the states of a partner that are there; each kind has the newest first."""
    from brochure.revision.git_states import list_git_states

    root = desk.where.root
    word = desk.where.output / f"{document.partner}.docx"
    if word.is_file():
        yield EarlierState("word", desk.where.shown(word), "word", word.name, "")
    try:
        now = revision_of(desk.where.read(document.path))
    except BrochureError:
        now = ""
    for one in FormerTexts(root).list(document):
        if one.revision != now:
            since = one.path.relative_to(root).as_posix()
            yield EarlierState(f"saved-{one.revision}", since, "saved", one.person, one.time.isoformat())
    for state in list_git_states(desk.where, document.partner):
        if not state.revision.lower().endswith(FILES):
            kind, name = ("tag", state.revision) if state.is_tag else ("commit", state.subject)
            yield EarlierState(f"git-{state.revision}", state.revision, kind, name, state.date)


def find_state(desk: Desk, document: DeskDocument, key: str) -> EarlierState | None:
    """Return the state with a key."""
    return next((one for one in earlier_states(desk, document) if one.key == key), None)


def list_editions(desk: Desk, _: DeskRequest, document: DeskDocument) -> DeskAnswer:
    """``GET …/editions``: the states that a redline may start from."""
    told = [
        {"key": one.key, "kind": one.kind, "name": one.name, "time": one.time}
        for one in earlier_states(desk, document)
    ]
    return DeskAnswer({"editions": told})

"""Answer what the page needs first, who is where, and the request to stop."""

from __future__ import annotations

import json
from typing import Any

from brochure import __version__
from brochure.build.load import load_series
from brochure.desk.desk import Desk
from brochure.desk.documents import told_problems
from brochure.desk.endpoint import DeskAnswer, DeskRequest
from brochure.desk.exports import IMPOSE_CHOICES
from brochure.desk.named_files import told_booklets, told_shops
from brochure.diagnostics.package import package_root
from brochure.diagnostics.problem import BrochureError


def tell_desk(desk: Desk, asked: DeskRequest) -> DeskAnswer:
    """``GET /api/desk``: the words of the interface, the workspace and its series."""
    heard = f"{desk.events.start}-{desk.events.last}"  # before anything is read: the stream goes on from here
    series: dict[str, Any] | None = None
    problems: list[dict[str, Any]] = []
    try:
        data = load_series(desk.where).data
        named = {"regions": data.regions, "kinds": data.kinds, "questions": data.questions}
        series = {"title": data.title, **named}
    except BrochureError as error:
        problems = told_problems(error.problems, asked.lang)
    return DeskAnswer(
        {
            "version": __version__,
            "lang": asked.lang,
            "words": interface_words(asked.lang),
            "workspace": desk.where.root.name,
            "person": asked.person,
            "share": desk.is_shared,
            "series": series,
            "problems": problems,
            "layouts": desk.where.layouts(),
            "shops": told_shops(desk.where),
            "imposition": dict(IMPOSE_CHOICES),
            "booklets": told_booklets(desk.where),
            "heard": heard,
        }
    )


def interface_words(lang: str) -> dict[str, str]:
    """The words of the interface in a language, by key."""
    path = package_root() / "desk" / f"words.{lang}.json"
    words: dict[str, str] = json.loads(path.read_text("utf-8"))
    return words


def tell_presence(desk: Desk, asked: DeskRequest) -> DeskAnswer:
    """``POST /api/presence``: tell the others where somebody is and writes; it is never stored.

    ``asks`` names the tab of somebody else, who is asked to let this person write there.
    """
    given = asked.data if isinstance(asked.data, dict) else {}
    told = {key: str(given.get(key, ""))[:200] for key in ("doc", "at", "client", "asks")}
    desk.events.tell("presence", person=asked.person, writes=given.get("writes") is True, **told)
    return DeskAnswer(status=204)


def stop_desk(desk: Desk, _: DeskRequest) -> DeskAnswer:
    """``POST /api/stop``: end the desk after this answer; an office's desk is ended where it runs."""
    if desk.is_shared:
        return DeskAnswer({"problems": []}, 403)
    desk.stop()
    return DeskAnswer(status=202)

"""Who is where is told to all browsers, and kept nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from running_desk import CalledDesk, desk_workspace


@pytest.mark.parametrize(
    ("sent", "heard"),
    [
        ({"at": "as_of", "writes": True}, {"at": "as_of", "writes": True, "asks": ""}),
        ({"at": "as_of"}, {"at": "as_of", "writes": False, "asks": ""}),
        ({"at": "as_of", "writes": "yes"}, {"at": "as_of", "writes": False, "asks": ""}),
        ({"at": "as_of", "asks": "c-2"}, {"at": "as_of", "writes": False, "asks": "c-2"}),
        ({"at": "x" * 1000}, {"at": "x" * 200, "writes": False, "asks": ""}),
        (["no", "mapping"], {"at": "", "writes": False, "asks": ""}),
    ],
)
def test_presence_says_where_somebody_is_writes_and_whom_they_ask(
    tmp_path: Path, sent: Any, heard: dict[str, Any]
) -> None:
    desk = CalledDesk(desk_workspace(tmp_path))
    assert desk.ask("POST", "/api/presence", sent, person="佐藤").status == 204
    ((_, event),) = desk.desk.events.since(0)
    assert (event["kind"], event["person"]) == ("presence", "佐藤")
    assert {key: event[key] for key in heard} == heard

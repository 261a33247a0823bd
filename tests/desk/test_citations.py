"""A pasted export becomes entries for ``sources:``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from running_desk import CalledDesk, desk_workspace
from workspaces import REPO

BIBTEX = "@article{yamada2020, title={県の研究}, author={山田, 太郎}, journal={雑誌}, year=2020}"
RIS = "TY  - BOOK\nTI  - 県の本\nAU  - 山田, 太郎\nPY  - 2020\nER  - \n"
CSL = '[{"id": "a", "type": "webpage", "title": "県の頁"}]'


@pytest.fixture
def desk(tmp_path: Path) -> CalledDesk:
    return CalledDesk(desk_workspace(tmp_path))


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [(BIBTEX, "article-journal", "県の研究"), (RIS, "book", "県の本"), (CSL, "webpage", "県の頁")],
)
def test_a_pasted_export_is_read(desk: CalledDesk, text: str, kind: str, title: str) -> None:
    (item,) = desk.ask("POST", "/api/citations", {"text": text}).data["items"]
    assert (item["type"], item["title"]) == (kind, title)


MANY = """TY  - JOUR
TI  - 県の論文
AU  - 山田, 太郎
PY  - 2020/04
ER  -
TY  - JOUR
TI  - 県の別の論文
AU  - 山田, 太郎
PY  - 2020/04/09
ER  -
TY  - BOOK
TI  - Über Öl
AU  - Müller, Jörg
PY  - 1999
ER  -
"""


def test_each_entry_gets_an_id_that_a_profile_may_use_and_dates_as_they_are_typed(desk: CalledDesk) -> None:
    told = desk.ask("POST", "/api/citations", {"text": MANY}).data
    assert [one["id"] for one in told["items"]] == [
        "article-journal-2020",
        "article-journal-2020-2",
        "muller-1999",
    ]
    assert [one["issued"] for one in told["items"]] == ["2020-04", "2020-04-09", "1999"]
    assert told["problems"] == []
    assert next(iter(told["items"][0])) == "id"


def test_entries_that_were_pasted_can_be_saved(desk: CalledDesk) -> None:
    doc = "profiles/liaoning"
    shutil.copy(REPO / "profiles" / "liaoning.yaml", desk.file("liaoning"))
    for text in (BIBTEX, RIS, CSL, MANY):
        told = desk.get(f"/api/{doc}")
        items = desk.ask("POST", "/api/citations", {"text": text}).data["items"]
        place = len(told["data"]["sources"])
        edits = [{"at": ["sources"], "insert": place + index, "use": one} for index, one in enumerate(items)]
        saved = desk.change(doc, told["rev"], *edits)
        assert saved.status == 200, saved.data
        assert [one for one in saved.data["problems"] if one["severity"] == "error"] == []


@pytest.mark.parametrize("text", ["", "ふつうの文です。", "{", "@article{", "<xml>"])
def test_what_is_no_export_is_told(desk: CalledDesk, text: str) -> None:
    answer = desk.ask("POST", "/api/citations", {"text": text})
    assert (answer.status, answer.data["items"]) == (422, [])
    assert answer.data["problems"]


def test_a_request_without_a_text_is_refused(desk: CalledDesk) -> None:
    assert desk.ask("POST", "/api/citations", {}).status == 400

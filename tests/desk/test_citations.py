"""A pasted export becomes entries for ``sources:``."""

from __future__ import annotations

from pathlib import Path

import pytest

from running_desk import CalledDesk, desk_workspace

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


@pytest.mark.parametrize("text", ["", "ふつうの文です。", "{", "@article{", "<xml>"])
def test_what_is_no_export_is_told(desk: CalledDesk, text: str) -> None:
    answer = desk.ask("POST", "/api/citations", {"text": text})
    assert (answer.status, answer.data["items"]) == (422, [])
    assert answer.data["problems"]


def test_a_request_without_a_text_is_refused(desk: CalledDesk) -> None:
    assert desk.ask("POST", "/api/citations", {}).status == 400

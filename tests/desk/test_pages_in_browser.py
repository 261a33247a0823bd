"""Fields and pages in a real browser: a focus frames its place, a click finds its character."""

from __future__ import annotations

import json
import random
import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pypdfium2
import pytest
import yaml
from playwright.sync_api import Browser

from desk_browser import chromium
from desk_in_browser import OpenPage, open_page
from law import law
from page_clicks import fault, printed_characters, random_clicks, seen_characters, value_at
from running_desk import desk_workspace
from started_desk import StartedDesk, started_desk
from workspaces import REPO, SAMPLES

pytestmark = pytest.mark.tools

PATIENCE = 30.0  # seconds; decides nothing, a busy machine only takes longer
CLICKS = 5  # with a real mouse, in each case
ADDED = """
notes:
  way: 道案内の注です（架空）。

contact:
  heading: 架空の窓口
  organisation: 架空の部署
  tel: (000) 123-4567
  email: kaku@example.jp
"""
FIGURE = """
    - figure: pictures/map.png
      alt: 架空国の略図（架空）
      caption: 架空国の略図です（架空）。
      credit: 図：試験用（架空）

  relation:
"""
# A value of each kind, and where the cursor goes in it by a click: behind so many characters that it prints.
FIELDS = {
    "text": ("answers.about.0.bullets.0", 5),
    "text of a callout": ("answers.about.1.items.0.text", 3),
    "title of a callout": ("answers.about.1.items.0.title", 4),
    "row of facts": ("answers.about.2.rows.0.text", 2),
    "remark of a row": ("answers.about.2.rows.1.remark", 2),
    "item of a row": ("answers.relation.1.rows.1.items.0", 7),
    "caption": ("answers.about.3.caption", 3),
    "credit": ("answers.about.3.credit", 3),
    "case": ("answers.collaboration.2.cases.0.title", 2),
    "note": ("notes.way", 3),
    "field of a source": ("sources.1.title", 2),
    "contact": ("contact.tel", 6),
    "milestone": ("milestones.0.label", 1),
    "name": ("partner.name", 1),
    "Latin name": ("partner.latin", 4),
}
UNPRINTED = {
    "mark cell": "answers.support.1.topics.market_research",
    "date of a row": "answers.relation.1.rows.0.date",
    "date of a milestone": "milestones.1.date",
    "date of a source": "sources.1.issued",
    "edition": "edition",
    "picture": "answers.about.3.figure",
}
COMMON = {
    "question": ("series", "questions.about", 4),
    "topic": ("series", "marks.support.topics.regulation", 2),
    "legend": ("series", "marks.support.legend.marked", 2),
    "label of a row": ("series", "facts.mou.rows.purpose", 3),
    "remark": ("series", "remarks.mou", 3),
    "survey": ("series", "surveys.2019-11.asked", None),
    "shared source": ("sources", "0.title", 3),
}
CURSOR = """() => {
    const box = document.activeElement
    const at = box?.closest("[data-at]")?.dataset.at ?? ""
    if (box?.matches("textarea")) return [at, box.value.slice(0, box.selectionStart)]
    if (!box?.matches("[role=textbox]")) return [at, null]
    const range = document.createRange()
    range.selectNodeContents(box)
    range.setEnd(getSelection().focusNode, getSelection().focusOffset)
    const before = range.cloneContents()
    for (const chip of before.querySelectorAll(".t-source, .t-note")) chip.remove()
    return [at, before.textContent]
}"""
FOCUS = """at => {
    const boxes = "[role=textbox], textarea, select, input:checked"
    const places = [...document.querySelectorAll(`#fields [data-at="${at}"]`)]
    const box = places.map(one => one.querySelector(boxes)).find(Boolean)
    box?.focus({ preventScroll: true })
    return Boolean(box)
}"""
# Frames in mm of their page, with whether the view shows them.
FRAMES = """width => {
    const view = document.querySelector(".pages .view").getBoundingClientRect()
    return [...document.querySelectorAll(".hs.on")].map(one => {
        const [sheet, box] = [one.closest(".sheet").getBoundingClientRect(), one.getBoundingClientRect()]
        const scale = width / sheet.width
        const isSeen = box.top >= view.top - 1 && box.bottom <= view.bottom + 1
        const page = [...document.querySelectorAll(".sheet")].indexOf(one.closest(".sheet"))
        return [page, (box.left - sheet.left) * scale, (box.top - sheet.top) * scale,
                box.width * scale, box.height * scale, isSeen]
    })
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartedDesk]:
    """A desk with 遼寧省, to which a figure, a note, a contact of its own and a shared source were added."""
    folder = tmp_path_factory.mktemp("desk")
    root = folder / "workspace"
    root.mkdir()
    desk_workspace(root, "liaoning")
    shutil.copy(SAMPLES / "pictures" / "map.png", root / "pictures")
    path = root / "profiles" / "liaoning.yaml"
    text = path.read_text("utf-8").replace("\n  relation:\n", FIGURE, 1) + ADDED
    text = text.replace("可能**です。", "可能**です[^way]。").replace("推進中。", "推進中[@us-visit-2014]。")
    path.write_text(text, "utf-8")
    with started_desk(root, folder) as started:
        yield started


@pytest.fixture
def opened(browser: Browser, desk: StartedDesk) -> Iterator[OpenPage]:
    """A page of its own for each test; none of them changes a value."""
    with open_page(browser, desk) as page:
        page.edit("liaoning")
        yield page


def boxes_of(desk: StartedDesk, at: str) -> list[Any]:
    told = json.loads(desk.ask("GET", "/api/profiles/liaoning/pages").body)
    assert told["pages"], told["problems"]
    return [box for box in told["boxes"] if box[0] == at and box[9] == 0]


def calls_of(desk: StartedDesk, note: str) -> list[Any]:
    """The boxes of the marks of calls of a note."""
    told = json.loads(desk.ask("GET", "/api/profiles/liaoning/pages").body)
    return [box for box in told["boxes"] if box[0] == f"call {note}" and "*" in box[8]]


def middle(box: list[Any]) -> tuple[int, float, float]:
    return box[2], box[3] + box[5] / 2, box[4] + box[6] / 2


def click(opened: OpenPage, page: int, x: float, y: float) -> None:
    """Click a point of a page, in mm."""
    opened.page.wait_for_timeout(200)  # what the last focus scrolls has come to rest
    left, top, width = opened.page.evaluate(
        """([page, share]) => {
            const sheet = document.querySelectorAll(".sheet")[page]
            const view = sheet.closest(".view")
            const top = sheet.offsetTop + sheet.clientHeight * share - view.clientHeight / 2
            view.scrollTo({ top, behavior: "instant" })
            const place = sheet.getBoundingClientRect()
            return [place.left, place.top, place.width]
        }""",
        [page, y / 297],
    )
    opened.page.mouse.click(left + x * width / 210, top + y * width / 210)


def click_before(opened: OpenPage, boxes: list[Any], count: int) -> str:
    """Click just right of the left edge of a printed character; return what is printed before it."""
    printed = "".join(box[8] for box in sorted(boxes, key=lambda box: box[1]))
    for box in sorted(boxes, key=lambda box: box[1]):
        if count < len(box[8]):
            edges = box[7]
            x = edges[count] + (edges[count + 1] - edges[count]) * 0.25
            click(opened, box[2], x, box[4] + box[6] / 2)
            break
        count -= len(box[8])
    return printed


def wait_for(state: Callable[[], Any], wanted: Any, what: str) -> None:
    """Wait until a state is as wanted; a function says of a state whether it is."""
    end = time.monotonic() + PATIENCE
    is_right = wanted if callable(wanted) else lambda found: found == wanted
    while not is_right(found := state()):
        assert time.monotonic() < end, f"{what}: {found}, not {wanted}"
        time.sleep(0.05)


def cursor(opened: OpenPage) -> tuple[str, str | None]:
    at, before = opened.page.evaluate(CURSOR)
    return at, before


def test_a_focus_frames_its_place_and_scrolls_there(opened: OpenPage, desk: StartedDesk) -> None:
    for kind, at in [*((kind, at) for kind, (at, _) in FIELDS.items()), *UNPRINTED.items()]:
        assert opened.page.evaluate(FOCUS, at), f"no field of {kind}"
        own = boxes_of(desk, at)
        assert own, f"no boxes of {kind}"
        wait_for(partial(frames, opened), partial(is_framed, own), f"frame of {kind}")


def frames(opened: OpenPage) -> Any:
    return opened.page.evaluate(FRAMES, 210)


def is_framed(boxes: list[Any], shown: Any) -> bool:
    """Whether a frame that is seen holds all boxes of a value on its first page, and little more."""
    page = min(box[2] for box in boxes)
    own = [box for box in boxes if box[2] == page]
    left, top = min(box[3] for box in own), min(box[4] for box in own)
    right, bottom = max(box[3] + box[5] for box in own), max(box[4] + box[6] for box in own)
    return any(
        number == page
        and -3 < x - left <= 0.3
        and -3 < y - top <= 0.3
        and -0.3 <= x + width - right < 3
        and -0.3 <= y + height - bottom < 3
        and (is_seen or height > 100)
        for number, x, y, width, height, is_seen in shown
    )


def test_a_click_puts_the_cursor_in_the_field_at_the_character(opened: OpenPage, desk: StartedDesk) -> None:
    for kind, (at, count) in FIELDS.items():
        printed = click_before(opened, boxes_of(desk, at), count)
        before = printed[:count].removeprefix("TEL：").removeprefix("（")
        wait_for(partial(cursor, opened), (at, before), kind)
    for kind, at in UNPRINTED.items():
        click(opened, *middle(boxes_of(desk, at)[0]))
        wait_for(partial(cursor, opened), partial(is_in, at), kind)


def test_a_click_on_a_common_text_leads_to_its_field(opened: OpenPage, desk: StartedDesk) -> None:
    for kind, (doc, at, count) in COMMON.items():
        opened.edit("liaoning")
        boxes = boxes_of(desk, f"_{doc}:{at}")
        printed = click_before(opened, boxes, count or 0)
        opened.page.get_by_role("dialog").wait_for()
        opened.page.keyboard.press("Enter")  # the link of the dialog has the focus
        opened.page.wait_for_url(f"**/#/{doc}?*")
        before = printed[:count].removeprefix("※").removeprefix("○ ")
        wanted = partial(is_in, at) if count is None else (at, before)
        wait_for(partial(cursor, opened), wanted, kind)
        wait_for(partial(frames, opened), partial(is_framed, boxes), f"frame of {kind}")


def is_in(at: str, found: tuple[str, str | None]) -> bool:
    return found[0] == at


def test_a_click_on_a_call_puts_the_cursor_behind_the_words(opened: OpenPage, desk: StartedDesk) -> None:
    for note in ("way", "cite.jetro-seminar"):
        call = calls_of(desk, note)[0]
        click(opened, *middle(call))
        words = {"way": "サポートが可能です", "cite.jetro-seminar": "産業の集積地」"}[note]
        wait_for(partial(cursor, opened), partial(is_behind, words), note)


def is_behind(words: str, found: tuple[str, str | None]) -> bool:
    return (found[1] or "").endswith(words)


@law(sample=1, full=4)
def test_random_clicks_with_a_real_mouse(browser: Browser, tmp_path: Path, seed: int) -> None:
    root = tmp_path / "workspace"
    root.mkdir()
    desk_workspace(root, "oulu")
    texts = {key: read(file) for key, file in (("own", "oulu.yaml"), ("series", "_series.yaml"))}
    with started_desk(root, tmp_path) as desk, open_page(browser, desk) as opened:
        opened.edit("oulu")
        told = desk.ask("POST", "/api/exports", b'{"doc": "profiles/oulu", "kind": "pdf"}')
        with pypdfium2.PdfDocument(desk.ask("GET", json.loads(told.body)["url"]).body) as file:
            pages = [seen_characters(page) for page in file]
        for one in random_clicks(pages, CLICKS, random.Random(seed)):
            if one.seen.is_at_edge:
                continue
            opened.page.evaluate("document.activeElement.blur()")
            click(opened, *one.point)
            wait_for(partial(target_of, opened, texts), bool, f"{one}")
            assert fault(one, pages[one.page], target_of(opened, texts), texts) == ""
            if opened.page.get_by_role("dialog").count():
                opened.page.keyboard.press("Escape")


def target_of(opened: OpenPage, texts: dict[str, Any]) -> dict[str, Any] | None:
    """Where the cursor is, or where the dialog leads that tells who shares a text; None if nowhere."""
    if opened.page.get_by_role("dialog").count():
        link = opened.page.locator("dialog footer a").get_attribute("href") or ""
        doc, _, query = link.removeprefix("#/").partition("?")
        given = parse_qs(query)
        return {"doc": doc, "at": given["at"][0], "offset": int(given["o"][0]) if "o" in given else None}
    at, before = cursor(opened)
    if not at:
        return None
    value = value_at(texts["own"], at)
    if before is None or not isinstance(value, str):
        return {"doc": "own", "at": at, "offset": None}
    own = [offset for character, offset in printed_characters(value) if not character.isspace()]
    count = len("".join(before.split()))
    return {"doc": "own", "at": at, "offset": own[count] if count < len(own) else len(value)}


def read(name: str) -> Any:
    return yaml.load((REPO / "profiles" / name).read_text("utf-8"), yaml.BaseLoader)

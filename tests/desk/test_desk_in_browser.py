"""The desk as people use it: the real command, the real pages, a real browser."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser

from desk_browser import chromium
from desk_in_browser import eventually, open_page, saved
from pdf_validator import failures
from running_desk import desk_workspace
from shared_desk import SharedDesk, shared_desk
from started_desk import StartedDesk, started_desk

FIRST = "answers.relation.0.bullets.0"
SECOND = "answers.relation.0.bullets.1"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "workspace").mkdir()
    return desk_workspace(tmp_path / "workspace", "liaoning")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedDesk]:
    with shared_desk(tmp_path_factory.mktemp("desk"), "liaoning") as started:
        yield started


def profile(root: Path, name: str = "liaoning") -> Path:
    return root / "profiles" / f"{name}.yaml"


def test_a_newcomer_makes_a_brochure_without_a_file_or_a_terminal(
    browser: Browser, root: Path, tmp_path: Path
) -> None:
    with started_desk(root, tmp_path) as desk, open_page(browser, desk) as opened:
        page = opened.page
        opened.go("#/")
        page.keyboard.press("Alt+n")
        dialog = page.get_by_role("dialog")
        dialog.wait_for()
        for words in ("架空州", "かくうしゅう", "Fictional State"):
            page.keyboard.type(words)
            page.keyboard.press("Tab")
        dialog.get_by_text("アジア", exact=True).click()
        dialog.get_by_text("州・省", exact=True).click()
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/#/p/fictional-state")
        page.wait_for_selector(".sheet img")
        page.get_by_role("button", name="「どのような機関ですか？」にまとまりを足す").click()
        page.get_by_role("menuitem").filter(has_text="箇条書き").first.click()
        opened.text_field("answers.about.1.bullets.0").wait_for()
        page.keyboard.type("架空の州の話です。")  # the new field has the cursor
        eventually(saved(profile(root, "fictional-state"), "架空の州の話です。"), "saved")
        page.get_by_role("button", name="書き出す").click()
        with page.expect_download() as waiting:
            page.get_by_text("PDF（画面・Web用）").click()
        waiting.value.save_as(tmp_path / "got.pdf")
    data = (tmp_path / "got.pdf").read_bytes()
    assert data == (root / "output" / "fictional-state.pdf").read_bytes()
    assert failures(tmp_path / "got.pdf", "ua1") == []


def test_a_click_on_the_page_puts_the_cursor_in_the_field_at_the_character(
    browser: Browser, desk: StartedDesk, shared_root: Path
) -> None:
    with open_page(browser, desk) as opened:
        opened.edit("liaoning")
        pages = opened.page.evaluate(
            "() => document.querySelector('.sheet img').getBoundingClientRect().toJSON()"
        )
        told = json.loads(desk.ask("GET", "/api/profiles/liaoning/pages").body)
        box = next(one for one in told["boxes"] if one[0] == SECOND and "友好交流職員" in one[8])
        index = box[8].index("友好交流職員")
        scale = pages["width"] / told["pages"][0]["width"]
        middle = (box[7][index] + box[7][index + 1]) / 2
        opened.page.mouse.click(
            pages["x"] + (middle - 0.3) * scale, pages["y"] + (box[4] + box[6] / 2) * scale
        )
        eventually(
            lambda: bool(
                opened.page.evaluate(
                    "at => document.activeElement.closest('[data-at]')?.dataset.at === at", SECOND
                )
            ),
            "the field has the cursor",
        )
        opened.page.keyboard.type("若い")
        eventually(saved(profile(shared_root), "若い友好交流職員"), "typed at the character")


def test_two_people_at_the_same_value_see_both_texts(
    browser: Browser, desk: StartedDesk, shared_root: Path
) -> None:
    with (
        open_page(browser, desk) as one,
        open_page(browser, desk) as other,
    ):
        one.edit("liaoning")
        other.edit("liaoning")
        other.page.context.set_offline(True)
        one.type_at_end(FIRST, "佐藤の文。")
        eventually(saved(profile(shared_root), "佐藤の文。"), "saved")
        other.type_at_end(FIRST, "鈴木の文。")
        other.type_at_end(SECOND, "鈴木だけの文。")
        other.page.context.set_offline(False)
        other.page.get_by_text("合わせて直す").first.wait_for()
        text = profile(shared_root).read_text("utf-8")
        assert "佐藤の文。" in text
        assert "鈴木の文。" not in text
        other.page.get_by_text("わたしの文").first.click()
        eventually(saved(profile(shared_root), "鈴木だけの文。"), "the other value is saved")


def test_what_was_typed_while_the_desk_was_killed_is_saved_when_it_is_back(
    browser: Browser, root: Path, tmp_path: Path
) -> None:
    with started_desk(root, tmp_path) as first, open_page(browser, first) as opened:
        opened.edit("liaoning")
        opened.type_at_end(FIRST, "止まる前の文。")
        first.process.send_signal(signal.SIGKILL)
        first.process.wait()
        opened.type_at_end(SECOND, "止まったあとの文。")
        with started_desk(root, tmp_path, "--port", str(first.port)) as second:
            opened.desk = second
            opened.edit("liaoning")
            eventually(saved(profile(root), "止まったあとの文。"), "what was typed meanwhile is sent")
            eventually(saved(profile(root), "止まる前の文。"), "what was typed before, too")
    text = profile(root).read_text("utf-8")
    assert (text.count("止まる前の文。"), text.count("止まったあとの文。")) == (1, 1)


def test_a_save_of_an_editor_is_seen_in_the_field(
    browser: Browser, desk: StartedDesk, shared_root: Path
) -> None:
    with open_page(browser, desk) as opened:
        opened.edit("liaoning")
        path = profile(shared_root)
        path.write_text(
            path.read_text("utf-8").replace("相互に友好交流職員も", "互いに友好交流職員も"), "utf-8"
        )
        eventually(lambda: "互いに友好交流職員も" in opened.text_field(SECOND).inner_text(), "read again")
        opened.type_at_end(FIRST, "画面の文。")
        eventually(saved(path, "画面の文。"), "saved")
        assert "互いに友好交流職員も" in path.read_text("utf-8")


def test_keys_that_are_added_to_the_schema_are_fields_of_the_form(
    browser: Browser, root: Path, tmp_path: Path
) -> None:
    """A text, a list, a choice and a group that no code of the desk names: they are typed into and saved."""
    more = ("-P", str(Path(__file__).parents[1] / "support" / "desk_with_more_keys.py"))
    with started_desk(root, tmp_path, program=more) as desk, open_page(browser, desk) as opened:
        opened.go("#/p/liaoning")
        page = opened.page
        page.locator("#fields").get_by_text("挨拶の文", exact=True).first.wait_for()
        opened.text_field("greeting").click()
        page.keyboard.type("ようこそ")
        page.locator('#fields [data-at="climate"] select').select_option(label="寒い")
        page.locator("#f-sisters .add").click()
        page.keyboard.type("オウル")
        page.keyboard.press("Enter")
        page.keyboard.type("リンデン")
        page.locator("#f-motto .add").click()
        opened.text_field("motto.words").click()
        page.keyboard.type("学びは海をこえる")
        wanted = {"greeting": "ようこそ", "climate": "寒い", "sisters": ["オウル", "リンデン"],
                  "motto": {"words": "学びは海をこえる"}}  # fmt: skip
        eventually(
            lambda: (
                {key: yaml.safe_load(profile(root).read_text("utf-8")).get(key) for key in wanted} == wanted
            ),
            "saved",
        )


ATTACK = (
    "<img src=x onerror=\"document.title='in'\"><script>document.title='in'</script>"
    "{n}[行](javascript:alert(1))"
)


def attacked(value: Any, at: str = "") -> Any:
    """A profile with markup of the web in every text that is free."""
    if isinstance(value, dict):
        fixed = (
            "field",
            "facts",
            "marks",
            "callout",
            "marked",
            "none",
            "id",
            "type",
            "region",
            "kind",
            "code",
        )
        return {key: one if key in fixed else attacked(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [attacked(one, at) for one in value]
    is_free = isinstance(value, str) and at not in ("date", "issued", "accessed", "URL", "as_of", "edition")
    return ATTACK.replace("{n}", at) if is_free else value


def test_markup_of_the_web_in_every_text_is_text(browser: Browser, root: Path, tmp_path: Path) -> None:
    data = yaml.safe_load(profile(root).read_text("utf-8"))
    data["accent"], data["notes"] = ATTACK, {"n": ATTACK}
    data["contact"] = {"organisation": ATTACK, "url": "javascript:alert(1)"}
    made = {key: one if key == "accepted" else attacked(one, key) for key, one in data.items()}
    text = yaml.safe_dump(made, allow_unicode=True, sort_keys=False)
    profile(root).write_text(text, "utf-8")
    name = root / "profiles" / "<img src=x onerror=alert(1)>.yaml"
    name.write_text(text, "utf-8")
    with started_desk(root, tmp_path) as desk, open_page(browser, desk) as opened:
        opened.page.on("dialog", lambda dialog: opened.faults.append(dialog.message))
        opened.go("#/")
        opened.page.get_by_text("onerror").first.wait_for()
        looked = ["#/", "#/p/liaoning"]
        for route in looked:
            opened.page.goto(f"{desk.origin}/{route}")
            opened.page.locator("body").get_by_text("onerror").first.wait_for()
            found = opened.page.evaluate(
                "() => [document.querySelectorAll('img[src=x], [onerror]').length,"
                " document.querySelectorAll('script').length,"
                " document.querySelectorAll('[href^=javascript]').length]"
            )
            assert found == [0, 1, 0]
            assert opened.page.title() != "in"
        assert len(desk.ask("GET", "/api/profiles/liaoning").body) > 1000
    assert profile(root).read_text("utf-8") == text

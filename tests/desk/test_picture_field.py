"""Pictures in the form: chosen or dropped; what does not fit is told, and each needs its description."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator

from desk_in_browser import OpenPage, eventually, open_page, saved
from shared_desk import SharedDesk, shared_desk
from started_desk import StartedDesk

FIGURE = "answers.about.3"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedDesk]:
    with shared_desk(tmp_path_factory.mktemp("desk"), "liaoning") as started:
        yield started


def picture(form: str = "JPEG", size: tuple[int, int] = (1600, 1200), **more: Any) -> bytes:
    made = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize(size).save(made, form, **more)
    return made.getvalue()


def with_place() -> bytes:
    exif = Image.Exif()
    exif[0x0110] = "Kakū 3"
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 26.0, 0.0)})
    return picture(exif=exif)


def add_figure(opened: OpenPage) -> Locator:
    """A new figure in the first answer; it is in view and its first field has the cursor."""
    page = opened.page
    opened.go("#/p/liaoning")
    opened.text_field("answers.about.0.bullets.0").wait_for()
    page.get_by_role("button", name="「どのような機関ですか？」にまとまりを足す").click()
    page.get_by_role("menuitem").filter(has_text="図・写真").click()
    field = page.locator(f'#fields [data-at="{FIGURE}.figure"]')
    field.wait_for()
    eventually(
        lambda: bool(
            page.evaluate(
                """at => {
                    const field = document.activeElement.closest(`[data-at="${at}"]`)?.getBoundingClientRect()
                    const form = document.getElementById("fields").getBoundingClientRect()
                    return field && field.top >= form.top && field.bottom <= form.bottom
                }""",
                f"{FIGURE}.figure",
            )
        ),
        "the new field is in view",
    )
    return field


def file(name: str, media: str, data: bytes) -> Any:
    return {"name": name, "mimeType": media, "buffer": data}


def test_what_is_no_picture_or_too_large_is_told_and_not_kept(
    browser: Browser, desk: StartedDesk, shared_root: Path, tmp_path: Path
) -> None:
    big = tmp_path / "大きい.jpg"
    big.write_bytes(picture()[:200] + bytes(20_300_000))
    with open_page(browser, desk) as opened:
        field = add_figure(opened)
        said = field.locator(".picture [role=status]")
        for given, words in (
            (file("案内.pdf", "application/pdf", b"%PDF-1.7"), "「案内.pdf」はJPEGでもPNGでもありません"),
            (file("旗.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "「旗.svg」は"),
            (file("写真.heic", "image/heic", b"ftypheic"), "「写真.heic」は"),
            (big, "「大きい.jpg」は21MBあります"),
            (file("fake.png", "image/png", b"hello"), "画像として読めません"),
            (file("cut.jpg", "image/jpeg", picture()[:3000]), "画像として読めません"),
            (file("", "image/png", b""), "画像として読めません"),
        ):
            field.locator("input[type=file]").set_input_files(given)
            eventually(lambda words=words: words in said.inner_text(), words)  # type: ignore[misc]
            assert field.locator("textarea").input_value() == ""
    assert [*(shared_root / "pictures").iterdir()] == []


def test_a_picture_prints_only_with_its_description_and_its_hidden_records_are_told(
    browser: Browser, desk: StartedDesk, shared_root: Path
) -> None:
    profile = shared_root / "profiles" / "liaoning.yaml"
    with open_page(browser, desk) as opened:
        page = opened.page
        field = add_figure(opened)
        field.locator("input[type=file]").set_input_files(file("港 2026.jpg", "image/jpeg", with_place()))
        said = field.locator(".picture [role=status]")
        eventually(lambda: "撮影した場所、カメラの記録" in said.inner_text(), "hidden records are told")
        block = page.locator(f'#fields [data-at="{FIGURE}"]')
        assert "「画像の説明」を書くと保存します" in block.locator(".draft").inner_text()
        field.locator(".picture img").wait_for()
        assert "figure:" not in profile.read_text("utf-8")
        described = page.locator(f'#fields [data-at="{FIGURE}.alt"] .tx')
        described.fill("架空の港の写真")
        eventually(saved(profile, "alt: 架空の港の写真"), "saved with its description")
        assert "figure: pictures/2026.jpg" in profile.read_text("utf-8")
        assert (shared_root / "pictures" / "2026.jpg").read_bytes() == with_place()
        eventually(lambda: block.locator(".draft").count() == 0, "no draft any more")
        described.fill("")
        page.locator(
            f'#fields [data-at="{FIGURE}.alt"] .issue.err, [data-at="{FIGURE}.alt"] .draft'
        ).first.wait_for()
        assert "alt: 架空の港の写真" in profile.read_text("utf-8")  # the file keeps what may be printed


DROP = """async ([selector, data, name, type]) => {
    const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0))
    const carried = new DataTransfer()
    carried.items.add(new File([bytes], name, { type }))
    const target = document.querySelector(selector)
    const send = (kind) =>
        target.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }))
    const over = !send("dragover")
    const shown = document.querySelector(".picture.over") !== null
    return [over, shown, !send("drop")]
}"""


def test_a_dropped_picture_is_taken_and_one_that_misses_its_field_opens_nothing(
    browser: Browser, desk: StartedDesk, shared_root: Path
) -> None:
    with open_page(browser, desk) as opened:
        page = opened.page
        field = add_figure(opened)
        data = base64.b64encode(picture("PNG", (1200, 900))).decode()
        for selector in (".pages", "header.bar", "#outline"):
            taken = page.evaluate(DROP, [selector, data, "a.png", "image/png"])
            assert taken == [True, False, True]  # the browser is kept from opening it
        assert [*(shared_root / "pictures").iterdir()] == []
        assert page.evaluate(DROP, ["#fields .picture", data, "港.png", "image/png"])[2]
        field.locator(".picture img").wait_for()
        (kept,) = (shared_root / "pictures").iterdir()
        assert field.locator("textarea").input_value() == f"pictures/{kept.name}"
        page.get_by_role("button", name="ほかの画像にする").wait_for()


def test_a_picture_that_is_replaced_under_its_name_is_shown_in_field_and_page(
    browser: Browser, desk: StartedDesk, shared_root: Path
) -> None:
    kept = shared_root / "pictures" / "kaku.png"
    kept.write_bytes(picture("PNG"))
    profile = shared_root / "profiles" / "liaoning.yaml"
    block = "    - figure: pictures/kaku.png\n      alt: 架空の港\n      credit: none\n\n"
    profile.write_text(
        profile.read_text("utf-8").replace("  relation:\n", f"{block}  relation:\n", 1), "utf-8"
    )
    with open_page(browser, desk) as opened:
        opened.go("#/p/liaoning")
        shown = opened.page.locator(f'#fields [data-at="{FIGURE}.figure"] .picture img')
        sheets = opened.page.locator(".sheet img")
        shown.wait_for()
        sheets.first.wait_for()
        field = shown.get_attribute("src")
        pages = [sheet.get_attribute("src") for sheet in sheets.all()]
        kept.write_bytes(picture("PNG", (1200, 1200)))
        eventually(lambda: shown.get_attribute("src") != field, "the field shows the new picture")
        eventually(
            lambda: [sheet.get_attribute("src") for sheet in sheets.all()] != pages,
            "the pages show the new picture",
        )

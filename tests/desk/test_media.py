"""Pictures are taken into the workspace under safe names, and sent to the page."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from running_desk import CalledDesk, desk_workspace


@pytest.fixture
def desk(tmp_path: Path) -> CalledDesk:
    return CalledDesk(desk_workspace(tmp_path, "liaoning"))


def picture(colour: str, form: str = "PNG") -> bytes:
    made = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((320, 240)).save(made, form)
    changed = Image.open(made)
    changed.paste(colour, (0, 0, 9, 9))
    made = io.BytesIO()
    changed.save(made, form)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("港.png", None),
        ("Port of Dalian.PNG", "pictures/port-of-dalian.png"),
        ("../../etc/passwd", "pictures/passwd.png"),
        ("C:\\Users\\佐藤\\photo.png", "pictures/photo.png"),
        ("", None),
        ("<script>.png", "pictures/script.png"),
        ("a" * 300, f"pictures/{'a' * 60}.png"),
    ],
)
def test_a_picture_gets_a_safe_name(desk: CalledDesk, name: str, file: str | None) -> None:
    data = picture("red")
    answer = desk.ask("POST", "/api/media", query={"name": name}, upload=data)
    assert answer.status == 201
    assert (answer.data["width"], answer.data["height"]) == (320, 240)
    assert file is None or answer.data["path"] == file
    path = desk.root / answer.data["path"]
    assert path.parent == desk.root / "pictures"
    assert path.read_bytes() == data
    sent = desk.ask("GET", "/api/media", query={"path": answer.data["path"]})
    assert (sent.content, sent.media) == (data, "image/png")


def test_the_page_gets_a_picture_without_its_place_and_owner(desk: CalledDesk) -> None:
    exif = Image.Exif()
    exif[0x013B] = "Hanako-Owner"
    exif.get_ifd(0x8825)[29] = "35.6812N"
    made = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((320, 240)).save(made, "JPEG", exif=exif)
    taken = desk.ask("POST", "/api/media", query={"name": "a.jpg"}, upload=made.getvalue())
    assert set(taken.data["metadata"]) == {"place", "person"}
    sent = desk.ask("GET", "/api/media", query={"path": taken.data["path"]})
    assert (sent.status, sent.media) == (200, "image/jpeg")
    assert sent.content is not None
    assert b"Hanako-Owner" not in sent.content
    assert b"35.6812N" not in sent.content
    with Image.open(io.BytesIO(sent.content)) as image:
        assert image.size == (320, 240)


def test_another_picture_with_the_same_name_gets_another_file(desk: CalledDesk) -> None:
    one, two = (
        desk.ask("POST", "/api/media", query={"name": "a.png"}, upload=picture(colour)).data["path"]
        for colour in ("red", "blue")
    )
    assert one != two
    again = desk.ask("POST", "/api/media", query={"name": "a.png"}, upload=picture("red"))
    assert again.data["path"] == one


@pytest.mark.parametrize("data", [b"", b"GIF89a", picture("red")[:90], b"\x89PNG\r\n\x1a\n" + b"x" * 99])
def test_what_is_no_picture_is_refused_and_not_kept(desk: CalledDesk, data: bytes) -> None:
    answer = desk.ask("POST", "/api/media", query={"name": "a.png"}, upload=data)
    assert answer.status == 422
    assert answer.data["problems"]
    assert list((desk.root / "pictures").iterdir()) == []


@pytest.mark.parametrize("path", ["", "profiles/liaoning.yaml", "../x.png", "/etc/passwd", "pictures"])
def test_only_pictures_of_the_workspace_are_sent(desk: CalledDesk, path: str) -> None:
    assert desk.ask("GET", "/api/media", query={"path": path}).status == 404


def test_what_a_picture_tells_beside_what_it_shows_is_told(desk: CalledDesk) -> None:
    tags = {
        "camera": (0x0110, "Kakū 3"),
        "person": (0x013B, "架空 花子"),
        "time": (0x0132, "2026:11:01 09:00:00"),
    }

    def told(*kinds: str, form: str = "JPEG") -> list[str]:
        exif = Image.Exif()
        for kind in kinds:
            if kind == "place":
                exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 26.0, 0.0)})
            else:
                exif[tags[kind][0]] = tags[kind][1]
        made = io.BytesIO()
        Image.linear_gradient("L").convert("RGB").save(made, form, exif=exif)
        answer = desk.ask("POST", "/api/media", query={"name": "a.jpg"}, upload=made.getvalue())
        assert answer.status == 201
        found: list[str] = answer.data["metadata"]
        return found

    assert told() == []
    for kinds in (["place"], ["camera"], ["person", "camera"], ["place", "person", "camera", "time"]):
        assert sorted(told(*kinds)) == sorted(kinds)
    assert told("place", "camera", form="PNG") == ["place", "camera"]

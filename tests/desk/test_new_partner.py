"""A new partner: the file of ``brochure new`` with its names, and what is refused."""

from __future__ import annotations

import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from brochure.build.brochure import build_brochure
from brochure.build.check import check_partner
from brochure.build.load import load_common, load_series
from brochure.build.starter import profile_text
from brochure.desk.content import tell_document
from brochure.desk.desk import Desk
from brochure.desk.documents import find_document
from brochure.desk.endpoint import DeskAnswer, DeskRequest
from brochure.desk.new_partner import create_partner
from brochure.pdf.reader import read_pages
from brochure.schema.yaml_reader import parse_yaml
from brochure.storage.workspace import Workspace

LINDEN = {
    "name": "リンデン州（架空）",
    "reading": "りんでんしゅう",
    "latin": "Land Linden",
    "country": "架空国",
    "country_reading": "かくうこく",
    "region": "europe",
    "kind": "state",
}


@pytest.fixture
def desk(shelf: Path) -> Desk:
    """A desk on all profiles."""
    return Desk(Workspace(shelf))


def post(desk: Desk, values: Any, **more: str) -> DeskAnswer:
    """The answer to a new partner."""
    return create_partner(desk, DeskRequest(data=values | more if isinstance(values, dict) else values))


def refused(desk: Desk, values: Any, **more: str) -> list[tuple[str, Any]]:
    """The codes and fields of what is refused; nothing may be written."""
    before = {path.name: path.read_bytes() for path in desk.where.profiles.iterdir()}
    answer = post(desk, values, **more)
    assert answer.status == 422
    assert {path.name: path.read_bytes() for path in desk.where.profiles.iterdir()} == before
    return [(one["code"], one["at"]) for one in answer.data["problems"]]


def test_the_profile_is_that_of_the_command_with_the_names_filled_in_and_no_samples(desk: Desk) -> None:
    answer = post(desk, LINDEN)
    assert (answer.status, answer.data["id"]) == (201, "land-linden")
    written = (desk.where.profiles / "land-linden.yaml").read_bytes()
    assert answer.data["rev"] == sha256(written).hexdigest()
    source = parse_yaml(written, "new.yaml")
    assert source.value(("partner",)) == LINDEN
    command = parse_yaml(profile_text(load_series(desk.where)).encode(), "command.yaml")
    asked: Any = command.value(("answers",))
    assert source.value(("answers",)) == {
        key: [block for block in blocks if "facts" in block or "marks" in block]
        for key, blocks in asked.items()
    }
    assert ("sources",) not in source.spans
    assert source.value(("edition",)) == "2026-11"  # that of the other partners
    assert check_partner(desk.where, "land-linden", load_common(desk.where, "standard")) == ()


def test_nothing_invented_is_printed_of_a_new_partner(desk: Desk, tmp_path: Path) -> None:
    values = {"name": "リンデン州", "country": "国", "region": "europe"}
    name = post(desk, values | {"latin": "Linden"}).data["id"]
    common = load_common(desk.where, "standard")
    built = build_brochure(desk.where, name, common, formats=["pdf"], output=tmp_path / "o")
    printed = "".join(page.text for page in read_pages(built.paths[0].read_bytes()))
    assert "リンデン州" in printed
    for invented in ("見本", "架空", "Sample", "example.jp", "題名", "本文です"):
        assert invented not in printed
    data = load_series(desk.where).data
    known = {*values.values(), "Linden", *data.questions.values(), "回答なし"}
    texts = [
        text for _, text in parse_yaml((desk.where.profiles / f"{name}.yaml").read_bytes(), "a").scalars()
    ]
    keys = {*data.facts, *data.marks, *(row for table in data.facts.values() for row in table.rows)}
    assert {text for text in texts if text not in known | keys} == {"2026-11", accent_of(desk, name)}


def accent_of(desk: Desk, name: str) -> object:
    return parse_yaml((desk.where.profiles / f"{name}.yaml").read_bytes(), "a").value(("accent",))


def test_the_first_partner_of_all_has_the_edition_of_this_month(desk: Desk) -> None:
    for path in desk.where.profiles.glob("[a-z]*.yaml"):
        path.unlink()
    post(desk, LINDEN)
    written = (desk.where.profiles / "land-linden.yaml").read_bytes()
    assert parse_yaml(written, "a").value(("edition",)) == f"{datetime.date.today():%Y-%m}"


def test_others_are_told_of_the_new_partner(desk: Desk) -> None:
    post(desk, LINDEN)
    assert [event for _, event in desk.events.since(0)] == [
        {"kind": "partners", "doc": "profiles/land-linden", "person": ""}
    ]


def test_what_is_not_known_is_not_written(desk: Desk) -> None:
    name = post(desk, {"name": "架空機関", "reading": "かくうきかん", "region": "international"}).data["id"]
    text = (desk.where.profiles / f"{name}.yaml").read_text("utf-8")
    partner = parse_yaml(text.encode(), "new.yaml").value(("partner",))
    assert partner == {"name": "架空機関", "reading": "かくうきかん", "region": "international"}


def test_a_new_partner_has_no_notes_of_writers(desk: Desk) -> None:
    post(desk, LINDEN)
    told = tell_document(desk, DeskRequest(), find_document(desk.where, "profiles", "land-linden"))
    assert told.data["comments"] == {}
    assert told.data["problems"] == []


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"latin": "Province of Östergötland"}, "province-of-ostergotland"),
        ({"latin": "A*STAR・NUS"}, "a-star-nus"),
        ({"latin": "", "reading": "かくう きかん"}, "kakuu-kikan"),
        ({"latin": "", "reading": "", "name": "カクウ機構"}, None),
        ({"latin": "", "reading": "", "name": "カクウ"}, "kakuu"),
        ({"latin": "Aux"}, "aux-1"),
        (
            {"latin": "Institute of Very Many Words and Even More of Them"},
            "institute-of-very-many-words-and-even",
        ),
    ],
)
def test_an_id_is_made_of_the_latin_name_or_the_reading(
    desk: Desk, values: dict[str, str], name: str | None
) -> None:
    if name is None:
        assert refused(desk, LINDEN | values) == [("F103", "id")]
    else:
        assert post(desk, LINDEN | values).data["id"] == name


def test_an_existing_file_is_never_replaced(desk: Desk) -> None:
    assert refused(desk, LINDEN, id="oulu") == [("F107", "id")]
    (desk.where.profiles / "Land-Linden.yaml").write_text("mine", "utf-8")  # the same file on Windows
    assert [post(desk, LINDEN).data["id"] for _ in range(3)] == [f"land-linden-{n}" for n in (2, 3, 4)]
    assert (desk.where.profiles / "Land-Linden.yaml").read_text("utf-8") == "mine"


@pytest.mark.parametrize("name", ["../evil", "_series", "Oulu", "con", "a/b", "a" * 65, "日本"])
def test_an_id_that_is_no_name_of_a_file_is_refused(desk: Desk, name: str) -> None:
    ((code, at),) = refused(desk, LINDEN, id=name)
    assert code in ("F103", "N103", "N110")
    assert at == "id"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"name": ""}, [("P105", "name")]),
        ({"name": " \u3000\n"}, [("P105", "name")]),
        ({"country": "", "region": ""}, [("P102", "country")]),
        ({"region": "moon", "kind": "village"}, [("P125", "region"), ("P121", "kind")]),
        ({"name": "文字\ufffd"}, [("Y118", "name")]),
        ({"name": "{州|しゅう}"}, [("P220", "name")]),
    ],
)
def test_a_value_that_does_not_fit_is_told_at_its_field(
    desk: Desk, values: dict[str, str], told: list[tuple[str, str]]
) -> None:
    assert refused(desk, LINDEN | values) == told


@pytest.mark.parametrize(
    "name",
    [
        "a: b # c",
        "- x",
        "'\"",
        "{a}",
        "yes",
        "2018",
        "<b>&amp;</b>",
        "[x]",
        "%",
        "@a",
        "| >",
        "\u202eabc",
        "~",
    ],
)
def test_a_name_is_written_as_it_is_typed_whatever_yaml_makes_of_it(desk: Desk, name: str) -> None:
    made = post(desk, LINDEN, name=name).data["id"]
    source = parse_yaml((desk.where.profiles / f"{made}.yaml").read_bytes(), "new.yaml")
    assert source.value(("partner", "name")) == name


def test_line_ends_and_controls_of_a_pasted_name_become_blanks(desk: Desk) -> None:
    made = post(desk, LINDEN, name="架空\r\n\t\0機関\u2028").data["id"]
    source = parse_yaml((desk.where.profiles / f"{made}.yaml").read_bytes(), "new.yaml")
    assert source.value(("partner", "name")) == "架空 機関"


@pytest.mark.parametrize(
    "data", [None, [], "x", {"name": 1}, {"name": ["x"]}, {"nam": "x"}, {"name": "\ud800"}]
)
def test_what_no_page_of_ours_sends_is_a_bad_request(desk: Desk, data: Any) -> None:
    before = desk.where.names()
    assert post(desk, data).status == 400
    assert desk.where.names() == before


def test_without_a_series_the_reason_is_told(desk: Desk) -> None:
    (desk.where.profiles / "_series.yaml").write_text("title: [", "utf-8")
    answer = post(desk, LINDEN)
    assert (answer.status, answer.data["problems"][0]["file"]) == (422, "profiles/_series.yaml")


def test_a_folder_that_cannot_be_written_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "mkstemp", full)
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", full)
    answer = post(desk, LINDEN)
    assert (answer.status, answer.data["problems"][0]["code"]) == (423, "F106")
    assert not (desk.where.profiles / "land-linden.yaml").exists()

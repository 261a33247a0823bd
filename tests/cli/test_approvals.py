"""``brochure approve`` and ``status``, and what goes to a print shop with and without an approval."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pytest

from brochure.pdf.page_pictures import PagePictures
from cli_result import Run

SIGNED = ("--by", "架空花子", "--role", "課長", "--date", "2026-11-30")


def shown(run: Run, where: Path) -> dict[str, str]:
    """The status of each partner and booklet."""
    ran = run("status", "--format", "json", where=where)
    return {row["name"]: row["status"] for row in json.loads(ran.out)}


@pytest.fixture
def place(fresh: Path, run: Run) -> Path:
    """A workspace with one partner, whose series asks for approvals."""
    for path in [*(fresh / "profiles").glob("[!_]*.yaml"), *(fresh / "booklets").glob("*.yaml")]:
        if path.name != "liaoning.yaml":
            path.unlink()
    with (fresh / "profiles" / "_series.yaml").open("a", encoding="utf-8") as series:
        series.write("approval: required\n")
    return fresh


def test_what_is_not_approved_is_not_made_for_a_shop(place: Path, run: Run) -> None:
    asked = ("build", "liaoning", "--for", "print", "--shop", "booklet")
    target = place / "output" / "liaoning-print-booklet.pdf"
    ran = run(*asked, where=place)
    assert (ran.code, "A110" in ran.err, target.exists()) == (5, True, False)
    assert shown(run, place) == {"liaoning": "draft"}
    assert run(*asked, "--unapproved", where=place).code == 0
    marked = target.read_bytes()
    assert run("approve", "liaoning", *SIGNED, where=place).code == 0
    assert shown(run, place) == {"liaoning": "approved"}
    assert run(*asked, where=place).code == 0
    approved = target.read_bytes()
    assert _below_the_bleed(marked) > _below_the_bleed(approved) > 0
    profile = place / "profiles" / "liaoning.yaml"
    profile.write_text(profile.read_text("utf-8").replace("14市から", "15市から"), "utf-8")
    ran = run(*asked, where=place)
    assert (ran.code, "A111" in ran.err, "profiles/liaoning.yaml:30" in ran.err) == (5, True, True)
    assert target.read_bytes() == approved


def _below_the_bleed(data: bytes) -> int:
    """How many pixels below the bleed of the first page are dark."""
    import io

    with pikepdf.open(io.BytesIO(data)) as pdf:
        bleed, media = pdf.pages[0].BleedBox, pdf.pages[0].MediaBox
        part = (float(bleed[1]) - float(media[1])) / (float(media[3]) - float(media[1]))
    image = PagePictures(data).draw(0, 72).image.convert("L")
    strip = image.crop((0, round(image.height * (1 - part)) + 1, image.width, image.height))
    return sum(strip.histogram()[:128])


def test_unapproved_is_for_print_only_and_a_signature_says_who(place: Path, run: Run) -> None:
    ran = run("build", "liaoning", "--unapproved", where=place)
    assert (ran.code, "U110" in ran.err) == (2, True)
    assert run("approve", "liaoning", "--by", " ", "--role", "課長", where=place).code == 2
    assert run("approve", "liaoning", *SIGNED[:4], "--date", "2026-13-01", where=place).code == 1
    assert not (place / "editions").exists()


def test_an_unknown_name_is_told(place: Path, run: Run) -> None:
    for command in (("status", "liaonin"), ("approve", "liaonin", *SIGNED)):
        ran = run(*command, where=place)
        assert (ran.code, "F102" in ran.err) == (3, True)

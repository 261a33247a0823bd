"""What imposition doubts or refuses, and the command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest

from brochure.diagnostics.problem import BrochureError
from brochure.pdf.imposition.impose import Imposed
from brochure.pdf.imposition.paper import SIZES, STOCKS
from brochure.pdf.imposition.plan import ImpositionOptions
from imposed_pages import A3, A4, changed, imposed, numbers, run, sample
from workspaces import REPO


def codes(done: Imposed) -> list[str]:
    """The codes of the doubts."""
    return [found.code for found in done.warnings]


def test_blank_pages_of_a_booklet_are_told() -> None:
    done = imposed(sample(10), ImpositionOptions("saddle", A3))
    assert codes(done) == ["I201"]
    details = dict(done.warnings[0].details)
    assert (details["count"], details["lacking"], details["surplus"], details["after"]) == (
        "10",
        "2",
        "2",
        "9",
    )
    assert codes(imposed(sample(12), ImpositionOptions("saddle", A3))) == []
    assert codes(imposed(sample(10), ImpositionOptions("2up", A3))) == []


def test_a_booklet_too_thick_for_a_stapler_is_told() -> None:
    copy = STOCKS["コピー用紙"]
    assert codes(imposed(sample(60), ImpositionOptions("saddle", A3, copy))) == []
    assert codes(imposed(sample(64), ImpositionOptions("saddle", A3, copy))) == ["I202"]
    assert codes(imposed(sample(64), ImpositionOptions("saddle", A3, 0))) == []


@pytest.mark.parametrize(
    ("at", "turn", "options", "told"),
    [
        ((3, 80), 0, ImpositionOptions("saddle", A3), True),  # at the fore-edge of page 2 and 4
        ((3, 80), 0, ImpositionOptions("saddle", A3, fit="inside"), False),
        ((3, 80), 0, ImpositionOptions("saddle", A3, margin=2), False),
        ((3, 80), 90, ImpositionOptions("saddle", A3), True),
        ((3, 80), 270, ImpositionOptions("saddle", A3, fit="inside"), False),
        ((80, 2), 180, ImpositionOptions("saddle", A3), True),
        ((80, 20), 180, ImpositionOptions("saddle", A3), False),
        ((3, 80), 0, ImpositionOptions("2up", A4), False),
    ],
)
def test_text_that_the_printer_cannot_reach_is_told(
    at: tuple[float, float], turn: int, options: ImpositionOptions, told: bool
) -> None:
    done = imposed(sample(4, at=at, turn=turn), options)
    assert codes(done) == (["I203"] if told else [])
    if told and at[0] == 3:
        assert dict(done.warnings[0].details)["pages"] == "2, 4"


def refused(data: bytes, options: ImpositionOptions | None = None) -> list[tuple[str, dict[str, str]]]:
    """The problems of a file that cannot be imposed."""
    with pytest.raises(BrochureError) as caught:
        imposed(data, options or ImpositionOptions("saddle", A3))
    return [(found.code, dict(found.details)) for found in caught.value.problems]


def test_every_page_of_another_size_is_named() -> None:
    def crop(pdf: Any) -> None:
        pdf.pages[1].obj.TrimBox = [0, 0, 400, 600]
        pdf.pages[3].obj.Rotate = 90

    found = refused(changed(sample(5), crop))
    assert [(code, details["page"]) for code, details in found] == [("I101", "2"), ("I101", "4")]
    assert found[0][1]["size"] == "141 × 212"


def test_locked_files_are_refused() -> None:
    def nothing(pdf: Any) -> None:
        pass

    locked = changed(sample(4), nothing, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert refused(locked)[0][0] == "I102"
    forbidden = pikepdf.Permissions(print_lowres=False, print_highres=False)
    unprintable = changed(
        sample(4), nothing, encryption=pikepdf.Encryption(owner="o", user="", allow=forbidden)
    )
    assert refused(unprintable)[0][0] == "I103"
    open_to_print = changed(sample(4), nothing, encryption=pikepdf.Encryption(owner="o", user=""))
    assert len(imposed(open_to_print, ImpositionOptions("saddle", A3)).files) == 1


def no_pages(pdf: Any) -> None:
    del pdf.pages[:]


def broken(**entries: Any) -> Any:
    """Spoil the first page."""

    def spoil(pdf: Any) -> None:
        for key, value in entries.items():
            pdf.pages[0].obj[f"/{key}"] = value

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        no_pages,
        broken(MediaBox=pikepdf.Array([0, 0, 0, 0])),
        broken(TrimBox=pikepdf.Array([5000, 5000, 6000, 6000]), MediaBox=pikepdf.Array([0, 0, 0.5, 0.5])),
        broken(MediaBox=pikepdf.Array([0, 0])),
        broken(UserUnit=0),
        broken(UserUnit=pikepdf.Name.Big),
        broken(Annots=7),
        broken(Contents=pikepdf.Name.Nothing),
    ],
)
def test_damage_is_told_and_not_crashed_on(spoil: Any) -> None:
    data = changed(sample(4), spoil)
    try:
        done = imposed(data, ImpositionOptions("saddle", A3))
    except BrochureError as error:
        assert {found.code for found in error.problems} <= {"Q901", "I101"}
    else:
        assert spoil is not no_pages
        assert len(numbers(done.files[0])) == 2


@pytest.mark.parametrize("data", [b"", b"not a PDF", b"%PDF-1.7", sample(2)[:300], b"\0" * 5000])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    assert refused(data)[0][0] == "Q901"


def test_margins_must_leave_paper() -> None:
    assert refused(sample(4), ImpositionOptions("saddle", SIZES["a5"], margin=50))[0][0] == "I104"


def test_a_page_without_contents_is_white() -> None:
    def empty(pdf: Any) -> None:
        for key in ("/Contents", "/Resources"):
            del pdf.pages[0].obj[key]

    here = numbers(imposed(changed(sample(4), empty), ImpositionOptions("saddle", A3)).files[0])
    assert [set(side) for side in here] == [{3}, {1, 2}]


def test_the_command_says_how_to_print(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "guide.pdf").write_bytes(sample(10))
    assert run(monkeypatch, tmp_path, "guide.pdf") == 0
    said = capsys.readouterr()
    assert said.out == (
        "guide-saddle-a3.pdf\n"
        "3枚、6面。紙はA3（横）、頁の大きさは100%（210 × 297mm）。\n"
        "クリープ：いちばん内側の紙の頁を0.16mm、ノドへ寄せました。\n"
        "刷り方：両面・短辺とじ。倍率は「100%」か「実際のサイズ」。\n"
        "仕上げ：出てきた紙の束を並べ替えずに、表紙を外にして中央で折り、綴じます。\n"
    )
    assert "guide.pdf: 注意 I201: 10頁は4の倍数でないので、9頁目のあとに白い頁を2頁入れました" in said.err
    assert len(numbers((tmp_path / "guide-saddle-a3.pdf").read_bytes())) == 6


def test_the_command_speaks_english_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "guide.pdf").write_bytes(sample(5))
    arguments = ("guide.pdf", "--scheme", "2up", "--duplex", "long", "--output", "out/handout.pdf")
    assert run(monkeypatch, tmp_path, *arguments, lang="C") == 0
    assert capsys.readouterr().out == (
        "out/handout.pdf\n"
        "2 sheets, 4 sides; paper A4 (landscape), pages at 65.3 % (137 × 194 mm).\n"
        "Blank pages: 3 after page 5.\n"
        "Print on both sides, flip on the long edge, at 100 % (“actual size”).\n"
    )


def test_by_hand_there_are_two_files(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "guide.pdf").write_bytes(sample(8))
    assert run(monkeypatch, tmp_path, "guide.pdf", "--duplex", "manual", "--binding", "right") == 0
    assert capsys.readouterr().out.startswith("guide-saddle-a3-1-front.pdf\nguide-saddle-a3-2-back.pdf\n")
    front, back = (
        numbers((tmp_path / f"guide-saddle-a3-{end}.pdf").read_bytes()) for end in ("1-front", "2-back")
    )
    assert [set(side) for side in front] == [{0, 7}, {2, 5}]
    assert [set(side) for side in back] == [{3, 4}, {1, 6}]
    assert front[0][0][0] < 210 < front[0][7][0]  # bound at the right, the cover is on the left


def test_the_command_never_overwrites_its_source(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data = sample(4)
    (tmp_path / "guide.pdf").write_bytes(data)
    assert run(monkeypatch, tmp_path, "guide.pdf", "--output", "../" + tmp_path.name + "/guide.pdf") == 3
    assert "F107" in capsys.readouterr().err
    assert (tmp_path / "guide.pdf").read_bytes() == data


@pytest.mark.parametrize(
    ("content", "arguments", "code", "said"),
    [
        (None, (), 3, "F104"),
        (b"no PDF", (), 3, "Q901"),
        (b"%PDF-1.7", ("--scheme", "3up"), 2, "「--scheme」に書けるのは saddle、2up、4up です"),
        (b"%PDF-1.7", ("--margin", "99"), 2, "「--margin」の値が正しくありません"),
    ],
)
def test_mistakes_have_their_exit_codes(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    content: bytes | None,
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    if content is not None:
        (tmp_path / "guide.pdf").write_bytes(content)
    assert run(monkeypatch, tmp_path, "guide.pdf", *arguments) == code
    assert said in capsys.readouterr().err
    assert not list(tmp_path.glob("guide-*"))


def test_the_guide_tells_of_every_option_and_stock() -> None:
    guide = (REPO / "docs" / "print-at-the-office.md").read_text("utf-8")
    from brochure.cli.main import cli

    for parameter in cli.commands["impose"].params:
        if parameter.name not in ("file", "lang"):
            assert parameter.opts[0] in guide, parameter.opts[0]
    for name, thickness in STOCKS.items():
        assert f"| {name} | {thickness:.3f} |" in guide, name

"""A print shop (印刷所): what it asks of a file, as a person can write it down (``shops/<name>.yaml``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.schema.base import Plain, Strict, described, in_order, problems_of, without_nulls, yaml_doubts
from brochure.schema.yaml_reader import YamlText, parse_yaml
from brochure.storage import spelling

Millimetres = Annotated[float, Field(ge=0, le=50)]
PROFILE = "FOGRA39L-coated.icc"  # shipped; made by scripts/make_press_profile.py


class OutputIntent(Strict):
    """The printing condition that the colours are meant for (出力インテント)."""

    condition: Plain = described(
        "印刷条件の登録名。例：JC200103（Japan Color 2001 Coated）、FOGRA39",
        "Name of the condition in the ICC registry: JC200103, FOGRA39, …",
    )
    name: Plain = described("印刷条件の名前。例：Japan Color 2001 Coated", "The condition in words.")
    icc: Plain | None = described(
        "印刷所のICCプロファイル（shops/ に置いたファイルの名前）。x-4 では必須",
        "ICC profile, a file in shops/. PDF/X-4 must carry one.",
        default=None,
    )


class Marks(Strict):
    """Marks outside the bleed (トンボ)."""

    style: Literal["none", "crop", "japanese"] = described(
        "トンボ：none なし、crop 角に一本、japanese 角に二重（内トンボと外トンボ）と中央のセンタートンボ",
        "none; crop: one line at each corner; japanese: double corner marks and centre marks.",
    )
    distance: Millimetres = described(
        "仕上りからトンボまでの距離（mm）。塗り足しより小さくできません",
        "From the trim to the marks, in mm; not less than the bleed.",
        default=3,
    )


class Colours(Strict):
    """What ink may lie on the sheet."""

    rgb: bool = described(
        "画像をRGBのまま渡してよいか（x-4 だけ。文字と地の色は必ずCMYK）",
        "Whether pictures may stay RGB (PDF/X-4 only); all else is CMYK.",
        default=False,
    )
    total_ink: Annotated[float, Field(ge=100, le=400)] = described(
        "総インキ量の上限（%）。C・M・Y・Kの合計", "Most ink on one spot, in per cent: C + M + Y + K."
    )
    black_text: Literal["k-only", "any"] = described(
        "黒い文字：k-only 墨版だけ（版ずれしない）、any 問わない",
        "Black text: on the K plate only (it cannot get out of register), or on any plate.",
        default="k-only",
    )


class Pictures(Strict):
    """What pictures must be like."""

    dpi: Annotated[float, Field(ge=1, le=2400)] = described(
        "画像の解像度の下限（印刷する大きさで、dpi）", "Least resolution at the printed size, in dpi."
    )


class Folio(Strict):
    """Folios (ノンブル)."""

    every_page: bool = described("全頁に要るか", "Whether every page must have one.", default=True)
    from_trim: Millimetres = described(
        "仕上りからの最小距離（mm）", "Least distance from the trim, in mm.", default=5
    )
    first: Annotated[int, Field(ge=1, le=9999)] = described(
        "最初の頁の番号。表紙を1・2と数える印刷所なら3", "Number of the first page.", default=1
    )


class Paper(Strict):
    """The paper, for the width of the spine and for creep."""

    name: Plain = described("用紙。例：上質紙 90kg", "Name of the paper.")
    thickness: Annotated[float, Field(gt=0, le=3)] = described(
        "一枚の厚さ（mm）", "Thickness of one sheet, in mm."
    )


class ShopData(Strict):
    """The file of a print shop."""

    title: Plain = described("印刷所や商品の名前", "Name of the shop or of its product.")
    standard: Literal["x-1a", "x-4"] = described(
        "入稿の形：x-1a（PDF/X-1a:2001。CMYKのみ、透明なし）か x-4（PDF/X-4。ICCプロファイル付き）",
        "PDF/X-1a:2001 (CMYK, no transparency) or PDF/X-4 (with an ICC profile).",
    )
    output_intent: OutputIntent = described("印刷条件", "Printing condition.")
    bleed: Millimetres = described("塗り足し（mm）", "Bleed in mm.")
    marks: Marks = described("トンボ", "Crop marks.")
    colours: Colours = described("色とインキ", "Colours and ink.")
    pictures: Pictures = described("画像", "Pictures.")
    multiple: Annotated[int, Field(ge=1, le=64)] = described(
        "頁数は何の倍数か。両面は2、中綴じは4",
        "The number of pages is a multiple of this: 2 for both sides, 4 for saddle stitching.",
        default=1,
    )
    folio: Folio = described("ノンブル", "Folios.")
    paper: Paper | None = described("用紙", "Paper.", default=None)
    notes: Plain | None = described("控え（連絡先、注文の条件など）", "Remarks to oneself.", default=None)


@dataclass(frozen=True)
class Shop:
    """A shop that was read without errors; ``icc`` is its profile, if it names one."""

    id: str
    data: ShopData
    source: YamlText
    icc: Path | None
    warnings: tuple[Problem, ...]

    def locate(self, *path: str) -> Location:
        """Where a setting is written, or the nearest thing around it that is."""
        return self.source.locate_key(path)


def validate_print_shop(path: Path, raw: bytes, shown: str) -> Shop:
    """Read a shop's file.

    Args:
        path: Where it lies; its profile lies beside it.
        raw: Its bytes.
        shown: Its name in locations.

    Raises:
        BrochureError: All its mistakes, located.
    """
    source = parse_yaml(raw, shown)
    try:
        data = ShopData.model_validate(without_nulls(source.data))
    except ValidationError as error:
        raise BrochureError(in_order(problems_of(error, source, ShopData, {}))) from None
    icc = path.parent / data.output_intent.icc if data.output_intent.icc else None
    doubts = (doubt for doubt in yaml_doubts(source) if doubt.code != "Y201")  # numbers are meant as such
    shop = Shop(path.stem, data, source, icc, tuple(doubts))
    if problems := list(_contradictions(shop, path.parent)):
        raise BrochureError(in_order(problems))
    return shop


def _contradictions(shop: Shop, folder: Path) -> Iterator[Problem]:
    data = shop.data
    if shop.icc is None and data.standard == "x-4":
        yield problem("X103", shop.locate("output_intent"))
    if data.output_intent.icc and shop.icc:
        yield from _icc_problems(shop, data.output_intent.icc, shop.icc, folder)
    if data.colours.rgb and data.standard == "x-1a":
        yield problem("X104", shop.locate("colours", "rgb"))
    if data.marks.style != "none" and data.marks.distance < data.bleed:
        details = {"distance": f"{data.marks.distance:g}", "bleed": f"{data.bleed:g}"}
        yield problem("X105", shop.locate("marks", "distance"), **details)


def _icc_problems(shop: Shop, name: str, icc: Path, folder: Path) -> Iterator[Problem]:
    """Why the ICC profile that a shop names cannot be used."""
    where = shop.locate("output_intent", "icc")
    if misspelt := list(spelling.problems(name, folder, where)):
        yield from misspelt
    elif not icc.resolve().is_relative_to(folder.resolve()) or not icc.is_file():
        yield problem("X101", where, file=name)

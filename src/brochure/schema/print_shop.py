"""The file format of print shops (印刷所): their requirements for print files, ``shops/<name>.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.schema.base import (
    Plain,
    Strict,
    described,
    model_keys,
    sort_problems,
    validation_problems,
    without_nulls,
    yaml_warnings,
)
from brochure.schema.yaml_reader import YamlText, parse_yaml
from brochure.storage import spelling
from brochure.storage.input_file import is_within, path_fault, unusual_file

Millimetres = Annotated[float, Field(ge=0, le=50)]
SHIPPED_PROFILE = "FOGRA39L-coated.icc"  # shipped; made by scripts/make_press_profile.py


class OutputIntent(Strict):
    """The printing condition for which the colours are prepared (出力インテント)."""

    condition: Plain = described(
        "印刷条件の登録名。例：JC200103（Japan Color 2001 Coated）、FOGRA39",
        "Name of the condition in the ICC registry: JC200103, FOGRA39, …",
    )
    name: Plain = described(
        "印刷条件の名前。例：Japan Color 2001 Coated",
        "Name of the condition for people: Japan Color 2001 Coated.",
    )
    icc: Plain | None = described(
        "印刷所のICCプロファイル（shops/ に置いたファイルの名前）。x-4 では必須",
        "ICC profile of the shop: the name of a file in shops/. PDF/X-4 requires one.",
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
    """Requirements for colours and ink."""

    rgb: bool = described(
        "画像をRGBのまま渡してよいか（x-4 だけ。文字と地の色は必ずCMYK）",
        "Whether pictures may stay RGB (PDF/X-4 only); everything else is always CMYK.",
        default=False,
    )
    total_ink: Annotated[float, Field(ge=100, le=400)] = described(
        "総インキ量の上限（%）。C・M・Y・Kの合計", "Total ink limit in per cent: C + M + Y + K."
    )
    black_text: Literal["k-only", "any"] = described(
        "黒い文字：k-only 墨版だけ（版ずれしない）、any 問わない",
        "Black text: on the K plate only (no misregistration), or on any plates.",
        default="k-only",
    )


class Pictures(Strict):
    """Requirements for pictures."""

    dpi: Annotated[float, Field(ge=1, le=2400)] = described(
        "画像の解像度の下限（印刷する大きさで、dpi）", "Least resolution at the printed size, in dpi."
    )


class Folio(Strict):
    """Folios (ノンブル)."""

    every_page: bool = described(
        "全頁にノンブルが必要か", "Whether every page must have a folio.", default=True
    )
    from_trim: Millimetres = described(
        "仕上りからの最小距離（mm）", "Least distance from the trim, in mm.", default=5
    )
    first: Annotated[int, Field(ge=1, le=9999)] = described(
        "最初の頁の番号。表紙を1・2と数える印刷所なら3", "Number of the first page.", default=1
    )


class Paper(Strict):
    """The paper, used to compute the width of the spine and the creep."""

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
        "頁数を何の倍数にするか。両面は2、中綴じは4",
        "The number of pages is a multiple of this: 2 for both sides, 4 for saddle stitching.",
        default=1,
    )
    folio: Folio = described("ノンブル", "Folios.")
    paper: Paper | None = described("用紙", "Paper.", default=None)
    notes: Plain | None = described(
        "自分用のメモ（連絡先、注文の条件など）", "Your own notes (contact, terms of order).", default=None
    )


@dataclass(frozen=True)
class Shop:
    """A print shop's file without errors; ``icc`` is its ICC profile, if it names one."""

    id: str
    data: ShopData
    source: YamlText
    icc: Path | None
    warnings: tuple[Problem, ...]

    def locate(self, *path: str) -> Location:
        """Return the location of a setting, or of the nearest enclosing value if it is not written."""
        return self.source.locate_key(path)


def validate_print_shop(path: Path, raw: bytes, shown: str) -> Shop:
    """Read and check a print shop's file.

    Args:
        path: The path of the file; the ICC profile is in the same folder.
        raw: The bytes of the file.
        shown: The name of the file in locations.

    Raises:
        BrochureError: All mistakes in the file, located.
    """
    source = parse_yaml(raw, shown, model_keys(ShopData))
    try:
        data = ShopData.model_validate(without_nulls(source.data))
    except ValidationError as error:
        raise BrochureError(sort_problems(validation_problems(error, source, ShopData, {}))) from None
    icc = path.parent / data.output_intent.icc if data.output_intent.icc else None
    doubts = (doubt for doubt in yaml_warnings(source) if doubt.code != "Y201")  # this file has real numbers
    shop = Shop(path.stem, data, source, icc, tuple(doubts))
    if problems := list(_contradictions(shop, path.parent)):
        raise BrochureError(sort_problems(problems))
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
    """Yield the problems of the ICC profile that a shop names."""
    where = shop.locate("output_intent", "icc")
    if misspelt := list(spelling.spelling_problems(name, folder, where)):
        yield from misspelt
    elif found := unusual_file(icc, name, where):
        yield found
    elif not is_within(icc, folder) or path_fault(icc):
        yield problem("X101", where, file=name)

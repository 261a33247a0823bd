"""Invented pictures (架空), drawn here: landscapes with a sun at a known point; a workspace with them."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from workspaces import REPO

SUN = (250, 60, 30)
FONT = REPO / "fonts" / "BIZUDPGothic-Bold.ttf"
SERIES = REPO / "profiles" / "_series.yaml"

TEXT = "架空の州の沿岸には、架空の港と架空の工業団地があり、架空の医療機器の会社が多く集まっています。"

PROFILE = f"""partner:
  name: 架空州
  reading: かくうしゅう
  latin: State of Kaku
  country: 架空国
edition: 2026-11
accent: "#1d6b57"
photo:
  file: pictures/harbour.jpg
  alt: 架空州の港の朝
  credit: 画像：架空州広報課（架空）
  focus: 85% 30%
answers:
  about:
    - bullets:
        - {TEXT}
        - {TEXT}{TEXT}
    - figure: pictures/hills.jpg
      alt: 架空州の丘の並び
      caption: 州都の北の丘（架空）。丘の上に架空の研究所が並ぶ
      credit: 画像：架空州（架空）
    - strip:
        - file: pictures/harbour.jpg
          alt: 港
          caption: 港の朝
          credit: 画像：架空州観光局（架空）
        - file: pictures/tower.png
          alt: 塔
          credit: 画像：架空市（架空）
          focus: top
        - file: pictures/wide.jpg
          alt: 広い湾
          credit: none
  relation:
    - paragraph: 短い答え（架空）。
    - figure: pictures/wide.jpg
      alt: 架空の湾の全景
      caption: 湾の全景（架空）
      credit: 画像：架空州（架空）
      width: wide
    - bullets:
        - {TEXT}
  support:
    - figure: pictures/hills.jpg
      alt: 架空州の丘
      caption: 質問のすぐ下の図の説明は、左の欄の質問の下から始まる（架空）
      credit: none
    - bullets:
        - {TEXT}
"""

SIZES = {
    "harbour.jpg": ((2400, 900), (0.85, 0.3)),
    "hills.jpg": ((1500, 1000), (0.5, 0.4)),
    "tower.png": ((700, 1400), (0.5, 0.05)),
    "wide.jpg": ((2400, 900), (0.1, 0.2)),
}


def landscape(size: tuple[int, int], sun: tuple[float, float]) -> Image.Image:
    """A sky, hills and a sun with its middle at ``sun`` (shares of width and height), marked 架空."""
    width, height = size
    made = Image.new("RGB", size)
    drawn = ImageDraw.Draw(made)
    for y in range(height):
        share = y / height
        drawn.line([(0, y), (width, y)], (int(120 + 110 * share), int(170 + 60 * share), 230))
    for index, colour in enumerate(((120, 150, 140), (80, 120, 105), (50, 90, 75))):
        top = height * (0.55 + 0.13 * index)
        points = [
            (x, top + height * 0.06 * ((x * (index + 3) // 97) % 5 - 2) / 2) for x in range(0, width + 50, 50)
        ]
        drawn.polygon([(0, height), *points, (width, height)], colour)
    radius = min(size) // 14
    across, down = sun[0] * width, sun[1] * height
    drawn.ellipse([across - radius, down - radius, across + radius, down + radius], SUN)
    drawn.text((width * 0.02, height * 0.9), "架空", (255, 255, 255), ImageFont.truetype(FONT, height // 16))
    return made


def picture_bytes(name: str) -> bytes:
    """One of the pictures as a file."""
    size, sun = SIZES[name]
    made = BytesIO()
    kind = "PNG" if name.endswith(".png") else "JPEG"
    landscape(size, sun).save(made, kind, quality=88)
    return made.getvalue()


def pictured_workspace(root: Path, profile: str = PROFILE) -> Path:
    """A workspace with the invented state and its pictures."""
    for folder in ("profiles", "pictures"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "profiles" / "_series.yaml").write_text(SERIES.read_text("utf-8"), "utf-8")
    (root / "profiles" / "kaku.yaml").write_text(profile, "utf-8")
    for name in SIZES:
        (root / "pictures" / name).write_bytes(picture_bytes(name))
    if not (root / "layouts").exists():
        shutil.copytree(REPO / "layouts", root / "layouts")
        (root / "fonts").symlink_to(REPO / "fonts")
    return root


def sun_in(image: Image.Image) -> tuple[float, float] | None:
    """Where the sun stands in a picture, as shares of width and height; ``None`` if it is cut off."""
    small = image.convert("RGB").resize((120, 120))
    reds = [
        (x, y)
        for x in range(120)
        for y in range(120)
        if sum(abs(one - other) for one, other in zip(_colour(small, x, y), SUN, strict=True)) < _NEAR
    ]
    if not reds:
        return None
    return sum(x for x, _ in reds) / len(reds) / 120, sum(y for _, y in reds) / len(reds) / 120


_NEAR = 90


def _colour(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    found = image.getpixel((x, y))
    assert isinstance(found, tuple)
    return found

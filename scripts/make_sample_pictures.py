"""Draw the sample pictures of the tests: a map and a flag of a country that does not exist.

python scripts/make_sample_pictures.py. The content is ours (see tests/samples/pictures/README.md).
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tests" / "samples" / "pictures"
FACE = ROOT / "fonts" / "BIZUDPGothic-Bold.ttf"
SEA, LAND, EDGE, INK, MARK = "#dbe9f4", "#f3efdf", "#8a8f7a", "#1c2329", "#a53d12"
COAST = [
    (90, 120),
    (260, 60),
    (480, 110),
    (690, 70),
    (900, 160),
    (980, 330),
    (860, 520),
    (640, 600),
    (420, 560),
]
COAST += [(230, 610), (110, 470), (150, 300)]
TOWNS = {"架空市": (420, 300), "仮港": (800, 430), "空田": (240, 440)}


def map_of_nowhere() -> Image.Image:
    """A coast, three towns and the railway between them, 1680 × 1058 pixels."""
    image = Image.new("RGB", (2160, 1360), SEA)  # drawn at double size, so that edges are smooth
    draw = ImageDraw.Draw(image)
    draw.polygon([(2 * x, 2 * y) for x, y in COAST], fill=LAND, outline=EDGE, width=6)
    for name in ("仮港", "空田"):
        draw.line([*(tuple(2 * n for n in TOWNS[town]) for town in ("架空市", name))], fill=EDGE, width=10)
    font = ImageFont.truetype(str(FACE), 56)
    for name, (x, y) in TOWNS.items():
        size = 26 if name == "架空市" else 18
        draw.ellipse([2 * x - size, 2 * y - size, 2 * x + size, 2 * y + size], fill=MARK)
        draw.text((2 * x + 40, 2 * y - 76), name, font=font, fill=INK)
    return image.resize((1680, 1058), Image.Resampling.LANCZOS)


def flag_of_nowhere() -> Image.Image:
    """Three bars and a star's place, 300 × 200 pixels."""
    image = Image.new("RGB", (300, 200), "#ffffff")
    draw = ImageDraw.Draw(image)
    draw.rectangle([0, 0, 99, 199], fill="#1f6f54")
    draw.rectangle([200, 0, 299, 199], fill="#a53d12")
    draw.ellipse([118, 68, 182, 132], fill="#e2a400")
    return image


def main() -> None:
    """Write both as PNG in few colours."""
    FOLDER.mkdir(exist_ok=True)
    for name, image in (("map", map_of_nowhere()), ("flag", flag_of_nowhere())):
        image.quantize(64, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            FOLDER / f"{name}.png", "PNG", optimize=True
        )
        print(f"tests/samples/pictures/{name}.png")


if __name__ == "__main__":
    main()

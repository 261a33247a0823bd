"""Draw pictures of a fictional country (架空) for the tests and for the workspaces of ``brochure init``.

Run as: python scripts/make_sample_pictures.py. The pictures belong to this project (see their README.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "tests" / "samples" / "pictures"
PICTURES = (
    ROOT / "pictures"
)  # these go into every new workspace, for src/brochure/build/starter_files/profiles
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


STATE = [
    (110, 90),
    (250, 50),
    (420, 80),
    (560, 45),
    (700, 95),
    (790, 210),
    (770, 330),
    (850, 430),
    (800, 560),
]
STATE += [(660, 620), (520, 600), (400, 650), (250, 610), (190, 500), (80, 410), (120, 260)]
RIVER = [(330, 190), (360, 270), (420, 350), (480, 440), (600, 500), (720, 500), (849, 468)]
RAILWAY = [(230, 480), (320, 440), (420, 350), (560, 320), (690, 360), (768, 345)]
PEAKS = [(240, 150), (330, 190), (230, 245)]
CITIES = {"架都市": (420, 350, 6, -82), "仮港市": (768, 345, -146, -78), "空田市": (230, 480, 18, 14)}


def map_of_a_state(scale: int = 4) -> Image.Image:
    """A coast, a river, three cities and the railway between them, 940 × 700 pixels.

    Args:
        scale: The picture is drawn this many times larger and then reduced, so that edges are smooth.
    """
    image = Image.new("RGB", (940 * scale, 700 * scale), SEA)
    draw = ImageDraw.Draw(image)

    def at(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x * scale, y * scale) for x, y in points]

    draw.polygon(at(rounded([*STATE, *STATE[:3]])), fill=LAND, outline=EDGE, width=3 * scale)
    draw.line(at(rounded([RIVER[0], *RIVER, RIVER[-1]])), fill="#9cc3dd", width=7 * scale, joint="curve")
    track = at(rounded([RAILWAY[0], *RAILWAY, RAILWAY[-1]]))
    draw.line(track, fill=INK, width=8 * scale, joint="curve")
    for start, end in zip(track[1::4], track[3::4], strict=False):
        draw.line([start, end], fill="#ffffff", width=4 * scale)
    for x, y in PEAKS:
        draw.polygon(at([(x - 42, y), (x, y - 62), (x + 42, y)]), fill="#8fae8b")
        draw.polygon(at([(x - 13, y - 43), (x, y - 62), (x + 13, y - 43)]), fill="#ffffff")
    font = ImageFont.truetype(str(FACE), 46 * scale)
    for name, (x, y, right, down) in CITIES.items():
        size = 17 if name == "架都市" else 12
        corners = [(x - size, y - size), (x + size, y + size)]
        draw.ellipse(at(corners), fill=MARK, outline="#ffffff", width=3 * scale)
        draw.text(((x + right) * scale, (y + down) * scale), name, font=font, fill=INK)
    return image.resize((940, 700), Image.Resampling.LANCZOS)


def rounded(points: list[tuple[int, int]], steps: int = 8) -> list[tuple[float, float]]:
    """Return a curve through all points except the first and the last (Catmull-Rom)."""
    curve = []
    for (ax, ay), (bx, by), (cx, cy), (dx, dy) in zip(
        points, points[1:], points[2:], points[3:], strict=False
    ):
        for step in range(steps):
            t = step / steps
            weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
            curve.append(
                (
                    sum(w * x for w, x in zip(weights, (ax, bx, cx, dx), strict=True)) / 2,
                    sum(w * y for w, y in zip(weights, (ay, by, cy, dy), strict=True)) / 2,
                )
            )
    return [*curve, points[-2]]


def main() -> None:
    """Write all pictures as PNG with few colours."""
    drawn = {
        SAMPLES / "map.png": map_of_nowhere(),
        SAMPLES / "flag.png": flag_of_nowhere(),
        PICTURES / "fictional-map.png": map_of_a_state(),
        PICTURES / "fictional-flag.png": flag_of_nowhere(),
    }
    for path, image in drawn.items():
        path.parent.mkdir(exist_ok=True)
        image.quantize(64, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            path, "PNG", optimize=True
        )
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()

"""Draw the pictures of the starter series (``brochure init --series``): flat scenes, maps, plans and charts.

Run by ``make docs``. All of them are invented; none has words, so that they serve every language.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src" / "brochure" / "build" / "starter_files" / "series"
SCALE = 2  # drawn larger and made smaller, so that edges are smooth
PHOTO, FIGURE = (744, 552), (1600, 900)  # pixels: 62 x 46 mm and 136 x 76.5 mm at 300 dpi
SKY, PALE, DARK, SUN, SNOW = "#cfe0ea", "#e8edf0", "#33424d", "#f4d58d", "#f7fafb"

Draw = ImageDraw.ImageDraw


def _canvas(size: tuple[int, int], ground: str) -> tuple[Image.Image, Draw]:
    image = Image.new("RGB", (size[0] * SCALE, size[1] * SCALE), ground)
    return image, ImageDraw.Draw(image)


def _mix(colour: str, other: str, share: float) -> str:
    """A colour with a share of another one."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes(round(a + (b - a) * share) for a, b in pairs).hex()


def _hills(draw: Draw, size: tuple[int, int], top: float, colour: str, waves: float, shift: float) -> None:
    width, height = size[0] * SCALE, size[1] * SCALE
    line = [
        (x, height * (top + 0.08 * math.sin(waves * math.pi * x / width + shift)))
        for x in range(0, width + 1, 8)
    ]
    draw.polygon([(0, height), *line, (width, height)], fill=colour)


def harbour(accent: str) -> Image.Image:
    """A harbour: houses on the quay, a tower, boats."""
    image, draw = _canvas(PHOTO, SKY)
    width, height = image.size
    draw.ellipse([width * 0.72, height * 0.08, width * 0.85, height * 0.255], fill=SUN)
    _hills(draw, PHOTO, 0.42, _mix(accent, "#ffffff", 0.55), 2.2, 0.4)
    for index in range(9):
        left, top = width * (0.02 + index * 0.11), height * (0.42 + 0.06 * ((index * 7) % 3))
        draw.rectangle(
            [left, top, left + width * 0.09, height * 0.68], fill=_mix(accent, "#ffffff", 0.1 * (index % 4))
        )
        for row in range(2):
            draw.rectangle(
                [
                    *(left + width * 0.03, top + height * (0.05 + 0.09 * row)),
                    *(left + width * 0.055, top + height * (0.09 + 0.09 * row)),
                ],
                fill=PALE,
            )
    draw.rectangle([width * 0.6, height * 0.2, width * 0.67, height * 0.68], fill=DARK)
    draw.ellipse([width * 0.61, height * 0.24, width * 0.66, height * 0.307], fill=PALE)
    draw.rectangle([0, height * 0.68, width, height], fill=_mix(accent, "#ffffff", 0.35))
    for x, y in ((0.15, 0.8), (0.45, 0.88), (0.78, 0.79)):
        _boat(draw, width * x, height * y, width * 0.13, accent)
    return image


def _boat(draw: Draw, x: float, y: float, length: float, colour: str) -> None:
    draw.polygon(
        [
            (x, y),
            (x + length, y),
            (x + length * 0.8, y + length * 0.25),
            (x + length * 0.2, y + length * 0.25),
        ],
        fill=DARK,
    )
    draw.polygon(
        [
            (x + length * 0.48, y - length * 0.05),
            (x + length * 0.48, y - length * 0.8),
            (x + length * 0.9, y - length * 0.05),
        ],
        fill=SNOW,
    )
    draw.polygon(
        [
            (x + length * 0.42, y - length * 0.05),
            (x + length * 0.42, y - length * 0.6),
            (x + length * 0.12, y - length * 0.05),
        ],
        fill=_mix(colour, "#ffffff", 0.6),
    )


def river(accent: str) -> Image.Image:
    """A river that widens to the sea between orchards."""
    image, draw = _canvas(PHOTO, SKY)
    width, height = image.size
    draw.ellipse([width * 0.12, height * 0.1, width * 0.25, height * 0.275], fill=SUN)
    _hills(draw, PHOTO, 0.4, _mix(accent, "#ffffff", 0.5), 3, 1)
    _hills(draw, PHOTO, 0.52, _mix(accent, "#ffffff", 0.25), 1.4, 2)
    draw.polygon(
        [
            (width * 0.5, height * 0.5),
            (width * 0.56, height * 0.5),
            (width * 0.95, height),
            (width * 0.25, height),
        ],
        fill="#8fb6c9",
    )
    for index in range(14):
        x = width * (0.04 + 0.07 * index)
        y = height * (0.66 + 0.1 * (index % 3))
        if abs(x - width * 0.58) > width * (0.1 + 0.12 * (index % 3)):
            _tree(draw, x, y, width * 0.035, accent)
    _boat(draw, width * 0.5, height * 0.82, width * 0.12, accent)
    return image


def _tree(draw: Draw, x: float, y: float, size: float, colour: str) -> None:
    draw.rectangle([x - size * 0.12, y, x + size * 0.12, y + size * 1.2], fill=DARK)
    draw.ellipse([x - size, y - size * 1.4, x + size, y + size * 0.5], fill=_mix(colour, "#000000", 0.12))
    draw.ellipse([x - size * 0.4, y - size * 0.7, x - size * 0.1, y - size * 0.4], fill=SUN)


def valley(accent: str) -> Image.Image:
    """Mountains with snow, and fields in rows."""
    image, draw = _canvas(PHOTO, SKY)
    width, height = image.size
    for left, right, top in ((-0.1, 0.5, 0.15), (0.25, 0.9, 0.08), (0.6, 1.15, 0.22)):
        peak = ((left + right) / 2, top)
        draw.polygon(
            [(width * left, height * 0.62), (width * peak[0], height * top), (width * right, height * 0.62)],
            fill=_mix(accent, "#d8e2e8", 0.6),
        )
        draw.polygon(
            [
                (width * (peak[0] - 0.07), height * (top + 0.12)),
                (width * peak[0], height * top),
                (width * (peak[0] + 0.07), height * (top + 0.12)),
                (width * peak[0], height * (top + 0.16)),
            ],
            fill=SNOW,
        )
    draw.rectangle([0, height * 0.6, width, height], fill=_mix(accent, "#ffffff", 0.3))
    for index in range(-8, 18):
        draw.line(
            [(width * 0.5, height * 0.58), (width * (index * 0.14 - 0.2), height)],
            fill=_mix(accent, "#000000", 0.1),
            width=10,
        )
    draw.rectangle([0, height * 0.55, width, height * 0.62], fill=_mix(accent, "#000000", 0.2))
    return image


def campus(accent: str) -> Image.Image:
    """A building with a glass front in the snow."""
    image, draw = _canvas(PHOTO, _mix(accent, "#ffffff", 0.75))
    width, height = image.size
    _hills(draw, PHOTO, 0.5, _mix(accent, "#ffffff", 0.5), 2, 0)
    draw.rectangle([width * 0.18, height * 0.3, width * 0.86, height * 0.78], fill=accent)
    draw.polygon(
        [(width * 0.14, height * 0.3), (width * 0.52, height * 0.14), (width * 0.9, height * 0.3)], fill=DARK
    )
    for column in range(9):
        for row in range(3):
            left, top = width * (0.21 + column * 0.07), height * (0.36 + row * 0.14)
            draw.rectangle(
                [left, top, left + width * 0.05, top + height * 0.09],
                fill=SUN if (column * 3 + row) % 4 == 0 else PALE,
            )
    _hills(draw, PHOTO, 0.78, SNOW, 1.5, 2)
    for x in (0.06, 0.12, 0.93):
        draw.polygon(
            [
                (width * x, height * 0.5),
                (width * (x - 0.05), height * 0.8),
                (width * (x + 0.05), height * 0.8),
            ],
            fill=_mix(accent, "#000000", 0.4),
        )
    return image


def lens(accent: str) -> Image.Image:
    """Lenses on an axis with rays of light."""
    image, draw = _canvas(PHOTO, _mix(accent, "#ffffff", 0.85))
    width, height = image.size
    for offset in (-0.18, -0.09, 0, 0.09, 0.18):
        points = [
            (0, height * (0.5 + offset)),
            (width * 0.33, height * (0.5 + offset)),
            (width * 0.66, height * (0.5 + offset * 0.4)),
            (width, height * (0.5 - offset * 0.5)),
        ]
        draw.line(points, fill=SUN, width=10)
    for x, half, bulge in ((0.33, 0.36, 0.07), (0.66, 0.28, 0.05)):
        draw.ellipse(
            [width * (x - bulge), height * (0.5 - half), width * (x + bulge), height * (0.5 + half)],
            fill=_mix(accent, "#ffffff", 0.35),
            outline=accent,
            width=8,
        )
    draw.line([(0, height * 0.5), (width, height * 0.5)], fill=DARK, width=4)
    return image


def slope(accent: str) -> Image.Image:
    """Houses on a slope, and a route from one to the next."""
    image, draw = _canvas(PHOTO, SKY)
    width, height = image.size
    draw.polygon(
        [(0, height * 0.85), (width, height * 0.3), (width, height), (0, height)],
        fill=_mix(accent, "#ffffff", 0.5),
    )
    stops = []
    for index in range(7):
        x = width * (0.05 + 0.135 * index)
        y = height * (0.85 - 0.55 * x / width)
        size = width * 0.08
        draw.rectangle([x, y - size, x + size, y + 12], fill=_mix(accent, "#ffffff", 0.12 * (index % 3)))
        draw.polygon(
            [(x - size * 0.15, y - size), (x + size / 2, y - size * 1.6), (x + size * 1.15, y - size)],
            fill=DARK,
        )
        stops.append((x + size / 2, y + height * (0.12 if index % 2 else 0.2)))
    draw.line(stops, fill=SUN, width=14, joint="curve")
    for x, y in stops:
        draw.ellipse([x - 22, y - 22, x + 22, y + 22], fill=SNOW, outline=accent, width=8)
    return image


def flat(accent: str) -> Image.Image:
    """A tidal flat with pools and birds, and a hut on stilts."""
    image, draw = _canvas(PHOTO, SKY)
    width, height = image.size
    draw.rectangle([0, height * 0.42, width, height], fill="#c9b99a")
    draw.rectangle([0, height * 0.42, width, height * 0.5], fill=_mix(accent, "#ffffff", 0.4))
    chance = random.Random(4)
    for _ in range(26):
        x, y = chance.random() * width, height * (0.56 + 0.4 * chance.random())
        draw.ellipse([x, y, x + width * 0.11, y + height * 0.03], fill=_mix(accent, "#ffffff", 0.55))
    draw.rectangle([width * 0.68, height * 0.24, width * 0.88, height * 0.42], fill=accent)
    draw.polygon(
        [(width * 0.65, height * 0.25), (width * 0.78, height * 0.13), (width * 0.91, height * 0.25)],
        fill=DARK,
    )
    for x in (0.7, 0.86):
        draw.rectangle([width * x, height * 0.42, width * (x + 0.012), height * 0.6], fill=DARK)
    for index in range(6):
        x, y = width * (0.1 + 0.08 * index), height * (0.16 + 0.05 * (index % 3))
        draw.arc([x, y, x + 50, y + 34], 180, 360, fill=DARK, width=7)
        draw.arc([x + 50, y, x + 100, y + 34], 180, 360, fill=DARK, width=7)
    return image


def bench(accent: str) -> Image.Image:
    """A chair and boards in a workshop."""
    image, draw = _canvas(PHOTO, _mix(accent, "#ffffff", 0.88))
    width, height = image.size
    draw.rectangle([0, height * 0.78, width, height], fill=_mix(accent, "#ffffff", 0.55))
    for index in range(6):
        left = width * (0.06 + index * 0.055)
        draw.rectangle(
            [left, height * (0.12 + 0.05 * (index % 3)), left + width * 0.04, height * 0.8],
            fill=_mix(accent, "#ffffff", 0.12 * (index % 4)),
        )
    for box in (
        [0.55, 0.2, 0.59, 0.84],
        [0.83, 0.5, 0.87, 0.84],
        [0.58, 0.5, 0.62, 0.84],
        [0.55, 0.48, 0.87, 0.54],
    ):
        draw.rectangle([width * box[0], height * box[1], width * box[2], height * box[3]], fill=accent)
    for row in range(3):
        draw.rectangle(
            [width * 0.55, height * (0.22 + 0.07 * row), width * 0.78, height * (0.25 + 0.07 * row)],
            fill=_mix(accent, "#000000", 0.15),
        )
    return image


def pot(accent: str) -> Image.Image:
    """A pot on a table, with bowls and vegetables."""
    image, draw = _canvas(PHOTO, _mix(accent, "#ffffff", 0.85))
    width, height = image.size
    draw.rectangle([0, height * 0.72, width, height], fill="#d9bd92")
    draw.rectangle([width * 0.33, height * 0.4, width * 0.67, height * 0.74], fill=accent)
    draw.rectangle([width * 0.27, height * 0.46, width * 0.73, height * 0.51], fill=DARK)
    draw.ellipse(
        [width * 0.33, height * 0.35, width * 0.67, height * 0.46], fill=_mix(accent, "#ffffff", 0.45)
    )
    for index in range(3):
        x = width * (0.42 + 0.08 * index)
        draw.arc([x, height * 0.1, x + 60, height * 0.22], 90, 270, fill=DARK, width=8)
        draw.arc([x, height * 0.2, x + 60, height * 0.32], 270, 90, fill=DARK, width=8)
    for x, colour in ((0.08, SUN), (0.2, "#7fa650"), (0.78, "#7fa650"), (0.9, SUN)):
        draw.ellipse([width * (x - 0.05), height * 0.72, width * (x + 0.05), height * 0.86], fill=colour)
    return image


def lanterns(accent: str) -> Image.Image:
    """Paper lanterns above a river at night."""
    image, draw = _canvas(PHOTO, "#26304a")
    width, height = image.size
    draw.rectangle([0, height * 0.7, width, height], fill="#1b2438")
    for index in range(9):
        x, y = width * (0.06 + 0.11 * index), height * (0.18 + 0.1 * math.sin(index))
        draw.line([(x, 0), (x, y)], fill=PALE, width=3)
        draw.ellipse([x - 52, y, x + 52, y + 130], fill=SUN if index % 3 else _mix(accent, "#ffffff", 0.35))
        draw.rectangle([x - 22, y - 8, x + 22, y + 10], fill=DARK)
        draw.ellipse([x - 60, height * 0.78, x + 60, height * 0.81], fill=_mix("#1b2438", SUN, 0.5))
    for x in (0.12, 0.42, 0.72):
        draw.polygon(
            [
                (width * (x - 0.02), height * 0.56),
                (width * (x + 0.08), height * 0.47),
                (width * (x + 0.18), height * 0.56),
            ],
            fill=accent,
        )
        draw.rectangle(
            [width * x, height * 0.56, width * (x + 0.16), height * 0.7], fill=_mix(accent, "#ffffff", 0.7)
        )
    return image


def area(accent: str, seed: int) -> Image.Image:
    """A map: land in the sea, a river, a railway with stations."""
    image, draw = _canvas(FIGURE, "#dfeaf1")
    width, height = image.size
    chance = random.Random(seed)
    coast = []
    for step in range(40):
        angle = 2 * math.pi * step / 40
        reach = 0.40 + 0.035 * math.sin(3 * angle + seed) + 0.02 * chance.random()
        coast.append(
            (width * (0.5 + reach * math.cos(angle)), height * (0.5 + reach * 1.08 * math.sin(angle)))
        )
    draw.polygon(coast, fill="#f3eedd", outline=_mix(accent, "#ffffff", 0.4), width=6)
    flow = [
        (width * (0.2 + 0.15 * step), height * (0.28 + 0.1 * step + 0.05 * math.sin(step * 2 + seed)))
        for step in range(6)
    ]
    draw.line(flow, fill="#8fb6c9", width=22, joint="curve")
    track = [
        (width * (0.16 + 0.17 * step), height * (0.66 - 0.05 * step + 0.07 * chance.random()))
        for step in range(5)
    ]
    draw.line(track, fill=DARK, width=12, joint="curve")
    for index, (x, y) in enumerate(track):
        size = 34 if index == 2 else 22
        draw.ellipse(
            [x - size, y - size, x + size, y + size],
            fill=accent if index == 2 else SNOW,
            outline=DARK,
            width=8,
        )
    for _ in range(9):
        x, y = width * (0.25 + 0.5 * chance.random()), height * (0.2 + 0.16 * chance.random())
        draw.polygon([(x - 50, y + 60), (x, y - 30), (x + 50, y + 60)], fill=_mix(accent, "#ffffff", 0.5))
    return image


def rooms(accent: str, seed: int) -> Image.Image:
    """A plan of rooms around a corridor; one is in the accent."""
    image, draw = _canvas(FIGURE, SNOW)
    width, height = image.size
    chance = random.Random(seed)
    draw.rectangle(
        [width * 0.06, height * 0.08, width * 0.94, height * 0.92], fill=PALE, outline=DARK, width=14
    )
    for top, bottom in ((0.08, 0.42), (0.58, 0.92)):
        left = 0.06
        while left < 0.93:
            right = min(0.94, left + 0.12 + 0.12 * chance.random())
            right = 0.94 if 0.94 - right < 0.08 else right
            chosen = top < 0.1 and left <= 0.4 < right
            fill = _mix(accent, "#ffffff", 0.25) if chosen else SNOW
            draw.rectangle(
                [width * left, height * top, width * right, height * bottom],
                fill=fill,
                outline=DARK,
                width=10,
            )
            door = height * (bottom if top < 0.1 else top)
            draw.line([(width * (left + 0.03), door), (width * (left + 0.06), door)], fill=PALE, width=16)
            left = right
    draw.line([(width * 0.09, height * 0.5), (width * 0.9, height * 0.5)], fill=accent, width=10)
    return image


def bars(accent: str, seed: int) -> Image.Image:
    """A chart with bars over twelve months and a line."""
    image, draw = _canvas(FIGURE, SNOW)
    width, height = image.size
    chance = random.Random(seed)
    for row in range(5):
        y = height * (0.12 + 0.18 * row)
        draw.line([(width * 0.06, y), (width * 0.96, y)], fill="#c9d3d9", width=4)
    line = []
    for index in range(12):
        value = 0.25 + 0.4 * math.sin(math.pi * (index + 1) / 13) + 0.1 * chance.random()
        left = width * (0.08 + 0.073 * index)
        draw.rectangle(
            [left, height * (0.84 - 0.72 * value), left + width * 0.05, height * 0.84],
            fill=_mix(accent, "#ffffff", 0.35),
        )
        line.append((left + width * 0.025, height * (0.72 - 0.6 * value)))
    draw.line(line, fill=DARK, width=10, joint="curve")
    for x, y in line:
        draw.ellipse([x - 16, y - 16, x + 16, y + 16], fill=accent)
    draw.line([(width * 0.06, height * 0.84), (width * 0.96, height * 0.84)], fill=DARK, width=8)
    return image


PICTURES: dict[str, Callable[[], Image.Image]] = {
    "mou/pictures/linden.png": lambda: valley("#1f6708"),
    "mou/pictures/linden-map.png": lambda: area("#1f6708", 3),
    "mou/pictures/norden.png": lambda: campus("#2151a1"),
    "mou/pictures/norden-plan.png": lambda: rooms("#2151a1", 5),
    "sister-cities/pictures/minatoberg.png": lambda: harbour("#2151a1"),
    "sister-cities/pictures/minatoberg-map.png": lambda: area("#2151a1", 11),
    "sister-cities/pictures/cove.png": lambda: river("#1f6708"),
    "sister-cities/pictures/cove-map.png": lambda: area("#1f6708", 7),
    "companies/pictures/akari.png": lambda: lens("#873d02"),
    "companies/pictures/akari-plan.png": lambda: rooms("#873d02", 2),
    "companies/pictures/sorani.png": lambda: slope("#57429c"),
    "companies/pictures/sorani-chart.png": lambda: bars("#57429c", 6),
    "labs/pictures/shiokaze.png": lambda: flat("#055e7c"),
    "labs/pictures/shiokaze-chart.png": lambda: bars("#055e7c", 1),
    "labs/pictures/ki.png": lambda: bench("#704e03"),
    "labs/pictures/ki-chart.png": lambda: bars("#704e03", 9),
    "events/pictures/kitchen.png": lambda: pot("#932a33"),
    "events/pictures/kitchen-plan.png": lambda: rooms("#932a33", 8),
    "events/pictures/lantern.png": lambda: lanterns("#763584"),
    "events/pictures/lantern-map.png": lambda: area("#763584", 13),
}


def starter_pictures() -> dict[Path, bytes]:
    """All pictures, by their paths; the bytes depend on the version of Pillow only."""
    made = {}
    for name, draw in PICTURES.items():
        image = draw()
        small = image.resize((image.width // SCALE, image.height // SCALE), Image.Resampling.LANCZOS)
        target = io.BytesIO()
        small.quantize(32).save(target, "PNG", optimize=True)
        made[TARGET / name] = target.getvalue()
    return made


def main() -> None:
    """Write all pictures."""
    for path, data in starter_pictures().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main()

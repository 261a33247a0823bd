"""Make src/brochure/assembly/land.json: the coasts of the world as rings of longitude and latitude.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    .venv/bin/python scripts/make_land.py package/land-110m.json

Source: Natural Earth 1:110m, version 4.1.0, public domain (naturalearthdata.com/about/terms-of-use), as
TopoJSON of the npm package world-atlas 2.0.2. The script takes only that file, which it knows by its SHA-256.
Antarctica is left out, as no map shows it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHA256 = "ead5f68119c49a9250902e7da303bcb209341bbb8fefe7369a439b48b704658a"
TARGET = Path(__file__).resolve().parents[1] / "src" / "brochure" / "assembly" / "land.json"
LARGEST = 60_000  # bytes
UNITS = 100  # a degree has as many units: 1 unit is about a kilometre
SOUTHERN = -60  # degrees; a ring that lies farther south is Antarctica

Ring = list[tuple[float, float]]


def rings(topology: dict[str, Any]) -> Iterator[Ring]:
    """Yield the outer and inner rings of the land, as (longitude, latitude)."""
    (scale_x, scale_y), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        points: Ring = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + left, y * scale_y + low))
        arcs.append(points)
    for shape in topology["objects"]["land"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for numbers in (ring for polygon in polygons for ring in polygon):
            points = []
            for number in numbers:
                part = arcs[number] if number >= 0 else arcs[~number][::-1]
                points.extend(part[1:] if points else part)
            yield points


def packed(ring: Ring) -> list[int]:
    """The first point of a ring in units, and the steps to the others; the last point is the first again."""
    flat: list[int] = []
    x = y = 0
    for lon, lat in ring[:-1]:
        here = round(lon * UNITS), round(lat * UNITS)
        if not flat or here != (x, y):
            flat += [here[0] - x, here[1] - y]
        x, y = here
    return flat


def main(source: str) -> None:
    """Write the file.

    Raises:
        ValueError: The source is another file, or the result is too large.
    """
    data = Path(source).read_bytes()
    if (found := hashlib.sha256(data).hexdigest()) != SHA256:
        raise ValueError(f"{source} is not land-110m.json of world-atlas 2.0.2: {found}")
    kept = [packed(ring) for ring in rings(json.loads(data)) if max(lat for _, lat in ring) >= SOUTHERN]
    text = json.dumps({"units": UNITS, "rings": kept}, separators=(",", ":")) + "\n"
    if len(text) > LARGEST:
        raise ValueError(f"{len(text):,} bytes are more than {LARGEST:,}")
    TARGET.write_text(text, "utf-8", newline="\n")
    sys.stdout.write(f"{TARGET.name}: {len(text):,} bytes, {len(kept)} rings\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Build the sample pages of docs/quality.md: one with all scripts, and all types of sources in three styles.

``make quality`` writes their pictures; ``tests/tools/test_sample_pages.py`` checks the files.
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import yaml

from brochure.build.brochure import build_brochure
from brochure.build.load import load_common
from brochure.pdf.reader import read_pages, render_page_png
from brochure.storage.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "scripts" / "source_samples.yaml"
STYLES = ("house", "sist02", "public-data")
GAP = 12  # pixels between the pages
GROUND = "#d9dde1"


def build_scripts_page(folder: Path) -> Path:
    """Build the sample of all scripts in a new workspace below ``folder``; return the PDF."""
    root = _workspace(folder / "scripts")
    shutil.copy(ROOT / "tests" / "samples" / "scripts.yaml", root / "profiles" / "scripts.yaml")
    return _build(root, "scripts")


def build_source_pages(folder: Path) -> dict[str, Path]:
    """Build a page that cites every type of source, once in each citation style; return the PDFs by style."""
    made = {}
    for style in STYLES:
        root = _workspace(folder / style)
        manifest = root / "layouts" / "standard" / "layout.yaml"
        text = manifest.read_text("utf-8")
        for old, new in (("placement: page ", "placement: partner "), ("house.csl", f"{style}.csl")):
            if old not in text:
                raise LookupError(f"{manifest} has no {old!r}")
            text = text.replace(old, new, 1)
        manifest.write_text(text, "utf-8")
        (root / "profiles" / "_sources.yaml").write_bytes(
            (ROOT / "scripts" / "source_samples.yaml").read_bytes()
        )
        (root / "profiles" / "sources.yaml").write_text(_source_profile(style), "utf-8")
        made[style] = _build(root, "sources")
    return made


def pictures(folder: Path) -> dict[str, bytes]:
    """Return the pictures of both samples by file name, as PNG with few colours."""
    scripts = [_rendered(build_scripts_page(folder), dpi=110)[:1]]
    styles = [_rendered(path, dpi=90) for path in build_source_pages(folder).values()]
    return {"sample-scripts.png": _sheet(scripts), "sample-sources.png": _sheet(styles)}


def _rendered(path: Path, dpi: float) -> list[bytes]:
    """All pages of a PDF as PNG."""
    data = path.read_bytes()
    return [render_page_png(data, index, dpi=dpi) for index in range(len(read_pages(data)))]


def _workspace(root: Path) -> Path:
    for name in ("layouts", "fonts", "fallback_fonts"):
        shutil.copytree(ROOT / name, root / name)
    (root / "profiles").mkdir()
    shutil.copy(ROOT / "profiles" / "_series.yaml", root / "profiles" / "_series.yaml")
    return root


def _build(root: Path, name: str) -> Path:
    where = Workspace(root)
    built = build_brochure(
        where, name, load_common(where, "standard"), formats=["pdf"], output=root / "output"
    )
    if built.faults:
        raise ValueError(built.faults)
    return built.paths[0]


def _source_profile(style: str) -> str:
    """A profile that cites each sample; all of it is made up, and says so."""
    samples = yaml.safe_load(SAMPLES.read_text("utf-8"))
    cited = "".join(f"{sample['type']}[@{sample['id']}]、" for sample in samples)
    profile = {
        "partner": {"name": "出典見本州（架空）", "latin": style, "country": "架空国"},
        "edition": "2026-11",
        "answers": {"about": [{"paragraph": cited.rstrip("、") + "。"}]},
    }
    return yaml.safe_dump(profile, allow_unicode=True, width=10_000)


def _sheet(columns: list[list[bytes]]) -> bytes:
    """Put columns of pages of one size on a grey ground."""
    from PIL import Image

    images = [[Image.open(io.BytesIO(page)).convert("RGB") for page in column] for column in columns]
    wide, high = images[0][0].width + GAP, images[0][0].height + GAP
    sheet = Image.new("RGB", (wide * len(images) + GAP, high * max(map(len, images)) + GAP), GROUND)
    for across, column in enumerate(images):
        for down, image in enumerate(column):
            sheet.paste(image, (GAP + across * wide, GAP + down * high))
    target = io.BytesIO()
    sheet.quantize(128, Image.Quantize.MAXCOVERAGE).save(target, "PNG", optimize=True)
    return target.getvalue()

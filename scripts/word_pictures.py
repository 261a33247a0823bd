"""Make the pictures of docs/word.md: an edited Word file, and its review as an HTML page."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
import zipfile
from pathlib import Path

from brochure.build.brochure import build_brochure
from brochure.build.load import load_common
from brochure.diagnostics.catalogue import Lang
from brochure.pdf.reader import render_page_png
from brochure.revision import apply as desk
from brochure.revision import report
from brochure.revision.read_edits import ReadOptions
from brochure.storage.system_requirements import find_program
from brochure.storage.workspace import Workspace

_WHO = 'w:author="編集 花子" w:date="2026-11-20T10:00:00Z"'
_WORDS = '<w:t xml:space="preserve">'


def pictures(root: Path) -> dict[Path, bytes]:
    """Return the pictures by path; none, with a printed reason, if LibreOffice is missing."""
    if find_program("soffice") is None:
        print("docs/images/word-edited.png, revise.png: not renewed, there is no soffice here")
        return {}
    where = Workspace(root)
    lang: Lang = "ja"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_brochure(where, "liaoning", load_common(where, "standard"), formats=["docx"], output=folder)
        edited = folder / "直した.docx"
        edited.write_bytes(_edited((folder / "liaoning.docx").read_bytes()))
        _, found, _ = desk.review_edits(where, "standard", [edited], ReadOptions())
        page = report.report_html(found, lang).replace(str(folder) + "/", "")
        shown = _converted(edited, folder)
        images = root / "docs" / "images"
        return {
            images / "word-edited.png": _cropped(render_page_png(shown.read_bytes(), dpi=100), 0.62),
            images / "revise.png": _trimmed(_printed(page, root)),
        }


def _edited(data: bytes) -> bytes:
    """The file with edits: changed words, a new bullet, a changed mark, a comment."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    xml = parts["word/document.xml"].decode()
    xml = _tracked(xml, "市など14市から", "14", "15")
    xml = _tracked(xml, "27大学あり", "27", "28")
    paragraph = next(p for p in re.findall(r"<w:p>.*?</w:p>", xml) if "神奈川県と遼寧省は、1983年" in p)
    added = (
        f'<w:p><w:pPr><w:pStyle w:val="Bullet"/><w:rPr><w:ins w:id="950" {_WHO}/></w:rPr></w:pPr>'
        f'<w:ins w:id="951" {_WHO}><w:r>{_WORDS}この文は、説明のために書き足した架空の例です。'
        "</w:t></w:r></w:ins></w:p>"
    )
    xml = xml.replace(paragraph, paragraph + added).replace("ここがすごい！", "ここが強み！")
    parts["word/document.xml"] = xml.encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _tracked(xml: str, around: str, old: str, new: str) -> str:
    """Change words as a tracked change."""
    run = next(r for r in re.findall(r"<w:r><w:t [^>]*>[^<]*</w:t></w:r>", xml) if around in r)
    before, _, behind = re.sub("<[^>]+>", "", run).partition(around)
    head, _, tail = around.partition(old)
    made = (
        f"<w:r>{_WORDS}{before}{head}</w:t></w:r>"
        f'<w:del w:id="9{new}" {_WHO}><w:r><w:delText>{old}</w:delText></w:r></w:del>'
        f'<w:ins w:id="8{new}" {_WHO}><w:r>{_WORDS}{new}</w:t></w:r></w:ins>'
        f"<w:r>{_WORDS}{tail}{behind}</w:t></w:r>"
    )
    return xml.replace(run, made)


def _converted(docx: Path, folder: Path) -> Path:
    """A picture of the Word file in LibreOffice."""
    profile = f"-env:UserInstallation=file://{folder}/office"
    command = [
        str(find_program("soffice")),
        "--headless",
        profile,
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(docx),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return docx.with_suffix(".pdf")


def _printed(page: str, root: Path) -> bytes:
    """A picture of an HTML page."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    faces = "".join(
        f'@font-face {{ font-family: "BIZ UDPGothic"; font-weight: {weight}; src: url("{path.as_uri()}") }}'
        for weight, path in (
            (400, root / "fonts" / "BIZUDPGothic-Regular.ttf"),
            (700, root / "fonts" / "BIZUDPGothic-Bold.ttf"),
        )
    )
    sheet = weasyprint.CSS(
        string=faces + "@page { size: 250mm 220mm; margin: 2mm } body { margin: 0 }", font_config=fonts
    )
    made = weasyprint.HTML(string=page).write_pdf(stylesheets=[sheet], font_config=fonts)
    assert made is not None
    return render_page_png(made, dpi=100)


def _cropped(png: bytes, share: float) -> bytes:
    """The upper part of a page, with a border."""
    from PIL import Image, ImageOps

    page = Image.open(io.BytesIO(png)).convert("RGB")
    upper = page.crop((0, 0, page.width, round(page.height * share)))
    return _png(ImageOps.expand(upper, border=1, fill="#d9dde1"))


def _trimmed(png: bytes) -> bytes:
    """A page without the empty part below its text."""
    from PIL import Image, ImageChops, ImageOps

    page = Image.open(io.BytesIO(png)).convert("RGB")
    box = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    bottom = min(page.height, (box[3] if box else page.height) + 24)
    return _png(ImageOps.expand(page.crop((0, 0, page.width, bottom)), border=1, fill="#d9dde1"))


def _png(image: object) -> bytes:
    from PIL import Image

    assert isinstance(image, Image.Image)
    target = io.BytesIO()
    image.quantize(256, Image.Quantize.MAXCOVERAGE).save(target, "PNG", optimize=True)
    return target.getvalue()

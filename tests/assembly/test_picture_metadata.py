"""Pictures lose what nobody sees, and look the same."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from brochure.assembly.picture_metadata import strip_metadata
from brochure.build.booklet import build_booklet, compile_booklet
from brochure.build.brochure import build_brochure, build_brochure_for_press
from brochure.build.load import load_common, load_shop
from brochure.storage.workspace import Workspace
from cli_result import Run
from docx_media import media
from drawn_pictures import pictured_workspace
from workspaces import REPO, SAMPLES, Edit

SECRETS = (b"Hanako-Owner", b"Acme Camera 9", b"GPS-35.6812", b"secret-caption", b"c2pa", b"maker-serial-77")


def drawing(width: int = 900, height: int = 600, mode: str = "RGB") -> Image.Image:
    """A picture of many colours."""
    noise = Random(5).randbytes(36)
    return (
        Image.frombytes("RGB", (4, 3), noise).resize((width, height), Image.Resampling.BICUBIC).convert(mode)
    )


def exif(orientation: int | None = None) -> Image.Exif:
    made = Image.Exif()
    made[0x010F], made[0x013B] = SECRETS[1].decode(), SECRETS[0].decode()
    made.get_ifd(0x8825)[29] = SECRETS[2].decode()  # GPSDateStamp
    if orientation:
        made[0x0112] = orientation
    return made


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def planted_jpeg(picture: Image.Image, *, orientation: int | None = None, **options: object) -> bytes:
    """A JPEG with metadata in every place that cameras and programs use, and data after its end."""
    made = BytesIO()
    picture.save(made, "JPEG", quality=92, exif=exif(orientation), **options)
    data = made.getvalue()
    more = [
        segment(0xE0, b"JFXX\0\x10" + SECRETS[5]),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>" + SECRETS[0] + b"</x>"),
        segment(0xE2, b"FPXR\0" + SECRETS[5]),
        segment(0xEB, b"JP\0" + SECRETS[4]),
        segment(0xED, b"Photoshop 3.0\x008BIM" + SECRETS[3]),
        segment(0xFE, SECRETS[3]),
    ]
    return data[:2] + b"".join(more) + data[2:] + b"SEFT" + SECRETS[5]


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def planted_png(picture: Image.Image, *, orientation: int | None = None, **options: object) -> bytes:
    made, told = BytesIO(), PngImagePlugin.PngInfo()
    told.add_text("Author", SECRETS[0].decode())
    told.add_itxt("XML:com.adobe.xmp", SECRETS[3].decode())
    picture.save(made, "PNG", pnginfo=told, exif=exif(orientation), **options)
    data = made.getvalue()
    at = data.rindex(b"IEND") - 4
    planted = chunk(b"tIME", b"\x07\xea\1\1\1\1\1") + chunk(b"caBX", SECRETS[4]) + chunk(b"vpAg", SECRETS[5])
    return data[:at] + planted + data[at:] + SECRETS[5]


def secrets_in(data: bytes) -> list[bytes]:
    return [secret for secret in (*SECRETS, b"Exif\0\0", b"eXIf", b"tIME") if secret in data]


def pixels(data: bytes) -> tuple[str, tuple[int, int], bytes]:
    with Image.open(BytesIO(data)) as image:
        return image.mode, image.size, image.tobytes()


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_keeps_its_pixels_and_profile_and_loses_the_rest(mode: str, progressive: bool) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = planted_jpeg(drawing(mode=mode), progressive=progressive, icc_profile=profile)
    assert len(secrets_in(data)) >= len(SECRETS)
    clean = strip_metadata(data)
    assert secrets_in(clean) == []
    assert pixels(clean) == pixels(data)
    with Image.open(BytesIO(clean)) as image:
        assert image.info["icc_profile"] == profile
    scan = data[data.index(b"\xff\xda") : data.rindex(b"\xff\xd9")]
    assert scan in clean
    assert strip_metadata(clean) == clean


def test_the_second_picture_of_a_phone_is_removed() -> None:
    made = BytesIO()
    drawing().save(made, "MPO", save_all=True, append_images=[drawing(450, 300)], exif=exif())
    clean = strip_metadata(made.getvalue())
    assert secrets_in(made.getvalue()) and not secrets_in(clean)
    with Image.open(BytesIO(clean)) as image:
        assert (image.format, image.size) == ("JPEG", (900, 600))
    assert pixels(clean) == pixels(made.getvalue())


def test_a_thumbnail_in_the_head_is_removed() -> None:
    made = BytesIO()
    drawing().save(made, "JPEG")
    data = made.getvalue()
    (length,) = struct.unpack_from(">H", data, 4)
    thumb = data[:2] + segment(0xE0, data[6:18] + b"\2\1" + b"thumbs") + data[4 + length :]
    assert strip_metadata(thumb) == data


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_png_keeps_its_pixels_and_profile_and_loses_the_rest(mode: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = planted_png(drawing(mode=mode), icc_profile=profile, dpi=(300, 300))
    clean = strip_metadata(data)
    assert secrets_in(clean) == [] and secrets_in(data)
    assert pixels(clean) == pixels(data)
    with Image.open(BytesIO(clean)) as image:
        assert image.info["icc_profile"] == profile
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert strip_metadata(clean) == clean


def test_a_png_keeps_its_transparent_colour() -> None:
    made = BytesIO()
    drawing(mode="P").save(made, "PNG", transparency=3)
    assert strip_metadata(made.getvalue()) == made.getvalue()


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize("plant", [planted_jpeg, planted_png])
def test_a_turned_picture_is_upright_with_its_profile(plant: type, orientation: int) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    seen = drawing(90, 60)
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    clean = strip_metadata(plant(seen.transpose(back), orientation=orientation, icc_profile=profile))
    assert secrets_in(clean) == []
    with Image.open(BytesIO(clean)) as image:
        assert image.size == (90, 60)
        assert image.info["icc_profile"] == profile
        for point in ((5, 5), (80, 10), (10, 50)):
            found, wanted = image.getpixel(point), seen.getpixel(point)
            assert max(abs(a - b) for a, b in zip(found, wanted, strict=True)) < 25  # type: ignore[arg-type]


def test_a_picture_without_metadata_stays_byte_for_byte() -> None:
    made = BytesIO()
    drawing().save(made, "JPEG")
    for data in (made.getvalue(), (SAMPLES / "pictures" / "map.png").read_bytes(), b"GIF89a", b""):
        assert strip_metadata(data) == data


def test_a_damaged_picture_is_compressed_again_or_left() -> None:
    good = planted_jpeg(drawing())
    for cut in (1, 2, 3, 20, 300):
        strip_metadata(good[:cut])  # no program can show it; nothing is raised
    broken = bytearray(good)
    broken[broken.rindex(b"\xff\xd9") : broken.rindex(b"\xff\xd9") + 2] = b"\0\0"  # the end is missing
    clean = strip_metadata(bytes(broken))
    assert secrets_in(clean) == []


def test_word_reads_the_head_of_a_jpeg_that_had_an_exif_head_only() -> None:
    from docx.image.image import Image as WordImage

    made = BytesIO()
    drawing().save(made, "JPEG", exif=exif())
    data = made.getvalue()
    start = data.index(b"\xff\xe0")
    (length,) = struct.unpack_from(">H", data, start + 2)
    bare = data[:start] + data[start + 2 + length :]
    clean = strip_metadata(bare)
    assert WordImage.from_blob(clean).px_width == 900
    assert pixels(clean) == pixels(bare)


# --- finished files ---------------------------------------------------------------------------


def everything_in(path: Path) -> bytes:
    """All bytes of a file, with its parts and streams unpacked."""
    data = path.read_bytes()
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            return data + b"".join(archive.read(name) for name in archive.namelist())
    with pikepdf.open(path) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream):
                data += item.read_raw_bytes()
                if "/DCTDecode" not in str(item.get("/Filter")):
                    data += item.read_bytes()
    return data


def with_pictures(fresh: Path, edit: Edit) -> None:
    figures = ""
    for name, turned in (("a.jpg", None), ("b.png", None), ("c.jpg", 6), ("d.png", 6)):
        plant = planted_jpeg if name.endswith("jpg") else planted_png
        (fresh / name).write_bytes(plant(drawing(1800, 1200), orientation=turned))
        figures += f"    - figure: {name}\n      alt: 略図\n      credit: none\n      width: half\n"
    edit("answers:\n  about:\n", f"answers:\n  about:\n{figures}")


@pytest.mark.parametrize("layout", ["standard", "onepage"])
def test_no_finished_file_has_the_place_or_owner_of_a_picture(fresh: Path, edit: Edit, layout: str) -> None:
    with_pictures(fresh, edit)
    where = Workspace(fresh)
    built = build_brochure(where, "liaoning", load_common(where, layout), output=fresh / "output")
    assert [path.suffix for path in built.paths] == [".pdf", ".docx"]
    for path in built.paths:
        assert secrets_in(everything_in(path)) == [], path
    assert len(media(built.paths[1])) >= 4
    if layout == "standard":
        pressed = build_brochure_for_press(
            where,
            "liaoning",
            load_common(where, layout),
            load_shop(where, "leaflet"),
            output=fresh / "output",
        )
        assert secrets_in(everything_in(pressed.paths[0])) == []


def test_no_output_of_photos_strips_and_wide_figures_tells_of_their_maker(run: Run, tmp_path: Path) -> None:
    root = pictured_workspace(tmp_path)
    for name in ("harbour.jpg", "hills.jpg", "tower.png", "wide.jpg"):
        plant = planted_jpeg if name.endswith("jpg") else planted_png
        with Image.open(root / "pictures" / name) as image:
            image.load()
        turned = 6 if name == "hills.jpg" else None
        (root / "pictures" / name).write_bytes(plant(image, orientation=turned))
        assert secrets_in((root / "pictures" / name).read_bytes())
    ran = run("build", "kaku", "--debug", where=root)
    assert ran.code == 0, ran.err
    made = [path for path in (root / "output").rglob("*") if path.is_file()]
    assert {path.suffix for path in made} >= {".pdf", ".docx", ".html", ".json", ".txt"}
    for path in made:
        found = everything_in(path) if path.suffix in (".pdf", ".docx") else path.read_bytes()
        assert secrets_in(found) == [], path


def test_no_booklet_has_the_place_or_owner_of_a_picture(fresh: Path, edit: Edit) -> None:
    with_pictures(fresh, edit)
    (fresh / "booklets").mkdir()
    (fresh / "cover.jpg").write_bytes(planted_jpeg(drawing(1800, 1200)))
    (fresh / "booklets" / "all.yaml").write_text(
        "title: 冊子\nedition: 2026-11\ncover:\n  photo: {file: cover.jpg, alt: 港}\n"
        "partners:\n  - {id: liaoning}\n",
        "utf-8",
    )
    where = Workspace(fresh)
    built = build_booklet(where, compile_booklet(where, "all"), output=fresh / "output")
    for path in built.paths:
        assert secrets_in(everything_in(path)) == [], path


def test_the_renderer_does_not_read_a_picture_again_from_its_path(fresh: Path) -> None:
    """In a container the workspace may lie at the path that the renderer gives to it."""
    from brochure.typesetting import weasyprint
    from brochure.typesetting.html import HtmlPage

    (fresh / "a.jpg").write_bytes(planted_jpeg(drawing()))
    weasyprint.prepare_renderer(sorted((REPO / "fonts").glob("*.ttf")))
    page = HtmlPage("", (), fresh)
    found = weasyprint._workspace_fetcher(page, {}).fetch("file:///workspace/a.jpg")
    assert found.path is None
    assert secrets_in(found.read()) == []

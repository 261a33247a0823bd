"""Make a press file from rendered pages: PDF/X-1a:2001 or PDF/X-4.

The pages are rendered as for the screen, but with bleed. Their colours are converted to inks, tags and links
are removed, boxes and crop marks are set, and the PDF/X metadata is written (ISO 15930-1:2001 and
15930-7:2010; ISO 32000-1, 14.11).
"""

from __future__ import annotations

import datetime
import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from brochure.diagnostics.problem import BrochureError, Problem, problem
from brochure.pdf.geometry import Box
from brochure.pdf.preflight.report import MM
from brochure.pdf.prepress import crop_marks, fonts, images
from brochure.pdf.prepress.colour_separation import ProfileError, Separation
from brochure.pdf.prepress.colour_spaces import RGB, colour_family, remove_keys
from brochure.pdf.prepress.content_stream import Rewritten, rewrite_content
from brochure.pdf.prepress.images import ImageConversion
from brochure.pdf.prepress.slug import ROOM, Slug, slug_content
from brochure.schema.print_shop import SHIPPED_PROFILE, Shop
from brochure.storage.shipped import shipped_folder

REGISTRY = "http://www.color.org"
_VERSIONS = {"x-1a": "1.3", "x-4": "1.6"}
_SCREEN_ONLY = (
    "/AF",
    "/AcroForm",
    "/Lang",
    "/MarkInfo",
    "/Metadata",
    "/Names",
    "/OpenAction",
    "/Outlines",
    "/OutputIntents",
    "/PageMode",
    "/StructTreeRoot",
    "/ViewerPreferences",
)
_PAGE_SCREEN_ONLY = ("/Annots", "/CropBox", "/Group", "/StructParents", "/Tabs")
_ALPHA = ("/CA", "/ca", "/SMask", "/BM", "/AIS")


@dataclass(frozen=True, slots=True)
class Imprint:
    """The metadata of a press file: title, identifier of the edition, and date; and words for its slug."""

    title: str
    identifier: str
    date: datetime.date
    slug: Slug | None = None


@dataclass(frozen=True, slots=True)
class PressFile:
    """A press file, and warnings about changes made to it."""

    data: bytes
    warnings: tuple[Problem, ...]


def bleed_style(shop: Shop, *, folios: bool = True) -> str:
    """The style sheet with a shop's bleed and first folio.

    A booklet passes ``folios=False``, as it numbers its own pages.
    """
    rules = [
        f"@page {{ bleed: {shop.data.bleed:g}mm; marks: none }}",
        f"html {{ --bleed: {shop.data.bleed:g}mm }}",
    ]
    if folios and shop.data.folio.first != 1:
        rules.append(f"@page :first {{ counter-reset: page {shop.data.folio.first} }}")
    return "\n".join(rules) + "\n"


def shop_separation(shop: Shop) -> Separation:
    """The colour separation of a shop.

    Raises:
        BrochureError: The shop's ICC profile is not a CMYK output profile (X102).
    """
    profile = shop.icc or shipped_folder() / "shops" / SHIPPED_PROFILE
    try:
        return Separation(profile, shop.data.colours.total_ink / 100)
    except ProfileError as error:
        place = shop.locate("output_intent", "icc")
        raise BrochureError([problem("X102", place, file=profile.name, detail=error)]) from error


def make_pdfx(data: bytes, shop: Shop, imprint: Imprint) -> PressFile:
    """Make a press file.

    Args:
        data: A PDF with the shop's bleed between TrimBox and BleedBox.
        shop: The print shop with its requirements.
        imprint: The metadata of the file.

    Raises:
        BrochureError: The shop's ICC profile cannot be used (X102), or a page is transparent where that is
            forbidden (X201).
    """
    import pikepdf

    inks = shop_separation(shop)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        conversion = ImageConversion(shop.data.colours.rgb, shop.data.standard == "x-4", _screen_profile(pdf))
        remove_keys(pdf.Root, *_SCREEN_ONLY)
        warnings = list(_convert_colours(pdf, shop, inks, conversion))
        for page in pdf.pages:
            remove_keys(page.obj, *_PAGE_SCREEN_ONLY)
            _set_boxes(page, shop, imprint.slug)
        fonts.replace_opentype_fonts(pdf)
        _write_metadata(pdf, shop, imprint)
        target = io.BytesIO()
        pdf.save(
            target,
            force_version=_VERSIONS[shop.data.standard],
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=True,
            recompress_flate=False,
            deterministic_id=True,
            fix_metadata_version=False,
        )
    return PressFile(target.getvalue(), tuple(warnings))


# --- colours ----------------------------------------------------------------------------------


def _screen_profile(pdf: Any) -> Any:
    """The colour space of RGB images: the profile of the file's output intent, or DeviceRGB."""
    import pikepdf

    for intent in pdf.Root.get("/OutputIntents", []):
        if "/DestOutputProfile" in intent and int(intent.DestOutputProfile.N) == 3:
            return pikepdf.Array([pikepdf.Name.ICCBased, intent.DestOutputProfile])
    return pikepdf.Name.DeviceRGB


def _convert_colours(
    pdf: Any, shop: Shop, inks: Separation, conversion: ImageConversion
) -> Iterator[Problem]:
    """Convert every page to inks; yields warnings about images that were flattened on white.

    Raises:
        BrochureError: A page is transparent (X201).
    """
    import pikepdf

    forbidden: list[Problem] = []
    done: set[tuple[int, int]] = set()
    owners: list[Any] = []  # pages may share resources, so these are cleaned after all content is rewritten
    for number, page in enumerate(pdf.pages, 1):
        resources = page.obj.get("/Resources", pikepdf.Dictionary())
        page.contents_coalesce()
        written = rewrite_content(page, resources, inks)
        page.obj.Contents = pdf.make_stream(written.content)
        clear = written.transparent
        owners.append(resources)
        for own, written in _rewrite_forms(resources, inks, done):
            clear |= written.transparent
            owners.append(own)
        if clear and not conversion.transparent:
            forbidden.append(problem("X201", shop.locate("standard"), page=number))
        for image in (image for owner in owners for image in _images(owner)):
            if image.objgen not in done:
                done.add(image.objgen)
                if images.convert_image(image, inks, conversion):
                    yield problem("X301", shop.locate("standard"), page=number)
    for owner in owners:
        _convert_gradients(owner, inks)
        _remove_screen_entries(owner, conversion)
    if forbidden:
        raise BrochureError(forbidden)


def _rewrite_forms(
    resources: Any, inks: Separation, done: set[tuple[int, int]]
) -> Iterator[tuple[Any, Rewritten]]:
    """Rewrite forms and tiling patterns; yields their resources and their new content."""
    import pikepdf

    for form in [*resources.get("/XObject", {}).values(), *resources.get("/Pattern", {}).values()]:
        if not isinstance(form, pikepdf.Stream) or form.get("/Subtype") == "/Image" or form.objgen in done:
            continue
        done.add(form.objgen)
        own = form.get("/Resources", resources)
        written = rewrite_content(form, own, inks)
        form.write(written.content)
        remove_keys(form, "/StructParent", "/StructParents")
        yield own, written
        yield from _rewrite_forms(own, inks, done)


def _images(resources: Any) -> list[Any]:
    found = resources.get("/XObject", {}).values()
    return [item for item in found if item.get("/Subtype") == "/Image"]


def _convert_gradients(resources: Any, inks: Separation) -> None:
    for item in resources.get("/Shading", {}).values():
        images.convert_shading(item, inks)
    for item in resources.get("/Pattern", {}).values():
        if int(item.get("/PatternType", 1)) == 2:
            images.convert_shading(item.Shading, inks)


def _remove_screen_entries(resources: Any, conversion: ImageConversion) -> None:
    """Remove RGB and Lab spaces, which are no longer used, and entries that PDF 1.3 does not allow."""
    spaces = resources.get("/ColorSpace", {})
    for name in list(spaces.keys()):
        if colour_family(spaces[name], None) in RGB | {"Lab"}:
            del spaces[name]
    if conversion.transparent:
        return
    for state in resources.get("/ExtGState", {}).values():
        remove_keys(state, *_ALPHA)
    for form in resources.get("/XObject", {}).values():
        remove_keys(form, "/Group")  # a group of opaque objects looks the same without the group


# --- pages ------------------------------------------------------------------------------------


def _set_boxes(page: Any, shop: Shop, slug: Slug | None) -> None:
    """Set the page boxes, clip the content at the bleed, and draw the crop marks and the slug."""
    import pikepdf

    left, bottom, right, top = (float(side) for side in page.trimbox)
    trim, bleed = Box(left, bottom, right, top), shop.data.bleed
    margin = crop_marks.sheet_margin(shop.data.marks, bleed)
    margin = max(margin, bleed + ROOM) if slug else margin
    cut, sheet = _grown(trim, bleed), _grown(trim, margin)
    clip = f"{cut.left:.3f} {cut.bottom:.3f} {cut.width:.3f} {cut.height:.3f} re W n"
    page.contents_add(f"q {clip}\n".encode(), prepend=True)
    lines = crop_marks.mark_segments(shop.data.marks, trim, bleed)
    name, space = crop_marks.registration_colour()
    drawn = crop_marks.marks_content(lines) if lines else b""
    drawn += slug_content(slug, trim, bleed, name) if slug else b""
    page.contents_add(b"Q\n" + drawn)
    page.contents_coalesce()
    if drawn:
        resources = page.obj.Resources
        if "/ColorSpace" not in resources:
            resources.ColorSpace = pikepdf.Dictionary()
        resources.ColorSpace[name] = pikepdf.Object.parse(space.encode())
    page.obj.TrimBox, page.obj.BleedBox, page.obj.MediaBox = (
        pikepdf.Array([round(side, 3) for side in box]) for box in (trim, cut, sheet)
    )


def _grown(box: Box, by: float) -> Box:
    """A box made larger by ``by`` mm on every side."""
    more = by * MM
    return Box(box.left - more, box.bottom - more, box.right + more, box.top + more)


# --- metadata ---------------------------------------------------------------------------------


def _write_metadata(pdf: Any, shop: Shop, imprint: Imprint) -> None:
    """Write the output intent, the document information, and the XMP metadata."""
    import pikepdf

    output_intent = shop.data.output_intent
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFX,
        OutputCondition=output_intent.name,
        OutputConditionIdentifier=output_intent.condition,
        RegistryName=REGISTRY,
        Info=output_intent.name,
    )
    if shop.icc is not None:
        profile = pdf.make_stream(shop.icc.read_bytes())
        profile.N = 4
        intent.DestOutputProfile = pdf.make_indirect(profile)
    pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])
    day = imprint.date.strftime("%Y%m%d")
    info = pikepdf.Dictionary(
        Title=imprint.title,
        Creator="brochure",
        Producer="brochure",
        CreationDate=f"D:{day}120000Z",
        ModDate=f"D:{day}120000Z",
        Trapped=pikepdf.Name("/False"),
    )
    if shop.data.standard == "x-1a":
        info.GTS_PDFXVersion = "PDF/X-1:2001"
        info.GTS_PDFXConformance = "PDF/X-1a:2001"
    pdf.trailer.Info = pdf.make_indirect(info)
    metadata = pdf.make_stream(_xmp(shop, imprint).encode())
    metadata.Type, metadata.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = pdf.make_indirect(metadata)


def _xmp(shop: Shop, imprint: Imprint) -> str:
    """The XMP metadata (ISO 16684-1), with the entries that PDF/X-4 requires (ISO 15930-7, 6.12)."""
    time = f"{imprint.date.isoformat()}T12:00:00Z"
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{imprint.identifier}:{shop.id}")
    if shop.data.standard == "x-4":
        standard = (
            '<rdf:Description rdf:about="" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" '
            'pdfxid:GTS_PDFXVersion="PDF/X-4"/>'
        )
    else:
        standard = (
            '<rdf:Description rdf:about="" xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/" '
            'pdfx:GTS_PDFXVersion="PDF/X-1:2001" pdfx:GTS_PDFXConformance="PDF/X-1a:2001"/>'
        )
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="application/pdf">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(imprint.title)}</rdf:li></rdf:Alt></dc:title>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="brochure"
 xmp:CreateDate="{time}" xmp:ModifyDate="{time}" xmp:MetadataDate="{time}"/>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="brochure"
 pdf:Trapped="False"/>
<rdf:Description rdf:about="" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmpMM:DocumentID="uuid:{name}"
 xmpMM:VersionID="1" xmpMM:RenditionClass="default"/>
{standard}
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""

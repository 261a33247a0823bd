"""Turn a finished file of the screen into one for the press: PDF/X-1a:2001 or PDF/X-4.

The pages are those of the screen, rendered with bleed. Their colours become ink, tags and links go, boxes
and marks are set, and the file says what it is (ISO 15930-1:2001 and 15930-7:2010; ISO 32000-1, 14.11).
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
from brochure.pdf.prepress import crop_marks as marks
from brochure.pdf.prepress import fonts as faces
from brochure.pdf.prepress import images as pictures
from brochure.pdf.prepress.colour_separation import ProfileError, Separation
from brochure.pdf.prepress.colour_spaces import RGB, drop, family
from brochure.pdf.prepress.content_stream import Rewritten, rewrite
from brochure.pdf.prepress.images import Picturing
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
    """What the file says of itself: the title, the name of the edition, and its day."""

    title: str
    identifier: str
    date: datetime.date


@dataclass(frozen=True, slots=True)
class PressFile:
    """A file for the press, and what had to be done to it that someone should know."""

    data: bytes
    warnings: tuple[Problem, ...]


def bleed_style(shop: Shop, *, folios: bool = True) -> str:
    """The style sheet that makes the pages of the screen ready for a shop: bleed, and the first folio.

    A booklet counts its own ``folios``.
    """
    rules = [
        f"@page {{ bleed: {shop.data.bleed:g}mm; marks: none }}",
        f"html {{ --bleed: {shop.data.bleed:g}mm }}",
    ]
    if folios and shop.data.folio.first != 1:
        rules.append(f"@page :first {{ counter-reset: page {shop.data.folio.first} }}")
    return "\n".join(rules) + "\n"


def separation(shop: Shop) -> Separation:
    """The way to the inks of a shop.

    Raises:
        BrochureError: Its profile is no CMYK profile of a press (X102).
    """
    profile = shop.icc or shipped_folder() / "shops" / SHIPPED_PROFILE
    try:
        return Separation(profile, shop.data.colours.total_ink / 100)
    except ProfileError as error:
        place = shop.locate("output_intent", "icc")
        raise BrochureError([problem("X102", place, file=profile.name, detail=error)]) from error


def make_pdfx(data: bytes, shop: Shop, imprint: Imprint) -> PressFile:
    """Make a file for the press.

    Args:
        data: A PDF whose BleedBox is the shop's bleed beyond the TrimBox.
        shop: What is asked for.
        imprint: What the file says of itself.

    Raises:
        BrochureError: The shop's profile cannot be used (X102), or a page is transparent where that is
            forbidden (X201).
    """
    import pikepdf

    inks = separation(shop)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        how = Picturing(shop.data.colours.rgb, shop.data.standard == "x-4", _screen_profile(pdf))
        drop(pdf.Root, *_SCREEN_ONLY)
        warnings = list(_colours(pdf, shop, inks, how))
        for page in pdf.pages:
            drop(page.obj, *_PAGE_SCREEN_ONLY)
            _boxes(page, shop)
        faces.plain(pdf)
        _say(pdf, shop, imprint)
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
    """The colour space of RGB pictures: the profile that the file of the screen names as its own."""
    import pikepdf

    for intent in pdf.Root.get("/OutputIntents", []):
        if "/DestOutputProfile" in intent and int(intent.DestOutputProfile.N) == 3:
            return pikepdf.Array([pikepdf.Name.ICCBased, intent.DestOutputProfile])
    return pikepdf.Name.DeviceRGB


def _colours(pdf: Any, shop: Shop, inks: Separation, how: Picturing) -> Iterator[Problem]:
    """Give every page inks; tells of pictures that were laid on white.

    Raises:
        BrochureError: A page is transparent (X201).
    """
    import pikepdf

    forbidden: list[Problem] = []
    done: set[tuple[int, int]] = set()
    owners: list[Any] = []  # pages may share resources: they are cleared when all content is rewritten
    for number, page in enumerate(pdf.pages, 1):
        resources = page.obj.get("/Resources", pikepdf.Dictionary())
        page.contents_coalesce()
        written = rewrite(page, resources, inks)
        page.obj.Contents = pdf.make_stream(written.content)
        clear = written.transparent
        owners.append(resources)
        for own, written in _inner(resources, inks, done):
            clear |= written.transparent
            owners.append(own)
        if clear and not how.transparent:
            forbidden.append(problem("X201", shop.locate("standard"), page=number))
        for image in (image for owner in owners for image in _images(owner)):
            if image.objgen not in done:
                done.add(image.objgen)
                if pictures.picture(image, inks, how):
                    yield problem("X301", shop.locate("standard"), page=number)
    for owner in owners:
        _gradients(owner, inks)
        _clear(owner, how)
    if forbidden:
        raise BrochureError(forbidden)


def _inner(resources: Any, inks: Separation, done: set[tuple[int, int]]) -> Iterator[tuple[Any, Rewritten]]:
    """Rewrite forms and tiling patterns; yields their resources and what became of them."""
    import pikepdf

    for form in [*resources.get("/XObject", {}).values(), *resources.get("/Pattern", {}).values()]:
        if not isinstance(form, pikepdf.Stream) or form.get("/Subtype") == "/Image" or form.objgen in done:
            continue
        done.add(form.objgen)
        own = form.get("/Resources", resources)
        written = rewrite(form, own, inks)
        form.write(written.content)
        drop(form, "/StructParent", "/StructParents")
        yield own, written
        yield from _inner(own, inks, done)


def _images(resources: Any) -> list[Any]:
    found = resources.get("/XObject", {}).values()
    return [item for item in found if item.get("/Subtype") == "/Image"]


def _gradients(resources: Any, inks: Separation) -> None:
    for item in resources.get("/Shading", {}).values():
        pictures.shading(item, inks)
    for item in resources.get("/Pattern", {}).values():
        if int(item.get("/PatternType", 1)) == 2:
            pictures.shading(item.Shading, inks)


def _clear(resources: Any, how: Picturing) -> None:
    """Take away the RGB and Lab spaces that nothing uses any more, and words that PDF 1.3 does not know."""
    spaces = resources.get("/ColorSpace", {})
    for name in list(spaces.keys()):
        if family(spaces[name], None) in RGB | {"Lab"}:
            del spaces[name]
    if how.transparent:
        return
    for state in resources.get("/ExtGState", {}).values():
        drop(state, *_ALPHA)
    for form in resources.get("/XObject", {}).values():
        drop(form, "/Group")  # a group of opaque things looks like the things


# --- pages ------------------------------------------------------------------------------------


def _boxes(page: Any, shop: Shop) -> None:
    """Set the boxes, cut what is drawn at the bleed, and draw the marks."""
    import pikepdf

    left, bottom, right, top = (float(side) for side in page.trimbox)
    trim, bleed = Box(left, bottom, right, top), shop.data.bleed
    cut, sheet = _grown(trim, bleed), _grown(trim, marks.room(shop.data.marks, bleed))
    clip = f"{cut.left:.3f} {cut.bottom:.3f} {cut.width:.3f} {cut.height:.3f} re W n"
    page.contents_add(f"q {clip}\n".encode(), prepend=True)
    lines = marks.segments(shop.data.marks, trim, bleed)
    page.contents_add(b"Q\n" + (marks.content(lines) if lines else b""))
    page.contents_coalesce()
    if lines:
        name, space = marks.space()
        resources = page.obj.Resources
        if "/ColorSpace" not in resources:
            resources.ColorSpace = pikepdf.Dictionary()
        resources.ColorSpace[name] = pikepdf.Object.parse(space.encode())
    page.obj.TrimBox, page.obj.BleedBox, page.obj.MediaBox = (
        pikepdf.Array([round(side, 3) for side in box]) for box in (trim, cut, sheet)
    )


def _grown(box: Box, by: float) -> Box:
    """A box with ``by`` mm more on every side."""
    more = by * MM
    return Box(box.left - more, box.bottom - more, box.right + more, box.top + more)


# --- what the file says -----------------------------------------------------------------------


def _say(pdf: Any, shop: Shop, imprint: Imprint) -> None:
    """The output intent, the document information, and the metadata."""
    import pikepdf

    wanted = shop.data.output_intent
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFX,
        OutputCondition=wanted.name,
        OutputConditionIdentifier=wanted.condition,
        RegistryName=REGISTRY,
        Info=wanted.name,
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
    """The metadata as XMP (ISO 16684-1), with what PDF/X-4 wants of it (ISO 15930-7, 6.12)."""
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

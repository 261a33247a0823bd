"""Read the metadata of a file with pikepdf: title, language, tags, PDF/UA, PDF/A or PDF/X, date."""

from __future__ import annotations

from typing import Any

from brochure.pdf.preflight.model import Metadata

_XMP = {
    "ua": "{http://www.aiim.org/pdfua/ns/id/}part",
    "part": "{http://www.aiim.org/pdfa/ns/id/}part",
    "level": "{http://www.aiim.org/pdfa/ns/id/}conformance",
    "x": "{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion",
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "created": "{http://ns.adobe.com/xap/1.0/}CreateDate",
}


def file_metadata(pdf: Any) -> Metadata:
    import pikepdf

    # no with statement: at its end pikepdf would read every object of the file
    xmp = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
    values = {key: str(xmp.get(name, "") or "") for key, name in _XMP.items()}
    info = pdf.docinfo if "/Info" in pdf.trailer else pikepdf.Dictionary()
    marked = bool(pdf.Root.get("/MarkInfo", {}).get("/Marked", False))
    return Metadata(
        title=(values["title"] or str(info.get("/Title", ""))).strip(),
        language=str(pdf.Root.get("/Lang", "")).strip(),
        tagged=marked and "/StructTreeRoot" in pdf.Root,
        ua=values["ua"],
        archive=values["x"]
        or str(info.get("/GTS_PDFXVersion", ""))
        or values["part"] + values["level"].lower(),
        created=values["created"] or str(info.get("/CreationDate", "")),
        facing=_facing(pdf.Root),
    )


def _facing(root: Any) -> str:
    """The side of the binding, if a viewer is to show facing pages with the first page alone on the right."""
    if str(root.get("/PageLayout", "")) not in ("/TwoPageRight", "/TwoColumnRight"):
        return ""
    return "right" if str(root.get("/ViewerPreferences", {}).get("/Direction", "")) == "/R2L" else "left"

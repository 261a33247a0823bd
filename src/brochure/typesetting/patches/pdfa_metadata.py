"""One file that is both PDF/A-3a and PDF/UA-1 (ISO 19005-3, ISO 14289-1).

WeasyPrint writes the metadata of one standard only. The PDF/A metadata gets the identification of PDF/UA, and
the extension schema that PDF/A requires for properties from other standards (ISO 19005-3, 6.6.2.3.3). The
metadata stream is not compressed, so that tools that do not read PDF find it (6.6.2.1).
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

VARIANT = "pdf/a-3a"

_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the PDF/UA standard</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_END = b"</rdf:RDF>"


def describe_edition(document: Any, *, identifier: str) -> None:
    """Complete the XMP metadata of a rendered document.

    ``identifier`` is the edition's: urn:brochure:liaoning:2026-11.
    """
    original = document.metadata.generate_rdf_metadata
    own = (
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:identifier>{escape(identifier)}</dc:identifier></rdf:Description>\n"
    ).encode()

    def generate_rdf_metadata(*arguments: Any) -> bytes:
        rdf: bytes = original(*arguments)
        if rdf.count(_END) != 1:
            raise RuntimeError("pdfa_metadata: weasyprint's metadata is not one rdf:RDF element any more")
        return rdf.replace(_END, _UA + own + _END)

    document.metadata.generate_rdf_metadata = generate_rdf_metadata


def finish_pdfa(_document: Any, pdf: Any) -> None:
    """Correct a PDF before it is written, as PDF/A requires; a finisher for ``write_pdf``.

    The metadata stream stays uncompressed, each enclosure is listed once, images are not interpolated,
    and pages have page labels (ISO 32000-1, 12.4.2).
    """
    import pydyf

    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])})
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
    for item in pdf.objects:
        extra = getattr(item, "extra", {})
        if extra.get("Type") == "/Metadata":
            item.compress = False
        if extra.get("Subtype") == "/Image":
            extra["Interpolate"] = "false"  # ISO 19005-3, 6.2.8

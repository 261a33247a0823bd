"""Write a document as a Word file: reference.docx, recoloured and filled."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from brochure.document import palette as colour
from brochure.document.partial_date import PartialDate
from brochure.document.tree import Contact, Document, Note, NoteCall, Paragraph, Question, Text, TitleBlock
from brochure.schema.layout import REFERENCE, Layout
from brochure.word import baseline as baselines
from brochure.word import baseline_text as stories
from brochure.word import fields, notes, theme
from brochure.word.baseline import Anchors, Baseline, file_bookmark
from brochure.word.body import compose_body
from brochure.word.composition import Composition
from brochure.word.measure import WordPage
from brochure.word.notes_xml import Around
from brochure.word.ooxml import NAMESPACES, W
from brochure.word.styles import Ids, StyleSheet

if TYPE_CHECKING:
    from brochure.word.package import WordPackage


def write_docx(
    document: Document, layout: Layout, *, baseline: Baseline, root: Path, scope: str = ""
) -> bytes:
    """Write the editable Word file of a document; the same input makes the same bytes.

    Args:
        document: What to print.
        layout: Its ``reference.docx`` passed :func:`~brochure.word.styles.check_reference`.
        baseline: What the document was made from; it is kept inside the file.
        root: The workspace, where the pictures are.
        scope: The partner in whose name bookmarks are given, as in a booklet.

    Raises:
        BrochureError: A picture cannot be read (F104).
        ValueError: ``reference.docx`` lacks a style.
    """
    package, ids = opened(document, layout)
    anchors = Anchors(scope)
    kind = notes.kind_of(document.placement)
    composition = composed(package, ids, layout, document, anchors, root=root)
    body = compose_body(composition, document, mark=file_bookmark(baseline))
    package.fill("".join(body), {kind: composition.notes(document)})
    return closed(package, document, ids, baseline, anchors)


def opened(document: Document, layout: Layout) -> tuple[WordPackage, Ids]:
    """The empty file of a document: reference.docx in the partner's colours, and its styles by role."""
    from brochure.word.package import WordPackage  # loads python-docx, which a check needs not

    package = WordPackage((layout.folder / REFERENCE).read_bytes())
    package.clear()
    colours = theme.slots(colour.derive_palette(document.accent))
    theme.recolour_theme(package.theme, colours)
    for part in (package.styles, package.numbering, *package.headers_and_footers()):
        theme.recolour(part, colours)

    ids = Ids(StyleSheet(package.styles, package.numbering), layout.data.word)
    for part in package.headers_and_footers():
        fields.fill(part, {"TITLE": document.title, "SUBJECT": document.series})
    return package, ids


def composed(
    package: WordPackage, ids: Ids, layout: Layout, document: Document, anchors: Anchors, *, root: Path
) -> Composition:
    """What turns a document into the contents of a file, which is set up for it."""
    number_questions(ids, layout.data.labels.question)
    track_changes(package.settings)
    notes.set_up(package.settings, package.section, document)
    kind = notes.kind_of(document.placement)
    return Composition(
        ids=ids,
        page=WordPage.of(package.section),
        kind=kind,
        around=Around.of(layout.data.labels.note),
        anchors=anchors,
        link=package.link,
        note_link=partial(package.note_link, kind),
        picture=package.picture,
        sizes=layout.data.pictures,
        codes=layout.data.codes,
        root=root,
        first_note=package.first_note(kind),
    )


def closed(package: WordPackage, document: Document, ids: Ids, baseline: Baseline, anchors: Anchors) -> bytes:
    """The finished file, with what it was made from and the text as it is sent."""
    sent = stories.write_sent_text(package.stories(), ids.names)
    for embedded in (baselines.write_baseline(baseline, anchors.blocks), sent):
        package.embed(embedded, baselines.item_properties(embedded))
    language = {"ja": "ja-JP"}.get(document.lang, document.lang)
    package.describe(
        title=document.title,
        subject=document.series,
        language=language,
        date=document.edition.first_day(),
    )
    package.tell({"brochure.profile": document.id, "brochure.edition": document.edition.iso()})
    return package.save()


def probe(layout: Layout) -> None:
    """Write the least document there is, to see whether a ``reference.docx`` bears it.

    Raises:
        Exception: Whatever zip, XML and python-docx raise on a broken file.
    """
    words = Paragraph((Text("試"), NoteCall("n", 1, "*1", first=True)))
    plain_words = Paragraph((Text("試"),))
    blank = Document(
        id="probe",
        title="試",
        series="試",
        lang="ja",
        accent="#000000",
        edition=PartialDate(2000),
        heading=TitleBlock(plain_words, plain_words, (), None),
        questions=(Question("q", 1, "1", plain_words, (words,)),),
        notes=(Note("n", 1, "*1", plain_words.content),),
        placement=layout.house_style.placement,
        contact=Contact(plain_words, (plain_words,)),
        imprint=plain_words,
    )
    write_docx(blank, layout, baseline=baselines.Baseline("probe", "", ""), root=Path())


def number_questions(ids: Ids, label: str) -> None:
    """Give the headings' own numbering the form that the layout has for question numbers."""
    level = ids.sheet.level(ids["question"])
    text = None if level is None else level.find("w:lvlText", NAMESPACES)
    if text is None:
        raise ValueError("the questions' style has no numbering: call check_reference first")
    text.set(f"{{{W}}}val", label.format(number="%1"))


# What stands before w:trackRevisions in the settings (ECMA-376-1:2016, 17.15.1.78, CT_Settings).
_BEFORE_TRACKING = {
    f"{{{W}}}{name}"
    for name in (
        *("writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime"),
        *("doNotDisplayPageBoundaries", "displayBackgroundShape", "printPostScriptOverText"),
        *("printFractionalCharacterWidth", "printFormsData", "embedTrueTypeFonts", "embedSystemFonts"),
        *("saveSubsetFonts", "saveFormsData", "mirrorMargins", "alignBordersAndEdges"),
        *("bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop"),
        *("hideSpellingErrors", "hideGrammaticalErrors", "activeWritingStyle", "proofState"),
        *("formsDesign", "attachedTemplate", "linkStyles", "stylePaneFormatFilter"),
        *("stylePaneSortMethod", "documentType", "mailMerge", "revisionView"),
    )
}


def track_changes(settings: etree._Element) -> None:
    """Record what editors change, with name and date: that is how their changes come back."""
    for old in settings.findall("w:trackRevisions", NAMESPACES):
        settings.remove(old)
    place = sum(child.tag in _BEFORE_TRACKING for child in settings)
    settings.insert(place, etree.Element(f"{{{W}}}trackRevisions"))

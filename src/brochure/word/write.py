"""Write a document as a Word file, from reference.docx with the partner's colours."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from brochure.document import palette
from brochure.document.comments import CommentThread
from brochure.document.partial_date import PartialDate
from brochure.document.tree import Contact, Document, Note, NoteCall, Paragraph, Question, Text, TitleBlock
from brochure.schema.layout import REFERENCE, Layout
from brochure.word import baseline as baselines
from brochure.word import baseline_text, comments, fields, notes, theme
from brochure.word.baseline import Anchors, Baseline, file_bookmark
from brochure.word.body import Columns, compose_body
from brochure.word.composition import Composition
from brochure.word.fit import WrittenText, fit_text
from brochure.word.kept_original import PROPERTY, URN, original_digest
from brochure.word.measure import WordPage
from brochure.word.notes_xml import MarkerAffixes
from brochure.word.ooxml import NAMESPACES, W
from brochure.word.page_setup import SectionSetUp, fit_to_page
from brochure.word.script_runs import ScriptRuns
from brochure.word.sections import Arrange, set_up_columns, set_up_sections
from brochure.word.styles import StyleIds, StyleSheet

if TYPE_CHECKING:
    from brochure.word.package import WordPackage


def write_docx(
    document: Document,
    layout: Layout,
    *,
    baseline: Baseline,
    root: Path,
    scope: str = "",
    threads: Sequence[CommentThread] = (),
) -> bytes:
    """Write the editable Word file of a document; the same input makes the same bytes.

    Args:
        document: The document.
        layout: The layout; its ``reference.docx`` passed :func:`~brochure.word.styles.check_reference`.
        baseline: The files that the document was made from; embedded in the file.
        root: The workspace, which contains the pictures.
        scope: The partner whose id becomes part of the bookmarks, as in a booklet.
        threads: Threads of comments that the file shows at their texts.

    Raises:
        BrochureError: A picture cannot be read (F104).
        ValueError: ``reference.docx`` lacks a style.
    """
    package, ids = open_reference(document, layout)
    anchors = Anchors(scope)
    composition = prepare_composition(package, ids, layout, document, anchors, root=root)
    fill_package(package, composition, layout, document, mark=file_bookmark(baseline))
    return finish_package(package, document, ids, baseline, anchors, threads)


def fill_package(
    package: WordPackage, own: Composition, layout: Layout, document: Document, *, mark: str
) -> None:
    """Fill a file with the text of a document, in the sections of reference.docx."""
    set_up = SectionSetUp.of(package.reference_sections)
    arrange: Arrange = set_up_sections
    columns = None
    if set_up is not None:
        columns = Columns.of(set_up, document)
        arrange = partial(set_up_columns, set_up.title, set_up.questions)
    body, noted = compose_body(own, document, mark=mark, columns=columns), own.notes(document)
    fitted = fit_text(package, layout.data, WrittenText(body, noted, own.page, columns))
    package.fill_body("".join(fitted), {own.kind: noted}, arrange)


def open_reference(document: Document, layout: Layout) -> tuple[WordPackage, StyleIds]:
    """The empty file of a document: reference.docx in the partner's colours, and its styles by role."""
    from brochure.word.package import WordPackage  # loads python-docx, which `brochure check` does not need

    package = WordPackage((layout.folder / REFERENCE).read_bytes())
    package.remove_specimen()
    colours = theme.theme_colours(palette.derive_palette(document.accent))
    theme.recolour_theme(package.theme, colours)
    for part in (package.styles, package.numbering, *package.headers_and_footers()):
        theme.recolour(part, colours)

    ids = StyleIds(StyleSheet(package.styles, package.numbering), layout.data.word)
    fit_to_page(package.reference_sections, layout.data.page, ids)
    for part in package.headers_and_footers():
        fields.set_field_results(part, {"TITLE": document.title, "SUBJECT": document.series})
    return package, ids


def prepare_composition(
    package: WordPackage, ids: StyleIds, layout: Layout, document: Document, anchors: Anchors, *, root: Path
) -> Composition:
    """Set up a file for a document (numbering, tracked changes, notes) and return its composition."""
    number_questions(ids, layout.data.labels.question)
    track_changes(package.settings)
    most = layout.data.budget.most if layout.data.budget else 0
    kind = notes.kind_in_brochure(document.placement, most)
    notes.set_up_notes(package.settings, package.section, document, kind)
    set_up = SectionSetUp.of(package.reference_sections)
    return Composition(
        ids=ids,
        page=WordPage.of(package.section),
        kind=kind,
        around=MarkerAffixes.of(layout.data.labels.note),
        anchors=anchors,
        link=package.link,
        note_link=partial(package.note_link, kind),
        picture=package.picture,
        sizes=layout.data.pictures,
        codes=layout.data.codes,
        runs=ScriptRuns(layout),
        root=root,
        first_note=package.first_note(kind),
        codes_above=set_up is not None and set_up.columns > 1 and document.heading.photo is None,
    )


def finish_package(
    package: WordPackage,
    document: Document,
    ids: StyleIds,
    baseline: Baseline,
    anchors: Anchors,
    threads: Sequence[CommentThread] = (),
) -> bytes:
    """Embed the baseline and the text as it is sent, set the properties, and return the finished file."""
    sent = baseline_text.write_sent_text(package.story_parts(), ids.names)
    embedded = (baselines.write_baseline(baseline, anchors.blocks), sent)
    for item in embedded:
        package.embed(item, baselines.item_properties(item))
    digest = original_digest(embedded)
    comments.add_threads(package, [(anchors, thread) for thread in threads])
    language = {"ja": "ja-JP"}.get(document.lang, document.lang)
    package.set_core_properties(
        title=document.title,
        subject=document.series,
        language=language,
        date=document.edition.first_day(),
        identifier=URN + digest,
    )
    package.set_custom_properties(
        {"brochure.profile": document.id, "brochure.edition": document.edition.iso(), PROPERTY: digest}
    )
    return package.save()


def probe_reference(layout: Layout) -> None:
    """Write a minimal document, to test whether the layout's ``reference.docx`` works.

    Raises:
        Exception: Any error of zip, XML or python-docx in a broken file.
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


def number_questions(ids: StyleIds, label: str) -> None:
    """Set the numbering of the questions' style to the layout's format of question numbers."""
    level = ids.sheet.level(ids["question"])
    text = None if level is None else level.find("w:lvlText", NAMESPACES)
    if text is None:
        raise ValueError("the questions' style has no numbering: call check_reference first")
    text.set(f"{{{W}}}val", label.format(number="%1"))


# The elements before w:trackRevisions in the settings (ECMA-376-1:2016, 17.15.1.78, CT_Settings).
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
    """Turn on tracked changes, so that the edits have author and date when the file comes back."""
    for old in settings.findall("w:trackRevisions", NAMESPACES):
        settings.remove(old)
    place = sum(child.tag in _BEFORE_TRACKING for child in settings)
    settings.insert(place, etree.Element(f"{{{W}}}trackRevisions"))

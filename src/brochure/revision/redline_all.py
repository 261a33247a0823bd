"""One comparison table (新旧対照表) of several partners or a booklet, and a slip of corrections (正誤表)."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from brochure.build.brochure import BuildResult
from brochure.build.check import check_reference
from brochure.build.load import LoadedPartner, SharedInput, load_partner
from brochure.diagnostics.problem import BrochureError, Problem
from brochure.document.comparison import Comparison, ComparisonRow, changed_rows
from brochure.document.comparison_texts import plain_compared_text
from brochure.document.partial_date import PartialDate
from brochure.document.printed_words import PrintedWords
from brochure.document.tree import plain_text
from brochure.pdf import reader
from brochure.revision import earlier_edition
from brochure.revision.git_states import git_output
from brochure.revision.redline import partner_comparison, render_comparison
from brochure.schema.booklet import BookletData
from brochure.schema.printed_texts import model_texts
from brochure.schema.yaml_reader import YamlText, parse_yaml
from brochure.storage.kept_editions import printed_folder
from brochure.storage.own_files import replace_outputs
from brochure.storage.workspace import Workspace
from brochure.word.comparison_table import write_comparison

_LEAST = 4  # letters by which words are found on a page


@dataclass(frozen=True, slots=True)
class RedlineRequest:
    """What is compared, and where it goes.

    Attributes:
        names: The partners, in the order of the table.
        since: The earlier edition: a git revision, a folder, or the date of a kept edition.
        here: The folder that a relative path starts at.
        date: The date of the table.
        stem: The beginning of the names of the files.
        booklet: The booklet whose own texts are compared, too; or empty.
        errata: Write a slip of corrections instead, with the pages of the kept edition.
    """

    names: tuple[str, ...]
    since: str
    here: Path
    date: datetime.date
    stem: str
    booklet: str = ""
    errata: bool = False


def build_redline_of_all(
    where: Workspace, common: SharedInput, asked: RedlineRequest, *, output: Path
) -> BuildResult:
    """Compare several partners with an earlier edition, and write one table as PDF and Word.

    Returns:
        The written files and the warnings; no files if no text and no picture changed.

    Raises:
        BrochureError: The mistakes of all files, an edition that cannot be read, or a file that cannot be
            written; no file was changed.
    """
    check_reference(common)
    found = _compare_all(where, common, asked)
    comparison = found.comparison
    if not comparison.changes and (asked.errata or len(comparison.lines) <= bool(found.unchanged)):
        return BuildResult((), found.warnings, ())
    stem = f"{asked.stem}-{'errata' if asked.errata else 'comparison'}"
    rendered, report = render_comparison(comparison, found.last, where, stem)
    targets = {
        output / f"{stem}.docx": write_comparison(comparison, found.last.document, common.layout),
        output / f"{stem}.pdf": rendered.data,
    }
    replace_outputs(targets)
    warnings = (*found.warnings, *rendered.warnings, *report.warnings)
    return BuildResult(tuple(targets), tuple(dict.fromkeys(warnings)), report.problems)


@dataclass(frozen=True, slots=True)
class _ComparedPartners:
    """The table of all, a partner for the form of its file, the names without a change, and warnings."""

    comparison: Comparison
    last: LoadedPartner
    unchanged: list[str]
    warnings: tuple[Problem, ...]


def _compare_all(where: Workspace, common: SharedInput, asked: RedlineRequest) -> _ComparedPartners:
    rows: list[ComparisonRow] = []
    unchanged: list[str] = []
    joined: list[str] = []
    problems: list[Problem] = []
    warnings: list[Problem] = []
    last: LoadedPartner | None = None
    renumbered = False
    words = common.layout.words_for(common.series)
    known = earlier_edition.earlier_names(where, asked.since, asked.here)
    for name in asked.names:
        try:
            loaded = load_partner(where, name, common)
            last = last or loaded
            warnings += loaded.warnings
            shown = plain_text(loaded.document.heading.name.content)
            if known is not None and name not in known:
                joined.append(shown)
                continue
            opened = earlier_edition.open_earlier_edition(where, name, common, asked.since, here=asked.here)
            with opened as old:
                one = partner_comparison(old, loaded, where.root, asked.date)
        except BrochureError as error:
            problems += error.problems
            continue
        renumbered = renumbered or one.renumbered
        if one.changes:
            rows += [replace(row, group=shown) for row in one.changes]
        else:
            unchanged.append(shown)
    if problems or last is None:
        raise BrochureError(list(dict.fromkeys(problems)))
    rows = [*_booklet_rows(where, asked, words), *rows]
    gone = [name for name in known or () if name not in where.names() and not asked.booklet]
    lines = () if asked.errata else tuple(_lines(words, unchanged, joined, gone))
    if asked.errata:
        rows = [row for row in rows if row.place != words["place.edition"]]  # a new date is no mistake
        rows = [*_with_pages(where, asked, rows, words)]
    comparison = _table(words, common, asked, tuple(rows), last)
    comparison = replace(comparison, lines=lines, renumbered=renumbered and not asked.errata)
    return _ComparedPartners(comparison, last, unchanged, tuple(dict.fromkeys(warnings)))


def _table(
    words: PrintedWords,
    common: SharedInput,
    asked: RedlineRequest,
    rows: tuple[ComparisonRow, ...],
    last: LoadedPartner,
) -> Comparison:
    name = common.series.data.title
    title = words.fill("comparison.heading", name=name, title=words["comparison.title"])
    if asked.errata:
        title = words.fill("errata.heading", name=name, title=words["errata.title"])
    day = words.date(PartialDate(asked.date.year, asked.date.month, asked.date.day))
    shown = words.edition(PartialDate.parse(asked.since)) if _is_kept(asked) else asked.since
    new = words.fill("edition.made_on", edition=words.edition(last.document.edition), date=day)
    return Comparison(title, shown, new, rows, words, form="errata" if asked.errata else "comparison")


def _is_kept(asked: RedlineRequest) -> bool:
    return earlier_edition.is_edition_name(asked.since)


def _named(
    unchanged: Sequence[str], joined: Sequence[str], gone: Sequence[str]
) -> tuple[tuple[str, Sequence[str]], ...]:
    return (
        ("comparison.joined", joined),
        ("comparison.gone", gone),
        ("comparison.unchanged", unchanged),
    )


def _lines(
    words: PrintedWords, unchanged: Sequence[str], joined: Sequence[str], gone: Sequence[str]
) -> Iterator[str]:
    """The lines that name partners without rows."""
    for key, names in _named(unchanged, joined, gone):
        if names:
            listed = words["text.separator"].join(names)
            yield words.fill(key, names=listed, count=len(names))


# --- the texts of a booklet -------------------------------------------------------------------


def _booklet_rows(where: Workspace, asked: RedlineRequest, words: PrintedWords) -> tuple[ComparisonRow, ...]:
    """The changes of a booklet's own texts; none if the earlier edition has no such booklet."""
    if not asked.booklet:
        return ()
    path = where.booklet(asked.booklet)
    old = _earlier_booklet(where, asked)
    if old is None:
        return ()
    new = parse_yaml(where.read(path), where.shown(path))
    part = words["comparison.own_texts"]
    before, after = (
        [
            plain_compared_text("", _place(text.path, words), text.text)
            for text in model_texts(one, BookletData)
        ]
        for one in (old, new)
    )
    rows, _ = changed_rows(before, after, words)
    return tuple(replace(row, group=part) for row in rows)


def _place(path: Sequence[str | int], words: PrintedWords) -> str:
    """The place of a text in words: the help of its key up to the first stop, and the steps below."""
    help_text = BookletData.model_fields[str(path[0])].description or ""
    japanese, _, english = help_text.partition("\n\n")
    said = japanese if words.language == "ja" else english
    steps = (str(step + 1) if isinstance(step, int) else step for step in path[1:])
    return " ".join([re.split(r"[。：.:(（]", said)[0], *steps])


def _earlier_booklet(where: Workspace, asked: RedlineRequest) -> YamlText | None:
    shown = f"{asked.since}:booklets/{asked.booklet}.yaml"
    if source := earlier_edition.edition_folder(where, asked.since, asked.here):
        path = source.booklets / f"{asked.booklet}.yaml"
        return parse_yaml(source.read(path), shown) if path.is_file() else None
    prefix = git_output(where.root, "rev-parse", "--show-prefix")
    if prefix is None or asked.since.startswith("-"):
        return None
    file = f"{asked.since}:{prefix.decode().strip()}booklets/{asked.booklet}.yaml"
    data = git_output(where.root, "cat-file", "blob", file)
    return None if data is None else parse_yaml(data, shown)


# --- pages of the printed edition -------------------------------------------------------------


def _with_pages(
    where: Workspace, asked: RedlineRequest, rows: Sequence[ComparisonRow], words: PrintedWords
) -> Iterator[ComparisonRow]:
    """The rows with the page on which their old words were printed, where it is certain."""
    texts = _printed_pages(where, asked)
    for row in rows:
        old = ["".join(span.text for span in line) for line in row.old]
        parts = [part for line in old for part in re.split(r"[（）()]", line)]  # also （略） and readings
        longest = max((_folded(part) for part in parts), key=len, default="")
        pages = [page for page, text in texts.items() if longest in text]
        if len(longest) >= _LEAST and len(pages) == 1:
            yield replace(row, place=words.fill("comparison.page", page=pages[0], place=row.place))
        else:
            yield row


def _printed_pages(where: Workspace, asked: RedlineRequest) -> Mapping[str, str]:
    """The texts of the pages of the kept PDF, by the number that is printed on them."""
    name = asked.booklet or (asked.names[0] if len(asked.names) == 1 else "")
    path = printed_folder(where, asked.since) / "files" / f"{name}.pdf"
    if not (_is_kept(asked) and name and path.is_file()):
        return {}
    data = path.read_bytes()
    pages = zip(reader.page_labels(data), reader.read_pages(data), strict=True)
    return {label: _folded(page.text) for label, page in pages if label}


def _folded(text: str) -> str:
    return re.sub(r"\s|\*\d+", "", unicodedata.normalize("NFKC", text))

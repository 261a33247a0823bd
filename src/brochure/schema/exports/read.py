"""Read an included file of sources: which kind of file it is, and its items.

The ending of the name decides; for other endings the first signs of the text.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from brochure.diagnostics.problem import BrochureError, Location, Problem, problem
from brochure.schema.exports.decode import decode_export
from brochure.schema.exports.imported import Doubts, ImportedText, ItemDraft, imported_text
from brochure.schema.yaml_reader import YamlText, parse_yaml
from brochure.storage.encoding import Lines

_ENDINGS = {
    ".bib": "bibtex", ".bibtex": "bibtex", ".biblatex": "bibtex", ".ris": "ris", ".json": "json",
    ".csljson": "json", ".tsv": "tsv", ".tab": "tsv", ".csv": "csv", ".yaml": "yaml", ".yml": "yaml",
}  # fmt: skip
_SIGNS = (
    ("ris", re.compile(r"\s*(?:Provider:.*\s+|Database:.*\s+|Content:.*\s+)*TY {1,2}-")),
    ("bibtex", re.compile(r"(?:\s*%.*\n)*\s*@[ \t]*[A-Za-z]+[ \t]*[{(]")),
    ("json", re.compile(r"\s*[\[{]")),
    ("tsv", re.compile(r"[^\t\n{}\[\]]+\t[^\t\n]")),
)
_OTHERS = (  # exports that are not read, and how to know them
    ("EndNote (.enw)", re.compile(r"\s*%0 ")),
    ("PubMed (.nbib)", re.compile(r"\s*PMID *- ")),
    ("Web of Science", re.compile(r"\s*FN ")),
    ("XML", re.compile(r"\s*<(?:\?xml|rdf|modsCollection|records|xml)", re.IGNORECASE)),
    ("HTML", re.compile(r"\s*<(?:!doctype|html)", re.IGNORECASE)),
)
_NAMES = {"bibtex": "BibTeX", "ris": "RIS", "json": "JSON", "tsv": "TSV", "csv": "CSV"}


def read_export(raw: bytes, file: str) -> YamlText:
    """Read a file of sources.

    Args:
        raw: The file's bytes.
        file: The name of the file in locations.

    Raises:
        BrochureError: The file cannot be read, or holds no sources; located.
    """
    kind = _ENDINGS.get(PurePath(file).suffix.lower(), "")
    if kind == "yaml":
        from brochure.schema.exports.csl_text import csl_text

        return csl_text(parse_yaml(raw, file))
    lines, told = decode_export(raw, file)
    shown = next((name for name, sign in _SIGNS if sign.match(lines.text)), "")
    if not kind or (kind in ("bibtex", "ris", "json") and shown in ("bibtex", "ris", "json")):
        kind = shown or kind  # a RIS file that was saved as .bib or .txt
    if not shown and (other := next((name for name, sign in _OTHERS if sign.match(lines.text)), "")):
        raise BrochureError([problem("C103", Location(file, 1, 1), kind=other)])
    if kind == "json":
        from brochure.schema.exports.csl_text import csl_text
        from brochure.schema.exports.json_text import parse_json

        text = csl_text(parse_json(lines))
        return _with_warnings(text, told)
    reader = {"bibtex": _bibtex, "ris": _ris, "tsv": _table, "csv": _table}.get(kind)
    if reader is None:
        return parse_yaml(raw, file)
    drafts, doubts = reader(lines, kind)
    if not drafts:
        raise BrochureError([problem("C101", Location(file), kind=_NAMES[kind])], (*told, *doubts.problems()))
    return imported_text(lines, drafts, (*told, *doubts.problems()))


_Read = tuple[list[ItemDraft], Doubts]


def _bibtex(lines: Lines, kind: str) -> _Read:
    del kind
    from brochure.schema.exports.bibtex import read_bibtex

    return read_bibtex(lines)


def _ris(lines: Lines, kind: str) -> _Read:
    del kind
    from brochure.schema.exports.ris import read_ris

    return read_ris(lines)


def _table(lines: Lines, kind: str) -> _Read:
    from brochure.schema.exports.delimited import read_table

    head = lines.text.split("\n", 1)[0]
    delimiter = "\t" if kind == "tsv" or head.count("\t") > head.count(",") else ","
    return read_table(lines, delimiter) or ([], Doubts(lines))


def _with_warnings(text: ImportedText, more: tuple[Problem, ...]) -> ImportedText:
    from dataclasses import replace

    return replace(text, warnings=(*more, *text.warnings)) if more else text

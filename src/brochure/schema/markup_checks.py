"""Check the markup in the texts of a YAML file, and that fields without markup contain none."""

from __future__ import annotations

from collections.abc import Iterator

from brochure.diagnostics.problem import Problem, problem
from brochure.document.markup import parse_markup
from brochure.document.typed_marks import typed_marks
from brochure.schema.base import Strict
from brochure.schema.text_kinds import TextKind, text_kinds
from brochure.schema.yaml_reader import YamlPath, YamlText

MOST_FAULTS = 100  # of one text; the others are told when these are mended


def check_markup(
    source: YamlText, model: type[Strict], placeholders: tuple[str, ...] = (), call_code: str = ""
) -> tuple[list[Problem], list[Problem]]:
    """Return the problems and the warnings of the markup in all texts of a file.

    Args:
        source: The parsed file.
        model: The model of the file; the types of its fields say which markup a text takes.
        placeholders: Names that are replaced in the texts of the file (``{survey}``).
        call_code: The code of the problem for a note call or citation in a field without calls; if it is
            empty, such calls are not reported here.
    """
    problems: list[Problem] = []
    doubts: list[Problem] = []
    for path, text, kind in text_kinds(source, model):
        if kind is TextKind.PLAIN:
            problems += plain_text_problems(source, path, text, placeholders)
            continue
        parsed = parse_markup(_without_placeholders(text, placeholders))
        for found, faults in ((problems, parsed.faults), (doubts, parsed.doubts)):
            found += [
                problem(f.code, source.locate(path, f.offset), **dict(f.details))
                for f in faults[:MOST_FAULTS]
            ]
        if call_code and kind is TextKind.WITHOUT_CALLS:
            calls = [(call.offset, call.note_id) for call in parsed.calls]
            calls += [(cite.offset, f"@{cite.source_id}") for cite in parsed.cites]
            problems += [
                problem(call_code, source.locate(path, offset), id=name) for offset, name in sorted(calls)
            ]
    return problems, doubts


def plain_text_problems(
    source: YamlText, path: YamlPath, text: str, placeholders: tuple[str, ...] = ()
) -> Iterator[Problem]:
    """Yield a problem (P220) for each mark and placeholder in a text that takes none."""
    key = ".".join(str(step) for step in path)
    for offset, found in typed_marks(text):
        yield problem("P220", source.locate(path, offset), key=key, found=found)
    for name in placeholders:
        if (offset := text.find(found := "{" + name + "}")) >= 0:
            yield problem("P220", source.locate(path, offset), key=key, found=found)


def _without_placeholders(text: str, placeholders: tuple[str, ...]) -> str:
    """Return the text with other characters for the placeholders, so that offsets stay the same."""
    for name in placeholders:
        text = text.replace("{" + name + "}", "□" * (len(name) + 2))
    return text

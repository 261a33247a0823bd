"""A YAML file without what is meant for colleagues only: comments, and the reasons of accepted warnings.

The rest stays as it was typed, so the text is the base of ``brochure revise`` like the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from brochure.diagnostics.problem import BrochureError
from brochure.schema.yaml_reader import Data, parse_yaml

INTERNAL = ("accepted",)  # keys of a profile that are not printed and not needed by revise
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BREAKS = "\n\r\x85\u2028\u2029"  # line breaks of YAML 1.1
_LAST_LINE = re.compile(f"[^{_BREAKS}]*\\Z")
_HEADER = re.compile(f"\\A([|>][-+0-9]*)[ \\t]+#[^{_BREAKS}]*")  # of a block scalar, with a comment


def carried_text(text: str, *, share_safe: bool) -> str:
    """Return the text of a source that a finished file carries: the whole text, or the one for sharing."""
    return text_for_sharing(text) if share_safe else text


def text_for_sharing(text: str) -> str:
    """Return the text of a YAML file that was read without errors, without comments and internal keys.

    >>> print(text_for_sharing("# 内部\\nname: 州  # 要確認\\naccepted:\\n  - {code: S201}\\nx: '#'"))
    name: 州
    x: '#'
    """
    before = parse_yaml(text.encode(), "").data
    wanted = _without_internal(before)
    shared = _without_internal_keys("".join(_without_comments(text)))
    if _reads_as(shared, wanted):
        return shared
    # a way of writing that is not foreseen: the values are right, the layout of the file is another
    return str(yaml.safe_dump(wanted, allow_unicode=True, sort_keys=False, width=100_000))


def _reads_as(text: str, wanted: Data) -> bool:
    try:
        return parse_yaml(text.encode(), "").data == wanted
    except BrochureError:
        return False


def _without_internal(data: Data) -> Data:
    if not isinstance(data, dict):
        return data
    return {key: value for key, value in data.items() if key not in INTERNAL}


def _without_comments(text: str) -> Iterator[str]:
    """Yield the pieces of a text. Comments stand between tokens, and after the sign of a block scalar."""
    at, line_begins = 0, True
    for token in yaml.scan(text, Loader=_Loader):
        start, end = token.start_mark.index, token.end_mark.index
        if end <= at:
            continue
        yield _gap(text[at:start], line_begins=line_begins)
        block = getattr(token, "style", None) in ("|", ">")
        yield _HEADER.sub(r"\1", text[start:end], count=1) if block else text[start:end]
        line_begins = text[end - 1] in _BREAKS
        at = end
    yield _gap(text[at:], line_begins=line_begins)


def _gap(gap: str, *, line_begins: bool) -> str:
    """Return what stands between two tokens without its comments and the blank lines after them."""
    first = gap.find("#")
    if first < 0:
        return gap
    head = gap[:first].rstrip(" \t")
    last = _LAST_LINE.search(gap)
    tail = last[0] if last and last.start() > first else ""
    whole_line = head[-1] in _BREAKS if head else line_begins
    return head + ("" if whole_line else "\n") + tail


def _without_internal_keys(text: str) -> str:
    for key in INTERNAL:
        source = parse_yaml(text.encode(), "")
        if (span := source.keys.get((key,))) is None:
            continue
        others = (other.start for path, other in source.keys.items() if len(path) == 1)
        later = [start for start in others if start > span.start]
        text = text[: span.start] + (text[min(later) :] if later else "")
    return text

"""The style of a YAML file, and texts and keys written in that style.

The style is its quotes, block scalars, indentation and the blanks after dashes. Each written value is parsed
again in a small test file, so that a text never becomes a date, a comment or a key.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from brochure.diagnostics.problem import BrochureError
from brochure.revision.yaml_edit.layout import EntryPlace, Node, YamlLayout
from brochure.schema.yaml_reader import YamlPath, YamlText, parse_yaml

_NOT_PLAIN = re.compile(r"[%@`]|.*[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", re.DOTALL)
_MUST_ESCAPE = re.compile(r"[\"\\\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff]")
ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


class YamlStyle:
    """The styles of the values of a file, by path."""

    def __init__(self, source: YamlText) -> None:
        self.source = source
        self.layout = YamlLayout(source)
        self._learn()

    def _learn(self) -> None:
        self._styles: dict[tuple[object, ...], Counter[str]] = defaultdict(Counter)
        self._surprises: dict[tuple[object, ...], set[str]] = defaultdict(set)
        quotes: Counter[str] = Counter()
        headers: Counter[str] = Counter()
        steps: Counter[int] = Counter()
        offsets: Counter[int] = Counter()
        gaps: Counter[str] = Counter()
        for path, node in self.layout.nodes.items():
            style = node.style
            if not node.data and not isinstance(node.data, str):
                continue  # an empty value has no style
            for pattern in similar_paths(path):
                self._styles[pattern][style] += 1
                if path in self.source.surprises:
                    self._surprises[pattern].add(self.source.surprises[path][1])
            quotes[style] += style in ("'", '"')
            if style in ("", "'", '"'):
                self._styles[("any",)][style] += 1
            if style == "|":
                headers[
                    re.split(r"\s", self.layout.text[node.start : self.layout.line_end(node.start)])[0]
                ] += 1
            if node.is_block_collection and node.parent and isinstance(node.parent.data, dict):
                habit = steps if isinstance(node.data, dict) else offsets
                habit[node.children[0].column - node.column] += 1
            if node.is_block_collection and isinstance(node.data, list):
                gaps[self.layout.gap_of(node) or " "] += 1
        self.quote = '"' if quotes['"'] > quotes["'"] else "'"
        headers = Counter({header: count for header, count in headers.items() if header in ("|", "|-")})
        self.literal = headers.most_common(1)[0][0] if headers else "|"
        self.step = steps.most_common(1)[0][0] if steps else 2
        self.offset = offsets.most_common(1)[0][0] if offsets else min(self.step, 2)
        self.dash_gap = gaps.most_common(1)[0][0] if gaps else " "
        key_styles = Counter(span.style for span in self.source.keys.values())
        self.key_style = key_styles.most_common(1)[0][0] if key_styles else ""

    def liked(self, path: YamlPath) -> list[str]:
        """Return the styles of values with similar paths, the most frequent first."""
        for pattern in [*similar_paths(path), ("any",)]:
            if found := self._styles.get(pattern):
                return [style for style, _ in found.most_common()]
        return []

    def allowed(self, path: YamlPath) -> set[str]:
        """Return the YAML 1.1 warnings of existing values with similar paths, such as for plain dates."""
        for pattern in similar_paths(path):
            if pattern in self._styles:
                return self._surprises.get(pattern, set())
        return set()

    # --- writing ---

    def key(self, key: str, like: Node | None = None) -> str:
        """Return a key, quoted like the keys beside it."""
        beside = like.children if like else []
        styles = [self.source.keys[child.path].style for child in beside if child.path in self.source.keys]
        styles = styles or [self.key_style]
        for style in [Counter(styles).most_common(1)[0][0], "", self.quote, '"']:
            text = self._styled(key, style, EntryPlace((), 0, ""))
            if text is None:
                continue
            try:
                data = parse_yaml(f"{text}: x".encode(), "")
            except (BrochureError, UnicodeEncodeError):
                continue
            if data.data == {key: "x"}:
                return text
        raise ValueError(f"no key can be {key!r}")

    def scalar(self, value: str, place: EntryPlace, styles: Sequence[str] = ()) -> str:
        """Return a text as a scalar, in the first style that can express it.

        ``styles`` are tried first, then the styles of values with similar paths, then all others.
        """
        liked = [style for style in [*styles, *self.liked(place.path)] if style not in ("block", "flow")]
        if "\n" in value.removesuffix("\n"):
            liked = [style for style in liked if style in ("|", ">")] + ["|", '"']
        else:
            liked = [*liked[:1], "", self.quote, "'", '"']
        for style in liked:
            text = self._styled(value, style, place)
            if text is not None and self.says(text, value, place):
                return text
        raise ValueError(f"{'.'.join(map(str, place.path))}: no YAML says {value!r}")

    def says(self, text: str, value: str, place: EntryPlace, *, may_fold: bool = False) -> bool:
        """Whether a spelling is parsed as ``value`` at its place, without a new warning."""
        pad = " " * place.column
        match place:
            case EntryPlace(in_flow=True, within="mapping"):
                document = f"{{k: {text}}}"
            case EntryPlace(in_flow=True):
                document = f"[{text}]"
            case EntryPlace(within="mapping"):
                document = f"{pad}k: {text}\n"
            case EntryPlace(within="list"):
                document = f"{pad}- {text}\n"
            case _:
                document = text
        try:
            found = parse_yaml(document.encode(), "")
        except (BrochureError, UnicodeEncodeError):
            return False
        data = found.data
        if place.within == "mapping" and isinstance(data, dict):
            data = data.get("k") if len(data) == 1 else None
        elif place.within == "list" and isinstance(data, list):
            data = data[0] if len(data) == 1 else None
        warned = {english for _, english in found.surprises.values()} - self.allowed(place.path)
        if warned or found.cut_off or (found.folds and not may_fold) or not isinstance(data, str):
            return False
        return data.removesuffix("\n") == value.removesuffix("\n")

    def _styled(self, value: str, style: str, place: EntryPlace) -> str | None:
        """A text in one style; None if the style cannot express it."""
        bare = value.removesuffix("\n")
        match style:
            case "":
                return None if "\n" in bare or _NOT_PLAIN.match(bare) else bare
            case "'":
                return None if "\n" in bare else "'" + bare.replace("'", "''") + "'"
            case '"':
                return '"' + escape_text(value if "\n" in bare else bare) + '"'
        if place.in_flow or not bare:
            return None
        pad = self.layout.newline + " " * (place.column + self._hanging(place))
        if style == "|":
            return self.literal + "".join(
                pad + line if line else self.layout.newline for line in bare.split("\n")
            )
        folded = re.sub(r"\n+", lambda found: self.layout.newline * len(found[0]) + pad, bare)
        return ">" + self.literal[1:] + pad + folded

    def _hanging(self, place: EntryPlace) -> int:
        """The indentation of a block scalar's lines relative to their entry."""
        return 1 + len(self.dash_gap) if place.within == "list" else self.step


def similar_paths(path: YamlPath) -> list[tuple[object, ...]]:
    """Return patterns of similar paths, the most specific first: all keys, last two steps, last key."""
    pattern = tuple("*" if isinstance(step, int) else ("key", step) for step in path)
    found: list[tuple[object, ...]] = [("path", *pattern), ("end", *pattern[-2:])]
    return [*found, ("key", *pattern[-1:])] if path and isinstance(path[-1], str) else found


def escape_text(text: str) -> str:
    """Return a text with the escapes that double quotes need (YAML 1.2.2, 5.7)."""
    return _MUST_ESCAPE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if character in '"\\':
        return "\\" + character
    short = {said: letter for letter, said in ESCAPES.items() if letter in "tnr"}
    if character in short:
        return "\\" + short[character]
    return f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"

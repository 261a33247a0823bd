"""Profiles, series and sources as somebody hostile writes them: data of any shape, size and depth.

Unlike typing mistakes (``typed_yaml``), these are valid YAML or valid records, of which values are others:
lists for texts, texts for lists, nothing, much, links that run something, markup within markup, control
characters, keys that nobody expects.
"""

from __future__ import annotations

import copy
import json
import random
import re
from typing import Any

import yaml

CONTROLS = (
    *("\u202e", "\u2066", "\u200b", "\x85", "\u2028", "\x1b[31m", "\x07", "\x00", "\ufeff", "\U000e0041"),
    *("\x9b31m",),
)
LINKS = (
    *("javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\tscript:x"),
    *("data:text/html,x", "vbscript:x", "file:///etc/passwd", "file:secret.txt", "https://", "https://["),
    *("https://例え.jp/ü?q=＆", "//x", "mailto:", "tel:x", "https://user:pw@x.jp:99999/", "http://\u202ex"),
    *("https://x/" + "a" * 5000, "brochure:x#y"),
)
MARKUP = (
    *("**", "**a", "***a***", "**a **b** c**", "2**10 と 3**4", "[^1]", "[^none]", "[@x]", "[@x 12頁]"),
    *("[-@x]", "[@x; @y]", "{漢|かん}", "{漢|}", "{|か}", "{{a|b}|c}", "[a](b)", "[a](javascript:x)"),
    *("[**a**](https://x.jp)", "<javascript:x>", "<https://x.jp>", "[[a](https://x.jp)](https://y.jp)"),
    *("[a]{lang=xx}", "[a]{lang=}", "\\", "\\*", "R&D <Centre>", "<script>alert(1)</script>"),
    *("<img src=x onerror=y>", "]]>", "&amp;&#0;", "{{ 7 * 7 }}", "{% include 'x' %}", "{survey}"),
    *(
        "**[^1]**",
        "{漢[^1]|かん}",
        "[a[^1]](https://x.jp)",
        "=1+1",
        "@SUM(A1)",
        "+1",
        "-1",
        "|",
        "`a`",
        "$a$",
    ),
    *("# a", "---"),
)
TEXTS = (
    *("", " ", "\u3000", "null", "~", "true", "2026-02-30", "0000", "99999-01", "-1", "1e999", "0x10"),
    *("none", "rest", "文" * 20000, "a" * 20000, "a " * 9000, "**" * 3000, "[" * 3000, "{a|" * 1000),
    *("\\" * 3000, "[^1]" * 500, "<" * 3000, "\n\n" * 2000, "が" * 500, "é́" * 500, "👩\u200d👧" * 99),
    *("العربية", "../../secret.txt", "../secret.txt", "/etc/passwd", "pictures/photo", "pictures"),
    *("profiles/small.yaml", "/dev/zero", "con", "__class__", "constructor", "small", "_series", "about.0"),
    *("a:b", "日本", "#123456", "#12345g", "zh-CN"),
)
KEYS = (
    *("id", "type", "title", "text", "name", "note", "file", "alt", "field", "rows", "items", "date"),
    *("sources", "notes", "__class__", "__proto__", "model_config", "self", "a:b", "", " ", "=1"),
    *("\u202ekey", "<b>", "文" * 300, "1", "null", "photo", "figure", "remark", "website", "qr", "accepted"),
    *("answers", "survey", "other", "URL", "author", "issued"),
)


LONG = 2_000_000  # characters that a repeated value may have: a test must be able to write its case


def repeated(value: Any, times: int) -> list[Any]:
    """A value many times, but not so often that it is longer than :data:`LONG`."""
    return [value] * max(2, min(times, LONG // len(json.dumps(value))))


class HostileData:
    """A maker of hostile data.

    >>> HostileData(random.Random(1)).text() == HostileData(random.Random(1)).text()
    True
    """

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice

    def text(self) -> str:
        """A text that nobody expects; often some of them joined."""
        kinds = (CONTROLS, LINKS, MARKUP, MARKUP, TEXTS)
        return "".join(
            self.dice.choice(self.dice.choice(kinds)) for _ in range(self.dice.choice([1, 1, 2, 3]))
        )

    def value(self, depth: int = 3) -> Any:
        """A value of any shape."""
        dice = self.dice
        match dice.randrange(9):
            case 0 if depth:
                return [self.value(depth - 1) for _ in range(dice.choice([0, 1, 2, 3]))]
            case 1 if depth:
                return {dice.choice(KEYS): self.value(depth - 1) for _ in range(dice.choice([0, 1, 3]))}
            case 2:
                return None
            case 3:
                return dice.choice([0, 1, -1, 10**30, 1.5, True, False])
            case 4 if depth == 3:
                return self.deep(dice.choice([5, 19, 25, 200]))
            case 5 if depth == 3:
                return repeated(self.value(1), dice.choice([100, 2000]))
            case _:
                return self.text()

    def deep(self, levels: int) -> Any:
        """Lists and mappings within each other."""
        made: Any = "x"
        for _ in range(levels):
            made = [made] if self.dice.random() < 0.5 else {self.dice.choice(KEYS): made}
        return made

    def changed(self, data: Any, times: int) -> Any:
        """Data in which some values, keys or items are others."""
        data = copy.deepcopy(data)
        for _ in range(times):
            places = list(_places(data))
            if not places:
                return self.value()
            self._change(*self.dice.choice(places))
        return data

    def _change(self, holder: Any, key: Any) -> None:
        dice = self.dice
        match dice.randrange(9):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder[dice.choice([*KEYS, self.text()])] = holder.pop(key)
            case 1:
                holder.insert(key, copy.deepcopy(holder[key]))
            case 2 if isinstance(holder, dict):
                holder[dice.choice(KEYS)] = self.value()
            case 2:
                holder[key:key] = repeated(copy.deepcopy(holder[key]), dice.choice([3, 200]))
            case 3:
                holder[key] = dice.choice([[holder[key]], {dice.choice(KEYS): holder[key]}])
            case 4 | 5 if isinstance(holder[key], str):
                at = dice.randint(0, len(holder[key]))
                holder[key] = holder[key][:at] + self.text() + holder[key][at:]
            case _:
                holder[key] = self.value()

    def yaml(self, data: Any) -> str:
        """Data as YAML, in one of its styles."""
        dice = self.dice
        if dice.random() < 0.2:
            return json.dumps(data, ensure_ascii=dice.random() < 0.5)
        return yaml.dump(
            data,
            Dumper=_NoAliases,
            allow_unicode=dice.random() < 0.8,
            default_flow_style=dice.choice([None, False, True]),
            sort_keys=False,
            width=dice.choice([40, 10_000]),
        )

    def record(self, text: str) -> str:
        """A text of BibTeX, RIS, TSV … in which some words, signs or lines are others."""
        dice = self.dice
        for _ in range(dice.choice([1, 2, 5])):
            lines = text.split("\n")
            at = dice.randrange(len(lines))
            match dice.randrange(5):
                case 0:
                    lines[at : at + 1] = [lines[at]] * dice.choice([0, 2, 300])
                case 1:
                    lines[at] = lines[at].replace(
                        dice.choice('{}",=@- \t:'), dice.choice(["", "{", "}", '"', "\t", "\\"])
                    )
                case 2:
                    lines[at] = re.sub(r"\w+", lambda _: self.text(), lines[at], count=1)
                case 3:
                    lines[at] += self.text()
                case _:
                    lines[at] = dice.choice(
                        [
                            "{" * 3000,
                            "@string{a = a # a}",
                            "\\" * 999,
                            '"' * 999,
                            "\t" * 9999,
                            "@" * 999,
                            self.text(),
                        ]
                    )
            text = "\n".join(lines)
        return text


class _NoAliases(yaml.SafeDumper):
    """Writes a list that occurs twice twice, as brochure refuses aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        """Every value is written in full."""
        return True


def _places(data: Any) -> Any:
    """Every place of a value: what holds it, and its key or index there."""
    keys = list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for key in keys:
        yield data, key
        yield from _places(data[key])

"""Random edits of a profile as a browser sends them, with the text that each must make.

The file is written line by line by :func:`lines_of`, so that the wanted text is known without the code that
is tested: a changed value changes its line, an inserted item is a line, a removed one is none.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

KEYS = ("about", "relation", "support", "collaboration")
WORDS = (
    "県",
    "州",
    "省",
    "協力",
    "2018年",
    "**強調**",
    "{瀋陽|しんよう}",
    "[^注]",
    "a:b",
    "x#1",
    "％",
    "'",
    '"',
)
COMMENTS = ("# 原稿のまま", "# 確認済み", "")


@dataclass
class WrittenProfile:
    """A profile as the lines of its file; ``items`` are those of each answer with their comments."""

    dice: random.Random
    newline: str
    items: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @classmethod
    def made(cls, seed: int) -> WrittenProfile:
        """A random profile."""
        dice = random.Random(seed)
        made = cls(dice, dice.choice(["\n", "\n", "\r\n"]))
        for key in KEYS:
            made.items[key] = [(made.text(), dice.choice(COMMENTS)) for _ in range(dice.randint(1, 4))]
        return made

    def text(self) -> str:
        """A text that is a plain scalar in YAML: signs that need quotes do not begin or end it."""
        words = "".join(self.dice.choice(WORDS) for _ in range(self.dice.randint(1, 4)))
        return f"文{words}{self.dice.randrange(10**6)}。"

    def file(self) -> str:
        """The text of the file."""
        lines = [
            "# 架空の機関",
            "partner: {name: 架空, country: 架空国, region: asia, kind: state}",
            "edition: 2026",
        ]
        lines += ["", "answers:"]
        for key in KEYS:
            lines += [f"  {key}:", "    - bullets:"]
            for text, comment in self.items[key]:
                lines += [f"        {comment}"] * bool(comment) + [f"        - {text}"]
            lines += [""]
        return self.newline.join([*lines[:-1], ""])

    def edit(self) -> dict[str, Any]:
        """Make a random edit here, and return it as a browser sends it."""
        dice = self.dice
        key = dice.choice(KEYS)
        items, at = self.items[key], ["answers", key, 0, "bullets"]
        index = dice.randrange(len(items))
        match dice.choice(["put", "put", "put", "insert", "remove", "move"]):
            case "insert":
                index = dice.randint(0, len(items))
                new = self.text()
                items.insert(index, (new, ""))
                return {"at": at, "insert": index, "use": new}
            case "remove" if len(items) > 1 and not items[index][1]:
                text, _ = items.pop(index)
                return {"at": [*at, index], "remove": True, "was": text}
            case "move" if len(items) > 1 and not any(comment for _, comment in items):
                target = dice.choice([one for one in range(len(items) + 1) if one not in (index, index + 1)])
                item = items.pop(index)
                items.insert(target - (target > index), item)
                return {"at": at, "move": [index, target]}
        text, comment = items[index]
        new = self.text()
        items[index] = (new, comment)
        return {"at": [*at, index], "was": text, "use": new}

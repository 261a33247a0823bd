"""YAML files as people type them: full-width signs and other blanks in the structure, other encodings."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

BLANKS = "\u3000\u00a0\u200b\u2003\u202f\ufeff\u200c\u2060"
ENCODINGS = ("cp932", "euc_jp", "iso2022_jp", "utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-8-sig")

Change = Callable[[random.Random, str], str]


@dataclass(frozen=True)
class Slip:
    """A mistake of typing: which lines it can befall, and what the line is then."""

    where: str  # a pattern of lines
    change: Change


def _indented(dice: random.Random, line: str) -> str:
    lead = len(line) - len(line.lstrip(" "))
    made = dice.choice(
        [
            "\u3000" * (lead // 2),
            "\u3000" * lead,
            "\u00a0" * lead,
            "\t" * (lead // 2),
            "\u2002" * lead,
            " " * (lead - 1) + "\u00a0",
            " " * (lead // 2 * 2 - 2) + "\u3000",
            "\u200b" + " " * lead,
            " " * lead + dice.choice("\u200b\ufeff\u2060"),
        ]
    )
    return made + line[lead:]


def _colon(dice: random.Random, line: str) -> str:
    made = dice.choice(["：", "：", ":", ":\u3000", "：\u3000", "\u3000: ", ":\u00a0", "\u200b: ", "︓"])
    return re.sub(r"^([ -]*[\w-]+): ", rf"\1{made}", line)


def _last_colon(dice: random.Random, line: str) -> str:
    return line[:-1] + dice.choice("：﹕")


def _item(dice: random.Random, line: str) -> str:
    made = dice.choice(["-", "－", "－ ", "・", "-\u3000", "― ", "•", "-\u00a0", "ー "])
    return re.sub(r"^( *)- ", rf"\1{made}", line)


def _quotes(dice: random.Random, line: str) -> str:
    pair = dice.choice(["“”", "＂＂", '"”', "„”", "””"])
    return re.sub(r'"([^"]*)"', rf"{pair[0]}\1{pair[1]}", line)


def _brackets(dice: random.Random, line: str) -> str:
    pair = dice.choice(["［］", "[］"])
    return re.sub(r"\[([^\]]*)\]$", rf"{pair[0]}\1{pair[1]}", line)


def _digits(dice: random.Random, line: str) -> str:
    table = str.maketrans("0123456789-", "０１２３４５６７８９" + dice.choice("－ー"))
    return re.sub(r": ([\d-]+)", lambda found: ": " + found[1].translate(table), line)


SLIPS = {
    "indentation": Slip(r"^  +\S", _indented),
    "colon": Slip(r"^[ -]*[\w-]+: \S", _colon),
    "colon at the end": Slip(r"^[ -]*[\w-]+:$", _last_colon),
    "hyphen": Slip(r"^ *- \S", _item),
    "quotes": Slip(r'^[^"]*: "[^"]*"$', _quotes),
    "brackets": Slip(r"^[^\[]*: \[[\w, -]+\]$", _brackets),
    "comma": Slip(r"\[\w+, \w+\]$", lambda _, line: line.replace(", ", "、")),
    "digits": Slip(r"^[ -]*(?:edition|date|as_of): \d[\d-]*$", _digits),
    "blank line": Slip(r"^$", lambda dice, _: "\u3000" * dice.randint(1, 3)),
    "comment": Slip(r"^ *# ", lambda _, line: line.replace("#", "＃", 1)),
    "line end": Slip(r"\S$", lambda dice, line: line + dice.choice("\u2028\u2029\x85")),
    "decomposed": Slip(
        r"[がぎぐげござじずぜぞだでどばびぶべぼぱぴぷぺぽ]",
        lambda _, line: unicodedata.normalize("NFD", line),
    ),
}


LEGAL = (
    *("：", "　", "・", "－", "“強調”", "name：値", "［注］", "＃", "：　", "url：", "「a：b」", "、"),
    *("title：", "｜", "- ", "―"),
)
"""What may stand within a Japanese text."""

LEGAL_STARTS = ("　", "・", "－ ", "－", "name：", "title：　", "＃")
"""What a line of a block of text may begin with."""


def decorated(text: str, dice: random.Random) -> str:
    """A text whose Japanese sentences have more signs that look like those of YAML; all are right there."""
    lines = text.split("\n")
    fitting = [
        index for index, line in enumerate(lines) if re.search(r"^ +(?:- )?[ぁ-んァ-ヶ一-龠].*。", line)
    ]
    for index in dice.sample(fitting, min(len(fitting), 4)):
        line = lines[index]
        at = dice.randint(line.index("。") - 2, line.index("。") + 1)
        lines[index] = line[:at] + "".join(dice.choices(LEGAL, k=dice.randint(1, 3))) + line[at:]
    for index in fitting:
        words = lines[index].lstrip(" ")
        if words[0] != "-" and dice.random() < 0.5:  # a line of a block
            lead = " " * (len(lines[index]) - len(words))
            lines[index] = f"{lead}{dice.choice(LEGAL_STARTS)}{words}"
    return "\n".join(lines)


def slipped(
    text: str, dice: random.Random, kinds: list[str] | None = None, most: int = 4
) -> tuple[str, dict[int, str]]:
    """A text in which some lines are mistyped, and what befell them by number."""
    lines, done = text.split("\n"), dict[int, str]()
    chosen = kinds or dice.sample(sorted(SLIPS), dice.randint(1, 3))
    for kind in chosen:
        slip = SLIPS[kind]
        fitting = [index for index, line in enumerate(lines) if re.search(slip.where, line)]
        for index in dice.sample(fitting, min(len(fitting), dice.randint(1, most))):
            changed = slip.change(dice, lines[index])
            if changed != lines[index]:
                lines[index] = changed
                done[index + 1] = f"{kind}: {changed!r}"
    return "\n".join(lines), done


def jumbled(raw: bytes, dice: random.Random) -> bytes:
    """Bytes in which lines or characters are others."""
    lines = raw.split(b"\n")
    for _ in range(dice.randint(1, 4)):
        index = dice.randrange(len(lines))
        match dice.randrange(6):
            case 0:
                del lines[index : index + dice.randint(1, 3)]
            case 1:
                lines.insert(index, dice.choice(lines))
            case 2:
                lines[index] = bytes(dice.randrange(256) for _ in range(dice.randint(1, 8))) + lines[index]
            case 3:
                at = dice.randint(0, len(lines[index]))
                sign = dice.choice(
                    [*BLANKS, *"：、［］｛｝“”「」・－ー＃\u2028\u0085\u0000\u202e:-[]{}'\"|>&*!%@`,?#\t"]
                )
                lines[index] = lines[index][:at] + sign.encode() + lines[index][at:]
            case 4:
                lines[index] = lines[index].replace(b" ", dice.choice(BLANKS).encode(), dice.randint(1, 5))
            case _:
                lines[index] = lines[index][: len(lines[index]) // 2]
        if not lines:
            lines = [b""]
    return b"\n".join(lines)

"""Which characters may stand apart, and how they part: the classes of JLREQ that we need.

Source: Requirements for Japanese Text Layout (JLREQ), 3.1.7–3.1.11, 3.8.4 and appendix A.
"""

from __future__ import annotations

import re

OPENING = frozenset("「『（〔［｛〈《【‘“([{｟")  # cl-01
CLOSING = frozenset("」』）〕］｝〉》】’”)]}｠")  # cl-02
STOPS = frozenset("、。，．,.")  # cl-06, cl-07
GLUE = frozenset("\u2060\ufeff\u00a0\u202f")  # no break, no gap beside them
INSEPARABLE = frozenset(["……", "‥‥", "――", "——", "〳〵"])  # cl-08
JAPANESE = re.compile(
    r"[\u2e80-\u303f\u3040-\u30ff\u3100-\u318f\u31c0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60"
    r"\uffe0-\uffe6\u2014\u2015\u2025\u2026\u203b\u25a0-\u25ff\u2460-\u24ff\U00020000-\U0003ffff]"
)


def may_part(one: str, other: str) -> bool:
    """Whether the space between two characters may grow when a line is justified (JLREQ 3.8.4).

    >>> may_part("遼", "寧"), may_part("「", "遼"), may_part("省", "。"), may_part("M", "O")
    (True, False, False, False)
    """
    if one in GLUE or other in GLUE or other == " ":
        return False
    if one == " ":
        return True
    if one in OPENING or other in CLOSING or other in STOPS or one + other in INSEPARABLE:
        return False
    return bool(JAPANESE.match(one) or JAPANESE.match(other))


def gaps(text: str, following: str = "") -> list[int]:
    """Positions in ``text`` behind which a justified line may grow.

    ``following`` is the character that comes behind the text on the same line, if there is one.

    >>> gaps("「省、市」は", "国")
    [2, 4, 5]
    """
    line = text + following
    return [index for index in range(min(len(text), len(line) - 1)) if may_part(line[index], line[index + 1])]

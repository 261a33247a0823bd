"""Kinsoku (禁則): characters that must not begin or end a line, by the classes of JLREQ.

Pango breaks the lines (UAX #14, by the language of the text). The preflight checks the finished lines against
these sets (Q101, Q102); a long phrase of a heading is not cut before a character of the first.

Source: JLREQ 3.1.7 (characters not starting a line), 3.1.8 (not ending one), appendix A (classes).
"""

from __future__ import annotations

from brochure.document.line_breaking import CLOSING, OPENING, STOPS

_MORE_OPENING = "⦅〘〖«〝"  # cl-01
_MORE_CLOSING = "⦆〙〗»〟"  # cl-02
_HYPHENS = "‐〜゠–"  # cl-03
_DIVIDING = "？！‼⁇⁈⁉?!"  # cl-04
_MIDDLE = "・：；:;"  # cl-05
_ITERATION = "ヽヾゝゞ々〻"  # cl-09
_SOUND = "ー"  # cl-10
_SMALL = "ぁぃぅぇぉァィゥェォっゃゅょゎゕゖッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"  # cl-11
PREFIXED = "¥￥$＄£￡#＃€№"  # cl-12
POSTFIXED = "′″℃¢%‰％"  # cl-13
UNITS = "㎡㎢㎞㎝㎜㎏㏄ℓ㍑㌃㌔㌘㌧"  # cl-13: units that are one character; Pango would begin a line with them

NOT_FIRST = CLOSING | STOPS | frozenset(_MORE_CLOSING + _HYPHENS + _DIVIDING + _MIDDLE + _ITERATION)
NOT_FIRST |= frozenset(_SOUND + _SMALL + POSTFIXED + UNITS)
NOT_LAST = OPENING | frozenset(_MORE_OPENING + PREFIXED)

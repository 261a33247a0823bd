"""A short profile, and mistakes of typing in it: what is written, what is typed, and what is told."""

from __future__ import annotations

SHORT_PROFILE = """\
partner:
  name: 雲州県
  reading: うんしゅう
  country: 架空国
  region: asia
edition: 2026-11
accent: "#0b4f8a"
milestones:
  - label: 覚書
    date: 2018-05-08
answers:
  about:
    - bullets:
        - 一つめの文：説明　つづき。
        - 二つめの文。
    - paragraph: |
        　段落の始め。
        ・項目：値
  support:
    - marks: support
      marked: [one_stop, grants]
"""

INDENTATION = [
    ("  reading:", "\u3000reading:", "3:1", "全角の空白", "U+3000"),
    ("  reading:", "\u3000\u3000reading:", "3:1", "全角の空白", "U+3000"),
    ("  reading:", "\u00a0\u00a0reading:", "3:1", "改行しない空白", "U+00A0"),
    ("  reading:", " \u00a0reading:", "3:2", "改行しない空白", "U+00A0"),
    ("  reading:", "\treading:", "3:1", "タブ", "U+0009"),
    ("  reading:", "  \u200breading:", "3:3", "幅のない空白", "U+200B"),
    ("  reading:", "\u2002\u2002reading:", "3:1", "幅の違う空白", "U+2002"),
    ("edition:", "\ufeffedition:", "6:1", "見えない字（BOM）", "U+FEFF"),
    ("  - label", "\u3000- label", "9:1", "全角の空白", "U+3000"),
    ("        - 二つめ", "\u3000\u3000\u3000\u3000- 二つめ", "15:1", "全角の空白", "U+3000"),
    ("        ・項目", "\u3000\u3000\u3000\u3000・項目", "18:1", "全角の空白", "U+3000"),
    ("milestones:", "\u3000\nmilestones:", "8:1", "全角の空白", "U+3000"),
    ("milestones:", "\u3000# メモ\nmilestones:", "8:1", "全角の空白", "U+3000"),
]

SIGNS = [
    ("  name: 雲", "  name：雲", "2:7", ":", "：", "U+FF1A"),
    ("  region: asia", "  region：\u3000asia", "5:9", ":", "：", "U+FF1A"),
    ("partner:", "partner：", "1:8", ":", "：", "U+FF1A"),
    ("  about:", "  about：", "12:8", ":", "：", "U+FF1A"),
    ("- bullets:", "- bullets：", "13:14", ":", "：", "U+FF1A"),
    ("  - label: 覚", "  - label︓覚", "9:10", ":", "︓", "U+FE13"),
    ("  - label", "  －label", "9:3", "-", "－", "U+FF0D"),
    ("    - bullets", "    ー bullets", "13:5", "-", "ー", "U+30FC"),
    ("        - 二つめ", "        ・二つめ", "15:9", "-", "・", "U+30FB"),
    ("        - 一つめ", "        ・一つめ", "14:9", "-", "・", "U+30FB"),
    ('"#0b4f8a"', "“#0b4f8a”", "7:9", '"', "“", "U+201C"),
    ('"#0b4f8a"', '"#0b4f8a”', "7:17", '"', "”", "U+201D"),
    ("name: 雲州県", "name: “雲州県: 北部”", "2:9", '"', "“", "U+201C"),
    ("milestones:", "＃ メモ\nmilestones:", "8:1", "#", "＃", "U+FF03"),
    ("[one_stop, grants]", "[one_stop、grants]", "21:24", ",", "、", "U+3001"),
    ("[one_stop, grants]", "[one_stop, grants］", "21:32", "]", "］", "U+FF3D"),
    ("paragraph: |", "paragraph: ｜", "16:18", "|", "｜", "U+FF5C"),
    ("  name: 雲", "  ｎａｍｅ: 雲", "2:3", "name", "ｎ", "U+FF4E"),
]

BESIDE = [
    ("  name: 雲", "  name:\u3000雲", "2:8", "「:」のあとに全角の空白（U+3000）"),
    ("  name: 雲", "  name:\u200b雲", "2:8", "「:」のあとに幅のない空白（U+200B）"),
    ("  name: 雲", "  name\u3000: 雲", "2:7", "「name」のあとに全角の空白（U+3000）"),
    ("  - label", "  -\u00a0label", "9:4", "「-」のあとに改行しない空白（U+00A0）"),
    ("  - label", "  - \u3000label", "9:5", "「label」の前に全角の空白（U+3000）"),
    ("        - 二つめ", "        -\u3000二つめ", "15:10", "「-」のあとに全角の空白（U+3000）"),
]


def changed(old: str, new: str) -> str:
    """The profile with one mistake."""
    assert SHORT_PROFILE.count(old) == 1, old
    return SHORT_PROFILE.replace(old, new)

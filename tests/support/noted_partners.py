"""Partners with notes in every place, for the tests of numbering and of finished pages."""

from __future__ import annotations

from small_partners import HEAD

CITED = (
    HEAD
    + """answers:
  about:
    - bullets:
        - 甲[@a]、乙[^n]、丙[@a]。
        - 丁[@a, p. 3]、戊[@b; @a]。
    - facts: mou
      rows:
        - {label: 表, text: "己[@b より]"}
  relation:
    - bullets:
        - 庚[^n]。
sources:
  - {id: a, type: report, title: 一}
  - {id: b, type: report, title: 二}
notes:
  n: 出典でない注（架空）
"""
)

"""Locators of citations (12頁, pp. 12-15, 第3章, 図2): all spellings of one place have one form.

Pages keep only their numbers, because citation styles add their own word. Other locators keep their word in
one spelling: 第3章, 図2, 注5, s. 3, § 3. Equal locators of one source share one note.
"""

from __future__ import annotations

import re

_TERMS = {  # typed English words: the printed one, and CSL's name of the locator
    "s": ("s.", "section"), "sec": ("sec.", "section"), "sect": ("sec.", "section"),
    "section": ("sec.", "section"), "sections": ("sec.", "section"), "secs": ("sec.", "section"),
    "ss": ("s.", "section"), "§": ("§", "section"), "§§": ("§", "section"), "art": ("art.", "section"),
    "arts": ("art.", "section"), "article": ("art.", "section"), "articles": ("art.", "section"),
    "ch": ("chap.", "chapter"), "chap": ("chap.", "chapter"), "chaps": ("chap.", "chapter"),
    "chapter": ("chap.", "chapter"), "chapters": ("chap.", "chapter"), "fig": ("fig.", "figure"),
    "figs": ("fig.", "figure"), "figure": ("fig.", "figure"), "figures": ("fig.", "figure"),
    "tab": ("table", "figure"), "table": ("table", "figure"), "tables": ("table", "figure"),
    "vol": ("vol.", "volume"), "vols": ("vol.", "volume"), "volume": ("vol.", "volume"), "no": ("no.",
    "issue"),
    "nos": ("no.", "issue"), "para": ("para.", "paragraph"), "paras": ("para.", "paragraph"),
    "paragraph": ("para.", "paragraph"), "l": ("l.", "line"), "ll": ("l.", "line"), "line": ("l.", "line"),
    "lines": ("l.", "line"), "n": ("n.", "note"), "nn": ("n.", "note"), "note": ("n.", "note"),
    "notes": ("n.", "note"), "fn": ("n.", "note"),
    "footnote": ("n.", "note"), "cl": ("cl.", "section"), "clause": ("cl.", "section"), "reg": ("reg.",
    "section"),
    "app": ("app.", "section"), "appendix": ("app.", "section"), "pt": ("pt.", "part"), "part": ("pt.",
    "part"),
}  # fmt: skip
_LETTERED = ("app", "appendix", "fig", "figure", "tab", "table", "pt", "part")  # Appendix A
_COUNTERS = "部|編|章|節|款|条|項|号|巻|段落|段|行|欄|目|面|枚目"
_WITHOUT_FIRST = ("段落", "段", "行", "欄", "面", "枚目")  # 3行, not 第3行
_HEADS = "図表|図|表|写真|脚注|注|資料|別表|別図|付表|付図|様式|グラフ|コラム|付録|スライド"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_KANJI = "〇一二三四五六七八九"

_AND = r"(?:\s*[,、・&＆]\s*|\s+and\s+|\s*(?:及び|および)\s*)"
_DASH = r"\s*[-\u2010-\u2015\u2212〜~]+\s*"
_NUMBER = r"(?:[A-Z]?\d+(?:\.\d+)*)"
_ROMAN = r"(?:[ivxlcdm]+(?![A-Za-z]))"
_NO_COUNTER = rf"(?!\d|\s*(?:{_COUNTERS}|人|件|か所|年|月|日))"
_PAGE_WORD = r"(?:pp?\.?(?=\s*[\dA-Z])|pp?(?:\.\s*|\s+)(?=[ivxlc])|pages?\s+|頁|ページ)"
_PAGE_LIST = (
    rf"(?:{_NUMBER}(?:(?:{_DASH}|{_AND})(?:pp?\.?\s*)?{_NUMBER}{_NO_COUNTER})*"
    rf"|{_ROMAN}(?:(?:{_DASH}|{_AND}){_ROMAN})*)"
)
_PAGES_AFTER = re.compile(rf"{_PAGE_WORD}\s*({_PAGE_LIST})(?:\s*(?:頁|ページ))?\s*", re.IGNORECASE)
_COUNTED = rf"{_NUMBER}(?:(?:頁|ページ)?(?:{_DASH}|から|{_AND})第?{_NUMBER})*"
_PAGES_BEFORE = re.compile(rf"第?({_COUNTED})\s*(?:頁|ページ|pp?(?![A-Za-z])\.?)\s*", re.IGNORECASE)
_BARE_PAGES = re.compile(rf"({_COUNTED})(?=\s|$){_NO_COUNTER}\s*")
_TERM = re.compile(
    rf"({'|'.join(sorted(_TERMS, key=len, reverse=True))})(?:\.\s*|\s+|(?=\d)|(?<=§)\s*)"
    rf"(\d[\w.]*(?:\(\w+\))*(?:(?:{_DASH}|\s*,\s*)\d[\w.]*(?:\(\w+\))*)*|{_ROMAN}|(?-i:[A-Z])(?![A-Za-z]))\s*",
    re.IGNORECASE,
)
_KANJI_NUMBER = rf"(?:\d+(?:\.\d+)*|[{_KANJI}十百千]+)"
_KANJI_PAGES = re.compile(rf"第?([{_KANJI}十百千]+)(?:{_DASH}第?([{_KANJI}十百千]+))?\s*(?:頁|ページ)\s*")
_STEP = rf"第?({_KANJI_NUMBER})(?:{_DASH}第?({_KANJI_NUMBER}))?\s*({_COUNTERS})((?:の{_KANJI_NUMBER})*)"
_RANGE_OF_STEPS = re.compile(rf"第?({_KANJI_NUMBER})\s*({_COUNTERS}){_DASH}第?({_KANJI_NUMBER})\s*\2(?!の)")
_STEPS = re.compile(rf"(?:{_STEP}\s*)+")
_HEADED_NUMBER = rf"(?:{_KANJI_NUMBER}(?:[-.\u2010-\u2015]\d+)*[a-z]?|[A-Z](?:[-.]?\d+)?)(?![A-Za-z])"
_HEADED = re.compile(
    rf"({_HEADS})\s*({_HEADED_NUMBER}(?:\s*(?:[・、,]|{_DASH})\s*(?:{_HEADS})?\s*{_HEADED_NUMBER})*)\s*"
)


def split_locator(rest: str) -> tuple[str, str, str]:
    """Split the text after a citation's id into locator, CSL's name of the locator, and free words.

    >>> split_locator(", p. 12-15 より"), split_locator("、12〜15頁"), split_locator(", 第3章")
    (('12-15', 'page', 'より'), ('12-15', 'page', ''), ('第3章', 'section', ''))
    >>> split_locator(" より"), split_locator(" 12P"), split_locator(", 12条2項")
    (('', 'page', 'より'), ('12', 'page', ''), ('第12条第2項', 'section', ''))
    """
    comma = re.match(r"\s*[,，、]\s*", rest)
    typed = rest[comma.end() :] if comma else rest.lstrip(" \t\n\u3000")
    plain = typed.translate(_FULL_WIDTH)  # of the same length
    alone = bool(_BARE_PAGES.fullmatch(plain))
    locator, label, length = _read(plain, bare=bool(comma) or alone)
    if not locator and comma and comma[0].strip() in ("，", "、"):
        return "", "page", rest.strip()  # a comma of Japanese text, and no locator after it
    return locator, label, typed[length:].strip()


def _read(plain: str, *, bare: bool) -> tuple[str, str, int]:
    """Return the locator at the beginning of a text, its CSL name, and its length."""
    for pattern in (_PAGES_AFTER, _PAGES_BEFORE, *([_BARE_PAGES] if bare else [])):
        if found := pattern.match(plain):
            return _pages(found[1]), "page", found.end()
    if found := _KANJI_PAGES.match(plain):
        return "-".join(_digits(one) for one in found.groups() if one), "page", found.end()
    if found := _RANGE_OF_STEPS.match(plain):
        first, counter, last = _digits(found[1]), found[2], _digits(found[3])
        return _step(first, last, counter, ""), "section", found.end() + _blanks(plain, found.end())
    if found := _STEPS.match(plain):
        steps = re.finditer(_STEP, found[0])
        text = "".join(_step(_digits(one[1]), _digits(one[2] or ""), one[3], one[4]) for one in steps)
        between = re.compile(r"[,、 ]*").match(plain, found.end())
        after = between.end() if between else found.end()
        pages, label, length = _read(plain[after:], bare=False)
        if pages and label == "page":  # 第2巻12頁
            return f"{text}{pages.replace('-', '–')}頁", "section", after + length
        return text, "section", found.end()
    if found := _HEADED.match(plain):
        return _headed(found[1], found[2]), "section", found.end()
    found = _TERM.match(plain)
    if found and (not found[2].isupper() or found[1].lower() in _LETTERED):
        word, label = _TERMS[found[1].lower()]
        numbers = re.sub(r"\s*,\s*", ", ", re.sub(_DASH, "–", found[2]))
        return f"{word} {numbers}", label, found.end()
    return "", "page", 0


def _blanks(text: str, index: int) -> int:
    return len(text[index:]) - len(text[index:].lstrip())


def _pages(typed: str) -> str:
    """Return page numbers in one spelling: 12-15, 24."""
    text = (
        re.sub(r"頁|ページ|pp?\.?\s*(?=[\dA-Z])|第", "", typed, flags=re.IGNORECASE)
        if re.search(r"\d", typed)
        else typed
    )
    return re.sub(_AND, ", ", re.sub(rf"{_DASH}|から", "-", text)).strip()


def _step(first: str, last: str, counter: str, sub: str) -> str:
    """Return one step of a legal place or a part of a book: 第12条の2, 第3–5章, 8行."""
    begin = "" if counter in _WITHOUT_FIRST else "第"
    branch = "".join(f"の{_digits(one)}" for one in sub.split("の")[1:])
    return f"{begin}{first}{'–' + last if last else ''}{counter}{branch}"


def _headed(head: str, numbers: str) -> str:
    """Return figures, tables or notes: 図2・図3, 表3-2, 注5."""
    parts = re.split(r"\s*[・、,]\s*", numbers)
    made = []
    for part in parts:
        own = re.match(rf"\s*({_HEADS})\s*", part)
        head = own[1] if own else head
        number = part[own.end() :] if own else part
        inner = re.sub(rf"(?<=\d)\s*[〜~]+\s*(?:{_HEADS})?\s*(?=\d)", "–", number)
        inner = re.sub(r"[\u2010-\u2012\u2014\u2015]", "-", re.sub(r"\s", "", inner))
        made.append(f"{head}{_digits(inner)}")
    return "・".join(made)


def _digits(number: str) -> str:
    """Return a number in kanji as digits: 十二 is 12; other texts stay.

    >>> _digits("十二"), _digits("百二十"), _digits("三"), _digits("12"), _digits("二〇二")
    ('12', '120', '3', '12', '202')
    """
    if not number or not re.fullmatch(rf"[{_KANJI}十百千]+", number):
        return number
    if not re.search("[十百千]", number):
        return "".join(str(_KANJI.index(one)) for one in number)
    total = digit = 0
    for one in number:
        if one in _KANJI:
            digit = _KANJI.index(one)
        else:
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[one]
            digit = 0
    return str(total + digit)

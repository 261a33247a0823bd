"""Names of people and bodies in exports: family and given names, roles in the name, organizations.

What cannot be told for certain is read in the most likely way and reported (C204 to C206).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3\s]+")
_ROLE_WORDS = {
    "著": "author", "共著": "author", "著者": "author", "編著": "author", "共編著": "author", "作": "author",
    "述": "author", "執筆": "author", "原著": "author",
    "編": "editor", "共編": "editor", "編集": "editor", "編纂": "editor", "責任編集": "editor",
    "監修": "editor",
    "校注": "editor", "校訂": "editor",
    "訳": "translator", "共訳": "translator", "監訳": "translator", "翻訳": "translator",
    "訳注": "translator",
    "絵": "illustrator", "画": "illustrator", "イラスト": "illustrator",
}  # fmt: skip
_ROLES = "|".join(sorted(_ROLE_WORDS, key=len, reverse=True))
_ROLE = re.compile(
    rf"(?P<name>.+?)(?:[ \u3000]+\[?(?:ほか)?(?P<spaced>{_ROLES})\]?|[\[（(](?P<bracketed>{_ROLES})[\]）)]"
    r"|(?<=.{3})(?P<close>共?編著|共?著|編集|監修|[監共]訳))"
)
_LIFE = re.compile(r",?\s*[（(]?\d{4}\s*[-–~〜]\s*(?:\d{4})?\s*[）)]?$")  # the years of a heading of NDL
_PARTICLE = re.compile(
    r"(?:de|del|della|der|den|di|du|da|dos|la|le|van|von|vom|zu|zur|af|av|ten|ter|bin|al)\b"
)
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV|VI{0,3}")
_OTHERS = re.compile(r"others|et al\.?|ほか|他")

Name = dict[str, str]
Doubt = Callable[..., None]
"""Called with a code and the details of its message."""


@dataclass(slots=True)
class NameReader:
    """Reads the names of one record.

    Attributes:
        doubt: Receives doubts.
        plain: Decodes the words of a name (LaTeX).
        given_first: For Japanese names with a blank: True if the record shows that the given name is first,
            False if it shows the contrary, None if it does not show it.
    """

    doubt: Doubt
    plain: Callable[[str], str] = str
    given_first: bool | None = None

    def read(self, text: str, role: str = "author") -> list[tuple[str, Name]]:
        """Read one name, or several that are parted by commas; return each with its role."""
        text = re.sub(r"[ \t\r\n]+", " ", text).strip()
        if not text:
            return []
        if _OTHERS.fullmatch(text):
            self.doubt("C206", found=text)
            return []
        if inner := _in_braces(text):
            return [(role, {"literal": self.plain(inner)})]
        if re.match(r"(?:family|given|prefix|suffix)\s*=", text):
            return [(role, self._named_parts(text))]
        text = re.sub(r"(?<=\S)\s*=\s*[A-Za-z][A-Za-z ,.'\u00c0-\u024f-]*$", "", text)  # 架空, 太郎=Taro Kaku
        text = text.replace("，", ",")
        if CJK.search(text):
            return self._cjk(text, role)
        return [(role, self._latin(text))]

    def _named_parts(self, text: str) -> Name:
        """Read biblatex's long form: ``family=架空, given=太郎``."""
        keys = {"family": "family", "given": "given", "prefix": "non-dropping-particle", "suffix": "suffix"}
        pairs = re.findall(r'([\w-]+)\s*=\s*("[^"]*"|\{[^{}]*\}|[^,]*)', text)
        return {keys[key]: self.plain(value.strip(' "{}')) for key, value in pairs if key in keys}

    def _cjk(self, text: str, role: str) -> list[tuple[str, Name]]:
        text = _LIFE.sub("", self.plain(text)).strip()
        if (found := _ROLE.fullmatch(text)) and "," not in found["name"]:
            word = found["spaced"] or found["bracketed"] or found["close"]
            if word == "監修":
                self.doubt("C220", found=text)
            return [(_ROLE_WORDS[word], name) for _, name in self._cjk(found["name"].strip(), role)]
        pieces = [piece.strip() for piece in re.split(r"[,、;；]", text) if piece.strip()]
        if len(pieces) == 1 and re.search(r"[,、;；]", text):  # EndNote: a comma at the end marks a body
            return [(role, {"literal": pieces[0]})]
        if len(pieces) == 2 and "," in text and min(map(len, pieces)) <= 3:
            return [(role, {"family": pieces[0], "given": pieces[1]})]
        if len(pieces) > 1:
            self.doubt("C205", found=text, count=len(pieces))
            return [(role, self._spaced(piece)) for piece in pieces]
        return [(role, self._spaced(text))]

    def _spaced(self, text: str) -> Name:
        """Read a name in kanji, kana or hangul without a comma; a blank may part family and given name."""
        words = text.split()
        if len(words) != 2 or not all(CJK.search(word) for word in words) or max(map(len, words)) > 5:
            return {"literal": text}
        if self.given_first:
            words.reverse()
        elif self.given_first is None and "\u3000" not in text and not _HANGUL.fullmatch(text):
            self.doubt("C204", found=text, family=words[0], given=words[1])
        return {"family": words[0], "given": words[1]}

    def _latin(self, text: str) -> Name:
        parts = [part.strip() for part in _split_outside_braces(text, ",")]
        if len(parts) > 1 and not any(parts[1:]):
            return {"literal": self.plain(parts[0])}
        if len(parts) > 1:
            family, *rest = parts
            suffix = ""
            if len(rest) > 1:
                if _SUFFIX.fullmatch(rest[0]):  # BibTeX: von Last, Jr, First
                    suffix, rest = rest[0], rest[1:]
                elif _SUFFIX.fullmatch(rest[-1]):  # RIS: Last, First, Jr
                    suffix, rest = rest[-1], rest[:-1]
                if len(rest) > 1:
                    self.doubt("C205", found=text, count=len(parts))
            return self._parts(family, ", ".join(rest), suffix)
        words = _split_outside_braces(text, " ")
        if len(words) == 1:
            return {"literal": self.plain(text)}
        first = next((n for n, word in enumerate(words[1:], 1) if _PARTICLE.fullmatch(word)), len(words) - 1)
        return self._parts(" ".join(words[first:]), " ".join(words[:first]), "")

    def _parts(self, family: str, given: str, suffix: str) -> Name:
        words = _split_outside_braces(family, " ")
        count = 0
        while count < len(words) - 1 and _PARTICLE.fullmatch(words[count]):
            count += 1
        name = {
            "family": self.plain(" ".join(words[count:])),
            "given": self.plain(given),
            "non-dropping-particle": " ".join(words[:count]),
            "suffix": suffix,
        }
        return {key: value for key, value in name.items() if value}


def split_names(text: str) -> list[str]:
    """Return the names between the words "and" that stand outside braces.

    >>> split_names("架空, 太郎 and {Kaku and Sons} and others")
    ['架空, 太郎', '{Kaku and Sons}', 'others']
    """
    return [re.sub(r"[ \t\r\n]+", " ", part).strip() for part in _split_outside_braces(text, " and ")]


def _split_outside_braces(text: str, mark: str) -> list[str]:
    """Split at a mark outside braces; a blank in the mark stands for any blanks."""
    pattern = re.compile(
        r"\s+".join(map(re.escape, mark.split(" "))) if mark.strip() else r"[ \t\r\n]+", re.IGNORECASE
    )
    parts, depth, start, index = [], 0, 0, 0
    while index < len(text):
        if text[index] in "{}":
            depth += 1 if text[index] == "{" else -1
        elif depth == 0 and (found := pattern.match(text, index)):
            parts.append(text[start:index])
            start = index = found.end()
            continue
        index += 1
    return [part for part in [*parts, text[start:]] if part.strip() or mark == ","]


def _in_braces(text: str) -> str:
    """Return the text in the braces around the whole name, or an empty text: braces mark an organization."""
    if not (text.startswith("{") and text.endswith("}")) or re.match(r"\{\s*\\[^a-zA-Z&%_#$]", text):
        return ""
    depth = 0
    for index, character in enumerate(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0:
            return text[1:-1].strip() if index == len(text) - 1 else ""
    return ""

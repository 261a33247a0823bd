"""Random profiles whose texts have characters of every kind: all scripts, symbols, blanks, invisible ones."""

from __future__ import annotations

import contextlib
import json
import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

ORDINARY = frozenset("研究医療開発支援を行い成果は多い企業と大学が年に連携した州県と0123456789")
PICTURE = "tests/samples/pictures/map.png"
JAPANESE = (
    "研究、医療・開発（共同）「協力」支援を行い、成果は多い。企業と大学が2018年に連携した。ABC州の3,000人"
)
WORDS = {
    "Arab": ["وزارة الصحة", "السلام عليكم", "اردو زبان", "می‌خواهم"],
    "Hebr": ["הממשלה", "שָׁלוֹם", "משרד הבריאות"],
    "Deva": ["आयुष मंत्रालय", "हिन्दी", "मराठी"],
    "Beng": ["বাংলাদেশ", "কলকাতা"],
    "Taml": ["தமிழ்நாடு", "இலங்கை"],
    "Thai": ["กรุงเทพมหานคร", "ไทย", "ตัวอย่าง"],
    "Laoo": ["ລາວ", "ວຽງຈັນ"],
    "Mymr": ["မြန်မာ", "ရန်ကုန်"],
    "Khmr": ["កម្ពុជា", "ភ្នំពេញ"],
    "Geor": ["საქართველო", "თბილისი"],
    "Armn": ["Հայաստան", "Երևան"],
    "Hang": ["경기도", "서울 특별시", "대한민국", "ㄱㄴ"],
}
LATIN = [
    "Thành phố Hồ Chí Minh",
    "Iași",
    "Łódź",
    "Reykjavík",
    "Straße",
    "İstanbul",
    "Київ",
    "Αθήνα",
    "Ångström",
    "L’Aquila",
    "St. Gallen",
    "U.S.A.",
    "R&D",
    "AT&T",
    "ﬁnance",
    "naïve",
    "Œuvre",
    "Þór",
    "Ǆ",
    "A/B",
    "e.g.",
    "C++",
    "50%",
    "$100",
    "(045) 210-2725",
    "2018-05-08",
    "1,234.5",
    "＃１",
    "ＡＢＣ",
    "㈱",
    "㎏",
    "㏄",
    "㍻",
    "㍿",
    "℡",
    "№",
    "™",
    "®",
    "©",
]
RAISED = [
    "CO₂",
    "10⁻⁹",
    "m²",
    "H₂O",
    "1ˢᵗ",
    "10^{9}",
    "CO_{2}",
    "x^{−3}",
    "a^{*}",
    "SO₄²⁻",
    "^{注}",
    "10^{경}",
    "ⁿ",
    "x₁₂",
    "^{a b}",
    "₍₂₎",
]
SYMBOLS = [
    *"✉✓№☎★☆◎○●◇◆□■△▲▽▼※→←↑↓⇒⇔∀∃∂∇≡≠≤≥±×÷√∞∴♂♀℃Å‰°′″§¶†‡♪♭♯€£¥¢₩₹₽฿₫",
    *"①⑳㉑㊿⓪❶⑴⒈ⓐⅠⅳⅫ㊤㊙㋿½¼¾⅓⅔⅛⁄…‥–—―〜～‐‑‒−•·・゠ー〇々〆〻ゝヽヾゞ",
    *"“”‘’„‚«»‹›「」『』〈〉《》【】〔〕（）［］｛｝＂＇",
    *"ΩμπαβγЯжю",
]
RUBY = [
    "{瀋陽|しんよう}",
    "{𠮷野|よしの}",
    "{경기도|キョンギド}",
    "{遼|りょう}",
    "{W|ダブリュー}",
    "{ﾊ|は}",
    "{臺北|たいぺい}",
]
FOREIGN = [
    "[辽宁省]{lang=zh-CN}",
    "[臺北市]{lang=zh-TW}",
    "[경기도]{lang=ko}",
    "[اردو]{lang=ur}",
    "[הממשלה (2026)]{lang=he}",
    "[Universität]{lang=de}",
    "[骨]{lang=zh-CN}",
    "[ไทย]{lang=th}",
    "**強調の경기도とقوة**",
    "**①𠮟②**",
]
LINKS = [
    "https://example.jp/a?b=1&c=2",
    "[경기도の頁](https://example.org/ko)",
    "[وزارة](https://example.org/)",
    "<https://example.jp/>",
    "<a@example.jp>",
    "https://例え.jp/県庁",
    "[表示²](https://example.jp/x_y)",
    "[①](https://example.jp/)",
]
SPACES = list(" \u3000\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u00a0\t")
HIDDEN = list("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u061c\u2061\u2064")
MARKS = ["e\u0301", "a\u0323", "o\u0308\u0304", "か\u3099", "n\u0303", "ア\u0301"]
HALF = ["ｶﾞｲﾄﾞ", "ﾃﾞｰﾀ", "ｱ", "｢ﾊﾝｶｸ｣", "､｡", "￥", "￣"]
LETTER = "[^\\W\\d_][^\\w\\s.]*"  # with its vowel signs and marks
EMOJI = ["😀", "👍🏽", "👨\u200d👩\u200d👧", "🇯🇵", "❤\ufe0f", "1\ufe0f\u20e3", "☀", "🎌", "🀄", "🅰"]
LONG = [
    "Donaudampfschifffahrtsgesellschaftskapitaen",
    "a" * 120,
    "ス" * 90,
    "1" * 60,
    "٣" * 40,
    "កម្ពុជា" * 12,
    "…" * 30,
]
COMPATIBLE = [*"豈更車﨑神祥福靖精羽塚⽇", "Ĳ", "㏂", "㌔", "ℌ", "ｧ", "〖"]
NEVER = [
    "\ue000",
    "\uf8ff",
    "\U000f0000",
    "\U0010fffd",
    "\u0378",
    "\U00030000",
    "\ufdd0",
    "\uffff",
    "\U0001ffff",
    "\ufffd",
    "㆒",
    "ﷺ",
    "︙",
    "ﾡ",
    "A\u20dd",
    "𝐀",
]
VARIATIONS = ["漢\ufe00", "葛\U000e0100", "①\ufe0e"]
CONTROL = ["\x85", "\u2028", "\u2029", "\x00", "\x07", "\x0c", "\x1b", "\x7f", "\x9f", "\ud800", "\udfff"]


@cache
def jis_x_0213() -> tuple[str, ...]:
    """The characters of JIS X 0213 in their order; some are two code points (か゚). Marks have a letter."""
    found: list[str] = []
    for lead in (b"", b"\x8f"):
        for row in range(0xA1, 0xFF):
            for cell in range(0xA1, 0xFF):
                with contextlib.suppress(UnicodeDecodeError):
                    found.append((lead + bytes((row, cell))).decode("euc_jisx0213"))
    return tuple(f"a{one}" if unicodedata.combining(one[0]) else one for one in found)


def escaped(text: str) -> str:
    """A text whose signs are not markup."""
    return "".join(f"\\{c}" if c in "\\[]{}*<>^_［＊｛" else c for c in text)


class Writer:
    """Writes one profile; everything follows from the seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.is_rough = self.dice.random() < 0.4  # with characters that nothing can print
        self.notes: dict[str, str] = {}
        self.sources: list[dict[str, Any]] = []

    def prose(self) -> str:
        """Japanese words."""
        start = self.dice.randrange(len(JAPANESE) - 12)
        return JAPANESE[start : start + self.dice.randint(1, 12)]

    def script(self) -> str:
        """Words of another script with digits and brackets; sometimes letters in any order."""
        dice = self.dice
        words = WORDS[dice.choice(list(WORDS))]
        word = dice.choice(words)
        if dice.random() < 0.15:
            letters = re.findall(LETTER, "".join(words))
            word = "".join(dice.choice(letters) for _ in range(dice.randint(1, 9)))
        return dice.choice(
            [
                "{0}",
                "{0}",
                "{0} (2026)",
                "({0})",
                "「{0}」",
                "{0}.",
                "{0}: 12-15",
                "{0}／{0}",
                "({0} 3) {0}",
                "{0}1²",
            ]
        ).format(word)

    def jis(self) -> str:
        """A few characters of JIS X 0213, most of them outside the BMP."""
        pool = jis_x_0213()
        if self.dice.random() < 0.6:
            pool = tuple(character for character in pool if character > "\uffff")
        return "".join(self.dice.choice(pool) for _ in range(self.dice.randint(1, 4)))

    def any_character(self) -> str:
        """Any character of Unicode's first planes that is assigned."""
        while True:
            found = chr(self.dice.randrange(0x20, 0x30000))
            if unicodedata.category(found) not in ("Cn", "Cs", "Co", "Cc"):
                return found

    def piece(self, *, markup: bool) -> str:
        """A piece of text of a random kind."""
        dice = self.dice
        kinds: list[Callable[[], str]] = [self.prose, self.prose, self.script, self.script, self.jis]
        lists: list[Sequence[str]] = [
            LATIN,
            RAISED if markup else ["CO₂", "10⁻⁹", "²"],
            SYMBOLS,
            SPACES,
            HIDDEN,
            MARKS,
            HALF,
            COMPATIBLE,
            SYMBOLS,
            LATIN,
        ]
        if markup:
            lists += [RUBY, FOREIGN, LINKS]
        if dice.random() < 0.03:
            lists = [LONG]
        if self.is_rough and dice.random() < 0.05:
            lists = [NEVER, CONTROL, EMOJI, VARIATIONS]
            kinds = [self.any_character]
        choices: list[Callable[[], str] | Sequence[str]] = [*kinds, *lists]
        choice = dice.choice(choices)
        made = choice() if callable(choice) else dice.choice(choice)
        if markup and choice in (*kinds, SYMBOLS, COMPATIBLE, NEVER):
            made = escaped(made)
        if choice is COMPATIBLE and made == "⽇":  # not in an address, which is printed as it is typed
            made = f"、{made}"
        if choice in (SPACES, HIDDEN, LONG):  # not beside a bracket or an unbroken word
            made = f"県{made}県"
        return made

    def text(self, *, markup: bool = True, calls: bool = False) -> str:
        """A text; with ``calls`` it may call notes and sources."""
        parts = [self.prose()]
        for _ in range(self.dice.randint(1, 5)):
            parts.append(self.piece(markup=markup))
            if self.dice.random() < 0.5:
                parts.append(self.prose())
            if calls and self.dice.random() < 0.2:  # never before a bracket, with which it would be a link
                parts.append(self.call() + "と")
        return "".join(parts)

    def plain(self) -> str:
        """A short text without markup, which begins and ends with a word."""
        words = "".join(self.piece(markup=False) for _ in range(self.dice.randint(1, 2)))
        return f"州{words}県"

    def call(self) -> str:
        """A call of a new note or a new source."""
        number = len(self.notes) + len(self.sources)
        if self.dice.random() < 0.5:
            self.notes[f"n{number}"] = self.text()
            return f"[^n{number}]"
        item: dict[str, Any] = {
            "id": f"s{number}",
            "type": self.dice.choice(
                ["webpage", "report", "article-journal", "book", "chapter", "legislation"]
            ),
            "title": self.plain(),
            "issued": "2024-05",
        }
        for field in ("author", "container-title", "publisher", "edition", "number"):
            if self.dice.random() < 0.5:
                item[field] = self.plain()
        if self.dice.random() < 0.3:
            item["author"] = [{"family": self.plain(), "given": self.plain()}]
        if self.dice.random() < 0.5:
            item["URL"] = "https://example.jp/" + self.dice.choice(["", "県庁", "a_b?c=%E7%9C%8C", "x" * 80])
        self.sources.append(item)
        return f"[@s{number}]"

    def block(self) -> dict[str, Any]:
        """A block of a random kind, with characters in each of its texts."""
        dice = self.dice
        match dice.choice(["bullets", "paragraph", "callout", "facts", "marks", "cases", "figure", "remark"]):
            case "bullets":
                return {"bullets": [self.text(calls=True) for _ in range(dice.randint(1, 3))]}
            case "paragraph":
                return {"paragraph": "\n\n".join(self.text(calls=True) for _ in range(dice.randint(1, 2)))}
            case "callout":
                return {"callout": "strength", "items": [self.titled() for _ in range(dice.randint(1, 2))]}
            case "facts":
                row = {"label": self.text(), "text": self.text(calls=True), "items": [self.text(calls=True)]}
                return {"facts": "mou", "rows": [row | {"remark": self.text(calls=True)}]}
            case "marks":
                return {
                    "marks": "support",
                    "marked": ["other"],
                    "none": "rest",
                    "other": self.text(calls=True),
                }
            case "cases":
                return {"cases": [self.titled() for _ in range(dice.randint(1, 2))]}
            case "figure":
                made = {"figure": PICTURE, "alt": self.prose(), "width": dice.choice(["full", "half"])}
                return made | {"caption": self.text(calls=True), "credit": self.plain()}
            case _:
                return {"remark": self.text(calls=True)}

    def titled(self) -> dict[str, str]:
        """A title and a text."""
        return {"title": self.text(calls=True), "text": self.text(calls=True)}


def profile_of_all_scripts(seed: int) -> str:
    """A profile as JSON, which is YAML too; control characters and lone surrogates as escapes."""
    writer = Writer(seed)
    dice = writer.dice
    partner: dict[str, Any] = {"name": writer.plain(), "country": writer.plain(), "region": "asia"}
    for field in ("latin", "native"):
        if dice.random() < 0.6:
            partner[field] = writer.plain()
    data: dict[str, Any] = {
        "partner": partner,
        "edition": "2026-11",
        "survey": "2019-11",
        "milestones": [{"label": writer.plain(), "date": "2018-05"}],
        "answers": {
            key: [writer.block() for _ in range(dice.randint(1, 2))]
            for key in ("about", "relation", "support", "collaboration")
        },
        "sources": writer.sources,
        "notes": writer.notes,
    }
    if dice.random() < 0.5:
        contact = {"heading": writer.plain(), "organisation": writer.plain(), "tel": "(045) 210-2725"}
        data["contact"] = contact
    made = json.dumps(data, ensure_ascii=False, indent=1)
    return "".join(
        f"\\u{ord(c):04x}" if "\ud800" <= c < "\ue000" or (c in CONTROL and dice.random() < 0.7) else c
        for c in made
    )

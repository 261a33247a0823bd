"""Random hostile Word files: damaged zip files, broken or huge XML, odd content types, strange packings."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable
from io import BytesIO

Parts = list[tuple[str, bytes]]  # a name may occur twice
Change = Callable[[Parts, random.Random], None]
_TEXT = re.compile(rb"(?<=>)[^<>]{3,}(?=<)")
_ATTRIBUTE = re.compile(rb'(?<==")[^"]*(?=")')
_TAG = re.compile(rb"<[^>]+>")
_WORDS = (
    "段落",
    "http://a.jp/",
    "**[^a]",
    "{字|",
    "\u202e",
    "&#1;",
    "&amp;",
    "a" * 200,
    "９" * 30,
    "²",
    "9" * 5000,
)


def hostile_file(sent: bytes, chance: random.Random) -> tuple[bytes, str]:
    """A hostile file made from one that was sent, and the names of the changes."""
    with zipfile.ZipFile(BytesIO(sent)) as archive:
        parts: Parts = [(name, archive.read(name)) for name in archive.namelist()]
    chosen = chance.choices(_CHANGES, k=chance.randrange(1, 4))
    for change in chosen:
        change(parts, chance)
    data = _packed(parts, chance)
    names = [change.__name__ for change in chosen]
    if chance.random() < 0.25:
        data = _damaged(data, chance)
        names.append("damaged zip")
    return data, ", ".join(names)


def _packed(parts: Parts, chance: random.Random) -> bytes:
    made = BytesIO()
    method = chance.choice(
        [zipfile.ZIP_DEFLATED] * 8 + [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
    )
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in parts:
            archive.NameToInfo.pop(name, None)  # else zipfile warns of a name that occurs twice
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return made.getvalue()


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """Flip bytes of a zip file, cut it, or repeat a piece of it."""
    made = bytearray(data)
    for _ in range(chance.choice([1, 3, 30])):
        place = chance.randrange(len(made)) if chance.random() < 0.5 else -chance.randrange(1, 2000)
        made[place] = chance.randrange(256)
    if chance.random() < 0.2:
        del made[chance.randrange(len(made)) :]
    if chance.random() < 0.2:
        start = chance.randrange(len(made) or 1)
        made[start:start] = made[start : start + 5000]
    return bytes(made)


def _some_part(parts: Parts, chance: random.Random) -> int:
    """The index of a part; the main part and those of brochure are chosen more often."""
    read = [index for index, (name, _) in enumerate(parts) if name.endswith((".xml", ".rels"))]
    often = [
        index
        for index in read
        if re.match(r"word/(?:document|footnotes|styles)|customXml/item", parts[index][0])
    ]
    return chance.choice(often or read) if chance.random() < 0.7 else chance.choice(read)


def _put(parts: Parts, index: int, data: bytes) -> None:
    parts[index] = (parts[index][0], data)


def lose_part(parts: Parts, chance: random.Random) -> None:
    if len(parts) > 2:
        del parts[_some_part(parts, chance)]


def double_part(parts: Parts, chance: random.Random) -> None:
    name, data = parts[_some_part(parts, chance)]
    parts.append((name, data[: chance.randrange(len(data) + 1)] if chance.random() < 0.3 else data))


def swap_parts(parts: Parts, chance: random.Random) -> None:
    one, other = _some_part(parts, chance), _some_part(parts, chance)
    first, second = parts[one][1], parts[other][1]
    _put(parts, one, second)
    _put(parts, other, first)


def add_many_parts(parts: Parts, chance: random.Random) -> None:
    folder = chance.choice(["customXml/item9", "word/header9", "../../outside", "/absolute", "a\\b"])
    parts += [(f"{folder}{number}.xml", b"<a/>") for number in range(chance.choice([10, 1000, 6000]))]


def flip_bytes(parts: Parts, chance: random.Random) -> None:
    index = _some_part(parts, chance)
    made = bytearray(parts[index][1])
    for _ in range(min(len(made), chance.choice([1, 5, 50]))):
        made[chance.randrange(len(made))] = chance.randrange(256)
    _put(parts, index, bytes(made))


def cut_xml(parts: Parts, chance: random.Random) -> None:
    index = _some_part(parts, chance)
    _put(parts, index, parts[index][1][: chance.randrange(len(parts[index][1]) + 1)])


def lose_tag(parts: Parts, chance: random.Random) -> None:
    _replace(parts, chance, _TAG, b"")


def repeat_tag(parts: Parts, chance: random.Random) -> None:
    _replace(parts, chance, _TAG, None)


def change_text(parts: Parts, chance: random.Random) -> None:
    _replace(parts, chance, _TEXT, _words(chance))


def change_attribute(parts: Parts, chance: random.Random) -> None:
    _replace(parts, chance, _ATTRIBUTE, _words(chance).replace(b"<", b""))


def _words(chance: random.Random) -> bytes:
    return (chance.choice(_WORDS) * chance.choice([0, 1, 3, 200])).encode()


def _replace(parts: Parts, chance: random.Random, pattern: re.Pattern[bytes], new: bytes | None) -> None:
    """Replace some matches in a part; ``None`` repeats them."""
    index = _some_part(parts, chance)
    data = parts[index][1]
    found = list(pattern.finditer(data))
    for match in sorted(
        chance.sample(found, min(len(found), chance.choice([1, 2, 9]))), key=lambda m: -m.start()
    ):
        words = match[0] * chance.choice([2, 50, 2000]) if new is None else new
        data = data[: match.start()] + words + data[match.end() :]
    _put(parts, index, data)


def nest_deeply(parts: Parts, chance: random.Random) -> None:
    many = chance.choice([20, 150, 250, 30_000])
    begin, end = chance.choice(
        [
            (b"<w:tbl><w:tr><w:tc>", b"<w:p/></w:tc></w:tr></w:tbl>"),
            (b"<w:sdt><w:sdtContent>", b"</w:sdtContent></w:sdt>"),
        ]
    )
    _into_body(parts, chance, begin * many + end * many)


def add_elements(parts: Parts, chance: random.Random) -> None:
    many = chance.choice([10, 500, 3000, 1_000_000])
    run = b'<w:r><w:t xml:space="preserve">%s</w:t></w:r>' % chance.choice(
        [b"a", "字。".encode(), b" ", b"&lt;"]
    )
    element = chance.choice(
        [
            b"<w:p/>",
            b"<w:p>" + run + b"</w:p>",
            run,
            b"<w:tr><w:tc><w:p/></w:tc></w:tr>",
            b'<w:bookmarkStart w:id="1" w:name="_bc_x"/>',
            b'<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            b'<w:r><w:footnoteReference w:id="2"/></w:r>',
            b'<w:ins w:id="1" w:author="a">' + run + b"</w:ins>",
            b'<w:r><w:commentReference w:id="1"/></w:r>',
            b"<!--a-->",
            b"<?a?>",
        ]
    )
    around = chance.choice(
        [b"%s", b"<w:p>%s</w:p>", b"<w:tbl>%s</w:tbl>", b"<w:del>%s</w:del>", b"<w:unknown>%s</w:unknown>"]
    )
    _into_body(parts, chance, around % (element * many))


def copy_paragraphs(parts: Parts, chance: random.Random) -> None:
    found = [m[0] for _, data in parts[:] for m in re.finditer(rb"<w:p>.*?</w:p>", data[:200_000], re.DOTALL)]
    if found:
        _into_body(parts, chance, b"".join(chance.choices(found, k=chance.choice([1, 10, 300]))))


def lose_paragraphs(parts: Parts, chance: random.Random) -> None:
    keep = chance.random()

    def kept(found: re.Match[bytes]) -> bytes:
        return found[0] if chance.random() < keep else b""

    for index, (name, data) in enumerate(parts):
        if name == "word/document.xml":
            _put(parts, index, re.sub(rb"<w:p>.*?</w:p>", kept, data, flags=re.DOTALL))


def _into_body(parts: Parts, chance: random.Random, xml: bytes) -> None:
    """Put XML into the body, or before a random paragraph or run of it."""
    for index, (name, data) in enumerate(parts):
        if name == "word/document.xml":
            places = [m.end() for m in re.finditer(rb"<w:body>|</w:p>|</w:r>|</w:tc>", data)]
            place = chance.choice(places) if places else len(data)
            _put(parts, index, data[:place] + xml + data[place:])


def odd_content_type(parts: Parts, chance: random.Random) -> None:
    for index, (name, data) in enumerate(parts):
        if name == "[Content_Types].xml":
            _put(
                parts,
                index,
                data.replace(b"wordprocessingml", chance.choice([b"spreadsheetml", b"x" * 5000, b""])),
            )


def odd_encoding(parts: Parts, chance: random.Random) -> None:
    index = _some_part(parts, chance)
    text = parts[index][1].decode("utf-8", "replace")
    encoding = chance.choice(["utf-16", "utf-16-be", "utf-32", "cp037", "shift_jis"])
    text = text.replace("UTF-8", chance.choice([encoding, "UTF-8", "nobody"]), 1)
    _put(parts, index, text.encode(encoding, "replace"))


def add_document_type(parts: Parts, chance: random.Random) -> None:
    index = _some_part(parts, chance)
    kind = chance.choice([b'<!DOCTYPE a [<!ENTITY b "c">]>', b'<!DOCTYPE a SYSTEM "file:///etc/passwd">'])
    _put(parts, index, re.sub(rb"^(<\?xml[^>]*\?>)?", lambda m: m[0] + kind, parts[index][1], count=1))


_CHANGES: list[Change] = [
    lose_part,
    double_part,
    swap_parts,
    add_many_parts,
    flip_bytes,
    cut_xml,
    lose_tag,
    repeat_tag,
    change_text,
    change_attribute,
    nest_deeply,
    add_elements,
    copy_paragraphs,
    lose_paragraphs,
    odd_content_type,
    odd_encoding,
    add_document_type,
]

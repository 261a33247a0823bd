"""Web addresses as people paste them, and the valid URIs that they mean.

A typed address may have Japanese letters, capitals, full-width signs, blanks or brackets, or lack its scheme.
It is printed as it is typed; the link leads to the URI of :func:`address_target` (RFC 3986; hosts as in RFC
3490, other letters as percent-encoded UTF-8).

In a running text, :func:`bare_address` decides where an address ends: before Japanese punctuation, a blank,
or a word such as を or から. Japanese letters after a slash belong to it; this is a guess, and reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_SCHEME = re.compile(r"(https?)://+", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+-]*:(?!\d)|https?:?/|https?//", re.IGNORECASE)
_MAIL_OR_PHONE = re.compile(r"(mailto:)([^\s@]+@[^\s@]+)|(tel:)(\+?[\d().-]+)", re.IGNORECASE)
_AUTHORITY = re.compile(r"[^/?#]*")
_HOST_SIGN = re.compile(r"[^\w.。-]")
_KEPT = re.compile(r"%[0-9A-Fa-f]{2}|[A-Za-z0-9._~:/?@!$&'()*+,;=-]")
_INNER_BLANK = re.compile(r"(?<=[\w)\].,%-]) +(?=[\w(\[-])")

_START = re.compile(r"(?:[hHｈＨ][tTｔＴ]{2}[pPｐＰ][sSｓＳ]?[:：][/／]{2}|[wWｗＷ]{3}[.．](?=\w))")
_ASCII_SIGNS = re.compile(r"[!#-)+-;=?-Z_a-z~%\]\[]+|\*(?!\*)")  # RFC 3986; not the ** of a strong
_UNICODE_HOST = re.compile(r"(?:[\w-]+\.)+(?:[A-Za-z]{2,}(?![A-Za-z])|[^\W\x00-\x7f_]+)(?=[/?#:]|$|[^\w.])")
_FULL_WIDTH_SIGNS = re.compile(r"[!-~！-～]+")
_FOLLOWING = re.compile(  # words of a sentence that follow an address without a blank
    "を|に|は|へ|で|と|が|の|も|や|か|から|まで|より|など|です|及び|又は|または|および|参照|参考|等|内の|上の|より引用"
)
_ASCII_HOST = re.compile(r"[A-Za-z0-9.-]*(?::\d+)?")
_GOES_ON = re.compile(r"[^\W\x00-\x7f！-～]+[/?=&#%]")  # after a word such as の, more of the path
_LEFT_OUT = re.compile(
    r" +([^\s。、，．「」（）]*\.(?:pdf|html?|docx?|xlsx?|pptx?|zip|csv|jpe?g|png|php|aspx?)(?![A-Za-z]))"
    r"|([／＝＆＃％＿－～〜０-９Ａ-Ｚａ-ｚ][^\s。、，．「」（）]*)"
)
_CLOSING = {"）": "(", "］": "[", "」": "「", "』": "『", "】": "【", "〉": "〈", "》": "《"}
_TRAILING = ".,:;!?'"


class AddressError(ValueError):
    """An address has no URI.

    Attributes:
        offset: The place in the text.
        what: What is wrong, as a term of messages.
        sign: The character that is wrong; empty if it is not one character.
    """

    def __init__(self, offset: int, what: str, sign: str = "") -> None:
        super().__init__(what)
        self.offset, self.what = offset, what
        self.sign = f"U+{ord(sign):04X}" if sign.isspace() else sign


@dataclass(frozen=True, slots=True)
class BareAddress:
    """An address in a running text: its end, its URI, and whether the end is a guess.

    ``left_out`` are signs after it that probably belong to it: a file name after a blank, full-width signs.
    An address without a URI has the fault instead.
    """

    end: int
    target: str
    guessed: bool = False
    left_out: str = ""
    fault: AddressError | None = None


def address_target(typed: str) -> str:
    """Return the URI of a typed web, mail or telephone address.

    >>> address_target("HTTPS://Ja.Example.JP/wiki/遼寧省_(中国)?q=a b")
    'https://ja.example.jp/wiki/%E9%81%BC%E5%AF%A7%E7%9C%81_(%E4%B8%AD%E5%9B%BD)?q=a%20b'
    >>> address_target("www.ln.gov.cn"), address_target("https://日本語.jp")
    ('http://www.ln.gov.cn', 'https://xn--wgv71a119e.jp')

    Raises:
        AddressError: The text is no address.
    """
    plain = typed.translate(_FULL_WIDTH)  # of the same length
    start = len(plain) - len(plain.lstrip())
    text = plain.strip()
    if not text:
        raise AddressError(0, "address empty")
    last = typed.rstrip(" \t\n\u3000")[-1:]
    if last in "。、，．" or (
        last in _CLOSING and text.count(_CLOSING[last]) < text.count(last.translate(_FULL_WIDTH))
    ):
        raise AddressError(start + len(text) - 1, "address stop", last)
    if found := _MAIL_OR_PHONE.fullmatch(text):
        return f"{(found[1] or found[3]).lower()}{found[2] or found[4]}"
    scheme, index = "http", 0
    if found := _SCHEME.match(text):
        scheme, index = found[1].lower(), found.end()
    elif _OTHER_SCHEME.match(text):
        raise AddressError(start, "address scheme")
    authority = _AUTHORITY.match(text, index)
    assert authority
    host = _host(authority[0], start + index, with_scheme=index > 0)
    return f"{scheme}://{host}{_rest(text, authority.end(), start, typed)}"


def _host(authority: str, offset: int, *, with_scheme: bool) -> str:
    """Return host and port as ASCII."""
    name, colon, port = authority.partition(":")
    if "@" in authority:
        raise AddressError(offset + authority.index("@"), "address user", "@")
    if found := _HOST_SIGN.search(name):
        what = "address blank" if found[0].isspace() else "address host"
        raise AddressError(offset + found.start(), what, found[0])
    if colon and not port.isdigit():
        raise AddressError(offset + len(name), "address port")
    labels = name.replace("。", ".").split(".")
    if (
        len(labels) < 2
        or not all(labels)
        or (not with_scheme and not re.fullmatch(r"[^\W\d_]{2,}", labels[-1]))
    ):
        raise AddressError(offset, "address host")
    try:
        ascii_name = name.lower() if name.isascii() else name.encode("idna").decode().lower()
    except UnicodeError:
        raise AddressError(offset, "address host") from None
    return f"{ascii_name}{colon}{port}"


def _rest(text: str, index: int, start: int, typed: str) -> str:
    """Return path, query and fragment, with all signs percent-encoded that a URI cannot have."""
    made: list[str] = []
    blanks = {place for found in _INNER_BLANK.finditer(text) for place in range(*found.span())}
    fragment = False
    while index < len(text):
        character = text[index]
        if character.isspace() and (
            index not in blanks or typed[start + index] == "\u3000" or "://" in text[index:]
        ):
            raise AddressError(start + index, "address blank", typed[start + index])
        found = _KEPT.match(text, index)
        if found:
            made.append(found[0])
            index = found.end()
            continue
        kept = character == "#" and not fragment
        fragment = fragment or character == "#"
        made.append(character if kept else "".join(f"%{byte:02X}" for byte in character.encode()))
        index += 1
    return "".join(made)


def shows_address(text: str, url: str) -> bool:
    """Whether the text of a link is its address, as typed or as a URI."""
    if text == url:
        return True
    try:
        return address_target(text) == url
    except AddressError:
        return False


def readable_address(url: str) -> str:
    """Return a URI with its percent-encoded letters beyond ASCII as letters, for people to read.

    >>> readable_address("https://example.jp/%E9%81%BC%20%2F?x=%FF")
    'https://example.jp/遼%20%2F?x=%FF'
    """

    def letters(found: re.Match[str]) -> str:
        try:
            return bytes.fromhex(found[0].replace("%", "")).decode()
        except UnicodeDecodeError:
            return found[0]

    return re.sub(r"(?:%[89A-Fa-f][0-9A-Fa-f])+", letters, url)


def bare_address(text: str, index: int, end: int) -> BareAddress | None:
    """Return the address that begins at ``index`` of a running text, or None if there is none.

    >>> text = "https://example.jp/wiki/遼寧省を参照"
    >>> text[: bare_address(text, 0, len(text)).end]
    'https://example.jp/wiki/遼寧省'
    """
    found = _START.match(text, index, end)
    if not found:
        return None
    without_scheme = "/" not in found[0] and "／" not in found[0]
    if without_scheme and re.search(r"[A-Za-z0-9.@/_-]$", text[max(index - 1, 0) : index]):
        return None
    if found[0].isascii():
        stop, guessed = _ascii_end(text, index if without_scheme else found.end(), end)
    else:
        signs = _FULL_WIDTH_SIGNS.match(text, found.end(), end)
        stop, guessed = signs.end() if signs else found.end(), False
    stop = found.end() + len(_trimmed(text[found.end() : stop]))
    typed = text[index:stop]
    if stop == found.end():
        return None
    try:
        target = address_target(typed)
    except AddressError as fault:
        return BareAddress(stop, "", fault=fault)
    more = _LEFT_OUT.match(text, stop, end)
    left_out = (more[1] or more[2]) if more and not _START.match(text, stop + 1) else ""
    return BareAddress(stop, target, guessed and not typed.isascii(), left_out)


def _ascii_end(text: str, index: int, end: int) -> tuple[int, bool]:
    """Return the end of an address with an ASCII scheme, and whether it was guessed."""
    if (host := _UNICODE_HOST.match(text, index, end)) and not host[0].isascii():
        index = host.end()
    elif ascii_host := _ASCII_HOST.match(text, index, end):
        index = ascii_host.end()
    if text[index : min(index + 1, end)] not in tuple("/?#@_~%[]\\&="):
        return index, False
    guessed = False
    while index < end:
        if found := _ASCII_SIGNS.match(text, index, end):
            index = found.end()
            continue
        character = text[index]
        if not character.isalnum() and character not in "ー々〆\u3099\u309a":
            break
        if character.isascii() or "！" <= character <= "～":
            break
        if _FOLLOWING.match(text, index, end) and not _GOES_ON.match(text, index, end):
            break
        guessed = True
        index += 1
    return index, guessed


def _trimmed(found: str) -> str:
    """Return the address without the punctuation of the sentence after it, and without unpaired brackets."""
    while found:
        last = found[-1]
        pair = {")": "(", "]": "[", "）": "（", "］": "［"}.get(last)
        if last in _TRAILING or last in "．，、。" or (pair and found.count(pair) < found.count(last)):
            found = found[:-1]
        else:
            break
    if found.count("(") < found.count(")"):
        found = found[: found.rindex(")")]
    return found


def address_fault(value: str) -> AddressError | None:
    """Return what is wrong with a web address (http or https), or None."""
    try:
        target = address_target(value)
    except AddressError as fault:
        return fault
    return None if target.startswith("http") else AddressError(0, "address scheme")

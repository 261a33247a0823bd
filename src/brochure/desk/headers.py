"""The headers of every answer, and header values that cannot split an answer."""

from __future__ import annotations

import re
from urllib.parse import quote

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'"
)
SECURITY_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
NO_STORE = (b"cache-control", b"no-store")
FOR_EVER = "private, max-age=31536000, immutable"

_MEDIA = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+(; charset=utf-8)?")
_NEVER = (b"access-control-", b"set-cookie", b"server")  # how the names of headers begin that no answer has


def complete_headers(given: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer with those of every answer; nothing is stored unless the answer says so.

    Raises:
        ValueError: A header has a line end, shares the answer with other origins, or sets a cookie.
    """
    names = {name.lower() for name, _ in given}
    for name, value in given:
        if re.search(rb"[\r\n\0]", name + value) or name.lower().startswith(_NEVER):
            raise ValueError(f"not a header of the desk: {name!r}")
    own = [header for header in SECURITY_HEADERS if header[0] not in names]
    if len(own) != len(SECURITY_HEADERS):
        raise ValueError("an answer sets its own security headers")
    return [*given, *own, *([] if b"cache-control" in names else [NO_STORE])]


def media_type(media: str) -> str:
    """The type of a content; what is no type is bytes.

    >>> media_type("image/png"), media_type("text/html\\r\\nx: y")
    ('image/png', 'application/octet-stream')
    """
    return media if _MEDIA.fullmatch(media) else "application/octet-stream"


def attachment(name: str) -> str:
    r"""The value of Content-Disposition for a download with a name (RFC 6266, RFC 8187).

    >>> attachment("遼寧.pdf")
    "attachment; filename*=UTF-8''%E9%81%BC%E5%AF%A7.pdf"
    >>> attachment('a"\r\nx: y/../b.pdf')
    "attachment; filename*=UTF-8''a%22__x%3A%20y_.._b.pdf"
    """
    plain = re.sub(r"[\x00-\x1f\x7f/\\]", "_", name).encode("utf-8", "replace").decode("utf-8")
    return f"attachment; filename*=UTF-8''{quote(plain, safe='')}"

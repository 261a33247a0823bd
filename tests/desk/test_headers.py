"""Headers of answers: complete, and impossible to split."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from brochure.desk.headers import FOR_EVER, SECURITY_HEADERS, attachment, complete_headers, media_type


def test_every_answer_gets_the_security_headers_and_is_stored_only_if_it_says_so() -> None:
    assert dict(complete_headers([])) == {**dict(SECURITY_HEADERS), b"cache-control": b"no-store"}
    fixed = complete_headers([(b"cache-control", FOR_EVER.encode())])
    assert [value for name, value in fixed if name == b"cache-control"] == [FOR_EVER.encode()]


@pytest.mark.parametrize(
    "header",
    [
        (b"x-name", b"a\r\nset-cookie: x=1"),
        (b"x-name", b"a\nb"),
        (b"x-name", b"a\0b"),
        (b"x\r\ny", b"a"),
        (b"access-control-allow-origin", b"*"),
        (b"Access-Control-Allow-Credentials", b"true"),
        (b"set-cookie", b"t=1"),
        (b"server", b"uvicorn"),
        (b"content-security-policy", b"default-src *"),
        (b"X-Content-Type-Options", b"off"),
    ],
)
def test_a_header_that_would_open_the_desk_is_a_fault(header: tuple[bytes, bytes]) -> None:
    with pytest.raises(ValueError, match="header"):
        complete_headers([header])


@pytest.mark.parametrize(
    "name", ["遼寧.pdf", 'a".pdf', "a\r\nSet-Cookie: x=1", "../../etc/passwd", "a;b=c.pdf",
     "\ud800.pdf", "%41.pdf", "𠮷.pdf"]
)  # fmt: skip
def test_the_name_of_a_download_is_one_value_and_comes_back(name: str) -> None:
    value = attachment(name)
    assert value.isascii()
    assert not set('\r\n"/\\') & set(value.removeprefix("attachment; filename*=UTF-8''"))
    back = unquote(value.partition("''")[2])
    assert "/" not in back
    if name.isprintable() and "/" not in name:
        assert back == name.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("media", ["text/html; x=1", "", "text", "image/png\r\nx: y", "Text/HTML", "a/b/c"])
def test_what_is_no_type_is_bytes(media: str) -> None:
    assert media_type(media) == "application/octet-stream"

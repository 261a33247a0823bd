"""Footnotes in the file: each call has its note, on its page, in its place."""

from __future__ import annotations

from brochure.typesetting import html
from preflight_pages import LINES, codes, make

NOTE = '<x-note id="note-{0}" class="note" data-marker="*1">注の文です。</x-note>'


def noted(css: str = "", body: str = f"{LINES}<p>本文{NOTE.format('a')}です。</p>") -> set[str]:
    """The codes of a page with a note."""
    base = html.BASE_CSS.read_text("utf-8")
    return codes(make(body, f"{base} .note {{ font-size: 7pt }} {css}"))


def test_notes_in_their_place() -> None:
    assert noted() == set()


def test_a_call_without_its_note(plain: bytes) -> None:
    assert "Q401" in codes(make(f'{LINES}<p>本文<a href="#note-a">*1</a>です。</p><p id="note-a">注</p>'))


def test_a_note_on_another_page() -> None:
    def call(name: str) -> str:
        return f'<p id="call-{name}">語<a href="#note-{name}">*{name}</a></p>'

    def note(name: str) -> str:
        return f'<p id="note-{name}"><a href="#call-{name}">*{name}</a> 注の文</p>'

    calls, notes = "".join(map(call, "123")), "".join(map(note, "12"))
    next_page = f'<div style="break-before: page">{LINES}</div>'
    assert codes(make(LINES + calls + notes + next_page + note("3"))) == {"Q402"}
    assert codes(make(LINES + calls + notes + note("3"))) == set()
    assert codes(make(LINES + call("1") + next_page + note("1"))) == set()  # at the end
    assert codes(make(calls + notes + LINES + next_page + note("3"))) == set()  # behind a section
    over = '<div style="break-before: page"></div>'
    assert codes(make(LINES + calls + notes + over + note("3"))) <= {"Q303"}  # a list that goes on
    low = '<div style="break-before: page; height: 40mm"></div>'
    assert codes(make(LINES + calls + notes + low + note("3"))) >= {"Q402"}  # at the foot of an empty page


def test_a_note_without_text() -> None:
    body = f"{LINES}<p>本文{NOTE.format('a').replace('注の文です。', '')}です。</p>"
    assert noted(body=body) == {"Q403"}

"""Control characters and direction marks from files are shown as code points, never sent as they are."""

from __future__ import annotations

import unicodedata

import pytest

from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import Location, problem
from brochure.diagnostics.visible import show_controls


@pytest.mark.parametrize(
    "code", [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), 0x2066, 0x2069, 0x200F]
)
def test_what_cannot_be_seen_is_written_as_its_code_point(code: int) -> None:
    shown = show_controls(f"a{chr(code)}b")
    if chr(code) in "\n\t":
        assert shown == f"a{chr(code)}b"
    else:
        assert shown == f"aU+{code:04X}b"
        assert all(unicodedata.category(character) not in ("Cc", "Cf") for character in shown)


def test_text_that_can_be_seen_stays() -> None:
    text = "神奈川県の\u3000MOU、1,772社。🙂 𠮷 نص עברית\n\t"
    assert show_controls(text) == text


def test_a_message_shows_them_in_its_details_and_its_place() -> None:
    said = str(
        format_problem(
            problem("F104", Location("a\x1b[2J.yaml", 1, 2), path="b\u202ec", reason="x\x07"), "en"
        )
    )
    assert "aU+001B[2J.yaml:1:2" in said
    assert "bU+202Ec" in said
    assert "xU+0007" in said

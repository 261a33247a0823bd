"""A partner's plain text in the place of a text with markup."""

from __future__ import annotations

import pytest

from brochure.document.markup import parse_markup
from brochure.document.tree import plain_text
from brochure.survey.new_text import markup_with_text


@pytest.mark.parametrize(
    ("old", "new", "made", "dropped"),
    [
        ("{瀋陽|しんよう}市など14市。", "瀋陽（しんよう）市など15市。", "{瀋陽|しんよう}市など15市。", ()),
        ("**太字**のある文です[@a より]。", "太字のある文でした。", "**太字**のある文でした[@a より]。", ()),
        (
            "14市です[@a]。次の文[^n]。",
            "全く違う話をします。次の文。",
            "全く違う話をします。次の文[^n]。",
            ("[@a]",),
        ),
        (
            "一段落目。\n\n二段落目。",
            "一段落目。\n二段落目が変わる。",
            "一段落目。\n\n二段落目が変わる。",
            (),
        ),
        ("古い文。", "[角]と{波|線}と**星**", "[角]と\\{波|線}と\\**星\\**", ()),
        ("https://old.jp/a", "https://new.jp/b_c", "https://new.jp/b_c", ()),
        ("", "新しい文。", "新しい文。", ()),
    ],
)
def test_markup_stays_where_the_words_stay(old: str, new: str, made: str, dropped: tuple[str, ...]) -> None:
    assert markup_with_text(old, new) == (made, dropped)
    printed = "\n".join(plain_text(content, calls=False) for content in parse_markup(made).paragraphs)
    assert printed == new

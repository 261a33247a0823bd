"""Inline markup written back: what was read is what was meant, and what was not touched stays as typed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from brochure.document.markup import markup_pieces, parse_markup
from brochure.document.markup_writer import revise_markup, tidy_paragraph, write_markup
from brochure.document.tree import Foreign, Inline, Inlines, Link, NoteCall, Ruby, Strong, Text
from law import law

SPACELESS = r"""
a b 。 . , ; ( ) [ ] { } | ^ @ * ** \ < > ! : / - 1 p. 頁 http:// [^ [@ \* \[ 日本 文
＊ ＊＊ ［ ］ ＾ ＠ ｛ ｜ ｛漢字｜かんじ｝ ［^a］ https://a.jp/ https://a.jp/x_(y) <https://a.jp/> <a@b.jp>
[県](https://a.jp/) [辽宁]{lang=zh-CN} {瀋陽|しんよう} [^n1] [^n2] **強調** **{大連|だいれん}[^n1]**
[@s1] [@s2] [@s1;@s2] [@s1,p.12より;cf.@s2] [cf.@s3,第3章] [@s1,12頁-3] [@s1;x\\y@s2] [@s1;^x@s2]
"""
SPACED = [" ", "\n", "\n\n", "\n  ", " \n\n ", "\u3000", "** **", "[@s1, vol. 3 x]", "[ ＠x]"]
FRAGMENTS = [*SPACELESS.split(), *SPACED]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Texts as typed, sound or broken."""
    return "".join(draw(st.lists(st.sampled_from(FRAGMENTS), max_size=14)))


WORDS = st.lists(
    st.sampled_from(["日", "本", *"ab *[]{}|^@\\<>!:/-＊［＾＠｛｜().;h", "https://a.jp/", "\n"]), max_size=8
)


@st.composite
def inlines(draw: st.DrawFn, deep: bool = True) -> Inlines:
    """A paragraph as an editor may make one in Word."""
    made: list[Inline] = []
    for kind in draw(st.lists(st.sampled_from("ttttsrlfnc"), max_size=6)):
        words = "".join(draw(WORDS))
        bare = " ".join(words.split())
        match kind:
            case "t":
                made.append(Text(words))
            case "s" if deep:
                made.append(Strong(draw(inlines(deep=False))))
            case "r" if bare:
                made.append(Ruby(bare, draw(st.sampled_from(["しんよう", "a|b", "\\", "}"]))))
            case "l":
                url = draw(st.sampled_from(["https://a.jp/", "https://a.jp/x_(y)", "mailto:a@b.jp"]))
                made.append(Link(bare, url))
            case "f" if bare:
                made.append(Foreign(bare, "zh-CN"))
            case "n":
                made.append(NoteCall(draw(st.sampled_from(["n1", "n-2"])), 0, "", first=False))
            case "c":
                made.append(
                    parse_markup(
                        draw(st.sampled_from(["[@s1]", "[@s2 より]", "[cf. @s3, 第3章]"]))
                    ).paragraphs[0][0]
                )
    return tuple(made)


def paragraphs(found: list[Inlines]) -> tuple[Inlines, ...]:
    """Those that say something."""
    return tuple(content for content in map(tidy_paragraph, found) if content)


@law(sample=200, full=5000)
@given(texts())
@example("＊\n＊")
@example("[@s1; x\\\\y @s2]")
def test_what_was_read_is_written_so_that_it_is_read_again(typed: str) -> None:
    parsed = parse_markup(typed)
    for content in parsed.paragraphs:
        if parsed.faults and tidy_paragraph(content) != content:
            continue  # broken markup that was left out leaves its blanks behind
        again = write_markup(content)
        assert "\n" not in again
        assert (parse_markup(again).paragraphs, parse_markup(again).faults) == ((content,), ())


@law(sample=200, full=5000)
@given(inlines())
def test_whatever_an_editor_makes_can_be_written(made: Inlines) -> None:
    content = tidy_paragraph(made)
    assume(content)
    assert (parse_markup(write_markup(content)).paragraphs, parse_markup(write_markup(content)).faults) == (
        (content,),
        (),
    )


@law(sample=200, full=5000)
@given(
    texts(),
    st.one_of(
        texts().map(lambda typed: list(parse_markup(typed).paragraphs)), st.lists(inlines(), max_size=3)
    ),
)
def test_a_revised_text_says_what_is_new(old: str, made: list[Inlines]) -> None:
    new = paragraphs(made)
    assert parse_markup(revise_markup(old, new)).paragraphs == new


@law(sample=100, full=5000)
@given(texts())
def test_a_text_revised_to_itself_keeps_every_character(typed: str) -> None:
    assert revise_markup(typed, parse_markup(typed).paragraphs) == typed


@law(sample=100, full=3000)
@given(st.lists(texts(), min_size=2, max_size=5), st.data())
def test_paragraphs_that_did_not_change_keep_their_spelling(typed: list[str], data: st.DataObject) -> None:
    kept = [text for text in typed if len(parse_markup(text).paragraphs) == 1 and text.strip() == text]
    assume(kept and not any(parse_markup(text).faults for text in kept))
    old = "\n\n".join(kept)
    place = data.draw(st.integers(0, len(kept)))
    added = (Text("まったく新しい段落"),)
    new = [*parse_markup(old).paragraphs]
    new.insert(place, added)
    assert revise_markup(old, new) == "\n\n".join([*kept[:place], "まったく新しい段落", *kept[place:]])


@law(sample=100, full=5000)
@given(texts())
def test_pieces_say_what_the_paragraphs_say(typed: str) -> None:
    found = markup_pieces(typed)
    for one, other in pairwise(found):
        assert one.end == other.start
    said = [inline.text for piece in found for inline in piece.said if isinstance(inline, Text)]
    flat = [
        inline.text
        for content in parse_markup(typed).paragraphs
        for outer in content
        for inline in (outer.children if isinstance(outer, Strong) else (outer,))
        if isinstance(inline, Text)
    ]
    assert "".join(said) == "".join(flat)


@pytest.mark.parametrize(
    ("old", "meant", "new"),
    [
        # a word in a text whose lines end by hand
        ("一行目、\n二行目、\n三行目。", "一行目、二つ目、三行目。", "一行目、\n二つ目、\n三行目。"),
        ("一行目、\n二行目。", "一行目とあと、二行目。", "一行目とあと、\n二行目。"),
        ("two\nwords", "two long words", "two\nlong words"),
        ("one\ntwo", "one二つ", "one二つ"),
        ("日本\n語", "日b語", "日b\n語"),
        # spellings that are not the simplest
        (r"\(a\) と <https://a.jp/>", "(a) か <https://a.jp/>", r"\(a\) か <https://a.jp/>"),
        ("[表示]( https://a.jp/ )です", "[表示](https://a.jp/)でした", "[表示]( https://a.jp/ )でした"),
        # emphasis
        ("a **b** c", "a b c", "a b c"),
        ("前強後", "前**強**後", "前**強**後"),
        # citations and notes
        ("文[@one; @two]。", "文[@one]。", "文[@one]。"),
        ("文[@one, p.12; @two]。", "文[@two]。", "文[@two]。"),
        ("文[@one, p.12;@two]。", "文[@one, p.12; @three; @two]。", "文[@one, p.12; @three;@two]。"),
        ("文[@one][@two]。", "文[@one][@two]です。", "文[@one][@two]です。"),
        ("文[@one, pp.12]。", "文[@one, p. 12; @two]。", "文[@one, pp.12; @two]。"),
        ("文。[^a]次", "文。次", "文。次"),
        # paragraphs
        ("一\n\n\n二\n", "一\n\n新\n\n二", "一\n\n\n新\n\n二\n"),
        ("一\n\n\n二\n", "二", "二\n"),
        ("一\n\n二", "一二", "一二"),
        ("一二", "一\n\n二", "一\n\n二"),
        ("", "新", "新"),
        ("古い", "", ""),
    ],
)
def test_only_what_changed_is_written_anew(old: str, meant: str, new: str) -> None:
    assert revise_markup(old, parse_markup(meant).paragraphs) == new
    assert parse_markup(new).paragraphs == parse_markup(meant).paragraphs


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("a [注] * b < c (d)", "a [注] * b < c (d)"),
        ("{x}", r"\{x}"),
        ("[^a]", r"\[^a]"),
        ("https://a.jp/", r"https\://a.jp/"),
        ("<a@b.jp>", r"\<a@b.jp>"),
        ("［^a］＊＊", r"\［^a］\＊＊"),
        ("\\[", r"\\["),
        ("C:\\目次", "C:\\目次"),
    ],
)
def test_a_text_is_escaped_only_where_it_would_be_markup(text: str, typed: str) -> None:
    assert write_markup((Text(text),)) == typed


@pytest.mark.parametrize(
    "typed",
    [
        r"\[県](https://a.jp/)a.b(c)",
        r"\[県](https://a.jp/)https://b.jp/(c)",
        r"\[県](https://a.jp/)ahttps://a.jp/x_(y)",
    ],
)
def test_an_address_keeps_its_spelling_where_only_the_bracket_before_it_is_misread(typed: str) -> None:
    (content,) = parse_markup(typed).paragraphs
    assert write_markup(content) == typed


@pytest.mark.parametrize(
    "content",
    [
        (Text(" 前"),),
        (Text("一\n二"),),
        (Strong(()),),
        (Ruby("", "a"),),
        (Link("x", "javascript:alert"),),
        (NoteCall("注", 0, "", first=False),),
        (NoteCall("@a{b\0\0page\0\0", 0, "", first=False),),
    ],
)
def test_what_no_markup_says_is_refused(content: Inlines) -> None:
    with pytest.raises(ValueError, match="says"):
        write_markup(content)

"""LaTeX in BibTeX values."""

from __future__ import annotations

import pytest

from brochure.schema.exports.latex import latex_text, verbatim_text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (r"M{\"u}ller, Gar{\c c}on, \'{\i}le, \v{S}koda, {\aa}, \O, \ss{} and \ae",
        "Müller, Garçon, íle, Škoda, å, Ø, ß and æ"),
        (r"\~n, \^{o}, \H{o}, \=a, \d{h}, \k{a}, \r{u}", "ñ, ô, ő, ā, ḥ, ą, ů"),
        (r"5\% \& more \_ \# \$3", "5% & more _ # $3"),
        ("50% off", "50% off"),
        (r"{CO}\textsubscript{2}, H$_2$O, 10$^{-9}$, m\textsuperscript{2}",
        "CO<sub>2</sub>, H<sub>2</sub>O, 10<sup>-9</sup>, m<sup>2</sup>"),
        (r"\emph{Homo} \textbf{x} {\em y}", "<i>Homo</i> <b>x</b> y"),
        (r"1990--2000 --- ``so'' it~is", "1990–2000 — “so” it is"),
        (r"don{\textquotesingle}t, \textendash, \LaTeX", "don't, –, LaTeX"),
        ("{架空州}の\n   {GDP}", "架空州のGDP"),
        ("two\n   words", "two words"),
        (r"\url{https://example.jp/} $\alpha$ $\times$", "https://example.jp/ α ×"),
        ("no markup <i>x</i> &amp;", "no markup <i>x</i> &amp;"),
        (r"{\'E}cole \'Ecole", "École École"),
    ],
)  # fmt: skip
def test_a_value_is_decoded(typed: str, text: str) -> None:
    assert (latex_text(typed).text, latex_text(typed).unknown) == (text, [])


def test_a_command_that_is_not_known_stays_and_is_named() -> None:
    decoded = latex_text(r"a \nosuchcommand{b} c")
    assert decoded.unknown == [r"\nosuchcommand"]
    assert r"\nosuchcommand" in decoded.text
    assert decoded.text.endswith("b c")


@pytest.mark.parametrize(
    "typed", ["{", "}", "\\", "$", "{{a}", "a}", "\\'", "\\textit", "$_", "{\\", "\\href{a}"]
)
def test_broken_latex_ends(typed: str) -> None:
    assert isinstance(latex_text(typed).text, str)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (r"https://example.jp/a\_b?x=1\&y=2\%20", "https://example.jp/a_b?x=1&y=2%20"),
        (r"https://example.jp/{\textasciitilde}x/$\sim$y/\~{}z/~w", "https://example.jp/~x/~y/~z/~w"),
        ("https://example.jp/--a", "https://example.jp/--a"),
    ],
)
def test_an_address_loses_only_its_escapes(typed: str, text: str) -> None:
    assert verbatim_text(typed) == text

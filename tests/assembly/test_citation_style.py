"""A style made ready for citeproc-py: two languages, our variables, and what citeproc-py lacks."""

from __future__ import annotations

import io
import re
import warnings
from typing import Any

import pytest

from brochure.assembly.citation import Citation, CslStyle
from brochure.assembly.citation_style import StyleError, parse_style, style_languages
from brochure.document.tree import Strong, SuperSub, Text, plain_text
from brochure.schema import csl_items
from workspaces import REPO

LAYOUTS = REPO / "layouts"
NAMES = '<names variable="author"><name {}/></names>'


def csl(layout: str, *, attributes: str = "", rest: str = "", locale: str = "ja-JP") -> bytes:
    """A style with a layout."""
    return (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0" '
        f'default-locale="{locale}" {attributes}><info><title>t</title><id>t</id>'
        "<updated>2026-11-29T00:00:00+00:00</updated></info>"
        f"{rest}<citation><layout>{layout}</layout></citation></style>"
    ).encode()


def words(style: bytes, locator: str = "", label: str = "page", **fields: Any) -> str:
    """A book as a style prints it."""
    item = {"id": "a", "type": "book", **{key.replace("_", "-"): value for key, value in fields.items()}}
    return plain_text(CslStyle(style).render(Citation(item, locator, label)))


def people(*names: str) -> list[dict[str, str]]:
    """Names: ``Family, Given``, or literal."""
    return [
        dict(zip(("family", "given"), name.split(", "), strict=True)) if ", " in name else {"literal": name}
        for name in names
    ]


# --- what our styles use of CSL 1.0.2, as the specification has it -----------------------------------


@pytest.mark.parametrize(
    ("options", "names", "expected"),
    [
        ("", ["Doe, John", "Roe, Ann"], "John Doe, Ann Roe"),
        ('delimiter="; "', ["Doe, John", "Roe, Ann"], "John Doe; Ann Roe"),
        ('name-as-sort-order="all" delimiter="; "', ["Doe, John", "Roe, Ann"], "Doe, John; Roe, Ann"),
        ('name-as-sort-order="first" delimiter="; "', ["Doe, John", "Roe, Ann"], "Doe, John; Ann Roe"),
        ('name-as-sort-order="all" sort-separator=" " delimiter="; "', ["Doe, John"], "Doe John"),
        ('et-al-min="3" et-al-use-first="1"', ["A, B", "C, D"], "B A, D C"),
        (
            'et-al-min="3" et-al-use-first="1" delimiter-precedes-et-al="never"',
            ["A, B", "C, D", "E"],
            "B A et al.",
        ),
        (
            'et-al-min="3" et-al-use-first="2" delimiter-precedes-et-al="always"',
            ["A", "C", "E"],
            "A, C, et al.",
        ),
        ('form="short"', ["Doe, John"], "Doe"),
        ('initialize-with="."', ["Doe, John Paul"], "J.P. Doe"),
        ('initialize="false"', ["Doe, John Paul"], "John Paul Doe"),
    ],
)
def test_names(options: str, names: list[str], expected: str) -> None:
    style = csl(NAMES.format(options), locale="en-US")
    assert words(style, author=people(*names), language="en") == expected


def test_particles_and_suffixes_stand_where_the_specification_has_them() -> None:
    fontaine = {
        "family": "Fontaine", "given": "Jean", "suffix": "III",
        "dropping-particle": "de", "non-dropping-particle": "La",
    }  # fmt: skip
    shown = csl(NAMES.format(""), locale="en-US")
    inverted = csl(NAMES.format('name-as-sort-order="all"'), locale="en-US")
    kept = csl(
        NAMES.format('name-as-sort-order="all"'), locale="en-US",
        attributes='demote-non-dropping-particle="never"',
    )  # fmt: skip
    assert words(shown, author=[fontaine]) == "Jean de La Fontaine III"
    assert words(inverted, author=[fontaine]) == "Fontaine, Jean de La, III"
    assert words(kept, author=[fontaine]) == "La Fontaine, Jean de, III"


@pytest.mark.parametrize(
    ("condition", "fields", "locator", "expected"),
    [
        ('variable="title URL"', {"title": "t", "URL": "u"}, "", True),
        ('variable="title URL"', {"title": "t"}, "", False),
        ('variable="title URL" match="any"', {"title": "t"}, "", True),
        ('variable="title URL" match="none"', {"note": "n"}, "", True),
        ('variable="title URL" match="none"', {"title": "t"}, "", False),
        ('type="book chapter" match="any"', {}, "", True),
        ('type="chapter"', {}, "", False),
        ('type="book" variable="title"', {}, "", False),
        ('type="book" variable="title" match="any"', {}, "", True),
        ('is-numeric="volume"', {"volume": "3-4"}, "", True),
        ('is-numeric="volume"', {"volume": "上"}, "", False),
        ('is-numeric="volume"', {}, "", False),
        ('is-uncertain-date="issued"', {"issued": {"date-parts": [[1935]], "circa": True}}, "", True),
        ('is-uncertain-date="issued"', {"issued": {"date-parts": [[1935]]}}, "", False),
        ('locator="page"', {}, "12", True),
        ('locator="page"', {}, "", False),
        ('locator="section"', {}, "12", False),
        ('variable="locator"', {}, "12", True),
        ('variable="issued"', {"issued": {"literal": "n.d."}}, "", True),
        ('variable="director"', {"director": [{"literal": "監督"}]}, "", True),
        ('variable="script-writer"', {"script-writer": [{"literal": "甲"}]}, "", True),
        ('variable="custom.adapted"', {"custom": {"adapted": "true"}}, "", True),
        ('variable="custom.adapted"', {"status": "adapted"}, "", False),
    ],
)
def test_conditions(condition: str, fields: dict[str, Any], locator: str, expected: bool) -> None:
    layout = f'<choose><if {condition}><text value="yes"/></if><else><text value="no"/></else></choose>'
    assert words(csl(layout), locator, **fields) == ("yes" if expected else "no")


@pytest.mark.parametrize(
    ("layout", "fields", "expected"),
    [
        (  # a group prints nothing if it calls variables and all of them are empty
            '<group suffix=")"><text value="第"/><text variable="volume"/></group><text value="."/>',
            {},
            ".",
        ),
        ('<group delimiter="・"><text variable="title"/><text variable="URL"/></group>', {"title": "t"}, "t"),
        ('<text variable="title" prefix="「" suffix="」"/>', {"title": "t"}, "「t」"),
        ('<number variable="edition" form="ordinal"/>', {"edition": "22"}, "22nd"),
        ('<number variable="number-of-pages"/>', {"number-of-pages": "32"}, "32"),
        (
            '<text variable="part-title"/><text variable="volume-title"/>',
            {"part-title": "p", "volume-title": "v"},
            "pv",
        ),
        ('<text variable="page"/>', {"page": "10-12, 15"}, "10–12, 15"),
        ('<text variable="title"/><text value="."/>', {"title": "Inc."}, "Inc."),
        (
            '<names variable="editor translator" delimiter="; "><name/>'
            '<label prefix=" (" suffix=")"/></names>',
            {"editor": people("Doe, Jo"), "translator": people("Roe, Al")},
            "Jo Doe (editor); Al Roe (translator)",
        ),
        (
            '<names variable="author"><name/><substitute><names variable="director"/></substitute></names>',
            {"director": people("Lens, Di")},
            "Di Lens",
        ),
        (
            '<names variable="director"><name/><label form="short" prefix=", "/></names>',
            {"director": people("Doe, Jo")},
            "Jo Doe, dir.",
        ),
    ],
)
def test_elements(layout: str, fields: dict[str, Any], expected: str) -> None:
    item = {"id": "a", "type": "book", **fields}
    style = CslStyle(csl(layout, locale="en-US"))
    assert plain_text(style.render(Citation(item))) == expected


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ('font-weight="bold"', (Strong((Text("題"),)),)),
        ('font-style="italic"', (Text("題"),)),
        ('vertical-align="sup"', (SuperSub("題", True),)),
    ],
)
def test_formatting_of_a_style(attribute: str, expected: object) -> None:
    style = CslStyle(csl(f'<text variable="title" {attribute}/>'))
    assert style.render(Citation({"id": "a", "type": "book", "title": "題"})) == expected


def test_text_case_leaves_what_the_item_protects() -> None:
    style = csl('<text variable="title" text-case="title"/>', locale="en-US")
    title = '<span class="nocase">iPS <i>cells</i></span> in medicine'
    assert words(style, title=title, language="en") == "iPS cells in Medicine"


# --- languages --------------------------------------------------------------------------------------

BILINGUAL = (
    '<locale xml:lang="en"><terms><term name="editor" form="short">ed.</term></terms></locale>'
    '<locale xml:lang="ja"><terms><term name="editor" form="short">編</term></terms></locale>'
    '<macro name="who"><names variable="editor"><name/><label form="short"/></names></macro>'
    '<macro name="who:en"><names variable="editor"><name/><label form="short" prefix=" "/></names></macro>'
)


def test_a_style_words_each_source_in_its_language() -> None:
    style = csl('<text macro="who"/>', rest=BILINGUAL)
    assert style_languages(parse_style(style)) == ("ja", "en")
    assert words(style, title="架空史", editor=people("見本, 花子")) == "見本花子編"
    assert words(style, title="History", editor=people("Doe, Jo")) == "Jo Doe ed."
    assert words(style, title="History", editor=people("Doe, Jo"), language="ja") == "Jo Doe編"


def test_a_style_with_one_language_stays_in_it() -> None:
    style = csl('<names variable="editor"><name/><label form="short"/></names>', locale="ja-JP")
    assert style_languages(parse_style(style)) == ("ja",)
    assert words(style, title="History", editor=people("Doe, Jo")) == "Jo Doe編"


def test_no_blank_stands_before_a_japanese_et_al() -> None:
    names = NAMES.format('et-al-min="2" et-al-use-first="1" delimiter-precedes-et-al="never" delimiter="・"')
    term = '<locale xml:lang="ja"><terms><term name="et-al">ほか</term></terms></locale>'
    assert words(csl(names, rest=term), author=people("架空局", "見本局")) == "架空局ほか"
    assert words(csl(names), author=people("架空局", "見本局")) == "架空局ほか"


@pytest.mark.parametrize(
    ("options", "names", "expected"),
    [
        ('delimiter="・"', ["架空, 太郎", "見本, 花子"], "架空太郎・見本花子"),
        ('delimiter="・"', ["スミス, ジョン", "見本, 花子"], "ジョン・スミス、見本花子"),
        ('delimiter="・"', ["スミス, ジョン"], "ジョン・スミス"),
        ('delimiter="・"', ["架空・見本研究所", "例示局"], "架空・見本研究所、例示局"),
        ('delimiter=", " name-as-sort-order="all"', ["架空, 太郎", "見本, 花子"], "架空太郎, 見本花子"),
        ('delimiter=", " name-as-sort-order="all"', ["架空, 太郎", "Smith, John"], "架空太郎; Smith, John"),
        ('delimiter=", " name-as-sort-order="all"', ["スミス, ジョン", "見本局"], "スミス, ジョン; 見本局"),
        ('delimiter=", "', ["Doe, John", "Smith, John"], "John Doe, John Smith"),
        ('delimiter="／"', ["スミス, ジョン", "見本局"], "ジョン・スミス／見本局"),
    ],
)
def test_a_delimiter_tells_the_names_apart(options: str, names: list[str], expected: str) -> None:
    assert words(csl(NAMES.format(options)), author=people(*names)) == expected


def test_a_localised_date_is_that_of_the_locale() -> None:
    date = '<date variable="issued" form="text" date-parts="year-month"/>'
    issued = {"date-parts": [[2019, 4, 20], [2019, 6, 3]]}
    assert words(csl(date), issued=issued) == "2019年4月–6月"
    assert words(csl(date, locale="en-US"), issued=issued) == "April–June 2019"
    assert words(
        csl(date.replace("text", "numeric"), locale="en-US"), issued={"date-parts": [[2019, 4]]}
    ) == ("04/2019")


def test_a_style_that_does_not_ask_for_circa_says_it() -> None:
    date = '<date variable="issued"><date-part name="year" suffix="{}"/></date>'
    issued = {"date-parts": [[1935]], "circa": True}
    assert words(csl(date.format("年")), issued=issued) == "1935年頃"
    assert words(csl(date.format(""), locale="en-US"), issued=issued) == "ca. 1935"


# --- faults, and our own files ----------------------------------------------------------------------


@pytest.mark.parametrize("variable", ["titel", "custom.license", "adapted", "derived.title"])
def test_a_variable_that_is_not_there_is_told_with_its_line(variable: str) -> None:
    with pytest.raises(StyleError, match=re.escape(variable)) as raised:
        parse_style(csl(f'\n\n<text variable="{variable}"/>'))
    assert raised.value.line == 3


def test_all_variables_of_csl_are_known() -> None:
    for variable in ("part-title", "journalAbbreviation", "volume-title-short", "custom.licence"):
        parse_style(csl(f'<text variable="{variable}"/>'))
    parse_style(csl('<names variable="script-writer guest"/><date variable="available-date" form="text"/>'))


def macros(layout: str, name: str) -> dict[str, str]:
    """The macros of a style file, as text."""
    text = (LAYOUTS / layout / "citation" / f"{name}.csl").read_text("utf-8")
    return dict(re.findall(r'<macro name="([^"]*)">(.*?)</macro>', text, re.DOTALL))


def test_the_house_form_is_the_same_in_each_file() -> None:
    house, public = macros("standard", "house"), macros("standard", "public-data")
    assert {name: text for name, text in public.items() if not name.startswith("data-")} == house
    one, other = (LAYOUTS / name / "citation" / "house.csl" for name in ("standard", "onepage"))
    assert one.read_bytes() == other.read_bytes()


def test_each_macro_of_our_styles_is_used() -> None:
    for path in sorted(LAYOUTS.glob("*/citation/*.csl")):
        text = path.read_text("utf-8")
        used = set(re.findall(r'macro="([^"]*)"', text))
        assert {name.removesuffix(":en") for name in macros(path.parts[-3], path.stem)} <= used, path


LAWS = {"standard", "legislation", "bill", "regulation", "treaty", "legal_case"}


@pytest.mark.parametrize("name", ["house", "sist02", "public-data"])
def test_no_person_is_lost_whatever_they_did(name: str) -> None:
    used = CslStyle((LAYOUTS / "standard" / "citation" / f"{name}.csl").read_bytes())
    first = ("author", "editor", "director")  # one of them leads
    for kind in sorted({*csl_items.TYPES} - LAWS):
        for there in ([], ["author"], ["editor"], ["director"], ["author", "editor"], [*first]):
            roles = [role for role in csl_items.NAMES if role not in first or role in there]
            people = {
                role: [{"family": f"Kaku{number:02}", "given": "Zoe"}] for number, role in enumerate(roles)
            }
            text = plain_text(used.render(Citation({"id": "a", "type": kind, "title": "題", **people})))
            lost = [role for role, ((name,)) in people.items() if name["family"] not in text]
            assert not lost, (kind, there)
            assert len(re.findall("Kaku", text)) == len(roles), text  # and none stands twice


@pytest.mark.parametrize("name", ["house", "sist02", "public-data"])
def test_the_role_of_each_person_is_said_in_the_language_of_the_source(name: str) -> None:
    used = CslStyle((LAYOUTS / "standard" / "citation" / f"{name}.csl").read_bytes())
    for title, one in (("題", "架空花子"), ("Title", "Zoe Kaku")):
        texts = set()
        for role in (role for role in csl_items.NAMES if role != "author"):
            item = {"id": "a", "type": "book", "title": title, role: [{"literal": one}]}
            text = plain_text(used.render(Citation(item))).replace(one, "")
            assert re.search("[ぁ-ん一-龠ァ-ヶ]" if title == "題" else "[a-z]", text.replace(title, "")), role
            texts.add(text)
        assert len(texts) >= len(csl_items.NAMES) - 3  # editor and compiler have one word in Japanese


# --- what citeproc-py lacks -------------------------------------------------------------------------

DAY = (
    '<date variable="issued"><date-part name="year"/><date-part name="month" form="numeric" prefix="-"/>'
    '<date-part name="day" prefix="-"/></date>'
)


def upstream(layout: str, item: dict[str, Any]) -> str:
    """An item as citeproc-py prints it, without our help."""
    from citeproc import Citation as Cluster
    from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        style = CitationStylesStyle(io.BytesIO(csl(layout)), validate=False)
        source = CiteProcJSON([{"id": "it", "type": "book", **item}])
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        cluster = Cluster([CitationItem("it")])
        bibliography.register(cluster)
        try:
            return str(bibliography.cite(cluster, lambda _: None))
        except Exception as error:  # it fails with various errors
            return type(error).__name__


@pytest.mark.parametrize(
    ("layout", "item", "asked"),
    [
        ('<names variable="director"/>', {"director": people("甲")}, "甲"),
        ('<names variable="script-writer"/>', {"script-writer": people("甲")}, "甲"),
        (DAY, {"issued": {"date-parts": [[2019, 4, 20], [2019, 4, 22]]}}, "2019-4-20–22"),
        ('<date variable="issued"><date-part name="year"/></date>',
         {"issued": {"date-parts": [[2019, 4], [2019, 9]]}}, "2019"),
        ('<date variable="issued"><date-part name="year" range-delimiter="/"/></date>',
         {"issued": {"date-parts": [[2019], [2021]]}}, "2019/2021"),
        (DAY, {"issued": {"date-parts": [[-44]]}}, "紀元前44"),
        ('<choose><if is-numeric="page"><text value="yes"/></if><else><text value="no"/></else></choose>',
         {"page": "45-58"}, "yes"),
        ('<text variable="title"/>', {"title": "A &amp; <i>B</i>"}, "A & B"),
        ('<number variable="number-of-pages"/>', {"number-of-pages": "32"}, "32"),
    ],
)  # fmt: skip
def test_what_citeproc_py_lacks_is_mended(layout: str, item: dict[str, Any], asked: str) -> None:
    assert words(csl(layout), **item) == asked
    # If this fails, citeproc-py has learnt it: take our mending and its row of docs/how-it-works.md away.
    assert upstream(layout, item) != asked

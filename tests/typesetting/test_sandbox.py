"""Templates of a layout cannot leave the sandbox, and their work ends: with an error that has its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

from brochure.build.load import SharedInput, load_common, load_partner
from brochure.diagnostics.catalogue import format_problem
from brochure.diagnostics.problem import BrochureError
from brochure.document.book import Book
from brochure.schema.base import frozen_record
from brochure.storage.workspace import Workspace
from brochure.typesetting import html
from brochure.typesetting.sandbox import METHODS, readable_attributes
from workspaces import REPO


def filled(folder: Path, template: str) -> str:
    """The page of the sample partner, whose template ends with some words more."""
    path = folder / "layouts" / "standard" / "page.html.jinja"
    path.write_text(f"{template}\n", "utf-8")
    common = load_common(Workspace(folder), "standard")
    loaded = load_partner(Workspace(folder), "liaoning", common)
    return html.write_html(loaded.document, common.layout, root=folder, shown="layouts/standard").html


def refused(folder: Path, template: str) -> str:
    """The first line of what is said of a template."""
    with pytest.raises(BrochureError) as raised:
        filled(folder, template)
    (found,) = raised.value.problems
    assert found.code in ("L201", "L101")
    return str(format_problem(found, "en")).splitlines()[0]


def test_what_a_layout_needs_is_there(fresh: Path) -> None:
    page = filled(
        fresh,
        "{% macro m(x) %}<{{ x }}>{% endmacro %}{% set n = namespace(last=0) %}"
        "{% for q in document.questions %}{% set n.last = loop.index %}{{ loop.first }}{% endfor %}"
        "{{ n.last }}{{ m('a' ~ 1) }}{{ layout.page.width|int }}{{ document.edition.japanese() }}"
        "{{ ['a', 'b']|join('、') }}{{ '%02d'|format(7) }}{{ 'x'.upper() }}{{ {'a': 1}.get('a') }}"
        "{% set s %}{{ 1 + 2 }}{% endset %}{{ s }}{{ document.placement.value }}",
    )
    assert page == "TrueFalseFalseFalse4<a1>2102026年11月a、b07X13page"


@pytest.mark.parametrize(
    "attack",
    [
        "{{ layout.parse_raw('x', content_type='pickle', allow_pickle=True) }}",
        "{{ layout.parse_file('/etc/passwd') }}",
        "{{ (layout|map(attribute='parse_raw')|list) }}",
        "{{ layout.model_dump() }}",
        "{{ layout.page.model_construct() }}",
        "{{ layout.__class__.__mro__ }}",
        "{{ document.__init__.__globals__ }}",
        "{{ document.edition.parse('2026') }}",
        "{{ document.edition.__class__ }}",
        "{{ ''.format_map }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ ('{:>999999999}'|attr('format'))(1) }}",
        "{{ '{0.__class__}'.format(document) }}",
        "{{ self.__init__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ loop.__init__ }}{% for x in [1] %}{{ loop._iterable }}{% endfor %}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ namespace.__init__ }}",
        "{% for q in document.questions %}{{ q.__dataclass_fields__ }}{% endfor %}",
        "{{ layout|attr('parse_raw') }}",
        "{{ lipsum() }}",
        "{{ 'a'|pprint }}",
        "{% include '../../profiles/liaoning.yaml' %}",
        "{% include '/etc/passwd' %}",
    ],
)
def test_a_template_reads_declared_fields_only(fresh: Path, attack: str) -> None:
    said = refused(fresh, attack)
    assert said.startswith("layouts/standard/page.html.jinja")


@pytest.mark.parametrize(
    "value", ["[1]", "{'a': 1}", "document", "range", "namespace(x=1)", "(1, document)", "cycler('a')"]
)
@pytest.mark.parametrize("shown", ["", "|string", "|upper", " ~ 'x'", "|join('、')", "|safe", "|e"])
def test_what_is_no_text_is_not_printed_in_python_s_notation(fresh: Path, value: str, shown: str) -> None:
    if (value, shown) in {("[1]", "|join('、')"), ("{'a': 1}", "|join('、')")}:
        assert filled(fresh, f"{{{{ {value}{shown} }}}}") in ("1", "a")
    else:
        assert "<" not in refused(fresh, f"{{{{ {value}{shown} }}}}")


DOUBLED = "{% macro m0() %}{% endmacro %}" + "".join(
    f"{{% macro m{n}() %}}{{{{ m{n - 1}() }}}}{{{{ m{n - 1}() }}}}{{% endmacro %}}" for n in range(1, 40)
)


@pytest.mark.parametrize(
    "attack",
    [
        "{{ '%999999999d'|format(1) }}",
        "{{ '%*d'|format(999999999, 1) }}",
        "{{ '%999999999d' % 1 }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        "{% for a in range(9999) %}" + "文" * 9999 + "{% endfor %}",
        f"{DOUBLED}{{{{ m39() }}}}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% set n = namespace(x='文' * 999) %}{% for a in range(40) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
        "{% set n = namespace(x='文' * 999) %}{% for a in range(40) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% set n = namespace(x=[1]) %}{% for a in range(40) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% set n = namespace(x='a') %}{% for a in range(40) %}"
        "{% set y %}{{ n.x }}{{ n.x }}{% endset %}{% set n.x = y %}{% endfor %}",
        "{{ '文' * 999999999 }}",
        "{{ [1] * 999999999 }}",
        "{{ 9 ** 99999 }}",
        "{{ range(99999)|join('文' * 9999) }}",
        "{{ ('a' * 99999)|replace('a', '文' * 9999) }}",
        "{{ [1]|batch(999999999, 1)|list }}",
        "{{ [1]|slice(999999999, 1)|list }}",
        "{{ range(999999999)|list }}",
        "{{ ([[1] * 99999] * 9) }}",
        "{% set n = namespace(x=[1]) %}{% for a in range(40) %}{% set n.x = [n.x, n.x] %}{% endfor %}",
        "{% set n = namespace(x=(1, 2)) %}{% for a in range(40) %}{% set n.x = (n.x, n.x) %}{% endfor %}",
        "{{ ([document] * 9999)|unique|list|length }}",
        "{{ ([document] * 9999) is eq([layout] * 9999) }}",
        "{{ ([[document] * 99]|batch(9999, [document] * 99)|list) }}",
        "{% for a in range(99999) %}{{ ([document, 1]) == [document, 2] }}{% endfor %}",
        "{% set s = '文' * 900000 %}{% for a in range(99) %}{% set t = s.upper() %}{% endfor %}",
        "{% set s = '文' * 900000 %}{{ s|urlencode|urlencode|urlencode }}",
        "{{ ('文' * 900000)|list|length }}",
        "{% for a in '文' * 900000 %}{% endfor %}",
        "{% include 'page.html.jinja' %}",
    ],
)
def test_the_work_of_a_template_ends(fresh: Path, attack: str) -> None:
    said = refused(fresh, attack)
    assert said.startswith("layouts/standard/page.html.jinja"), said


# --- what can be reached --------------------------------------------------------------------------


def reachable(value: object, seen: set[int]) -> Iterator[tuple[object, str]]:
    """Every value that a template can get from another, with the name of each callable."""
    if id(value) in seen or isinstance(value, str | int | float | bool | bytes | None):
        return
    seen.add(id(value))
    for name in readable_attributes(value):
        found = getattr(value, name)
        if callable(found) and not is_dataclass(found):
            yield value, name
        else:
            yield from reachable(found, seen)
    if isinstance(value, Mapping):
        for one in value.values():
            yield from reachable(one, seen)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from reachable(one, seen)


def test_every_callable_that_a_template_can_reach_is_listed(common: SharedInput, document: Any) -> None:
    layout = frozen_record(common.layout.data)
    listed = {name for names in METHODS.values() for name in names}
    found = [(type(value).__name__, name) for value, name in reachable((layout, document), set())]
    assert {name for _, name in found} <= listed
    assert ("PartialDate", "japanese") in found
    assert is_dataclass(layout)
    assert not [one for one in fields(layout) if isinstance(getattr(layout, one.name), FunctionType)]


def test_a_booklet_has_fields_only() -> None:
    assert readable_attributes_of(Book) == {one.name for one in fields(Book)}


def readable_attributes_of(cls: type) -> set[str]:
    """What a template may read of a value of a class."""
    return set(readable_attributes(object.__new__(cls)))


def test_the_repository_s_own_templates_stay_far_below_the_limits(common: SharedInput) -> None:
    from brochure.typesetting.sandbox import MAX_CHARACTERS, MAX_STEPS, Work

    made: list[Work] = []

    class Kept(Work):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html, "Work", Kept)
        loaded = load_partner(Workspace(REPO), "liaoning", common)
        html.write_html(loaded.document, common.layout, root=REPO, shown="layouts/standard")
    (work,) = made
    assert 20 < work.steps < MAX_STEPS / 1000
    assert 1000 < work.characters < MAX_CHARACTERS / 100

"""The sandbox of a layout's templates: they read declared fields only, and their work is bounded.

A layout may come from anybody, so its templates are not trusted. They get frozen values without methods, but
for those listed here, and cannot reach files, modules or the objects of a library. Loops, macros and texts
are counted; a template beyond the limits ends with an error that has its line.

Jinja's own sandbox allows every public name of an object and any number of nested loops.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any

import jinja2
from jinja2 import filters, nodes
from jinja2.runtime import LoopContext, Macro, TemplateReference
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace
from jinja2.visitor import NodeTransformer

from brochure.document.comparison import Comparison
from brochure.document.partial_date import PartialDate

MAX_STEPS = (
    1_000_000  # rounds of loops and calls of macros in one template; a booklet of 50 partners has 40,000
)
MAX_CHARACTERS = (
    20_000_000  # printed by one template, or in one of its texts; a booklet has less than 1,000,000
)
MAX_SECONDS = 30  # of CPU; steps and characters end a template long before
MAX_ITEMS = 100_000  # in one list, as Jinja's sandbox allows for range()
MAX_WIDTH = 1_000  # columns that a format such as %20d may ask for
MAX_BITS = 4_096  # of a number

# What a template may use of an object besides its fields.
METHODS: Mapping[type, frozenset[str]] = {
    Comparison: frozenset({"columns", "legend"}),
    PartialDate: frozenset({"first_day", "iso", "japanese"}),
    str: frozenset(
        {"endswith", "isdigit", "lower", "lstrip", "removeprefix", "removesuffix", "rstrip", "split"}
        | {"startswith", "strip", "upper"}
    ),
    Mapping: frozenset({"get", "items", "keys", "values"}),
    LoopContext: frozenset(
        {"changed", "cycle", "depth", "depth0", "first", "index", "index0", "last", "length", "nextitem"}
        | {"previtem", "revindex", "revindex0"}
    ),
    Enum: frozenset({"name", "value"}),
    Macro: frozenset({"arguments", "caller", "catch_kwargs", "catch_varargs", "name"}),
    Cycler: frozenset({"current", "next", "reset"}),
    Joiner: frozenset(),
}
# Jinja's filters that are left; the others print Python, draw lots, or make long texts of short ones.
FILTERS = frozenset(
    {"abs", "batch", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "float"}
    | {"format", "groupby", "int", "items", "join", "last", "length", "list", "lower", "map", "max", "min"}
    | {"reject", "rejectattr", "replace", "reverse", "round", "safe", "select", "selectattr", "slice", "sort"}
    | {"string", "striptags", "sum", "title", "trim", "truncate", "unique", "upper", "urlencode", "wordcount"}
)
GLOBALS = frozenset({"cycler", "dict", "joiner", "namespace", "range"})
_WIDTH = re.compile(r"%(?:\([^)]*\))?[-#0 +]*(\*|\d*)(?:\.(\*|\d*))?")


class TemplateLimitError(jinja2.TemplateRuntimeError):
    """A template does more work than a layout needs."""


@dataclass(slots=True)
class Work:
    """The work of a template so far."""

    steps: int = 0
    characters: int = 0
    began: float = field(default_factory=time.thread_time)

    def add(self, steps: int, characters: int) -> None:
        """Count work.

        Raises:
            TemplateLimitError: There was too much.
        """
        self.steps += steps
        self.characters += characters
        if self.steps > MAX_STEPS:
            raise TemplateLimitError(f"more than {MAX_STEPS:,} rounds of loops and calls of macros")
        if self.characters > MAX_CHARACTERS:
            raise TemplateLimitError(f"more than {MAX_CHARACTERS:,} characters")
        if self.steps % 256 == 0 and time.thread_time() - self.began > MAX_SECONDS:
            raise TemplateLimitError(f"more than {MAX_SECONDS} seconds")


class TemplateSandbox(SandboxedEnvironment):
    """The Jinja environment of a layout's templates; ``work`` is set anew for each template to fill."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(finalize=self._printable, **options)
        self.work = Work()
        self.filters = {name: self.filters[name] for name in FILTERS} | self._bounded_filters()
        self.globals = {name: value for name, value in self.globals.items() if name in GLOBALS}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002
        """Whether a template may read an attribute: a field, or what :data:`METHODS` lists."""
        return attr in readable_attributes(obj)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Calculate, unless the result would be very large."""
        if operator == "%" and isinstance(left, str):
            _check_format(left)
        elif _size_after(operator, left, right) > MAX_CHARACTERS:
            raise TemplateLimitError(f"the result of {operator} is too large")
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: Any) -> None:
        """Leave no way to ``str.format``, whose widths are not bounded; the filter ``format`` is there."""

    def _printable(self, value: object) -> object:
        """Count what a template prints, and refuse what it would print in Python's notation."""
        if is_dataclass(value) or isinstance(value, tuple):
            raise jinja2.TemplateRuntimeError(f"{type(value).__name__} is no text; put |inline behind it")
        if isinstance(value, str):
            self.work.add(0, len(value))
        return value

    def _generate(self, source: nodes.Template, *names: Any, **options: Any) -> str:
        """Compile a template in which loops, macros and joined texts are counted."""
        return super()._generate(_Counting().visit(source), *names, **options)

    def _bounded_filters(self) -> dict[str, Callable[..., Any]]:
        """Jinja's filters that can make much out of little, and those that :class:`_Counting` inserts."""

        @jinja2.pass_context
        def counted(_context: Any, characters: int) -> str:
            self.work.add(1, characters)
            return ""

        @jinja2.pass_context
        def concatenated(_context: Any, parts: Sequence[Any]) -> str:
            self.work.add(0, sum(len(str(part)) for part in parts))
            return jinja2.runtime.markup_join(parts) if self.autoescape else jinja2.runtime.str_join(parts)

        def formatted(value: str, *arguments: Any, **named: Any) -> str:
            _check_format(str(value))
            return filters.do_format(value, *arguments, **named)

        @jinja2.pass_eval_context
        def joined(context: Any, value: Iterable[Any], d: str = "", attribute: Any = None) -> str:
            items = list(value)
            self.work.add(0, len(str(d)) * len(items))
            result = filters.sync_do_join(context, items, d, attribute)
            self.work.add(0, len(result))
            return result

        @jinja2.pass_eval_context
        def replaced(context: Any, text: str, old: str, new: str, count: int | None = None) -> str:
            self.work.add(0, len(str(text)) + str(text).count(str(old)) * len(str(new)))
            return filters.do_replace(context, text, old, new, count)

        def rounded(value: float, precision: int = 0, method: Any = "common") -> float:
            return filters.do_round(value, max(-20, min(precision, 20)), method)

        def batched(value: Iterable[Any], linecount: int, fill_with: Any = None) -> Iterable[Any]:
            return filters.do_batch(value, _few(linecount), fill_with)

        def sliced(value: Iterable[Any], slices: int, fill_with: Any = None) -> Iterable[Any]:
            return filters.sync_do_slice(list(value), _few(slices), fill_with)

        return {
            **{"_counted": counted, "_concatenated": concatenated, "format": formatted, "join": joined},
            **{"replace": replaced, "round": rounded, "batch": batched, "slice": sliced},
        }


def _few(number: int) -> int:
    if number > MAX_ITEMS:
        raise TemplateLimitError(f"more than {MAX_ITEMS:,} items")
    return number


def _check_format(text: str) -> None:
    """Raise if a format such as ``%999999999d`` asks for a very wide text."""
    for width in _WIDTH.finditer(text):
        if any(part == "*" or (part and int(part) > MAX_WIDTH) for part in width.groups()):
            raise TemplateLimitError(f"{width[0]} is wider than {MAX_WIDTH:,} characters")


def _size_after(operator: str, left: Any, right: Any) -> int:
    """About how large the result of an operator will be: in characters, items, or (scaled) bits."""
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * abs(right) if operator == "**" else left.bit_length() + right.bit_length()
        return 0 if bits <= MAX_BITS else MAX_CHARACTERS + 1
    sizes = [len(value) if hasattr(value, "__len__") else 0 for value in (left, right)]
    if operator == "*":
        times = next((value for value in (left, right) if isinstance(value, int)), 1)
        return max(sizes) * max(times, 1)
    return sum(sizes)


class _Counting(NodeTransformer):
    """Puts a step, with the fixed text of the body, into each loop, macro and block; counts joined texts."""

    def visit_Template(self, node: nodes.Template) -> nodes.Node:  # noqa: N802
        return self._counted(node)

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        return self._counted(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:  # noqa: N802
        return self._counted(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802
        return self._counted(node)

    def visit_Block(self, node: nodes.Block) -> nodes.Node:  # noqa: N802
        return self._counted(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filter(nodes.List(node.nodes, lineno=node.lineno), "_concatenated", node.lineno)

    def _counted(self, node: Any) -> nodes.Node:
        weight = nodes.Const(_fixed_characters(node.body), lineno=node.lineno)
        self.generic_visit(node)
        step = nodes.ExprStmt(_filter(weight, "_counted", node.lineno), lineno=node.lineno)
        node.body.insert(_imports(node.body), step)
        return node  # type: ignore[no-any-return]


def _filter(value: nodes.Expr, name: str, line: int) -> nodes.Filter:
    return nodes.Filter(value, name, [], [], None, None, lineno=line)


def _imports(body: Sequence[nodes.Node]) -> int:
    """Where the first statement after ``extends`` stands: it must be the first of a template."""
    return 1 if body and isinstance(body[0], nodes.Extends) else 0


def _fixed_characters(body: Iterable[nodes.Node]) -> int:
    """How many characters of fixed text one round of a body prints at most, without those of inner loops."""
    total = 0
    for node in body:
        if isinstance(node, nodes.TemplateData):
            total += len(node.data)
        elif not isinstance(node, nodes.For | nodes.Macro | nodes.CallBlock | nodes.Block):
            total += _fixed_characters(node.iter_child_nodes())
    return total


def readable_attributes(value: object) -> frozenset[str] | set[str]:
    """The names that a template may read of a value.

    >>> sorted(readable_attributes(PartialDate(2026, 11)))[:3]
    ['day', 'first_day', 'iso']
    """
    if isinstance(value, Namespace):  # what the template itself has put there
        return set(object.__getattribute__(value, "_Namespace__attrs"))
    if isinstance(value, jinja2.environment.TemplateModule):
        return {name for name in vars(value) if not name.startswith("_")}
    if isinstance(value, TemplateReference):
        return set()
    cls: Any = type(value)
    return _attributes_of(cls)


@cache
def _attributes_of(cls: type) -> frozenset[str]:
    names = {name for kind, listed in METHODS.items() if issubclass(cls, kind) for name in listed}
    if is_dataclass(cls):
        names |= {one.name for one in fields(cls)}
    return frozenset(names)

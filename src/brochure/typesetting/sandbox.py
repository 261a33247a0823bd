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
from datetime import date
from enum import Enum
from functools import cache, wraps
from itertools import islice
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
MAX_CHARACTERS = 5_000_000  # made by one template in all; a booklet has less than 1,000,000
MAX_TEXT = 1_000_000  # characters of a text that a filter or method may take apart
MAX_SECONDS = 2  # of CPU, for one template; a booklet of 50 partners takes a tenth of a second
MAX_ITEMS = 100_000  # in one list with the lists in it; Jinja's sandbox allows as many for range()
MAX_WIDTH = 1_000  # columns that a format such as %20d may ask for
MAX_BITS = 4_096  # of a number

# What a template may use of an object besides its fields.
METHODS: Mapping[type, frozenset[str]] = {
    Comparison: frozenset({"columns", "groups", "legend", "sides"}),
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
# What can be printed, and be a part of a text; a list would be printed in Python's notation, with all in it.
TEXTS = (str, int, float, date, type(None), jinja2.Undefined)
# Jinja's filters that are left; the others print Python, draw lots, or make long texts of short ones.
FILTERS = frozenset(
    {"abs", "batch", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "float"}
    | {"format", "groupby", "int", "items", "join", "last", "length", "list", "lower", "map", "max", "min"}
    | {"reject", "rejectattr", "replace", "reverse", "round", "safe", "select", "selectattr", "slice", "sort"}
    | {"string", "striptags", "sum", "title", "trim", "truncate", "unique", "upper", "urlencode", "wordcount"}
)
LISTS = frozenset(
    {"batch", "dictsort", "first", "groupby", "items", "join", "last", "list", "map", "max", "min", "reject"}
    | {"rejectattr", "reverse", "select", "selectattr", "slice", "sort", "sum", "unique"}
)
COMPARED = frozenset(
    {"dictsort", "groupby", "max", "min", "sort", "sum", "unique"}
)  # of which items are compared
ANY_LENGTH = frozenset({"count", "d", "default", "length", "safe", "string"})  # the text stays as it is
ANY_VALUE = frozenset({"abs", "count", "d", "default", "float", "int", "length", "round"})
COMPARISONS = frozenset(
    {"!=", "<", "<=", "==", ">", ">=", "eq", "equalto", "ge", "greaterthan", "gt", "in", "le", "lessthan"}
    | {"lt", "ne"}
)  # tests that compare
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
        if self.steps % 64 < steps and time.thread_time() - self.began > MAX_SECONDS:
            raise TemplateLimitError(f"more than {MAX_SECONDS} seconds")


class TemplateSandbox(SandboxedEnvironment):
    """The Jinja environment of a layout's templates; ``work`` is set anew for each template to fill."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(finalize=self._printable, **options)
        self.work = Work()
        own = {name: self.filters[name] for name in FILTERS} | self._bounded_filters()
        self.filters = {name: self._counted_filter(name, own[name]) for name in FILTERS} | {
            name: own[name] for name in own if name not in FILTERS
        }
        self.tests = {
            name: self._counted_test(test) if name in COMPARISONS else test
            for name, test in self.tests.items()
        }
        self.globals = {name: value for name, value in self.globals.items() if name in GLOBALS}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002
        """Whether a template may read an attribute: a field, or what :data:`METHODS` lists."""
        return attr in readable_attributes(obj)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Calculate, unless the result would be very large."""
        if operator == "%" and isinstance(left, str):
            _check_format(left)
            self._check_texts(*(right if isinstance(right, tuple) else (right,)))
        else:
            self._add_operation(operator, left, right)
        found = super().call_binop(context, operator, left, right)
        self.work.add(0, len(found) if isinstance(found, str) else 0)
        return found

    def call(__self, __context: Any, __obj: Any, *arguments: Any, **named: Any) -> Any:  # noqa: N805
        """Call a method or macro; the text that it makes is counted."""
        owner = getattr(__obj, "__self__", None)
        if isinstance(owner, str):
            _few(len(owner), MAX_TEXT, "characters")
            __self._check_texts(*arguments)
        found = super().call(__context, __obj, *arguments, **named)
        __self.work.add(1, len(found) if isinstance(found, str) else 0)
        return found

    def _add_operation(self, operator: str, left: Any, right: Any) -> None:
        """Count the work of ``+``, ``*`` and ``**`` before it is done."""
        numbers = [value for value in (left, right) if isinstance(value, int)]
        if len(numbers) == 2 or operator == "**":
            if _bits_after(operator, left, right) > MAX_BITS:
                raise TemplateLimitError(f"the result of {operator} is too large")
            return
        times = max(numbers[0], 1) if numbers and operator == "*" else 1
        for value in (left, right):
            if isinstance(value, str):
                self.work.add(0, min(len(value) * times, MAX_CHARACTERS + 1))
            elif not isinstance(value, int):
                self.work.add(_few(_weight(value) * times), 0)

    def _check_texts(self, *values: object) -> None:
        """Raise if a value cannot be a part of a text."""
        for value in values:
            if not isinstance(value, TEXTS):
                raise jinja2.TemplateRuntimeError(f"{type(value).__name__} is no text; put |inline behind it")

    def _counted_filter(self, name: str, filled: Callable[..., Any]) -> Callable[..., Any]:
        """A filter that takes texts and lists of a limited size, and whose result is counted."""
        passed = 1 if hasattr(filled, "jinja_pass_arg") else 0  # the context, the environment …

        @wraps(filled)
        def counted(*arguments: Any, **named: Any) -> Any:
            value = arguments[passed]
            if isinstance(value, str):
                if name not in ANY_LENGTH:
                    _few(len(value), MAX_ITEMS if name in LISTS else MAX_TEXT, "characters")
            elif name in LISTS:
                value = value if isinstance(value, jinja2.Undefined | Mapping) else self._few_items(value)
                if name in COMPARED:
                    self.work.add(_few(_weight(value)), 0)
                    if arguments[passed + 1 :] or named:  # of an attribute, which is not in the list
                        self.work.add(sum(map(_weight, value)), 0)
            elif name not in ANY_VALUE:
                self._check_texts(value)
            found = filled(*arguments[:passed], value, *arguments[passed + 1 :], **named)
            self.work.add(1, len(found) if isinstance(found, str) else 0)
            return found

        return counted

    def _counted_test(self, test: Any) -> Callable[..., bool]:
        """A test that compares values, which are counted."""

        @wraps(test)
        def counted(*values: Any) -> bool:
            self.work.add(sum(_few(_weight(value)) for value in values), 0)
            return bool(test(*values))

        return counted

    def _few_items(self, value: Iterable[Any]) -> list[Any]:
        """The items of a list or generator, which are not many."""
        found = list(islice(value, MAX_ITEMS + 1))
        self.work.add(_few(len(found)) // 16, 0)
        return found

    def wrap_str_format(self, value: Any) -> None:
        """Leave no way to ``str.format``, whose widths are not bounded; the filter ``format`` is there."""

    @jinja2.pass_context  # constants, too, are then printed here, not when the template is compiled
    def _printable(self, _context: Any, value: object) -> object:
        """Count what a template prints, and refuse what it would print in Python's notation."""
        self._check_texts(value)
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
            self._check_texts(*parts)
            self.work.add(0, sum(len(str(part)) for part in parts))
            return jinja2.runtime.markup_join(parts) if self.autoescape else jinja2.runtime.str_join(parts)

        def formatted(value: str, *arguments: Any, **named: Any) -> str:
            _check_format(str(value))
            self._check_texts(*arguments, *named.values())
            return filters.do_format(value, *arguments, **named)

        @jinja2.pass_context
        def joined(context: Any, value: Iterable[Any], d: str = "", attribute: Any = None) -> str:
            items = list(value)
            if attribute is not None:
                items = list(filters.sync_do_map(context, items, attribute=attribute))
            self._check_texts(d, *items)
            self.work.add(0, len(str(d)) * len(items) + sum(len(str(one)) for one in items))
            return filters.sync_do_join(context.eval_ctx, items, d)

        @jinja2.pass_eval_context
        def replaced(context: Any, text: str, old: str, new: str, count: int | None = None) -> str:
            self._check_texts(old, new)
            self.work.add(0, len(str(text)) + str(text).count(str(old)) * len(str(new)))
            return filters.do_replace(context, text, old, new, count)

        def rounded(value: float, precision: int = 0, method: Any = "common") -> float:
            return filters.do_round(value, max(-20, min(precision, 20)), method)

        def batched(value: Iterable[Any], linecount: int, fill_with: Any = None) -> Iterable[Any]:
            self.work.add(_few(linecount * _weight(fill_with)), 0)
            return filters.do_batch(value, linecount, fill_with)

        def sliced(value: Iterable[Any], slices: int, fill_with: Any = None) -> Iterable[Any]:
            self.work.add(_few(slices * _weight(fill_with)), 0)
            return filters.sync_do_slice(list(value), slices, fill_with)

        def weighed(value: Any) -> Any:
            self.work.add(_few(_weight(value)) // 16, 0)
            return value

        def bounded(value: Any) -> Any:
            _few(len(value) if hasattr(value, "__len__") else 0)
            return value

        return {
            **{"_counted": counted, "_concatenated": concatenated, "format": formatted, "join": joined},
            **{"replace": replaced, "round": rounded, "batch": batched, "slice": sliced},
            **{"_weighed": weighed, "_bounded": bounded},
        }


def _few(number: int, most: int = MAX_ITEMS, what: str = "items") -> int:
    if number > most:
        raise TemplateLimitError(f"more than {most:,} {what}")
    return number


def _weight(value: object, most: int = MAX_ITEMS) -> int:
    """How many values are in a value, at all levels, as often as they occur; at most ``most`` + 1.

    A list that contains another twice, which contains another twice …, is small, but to compare or print it
    takes as long as if it were large.

    >>> _weight([[1, 2], ("a", {"b": None})])
    9
    """
    count, left = 0, [value]
    while left and count <= most:
        one = left.pop()
        count += 1
        if isinstance(one, list | tuple):
            left += one[: most + 1]
        elif isinstance(one, Mapping):
            for pair in islice(one.items(), most + 1):
                left += pair
        elif is_dataclass(one) and not isinstance(one, type):
            left += (getattr(one, each.name) for each in fields(one))
        if len(left) > most:
            return most + 1
    return count


def _check_format(text: str) -> None:
    """Raise if a format such as ``%999999999d`` asks for a very wide text."""
    for width in _WIDTH.finditer(text):
        if any(part == "*" or (part and int(part) > MAX_WIDTH) for part in width.groups()):
            raise TemplateLimitError(f"{width[0]} is wider than {MAX_WIDTH:,} characters")


def _bits_after(operator: str, left: Any, right: Any) -> int:
    """About how many bits the result of an operator has that is applied to numbers."""
    if not isinstance(left, int) or not isinstance(right, int):
        return 0
    return left.bit_length() * abs(right) if operator == "**" else left.bit_length() + right.bit_length()


class _Counting(NodeTransformer):
    """Puts a step, with the fixed text of the body, into each loop, macro and block; counts joined texts."""

    def visit_Template(self, node: nodes.Template) -> nodes.Node:  # noqa: N802
        return self._counted(node)

    def visit_For(self, node: Any) -> nodes.Node:  # noqa: N802
        self._counted(node)
        node.iter = _filter(node.iter, "_bounded", node.lineno)
        return node  # type: ignore[no-any-return]

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:  # noqa: N802
        return self._counted(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802
        return self._counted(node)

    def visit_Block(self, node: nodes.Block) -> nodes.Node:  # noqa: N802
        return self._counted(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filter(nodes.List(node.nodes, lineno=node.lineno), "_concatenated", node.lineno)

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802
        return self._weighed(node)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        return self._weighed(node) if node.ctx == "load" else node

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802
        return self._weighed(node)

    def visit_Compare(self, node: Any) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.expr = _filter(node.expr, "_weighed", node.lineno)
        for operand in node.ops:
            operand.expr = _filter(operand.expr, "_weighed", node.lineno)
        return node  # type: ignore[no-any-return]

    def _weighed(self, node: Any) -> nodes.Node:
        """Count the values of a list that is written in a template, unless it has constants only."""
        if all(isinstance(one, nodes.Const) for one in node.find_all(nodes.Expr) if one is not node):
            return node  # type: ignore[no-any-return]
        self.generic_visit(node)
        return _filter(node, "_weighed", node.lineno)

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

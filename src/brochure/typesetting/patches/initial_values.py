"""Fast path for properties that no rule sets.

Of the hundred properties that WeasyPrint computes for each element, nearly all are inherited or initial. For
each of them it looks for logical and pending values, calculations and exceptions: a fifth of the time of a
layout's Python (no upstream issue known; not reported yet). If no rule sets the property, or a logical one
that may decide it, the value is returned at once.
"""

from __future__ import annotations

from typing import Any

_SPECIAL = ("float", "display", "position", "page")


def apply() -> None:
    """Wrap ``css.ComputedStyle.__missing__`` and ``formatting_structure.boxes.Box.is_in_normal_flow``.

    Raises:
        RuntimeError: WeasyPrint's code differs from the expected one.
    """
    import inspect

    from weasyprint import css
    from weasyprint.formatting_structure import boxes

    missing = css.ComputedStyle.__missing__
    if list(inspect.signature(missing).parameters) != ["self", "key"] or not hasattr(
        boxes.Box, "is_in_normal_flow"
    ):
        raise RuntimeError("initial_values: weasyprint.css.ComputedStyle has changed")
    inherited = frozenset(name for name in css.INHERITED if _plain(name))
    initial = {
        name: (value, *_logical_names(css.PHYSICAL_FUNCTIONS.get(name)), css.COMPUTER_FUNCTIONS.get(name))
        for name, value in css.INITIAL_VALUES.items()
        if _plain(name) and name not in css.INHERITED
    }
    uncomputed = frozenset(css.INITIAL_NOT_COMPUTED)

    def given(self: Any, key: str) -> Any:
        cascaded, parent = self.cascaded, self.parent_style
        if key not in cascaded and parent is not None:
            if key in inherited:
                value = self[key] = parent[key]
                return value
            if key in initial:
                value, one, other, compute = initial[key]
                if one not in cascaded and other not in cascaded:
                    if key in uncomputed:  # for example, a border without a style has no width
                        value = compute(self, key, value)
                    self[key] = value
                    return value
        return missing(self, key)

    css.ComputedStyle.__missing__ = given
    in_flow = boxes.Box.is_in_normal_flow

    def is_in_normal_flow(self: Any) -> bool:
        style = self.style
        if style["float"] == "none" and style["position"] in ("static", "relative"):
            return True
        return bool(in_flow(self))

    boxes.Box.is_in_normal_flow = is_in_normal_flow


def _plain(name: str) -> bool:
    return name not in _SPECIAL and not name.startswith("text_decoration_")


def _logical_names(function: Any) -> tuple[str, str]:
    """The logical properties that may decide a physical one, for both text directions; empty if none."""
    if function is None:
        return "", ""
    return function(block="ttb", inline="ltr"), function(block="ttb", inline="rtl")

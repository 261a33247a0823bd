"""Give a property that no rule names its value without asking all that a rule might have said.

Of the hundred properties that WeasyPrint computes of each element's style, nearly all are inherited or
initial. For each it looks for logical and pending values, calculations and exceptions, a fifth of the time of
a layout's Python (no upstream issue known; not reported yet). Where the style has no logical property, those
that need no computing are given at once.
"""

from __future__ import annotations

from typing import Any

_LOGICAL = "brochure_logical"  # attribute of a style: whether a rule names a logical property
_SPECIAL = ("float", "display", "position", "page")


def apply() -> None:
    """Wrap ``css.ComputedStyle.__missing__`` and ``formatting_structure.boxes.Box.is_in_normal_flow``.

    Raises:
        RuntimeError: What they are made of is not as expected.
    """
    import inspect

    from weasyprint import css
    from weasyprint.formatting_structure import boxes

    missing = css.ComputedStyle.__missing__
    if list(inspect.signature(missing).parameters) != ["self", "key"] or not hasattr(
        boxes.Box, "is_in_normal_flow"
    ):
        raise RuntimeError("plain_values: weasyprint.css.ComputedStyle has changed")
    inherited = frozenset(name for name in css.INHERITED if _plain(name))
    initial = {
        name: value
        for name, value in css.INITIAL_VALUES.items()
        if _plain(name) and name not in css.INHERITED and name not in css.INITIAL_NOT_COMPUTED
    }
    logical = _logical_names(css.PHYSICAL_FUNCTIONS)

    def given(self: Any, key: str) -> Any:
        cascaded = self.cascaded
        if key not in cascaded and self.parent_style is not None:
            if key in inherited:
                value = self[key] = self.parent_style[key]
                return value
            if key in initial:
                kept = self.__dict__
                if _LOGICAL not in kept:
                    kept[_LOGICAL] = not logical.isdisjoint(cascaded)
                if not kept[_LOGICAL]:
                    value = self[key] = initial[key]
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


def _logical_names(physical: dict[str, Any]) -> frozenset[str]:
    """All logical properties that may decide a physical one, in whatever direction the text runs."""
    return frozenset(
        function(block="ttb", inline=inline) for function in physical.values() for inline in ("ltr", "rtl")
    )

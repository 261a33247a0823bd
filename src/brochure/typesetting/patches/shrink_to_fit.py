"""Skip measuring the narrowest width of a box if its widest fits.

The shrink-to-fit width is the preferred (widest) width if there is enough space (CSS 2.2, 10.3.5). WeasyPrint
measures the narrowest width first, breaking the text at every position, and then does not need it
(no upstream issue known; not reported yet).
"""

from __future__ import annotations

from typing import Any


def apply() -> None:
    """Wrap ``layout.preferred.shrink_to_fit`` wherever the layout uses it.

    Raises:
        RuntimeError: Its code differs from the expected one.
    """
    import inspect

    from weasyprint.layout import absolute, float, inline, preferred

    original = preferred.shrink_to_fit
    users = (absolute, float, inline)
    if list(inspect.signature(original).parameters) != ["context", "box", "available_content_width"] or any(
        user.shrink_to_fit is not original for user in users
    ):
        raise RuntimeError("shrink_to_fit: weasyprint.layout.preferred has changed")

    def shrink_to_fit(context: Any, box: Any, available_content_width: float) -> Any:
        widest = preferred.max_content_width(context, box, outer=False)
        if widest <= available_content_width:
            return widest
        return original(context, box, available_content_width)

    for user in (preferred, *users):
        user.shrink_to_fit = shrink_to_fit

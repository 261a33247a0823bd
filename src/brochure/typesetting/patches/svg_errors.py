"""Raise the errors that WeasyPrint meets while it draws an SVG.

WeasyPrint writes them to its log and goes on. The rest of the drawing is missing then, and so may be the
rest of the page, as the states of graphics that the drawing opened stay open (no upstream issue known; not
reported yet).
"""

from __future__ import annotations

from typing import Any

ORIGINAL = "LOGGER.error('Failed to render SVG image %s', self._base_url)"  # in images.SVGImage.draw


class SvgDrawingError(Exception):
    """An SVG that cannot be drawn; its text is the reason."""


def apply() -> None:
    """Replace ``images.SVGImage.draw``.

    Raises:
        RuntimeError: It does not have the expected parameters.
    """
    import inspect

    from weasyprint import images

    expected = ["self", "stream", "concrete_width", "concrete_height", "_style"]
    if list(inspect.signature(images.SVGImage.draw).parameters) != expected:
        raise RuntimeError("svg_errors: weasyprint.images.SVGImage.draw has changed")
    images.SVGImage.draw = _draw


def _draw(self: Any, stream: Any, concrete_width: float, concrete_height: float, _style: Any) -> None:
    try:
        self._svg.draw(stream, concrete_width, concrete_height, self._base_url, self._context)
    except Exception as error:
        raise SvgDrawingError(f"{type(error).__name__}: {error}") from error

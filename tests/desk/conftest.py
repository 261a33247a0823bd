"""The fixtures of tests in a real browser."""

from desk_text_field import address, browser, page, tab

__all__ = ["address", "browser", "page", "tab"]

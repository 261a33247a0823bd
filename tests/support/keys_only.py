"""A hand that has a keyboard and no mouse."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from desk_in_browser import eventually

MOST = 400  # keys to come to a place; more are not asked of anybody


class Keyboard:
    """Works on a page by keys alone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def place(self) -> str:
        """The address of the value that has the focus."""
        found = self.page.evaluate("document.activeElement?.closest('#fields [data-at]')?.dataset.at ?? ''")
        return str(found)

    @property
    def name(self) -> str:
        """What the element with the focus is called."""
        found = self.page.evaluate(
            """() => {
                const on = document.activeElement
                return on.getAttribute("aria-label") || on.labels?.[0]?.innerText || on.innerText
                    || on.title || on.tagName
            }"""
        )
        return str(found).strip()

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Type words."""
        self.page.keyboard.type(words)

    def go(self, key: str, arrived: Callable[[], bool], what: str) -> None:
        """Press a key until one has arrived."""
        for _ in range(MOST):
            if arrived():
                return
            self.press(key)
        raise AssertionError(f"{key} does not come to {what}; it is at {self.name!r}")

    def to(self, name: str, key: str = "Tab") -> None:
        """Go to what has a name that begins so."""
        self.go(key, lambda: self.name.startswith(name), name)

    def to_field(self, at: str, key: str = "Tab") -> None:
        """Go to the field of an address."""
        self.go(key, lambda: self.place == at and self.is_writing(), at)

    def is_writing(self) -> bool:
        """Whether a text can be typed here."""
        found = self.page.evaluate("document.activeElement.matches('textarea, input, [role=textbox]')")
        return bool(found)

    def wait(self, at: str) -> None:
        """Wait until the cursor is in the field of an address, as after a command."""
        eventually(lambda: self.place == at, at)

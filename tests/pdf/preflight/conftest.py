"""Fixtures of the tests of preflight."""

from __future__ import annotations

import pytest

from preflight_pages import LINES, make


@pytest.fixture(scope="module")
def plain() -> bytes:
    """A page with nothing wrong."""
    return make(LINES)

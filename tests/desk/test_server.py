"""What the server says of itself, and what it keeps quiet about."""

from __future__ import annotations

import logging
from asyncio import selector_events
from inspect import getsource

import pytest

from brochure.desk.server import is_news


def test_a_browser_that_goes_away_is_no_news(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("test of asyncio")
    logger.addFilter(is_news)
    logger.warning("socket.send() raised exception.")
    logger.warning("something else")
    assert [record.getMessage() for record in caplog.records] == ["something else"]


def test_asyncio_still_says_it_in_these_words() -> None:
    assert "'socket.send() raised exception.'" in getsource(selector_events)

"""Programs that tests start: each is looked up in the table of system requirements.

``program("pdftotext")`` gives the path. Where the program is missing, the test fails and names the package;
only a run that nothing was set up for (``make check``, ``pytest``) skips it instead.
"""

from __future__ import annotations

import os

import pytest

from brochure.storage import system_requirements

# Everything that may be missing is there: make test says so, after it installed what it needs.
EVERYTHING = "BROCHURE_TEST_EVERYTHING"


def program(name: str) -> str:
    """The path of a program of the table."""
    path = system_requirements.find_program(name)
    if path is None:
        row = system_requirements.find_requirement(name)
        reason = f"{name} is not installed ({row.needed_by}): {row.install}"
        if os.environ.get(EVERYTHING) or os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return path

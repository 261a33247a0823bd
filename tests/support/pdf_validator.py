"""The independent validator, and the one rule in which it is mistaken."""

from __future__ import annotations

import re
from pathlib import Path

import page as validator

LENGTH = "STREAM-LENGTH"
_STREAM = re.compile(rb"/Length (\d+)(?:(?!endobj).)*?>>\s*stream\r?\n", re.DOTALL)


def failures(path: Path, profile: str) -> list[str]:
    """What a file fails of a profile's rules.

    page-validation counts a stream whose last byte is CR as one too short, taking the byte for part of the
    line end before ``endstream``. ``/Length`` decides (ISO 32000-2, 7.3.8.1), so its finding is dropped where
    every stream of the file is as long as it says.
    """
    found = [str(failure) for failure in validator.validate_pdf(str(path), profile=profile).failures]
    if any(LENGTH in failure for failure in found) and lengths_are_right(path.read_bytes()):
        return [failure for failure in found if LENGTH not in failure]
    return found


def passed(path: Path, profile: str) -> tuple[int, int]:
    """How many of a profile's rules a file passes, and how many there are."""
    result = validator.validate_pdf(str(path), profile=profile)
    wrong = {failure.rule_id for failure in result.failures}
    mistaken = {rule for rule in wrong if LENGTH in rule and lengths_are_right(path.read_bytes())}
    return result.rules.passed + len(mistaken), result.rules.total


def lengths_are_right(data: bytes) -> bool:
    """Whether each stream ends where its length says."""
    streams = list(_STREAM.finditer(data))
    return bool(streams) and all(
        re.match(rb"\r?\n?endstream", data[match.end() + int(match[1]) :][:12]) for match in streams
    )

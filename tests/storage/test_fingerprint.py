"""Fingerprints of files: a file that has just changed is read."""

from __future__ import annotations

import os
from pathlib import Path

from brochure.storage.fingerprint import TRUSTED_AGE, file_fingerprint, has_same_content


def test_a_file_that_has_just_changed_is_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("one")
    before = file_fingerprint(path)
    assert before
    path.write_text("two")
    os.utime(path, ns=(before[1], before[1]))  # as a coarse clock would have it
    assert not has_same_content(path, before, before[1])
    assert has_same_content(
        path, before, before[1] + TRUSTED_AGE + 1
    )  # long after, the time would have changed

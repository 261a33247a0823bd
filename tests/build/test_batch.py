"""Many partners at once, and builds that need not be done: without a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.build.batch import BuildRequest, FailedPartner, run_for_partners
from brochure.build.brochure import BuildResult
from brochure.build.last_build import IncrementalBuilds
from brochure.build.load import SharedInput
from brochure.diagnostics.problem import BrochureError, problem
from brochure.storage.cache import FOLDER, Cache
from brochure.storage.workspace import Workspace
from workspaces import workspace


def fail_at_b(name: str, _common: SharedInput) -> str:
    """A thing to do that goes wrong with one name."""
    if name == "b":
        raise BrochureError([problem("F108")], [problem("F101", path="x")])
    return name.upper()


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_failure_is_a_value_and_stands_in_its_place(jobs: int) -> None:
    found = list(run_for_partners(workspace("repo"), ["a", "b", "c"], "standard", fail_at_b, jobs=jobs))
    assert found == ["A", FailedPartner((problem("F108"),), (problem("F101", path="x"),)), "C"]


def test_for_nobody_nothing_is_read(tmp_path: Path) -> None:
    nowhere = Workspace(tmp_path / "nowhere")
    assert list(run_for_partners(nowhere, [], "standard", fail_at_b)) == []
    with pytest.raises(BrochureError):
        list(run_for_partners(nowhere, ["a"], "standard", fail_at_b))


def test_a_request_builds_what_it_says(fresh: Path) -> None:
    where, output = Workspace(fresh), fresh / "output"
    request = BuildRequest(where, "standard", ("docx",), "", output, debug=False, cache=None)
    (built, failed) = request.build_partners(["liaoning", "nobody"], jobs=1, executor=None)
    assert isinstance(built, BuildResult)
    assert built.paths == (output / "liaoning.docx",)
    assert isinstance(failed, FailedPartner)
    assert [found.code for found in failed.problems] == ["F102"]


def test_a_build_is_skipped_until_an_input_changes(tmp_path: Path) -> None:
    source, made = tmp_path / "in.txt", tmp_path / "out.txt"
    for path in (source, made):
        path.write_text("x", "utf-8")
    built = BuildResult((made,), (problem("F108"),), (), (source,))

    def builds(cache: Cache | None, **options: str) -> IncrementalBuilds:
        return IncrementalBuilds(cache, "build", options, tmp_path, tmp_path)

    cache = Cache(tmp_path / FOLDER)
    first = builds(cache)
    assert first.unchanged("a") is None
    first.record_build("a", built)
    record = builds(cache).unchanged("a")
    assert record
    assert (record.outputs, record.warnings) == (built.paths, built.warnings)
    assert builds(None).unchanged("a") is None
    assert builds(cache, layout="other").unchanged("a") is None
    source.write_text("y", "utf-8")
    assert builds(cache).unchanged("a") is None

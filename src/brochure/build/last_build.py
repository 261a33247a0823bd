"""Records of builds, to skip a build whose inputs are unchanged.

A record lists every input with its content digest, and every output. While none has changed, the build is
skipped and its warnings are reported again. This module reads no YAML and renders nothing, so it is fast.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure.diagnostics.problem import Problem, pack_problem, unpack_problem
from brochure.storage.cache import Cache, bytes_digest, program_digest
from brochure.storage.fingerprint import TRUSTED_AGE, Fingerprint, file_fingerprint, has_same_content

if TYPE_CHECKING:
    from brochure.build.brochure import BuildResult

STAGE = "builds"


@dataclass(frozen=True, slots=True)
class BuildCommand:
    """A build request: the command (``build``), the name, the options, the workspace, the output folder."""

    command: str
    name: str
    options: Mapping[str, object]
    root: Path
    output: Path

    @property
    def key(self) -> str:
        """The key of its record in the cache."""
        asked = [self.command, self.name, sorted(self.options.items()), str(self.output)]
        return bytes_digest(json.dumps(asked, default=str).encode())


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """The last build of a task.

    Attributes:
        outputs: The files it wrote.
        warnings, faults: The problems it reported.
        changes: The inputs that had changed since the build before it.
        now: The inputs and outputs that have changed since; empty if none.
    """

    outputs: tuple[Path, ...]
    warnings: tuple[Problem, ...]
    faults: tuple[Problem, ...]
    changes: tuple[str, ...]
    now: tuple[str, ...]


def find_record(cache: Cache, key: str, root: Path, *, all_changes: bool = False) -> BuildRecord | None:
    """The record of a task's last build; ``None`` if there is none.

    Args:
        cache: The cache with the records.
        key: The key of the task.
        root: The workspace.
        all_changes: List all changes since the build; otherwise only the first.
    """
    found = cache.get(STAGE, key)
    if found is None:
        return None
    try:
        about = found.about
        now = _list_changes(about, root, all_changes)
        record = BuildRecord(
            tuple(root / shown for shown in about["outputs"]),
            tuple(map(unpack_problem, about["warnings"])),
            tuple(map(unpack_problem, about["faults"])),
            tuple(about["changes"]),
            tuple(now),
        )
        if not now and _mtimes_now_trustworthy(about):
            cache.put(STAGE, key, {**about, "at": time.time_ns()}, {})
    except (LookupError, TypeError, ValueError):
        return None
    return record


def _mtimes_now_trustworthy(about: Mapping[str, Any]) -> bool:
    """Whether all recorded times are trustworthy now, so that the record can be stamped again.

    The time of a file that changed just before the build does not prove that its content is unchanged, so
    such a file is read each time. Once its time is old enough, a new stamp saves this.
    """
    latest = max(item[1] for group in ("inputs", "outputs") for item in about[group].values() if item)
    return bool(about["at"] <= latest + TRUSTED_AGE < time.time_ns())


def _list_changes(about: Mapping[str, Any], root: Path, all_changes: bool) -> list[str]:
    found = ["brochure"] if about["tool"] != program_digest() else []
    for group in ("inputs", "outputs"):
        for shown, before in about[group].items():
            if found and not all_changes:
                return found
            if not has_same_content(root / shown, _as_known(before), int(about["at"])):
                found.append(shown)
    return found


def store_record(
    cache: Cache,
    task: BuildCommand,
    *,
    begun: int,
    inputs: Iterable[Path],
    outputs: Iterable[Path] = (),
    warnings: Iterable[Problem] = (),
    faults: Iterable[Problem] = (),
    changes: Iterable[str] = (),
) -> None:
    """Store the record of a build.

    Args:
        cache: The cache to store it in.
        task: The build request.
        begun: The start of the build (``time.time_ns()``). If an input changed after it, it is unknown which
            content was read, and no record is stored.
        inputs: Files and folders that the build depends on, also optional ones that do not exist.
        outputs: The files it wrote.
        warnings, faults: The problems it reported.
        changes: The inputs that had changed since the build before it.
    """
    read = {path: file_fingerprint(path) for path in dict.fromkeys(inputs)}
    if any(found and found[1] >= begun for path, found in read.items() if not path.is_dir()):
        return
    about = {
        "what": f"{task.command} {task.name}",
        "options": {key: str(value) for key, value in task.options.items()},
        "tool": program_digest(),
        "at": time.time_ns(),
        "inputs": {_display_path(task, path): found for path, found in read.items()},
        "outputs": {_display_path(task, path): file_fingerprint(path) for path in outputs},
        "warnings": [pack_problem(found) for found in warnings],
        "faults": [pack_problem(found) for found in faults],
        "changes": list(changes),
    }
    cache.put(STAGE, task.key, about, {})


class IncrementalBuilds:
    """Skips builds whose inputs are unchanged, and records the builds that ran.

    Args:
        cache: The cache with the records; if ``None``, nothing is skipped.
        command, options: The command and its options.
        root: The workspace.
        output: The folder to write to.
    """

    def __init__(
        self, cache: Cache | None, command: str, options: Mapping[str, object], root: Path, output: Path
    ) -> None:
        self._cache, self._command, self._options = cache, command, options
        self._root, self._output = root, output
        self._changed: dict[str, tuple[str, ...]] = {}  # changed inputs, by name
        self._begun = time.time_ns()  # an input that changes later may be read before or after its change

    def _task(self, name: str) -> BuildCommand:
        return BuildCommand(self._command, name, self._options, self._root, self._output)

    def unchanged(self, name: str) -> BuildRecord | None:
        """The record of a name's last build, if nothing has changed since."""
        if self._cache is None:
            return None
        record = find_record(self._cache, self._task(name).key, self._root, all_changes=True)
        if record is None or record.now:
            self._changed[name] = record.now if record else ()
            return None
        return record

    def record_build(self, name: str, built: BuildResult) -> None:
        """Store the record of a build."""
        if self._cache is not None and built.inputs:
            store_record(
                self._cache,
                self._task(name),
                begun=self._begun,
                inputs=built.inputs,
                outputs=built.paths,
                warnings=built.warnings,
                faults=built.faults,
                changes=self._changed.get(name, ()),
            )


def records_of_name(cache: Cache, name: str, root: Path) -> list[tuple[str, BuildRecord]]:
    """All recorded builds of a name: the command with its options, and the record with all changes since."""
    found = []
    for path, _ in cache.entries():
        if path.parent.name != STAGE or (entry := cache.get(STAGE, path.name)) is None:
            continue
        if str(entry.about.get("what", "")).split(" ")[-1] != name:
            continue
        if record := find_record(cache, path.name, root, all_changes=True):
            options = " ".join(f"{key}={value}" for key, value in entry.about["options"].items() if value)
            found.append((f"{entry.about['what']} {options}".strip(), record))
    return sorted(found, key=lambda pair: pair[0])


def _display_path(task: BuildCommand, path: Path) -> str:
    return path.relative_to(task.root).as_posix() if path.is_relative_to(task.root) else str(path)


def _as_known(before: Any) -> Fingerprint | None:
    return None if before is None else (int(before[0]), int(before[1]), str(before[2]))

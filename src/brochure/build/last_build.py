"""What the last build of each name was made from, and whether the next would be the same.

The record of a build lists every input by content and every output; while none has changed there is nothing
to do but to say again what was said. Nothing here reads YAML or renders, so that it costs almost no time.
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
    from brochure.build.brochure import Built

STAGE = "builds"


@dataclass(frozen=True, slots=True)
class Task:
    """A build as it was asked for: ``build liaoning`` with its options, and the folder it writes to."""

    command: str
    name: str
    options: Mapping[str, object]
    root: Path
    output: Path

    @property
    def key(self) -> str:
        """The name of its record."""
        asked = [self.command, self.name, sorted(self.options.items()), str(self.output)]
        return bytes_digest(json.dumps(asked, default=str).encode())


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """The last build of a task.

    Attributes:
        outputs: The files it wrote.
        warnings, faults: What it said.
        changes: Why it was made: which inputs had changed since the build before.
        now: What has changed since; nothing if all is as it was.
    """

    outputs: tuple[Path, ...]
    warnings: tuple[Problem, ...]
    faults: tuple[Problem, ...]
    changes: tuple[str, ...]
    now: tuple[str, ...]


def last(cache: Cache, key: str, root: Path, *, all_changes: bool = False) -> BuildRecord | None:
    """The last build of a task, and what has changed since.

    Args:
        cache: Where it is kept.
        key: The task's.
        root: The workspace.
        all_changes: Go on behind the first change, to tell them all.
    """
    found = cache.get(STAGE, key)
    if found is None:
        return None
    try:
        about = found.about
        now = _changes(about, root, all_changes)
        record = BuildRecord(
            tuple(root / shown for shown in about["outputs"]),
            tuple(map(unpack_problem, about["warnings"])),
            tuple(map(unpack_problem, about["faults"])),
            tuple(about["changes"]),
            tuple(now),
        )
        if not now and _renew(about):
            cache.put(STAGE, key, {**about, "at": time.time_ns()}, {})
    except (LookupError, TypeError, ValueError):
        return None
    return record


def _renew(about: Mapping[str, Any]) -> bool:
    """Whether files that had to be read, as they were new, are old enough now to be told by their time."""
    latest = max(item[1] for group in ("inputs", "outputs") for item in about[group].values() if item)
    return bool(about["at"] <= latest + TRUSTED_AGE < time.time_ns())


def _changes(about: Mapping[str, Any], root: Path, all_changes: bool) -> list[str]:
    found = ["brochure"] if about["tool"] != program_digest() else []
    for group in ("inputs", "outputs"):
        for shown, before in about[group].items():
            if found and not all_changes:
                return found
            if not has_same_content(root / shown, _known(before), int(about["at"])):
                found.append(shown)
    return found


def remember(
    cache: Cache,
    task: Task,
    *,
    begun: int,
    inputs: Iterable[Path],
    outputs: Iterable[Path] = (),
    warnings: Iterable[Problem] = (),
    faults: Iterable[Problem] = (),
    changes: Iterable[str] = (),
) -> None:
    """Keep the record of a build.

    Args:
        cache: Where to keep it.
        task: What was asked for.
        begun: When the build began, by ``time.time_ns()``; if an input changed since, nobody knows which
            content was read, and no record is kept.
        inputs: Files and folders that it was made from, also those that are not there but would be read.
        outputs: What it wrote.
        warnings, faults: What it said.
        changes: Why it was made.
    """
    read = {path: file_fingerprint(path) for path in dict.fromkeys(inputs)}
    if any(found and found[1] >= begun for path, found in read.items() if not path.is_dir()):
        return
    about = {
        "what": f"{task.command} {task.name}",
        "options": {key: str(value) for key, value in task.options.items()},
        "tool": program_digest(),
        "at": time.time_ns(),
        "inputs": {_shown(task, path): found for path, found in read.items()},
        "outputs": {_shown(task, path): file_fingerprint(path) for path in outputs},
        "warnings": [pack_problem(found) for found in warnings],
        "faults": [pack_problem(found) for found in faults],
        "changes": list(changes),
    }
    cache.put(STAGE, task.key, about, {})


class IncrementalBuilds:
    """Skips builds whose inputs are unchanged, and records those that were done.

    Args:
        cache: Where records are kept; without one nothing is skipped.
        command, options: How builds were asked for.
        root: The workspace.
        output: The folder they write to.
    """

    def __init__(
        self, cache: Cache | None, command: str, options: Mapping[str, object], root: Path, output: Path
    ) -> None:
        self._cache, self._command, self._options = cache, command, options
        self._root, self._output = root, output
        self._changes: dict[str, tuple[str, ...]] = {}  # why a build is done
        self._begun = time.time_ns()  # an input that changes from now on may have been read before or after

    def _task(self, name: str) -> Task:
        return Task(self._command, name, self._options, self._root, self._output)

    def unchanged(self, name: str) -> BuildRecord | None:
        """The last build of a name, if the next would be the same."""
        if self._cache is None:
            return None
        record = last(self._cache, self._task(name).key, self._root, all_changes=True)
        if record is None or record.now:
            self._changes[name] = record.now if record else ()
            return None
        return record

    def remember(self, name: str, built: Built) -> None:
        """Keep the record of a build that was done."""
        if self._cache is not None and built.inputs:
            remember(
                self._cache,
                self._task(name),
                begun=self._begun,
                inputs=built.inputs,
                outputs=built.paths,
                warnings=built.warnings,
                faults=built.faults,
                changes=self._changes.get(name, ()),
            )


def of_name(cache: Cache, name: str, root: Path) -> list[tuple[str, BuildRecord]]:
    """Every kept build of a name: how it was asked for, and its record with all changes since."""
    found = []
    for path, _ in cache.entries():
        if path.parent.name != STAGE or (entry := cache.get(STAGE, path.name)) is None:
            continue
        if str(entry.about.get("what", "")).split(" ")[-1] != name:
            continue
        if record := last(cache, path.name, root, all_changes=True):
            options = " ".join(f"{key}={value}" for key, value in entry.about["options"].items() if value)
            found.append((f"{entry.about['what']} {options}".strip(), record))
    return sorted(found, key=lambda pair: pair[0])


def _shown(task: Task, path: Path) -> str:
    return path.relative_to(task.root).as_posix() if path.is_relative_to(task.root) else str(path)


def _known(before: Any) -> Fingerprint | None:
    return None if before is None else (int(before[0]), int(before[1]), str(before[2]))

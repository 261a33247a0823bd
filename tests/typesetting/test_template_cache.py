"""Compiled templates are kept: the next process does not compile them, a changed text is compiled anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest

from brochure.storage import atomic as files
from brochure.typesetting import template_cache as templates


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's folder for caches."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    files.user_cache.cache_clear()
    yield tmp_path / "caches" / "brochure" / "templates"
    files.user_cache.cache_clear()


def filled(text: str, monkeypatch: pytest.MonkeyPatch, *, compiles: bool) -> str:
    """A template filled as a new process does it, which compiles or not."""
    times = 0
    compile_ = jinja2.Environment.compile

    def counted(*arguments: object, **named: object) -> object:
        nonlocal times
        times += 1
        return compile_(*arguments, **named)  # type: ignore[call-overload]

    with monkeypatch.context() as patch:
        patch.setattr(jinja2.Environment, "compile", counted)
        loader = jinja2.DictLoader({"page": text})
        found = jinja2.Environment(
            loader=loader, bytecode_cache=templates.TemplateCache("x"), autoescape=True
        )
        made = found.get_template("page").render(name="遼寧省")
    assert bool(times) is compiles
    return made


def test_a_template_is_compiled_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert filled("{{ name }}の頁", monkeypatch, compiles=True) == "遼寧省の頁"
    assert filled("{{ name }}の頁", monkeypatch, compiles=False) == "遼寧省の頁"
    assert len(list(folder.iterdir())) == 1


def test_what_changed_is_compiled_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled("{{ name }}", monkeypatch, compiles=True)
    assert filled("{{ name }}！", monkeypatch, compiles=True) == "遼寧省！"
    monkeypatch.setattr(templates, "program_digest", lambda: "another")
    assert filled("{{ name }}！", monkeypatch, compiles=True) == "遼寧省！"


@pytest.mark.parametrize("damage", [b"", b"no bytecode", None])
def test_a_broken_file_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes | None) -> None:
    filled("{{ name }}", monkeypatch, compiles=True)
    (kept,) = folder.iterdir()
    data = kept.read_bytes()
    kept.write_bytes(data[: len(data) - 20] if damage is None else data.partition(b"\n")[0] + b"\n" + damage)
    assert filled("{{ name }}", monkeypatch, compiles=True) == "遼寧省"

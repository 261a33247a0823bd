"""Renderer state that documents share."""

from __future__ import annotations

from brochure.build.processes import map_in_processes
from brochure.typesetting.renderer_state import font_configuration


def test_a_forked_process_has_its_own_font_configuration() -> None:
    shared = font_configuration([])
    assert font_configuration([]) is shared
    assert id(shared) not in map_in_processes(lambda _: id(font_configuration([])), [1, 2], 2)

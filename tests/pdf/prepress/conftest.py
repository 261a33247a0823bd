"""Fixtures of the tests of prepress."""

from __future__ import annotations

import pytest

from brochure.build.brochure import build_brochure_for_press
from brochure.build.load import load_common, load_shop
from press_files import PRESETS
from workspaces import PARTNERS, workspace


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], bytes]:
    """Every partner for every preset."""
    folder = tmp_path_factory.mktemp("press")
    found = {}
    for which, name in PARTNERS:
        where = workspace(which)
        common = load_common(where, "standard")
        for chosen in PRESETS:
            built = build_brochure_for_press(where, name, common, load_shop(where, chosen), output=folder)
            (path,) = built.paths
            assert path.name == f"{name}-print-{chosen}.pdf"
            assert {warning.code for warning in built.warnings} <= {
                "S201",
                "Q802",
                "Q803",
                "Q804",
            }  # awkward is too long for the layout
            found[name, chosen] = path.read_bytes()
    return found

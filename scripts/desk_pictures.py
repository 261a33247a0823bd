"""Take the pictures of docs/desk.md from the running desk: ``make desk-pictures``.

The workspace is a copy of the repository's, so that nothing of it changes. Chromium shows Japanese with the
fonts of the brochure.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPO / "tests"))
sys.path.insert(0, str(REPO / "tests" / "support"))

from desk_browser import chromium  # noqa: E402
from desk_in_browser import open_page  # noqa: E402
from started_desk import started_desk  # noqa: E402

IMAGES = REPO / "docs" / "images"
VIEWS = (
    ("desk-list", "#/", 1280),
    ("desk-edit", "#/p/liaoning", 1280),
    ("desk-edit-wide", "#/p/liaoning", 1920),
)


def prepare(folder: Path) -> Path:
    """Make a home with the fonts, and a workspace in it; returns the workspace."""
    fonts = folder / ".fonts"
    fonts.mkdir()
    for face in [*(REPO / "fonts").glob("*.ttf"), *(REPO / "fallback_fonts").glob("*.ttf")]:
        shutil.copy(face, fonts)
    root = folder / "workspace"
    root.mkdir()
    for name in ("profiles", "layouts", "fonts", "pictures", "shops", "booklets"):
        shutil.copytree(REPO / name, root / name)
    return root


def main() -> None:
    """Take all pictures."""
    with tempfile.TemporaryDirectory(prefix="brochure-desk-") as made:
        home = Path(made)
        root = prepare(home)
        os.environ["HOME"] = made
        with started_desk(root, home) as desk, chromium() as browser:
            for name, route, width in VIEWS:
                with open_page(browser, desk, width) as opened:
                    opened.go(route)
                    if "/p/" in route:
                        opened.page.wait_for_selector(".sheet img")
                        opened.text_field("answers.about.0.bullets.0").click()
                    else:
                        opened.page.get_by_role("row").filter(has_text="遼寧省").click()
                        opened.page.wait_for_selector(".panel .sheet img")
                    opened.page.get_by_text("機関を点検しました").or_(
                        opened.page.get_by_text("すべて保存してあります")
                    ).first.wait_for()
                    opened.page.wait_for_timeout(600)  # what moves has moved
                    opened.page.screenshot(path=IMAGES / f"{name}.png")
                    print(IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()

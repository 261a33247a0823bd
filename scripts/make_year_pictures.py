"""Make the pictures of docs/year.md: ``scripts/make_year_pictures.py``.

A year is played with the sample workspace of ``brochure init`` (遼寧省 and the fictional 架空州): the edition
is kept, forms are sent, a text is changed and compared, and a page is printed before it was approved. The
pictures of the forms need LibreOffice (Writer and Calc).
"""

from __future__ import annotations

import datetime
import sys
import tempfile
from pathlib import Path

from make_docs import ROOT, framed
from word_beside_pdf import print_word_files

from brochure.build.batch import BuildRequest
from brochure.build.load import load_common
from brochure.build.starter import create_workspace
from brochure.document.partial_date import PartialDate
from brochure.editions.open_edition import open_edition
from brochure.pdf.reader import render_page_png
from brochure.revision.open_round import open_round
from brochure.revision.redline_all import RedlineRequest, build_redline_of_all
from brochure.storage.system_requirements import find_program
from brochure.storage.workspace import Workspace
from brochure.survey.send import send_forms

IMAGES = ROOT / "docs" / "images"
DPI = 80


def main() -> None:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        where = Workspace(Path(folder) / "work")
        create_workspace(where.root)
        open_edition(where, PartialDate(2027, 11), layout="standard")
        open_round(where, "2027-05", PartialDate(2027, 5), "締結先機関アンケート調査")
        made = send_forms(where, ["liaoning"], "2027-05", language="", date="2027-05-10", output=None)
        pictures = dict(_forms(made[0].paths, Path(folder)))
        _edit(where)
        pictures["year-comparison"] = _comparison(where)
        pictures["year-unapproved"] = _unapproved(where)
    for name, data in pictures.items():
        (IMAGES / f"{name}.png").write_bytes(framed(data))
        print(f"docs/images/{name}.png")


def _edit(where: Workspace) -> None:
    path = where.profile("fictional")
    text = path.read_text("utf-8")
    path.write_text(text.replace("架空国の東部にある", "架空国の西部にある"), "utf-8")


def _forms(paths: tuple[Path, ...], folder: Path) -> list[tuple[str, bytes]]:
    """The first page of each form, of Excel that with answers; none without LibreOffice."""
    if find_program("soffice") is None or find_program("localc") is None:
        print("LibreOffice Writer and Calc are needed for the pictures of the forms", file=sys.stderr)
        return []
    print_word_files(list(paths[:1]), folder / "word")
    print_word_files(list(paths[1:]), folder / "excel")
    word, excel = ((folder / name / f"{paths[0].stem}.pdf").read_bytes() for name in ("word", "excel"))
    return [
        ("survey-word", render_page_png(word, dpi=DPI)),
        ("survey-excel", render_page_png(excel, 1, dpi=DPI)),  # the first page is the guide
    ]


def _comparison(where: Workspace) -> bytes:
    """The first page of the table of all that changed."""
    date = datetime.date(2027, 10, 1)
    asked = RedlineRequest(tuple(where.names()), "2026-11", where.root, date, "all")
    build_redline_of_all(where, load_common(where, "standard"), asked, output=where.output)
    return render_page_png((where.output / "all-comparison.pdf").read_bytes(), dpi=DPI)


def _unapproved(where: Workspace) -> bytes:
    """The first page of a file for a print shop that was not approved."""
    names = frozenset(["fictional"])
    asked = BuildRequest(
        where, "standard", ("pdf",), "booklet", where.output, debug=False, cache=None, unapproved=names
    )
    asked.build_partner("fictional", load_common(where, "standard"))
    return render_page_png((where.output / "fictional-print-booklet.pdf").read_bytes(), dpi=DPI)


if __name__ == "__main__":
    main()

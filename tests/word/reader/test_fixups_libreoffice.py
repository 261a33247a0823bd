"""What LibreOffice adds to a file is no edit."""

from __future__ import annotations

import pytest

from brochure.document.tree import NoteCall, Text
from brochure.word.reader.fixups_libreoffice import remove_joiners
from brochure.word.reader.model import BookmarkStart, LinePiece
from brochure.word.reader.pieces import FormattedPiece

CALL = NoteCall("footnote:2", 0, "", first=False)


def pieces(*texts: LinePiece | str) -> list[FormattedPiece]:
    return [FormattedPiece(Text(one) if isinstance(one, str) else one) for one in texts]


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["設立\u200d"], ["設立"]),
        (["\u200d設立"], ["設立"]),
        (["\u200d", "MOU", "更新時期"], ["MOU", "更新時期"]),
        (["MOU", "更新時期", "\u200d"], ["MOU", "更新時期"]),
        ([BookmarkStart("_bc_1"), "\u200d", "設立"], [BookmarkStart("_bc_1"), "設立"]),
        (["設立", CALL, "\u200d"], ["設立", CALL]),
        (["\u200d"], []),
        (["می\u200dخواهم"], ["می\u200dخواهم"]),
        (["👩\u200d🔬"], ["👩\u200d🔬"]),
    ],
)
def test_joiners_at_the_edges_of_a_cell_are_removed(
    texts: list[LinePiece | str], wanted: list[LinePiece | str]
) -> None:
    runs = pieces(*texts)
    remove_joiners(runs)
    assert runs == pieces(*wanted)

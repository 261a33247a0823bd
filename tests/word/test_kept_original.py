"""A kept original holds all that a Word file embeds, and is found by the digest in its properties."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from brochure.build.brochure import write_word_file
from brochure.build.load import LoadedPartner
from brochure.diagnostics.problem import BrochureError
from brochure.storage.workspace import Workspace
from brochure.word.kept_original import named_digests, original_digest, pack_original, unpack_original
from brochure.word.origin import read_origin
from brochure.word.untrusted import open_word
from stripped_files import strip_word


@pytest.fixture(scope="module")
def sent(loaded: LoadedPartner, root: Path) -> bytes:
    return write_word_file(Workspace(root), loaded)


def test_the_original_comes_back_whole(sent: bytes) -> None:
    packed = pack_original(sent)
    assert packed is not None
    whole, kept = read_origin(open_word(sent, "sent.docx")), unpack_original(packed.data, "kept.zip")
    assert whole is not None
    assert kept is not None
    assert (kept.partners, kept.blocks, kept.roles) == (whole.partners, whole.blocks, whole.roles)
    assert kept.original.parts == whole.original.parts


def test_it_is_small_and_the_same_each_time(sent: bytes, loaded: LoadedPartner) -> None:
    packed, again = pack_original(sent), pack_original(sent)
    assert packed == again
    assert packed is not None
    assert packed.document == loaded.profile.id
    assert len(packed.data) < len(sent) * 2 / 3


@pytest.mark.parametrize("losses", [["original"], ["original", "bookmarks", "styles"]])
def test_the_properties_name_the_original(sent: bytes, losses: list[str]) -> None:
    packed = pack_original(sent)
    assert packed is not None
    assert named_digests(open_word(strip_word(sent, losses), "x.docx")) == [packed.digest]
    assert named_digests(open_word(strip_word(sent, ["properties"]), "x.docx")) == []


def test_each_property_is_enough(sent: bytes) -> None:
    packed = pack_original(sent)
    assert packed is not None
    for name in ("docProps/core.xml", "docProps/custom.xml"):
        made = BytesIO()
        with zipfile.ZipFile(BytesIO(sent)) as archive, zipfile.ZipFile(made, "w") as target:
            for part in archive.namelist():
                if part != name:
                    target.writestr(part, archive.read(part))
        assert named_digests(open_word(made.getvalue(), "x.docx")) == [packed.digest], name


def test_another_text_is_another_original() -> None:
    assert original_digest([b"a", b"b"]) != original_digest([b"ab"])
    assert original_digest([b"a", b"b"]) != original_digest([b"b", b"a"])
    assert len(original_digest([])) == 32


def test_a_word_file_of_another_program_has_no_original(sent: bytes) -> None:
    assert pack_original(strip_word(sent, ["original"])) is None


@pytest.mark.parametrize("damaged", [b"", b"PK\x05\x06", b"no zip file at all"])
def test_a_damaged_original_is_refused(damaged: bytes) -> None:
    with pytest.raises(BrochureError, match="D101"):
        unpack_original(damaged, "history/x.zip")

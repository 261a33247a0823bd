"""``brochure dask-certificates``: what it makes, who can read it, and that it replaces nothing."""

from __future__ import annotations

import os
import re
import ssl
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from brochure.build.dask_certificates import KEY, ROLES, VALID_DAYS, create_certificates
from brochure.diagnostics.problem import BrochureError
from cli_result import PATIENCE


def command(where: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, run with a home folder of its own and a mask that hides nothing."""
    return subprocess.run(
        [sys.executable, "-m", "brochure", *arguments],
        env={**os.environ, "XDG_CONFIG_HOME": str(where / "settings")},
        cwd=where,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        umask=0,
        check=False,
    )


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_command_makes_three_folders_and_says_where_to_copy_them(tmp_path: Path) -> None:
    done = command(tmp_path, "--lang", "en", "dask-certificates", "a/certificates")
    assert (done.returncode, done.stderr) == (0, "")
    for role in ROLES:
        assert re.search(rf"^ +a/certificates/{role} +to ", done.stdout, re.MULTILINE)
    assert str(tmp_path / "settings" / "brochure" / "dask") in done.stdout
    made = contents(tmp_path)
    assert sorted(made) == sorted(
        f"a/certificates/{role}/{name}" for role in ROLES for name in ("ca.pem", "cert.pem", "key.pem")
    )
    assert len(set(made.values())) == 7  # the authority is the same in all, keys and certificates differ
    certificate = x509.load_pem_x509_certificate(made["a/certificates/client/cert.pem"])
    last = certificate.not_valid_after_utc.date()
    assert (last - datetime.now(UTC).date()).days in (VALID_DAYS - 1, VALID_DAYS)
    assert last.isoformat() in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="Windows has no modes")
def test_only_the_owner_can_read_them(tmp_path: Path) -> None:
    assert command(tmp_path, "dask-certificates", "made").returncode == 0
    for path in (tmp_path / "made").rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
    assert (tmp_path / "made").stat().st_mode & 0o777 == 0o700


def test_nothing_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    (tmp_path / "link").symlink_to("nowhere")
    (tmp_path / "folder").mkdir()
    create_certificates(tmp_path / "before")
    was = contents(tmp_path)
    for name in ("file", "link", "folder", "before"):
        done = command(tmp_path, "--lang", "ja", "dask-certificates", name)
        assert done.returncode == 3
        assert f"エラー F107: {name} はすでにあります" in done.stderr
    assert contents(tmp_path) == was
    assert {path.name for path in tmp_path.iterdir()} == {"file", "link", "folder", "before"}


def test_a_folder_that_cannot_be_made_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(BrochureError) as raised:
        create_certificates(tmp_path / "file" / "below")
    assert [problem.code for problem in raised.value.problems] == ["F106"]

    def full(_: Path, __: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(BrochureError) as raised:
        create_certificates(tmp_path / "made")
    assert dict(raised.value.problems[0].details)["reason"] == "No space left on device"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_key_of_the_authority_is_not_kept(tmp_path: Path) -> None:
    """No key that was written belongs to the certificate of the authority."""
    made = create_certificates(tmp_path / "made")
    for folder in made.folders:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with pytest.raises(ssl.SSLError, match="KEY_VALUES_MISMATCH"):
            context.load_cert_chain(folder / "ca.pem", folder / KEY)


def test_without_the_library_the_command_to_install_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "cryptography"] or ["cryptography"]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(BrochureError) as raised:
        create_certificates(tmp_path / "made")
    assert [problem.code for problem in raised.value.problems] == ["E105"]
    assert not (tmp_path / "made").exists()

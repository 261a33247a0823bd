"""The certificate of a shared desk: made once, renewed in time, or given."""

from __future__ import annotations

import hashlib
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from brochure.desk.certificates import (
    CERTIFICATE,
    KEY,
    RENEW_DAYS,
    VALID_DAYS,
    ShareCertificate,
    load_certificate,
    machine_names,
    own_certificate,
)
from brochure.diagnostics.problem import BrochureError

NAMES = ("office.example", "192.0.2.7", "localhost")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "brochure" / "desk"


def fetched(found: ShareCertificate) -> bytes:
    """The certificate that a server shows, to a browser that trusts it and compares the name."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def serve() -> None:
            taken, _ = listening.accept()
            with taken, found.context.wrap_socket(taken, server_side=True) as secure:
                secure.recv(1)

        thread = threading.Thread(target=serve)
        thread.start()
        trusting = ssl.create_default_context(cadata=(Path(_folder(found)) / CERTIFICATE).read_text())
        with (
            socket.create_connection(listening.getsockname()) as plain,
            trusting.wrap_socket(plain, server_hostname="office.example") as secure,
        ):
            shown = secure.getpeercert(binary_form=True)
            secure.sendall(b"x")
        thread.join(30)
    assert shown
    return shown


def _folder(_found: ShareCertificate) -> Path:
    from brochure.desk.private_files import state_folder

    return state_folder()


def test_it_is_made_once_and_its_fingerprint_is_that_of_what_browsers_see(folder: Path) -> None:
    first = own_certificate(NAMES)
    before = (folder / CERTIFICATE).read_bytes()
    again = own_certificate(NAMES[:1])
    assert (folder / CERTIFICATE).read_bytes() == before
    assert again.fingerprint == first.fingerprint
    assert set(first.names) == set(NAMES)
    assert first.fingerprint.replace(":", "").lower() == hashlib.sha256(fetched(first)).hexdigest()
    assert (folder / KEY).stat().st_mode & 0o777 == 0o600


def test_it_is_made_again_for_another_name_and_before_it_ends(folder: Path) -> None:
    now = datetime.now(UTC)
    first = own_certificate(NAMES, now)
    assert first.last_day == (now + timedelta(days=VALID_DAYS)).date().isoformat()
    other = own_certificate((*NAMES, "new.example"), now)
    assert other.fingerprint != first.fingerprint
    almost = now + timedelta(days=VALID_DAYS - RENEW_DAYS + 1)
    assert own_certificate(NAMES, almost).fingerprint != other.fingerprint
    (folder / CERTIFICATE).write_text("damaged")
    assert own_certificate(NAMES).fingerprint


def test_old_protocols_are_refused() -> None:
    assert own_certificate(NAMES).context.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_a_certificate_that_cannot_be_used_is_told(folder: Path, tmp_path: Path) -> None:
    own_certificate(NAMES)
    certificate, key = (folder / name for name in (CERTIFICATE, KEY))
    copies = [path.rename(tmp_path / path.name) for path in (certificate, key)]
    own_certificate(NAMES)  # another pair
    text = tmp_path / "text.pem"
    text.write_text("no certificate\n")
    for pair in [
        (copies[0], key),  # the key of another one
        (text, key),
        (certificate, text),
        (tmp_path / "none.pem", key),
        (certificate, tmp_path / "none.pem"),
        (tmp_path, key),
    ]:
        with pytest.raises(BrochureError) as raised:
            load_certificate(*pair)
        assert [one.code for one in raised.value.problems] == ["W403"], pair


def test_a_certificate_that_has_ended_is_told(folder: Path) -> None:
    with pytest.raises(BrochureError) as raised:
        own_certificate(NAMES, datetime.now(UTC) - timedelta(days=VALID_DAYS + 1))
    assert [one.code for one in raised.value.problems] == ["W403"]


def test_a_machine_has_a_name() -> None:
    names = machine_names()
    assert names
    assert all(name == name.lower() and " " not in name for name in names)

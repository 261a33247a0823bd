"""TLS to a Dask cluster: the files are checked, faults are named, and a partner is built through it."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import distributed
import pytest

from brochure.build import dask as executors
from brochure.build import dask_certificates, dask_tls
from brochure.build.dask import Dask
from brochure.build.dask_certificates import VALID_DAYS, create_certificates
from brochure.build.dask_tls import TlsFiles, connection_fault
from brochure.diagnostics.problem import BrochureError, Problem
from cached_builds import PARTNER
from cli_result import PATIENCE
from workspaces import REPO

NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=VALID_DAYS + 1)


@dataclass(frozen=True)
class Sets:
    """Folders with certificates."""

    good: Path
    other: Path
    expired: Path
    early: Path


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> Sets:
    root = tmp_path_factory.mktemp("certificates")
    for name, begin in (
        ("good", NOW),
        ("other", NOW),
        ("expired", LONG_AGO),
        ("early", NOW + timedelta(days=3)),
    ):
        create_certificates(root / name, begin)
    return Sets(*(root / name for name in ("good", "other", "expired", "early")))


@pytest.fixture
def files(sets: Sets, tmp_path: Path) -> Path:
    """A copy of the good files of a client."""
    return Path(shutil.copytree(sets.good / "client", tmp_path / "client"))


def refusal(files: TlsFiles) -> Problem:
    """The one problem of the files."""
    with pytest.raises(BrochureError) as raised:
        files.check()
    (found,) = raised.value.problems
    return found


def test_files_of_one_set_are_accepted_with_the_key_beside_or_in_the_certificate(files: Path) -> None:
    TlsFiles.in_folder(files).check()
    both = files / "both.pem"
    both.write_bytes((files / "cert.pem").read_bytes() + (files / "key.pem").read_bytes())
    TlsFiles(str(files / "ca.pem"), str(both), None).check()


@pytest.mark.parametrize("name", ["ca.pem", "cert.pem", "key.pem"])
def test_a_file_that_is_missing_or_no_pem_is_located(files: Path, name: str) -> None:
    path = files / name
    for content in (b"", b"\0\xff" * 99, b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        path.write_bytes(content)
        found = refusal(TlsFiles.in_folder(files))
        assert (found.code, str(found.location)) == ("E107", str(path))
    path.unlink()
    found = refusal(TlsFiles.in_folder(files))
    assert (found.code, str(found.location)) == ("E106", str(path))
    path.mkdir()
    assert refusal(TlsFiles.in_folder(files)).code == "E106"


def test_a_key_of_another_certificate_is_located(files: Path, sets: Sets) -> None:
    shutil.copy(sets.good / "worker" / "key.pem", files)
    found = refusal(TlsFiles.in_folder(files))
    assert (found.code, str(found.location)) == ("E107", str(files / "key.pem"))


def test_a_key_with_a_password_is_refused_and_nobody_is_asked(files: Path) -> None:
    from cryptography.hazmat.primitives import serialization

    path = files / "key.pem"
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"secret"),
        )
    )
    found = refusal(TlsFiles.in_folder(files))
    assert (found.code, str(found.location)) == ("E107", str(path))


def test_a_certificate_of_another_authority_is_located(files: Path, sets: Sets) -> None:
    shutil.copy(sets.other / "client" / "ca.pem", files)
    found = refusal(TlsFiles.in_folder(files))
    assert (found.code, str(found.location)) == ("E109", str(files / "cert.pem"))


def test_certificates_out_of_date_are_located_with_their_dates(sets: Sets) -> None:
    for folder, begin in ((sets.expired, LONG_AGO), (sets.early, NOW + timedelta(days=3))):
        found = refusal(TlsFiles.in_folder(folder / "client"))
        assert (found.code, str(found.location)) == ("E108", str(folder / "client" / "cert.pem"))
        told = dict(found.details)
        assert told["begin"] == (begin - timedelta(hours=1)).date().isoformat()
        assert told["end"] == (begin + timedelta(days=VALID_DAYS)).date().isoformat()


def test_an_authority_out_of_date_is_located(files: Path) -> None:
    """Its certificate may end before those that it signed."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    authority, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    sign = dask_certificates._sign
    old = sign("authority", LONG_AGO, authority.public_key(), authority)
    (files / "ca.pem").write_bytes(old.public_bytes(Encoding.PEM))
    (files / "cert.pem").write_bytes(
        sign("client", NOW, own.public_key(), authority).public_bytes(Encoding.PEM)
    )
    (files / "key.pem").write_bytes(own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    found = refusal(TlsFiles.in_folder(files))
    assert (found.code, str(found.location)) == ("E108", str(files / "ca.pem"))


def test_the_folder_of_the_user_follows_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert dask_tls.default_folder() == tmp_path / "brochure" / "dask"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert dask_tls.default_folder() == tmp_path / ".config" / "brochure" / "dask"


# --- a connection that failed ---------------------------------------------------------------------------


def context_of(folder: Path, purpose: ssl.Purpose, authority: Path | None = None) -> ssl.SSLContext:
    """What ``distributed`` makes of the files of a folder."""
    role = "client" if purpose is ssl.Purpose.SERVER_AUTH else "scheduler"
    named = {f"tls_{role}_cert": str(folder / "cert.pem"), f"tls_{role}_key": str(folder / "key.pem")}
    security = distributed.Security(tls_ca_file=str((authority or folder) / "ca.pem"), **named)
    tls = security.get_tls_config_for_role(role)
    context = security._get_tls_context(tls, purpose)
    assert isinstance(context, ssl.SSLContext)
    return context


@contextmanager
def server(answer: Callable[[socket.socket], object]) -> Iterator[str]:
    """A server that answers one connection as it is told; its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError), listening.accept()[0] as connection:
                connection.settimeout(PATIENCE)
                answer(connection)

        thread = Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        thread.join(PATIENCE)
        assert not thread.is_alive()


def with_tls(context: ssl.SSLContext) -> Callable[[socket.socket], None]:
    """Speak first, as a scheduler does, and wait for the end of the other side."""

    def answer(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as protected:
            protected.send(b"hello")
            protected.recv(1)

    return answer


def test_a_scheduler_with_other_or_old_certificates_is_named(sets: Sets) -> None:
    client = context_of(sets.good / "client", ssl.Purpose.SERVER_AUTH)
    old_client = context_of(
        sets.good / "client", ssl.Purpose.SERVER_AUTH, authority=sets.expired / "scheduler"
    )
    for folder, own, code in (
        (sets.good / "scheduler", client, None),
        (sets.other / "scheduler", client, "E112"),
        (sets.good / "client", client, "E112"),  # not valid for a server
        (sets.expired / "scheduler", old_client, "E113"),
    ):
        with server(with_tls(context_of(folder, ssl.Purpose.CLIENT_AUTH))) as address:
            found = connection_fault(address, own, PATIENCE)
        assert (found.code if found else None) == code, folder


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_scheduler_that_refuses_our_certificate_is_named(sets: Sets, version: ssl.TLSVersion) -> None:
    refusing = context_of(sets.good / "scheduler", ssl.Purpose.CLIENT_AUTH, authority=sets.other / "worker")
    refusing.maximum_version = version
    client = context_of(sets.good / "client", ssl.Purpose.SERVER_AUTH)
    with server(with_tls(refusing)) as address:
        found = connection_fault(address, client, PATIENCE)
    assert found
    assert (found.code, dict(found.details)["reason"]) == ("E114", "tlsv1 alert unknown ca")


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_scheduler_that_wants_tls_is_named(sets: Sets, version: ssl.TLSVersion) -> None:
    context = context_of(sets.good / "scheduler", ssl.Purpose.CLIENT_AUTH)
    context.maximum_version = version
    with server(with_tls(context)) as address:
        found = connection_fault(address, None, PATIENCE)
    assert found
    assert (found.code, dict(found.details)["address"]) == ("E110", address)


def test_what_is_no_tls_is_named_and_silence_is_bounded(sets: Sets) -> None:
    client = context_of(sets.good / "client", ssl.Purpose.SERVER_AUTH)
    with server(lambda connection: connection.send(b"\0" * 99) and connection.recv(1)) as address:
        found = connection_fault(address, client, PATIENCE)
    assert found
    assert found.code == "E111"
    for own in (client, None):
        with server(lambda connection: connection.recv(2**16) and connection.recv(1)) as address:
            assert connection_fault(address, own, 0.3) is None  # only our patience ends it
        for end in (socket.socket.close, lambda connection: connection.recv(9)):  # without or with a reset
            with server(end) as address:
                assert connection_fault(address, own, PATIENCE) is None
        assert connection_fault(address, own, PATIENCE) is None  # nobody listens any more


# --- a cluster ------------------------------------------------------------------------------------------


def started(folder: Path, words: list[str], sign: str) -> tuple[subprocess.Popen[str], str]:
    """A process of Dask, and the rest of the line of its log that begins with a sign."""
    log = folder / f"{words[0]}.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{words[0]}", *words[1:]],
            cwd=folder,
            stdout=file,
            stderr=file,
            text=True,
        )
    begun = time.monotonic()
    while not (lines := [line for line in log.read_text("utf-8", "replace").splitlines() if sign in line]):
        assert process.poll() is None, log.read_text("utf-8", "replace")
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.1)
    return process, lines[0].split(sign)[1].strip()


def options(folder: Path) -> list[str]:
    """The options of Dask for the files of a folder, as docs/booklet.md has them."""
    return [
        *("--no-dashboard", "--dashboard-address", "127.0.0.1:0"),
        *("--tls-ca-file", str(folder / "ca.pem")),
        *("--tls-cert", str(folder / "cert.pem"), "--tls-key", str(folder / "key.pem")),
    ]


@pytest.fixture(scope="module")
def protected(sets: Sets, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with one worker, all with TLS, started as the guide says."""
    folder = tmp_path_factory.mktemp("cluster")
    scheduler, url = started(
        folder,
        ["scheduler", "--host", "tls://127.0.0.1:0", *options(sets.good / "scheduler")],
        "Scheduler at:",
    )
    assert url.startswith("tls://127.0.0.1:")
    worker, _ = started(
        folder,
        ["worker", url, "--host", "127.0.0.1", "--nthreads", "1", *options(sets.good / "worker")],
        "Registered to:",
    )
    yield url.removeprefix("tls://")
    for process in (worker, scheduler):
        process.terminate()
        process.wait(PATIENCE)


def brochure(where: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """The exit code of a command, and its problems."""
    done = subprocess.run(
        [sys.executable, "-m", "brochure", "--lang", "en", *arguments],
        env={**os.environ, "XDG_CONFIG_HOME": str(where / "settings"), **environment},
        cwd=where,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace of one partner."""
    for name in ("layouts", "fonts"):
        (tmp_path / name).symlink_to(REPO / name)
    (tmp_path / "profiles").mkdir()
    shutil.copy(REPO / "profiles" / "_series.yaml", tmp_path / "profiles")
    (tmp_path / "profiles/p0.yaml").write_text(PARTNER.format(number=0, text="文である。"), "utf-8")
    return tmp_path


@pytest.mark.tools
def test_a_partner_is_built_through_tls(workspace: Path, protected: str, sets: Sets) -> None:
    build = ["build", "p0", "--no-cache", "--format", "pdf", "--output"]
    assert brochure(workspace, *build, "here") == (0, "")
    client = sets.good / "client"
    named = ["--executor", f"dask://{protected}", "--certificates", str(client)]  # naming them asks for TLS
    assert brochure(workspace, *build, "named", *named) == (0, "")
    of_dask = {
        f"DASK_DISTRIBUTED__COMM__TLS__{key}": str(client / name)
        for key, name in (("CA_FILE", "ca.pem"), ("CLIENT__CERT", "cert.pem"), ("CLIENT__KEY", "key.pem"))
    }
    tls = ["--executor", f"tls://{protected}"]
    assert brochure(workspace, *build, "dask", *tls, **of_dask) == (0, "")
    shutil.copytree(client, workspace / "settings" / "brochure" / "dask")
    assert brochure(workspace, *build, "user", *tls) == (0, "")
    wanted = {"DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "true"}
    assert brochure(workspace, *build, "wanted", "--executor", f"dask://{protected}", **wanted) == (0, "")
    expected = (workspace / "here" / "p0.pdf").read_bytes()
    for folder in ("named", "dask", "user", "wanted"):
        assert (workspace / folder / "p0.pdf").read_bytes() == expected


@pytest.mark.tools
def test_what_cannot_be_connected_is_told_with_its_exit_code(
    workspace: Path, protected: str, sets: Sets
) -> None:
    build = ["build", "p0", "--no-cache", "--format", "docx", "--executor"]
    for arguments, code, said in (
        ([f"dask://{protected}"], 4, f"error E110: the Dask scheduler {protected} uses TLS"),
        ([f"tls://{protected}"], 3, f"{workspace}/settings/brochure/dask/ca.pem: error E106: "),
        ([f"tls://{protected}", "--certificates", "nowhere"], 3, "nowhere/ca.pem: error E106: "),
        ([f"tls://{protected}", "--certificates", str(sets.other / "client")], 4, "error E112: "),
        (
            [f"tls://{protected}", "--certificates", str(sets.expired / "client")],
            4,
            f"{sets.expired}/client/cert.pem: error E108: ",
        ),
        (["tls://127.0.0.1:1", "--certificates", str(sets.good / "client")], 4, "error E103: "),
    ):
        found = brochure(workspace, *build, *arguments)
        assert found[0] == code, found
        assert found[1].startswith(said), found
    assert not (workspace / "output").exists()


@pytest.mark.tools
def test_a_scheduler_without_tls_is_told_to_who_wants_it(
    sets: Sets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "PATIENCE", 2)
    scheduler, url = started(
        tmp_path,
        ["scheduler", "--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0"],
        "Scheduler at:",
    )
    dask = Dask.parse(url.replace("tcp://", "tls://"), sets.good / "client")
    assert dask
    with pytest.raises(BrochureError) as raised:
        list(dask.map_on_workers(len, ["a"]))
    assert [problem.code for problem in raised.value.problems] == ["E111"]
    del raised
    gc.collect()  # the client that failed ends without waiting, and without a traceback
    scheduler.terminate()
    scheduler.wait(PATIENCE)


@pytest.mark.parametrize("command", [["build", "p0"], ["booklet", "all"]])
def test_another_machine_is_refused_without_tls(workspace: Path, command: list[str]) -> None:
    for host in (
        "10.0.0.5",
        "example.org",
        "localhost.example.org",
        "[fd00::2]",
        "0.0.0.0",
        "127.1",
        "128.0.0.1",
    ):
        code, said = brochure(workspace, *command, "--executor", f"tcp://{host}:8786")
        assert code == 2
        assert said.startswith(f"error U107: {host}:8786 is another machine")
        assert "run any program" in said
        assert "--without-tls" in said
    assert not (workspace / "output").exists()


def test_options_that_do_not_fit_are_told(workspace: Path) -> None:
    for arguments, code in (
        (["--without-tls"], "U108"),
        (["--certificates", "c"], "U108"),
        (["--executor", "tls://h:1", "--without-tls"], "U109"),
        (["--executor", "dask://h:1", "--without-tls", "--certificates", "c"], "U109"),
        (["--executor", "tcp://127.0.0.1:1", "--certificates", "c"], "U109"),
        (["--executor", "dask://h:65536"], "U101"),
        (["--executor", "dask://h:0"], "U101"),
        (["--executor", "inproc://h:1"], "U101"),
    ):
        found = brochure(workspace, "build", "p0", *arguments)
        assert found[0] == 2, (arguments, found)
        assert found[1].startswith(f"error {code}: "), (arguments, found)

"""TLS files of this machine for a Dask cluster: find and check them, and explain why a connection failed.

``distributed`` reports most faults of certificates as a connection that was closed. So the files are checked
before it reads them, and a failed connection is tried once more here to learn the reason.
"""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from brochure.build.dask_certificates import AUTHORITY, CERTIFICATE, KEY
from brochure.diagnostics.problem import BrochureError, Location, Problem, problem

_NO_CHECK_TIME = 0x200000  # X509_V_FLAG_NO_CHECK_TIME of OpenSSL, which the module ssl does not name
_EXPIRED = 10  # X509_V_ERR_CERT_HAS_EXPIRED


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """The paths of the authority's certificate, and of the certificate and key of this machine."""

    authority: str
    certificate: str
    key: str | None  # None: it is in the file of the certificate

    @classmethod
    def in_folder(cls, folder: Path) -> TlsFiles:
        """The files of a folder that ``brochure dask-certificates`` made."""
        return cls(*(str(folder / name) for name in (AUTHORITY, CERTIFICATE, KEY)))

    def check(self) -> None:
        """Check everything that can be checked without the scheduler.

        Raises:
            BrochureError: A file cannot be read (E106) or has no usable content (E107), or a certificate is
                out of date (E108) or of another authority (E109).
        """
        for path in filter(None, (self.authority, self.certificate, self.key)):
            try:
                Path(path).read_bytes()
            except OSError as error:
                raise BrochureError([_missing_file(path, error)]) from None
        context = self._load()
        try:
            certificate = self._verified_certificate(context)
        except ssl.SSLCertVerificationError as error:
            _refuse("E109", self.certificate, authority=self.authority, reason=error.verify_message)
        except ssl.SSLError as error:
            _refuse("E107", self.certificate, reason=_readable_reason(error))
        _check_dates(self.certificate, certificate)
        for authority in context.get_ca_certs():
            _check_dates(self.authority, authority)

    def _load(self) -> ssl.SSLContext:
        """A context that has all files, and checks everything but dates.

        Raises:
            BrochureError: A file has no usable content (E107).
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.verify_mode = ssl.CERT_REQUIRED
        context.verify_flags |= ssl.VerifyFlags(_NO_CHECK_TIME)
        for path in (self.authority, self.certificate):
            try:
                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
            except ssl.SSLError as error:
                _refuse("E107", path, reason=_readable_reason(error))
        context.load_verify_locations(self.authority)
        try:
            # without a password, OpenSSL would ask for one on the terminal
            context.load_cert_chain(self.certificate, self.key, password="")
        except ssl.SSLError as error:
            _refuse("E107", self.key or self.certificate, reason=_readable_reason(error))
        return context

    def _verified_certificate(self, server: ssl.SSLContext) -> dict[str, Any]:
        """The certificate of this machine, after a handshake in memory with a server of the same authority.

        Raises:
            ssl.SSLError: The authority did not sign the certificate, or not for clients.
        """
        client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
        client.load_cert_chain(self.certificate, self.key, password="")
        to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
        sides = (
            client.wrap_bio(to_client, to_server),
            server.wrap_bio(to_server, to_client, server_side=True),
        )
        for _ in range(4):  # more messages than a handshake has
            for side in sides:
                with contextlib.suppress(ssl.SSLWantReadError):
                    side.do_handshake()
        found = sides[1].getpeercert()
        assert found  # it was required
        return found


def default_folder() -> Path:
    """The folder of the user's configuration that may hold the files, after the XDG Base Directory rules."""
    given = os.environ.get("XDG_CONFIG_HOME")
    return Path(given or os.path.expanduser("~/.config")) / "brochure" / "dask"  # noqa: PTH111


def _missing_file(path: str, error: OSError) -> Problem:
    return problem("E106", Location(path), reason=error.strerror or error, folder=default_folder())


def _refuse(code: str, path: str, **details: object) -> NoReturn:
    raise BrochureError([problem(code, Location(path), **details)])


def _check_dates(path: str, certificate: dict[str, Any]) -> None:
    now = datetime.now(UTC).timestamp()
    begin, end = (ssl.cert_time_to_seconds(certificate[key]) for key in ("notBefore", "notAfter"))
    if not begin <= now <= end:
        dates = (datetime.fromtimestamp(second, UTC).date() for second in (begin, end, now))
        _refuse("E108", path, **dict(zip(("begin", "end", "today"), dates, strict=True)))


def connection_fault(address: str, context: ssl.SSLContext | None, patience: float) -> Problem | None:
    """The reason why a connection to a scheduler failed, if it has to do with TLS.

    Args:
        address: The scheduler, ``HOST:PORT``.
        context: What the connection was made with; ``None`` without TLS.
        patience: How many seconds to wait for an answer.
    """
    host, port = address.rsplit(":", 1)
    try:
        with socket.create_connection((host.strip("[]"), int(port)), patience) as connection:
            if context is None:
                return problem("E110", address=address) if _expects_tls(connection) else None
            with context.wrap_socket(connection) as protected:
                protected.recv(1)  # a scheduler speaks first, and with TLS 1.3 it refuses only now
    except ssl.SSLCertVerificationError as error:
        if error.verify_code == _EXPIRED:
            return problem("E113", address=address)
        return problem("E112", address=address, reason=error.verify_message)
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
        pass  # closed without an answer, as by a scheduler that ends
    except ssl.SSLError as error:
        if "ALERT" in (error.reason or ""):
            return problem("E114", address=address, reason=_readable_reason(error))
        return problem("E111", address=address)
    except (OSError, ValueError):
        pass
    return None


def _expects_tls(connection: socket.socket) -> bool:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with context.wrap_socket(connection):
            return True
    except ssl.SSLError as error:
        return "ALERT" in (error.reason or "")  # it wants a certificate


def _readable_reason(error: ssl.SSLError) -> str:
    """The reason of OpenSSL in words, such as “tlsv1 alert unknown ca”."""
    return (error.reason or "no PEM").replace("_", " ").lower()

"""The certificate of a shared desk: one that was given, or one that is made once for this machine.

A certificate of one's own is not known to browsers, so each warns once; the fingerprint that is shown here
and there tells that nobody is between them.
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from brochure.desk.private_files import state_folder, write_private
from brochure.diagnostics.problem import BrochureError, problem

CERTIFICATE, KEY = "certificate.pem", "key.pem"
VALID_DAYS = 800  # browsers refuse 826 and more
RENEW_DAYS = 30  # a certificate with less than this is made again
_CLOCK_DIFFERENCE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ShareCertificate:
    """A certificate with its key.

    Attributes:
        context: For the server: TLS 1.2 and later.
        names: The names and addresses of machines that it is for, without wildcards.
        fingerprint: SHA-256, as browsers show it.
        last_day: The day on which it ends.
    """

    context: ssl.SSLContext
    names: tuple[str, ...]
    fingerprint: str
    last_day: str


def machine_names() -> tuple[str, ...]:
    """The names by which others may reach this machine: its name, and the address of its network."""
    name = socket.gethostname().lower()
    names = [name] if name and name != "localhost" else []
    for family, other in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((other, 9))  # sends nothing: the system only tells from which address it would
                names.append(probe.getsockname()[0].partition("%")[0])
        except OSError:
            continue
    return tuple(dict.fromkeys(names)) or ("localhost",)


def load_certificate(certificate: Path, key: Path) -> ShareCertificate:
    """Read a certificate and its key.

    Raises:
        BrochureError: They cannot be used (W403), or ``cryptography`` is not installed (E105).
    """
    try:
        from cryptography import x509
    except ImportError:
        raise BrochureError([problem("E105")]) from None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key, password=lambda: b"")
        found = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
    except OSError as error:  # also of TLS: the key is another one's
        reason = error.strerror or str(error)
        raise BrochureError([problem("W403", path=certificate, key=key, reason=reason)]) from None
    except ValueError as error:
        raise BrochureError([problem("W403", path=certificate, key=key, reason=error)]) from None
    from cryptography.hazmat.primitives.serialization import Encoding

    end = found.not_valid_after_utc
    if end < datetime.now(UTC):
        reason = f"not valid after {end.date().isoformat()}"
        raise BrochureError([problem("W403", path=certificate, key=key, reason=reason)])
    sum_ = hashlib.sha256(found.public_bytes(Encoding.DER)).hexdigest().upper()
    fingerprint = ":".join(sum_[at : at + 2] for at in range(0, 64, 2))
    return ShareCertificate(context, _names(found), fingerprint, end.date().isoformat())


def _names(certificate: Any) -> tuple[str, ...]:
    """The names in a certificate that are those of one machine."""
    from cryptography import x509

    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    names = [name.lower() for name in found.get_values_for_type(x509.DNSName) if "*" not in name]
    return (*names, *(str(one) for one in found.get_values_for_type(x509.IPAddress)))


def own_certificate(names: tuple[str, ...], now: datetime | None = None) -> ShareCertificate:
    """The certificate of this machine for these names; it is made if there is none that fits and still lasts.

    Raises:
        BrochureError: ``cryptography`` is not installed (E105), or the files cannot be written (F106).
    """
    now = now or datetime.now(UTC)
    folder = state_folder()
    certificate, key = folder / CERTIFICATE, folder / KEY
    if certificate.exists() and key.exists():
        try:
            found = load_certificate(certificate, key)
        except BrochureError as error:
            if error.problems[0].code != "W403":
                raise
        else:
            lasts = found.last_day > (now + timedelta(days=RENEW_DAYS)).date().isoformat()
            if lasts and set(names) <= set(found.names):
                return found
    made, secret = _self_signed(names, now)
    write_private(key, secret)
    write_private(certificate, made)
    return load_certificate(certificate, key)


def _self_signed(names: tuple[str, ...], now: datetime) -> tuple[bytes, bytes]:
    """A certificate for names, and its key, both in PEM."""
    try:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
        from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
    except ImportError:
        raise BrochureError([problem("E105")]) from None
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "brochure desk")])
    places = [_general_name(name) for name in names]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK_DIFFERENCE)
        .not_valid_after(now + timedelta(days=VALID_DAYS))
        .add_extension(x509.SubjectAlternativeName(places), False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return made.public_bytes(Encoding.PEM), secret


def _general_name(name: str) -> Any:
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def login_name() -> str:
    """The name of the person who started the desk, as the system knows it."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return os.environ.get("USER", "") or "desk"

"""Make the certificates of a Dask cluster: one folder each for the scheduler, the workers and the client.

``distributed`` checks that both sides of a connection have a certificate of the same authority, and does not
check host names. So these certificates name no host. The key of the authority is never written: nobody can
make another certificate for the cluster, and a new set replaces all three folders.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from brochure.diagnostics.problem import BrochureError, problem

AUTHORITY, CERTIFICATE, KEY = "ca.pem", "cert.pem", "key.pem"  # the files of each folder
ROLES = ("scheduler", "worker", "client")
VALID_DAYS = 365
_CLOCK_DIFFERENCE = timedelta(hours=1)  # the clock of another machine may be slow


@dataclass(frozen=True, slots=True)
class ClusterCertificates:
    """The folders that were made, in the order of :data:`ROLES`, and the last day of their certificates."""

    folders: tuple[Path, ...]
    last_day: date


def create_certificates(folder: Path, now: datetime | None = None) -> ClusterCertificates:
    """Make a certificate authority, and a certificate with its key for each role.

    Args:
        folder: A folder that does not exist yet; it is made with a folder for each of :data:`ROLES`.
        now: The time from which the certificates are valid, for :data:`VALID_DAYS`.

    Returns:
        The folders; only their owner can read them.

    Raises:
        BrochureError: ``cryptography`` is not installed (E105), the folder exists (F107), or it cannot be
            written (F106).
    """
    now = now or datetime.now(UTC)
    files = _certificate_files(now)
    if os.path.lexists(folder):
        raise BrochureError([problem("F107", path=folder)])
    made: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))  # mode 700
        for name, data in files.items():
            path = made / name
            path.parent.mkdir(mode=0o700, exist_ok=True)
            with open(path, "xb", opener=_private_file) as file:
                file.write(data)
        made.rename(folder)
    except OSError as error:
        raise BrochureError([problem("F106", path=folder, reason=error.strerror or error)]) from None
    finally:
        if made:
            shutil.rmtree(made, ignore_errors=True)
    last_day = (now + timedelta(days=VALID_DAYS)).date()
    return ClusterCertificates(tuple(folder / role for role in ROLES), last_day)


def _private_file(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _certificate_files(now: datetime) -> dict[str, bytes]:
    """The contents of the files by their path below the folder."""
    try:
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    except ImportError:
        raise BrochureError([problem("E105")]) from None
    authority_key = ec.generate_private_key(ec.SECP256R1())
    authority = _sign("authority", now, authority_key.public_key(), authority_key)
    files = {}
    for role in ROLES:
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _sign(role, now, key.public_key(), authority_key)
        files[f"{role}/{AUTHORITY}"] = authority.public_bytes(Encoding.PEM)
        files[f"{role}/{CERTIFICATE}"] = certificate.public_bytes(Encoding.PEM)
        files[f"{role}/{KEY}"] = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return files


def _sign(role: str, now: datetime, key: Any, authority_key: Any) -> Any:
    """A certificate of a role for a public key; the role ``authority`` signs itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    def common_name(name: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"brochure Dask {name}")])

    is_authority = role == "authority"
    issuer_key = authority_key.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(common_name(role))
        .issuer_name(common_name("authority"))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK_DIFFERENCE)
        .not_valid_after(now + timedelta(days=VALID_DAYS))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_authority,
                key_cert_sign=is_authority,
                crl_sign=False,
                content_commitment=False,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                encipher_only=False,
                decipher_only=False,
            ),
            True,
        )
    )
    if not is_authority:  # a client that was stolen from cannot be made a scheduler or a worker
        uses = [ExtendedKeyUsageOID.CLIENT_AUTH]
        if role != "client":
            uses.append(ExtendedKeyUsageOID.SERVER_AUTH)
        builder = builder.add_extension(x509.ExtendedKeyUsage(uses), False)
    return builder.sign(authority_key, hashes.SHA256())

"""The people of an office who share a desk: a name and a token for each."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import threading
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from brochure.desk.private_files import write_private
from brochure.diagnostics.problem import BrochureError, nearest_word, problem

MOST_CHARACTERS = 40
_FILE = "people.json"


class People:
    """The file of people in the folder of a workspace; a running desk hears of changes at once.

    Only digests of the tokens are kept: who reads the file cannot come in with it.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self._lock = threading.Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._known: dict[str, dict[str, Any]] = {}

    def names(self) -> tuple[str, ...]:
        """The names of the people, in the order in which they were added."""
        return tuple(self._current())

    def add(self, name: str) -> str:
        """Add a person, and return the token, which is told only now.

        Raises:
            BrochureError: The name is not possible (W404) or known (W405), or the file cannot be written
                (F106).
        """
        plain = unicodedata.normalize("NFC", name).strip()
        if not 0 < len(plain) <= MOST_CHARACTERS or any(
            unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for sign in plain
        ):
            raise BrochureError([problem("W404", name=name, most=MOST_CHARACTERS)])
        known = dict(self._current())
        if plain in known:
            raise BrochureError([problem("W405", name=plain)])
        token = secrets.token_urlsafe(32)
        made = datetime.now(UTC).isoformat(timespec="seconds")
        known[plain] = {"digest": hashlib.sha256(token.encode()).hexdigest(), "made": made}
        self._write(known)
        return token

    def remove(self, name: str) -> None:
        """Remove a person, whose token lets in no longer.

        Raises:
            BrochureError: There is no such person (W406), or the file cannot be written (F106).
        """
        known = dict(self._current())
        plain = unicodedata.normalize("NFC", name).strip()
        if plain not in known:
            nearest = nearest_word(plain, known)
            raise BrochureError([problem("W406", name=plain, nearest=nearest, known=", ".join(known) or "—")])
        del known[plain]
        self._write(known)

    def person_of(self, digest: bytes) -> str | None:
        """The person with the digest of a token; all are compared, so that the time tells nothing."""
        found = None
        for name, kept in self._current().items():
            if hmac.compare_digest(bytes.fromhex(kept["digest"]), digest):
                found = name
        return found

    def _write(self, known: dict[str, dict[str, Any]]) -> None:
        text = json.dumps({"people": known}, ensure_ascii=False, indent=1)
        write_private(self._path, text.encode("utf-8"))

    def _current(self) -> dict[str, dict[str, Any]]:
        """The people; the file is read again if it was written since. Nobody, if it cannot be read."""
        with self._lock:
            try:
                found = self._path.stat()
                stamp = (found.st_mtime_ns, found.st_ino, found.st_size)
                if stamp != self._stamp:
                    self._known = _read(self._path.read_bytes())
                    self._stamp = stamp
            except OSError:
                self._known, self._stamp = {}, None
            return self._known


def _read(data: bytes) -> dict[str, dict[str, Any]]:
    try:
        people = json.loads(data)["people"]
        return {str(name): kept for name, kept in people.items() if len(bytes.fromhex(kept["digest"])) == 32}
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}

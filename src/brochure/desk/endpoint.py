"""The values of an endpoint: what a request gives, what is answered. They know nothing of the server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from brochure.desk.desk import Desk

MAX_JSON = 2_000_000  # bytes of a request with JSON; a profile has 5 MB at most, a save sends values
MAX_UPLOAD = 20_000_000


class Takes(Enum):
    """The body of a request."""

    NOTHING = "nothing"
    JSON = "json"
    PICTURE = "picture"  # image/jpeg or image/png


@dataclass(frozen=True, slots=True)
class DeskRequest:
    """A request that passed the guard.

    Attributes:
        params: The parts of the path, such as ``id``; texts of ``[a-z0-9_-]``, which may name nothing.
        query: The parameters behind the question mark.
        data: The JSON of the body; None without one.
        upload: The bytes of a picture.
        person: Who asks, in an office that shares the desk; else ``""``.
        lang: The language of messages.
    """

    params: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    data: Any = None
    upload: bytes = b""
    person: str = ""
    lang: Literal["ja", "en"] = "ja"


@dataclass(frozen=True, slots=True)
class DeskAnswer:
    """An answer: JSON (``data``), or the bytes of a file with its type and perhaps its name."""

    data: Any = None
    status: int = 200
    content: bytes | None = None
    media: str = "application/json"
    name: str = ""
    is_fixed: bool = False  # the address always has this content, so browsers may keep it


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A method and a path such as ``/api/profiles/{id}``, and the function that answers."""

    method: Literal["GET", "POST", "PATCH"]
    path: str
    answer: Callable[[Desk, DeskRequest], DeskAnswer]
    takes: Takes = Takes.NOTHING
    most: int = MAX_JSON

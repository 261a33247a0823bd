"""All endpoints of the desk. A path that is not listed here does not exist."""

from __future__ import annotations

from brochure.desk.desk import Desk
from brochure.desk.endpoint import DeskAnswer, DeskRequest, Endpoint


def tell_desk(desk: Desk, asked: DeskRequest) -> DeskAnswer:
    """What the page needs first."""
    return DeskAnswer({"workspace": desk.where.root.name, "person": asked.person, "share": desk.is_shared})


ENDPOINTS: tuple[Endpoint, ...] = (Endpoint("GET", "/api/desk", tell_desk),)

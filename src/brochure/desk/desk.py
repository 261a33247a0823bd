"""The state of a running desk: the workspace, the events, and the builder of pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from brochure.desk.events import Events
from brochure.storage.workspace import Workspace


@dataclass(slots=True)
class Desk:
    """One running desk."""

    where: Workspace
    events: Events = field(default_factory=Events)
    is_shared: bool = False

"""The state of a running desk: the workspace, its saved texts, the events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from brochure.desk.approvals import PartnerApprovals
from brochure.desk.builder import Builder
from brochure.desk.downloads import Downloads
from brochure.desk.events import Events
from brochure.desk.page_shelf import PageShelf
from brochure.desk.partner_checks import PartnerChecks
from brochure.desk.partner_rows import PartnerRows
from brochure.desk.save import Saver
from brochure.desk.shared import SharedInputs
from brochure.desk.survey_rounds import SurveyRounds
from brochure.storage.workspace import Workspace


@dataclass
class Desk:
    """One running desk."""

    where: Workspace
    events: Events = field(default_factory=Events)
    is_shared: bool = False
    downloads: Downloads = field(default_factory=Downloads)
    stop: Callable[[], None] = lambda: None  # the server's
    partners: PartnerRows = field(default_factory=PartnerRows)
    checks: PartnerChecks = field(default_factory=PartnerChecks)
    approvals: PartnerApprovals = field(default_factory=PartnerApprovals)
    rounds: SurveyRounds = field(default_factory=SurveyRounds)

    @cached_property
    def saver(self) -> Saver:
        """Saves the documents."""
        return Saver(self.where)

    @cached_property
    def pages(self) -> PageShelf:
        """The pages that browsers look at."""
        return PageShelf(self.where, self.events, self.shared, Builder(self.where.root))

    @cached_property
    def shared(self) -> SharedInputs:
        """What all partners share."""
        return SharedInputs(self.where)

    def close(self) -> None:
        """End the page process, if there is one."""
        if "pages" in self.__dict__:
            self.pages.builder.close()

    def end_waits(self) -> None:
        """Answer all who wait for pages: the desk stops."""
        if "pages" in self.__dict__:
            self.pages.end_waits()

"""What the page of the plan shows."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.plan.board import PlanBoard, RosterChoice, SessionPage
from vaxdesk.domain.plan.choice import Choice, Way
from vaxdesk.domain.plan.effects import Effects
from vaxdesk.domain.plan.proposal import Proposal
from vaxdesk.domain.plan.session import AllottedView, CampaignView, SessionView
from vaxdesk.domain.plan.tasks import TaskView
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.views import PersonView


class Tab(StrEnum):
    """Parts of the page."""

    WORDS = nonmember("plan.tab")

    SESSIONS = "sessions"
    TASKS = "tasks"


class PlanState(msgspec.Struct, frozen=True, kw_only=True):
    """`chosen` is the session shown, `slot` the hour whose people are listed (empty: all).

    `campaign` is the one whose tasks are shown. `proposal` answers `choice` for the session chosen; `hand` are people
    picked one by one, `found` whom to pick from. `effects` answers the correction that is being filled in.
    `waiting` are those who need another place.
    """

    tab: Tab = Tab.SESSIONS
    board: PlanBoard | None = None
    chosen: str = ""
    page: SessionPage | None = None
    slot: str = ""
    choice: Choice = Choice(way=Way.AREA)
    proposal: Proposal | None = None
    rosters: tuple[RosterChoice, ...] = ()
    hand: tuple[PersonView, ...] = ()
    found: tuple[PersonView, ...] = ()
    waiting: tuple[PersonView, ...] = ()
    effects: Effects | Refused | None = None
    campaign: str = ""
    tasks: tuple[TaskView, ...] = ()
    busy: bool = False

    @property
    def today(self) -> str:
        """ISO day."""
        return self.board.today if self.board else ""

    @property
    def session(self) -> SessionView | None:
        """The session shown."""
        return self.page.session if self.page and self.page.session.id == self.chosen else None

    @property
    def campaigns(self) -> tuple[CampaignView, ...]:
        """All campaigns."""
        return self.board.campaigns if self.board else ()

    @property
    def running(self) -> tuple[CampaignView, ...]:
        """Campaigns that are not over."""
        return tuple(one for one in self.campaigns if not one.closed)

    @property
    def campaign_shown(self) -> CampaignView | None:
        """The campaign whose tasks are shown."""
        return next((one for one in self.campaigns if one.id == self.campaign), None)

    @property
    def sessions_of_campaign(self) -> tuple[SessionView, ...]:
        """Sessions of the campaign shown."""
        sessions = self.board.sessions if self.board else ()
        return tuple(one for one in sessions if one.campaign == self.campaign)

    @property
    def people(self) -> tuple[AllottedView, ...]:
        """Those of the hour chosen, or all of the session."""
        everybody = self.page.people if self.session and self.page else ()
        return tuple(one for one in everybody if not self.slot or one.slot == self.slot)

"""What the page of the plan shows: all sessions, and one of them with its people."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.plan.capacity import Shortage
from vaxdesk.domain.plan.session import AllottedView, CampaignView, SessionView


class PlanBoard(msgspec.Struct, frozen=True, kw_only=True):
    """All campaigns and sessions. `replan`: how many people who lost or missed their place have no other one yet."""

    today: str
    campaigns: tuple[CampaignView, ...] = ()
    sessions: tuple[SessionView, ...] = ()
    replan: int = 0


class SessionPage(msgspec.Struct, frozen=True, kw_only=True):
    """One session with its people, and what it lacks. `came`: how many of them were received on its day."""

    session: SessionView
    people: tuple[AllottedView, ...] = ()
    shortages: tuple[Shortage, ...] = ()
    doses: int | None = None
    came: int = 0

    @property
    def absent(self) -> int:
        """How many were not received."""
        return len(self.people) - self.came


class RosterChoice(msgspec.Struct, frozen=True, kw_only=True):
    """An imported list of which the people may be allotted."""

    id: str
    file: str
    day: str
    people: int

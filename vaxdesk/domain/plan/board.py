"""What the page of the plan shows: all sessions, and one of them with its people."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.plan.capacity import Shortage
from vaxdesk.domain.plan.session import AllottedView, CampaignView, SessionView


class PlanBoard(msgspec.Struct, frozen=True, kw_only=True):
    """All campaigns and sessions. `replan`: how many people of cancelled sessions have no other place yet."""

    today: str
    campaigns: tuple[CampaignView, ...] = ()
    sessions: tuple[SessionView, ...] = ()
    replan: int = 0


class SessionPage(msgspec.Struct, frozen=True, kw_only=True):
    """One session with its people, and what it lacks."""

    session: SessionView
    people: tuple[AllottedView, ...] = ()
    shortages: tuple[Shortage, ...] = ()
    doses: int | None = None


class RosterChoice(msgspec.Struct, frozen=True, kw_only=True):
    """An imported list of which the people may be allotted."""

    id: str
    file: str
    day: str
    people: int

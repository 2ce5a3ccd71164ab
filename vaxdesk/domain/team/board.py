"""What the page of the team shows."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.team.member import Member
from vaxdesk.domain.team.need import Gap
from vaxdesk.domain.views import UserView


class TeamBoard(msgspec.Struct, frozen=True, kw_only=True):
    """The team of a day, who is missing, whom to choose from, and other days with a team, newest first."""

    day: str
    members: tuple[Member, ...] = ()
    gaps: tuple[Gap, ...] = ()
    users: tuple[UserView, ...] = ()
    known: tuple[str, ...] = ()  # names of people without an account who were in a team before
    days: tuple[str, ...] = ()

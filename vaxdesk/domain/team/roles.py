"""Roles in the team of a day, and what each lets its people do until it is ended (decision 0023)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum, nonmember

from vaxdesk.domain.outcomes import DayRole, GivenRole, Role
from vaxdesk.domain.team.member import Member


class TeamRole(StrEnum):
    """Roles of a session in the order of the line (facts 5.5: ê kíp, đội tiêm; the set is M)."""

    WORDS = nonmember("team.role")

    HEAD = "head"
    RECEPTION = "reception"
    DATA_ENTRY = "data_entry"
    SCREENING = "screening"
    PREPARING = "preparing"
    INJECTING = "injecting"
    OBSERVING = "observing"
    EMERGENCY = "emergency"


_GIVES: dict[str, str] = {
    TeamRole.HEAD: DayRole.HEAD,
    TeamRole.RECEPTION: Role.RECEPTION,
    TeamRole.DATA_ENTRY: Role.DATA_ENTRY,
    TeamRole.SCREENING: Role.SCREENING,
    TeamRole.PREPARING: GivenRole.STOCK,
    TeamRole.INJECTING: Role.INJECTION,
    TeamRole.OBSERVING: Role.OBSERVATION,
    TeamRole.EMERGENCY: Role.OBSERVATION,
}


def roles_of(members: Iterable[Member], user: int) -> tuple[str, ...]:
    """Roles of rights that a user holds on the day through the team, as long as nobody has ended them there.

    Whether it is already, or no longer, the arranged hour does not matter: no right hangs on a clock.
    """
    held = (_GIVES.get(one.role, "") for one in members if one.user == user and user and not one.over)
    return tuple(dict.fromkeys(role for role in held if role))

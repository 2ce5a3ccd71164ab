"""Readiness for a day: what the store knows of it, and the check as an entry that the district sees too."""

from __future__ import annotations

import platform
from collections.abc import Sequence

import msgspec

from vaxdesk.desk import timekeeping
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.rules import team_needs
from vaxdesk.desk.stockroom.at_hand import at_hand
from vaxdesk.domain import times
from vaxdesk.domain.line_speed import estimate
from vaxdesk.domain.payloads import Ready
from vaxdesk.domain.readiness import day as rules
from vaxdesk.domain.readiness import machine
from vaxdesk.domain.readiness.findings import Finding
from vaxdesk.domain.team.need import gaps
from vaxdesk.registry.queries import readiness as queries
from vaxdesk.registry.queries import team, things, visits
from vaxdesk.store import enrolment, line_speed

_PC_LETTERS = 40


class Recorded(msgspec.Struct, frozen=True):
    """The latest recorded check of a day: seconds since 1970, who, light by item."""

    at: int
    by: str
    lights: dict[str, str]


def look(desk: Desk, day: str) -> tuple[Finding, ...]:
    """What the store knows of a day: list, team, vaccine, clock, line."""
    with desk.store.reading() as conn:
        people = len(visits.appointments(conn, desk.store.names, day))
        members = tuple(one for one in team.of_day(conn, desk.store.names, day) if not one.over)
        joined, heard = enrolment.enrolment(conn), enrolment.contact(conn)
        seconds = estimate(line_speed.rounds(conn), people * machine.BYTES_A_PERSON)
        state, confirmed = timekeeping.judge(desk.store, conn), timekeeping.confirmed(desk.store, conn)
    vaccine = at_hand(desk, day)
    return (
        rules.roster(people),
        rules.team(len({one.who for one in members}), [gap.role for gap in gaps(team_needs(), members)]),
        rules.stock(vaccine.total, people, counted=vaccine.counted),
        machine.clock(state, confirmed=confirmed),
        machine.line(
            enrolled=joined is not None,
            seconds=seconds,
            contact=times.day_of(heard.t) if heard else "",
            today=desk.today(),
        ),
    )


def recorded(desk: Desk, day: str) -> Recorded | None:
    """The latest check of a day that was recorded, on whichever PC of the station."""
    with desk.store.reading() as conn:
        found = queries.of_day(conn, day)
        users = {one.no: one.name for one in things.users(conn)}
    if not found:
        return None
    return Recorded(found[0].at, users.get(found[0].user, ""), found[0].lights)


def keep(desk: Desk, day: str, findings: Sequence[Finding]) -> Done:
    """Records a check; whoever may use the desk may check it."""
    lights = {one.item.value: one.light.value for one in findings}
    words = {one.item.value: one.word for one in findings}
    with desk.store.writing(user=desk.user.no) as w:
        reference = w.add("ready", Ready(day=day, lights=lights, words=words, pc=platform.node()[:_PC_LETTERS]))
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds)

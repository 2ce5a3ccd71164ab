"""The team of a day: put somebody into a role, end it at noon, take over another day's, see who is missing."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.desk import authority
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.rules import team_needs
from vaxdesk.domain import rights, times
from vaxdesk.domain.days import span
from vaxdesk.domain.names import clean
from vaxdesk.domain.payloads import Amend, Team, Void
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.team.board import TeamBoard
from vaxdesk.domain.team.member import Member
from vaxdesk.domain.team.need import Gap, gaps
from vaxdesk.domain.team.roles import TeamRole
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import plan, team, visits


def board(desk: Desk, day: str) -> TeamBoard:
    """The team of a day."""
    with desk.store.reading() as conn:
        names = desk.store.names
        members, days = team.of_day(conn, names, day), team.days(conn)
        return TeamBoard(
            day=day,
            members=members,
            gaps=gaps(team_needs(), members),
            users=tuple(one for one in authority.users(conn, names, desk.now()) if one.active),
            known=team.names_without_account(conn),
            days=tuple(one for one in days if one != day),
        )


def missing(desk: Desk) -> tuple[Gap, ...]:
    """Roles that lack people today, where people are expected: a session is planned, or a list is there."""
    with desk.store.reading() as conn:
        if not _expected(conn, desk.store.names, desk.day):
            return ()
        return gaps(team_needs(), team.of_day(conn, desk.store.names, desk.day))


def put(desk: Desk, member: Team) -> Done | Refused:
    """Puts somebody into a role; a user's name is taken from the account. `value` is the reference."""
    refused = desk.refuses(rights.Act.SET_TEAM)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        known = {one.no: one.name for one in authority.users(w.conn, w.names, desk.now()) if one.active}
        name = known.get(member.user, "") if member.user else clean(member.name)
        tidy = msgspec.structs.replace(member, name=name)
        wrong = _wrong(tidy, team.of_day(w.conn, w.names, member.day))
        if wrong:
            return wrong
        reference = w.add("team", tidy)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=reference)


def end(desk: Desk, member: str, day: str) -> Done | Refused:
    """Somebody's time in a role ends now; what they could do by it ends too. Their line stays, with the hour."""
    return _of(desk, member, day, {"over": "1", "until_at": str(desk.now())})


def arrange(desk: Desk, member: str, day: str, *, from_at: int, until_at: int) -> Done | Refused:
    """Corrects the hours arranged."""
    if from_at and until_at and until_at <= from_at:
        return Refused(reason=Refusal.HOURS_TURNED)
    return _of(desk, member, day, {"from_at": str(from_at), "until_at": str(until_at)})


def remove(desk: Desk, member: str, day: str, *, why: str) -> Done | Refused:
    """Takes a line back that was put in wrongly."""
    refused = desk.refuses(rights.Act.SET_TEAM, why=why)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        if member not in {one.id for one in team.of_day(w.conn, w.names, day)}:
            return Refused(reason=Refusal.MEMBER_GONE)
        reference = w.change("void", Void(v=True, why=why.strip()), of=member)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=member)


def take_over(desk: Desk, *, source: str, day: str) -> Done | Refused:
    """The team of another day works on this one: who is not there yet is put in, hours as then. `value`: how many."""
    refused = desk.refuses(rights.Act.SET_TEAM)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        active = {one.no for one in authority.users(w.conn, w.names, desk.now()) if one.active}
        there = {(one.role, one.who) for one in team.of_day(w.conn, w.names, day) if not one.over}
        refs = []
        for one in team.of_day(w.conn, w.names, source):
            if (one.role, one.who) not in there and (not one.user or one.user in active):
                there.add((one.role, one.who))
                refs.append(w.add("team", _as_of(one, day)))
        w.flush()
    return Done(refs=tuple(refs), kinds=w.kinds, value=len(refs))


def _as_of(member: Member, day: str) -> Team:
    """The same on another day; an end that came before its hour is not taken over."""
    until = 0 if member.over else _moved(member.until_at, day)
    start = _moved(member.from_at, day)
    return Team(day=day, role=member.role, user=member.user, name=member.name, from_at=start, until_at=until)


def _moved(at: int, day: str) -> int:
    return times.at(day, times.clock_of(at)) if at else 0


def _of(desk: Desk, member: str, day: str, changes: dict[str, str]) -> Done | Refused:
    refused = desk.refuses(rights.Act.SET_TEAM)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        found = next((one for one in team.of_day(w.conn, w.names, day) if one.id == member), None)
        if found is None or found.over:
            return Refused(reason=Refusal.MEMBER_GONE)
        reference = w.change("amend", Amend(set=changes), of=member)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=member)


def _expected(conn: sa.Connection, names: LogNames, day: str) -> bool:
    if any(one.day == day for one in plan.sessions(conn, names)):
        return True
    _, _, listed = visits.counts(conn, day)
    return listed > 0


def _wrong(member: Team, there: tuple[Member, ...]) -> Refused | None:
    day = span(member.day)
    if day is None or not day.exact:
        return Refused(reason=Refusal.DAY_UNREADABLE, facts={"day": member.day})
    if not member.name or member.role not in list(TeamRole):
        return Refused(reason=Refusal.NAME_MISSING)
    if member.from_at and member.until_at and member.until_at <= member.from_at:
        return Refused(reason=Refusal.HOURS_TURNED)
    who = Member(id="", day=member.day, role=member.role, name=member.name, user=member.user).who
    if any(one.role == member.role and one.who == who and not one.over for one in there):
        return Refused(reason=Refusal.MEMBER_TWICE, facts={"name": member.name})
    return None

"""Requests of organisations as staff see them: those of one's units, the longest waiting first, and one with answers.

A request waits until staff answered it, or the station has given somebody of its list an hour (decision 0054).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum, nonmember
from typing import Any

import msgspec
import sqlalchemy as sa

from sync_server.authority.orgs import below
from sync_server.district import keyset
from sync_server.district.who import Who
from sync_server.durable.tables import given_user, org
from sync_server.durable.tables_portal import portal_group, portal_group_answer
from sync_server.reading import group_lines
from vaxdesk.domain.complaints.clock import Clock, clock, overdue_before
from vaxdesk.domain.group_requests import GroupAnswer, GroupAsk
from vaxdesk.domain.rights import Act
from vaxdesk.domain.signups import STANDING, SignupState

RIGHT = Act.VERIFY_RECORDS  # whoever answers what the public sends; the list names people
PAGE = 50
_DIGITS = 64  # of a digest in an address
_STANDS = portal_group.c.state.in_(STANDING)
_WAITS = (_STANDS, portal_group.c.answer_no == 0, ~group_lines.IS_PLACED)
_COLUMNS = (portal_group, org.c.name.label("unit"), org.c.path)
_FROM = portal_group.join(org, org.c.org_no == portal_group.c.org_no)


class Shown(StrEnum):
    """Which requests are listed."""

    WORDS = nonmember("district_groups.show")

    WAITING = "waiting"
    ANSWERED = "answered"
    REFUSED = "refused"
    CANCELLED = "cancelled"


_WHERE: dict[Shown, tuple[sa.ColumnElement[bool], ...]] = {
    Shown.WAITING: _WAITS,
    Shown.ANSWERED: (_STANDS, sa.or_(portal_group.c.answer_no != 0, group_lines.IS_PLACED)),
    Shown.REFUSED: (portal_group.c.state == SignupState.REFUSED.value,),
    Shown.CANCELLED: (portal_group.c.state.in_((SignupState.LEAVING.value, SignupState.CANCELLED.value)),),
}


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """An answer with who gave it, and who took it back. `at_ms` and `gone_ms` since 1970, 0 for never."""

    no: int
    said: GroupAnswer
    user: str
    at_ms: int
    gone_by: str
    gone_ms: int


class View(msgspec.Struct, frozen=True, kw_only=True):
    """A request. `mark` names it in addresses; the clock runs while it waits; `asked` goes when it is cancelled."""

    mark: str
    name: str
    unit: str
    path: str
    day: str
    people: int
    asked: GroupAsk | None
    state: SignupState
    at_ms: int
    line: int
    placed: tuple[group_lines.Placed, ...]
    answer: Answered | None
    clock: Clock | None

    @property
    def with_hours(self) -> int:
        """How many have an hour in a session."""
        return sum(one.people for one in self.placed)


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Requests of some units, the longest waiting first. `more` leads to the next page."""

    rows: tuple[View, ...]
    waiting: int
    late: int
    more: str


def listed(conn: sa.Connection, paths: Sequence[str], *, show: Shown, now: int, after: str = "") -> Page:
    """Requests at or below some paths.

    Args:
        now: seconds since 1970.
        after: `more` of the page before.
    """
    key = sa.tuple_(portal_group.c.at_ms, portal_group.c.digest)
    query = sa.select(*_COLUMNS).select_from(_FROM).where(*_WHERE[show], below(org.c.path, paths))
    stamp, _, mark = after.partition(".")
    at, digest = keyset.number(stamp), digest_of(mark)
    if at is not None and digest:
        query = query.where(key > sa.tuple_(sa.literal(at), sa.literal(digest, sa.LargeBinary)))
    rows = conn.execute(query.order_by(portal_group.c.at_ms, portal_group.c.digest).limit(PAGE + 1)).all()
    shown = [_view(conn, row, now) for row in rows[:PAGE]]
    more = f"{shown[-1].at_ms}.{shown[-1].mark}" if len(rows) > PAGE else ""
    waits = sa.select(sa.func.count()).select_from(_FROM).where(*_WAITS, below(org.c.path, paths))
    return Page(rows=tuple(shown), waiting=conn.execute(waits).scalar_one(), late=late(conn, paths, now=now), more=more)


def late(conn: sa.Connection, paths: Sequence[str], *, now: int) -> int:
    """How many have waited for longer than they should."""
    old = portal_group.c.at_ms < overdue_before(now) * 1000
    wanted = sa.select(sa.func.count()).select_from(_FROM).where(old, *_WAITS, below(org.c.path, paths))
    return conn.execute(wanted).scalar_one()


def find(conn: sa.Connection, who: Who, mark: str, *, now: int) -> View | None:
    """A request of one's units that its contact confirmed; None for all others, whether or not they exist."""
    row = row_of(conn, who, mark)
    return None if row is None else _view(conn, row, now)


def row_of(conn: sa.Connection, who: Who, mark: str, *, lock: bool = False) -> sa.Row | None:
    """The row of such a request; `lock` keeps it as it is until the caller's transaction ends."""
    mine = (portal_group.c.digest == digest_of(mark), portal_group.c.state != SignupState.DRAFT.value)
    query = sa.select(*_COLUMNS).select_from(_FROM).where(*mine, below(org.c.path, who.paths(RIGHT)))
    return conn.execute(query.with_for_update(of=portal_group) if lock else query).first()


def answers(conn: sa.Connection, mark: str) -> tuple[Answered, ...]:
    """All that was answered to a request, in its order, also what was taken back."""
    mine = portal_group_answer.c.digest == digest_of(mark)
    rows = conn.execute(sa.select(portal_group_answer).where(mine).order_by(portal_group_answer.c.no)).all()
    return tuple(_answered(conn, row) for row in rows)


def digest_of(mark: str) -> bytes:
    """What an address names; nothing has the empty one."""
    plain = len(mark) == _DIGITS and not set(mark) - set("0123456789abcdef")
    return bytes.fromhex(mark) if plain else b""


def _view(conn: sa.Connection, row: Any, now: int) -> View:
    answer = group_lines.standing_answer(conn, row.answer_no)
    placed = group_lines.placed(conn, row.line, row.people)
    waits = row.state in STANDING and answer is None and not placed
    return View(
        mark=bytes(row.digest).hex(), name=row.name, unit=row.unit, path=row.path, day=row.day, people=row.people,
        asked=msgspec.json.decode(row.asked, type=GroupAsk) if row.asked else None, state=SignupState(row.state),
        at_ms=row.at_ms, line=row.line, placed=placed, answer=_answered(conn, answer) if answer else None,
        clock=clock(row.at_ms // 1000, now) if waits else None,
    )  # fmt: skip


def _answered(conn: sa.Connection, row: Any) -> Answered:
    numbers = {row.user_no, row.gone_by or 0}
    wanted = sa.select(given_user.c.user_no, given_user.c.name).where(given_user.c.user_no.in_(numbers))
    names = dict(map(tuple, conn.execute(wanted)))
    return Answered(
        no=row.no, said=group_lines.said(row), user=names.get(row.user_no, ""), at_ms=row.at_ms,
        gone_by=names.get(row.gone_by or 0, ""), gone_ms=row.gone_ms or 0,
    )  # fmt: skip

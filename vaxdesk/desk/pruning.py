"""Lets people go whom this station need not hold any more, a few at a time (sync design 3.5, decision 0012).

    while pruning.step(desk): ...      db lane; once a day of the server, beside sending

Whom a station holds is stated by its server, days are counted by the times that it signed, and nothing goes that does
not stand in finished backups there: without a line nobody is let go. Whoever comes back is brought again, by a list
or a look-up.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.desk.context import Desk
from vaxdesk.domain.keeping import Keeping
from vaxdesk.domain.times import day_of
from vaxdesk.registry import pruning
from vaxdesk.registry.pruning import Someone
from vaxdesk.store import enrolment, feed_heads, kv, letting_go
from vaxdesk.store.letting_go import Covers

PEOPLE = 60  # looked at in one step: a few tens of milliseconds on an old PC
_TURN = "pruning.turn"


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """How far a day's turn has come. `after`: last record looked at, 0 before the first; `people`: let go so far."""

    day: str = ""
    after: int = 0
    people: int = 0
    entries: int = 0
    done: bool = False


def step(desk: Desk, *, most: int = PEOPLE) -> Turn | None:
    """Looks at the next people; None when the day's turn is done, or nothing may be let go.

    Raises:
        Trouble: the disk failed; nothing of the step holds.
    """
    with desk.store.reading() as conn:
        keeping, now_ms = _terms(conn)
        if keeping is None or turn(conn, now_ms).done:
            return None
    with desk.store.changing() as conn:
        before = turn(conn, now_ms)
        people = pruning.people_after(conn, before.after, most)
        gone, entries = _let_go(desk, conn, keeping, people, now_ms)
        after = msgspec.structs.replace(
            before,
            after=people[-1].canon if people else before.after,
            people=before.people + gone,
            entries=before.entries + entries,
            done=len(people) < most,
        )
        kv.put(conn, _TURN, msgspec.json.encode(after))
    return after


def turn(conn: sa.Connection, now_ms: int) -> Turn:
    """How far the turn of the server's day has come."""
    day = day_of(now_ms / 1000)
    raw = kv.find(conn, _TURN)
    known = Turn() if raw is None else msgspec.json.decode(raw, type=Turn)
    return known if known.day == day else Turn(day=day)


def _terms(conn: sa.Connection) -> tuple[Keeping | None, int]:
    """Whom this station may hold, and what time the server last signed; None where nobody is let go."""
    keeping, joined = enrolment.keeping(conn), enrolment.enrolment(conn)
    head = enrolment.heads(conn).get(joined.feed) if joined else None
    if keeping is None or not keeping.lets_go or head is None:
        return None, 0
    return keeping, head.time_ms


def _let_go(
    desk: Desk, conn: sa.Connection, keeping: Keeping, people: list[Someone], now_ms: int
) -> tuple[int, int]:
    today = day_of(now_ms / 1000)
    limits = {days: feed_heads.safe_for(conn, days, now_ms) for days in {keeping.listed, keeping.served}}
    leaving = [one for one in people if not keeping.holds(one.seen, today)]
    covers, gone, lines = Covers(conn), [], set()
    for one in pruning.gather(conn, leaving):
        held = letting_go.held(conn, one.entries)
        if covers.are_below(held, limits[keeping.days(one.seen)]):
            gone.append(one)
            lines |= held
    pruning.withdraw(conn, desk.store.names, gone)
    letting_go.let_go(conn, lines)
    return len(gone), len(lines)

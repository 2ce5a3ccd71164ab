"""The end of a day: what is still open, the seal that the lead writes, and what was written after it."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.desk import vouching
from vaxdesk.desk.completeness import ladder
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.completeness import Rung
from vaxdesk.domain.payloads import DaySeal
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.seal import HASH_LETTERS
from vaxdesk.domain.sealing import DayEnd, LogEnd, SealLine, to_name, vouched, written_after
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.queries import seals as queries
from vaxdesk.registry.queries import stock, things, visits
from vaxdesk.registry.queries.seals import DaySealView
from vaxdesk.store import enrolment, feeds, logs

_MASK = (1 << SEQ_BITS) - 1


def day_end(desk: Desk, day: str = "") -> DayEnd:
    """How a day stands, by default the session's."""
    on = day or desk.day
    with desk.store.reading() as conn:
        every = queries.seals(conn, desk.store.names)
        users = {one.no: one.name for one in things.users(conn)}
        here = [one for one in every if one.day == on]
        return DayEnd(
            day=on,
            ladder=ladder(desk, conn, on),
            waiting=feeds.waiting(conn).entries,
            refused=tuple(sorted({held.code for held in enrolment.held_back(conn).values()})),
            seals=tuple(_line(one, users.get(one.user, "")) for one in here),
            after=_after(conn, on, every) if here else 0,
            vaccine=tuple(stock.tables(conn, desk.store.names, on)),
            unvouched=vouching.waiting(desk, conn, on),
        )


def days(desk: Desk) -> tuple[str, ...]:
    """Days that may be sealed, newest first: those with a list or a visit, up to the session's."""
    with desk.store.reading() as conn:
        return tuple(day for day in visits.days(conn) if day <= desk.day)


def may_seal(desk: Desk) -> bool:
    """Whether the user may seal a day."""
    return desk.refuses(rights.Act.OPEN_SESSION) is None


def seal(desk: Desk, day: str = "") -> Done | Refused:
    """Closes a day: names how far each log of the station is held now. Nothing is blocked by it, then or later.

    A day may be sealed again; the later seal supersedes. `Done.value` is the reference of the seal.
    """
    refused = desk.refuses(rights.Act.OPEN_SESSION)
    if refused:
        return refused
    on = day or desk.day
    with desk.store.writing(user=desk.user.no) as w:
        found = ladder(desk, w.conn, on)
        ends = _ends(w.conn)
        earlier = (one.heads for one in queries.seals(w.conn, w.names) if one.day < on)
        named = to_name(ends, vouched(ends, earlier))
        entry = DaySeal(
            day=on,
            heads={one.log: f"{one.seq}:{one.h[:HASH_LETTERS]}" for one in named},
            people=found.counts[Rung.DOOR],
            outcomes=found.counts[Rung.OUTCOME],
            confirmed=found.counts[Rung.CONFIRMED],
            waiting=feeds.waiting(w.conn).entries,
            observed=len(found.observed),
        )
        reference = w.add("dayseal", entry)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=reference)


def _ends(conn: sa.Connection) -> list[LogEnd]:
    return [
        LogEnd(
            log=one.log,
            local_no=one.local_no,
            seq=one.seq,
            h=one.h.hex(),
            before=one.before,
            before_seq=one.before_seq,
        )
        for one in logs.of_station(conn)
    ]


def _after(conn: sa.Connection, day: str, every: list[DaySealView]) -> int:
    ends = _ends(conn)
    latest = [one for one in every if one.day == day][-1]
    known = vouched(ends, [*(one.heads for one in every if one.day < day), latest.heads])
    written = ((id_ >> SEQ_BITS, id_ & _MASK) for id_ in queries.entries_about(conn, day))
    return written_after(written, ends, known)


def _line(one: DaySealView, by: str) -> SealLine:
    return SealLine(
        id=one.id,
        at=one.at,
        by=by,
        people=one.people,
        outcomes=one.outcomes,
        confirmed=one.confirmed,
        waiting=one.waiting,
    )

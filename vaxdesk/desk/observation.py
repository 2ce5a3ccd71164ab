"""Observation: who is being watched, who may go home, and the end of the thirty minutes."""

from __future__ import annotations

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import observation, permission, rights
from vaxdesk.domain import visit as visits
from vaxdesk.domain.after_injection import Watched
from vaxdesk.domain.outcomes import Stage
from vaxdesk.domain.payloads import Leave
from vaxdesk.domain.picklists import LeaveState
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.visit import Visit
from vaxdesk.registry.queries import visits as queries
from vaxdesk.store.writer import Writer


def observing(desk: Desk) -> tuple[Watched, ...]:
    """Everyone injected and not released, whose time is over first."""
    with desk.store.reading() as conn:
        rows = queries.board(conn, desk.store.names, desk.day, stage=Stage.INJECTED)
    found = [Watched(row=row, minutes=_minutes(row.product)) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.row.injected_at + one.minutes * 60, one.row.no, one.id)))


def release(desk: Desk, person: str, *, state: str = "", why: str = "") -> Done | Refused:
    """Ends observation; `value` is the Leave as kept.

    Before the time is over a reason is needed. Judged again inside the transaction, so that nobody leaves twice.

    Args:
        state: a `LeaveState`; empty: as the day says, with a reaction where one was recorded, else well.
    """
    refused = desk.refuses(rights.Act.RELEASE)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        leave = _leave(desk, w, person, state=state, why=why)
        if isinstance(leave, Refused):
            return leave
        reference = w.add("leave", leave, of=person)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=leave)


def _leave(desk: Desk, w: Writer, person: str, *, state: str, why: str) -> Leave | Refused:
    visit = visits.fold(queries.of_person(w.conn, w.names, person, desk.day), person=person, day=desk.day)
    state = state or _state_of(visit)
    allowed = permission.may_leave(visit, state=state)
    if isinstance(allowed, Refused):
        return allowed
    clock = observation.watch(visit.injected_at, now=desk.now(), minutes=_minutes(visit.product))
    allowed = observation.may_release(clock, state=state, why=why)
    if isinstance(allowed, Refused):
        return allowed
    return Leave(day=desk.day, at=desk.now(), state=str(state), early=clock.remaining > 0, why=why.strip())


def _state_of(visit: Visit) -> str:
    return LeaveState.REACTION if visit.aefis else LeaveState.WELL


def _minutes(product: str) -> int:
    found = rules.schedule().find(product)
    return found.observe_minutes if found else observation.MINUTES

"""A session that is over or does not take place, a campaign that is over: who has no place then is kept in mind."""

from __future__ import annotations

import msgspec

from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.plan import lines, standing, voiding
from vaxdesk.domain import rights
from vaxdesk.domain.outcomes import Outcome
from vaxdesk.domain.payloads import Amend
from vaxdesk.domain.plan.session import SessionView
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries import plan as queries
from vaxdesk.store.writer import Writer


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """What closing a campaign did: how many sessions were closed and cancelled, how many people need a place."""

    closed: int = 0
    cancelled: int = 0
    people: int = 0


def cancel(desk: Desk, session: str, *, why: str) -> Done | Refused:
    """Cancels a session; its people leave the day's list and are to be planned anew. `value`: how many they are.

    One to which people have come is closed instead: its list is history.
    """
    refused = desk.refuses(rights.Act.PLAN_SESSIONS, why=why)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        held = standing.session(w.conn, w.names, session)
        if isinstance(held, Refused):
            return held
        began = len(queries.came(w.conn, w.names, held))
        if began:
            return Refused(reason=Refusal.SESSION_BEGUN, facts={"n": began})
        refs = _cancel(w, held, why.strip())
        w.flush()
    return Done(refs=refs, kinds=w.kinds, value=held.people)


def close(desk: Desk, session: str) -> Done | Refused:
    """Declares a session over, on its day or later; whoever did not come, or was deferred, needs another place.

    `value`: how many they are.
    """
    refused = desk.refuses(rights.Act.PLAN_SESSIONS)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        held = standing.session(w.conn, w.names, session)
        if isinstance(held, Refused):
            return held
        if held.day > desk.today():
            return Refused(reason=Refusal.SESSION_AHEAD, facts={"day": held.day})
        refs, absent = _close(w, held, desk.today())
        w.flush()
    return Done(refs=refs, kinds=w.kinds, value=absent)


def reopen(desk: Desk, session: str) -> Done | Refused:
    """Takes it back that a session is over; who did not come and has no other place is awaited there again."""
    refused = desk.refuses(rights.Act.PLAN_SESSIONS)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        held = standing.session(w.conn, w.names, session, closed=True)
        if isinstance(held, Refused):
            return held
        if not held.closed:
            return Done(kinds=w.kinds)
        refs = [w.change("amend", Amend(set={"closed": ""}), of=session)]
        placed = queries.taken(w.conn, w.names, desk.today())
        missed = (line for line, person in queries.missed(w.conn, w.names, session) if person not in placed)
        refs += lines.replan(w, missed, wanted=False)
        w.flush()
    return Done(refs=tuple(refs), kinds=w.kinds)


def close_campaign(desk: Desk, campaign: str, *, why: str) -> Done | Refused:
    """Declares a campaign over: sessions that were held are closed, those ahead cancelled. `value` is the `Ended`."""
    refused = desk.refuses(rights.Act.PLAN_SESSIONS, why=why)
    if refused:
        return refused
    today = desk.today()
    with desk.store.writing(user=desk.user.no) as w:
        found = standing.campaign(w.conn, w.names, campaign)
        if isinstance(found, Refused):
            return found
        refs = [w.change("amend", Amend(set={"closed": today}, why=why.strip()), of=campaign)]
        closed = cancelled = people = 0
        for one in queries.sessions(w.conn, w.names):
            if one.campaign != campaign or one.closed:
                continue
            if one.day < today or queries.came(w.conn, w.names, one):
                more, absent = _close(w, one, today)
                closed += 1
            else:
                more, absent = _cancel(w, one, why.strip()), one.people
                cancelled += 1
            refs, people = [*refs, *more], people + absent
        w.flush()
    return Done(refs=tuple(refs), kinds=w.kinds, value=Ended(closed=closed, cancelled=cancelled, people=people))


def _cancel(w: Writer, held: SessionView, why: str) -> tuple[str, ...]:
    return voiding.put(w, (held.id, *queries.lines(w.conn, w.names, held.id)), voided=True, why=why)


def _close(w: Writer, held: SessionView, today: str) -> tuple[tuple[str, ...], int]:
    came = queries.came(w.conn, w.names, held)
    people = queries.allotted(w.conn, w.names, held.id)
    absent = [one.id for one in people if came.get(one.person.id, Outcome.DEFERRED) == Outcome.DEFERRED]
    ended = w.change("amend", Amend(set={"closed": today}), of=held.id)
    return (ended, *lines.replan(w, absent)), len(absent)

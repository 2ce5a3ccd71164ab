"""A person asked for the erasure of what identifies them: the lead writes it down, and sees what is not answered yet.

Nothing is erased here: the plea goes to the server, whose operator decides, erases or answers (ERASURE.md).
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.desk import delivery
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.payloads import Plea
from vaxdesk.domain.plea import PleaTask, PleaView, check
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries import people, pleas


def receive(desk: Desk, person: str, *, way: str, paper: str = "", day: str = "") -> Done | Refused:
    """Writes down that a person asked.

    Args:
        way: `PleaWay`: who asked, and what was seen.
        paper: number of the letter or the power of attorney.
        day: when it came in, ISO; empty: the session's day.

    Returns:
        Done with the last day of the answer; Refused NO_RIGHT, PERSON_GONE, PLEA_STANDS, or what is wrong with it.
    """
    day = day or desk.day
    refused = desk.refuses(rights.Act.RECEIVE_PLEA) or check(way=way, paper=paper, day=day, today=desk.day)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        found = people.by_ref(w.conn, w.names, person)
        if found is None or found.voided or people.is_erased(w.conn, w.names, person):
            return Refused(reason=Refusal.PERSON_GONE)
        before = _waiting(pleas.standing(w.conn, w.names, today=desk.day, person_ref=person))
        if before:
            return Refused(reason=Refusal.PLEA_STANDS, facts={"day": before[0].day, "until": before[0].due})
        reference = w.add("plea", Plea(day=day, way=way, paper=paper), of=person)
        w.flush()
        made = pleas.standing(w.conn, w.names, today=desk.day, person_ref=person)[-1]
    return Done(refs=(reference,), kinds=w.kinds, value=made.due)


def of_person(desk: Desk, conn: sa.Connection, person: str) -> PleaView | None:
    """The plea that a person's page tells of: the oldest that waits, else the latest; None when nobody asked."""
    found = pleas.standing(conn, desk.store.names, today=desk.day, person_ref=person)
    if not found:
        return None
    chosen = next(iter(_waiting(found)), found[-1])
    return msgspec.structs.replace(chosen, sent=delivery.of_entries(desk, conn, [chosen.id])[chosen.id])


def tasks(desk: Desk) -> tuple[PleaTask, ...]:
    """What waits for an answer, the most urgent first; nothing for whoever has no right to receive pleas."""
    if desk.refuses(rights.Act.RECEIVE_PLEA):
        return ()
    with desk.store.reading() as conn:
        waiting = _waiting(pleas.standing(conn, desk.store.names, today=desk.day))
        known = people.many(conn, desk.store.names, [one.person for one in waiting])
    return tuple(PleaTask(one, known[one.person]) for one in waiting if one.person in known)


def _waiting(found: list[PleaView]) -> list[PleaView]:
    return [one for one in found if one.waits]

"""People and the slots of a session: allot what was proposed, move, take out."""

from __future__ import annotations

from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.plan import standing, voiding
from vaxdesk.domain import rights
from vaxdesk.domain.payloads import Appt
from vaxdesk.domain.plan.board import RosterChoice
from vaxdesk.domain.plan.proposal import Allotted, Placed, Proposal
from vaxdesk.domain.plan.session import SessionView
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import PersonView
from vaxdesk.registry.queries import invited, people, visits
from vaxdesk.registry.queries import plan as queries
from vaxdesk.store.writer import Writer


def allot(desk: Desk, proposal: Proposal) -> Done | Refused:
    """Writes a line for each person proposed; whoever got a place elsewhere meanwhile is left out.

    `value` is the `Allotted`.
    """
    refused = desk.refuses(rights.Act.PLAN_SESSIONS)
    if refused:
        return refused
    if not proposal.placed:
        return Refused(reason=Refusal.NOBODY_CHOSEN)
    with desk.store.writing(user=desk.user.no) as w:
        found = standing.session(w.conn, w.names, proposal.plan)
        if isinstance(found, Refused):
            return found
        taken = queries.taken(w.conn, w.names, desk.day)
        wanted = [one for one in proposal.placed if one.person.id not in taken]
        if not wanted:
            return Refused(reason=Refusal.NOBODY_CHOSEN)
        held = queries.listed(w.conn, w.names, (one.person.id for one in wanted if one.replaces))
        lines = tuple(w.add("appt", _line(found, one, held.get(one.person.id, [])), of=one.person.id) for one in wanted)
        replaced = tuple(line for one in wanted for line in one.replaces)
        voiding.put(w, replaced, voided=True, why=_PLANNED)
        w.flush()
    return Done(refs=lines, kinds=w.kinds, value=Allotted(lines=lines, replaced=replaced))


_PLANNED = "plan"  # why a line of a list was superseded: the person has an hour now


def take_back(desk: Desk, allotted: Allotted) -> Done | Refused:
    """Undoes an allotment: its lines go, those of the lists stand again."""
    refused = desk.refuses(rights.Act.PLAN_SESSIONS)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        refs = voiding.put(w, allotted.lines, voided=True, why="undo")
        refs += voiding.put(w, allotted.replaced, voided=False, why="undo")
        w.flush()
    return Done(refs=refs, kinds=w.kinds)


def move(desk: Desk, lines: tuple[str, ...], *, session: str, slot: str) -> Done | Refused:
    """Gives people another hour, of the same session or another; a full slot takes them all the same, with a warning.

    `value` is the `Allotted`.
    """
    refused = desk.refuses(rights.Act.PLAN_SESSIONS)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        found = standing.session(w.conn, w.names, session)
        if isinstance(found, Refused):
            return found
        if slot not in found.slots:
            return Refused(reason=Refusal.SLOT_UNKNOWN, facts={"slot": slot})
        held = _movable(w, lines)
        if isinstance(held, Refused):
            return held
        held = [one for one in held if (one.plan, one.slot) != (session, slot)]
        if not held:
            return Refused(reason=Refusal.NOBODY_CHOSEN)
        new = tuple(
            w.add("appt", _appt(found, slot, roster=one.roster, row=one.row, product=one.product), of=one.person)
            for one in held
        )
        old = tuple(one.id for one in held)
        voiding.put(w, old, voided=True, why="moved")
        w.flush()
    return Done(refs=new, kinds=w.kinds, value=Allotted(lines=new, replaced=old))


def take_out(desk: Desk, lines: tuple[str, ...], *, why: str) -> Done | Refused:
    """Takes people out of a session."""
    refused = desk.refuses(rights.Act.PLAN_SESSIONS, why=why)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        held = _movable(w, lines)
        if isinstance(held, Refused):
            return held
        refs = voiding.put(w, lines, voided=True, why=why.strip())
        w.flush()
    return Done(refs=refs, kinds=w.kinds, value=Allotted(lines=(), replaced=lines))


def _movable(w: Writer, lines: tuple[str, ...]) -> list[invited.Line] | Refused:
    """The lines that stand; of a session that is over none is taken away, since its day's list is history."""
    held = [one for one in invited.lines(w.conn, w.names, lines) if not one.voided]
    for session in {one.plan for one in held if one.plan}:
        found = queries.session(w.conn, w.names, session)
        if found is not None and found.closed:
            return Refused(reason=Refusal.SESSION_CLOSED)
    return held


def rosters(desk: Desk) -> tuple[RosterChoice, ...]:
    """Imported lists, newest first."""
    with desk.store.reading() as conn:
        return tuple(
            RosterChoice(id=desk.store.names.ref(row["id"]), file=row["file"], day=row["day"], people=row["accepted"])
            for row in visits.rosters(conn)
        )


def find(desk: Desk, text: str) -> tuple[PersonView, ...]:
    """People for what is typed, to be picked by hand."""
    with desk.store.reading() as conn:
        return tuple(one for one in people.search(conn, desk.store.names, text) if not one.voided)


def _line(session: SessionView, placed: Placed, held: list[dict]) -> Appt:
    """The row of the list goes on, so that the printed list and the new one agree."""
    line = next((one for one in held if one["id"] in placed.replaces), {"roster": "", "row": 0})
    product = placed.fit.product if placed.fit else ""
    return _appt(session, placed.slot, roster=line["roster"], row=line["row"], product=product)


def _appt(session: SessionView, slot: str, *, roster: str, row: int, product: str) -> Appt:
    """`product` is kept where the session names what it gives; else what is given is seen on the day."""
    meant = product if product in session.products else _only(session)
    return Appt(day=session.day, slot=slot, roster=roster, row=row, product=meant, plan=session.id)


def _only(session: SessionView) -> str:
    """The session's one product; empty where it has several or none."""
    return session.products[0] if len(session.products) == 1 else ""

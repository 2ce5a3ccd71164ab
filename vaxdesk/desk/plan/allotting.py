"""People and the slots of a session: propose, allot, move, take out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.plan import voiding
from vaxdesk.desk.plan.hands import doses_at_hand, injectors
from vaxdesk.desk.plan.shipped import defaults
from vaxdesk.domain import aefi, rights
from vaxdesk.domain.payloads import Appt
from vaxdesk.domain.plan import choice as choosing
from vaxdesk.domain.plan.board import RosterChoice
from vaxdesk.domain.plan.capacity import lacks
from vaxdesk.domain.plan.choice import Choice, Way
from vaxdesk.domain.plan.fitness import LeftOut, unfit, waits_by
from vaxdesk.domain.plan.proposal import Allotted, Placed, Proposal, fill
from vaxdesk.domain.plan.session import SessionView
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import PersonView
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import invited, people, visits
from vaxdesk.registry.queries import plan as queries


def propose(desk: Desk, session: str, choice: Choice) -> Proposal | Refused:
    """Who of those chosen could come to which slot, and who is left out and why; nothing is written."""
    with desk.store.reading() as conn:
        names = desk.store.names
        found = queries.session(conn, names, session)
        if found is None or found.cancelled:
            return Refused(reason=Refusal.SESSION_GONE)
        chosen = _chosen(conn, desk, found, choice)
        fit, left = _judged(conn, desk, found, chosen)
        placed, beyond = fill(fit, slots=found.slots, filled=found.filled)
        if beyond:
            left[LeftOut.NO_PLACE] = beyond
        replaces = _superseded(conn, names, found, choice, [one for one, _ in placed])
        doses, hands = doses_at_hand(conn, names, found), injectors(conn, names, found)
    people_by_slot = Counter(found.filled) + Counter(slot for _, slot in placed)
    return Proposal(
        plan=session,
        chosen=len(chosen),
        placed=tuple(Placed(one, slot, replaces.get(one.id, ())) for one, slot in placed),
        left=left,
        warnings=lacks(found.slots, people_by_slot, doses=doses, injectors=hands, defaults=defaults()),
    )


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
        found = queries.session(w.conn, w.names, proposal.plan)
        if found is None or found.cancelled:
            return Refused(reason=Refusal.SESSION_GONE)
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
        found = queries.session(w.conn, w.names, session)
        if found is None or found.cancelled:
            return Refused(reason=Refusal.SESSION_GONE)
        if slot not in found.slots:
            return Refused(reason=Refusal.SLOT_UNKNOWN, facts={"slot": slot})
        held = [one for one in invited.lines(w.conn, w.names, lines) if not one.voided]
        held = [one for one in held if (one.plan, one.slot) != (session, slot)]
        if not held:
            return Refused(reason=Refusal.NOBODY_CHOSEN)
        new = tuple(
            w.add("appt", _appt(found, slot, roster=one.roster, row=one.row), of=one.person) for one in held
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
        refs = voiding.put(w, lines, voided=True, why=why.strip())
        w.flush()
    return Done(refs=refs, kinds=w.kinds, value=Allotted(lines=(), replaced=lines))


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


def _chosen(conn: sa.Connection, desk: Desk, session: SessionView, choice: Choice) -> list[PersonView]:
    names = desk.store.names
    if choice.way is Way.ROSTER:
        return list(queries.of_roster(conn, names, choice.roster))
    if choice.way is Way.HAND:
        found = people.many(conn, names, choice.people)
        return [found[one] for one in choice.people if one in found and not found[one].voided]
    if choice.way is Way.CANCELLED:
        found = queries.to_plan_anew(conn, names, since="", today=desk.today())
    elif choice.way is Way.DUE:
        found = (one for one in invited.with_doses(conn, names) if _waits(conn, desk, session, one))
    else:
        group = choice.text.strip() if choice.way is Way.GROUP else ""
        found = (one for one in invited.everyone(conn, names, group=group) if choosing.wants(choice, one))
    return sorted(found, key=choosing.neighbours_first)


def _waits(conn: sa.Connection, desk: Desk, session: SessionView, one: PersonView) -> bool:
    doses = people.doses(conn, desk.store.names, one.id)
    return waits_by(rules.schedule(), doses, dob=one.dob, day=session.day, today=desk.today())


def _judged(
    conn: sa.Connection, desk: Desk, session: SessionView, chosen: Iterable[PersonView]
) -> tuple[list[PersonView], dict[LeftOut, tuple[PersonView, ...]]]:
    """Those who may be invited, and the others by reason."""
    names = desk.store.names
    taken = queries.taken(conn, names, desk.day)
    fit: list[PersonView] = []
    left: dict[LeftOut, tuple[PersonView, ...]] = {}
    for one in chosen:
        reason = LeftOut.ALLOTTED if one.id in taken else _unfit(conn, names, session, one)
        if reason is None:
            fit.append(one)
        else:
            left[reason] = (*left.get(reason, ()), one)
    return fit, left


def _unfit(conn: sa.Connection, names: LogNames, session: SessionView, one: PersonView) -> LeftOut | None:
    doses = people.doses(conn, names, one.id)
    after = aefi.anaphylaxis_after(visits.injections_and_reactions(conn, names, one.id)) if doses else ()
    return unfit(
        rules.schedule(),
        doses,
        products=session.products,
        kinds=session.kinds,
        dob=one.dob,
        day=session.day,
        anaphylaxis_after=after,
    )


def _superseded(
    conn: sa.Connection, names: LogNames, session: SessionView, choice: Choice, placed: list[PersonView]
) -> dict[str, tuple[str, ...]]:
    """Lines of lists that a place takes the place of: those of the same day, and of the list that was chosen."""
    found = {}
    for one, lines in queries.listed(conn, names, (one.id for one in placed)).items():
        meant = (line for line in lines if line["day"] == session.day or line["roster"] == (choice.roster or None))
        found[one] = tuple(line["id"] for line in meant)
    return found


def _line(session: SessionView, placed: Placed, held: list[dict]) -> Appt:
    """The row of the list goes on, so that the printed list and the new one agree."""
    line = next((one for one in held if one["id"] in placed.replaces), {"roster": "", "row": 0})
    return _appt(session, placed.slot, roster=line["roster"], row=line["row"])


def _appt(session: SessionView, slot: str, *, roster: str, row: int) -> Appt:
    product = session.products[0] if len(session.products) == 1 else ""
    return Appt(day=session.day, slot=slot, roster=roster, row=row, product=product, plan=session.id)

"""Sheets of a stack: weighed, saved as doses of that day, taken back, a wrong lot mended."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from vaxdesk.desk import rules
from vaxdesk.desk.catchup import stacks, writing
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import aefi, rights
from vaxdesk.domain.catchup import judging
from vaxdesk.domain.catchup.judging import Said
from vaxdesk.domain.catchup.sheet import Happened, Sheet, parse_clock, tidy_lot
from vaxdesk.domain.catchup.stack import StackView, TypedSheet
from vaxdesk.domain.catchup.twice import twice
from vaxdesk.domain.catchup.views import Weighed
from vaxdesk.domain.payloads import Amend, Void
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.domain.views import DoseView, EventView
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.registry.queries import catchup, people
from vaxdesk.registry.queries import visits as queries
from vaxdesk.store import delivery
from vaxdesk.store.writer import Writer


def weigh(desk: Desk, stack: str, person: str, sheet: Sheet) -> Weighed | Refused:
    """What a sheet would come to for a person."""
    with desk.store.reading() as conn:
        of = stacks.found(conn, desk.store.names, stack)
        return of if isinstance(of, Refused) else _weigh(conn, desk.store.names, of, person, sheet)


def save(desk: Desk, stack: str, person: str, sheet: Sheet, *, no: int) -> Done | Refused:
    """Saves a sheet; `value` is the TypedSheet.

    What the schedule says against it is kept with the dose and stops nothing. Refused when the person has a dose on
    that day, or when a sheet of the stack is about them already.

    Args:
        no: place of the sheet in the stack, from 1.
    """
    refused = desk.refuses(rights.Act.ENTER_LATE)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        of = stacks.found(w.conn, w.names, stack)
        weighed = of if isinstance(of, Refused) else _weigh(w.conn, w.names, of, person, sheet)
        if isinstance(weighed, Refused):
            return weighed
        if isinstance(weighed.answer, Refused):
            return weighed.answer
        refs = writing.write(w, of, weighed.person.id, sheet, judged=weighed.judged, no=no)
        w.flush()
        row = _row(w, of, refs[0])
    return Done(refs=refs, kinds=w.kinds, value=row)


def mark_known(desk: Desk, stack: str, person: str, *, no: int) -> Done | Refused:
    """Notes that the dose of a sheet is on record already; `value` is the TypedSheet."""
    refused = desk.refuses(rights.Act.ENTER_LATE)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        of = stacks.found(w.conn, w.names, stack)
        weighed = of if isinstance(of, Refused) else _weigh(w.conn, w.names, of, person, Sheet())
        if isinstance(weighed, Refused):
            return weighed
        if weighed.on_record is None:
            return Refused(reason=Refusal.NO_DOSE_THEN)
        if catchup.sheet_of(w.conn, w.names, of.id, person):
            return weighed.answer
        reference = writing.note_known(w, of, person, weighed.on_record, no=no)
        w.flush()
        row = _row(w, of, reference)
    return Done(refs=(reference,), kinds=w.kinds, value=row)


def typed(desk: Desk, stack: str) -> tuple[TypedSheet, ...]:
    """What is typed of a stack at any desk, in the order of time; each with the PC where it was typed."""
    names = desk.store.names
    with desk.store.reading() as conn:
        of = stacks.found(conn, names, stack)
        rows = () if isinstance(of, Refused) else placed(conn, names, catchup.sheets(conn, names, of))
    beside = {row.entry for pair in twice(rows) for row in pair.rows}
    return tuple(msgspec.structs.replace(row, twice=True) if row.entry in beside else row for row in rows)


def placed(conn: sa.Connection, names: LogNames, rows: Iterable[TypedSheet]) -> tuple[TypedSheet, ...]:
    """The rows with the name of the PC where each was typed, where that was another one than this."""
    logs = [(row, names.known(row.entry) >> SEQ_BITS) for row in rows]
    known = delivery.standings(conn, {log for _, log in logs})
    elsewhere = {log: one.desk for log, one in known.items() if not one.here}
    return tuple(
        msgspec.structs.replace(row, desk=elsewhere[log]) if elsewhere.get(log) else row for row, log in logs
    )


def take_back(desk: Desk, entry: str, *, why: str) -> Done | Refused:
    """Takes a typed sheet back with what was typed of it; the original stays. `value` is the person."""
    refused = desk.refuses(rights.Act.ENTER_LATE, rights.Act.VOID_STEP, why=why)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        found = queries.event_by_ref(w.conn, w.names, entry)
        if found is None or not found.data.get("batch"):
            return Refused(reason=Refusal.OTHER_VISIT)
        if found.voided:
            return Refused(reason=Refusal.ALREADY_VOIDED)
        gone = (*reactions(w, found), entry)
        refs = tuple(w.change("void", Void(v=True, why=why.strip()), of=one) for one in gone)
        w.flush()
    return Done(refs=refs, kinds=w.kinds, value=found.person)


def mend_lot(desk: Desk, entry: str, *, lot_no: str, expiry: str = "", why: str) -> Done | Refused:
    """Puts the right lot on a typed dose: a new entry in place of the old one, which stays, struck through.

    An entry names its lot by reference, by which doses of a lot are counted, so it is not amended but made anew.
    `value` is the TypedSheet.
    """
    refused = desk.refuses(rights.Act.ENTER_LATE, rights.Act.VOID_STEP, why=why)
    if refused:
        return refused
    if not tidy_lot(lot_no):
        return Refused(reason=Refusal.LOT_NUMBER_MISSING)
    with desk.store.writing(user=desk.user.no) as w:
        found = queries.event_by_ref(w.conn, w.names, entry)
        if found is None or found.voided or found.kind not in ("inject", "history") or not found.data["batch"]:
            return Refused(reason=Refusal.OTHER_VISIT)
        of = stacks.found(w.conn, w.names, found.data["batch"])
        if isinstance(of, Refused):
            return of
        theirs = reactions(w, found)
        refs = writing.rewrite(w, found, lot_no=tidy_lot(lot_no), expiry=expiry, why=why.strip())
        for one in theirs:
            w.change("amend", Amend(set={"inject": refs[0]}, why=why.strip()), of=one)
        w.flush()
        row = _row(w, of, refs[0])
    return Done(refs=refs, kinds=w.kinds, value=row)


def _weigh(conn: sa.Connection, names: LogNames, of: StackView, person: str, sheet: Sheet) -> Weighed | Refused:
    found = people.by_ref(conn, names, person)
    if found is None or found.voided:
        return Refused(reason=Refusal.PERSON_GONE)
    doses = tuple(people.doses(conn, names, person))
    before = judging.on_record(doses, of.day)
    judged = None
    product = rules.schedule().find(of.product)
    if product is not None and before is None and sheet.happened is Happened.INJECTED:
        events = queries.injections_and_reactions(conn, names, person)
        judged = judging.judge(
            rules.schedule(),
            doses,
            product=product,
            dob=found.dob,
            day=of.day,
            said=_said(of, sheet),
            anaphylaxis_after=aefi.anaphylaxis_after(one for one in events if one.day < of.day),
        )
    number = catchup.sheet_of(conn, names, of.id, person)
    answer = _stands_against(of, sheet, number=number, before=before)
    return Weighed(person=found, doses=doses, answer=answer, judged=judged, on_record=before)


def _said(of: StackView, sheet: Sheet) -> Said:
    lot_no, expiry = (sheet.lot_no, sheet.expiry) if sheet.lot_no else (of.lot_no, of.expiry)
    return Said(lot_no=lot_no, expiry=expiry, number=sheet.dose_no)


def _stands_against(of: StackView, sheet: Sheet, *, number: int, before: DoseView | None) -> Allowed | Refused:
    """Why a sheet is not entered; `number` is that of the sheet of this stack which is about the person already."""
    if number:
        return Refused(reason=Refusal.SHEET_TYPED, facts={"sheet": number})
    if before is not None:
        facts = {"product": before.product or before.product_text, "day": before.date, "lot": before.lot}
        return Refused(reason=Refusal.DOSE_ON_RECORD, facts=facts)
    if sheet.clock and parse_clock(sheet.clock) is None:
        return Refused(reason=Refusal.TIME_UNREADABLE, facts={"clock": sheet.clock})
    if sheet.happened is not Happened.INJECTED and not of.here:
        return Refused(reason=Refusal.NO_DOSE_THEN)
    return Allowed()


def reactions(w: Writer, dose: EventView) -> list[str]:
    """References of the reactions to a dose."""
    events = queries.of_person(w.conn, w.names, dose.person, dose.day)
    return [one.id for one in events if one.kind == "aefi" and not one.voided and one.data["inject"] == dose.id]


def _row(w: Writer, of: StackView, entry: str) -> TypedSheet | None:
    return catchup.sheet(w.conn, w.names, of, entry)

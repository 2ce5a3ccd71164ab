"""What a sheet is written as: entries of the day it is of, marked as coming from paper and from which stack."""

from __future__ import annotations

import msgspec

from vaxdesk.desk import rules
from vaxdesk.domain import times
from vaxdesk.domain.catchup.judging import Judged
from vaxdesk.domain.catchup.sheet import NOON, Happened, Reaction, Sheet, parse_clock, tidy_lot
from vaxdesk.domain.catchup.stack import StackView
from vaxdesk.domain.days import span
from vaxdesk.domain.outcomes import Conclusion, Stage
from vaxdesk.domain.payloads import KINDS, Aefi, Decline, History, Inject, Lot, Screen, Void
from vaxdesk.domain.payloads_catchup import Known
from vaxdesk.domain.picklists import DeclineReason
from vaxdesk.domain.views import DoseView, EventView
from vaxdesk.domain.visit import PAPER
from vaxdesk.registry.queries import catchup
from vaxdesk.store.writer import Writer

_CONCLUSIONS = {Happened.DEFERRED: Conclusion.DEFER, Happened.CONTRAINDICATED: Conclusion.CONTRAINDICATED}


def write(
    w: Writer, of: StackView, person: str, sheet: Sheet, *, judged: Judged | None, no: int
) -> tuple[str, ...]:
    """Adds the entries of a sheet; the first is the one that it stands for."""
    paper = {"source": PAPER, "batch": of.id, "sheet": no}
    if sheet.happened is Happened.DECLINED:
        declined = Decline(day=of.day, stage=Stage.RECEIVED.value, why=DeclineReason.NOT_STATED.value, **paper)
        return (w.add("decline", declined, of=person),)
    if judged is None:  # a conclusion without its answers, which stay on the paper
        conclusion = _CONCLUSIONS.get(sheet.happened, Conclusion.DEFER).value
        screened = Screen(day=of.day, form=of.form, answers={}, conclusion=conclusion, proposed=conclusion, **paper)
        return (w.add("screen", screened, of=person),)
    if not of.here:
        return (w.add("history", _learned(of, sheet, judged, paper), of=person),)
    at = times.at(of.day, parse_clock(sheet.clock) or NOON)
    dose = w.add("inject", _dose(w, of, sheet, judged, at=at, paper=paper), of=person)
    if sheet.reaction is Reaction.NONE:
        return (dose,)
    reaction = Aefi(day=of.day, severity=sheet.reaction.value, onset=at, inject=dose)
    return (dose, w.add("aefi", reaction, of=person))


def note_known(w: Writer, of: StackView, person: str, dose: DoseView, *, no: int) -> str:
    """Adds that a sheet says what is on record."""
    return w.add("known", Known(day=of.day, batch=of.id, dose=dose.id, sheet=no), of=person)


def rewrite(w: Writer, old: EventView, *, lot_no: str, expiry: str, why: str) -> tuple[str, ...]:
    """Takes a dose back and adds it anew with another lot; the first reference is that of the new one."""
    last = _last_day(expiry)
    if old.kind == "history":
        again = msgspec.structs.replace(msgspec.convert(old.data, History), lot=lot_no)
    else:
        before = msgspec.convert(old.data, Inject)
        reference = _lot(w, before.product, lot_no, last)
        again = msgspec.structs.replace(before, lot=reference, lot_no=lot_no, expiry=last)
    undone = w.change("void", Void(v=True, why=why), of=old.id)
    return (w.add(old.kind, again, of=old.person), undone)


def again(w: Writer, old: EventView) -> str:
    """Adds what an entry says anew; the reference of the new one."""
    return w.add(old.kind, msgspec.convert(old.data, KINDS[old.kind]), of=old.person)


def _learned(of: StackView, sheet: Sheet, judged: Judged, paper: dict) -> History:
    return History(
        date=of.day,
        product=of.product,
        lot=tidy_lot(sheet.lot_no) or of.lot_no,
        place=of.place,
        n=judged.overall_no,
        kind=judged.kind.value,
        **paper,
    )


def _dose(w: Writer, of: StackView, sheet: Sheet, judged: Judged, *, at: int, paper: dict) -> Inject:
    lot_no, expiry = (tidy_lot(sheet.lot_no), _last_day(sheet.expiry)) if sheet.lot_no else (of.lot_no, of.expiry)
    return Inject(
        day=of.day,
        at=at,
        product=of.product,
        lot=_lot(w, of.product, lot_no, expiry),
        lot_no=lot_no,
        expiry=expiry,
        ml=judged.ml,
        site=sheet.site,
        kind=judged.kind.value,
        kind_no=judged.kind_no,
        overall_no=judged.overall_no,
        given_by=of.given_by,
        rules=judged.rules,
        warnings=judged.codes,
        **paper,
    )


def _lot(w: Writer, product: str, number: str, expiry: str) -> str:
    """Reference of a lot, made known here where it was not; empty where the paper names none."""
    if not number:
        return ""
    known = catchup.lot_of(w.conn, w.names, product=product, number=number)
    if known:
        return known
    usual = rules.schedule().find(product)
    lot = Lot(
        product=product,
        number=number,
        expiry=expiry,
        doses_per_vial=usual.doses_per_vial[0] if usual else 0,
        maker=usual.maker if usual else "",
    )
    return w.add("lot", lot)


def _last_day(expiry: str) -> str:
    last = span(expiry)
    return last.latest.isoformat() if last else ""

"""Vaccine comes in, goes to a table and back, leaves the station, is disposed of; each taken back like all else."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vaxdesk.desk import rules, stock
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights, thaw, vials
from vaxdesk.domain.days import span
from vaxdesk.domain.names import clean
from vaxdesk.domain.payloads import Lot, Stock, Void
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.stock.movement import LEAVES, MOST_DOSES, MoveReason, Receipt, ReceiptHead
from vaxdesk.domain.stock.places import STORE, table_no
from vaxdesk.domain.views import LotView
from vaxdesk.registry.queries import stock as queries
from vaxdesk.registry.queries import store, things
from vaxdesk.store.writer import Writer


def receive(desk: Desk, head: ReceiptHead, lines: Sequence[Receipt]) -> Done | Refused:
    """Takes in what came from above; lots that are not known yet are made known. `value`: references of the lots."""
    refused = desk.refuses(rights.Act.KEEP_STOCK)
    if refused:
        return refused
    if not lines:
        return Refused(reason=Refusal.NOTHING_RECEIVED)
    fit: list[tuple[Receipt, Lot]] = []
    for line in lines:
        lot = stock.judged(desk, line.product, line.number, line.expiry, line.thawed)
        wrong = lot if isinstance(lot, Refused) else _unasked(line) or _no_number(line.vials * _per_vial(line))
        if wrong or isinstance(lot, Refused):
            return wrong
        fit.append((line, lot))
    with desk.store.writing(user=desk.user.no) as w:
        taken = [_take(desk, w, head, line, lot) for line, lot in fit]
        w.flush()
    refs, lots = zip(*taken, strict=True)
    return Done(refs=refs, kinds=w.kinds, value=lots)


def issue(desk: Desk, lot: str, doses: int, *, table: str, paper: str = "") -> Done | Refused:
    """Hands doses of a lot from the store to a table; a lot that may not be used is refused with the reason."""
    return _between(desk, lot, doses, MoveReason.ISSUE, source=STORE, target=table, paper=paper)


def give_back(desk: Desk, lot: str, doses: int, *, table: str, paper: str = "") -> Done | Refused:
    """Brings unopened doses of a lot from a table back to the store."""
    return _between(desk, lot, doses, MoveReason.RETURN, source=table, target=STORE, paper=paper)


def send_out(
    desk: Desk, lot: str, doses: int, *, reason: str, place: str = STORE, partner: str = "", paper: str = "",
    why: str = "",
) -> Done | Refused:  # fmt: skip
    """Doses leave the station: transferred, sent back up, or disposed of (facts 3.4). `value`: the movement.

    Args:
        reason: one of `LEAVES`. A disposal needs `why` (`WasteReason: note`), the others `partner`.
    """
    refused = desk.refuses(rights.Act.KEEP_STOCK) or _no_number(doses)
    if refused:
        return refused
    kind = MoveReason(reason)
    if kind not in LEAVES:
        raise ValueError(reason)
    if kind is MoveReason.DISPOSE and not why.strip():
        return Refused(reason=Refusal.REASON_NEEDED)
    if kind is not MoveReason.DISPOSE and not partner.strip():
        return Refused(reason=Refusal.PARTNER_MISSING)
    with desk.store.writing(user=desk.user.no) as w:
        found = lot_of(w, lot)
        if found is None:
            return Refused(reason=Refusal.NO_VACCINE)
        against = _may_leave(desk, found) if kind is MoveReason.TRANSFER and not found.frozen else None
        against = against or _short(desk, w, found, doses, place)
        if against:
            return against
        words = {"paper": clean(paper), "partner": clean(partner), "why": why.strip()}
        reference = add_move(w, _entry(desk, found, -doses, kind, place, **words))
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=reference)


def take_back(desk: Desk, move: str, *, why: str) -> Done | Refused:
    """Takes a movement back, both halves of an issue or return."""
    refused = desk.refuses(rights.Act.KEEP_STOCK, rights.Act.VOID_STEP, why=why)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        found = store.move(w.conn, w.names, move)
        if found is None or found.voided:
            return Refused(reason=Refusal.MOVE_GONE)
        void = Void(v=True, why=why.strip())
        refs = tuple(w.change("void", void, of=one) for one in (found.id, found.pair) if one)
        w.flush()
    return Done(refs=refs, kinds=w.kinds, value=found.lot)


def lock(desk: Desk, lot: str, *, why: str) -> Done | Refused:
    """Locks a lot so that nobody draws from it, or with no reason frees it again. `why`: `LockReason: note`."""
    return _change(desk, lot, {"locked": why.strip()}, why=why.strip())


def note_vvm(desk: Desk, lot: str, stage: int) -> Done | Refused:
    """Notes the stage of the vial monitor of a lot, 1..4; 3 and 4 are not to be used."""
    return _change(desk, lot, {"vvm": str(stage)}, why="")


def thaw_out(desk: Desk, lot: str, doses: int, *, day: str = "", paper: str = "") -> Done | Refused:
    """Takes doses of a frozen lot out of the freezer: from then on their days count. `value`: the lot they are now.

    Args:
        day: ISO, by default the session's.
    """
    refused = desk.refuses(rights.Act.KEEP_STOCK) or _no_number(doses)
    if refused:
        return refused
    since = day or desk.day
    with desk.store.writing(user=desk.user.no) as w:
        found = lot_of(w, lot)
        if found is None:
            return Refused(reason=Refusal.NO_VACCINE)
        if not found.frozen:
            return Refused(reason=Refusal.NOT_FROZEN, facts={"lot": found.number})
        wrong = thaw.judge(since, _fridge_days(found.product), day=desk.day)
        against = wrong or _short(desk, w, found, doses, STORE)
        if against:
            return against
        of = Lot(product=found.product, number=found.number, expiry=found.expiry, thawed=since)
        now = stock.make_known(w, of, doses_per_vial=found.doses_per_vial, maker=found.maker)
        head = {"paper": clean(paper)}
        first = add_move(w, _entry(desk, found, -doses, MoveReason.THAW, STORE, **head))
        moved = msgspec.structs.replace(found, id=now)
        second = add_move(w, _entry(desk, moved, doses, MoveReason.THAW, STORE, **head, move=first))
        w.flush()
    return Done(refs=(first, second), kinds=w.kinds, value=now)


def note_thaw(desk: Desk, lot: str, day: str) -> Done | Refused:
    """Notes or corrects the ISO day on which a lot came out of the freezer."""
    with desk.store.reading() as conn:
        found = next((one for one in things.lots(conn, desk.store.names) if one.id == lot), None)
    days = _fridge_days(found.product) if found else 0
    if found is not None and not days:
        return Refused(reason=Refusal.THAW_UNASKED, facts={"product": found.product})
    wrong = _no_day(day) or thaw.judge(day, days, day=desk.day)
    if wrong is not None and wrong.reason is not Refusal.THAW_OVER:  # that it is too late is what has to be noted
        return wrong
    return _change(desk, lot, {"thawed": day}, why="")


def lot_of(w: Writer, lot: str) -> LotView | None:
    """A lot inside the caller's transaction."""
    return next((one for one in things.lots(w.conn, w.names) if one.id == lot), None)


def _between(
    desk: Desk, lot: str, doses: int, reason: MoveReason, *, source: str, target: str, paper: str
) -> Done | Refused:
    """A pair of movements inside the station. `value`: the first of them, by which both are taken back."""
    refused = desk.refuses(rights.Act.KEEP_STOCK) or _no_number(doses)
    if refused:
        return refused
    if not table_no(source or target):
        raise ValueError(source or target)
    with desk.store.writing(user=desk.user.no) as w:
        found = lot_of(w, lot)
        if found is None:
            return Refused(reason=Refusal.NO_VACCINE)
        against = _may_leave(desk, found) if reason is MoveReason.ISSUE else None
        against = against or _short(desk, w, found, doses, source)
        if against:
            return against
        first = add_move(w, _entry(desk, found, -doses, reason, source, paper=clean(paper)))
        second = add_move(w, _entry(desk, found, doses, reason, target, paper=clean(paper), move=first))
        w.flush()
    return Done(refs=(first, second), kinds=w.kinds, value=first)


def _entry(desk: Desk, lot: LotView, doses: int, reason: MoveReason, place: str, **words: str) -> Stock:
    per = lot.doses_per_vial or 1
    return Stock(
        lot=lot.id, doses=doses, reason=reason.value, place=place, day=desk.day, vials=abs(doses) // per, vvm=lot.vvm,
        **words,
    )  # fmt: skip


def add_move(w: Writer, entry: Stock) -> str:
    """Appends a movement with the revision that its lot is at, inside the caller's transaction; its reference."""
    w.flush()
    return w.add("stock", entry, rev=queries.next_rev(w.conn, w.names, entry.lot))


def _may_leave(desk: Desk, lot: LotView) -> Refused | None:
    """Why a lot may not go to anybody who would use it."""
    product = rules.schedule().find(lot.product)
    if product is None:
        return Refused(reason=Refusal.PRODUCT_UNKNOWN, facts={"product": lot.product})
    answer = vials.may_use(lot, day=desk.day, product=product)
    return answer if isinstance(answer, Refused) else None


def _short(desk: Desk, w: Writer, lot: LotView, doses: int, place: str) -> Refused | None:
    stand = queries.stands(w.conn, w.names, desk.day).get(lot.id)
    have = stand.balances.get(place, 0) if stand else 0
    if doses <= have:
        return None
    return Refused(reason=Refusal.STOCK_SHORT, facts={"lot": lot.number, "have": max(0, have)})


def _unasked(line: Receipt) -> Refused | None:
    """A receipt of what counts its days in a fridge must say since when."""
    if line.thawed or not _fridge_days(line.product):
        return None
    return Refused(reason=Refusal.THAW_MISSING, facts={"product": line.product})


def _fridge_days(product: str) -> int:
    return rules.storage().fridge_days.get(product, 0)


def _no_day(day: str) -> Refused | None:
    return None if span(day) else Refused(reason=Refusal.THAW_UNREADABLE, facts={"thawed": day})


def _no_number(doses: int) -> Refused | None:
    if 0 < doses <= MOST_DOSES:
        return None
    return Refused(reason=Refusal.NO_DOSES, facts={"most": MOST_DOSES})


def _take(desk: Desk, w: Writer, head: ReceiptHead, line: Receipt, lot: Lot) -> tuple[str, str]:
    """Enters one line of a receipt; references of the movement and of the lot."""
    reference = stock.make_known(w, lot, doses_per_vial=_per_vial(line))
    entry = Stock(
        lot=reference,
        doses=line.vials * _per_vial(line),
        reason=MoveReason.RECEIPT.value,
        day=head.day or desk.day,
        vials=line.vials,
        paper=clean(head.paper),
        partner=clean(head.partner),
        vvm=line.vvm,
        temp=head.temp,
    )
    move = add_move(w, entry)
    known = lot_of(w, reference)
    if known is not None and lot.expiry < known.expiry:  # of two dates on boxes of one lot the earlier one holds
        stock.set_fields(w, reference, {"expiry": lot.expiry}, why=entry.paper)
    if line.vvm:
        stock.set_fields(w, reference, {"vvm": str(line.vvm)}, why="")
    return move, reference


def _per_vial(line: Receipt) -> int:
    usual = rules.schedule().find(line.product)
    return line.doses_per_vial or (usual.doses_per_vial[0] if usual else 1)


def _change(desk: Desk, lot: str, values: dict[str, str], *, why: str) -> Done | Refused:
    refused = desk.refuses(rights.Act.MANAGE_LOTS)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        if lot_of(w, lot) is None:
            return Refused(reason=Refusal.NO_VACCINE)
        reference = stock.set_fields(w, lot, values, why=why)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=lot)

"""Stacks of paper: announced with what all sheets share, counted while they are typed, taken up at any desk."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.catchup.sheet import tidy_lot
from vaxdesk.domain.catchup.stack import MOST_SHEETS, StackView
from vaxdesk.domain.days import span
from vaxdesk.domain.names import clean
from vaxdesk.domain.payloads import Amend
from vaxdesk.domain.payloads_catchup import Batch
from vaxdesk.domain.products import Product
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry import registers
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import catchup


def products() -> tuple[Product, ...]:
    """All vaccines of the schedule, those no longer given included: papers are of the past."""
    return rules.schedule().product


def forms() -> tuple[str, ...]:
    """Ids of the screening forms that papers may be printed by."""
    return tuple(one.id for one in rules.forms())


def stacks(desk: Desk) -> tuple[StackView, ...]:
    """All stacks, the newest first."""
    with desk.store.reading() as conn:
        return tuple(catchup.stacks(conn, desk.store.names))


def announce(desk: Desk, batch: Batch) -> Done | Refused:
    """Announces a stack; `value` is its StackView. Refused for a day to come, no product, no place, no number."""
    refused = desk.refuses(rights.Act.ENTER_LATE) or _wrong(desk, batch)
    if refused:
        return refused
    tidy = Batch(
        day=batch.day,
        product=batch.product,
        here=batch.here,
        place="" if batch.here else clean(batch.place),
        lot_no=tidy_lot(batch.lot_no),
        expiry=_last_day(batch.expiry),
        given_by=clean(batch.given_by),
        form=batch.form,
        sheets=batch.sheets,
    )
    with desk.store.writing(user=desk.user.no) as w:
        reference = w.add("batch", tidy)
        w.flush()
        made = catchup.stack(w.conn, w.names, reference)
    return Done(refs=(reference,), kinds=w.kinds, value=made)


def recount(desk: Desk, stack: str, *, sheets: int) -> Done | Refused:
    """Says anew how many sheets a stack has; `value` is its StackView."""
    refused = desk.refuses(rights.Act.ENTER_LATE) or _miscounted(sheets)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        if catchup.stack(w.conn, w.names, stack) is None:
            return Refused(reason=Refusal.BATCH_GONE)
        prior = registers.holder(w.conn, w.names.id(stack), "sheets")
        change = Amend(set={"sheets": str(sheets)}, prior={"sheets": prior} if prior else {})
        reference = w.change("amend", change, of=stack)
        w.flush()
        made = catchup.stack(w.conn, w.names, stack)
    return Done(refs=(reference,), kinds=w.kinds, value=made)


def found(conn: sa.Connection, names: LogNames, stack: str) -> StackView | Refused:
    """A stack that sheets may be typed into."""
    return catchup.stack(conn, names, stack) or Refused(reason=Refusal.BATCH_GONE)


def _wrong(desk: Desk, batch: Batch) -> Refused | None:
    day = span(batch.day)
    if day is None or not day.exact or batch.day > desk.today():
        return Refused(reason=Refusal.BATCH_DAY, facts={"day": batch.day})
    if rules.schedule().find(batch.product) is None:
        return Refused(reason=Refusal.PRODUCT_UNKNOWN, facts={"product": batch.product})
    if not batch.here and not clean(batch.place):
        return Refused(reason=Refusal.PLACE_MISSING)
    if batch.expiry and span(batch.expiry) is None:
        return Refused(reason=Refusal.EXPIRY_UNREADABLE, facts={"expiry": batch.expiry})
    return _miscounted(batch.sheets)


def _miscounted(sheets: int) -> Refused | None:
    wrong = not 0 < sheets <= MOST_SHEETS
    return Refused(reason=Refusal.SHEETS_WRONG, facts={"most": MOST_SHEETS}) if wrong else None


def _last_day(expiry: str) -> str:
    last = span(expiry)
    return last.latest.isoformat() if last else ""

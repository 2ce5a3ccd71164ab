"""Doses known from a certificate or a paper of elsewhere, taken into the history of a person."""

from __future__ import annotations

from collections.abc import Sequence

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.catchup import prior
from vaxdesk.domain.catchup.prior import PriorDose
from vaxdesk.domain.catchup.views import Offered
from vaxdesk.domain.payloads import History
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.scans import Scan
from vaxdesk.registry.queries import people


def of_certificate(scan: Scan) -> tuple[PriorDose, ...]:
    """The doses that a scanned certificate tells of; its signature was not checked here."""
    return prior.of_scan(rules.schedule(), scan)


def offer(desk: Desk, person: str, doses: Sequence[PriorDose]) -> Offered | Refused:
    """Which of some doses a person's record does not have yet."""
    with desk.store.reading() as conn:
        found = people.by_ref(conn, desk.store.names, person)
        if found is None or found.voided:
            return Refused(reason=Refusal.PERSON_GONE)
        on_record = tuple(people.doses(conn, desk.store.names, person))
    fresh = tuple(prior.fresh(doses, on_record))
    known = tuple(one for one in doses if one not in fresh)
    return Offered(person=found, doses=on_record, fresh=fresh, known=known)


def take(desk: Desk, person: str, doses: Sequence[PriorDose]) -> Done | Refused:
    """Takes those doses into the history that are not on record; `value` is how many."""
    refused = desk.refuses(rights.Act.ENTER_LATE)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        found = people.by_ref(w.conn, w.names, person)
        if found is None or found.voided:
            return Refused(reason=Refusal.PERSON_GONE)
        fresh = list(prior.fresh(doses, people.doses(w.conn, w.names, person)))
        refs = tuple(w.add("history", _learned(one), of=person) for one in fresh)
        w.flush()
    return Done(refs=refs, kinds=w.kinds, value=len(refs))


def _learned(dose: PriorDose) -> History:
    return History(
        date=dose.date,
        product=dose.product,
        product_text=dose.product_text,
        lot=dose.lot,
        place=dose.place,
        n=dose.n,
        source=dose.source,
    )

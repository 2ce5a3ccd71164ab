"""Injection: what may be given to a person today, and the dose given."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import sqlalchemy as sa

from vaxdesk.desk import rules, stock
from vaxdesk.desk.board import PersonDay, person_day
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import aefi, permission, rights, schedule, screening, vials
from vaxdesk.domain import visit as visits
from vaxdesk.domain.course import Circumstances
from vaxdesk.domain.limits import TooEarly
from vaxdesk.domain.outcomes import Role, Stage
from vaxdesk.domain.payloads import Inject, Screen
from vaxdesk.domain.products import Product
from vaxdesk.domain.refusals import Allowed, Note, Notice, Refusal, Refused
from vaxdesk.domain.schedule import Due
from vaxdesk.domain.step_views import Handling, InjectionSheet, Judgement, Stock
from vaxdesk.domain.stock.places import STORE
from vaxdesk.domain.team.roles import TeamRole
from vaxdesk.domain.views import LotView, VialView, VisitRow
from vaxdesk.domain.visit import Visit
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import people, team, things
from vaxdesk.registry.queries import visits as queries
from vaxdesk.store import enrolment
from vaxdesk.store.writer import Writer

_AT_THE_TABLE = (TeamRole.INJECTING, TeamRole.PREPARING)

Judge = Callable[[str], Judgement | None]


class Draw(msgspec.Struct, frozen=True, kw_only=True):
    """From what a dose is to be drawn, and whether it may be."""

    product: str = ""
    vial: VialView | None = None
    lot: LotView | None = None
    answer: Allowed | Refused | None = None

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is to be known of the vial or lot."""
        return self.answer.notes if isinstance(self.answer, Allowed) else ()


def queue(desk: Desk) -> tuple[VisitRow, ...]:
    """Who was screened and may be injected, by number."""
    with desk.store.reading() as conn:
        return tuple(queries.board(conn, desk.store.names, desk.day, stage=Stage.SCREENED))


def sheet(desk: Desk, person: str, *, product: str = "", vial: str = "", lot: str = "") -> InjectionSheet | Refused:
    """The sheet of a person for a product; without one, for what this table gives now.

    Args:
        vial: reference of an open vial chosen or scanned; `lot` likewise of a lot from which a vial is to be opened.
    """
    found = person_day(desk, person)
    if found is None or found.person.voided:
        return Refused(reason=Refusal.PERSON_GONE)
    with desk.store.reading() as conn:
        now = stock.seen(desk, conn)

        def judge(code: str) -> Judgement | None:
            return _judge(conn, desk.store.names, found, product=code, day=desk.day)

        drawn = _proposed(desk, now, product=product, vial=vial, lot=lot, judge=judge)
        heard = enrolment.contact(conn)
        return InjectionSheet(
            person=found.person,
            visit=found.visit,
            doses=found.doses,
            allowed=desk.refuses(rights.Act.INJECT) or permission.may_inject(found.visit),
            product=drawn.product,
            judged=judge(drawn.product),
            stock=now,
            vial=drawn.vial,
            lot=drawn.lot,
            draw=drawn.answer,
            staff=_staff(conn, desk.store.names, desk.day),
            last_contact=heard.t if heard else 0,
        )


def give(
    desk: Desk, person: str, *, vial: str = "", lot: str = "", how: Handling | None = None
) -> Done | Refused | TooEarly:
    """Records a dose; `value` is the Inject as kept.

    Everything is judged again inside the transaction, so no double dose can come of two presses.

    Args:
        vial: an open vial; or else `lot`: a vial of it is opened with this dose.
    """
    how = how or Handling()
    refused = desk.refuses(rights.Act.INJECT)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        found = _day_in(desk, w, person)
        if found is None:
            return Refused(reason=Refusal.PERSON_GONE)
        source = _source(desk, w, vial=vial, lot=lot)
        refused = _stands_against(found, source)
        if refused:
            return refused
        judged = _judge(w.conn, w.names, found, product=source.product, day=desk.day)
        if not isinstance(judged, Due):
            return judged or Refused(reason=Refusal.NO_VACCINE)
        notes = (*judged.notes, *source.notes)
        refused = _reasoned(desk, notes, how.why)
        if refused:
            return refused
        dose = _dose(desk, judged, source, how=how, notes=notes, vial=_vial(desk, w, source))
        reference = w.add("inject", dose, of=person)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=dose)


def _proposed(desk: Desk, now: Stock, *, product: str, vial: str, lot: str, judge: Judge) -> Draw:
    """What was chosen, or by rule: the product this person may get, of it the open vial to use up first, else the
    lot that expires first."""
    chosen = next((one for one in now.vials if one.id == vial), None)
    from_lot = chosen.lot if chosen else next((one for one in now.lots if one.id == lot), None)
    named = from_lot.product if from_lot else product
    # the order at hand decides only among products that are equally fit
    code = named or min(stock.products_at_hand(now), key=lambda one: _unfit(judge(one)), default="")
    rule = rules.schedule().find(code)
    if rule is None:
        return Draw(product=product)
    if from_lot is None:
        chosen = vials.first_vial(now.vials, now=desk.now(), day=desk.day, product=rule)
        from_lot = chosen.lot if chosen else vials.first_lot(now.issued_first(), day=desk.day, product=rule)
    here = from_lot is None or now.place == STORE or from_lot.id in now.issued
    return _draw(desk, rule, chosen, from_lot, here=here)


def _unfit(judged: Judgement | None) -> int:
    """0 for a dose that is due, 1 for one that needs a reason, 2 for one that is not possible today."""
    if not isinstance(judged, Due):
        return 2
    return int(any(note.needs_reason for note in judged.notes))


def _draw(desk: Desk, rule: Product, vial: VialView | None, lot: LotView | None, *, here: bool) -> Draw:
    """`here`: whether the books say that the lot lies where new vials are taken from."""
    if vial is not None:
        answer = vials.may_draw(vial, now=desk.now(), day=desk.day, product=rule)
    elif lot is None:
        answer = Refused(reason=Refusal.NO_VACCINE)
    else:
        answer = vials.may_use(lot, day=desk.day, product=rule)
        if isinstance(answer, Allowed) and not here:
            told = Note(code=Notice.LOT_NOT_ISSUED, facts={"lot": lot.number})
            answer = Allowed(notes=(*answer.notes, told))
    return Draw(product=rule.code, vial=vial, lot=lot, answer=answer)


def _source(desk: Desk, w: Writer, *, vial: str, lot: str) -> Draw:
    """The vial or lot that whoever injects holds; nothing is written yet."""
    opened = next((one for one in things.vials(w.conn, w.names, open_only=False) if one.id == vial), None)
    from_lot = opened.lot if opened else next((one for one in things.lots(w.conn, w.names) if one.id == lot), None)
    rule = rules.schedule().find(from_lot.product) if from_lot else None
    if rule is None or (vial and opened is None):
        return Draw(answer=Refused(reason=Refusal.NO_VACCINE))
    here = opened is not None or stock.lies_here(desk, w.conn, from_lot.id)
    return _draw(desk, rule, opened, from_lot, here=here)


def _stands_against(found: PersonDay, source: Draw) -> Refused | None:
    """The order of the day, then the vial."""
    allowed = permission.may_inject(found.visit)
    if isinstance(allowed, Refused):
        return allowed
    return source.answer if isinstance(source.answer, Refused) else None


def _vial(desk: Desk, w: Writer, source: Draw) -> str:
    """Reference of the vial drawn from; opened now when a lot was named."""
    if source.vial is not None:
        return source.vial.id
    opened = stock.vial_of(desk, source.lot, place=stock.drawn_from(desk, w.conn))
    return "" if isinstance(opened, Refused) else w.add("vial", opened)


def _dose(desk: Desk, judged: Due, source: Draw, *, how: Handling, notes: tuple[Note, ...], vial: str) -> Inject:
    lot = source.lot
    return Inject(
        day=desk.day,
        at=desk.now(),
        product=source.product,
        lot=lot.id if lot else "",
        lot_no=lot.number if lot else "",
        expiry=lot.expiry if lot else "",
        vial=vial,
        ml=judged.ml,
        site=how.site,
        route=how.route,
        kind=judged.kind.value,
        kind_no=judged.kind_no,
        overall_no=judged.overall_no,
        prepared_by=how.prepared_by or desk.user.name,
        given_by=how.given_by or desk.user.name,
        rules=judged.rules,
        warnings=[note.code.value for note in notes],
        why=how.why.strip(),
    )


def _reasoned(desk: Desk, notes: tuple[Note, ...], why: str) -> Refused | None:
    """Going on against a notice that asks for a reason needs the right and the reason."""
    if not any(note.needs_reason for note in notes):
        return None
    refused = desk.refuses(rights.Act.OVERRIDE_SCHEDULE)
    if refused or why.strip():
        return refused
    return Refused(reason=Refusal.REASON_NEEDED)


def _day_in(desk: Desk, w: Writer, person: str) -> PersonDay | None:
    found = people.by_ref(w.conn, w.names, person)
    if found is None or found.voided:
        return None
    visit = visits.fold(queries.of_person(w.conn, w.names, person, desk.day), person=person, day=desk.day)
    return PersonDay(person=found, visit=visit, doses=tuple(people.doses(w.conn, w.names, person)))


def _judge(
    conn: sa.Connection, names: LogNames, found: PersonDay, *, product: str, day: str
) -> Judgement | None:
    """The schedule's answer; None when no product is meant."""
    if not product:
        return None
    after = aefi.anaphylaxis_after(queries.injections_and_reactions(conn, names, found.person.id))
    return schedule.next_dose(
        rules.schedule(),
        found.doses,
        product=product,
        dob=found.person.dob,
        day=day,
        person=msgspec.structs.replace(_circumstances(found.visit), anaphylaxis_after=after),
    )


def _circumstances(visit: Visit) -> Circumstances:
    """What today's screening tells the schedule."""
    if visit.screen is None:
        return Circumstances()
    screen = msgspec.convert(visit.screen.data, Screen)
    form = next((form for form in rules.forms() if form.id == screen.form), None)
    return screening.circumstances(form, screen) if form else Circumstances(conclusion=screen.conclusion)


def _staff(conn: sa.Connection, names: LogNames, day: str) -> tuple[str, ...]:
    """Who may have prepared or given a dose: those of the team who inject or prepare first, then the users."""
    at_work = [one.name for one in team.of_day(conn, names, day) if one.role in _AT_THE_TABLE and not one.over]
    fit = {Role.INJECTION.value, Role.LEAD.value}
    users = [user.name for user in things.users(conn) if user.active and fit & set(user.roles)]
    return tuple(dict.fromkeys((*at_work, *users)))

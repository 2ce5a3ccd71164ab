"""What a person sees of themselves: doses with how far each has come, certificates, the next appointment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum, nonmember

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables import logname, org
from sync_server.reading import naming
from sync_server.settings import Server
from vaxdesk.domain import own_codes, schedule, times
from vaxdesk.domain.certification import SignedView, VouchView
from vaxdesk.domain.cleaning.police import VerifyResult
from vaxdesk.domain.course import Given, course
from vaxdesk.domain.outcomes import DoseKind
from vaxdesk.domain.schedule import Upcoming
from vaxdesk.domain.views import DoseView, PersonView
from vaxdesk.registry import bulk, rules
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.registry.queries import certified, people, verified
from vaxdesk.registry.tables import IS_CERT, appt, event
from vaxdesk.registry.visits import data_of, same_people

_UNITS = (
    sa.select(logname.c.local_no, org.c.name, org.c.scheme, org.c.code)
    .join(org, org.c.org_no == logname.c.feed_no)
    .where(bulk.among(logname.c.local_no, "ids"))
)
_NEXT = (
    sa.select(appt.c.id, appt.c.day, appt.c.slot)
    .where(bulk.among(appt.c.person, "ids"), appt.c.voided == 0, appt.c.replan == 0)
    .where(appt.c.day >= sa.bindparam("today"))
    .order_by(appt.c.day, appt.c.slot, appt.c.id)
    .limit(1)
)
_PAPER = (
    sa.select(event)
    .where(bulk.among(event.c.person, "ids"), IS_CERT, event.c.voided == 0)
    .order_by(event.c.stamp.desc(), event.c.h.desc())
    .limit(1)
)


class DoseStep(StrEnum):
    """How far a dose has come on its way to a certificate of the centre."""

    WORDS = nonmember("portal_lookup.step")

    TOLD = "told"  # known from a list or a paper: no site of this server gave it
    ENTERED = "entered"  # waits for the site to review it
    VOUCHED = "vouched"  # waits for the centre
    SIGNED = "signed"


class IdentityStep(StrEnum):
    """What the police found of the person's data."""

    WORDS = nonmember("portal_lookup.identity")

    WAITS = "waits"
    VERIFIED = "verified"
    DIFFERS = "differs"  # the person has to come to the station


class ShownDose(msgspec.Struct, frozen=True, kw_only=True):
    """A dose in its place in the course; `product` and `place` may be empty."""

    dose: DoseView
    product: str
    kind: DoseKind
    kind_no: int
    vaccine: str
    place: str
    step: DoseStep

    @property
    def ref(self) -> str:
        """Its entry."""
        return self.dose.id

    @property
    def day(self) -> str:
        """ISO, may be partial."""
        return self.dose.date

    @property
    def lot(self) -> str:
        """As it was written down."""
        return self.dose.lot


class Appointment(msgspec.Struct, frozen=True, kw_only=True):
    """A line on a list of these days."""

    day: str
    slot: str
    place: str


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """The last paper that a site gave; `code` names it. `at` in seconds; `unit` as `SCHEME:CODE`, may be empty."""

    day: str
    code: str
    at: int
    site: str
    unit: str

    @property
    def qr(self) -> str:
        """What its pattern says."""
        return own_codes.certificate_code(self.code)

    @property
    def letters(self) -> str:
        """The same for reading aloud."""
        return own_codes.hand_text(self.qr)


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. `certificates` stand, the one that holds longest first; `withdrawn` tells of those that do not."""

    person: PersonView
    doses: tuple[ShownDose, ...]
    identity: IdentityStep
    certificates: tuple[SignedView, ...]
    withdrawn: tuple[SignedView, ...]
    paper: Paper | None
    appointment: Appointment | None
    upcoming: Upcoming | None


def of(conn: sa.Connection, server: Server, who: str) -> Record | None:
    """The record of a person by reference; None when it was erased or taken back meanwhile."""
    names, today = naming.names(conn, [who.partition(".")[0]]), times.day_of(server.now())
    stands = same_people(conn, [names.known(who)])
    found = people.by_ref(conn, names, names.ref(stands.get(names.known(who), 0)))
    if found is None or found.voided:
        return None
    known = people.doses_of(conn, names, stands)
    signed = certified.signed_of(conn, names, stands)
    standing = tuple(one for one in signed if one.withdrawn is None and one.exp > server.now())
    given = course(rules.schedule(), known, dob=found.dob, day=date.fromisoformat(today)).given
    paper = conn.execute(_PAPER, {"ids": list(stands)}).first()
    line = conn.execute(_NEXT, {"ids": list(stands), "today": today}).first()
    entries = [names.known(one.dose.id) for one in given] + [row.id for row in (paper, line) if row is not None]
    units = _units(conn, entries)
    return Record(
        person=found,
        doses=_doses(names, given, standing, certified.vouches_of(conn, names, stands), units),
        identity=_identity(conn, names.known(found.id)),
        certificates=standing,
        withdrawn=tuple(one for one in signed if one.withdrawn is not None),
        paper=_paper(paper, units),
        appointment=_appointment(line, units),
        upcoming=schedule.due_after(rules.schedule(), known, dob=found.dob, day=today),
    )


def _doses(
    names: LogNames,
    given: tuple[Given, ...],
    standing: Iterable[SignedView],
    vouches: Iterable[VouchView],
    units: dict[int, sa.Row],
) -> tuple[ShownDose, ...]:
    signed = {ref for one in standing for ref in one.doses}
    vouched = {ref for one in vouches if not one.lapsed for ref in one.doses}
    return tuple(
        _shown(one, place=_name(units, names.known(one.dose.id)), signed=signed, vouched=vouched) for one in given
    )


def _shown(one: Given, *, place: str, signed: set[str], vouched: set[str]) -> ShownDose:
    product = rules.schedule().find(one.product)
    return ShownDose(
        dose=one.dose,
        product=one.product,
        kind=one.kind,
        kind_no=one.kind_no,
        vaccine=product.name if product else one.dose.product_text or one.dose.product,
        place=one.dose.place or (place if one.dose.at else ""),
        step=_step(one.dose, signed=signed, vouched=vouched),
    )


def _step(dose: DoseView, *, signed: set[str], vouched: set[str]) -> DoseStep:
    if dose.id in signed:
        return DoseStep.SIGNED
    if dose.id in vouched:
        return DoseStep.VOUCHED
    return DoseStep.ENTERED if dose.at else DoseStep.TOLD


def _identity(conn: sa.Connection, id_: int) -> IdentityStep:
    result = verified.results(conn, [id_]).get(id_)
    if result is None or result in (VerifyResult.UNVERIFIABLE, VerifyResult.CHANGED):
        return IdentityStep.WAITS
    good = result in (VerifyResult.RIGHT, VerifyResult.CORRECTED)
    return IdentityStep.VERIFIED if good else IdentityStep.DIFFERS


def _units(conn: sa.Connection, ids: list[int]) -> dict[int, sa.Row]:
    """The units in whose feeds entries stand, by entry."""
    logs = {one >> SEQ_BITS for one in ids}
    units = {row.local_no: row for row in conn.execute(_UNITS, {"ids": list(logs)})} if logs else {}
    return {id_: units[id_ >> SEQ_BITS] for id_ in ids if id_ >> SEQ_BITS in units}


def _name(units: dict[int, sa.Row], id_: int) -> str:
    return units[id_].name if id_ in units else ""


def _paper(row: sa.Row | None, units: dict[int, sa.Row]) -> Paper | None:
    code = str(data_of("cert", row.d)["code"]) if row else ""
    if row is None or not own_codes.certificate_token(code):
        return None
    unit = units.get(row.id)
    site, of = (unit.name, f"{unit.scheme}:{unit.code}") if unit else ("", "")
    return Paper(day=row.day, code=code, at=row.stamp, site=site, unit=of)


def _appointment(row: sa.Row | None, units: dict[int, sa.Row]) -> Appointment | None:
    return Appointment(day=row.day, slot=row.slot, place=_name(units, row.id)) if row else None

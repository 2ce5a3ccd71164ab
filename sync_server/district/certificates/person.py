"""One person's certificates: what they rest on, who vouched for it, what the centre signed and what was withdrawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

import msgspec
import sqlalchemy as sa

from sync_server.district.cases import writers
from sync_server.district.cases.views import Written
from sync_server.district.certificates import people
from sync_server.district.certificates.counts import RIGHT
from sync_server.district.who import Who
from sync_server.durable.tables import org
from sync_server.durable.tables_issuing import cert_due
from sync_server.issuing import listing
from sync_server.reading import naming
from vaxdesk.certificates import revocation
from vaxdesk.domain.certificate_due import CertState
from vaxdesk.domain.certification import SignedView
from vaxdesk.domain.course import Given
from vaxdesk.domain.payloads import Person
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import certifiable, certified
from vaxdesk.registry.queries.certifiable import BY_RULE, Reviewed
from vaxdesk.registry.tables_certificates import uncert
from vaxdesk.registry.tables_exchange import held
from vaxdesk.registry.visits import same_people

_DUE = sa.select(cert_due).where(cert_due.c.canon == sa.bindparam("canon"))
_WITHDRAWALS = (
    sa.select(uncert.c.id, uncert.c.hcert, uncert.c.why)
    .join(held, held.c.id == uncert.c.id)
    .where(bulk.among(uncert.c.hcert, "ids"), uncert.c.voided == 0)
    .order_by(held.c.h)
)


class DoseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A dose in its place in the course. `here`: given at a site, not known from a list alone; `vouched` by whom.

    `lapsed`: it was corrected in a way that whoever vouched had not read.
    """

    no: int
    date: str
    product: str
    lot: str
    unit: str
    here: bool
    vouched: Written | None
    lapsed: bool


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """That a certificate no longer holds. `said` is the reason as somebody wrote it; by a rule nobody did."""

    why: str
    by_hand: bool
    written: Written | None
    said: str


class CertRow(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate of the centre. `unit` is where its entry stands, `path` its place; `signer` the key's name."""

    view: SignedView
    unit: str
    path: str
    signer: str
    withdrawals: tuple[Withdrawal, ...]

    @property
    def gone(self) -> Withdrawal | None:
        """Why it no longer holds, by hand before what a rule said; None while it does."""
        return max(self.withdrawals, key=lambda one: one.by_hand, default=None)


class PersonPage(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown of a person. `record` is None where the law had it erased, or it was taken back."""

    ref: str
    record: Person | None
    unit: sa.Row
    state: CertState
    stage: str
    since_ms: int
    due_on: str
    doses: tuple[DoseRow, ...]
    certs: tuple[CertRow, ...]

    def find(self, cert: str) -> CertRow | None:
        """A certificate of this person by reference."""
        return next((one for one in self.certs if one.view.id == cert), None)


def of(conn: sa.Connection, who: Who, ref: str, *, today: str) -> PersonPage | None:
    """A person whose newest dose stands where somebody verifies records; None for any other.

    Args:
        ref: of the person under any record.
        today: ISO day; doses after it are none yet.
    """
    names = naming.names(conn)
    id_ = names.known(ref)
    records = same_people(conn, [id_]) if id_ else {}
    canon = records.get(id_, 0)
    due = conn.execute(_DUE, {"canon": canon}).first()
    unit = conn.execute(sa.select(org).where(org.c.org_no == due.unit)).first() if due is not None else None
    if due is None or unit is None or not who.may(RIGHT, unit.path):
        return None
    return PersonPage(
        ref=names.ref(canon), record=people.records(conn, [canon]).get(canon), unit=unit,
        state=CertState(due.state), stage=due.why or due.state, since_ms=due.since_ms, due_on=due.due_on,
        doses=_doses(conn, names, canon, records, date.fromisoformat(today)), certs=_certs(conn, names, canon),
    )  # fmt: skip


def _doses(
    conn: sa.Connection, names: LogNames, canon: int, records: Collection[int], day: date
) -> tuple[DoseRow, ...]:
    facts = certifiable.of_people(conn, names, {canon: records}, day=day)[canon]
    given = {names.known(one.dose.id): one for one in (facts.course.given if facts.course else ())}
    of_dose = {dose: one for one in facts.vouches for dose in one.doses}  # the newest one holds
    written = writers.of(conn, names, [one.id for one in of_dose.values()])
    units = _units(conn, given)
    return tuple(
        _dose(at, one, units.get(id_), of_dose.get(one.dose.id), written)
        for at, (id_, one) in enumerate(given.items(), 1)
    )


def _dose(
    at: int, one: Given, unit: sa.Row | None, vouched: Reviewed | None, written: Mapping[int, Written]
) -> DoseRow:
    return DoseRow(
        no=at, date=one.dose.date, product=one.product or one.dose.product or one.dose.product_text, lot=one.dose.lot,
        unit=unit.name if unit is not None else "", here=one.dose.here,
        vouched=written.get(vouched.id) if vouched is not None else None,
        lapsed=vouched is not None and vouched.lapsed,
    )  # fmt: skip


def _certs(conn: sa.Connection, names: LogNames, canon: int) -> tuple[CertRow, ...]:
    views = certified.signed(conn, names, names.ref(canon))
    ids = {one.id: names.known(one.id) for one in views}
    units = _units(conn, ids.values())
    withdrawals = _withdrawals(conn, names, {names.known(one.id): one.uvci for one in views})
    signers = {one.kid.hex(): one.name or one.issuer for one in listing.keys(conn)} if views else {}
    return tuple(
        CertRow(
            view=one, unit=at.name if (at := units.get(ids[one.id])) is not None else "",
            path=at.path if at is not None else "", signer=signers.get(one.kid, ""),
            withdrawals=tuple(withdrawals.get(ids[one.id], ())),
        )
        for one in views
    )  # fmt: skip


def _withdrawals(conn: sa.Connection, names: LogNames, uvcis: dict[int, str]) -> dict[int, list[Withdrawal]]:
    rows = conn.execute(_WITHDRAWALS, {"ids": list(uvcis)}).all() if uvcis else []
    written = writers.of(conn, names, [row.id for row in rows])
    sums = {row.hcert: revocation.of_identifier(uvcis[row.hcert]) for row in rows}
    words = listing.whys(conn, sums.values())
    found: dict[int, list[Withdrawal]] = defaultdict(list)
    for row in rows:
        by_hand = row.why not in BY_RULE
        said = words.get(sums[row.hcert], "") if by_hand else ""
        found[row.hcert].append(Withdrawal(why=row.why, by_hand=by_hand, written=written.get(row.id), said=said))
    return found


def _units(conn: sa.Connection, ids: Collection[int]) -> dict[int, sa.Row]:
    """The unit in whose feed each entry stands."""
    feeds = naming.feeds_of(conn, ids)
    rows = conn.execute(sa.select(org).where(org.c.org_no.in_(set(feeds.values()))))
    units = {row.org_no: row for row in rows}
    return {id_: units[no] for id_, no in feeds.items() if no in units}

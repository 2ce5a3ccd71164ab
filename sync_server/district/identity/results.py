"""One person: how the identity stands, every result that was noted, and every correction of what is compared."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from sync_server.district.cases import writers
from sync_server.district.cases.views import Written
from sync_server.district.identity import people
from sync_server.district.identity.people import Stood
from sync_server.district.identity.sheets import RIGHT
from sync_server.district.who import Who
from sync_server.durable.tables import org
from sync_server.reading import naming
from vaxdesk.domain.cleaning.police import COMPARED, VerifyResult
from vaxdesk.domain.payloads import Amend, Person
from vaxdesk.domain.payloads_cleaning import Verified
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import IS_VERIFIED, change, event
from vaxdesk.registry.tables_cleaning import policelist
from vaxdesk.registry.visits import same_people

_FIELDS = (*COMPARED, "old_doc")
_RESULTS = (
    sa.select(event.c.id, event.c.day, event.c.d, event.c.voided)
    .where(bulk.among(event.c.person, "ids"), IS_VERIFIED)
    .order_by(event.c.day.desc(), event.c.stamp.desc(), event.c.h)
)
_CHANGES = (
    sa.select(change.c.id, change.c.d)
    .where(bulk.among(change.c.obj, "ids"), change.c.kind == "amend")
    .order_by(change.c.stamp.desc(), change.c.rev.desc(), change.c.h)
)
_NUMBERS = sa.select(policelist.c.id, policelist.c.no).where(bulk.among(policelist.c.id, "ids"))


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """A comparison as it was noted; one that was taken back is `voided`. `written` is None where it is not known."""

    day: str
    result: VerifyResult
    by: str
    sheet: str
    row: int
    note: str
    voided: bool
    written: Written | None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A correction of compared fields: what each was set to, why, and on what evidence."""

    fields: dict[str, str]
    why: str
    evidence: str
    written: Written | None


class PersonPage(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown of a person."""

    stood: Stood
    unit: sa.Row
    results: tuple[Result, ...]
    changes: tuple[Change, ...]

    @property
    def person(self) -> Person:
        """The record that stands."""
        return self.stood.person


def of(conn: sa.Connection, who: Who, ref: str) -> PersonPage | None:
    """A person of a unit where somebody verifies; None for any other."""
    names = naming.names(conn)
    id_ = names.known(ref)
    feed_no = naming.feeds_of(conn, [id_]).get(id_, 0) if id_ else 0
    unit = conn.execute(sa.select(org).where(org.c.org_no == feed_no)).first() if feed_no else None
    if unit is None or not who.may(RIGHT, unit.path):
        return None
    stood = people.of_refs(conn, names, [ref]).get(ref)
    if stood is None:
        return None
    records = list(same_people(conn, [id_]))
    results = conn.execute(_RESULTS, {"ids": records}).all()
    changes = [row for row in conn.execute(_CHANGES, {"ids": records}) if _compared(row)]
    written = writers.of(conn, names, [row.id for row in (*results, *changes)])
    return PersonPage(
        stood=stood, unit=unit, results=tuple(_results(conn, names, results, written)),
        changes=tuple(_change(row, written.get(row.id)) for row in changes),
    )  # fmt: skip


def _compared(row: sa.Row) -> bool:
    return not msgspec.json.decode(row.d, type=Amend).set.keys().isdisjoint(_FIELDS)


def _results(conn: sa.Connection, names: LogNames, rows: list[sa.Row], written: dict[int, Written]) -> list[Result]:
    said = {row.id: msgspec.json.decode(row.d, type=Verified) for row in rows}
    ids = {names.known(one.sheet): one.sheet for one in said.values() if one.sheet}
    numbers = {ids[row.id]: row.no for row in conn.execute(_NUMBERS, {"ids": list(ids)})} if ids else {}
    return [
        Result(
            day=row.day,
            result=_result(said[row.id].result),
            by=said[row.id].by,
            sheet=numbers.get(said[row.id].sheet, ""),
            row=said[row.id].row,
            note=said[row.id].note,
            voided=bool(row.voided),
            written=written.get(row.id),
        )
        for row in rows
    ]


def _result(text: str) -> VerifyResult:
    return VerifyResult(text) if text in list(VerifyResult) else VerifyResult.UNVERIFIABLE


def _change(row: sa.Row, written: Written | None) -> Change:
    said = msgspec.json.decode(row.d, type=Amend)
    fields = {name: said.set[name] for name in _FIELDS if name in said.set}
    return Change(fields=fields, why=said.why, evidence=said.evidence, written=written)

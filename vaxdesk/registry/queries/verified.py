"""Whose identity the police have compared, with what result, and the lists that were handed to them."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.cleaning.police import (
    ANSWERS,
    COMPARED,
    ListKind,
    PoliceListView,
    VerifiedView,
    VerifyResult,
    as_it_stands,
)
from vaxdesk.domain.payloads_cleaning import Verified
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import IS_VERIFIED, event, person
from vaxdesk.registry.tables_cleaning import policelist
from vaxdesk.registry.visits import same_people

_OF_PEOPLE = (
    sa.select(event)
    .where(bulk.among(event.c.person, "ids"), IS_VERIFIED, event.c.voided == 0)
    .order_by(event.c.day, event.c.stamp, event.c.h)
)
_stands = person.alias("stands")
_VALUES = [_stands.c[name] for name in COMPARED]
_RESULTS = (
    sa.select(_stands.c.id, event.c.d, *_VALUES)
    .join(person, person.c.id == event.c.person)
    .join(_stands, _stands.c.id == person.c.canon)
    .where(IS_VERIFIED, event.c.voided == 0)
    .order_by(event.c.day, event.c.stamp, event.c.h)
)
_ALL = _RESULTS.where(person.c.voided == 0)
_LATEST = _RESULTS.where(bulk.among(person.c.canon, "ids"))
_STAND = sa.select(_stands.c.id, *_VALUES).where(bulk.among(_stands.c.id, "ids"))
_AS_THEY_ARE = ("no", "day", "people", "commune", "commune_code", "scheme", "sha", "stamp")
_NUMBERS = sa.select(policelist.c.id, policelist.c.no).where(bulk.among(policelist.c.id, "ids"))


def of_people(conn: sa.Connection, names: LogNames, people: Collection[str]) -> dict[str, VerifiedView]:
    """The latest comparison of each of some people under any of their records; who has none is left out."""
    asked = {names.known(one): one for one in people} if people else {}
    stands = same_people(conn, list(asked)) if asked else {}
    latest = {stands[row.person]: row for row in conn.execute(_OF_PEOPLE, {"ids": list(stands)})} if stands else {}
    numbers = _numbers(conn, names, [_said(row).sheet for row in latest.values()])
    now = {row.id: row for row in conn.execute(_STAND, {"ids": list(latest)})} if latest else {}
    return {
        reference: _view(names, latest[stands[id_]], reference, numbers, now.get(stands[id_]))
        for id_, reference in asked.items()
        if stands[id_] in latest
    }


def results(conn: sa.Connection, people: Collection[int]) -> dict[int, VerifyResult]:
    """The latest result of each of some people as it stands now (`police.as_it_stands`).

    By surrogate of the record that stands; who was never compared is left out.
    """
    latest = {row.id: row for row in conn.execute(_LATEST, {"ids": list(people)})} if people else {}
    return {id_: _result(_said(row), row) for id_, row in latest.items()}


def of_person(conn: sa.Connection, names: LogNames, reference: str) -> VerifiedView | None:
    """The latest comparison of a person."""
    return of_people(conn, names, [reference]).get(reference)


def counts(conn: sa.Connection) -> dict[VerifyResult, int]:
    """How many people stand at each result, by their latest comparison."""
    latest = {row.id: row for row in conn.execute(_ALL)}
    known = [_result(_said(row), row) for row in latest.values()]
    return {result: known.count(result) for result in VerifyResult if result in known}


def lists(conn: sa.Connection, names: LogNames, *, limit: int = 200) -> list[PoliceListView]:
    """Lists that were handed out and not taken back, the newest first."""
    newest = (policelist.c.day.desc(), policelist.c.stamp.desc(), policelist.c.id.desc())
    rows = conn.execute(sa.select(policelist).where(policelist.c.voided == 0).order_by(*newest).limit(limit)).all()
    answered = _answered(conn, names)
    return [_list(names, row, answered) for row in rows]


def list_by_ref(conn: sa.Connection, names: LogNames, reference: str) -> PoliceListView | None:
    """One list; None when it is unknown or was taken back."""
    query = sa.select(policelist).where(policelist.c.id == names.known(reference), policelist.c.voided == 0)
    row = conn.execute(query).first()
    return _list(names, row, _answered(conn, names)) if row else None


def lists_of_year(conn: sa.Connection, year: str) -> int:
    """How many lists were made in a year, those taken back included: the next number."""
    query = sa.select(sa.func.count()).where(policelist.c.day.startswith(year, autoescape=True))
    return conn.execute(query).scalar_one()


def _answered(conn: sa.Connection, names: LogNames) -> dict[int, int]:
    """Rows taken back by list; one row answered twice counts once."""
    query = sa.select(event.c.d).where(IS_VERIFIED, event.c.voided == 0)
    rows = {(said.sheet, said.row) for said in (_said(row) for row in conn.execute(query)) if said.sheet}
    found: dict[int, int] = {}
    for sheet, _ in rows:
        found[names.known(sheet)] = found.get(names.known(sheet), 0) + 1
    return found


def _list(names: LogNames, row: sa.Row, answered: dict[int, int]) -> PoliceListView:
    kinds = tuple(ListKind(one) for one in row.kinds.split(",") if one in list(ListKind))
    return PoliceListView(
        id=names.ref(row.id),
        kinds=kinds,
        answered=answered.get(row.id, 0),
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
    )


def _said(row: sa.Row) -> Verified:
    return msgspec.json.decode(row.d, type=Verified)


def _numbers(conn: sa.Connection, names: LogNames, sheets: Collection[str]) -> dict[str, str]:
    ids = {names.known(one): one for one in sheets if one}
    return {ids[row.id]: row.no for row in conn.execute(_NUMBERS, {"ids": list(ids)})} if ids else {}


def _result(said: Verified, row: sa.Row | None) -> VerifyResult:
    """As it stands beside the compared values of the record that stands, if that has come."""
    result = VerifyResult(said.result) if said.result in ANSWERS else VerifyResult.UNVERIFIABLE
    return as_it_stands(result, said.data, {name: getattr(row, name) for name in COMPARED} if row else {})


def _view(
    names: LogNames, row: sa.Row, reference: str, numbers: dict[str, str], now: sa.Row | None
) -> VerifiedView:
    said = _said(row)
    return VerifiedView(
        id=names.ref(row.id),
        person=reference,
        day=row.day,
        result=_result(said, now),
        by=said.by,
        sheet=numbers.get(said.sheet, ""),
        row=said.row,
    )

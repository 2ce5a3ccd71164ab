"""Stacks of paper and what was typed from them; what waits in a stack is what was announced less what is typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from vaxdesk.domain.catchup.sheet import Happened
from vaxdesk.domain.catchup.stack import CheckView, StackView, TypedSheet
from vaxdesk.domain.outcomes import Conclusion
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import pictures
from vaxdesk.registry.queries.people import standing
from vaxdesk.registry.tables import OF_BATCH, event, lot, person
from vaxdesk.registry.tables_catchup import batch, checked
from vaxdesk.registry.tables_exchange import held
from vaxdesk.registry.visits import FROM_ABOVE, data_of, same_people

_CANON = sa.func.coalesce(person.c.canon, event.c.person)
SHEETS = (
    sa.select(event.c.batch, sa.func.count(sa.distinct(_CANON)).label("n"), sa.func.count().label("entries"))
    .outerjoin(person, person.c.id == event.c.person)
    .where(event.c.voided == 0, OF_BATCH)
    .group_by(event.c.batch)
)
BATCHES = (
    sa.select(batch)
    .join(held, held.c.id == batch.c.id)
    .where(batch.c.voided == 0, held.c.origin == "")
    .order_by(batch.c.stamp.desc(), batch.c.id.desc())
)
_CHECKS = sa.select(checked).where(checked.c.voided == 0).order_by(checked.c.stamp, checked.c.id)
_TYPISTS = sa.select(event.c.batch, event.c.user).where(OF_BATCH).distinct()
_ROWS = (
    sa.select(event, person.c.canon)
    .join(person, person.c.id == event.c.person)
    .where(event.c.batch == sa.bindparam("batch"), event.c.voided == 0, OF_BATCH)
    .order_by(event.c.stamp, event.c.h)
)
_REACTIONS = (
    sa.select(event.c.person, event.c.d)
    .where(event.c.kind == "aefi", event.c.voided == 0, event.c.day == sa.bindparam("day"))
)
_OF_PERSON = sa.select(event.c.kind, event.c.d).where(
    bulk.among(event.c.person, "ids"), event.c.voided == 0, event.c.batch == sa.bindparam("batch")
)
_LOT = (
    sa.select(lot.c.id)
    .where(lot.c.product == sa.bindparam("product"), lot.c.number == sa.bindparam("number"), lot.c.voided == 0)
    .order_by(lot.c.id)
)
_PLAIN = ("day", "product", "place", "lot_no", "expiry", "given_by", "form", "sheets")


def stacks(conn: sa.Connection, names: LogNames) -> list[StackView]:
    """All stacks announced at this station, the newest first."""
    typed = {row.batch: row for row in conn.execute(SHEETS)}
    checks, by = defaultdict(list), defaultdict(set)
    for row in conn.execute(_CHECKS):
        checks[row.batch].append(row)
    for row in conn.execute(_TYPISTS) if checks else ():
        by[row.batch].add(row.user)
    return [
        _stack(names, row, typed.get(row.id), _check(names, checks[row.id], by[row.id]))
        for row in conn.execute(BATCHES)
    ]


def stack(conn: sa.Connection, names: LogNames, reference: str) -> StackView | None:
    """One stack; None when there is none, or it was taken back."""
    id_ = names.known(reference)
    row = conn.execute(BATCHES.where(batch.c.id == id_)).first()
    if row is None:
        return None
    typed = conn.execute(SHEETS.where(event.c.batch == id_)).first()
    checks = conn.execute(_CHECKS.where(checked.c.batch == id_)).all()
    return _stack(names, row, typed, _check(names, checks, typists(conn, names, reference) if checks else ()))


def sheets(conn: sa.Connection, names: LogNames, stack: StackView) -> list[TypedSheet]:
    """What was typed from a stack, in the order of time."""
    rows = conn.execute(_ROWS, {"batch": names.known(stack.id)}).all()
    people = {one.id: one for one in standing(conn, names, [row.canon for row in rows])}
    found = conn.execute(_REACTIONS, {"day": stack.day}).all() if rows else ()
    reactions = {row.person: data_of("aefi", row.d)["severity"] for row in found}
    return [
        _sheet(names, row, people[names.ref(row.canon)], reactions.get(row.person, ""))
        for row in rows
        if names.ref(row.canon) in people
    ]


def sheet(conn: sa.Connection, names: LogNames, stack: StackView, entry: str) -> TypedSheet | None:
    """One sheet of a stack by its entry."""
    row = conn.execute(_ROWS.where(event.c.id == names.known(entry)), {"batch": names.known(stack.id)}).first()
    people = {one.id: one for one in standing(conn, names, [row.canon] if row else [])}
    if row is None or names.ref(row.canon) not in people:
        return None
    query = _REACTIONS.where(event.c.person == row.person)
    found = conn.execute(query, {"day": stack.day}).first()
    return _sheet(names, row, people[names.ref(row.canon)], data_of("aefi", found.d)["severity"] if found else "")


def sheet_of(conn: sa.Connection, names: LogNames, stack: str, reference: str) -> int:
    """Place of the sheet of a stack that is about a person, under any record; 0 for none."""
    people = list(same_people(conn, [names.known(reference)]))
    row = conn.execute(_OF_PERSON, {"ids": people, "batch": names.known(stack)}).first()
    return data_of(row.kind, row.d)["sheet"] or 1 if row else 0


def typists(conn: sa.Connection, names: LogNames, reference: str) -> set[int]:
    """Numbers of those who typed sheets of a stack, those taken back included."""
    return {row.user for row in conn.execute(_TYPISTS.where(event.c.batch == names.known(reference)))}


def typed_by(conn: sa.Connection, names: LogNames, reference: str, users: Collection[int]) -> set[str]:
    """People about whom one of these users typed a sheet of a stack, be it taken back since."""
    query = sa.select(person.c.canon).join(event, event.c.person == person.c.id).distinct()
    mine = query.where(event.c.batch == names.known(reference), OF_BATCH, event.c.user.in_(users))
    return {names.ref(row.canon) for row in conn.execute(mine)}


def seed(conn: sa.Connection, names: LogNames, reference: str) -> str:
    """Hash of the entry that announced a stack, hex."""
    return conn.execute(sa.select(held.c.h).where(held.c.id == names.known(reference))).scalar_one().hex()


def photo(conn: sa.Connection, names: LogNames, person: str, entry: str) -> list[str]:
    """References of the pieces of the latest photo of a sheet of which none is missing, in order; empty for none."""
    whole = pictures.beside(conn, names, person, entry)
    return list(whole.values())[-1] if whole else []


def lot_of(conn: sa.Connection, names: LogNames, *, product: str, number: str) -> str:
    """Reference of the lot of a product and number; empty when it is not known."""
    found = conn.execute(_LOT.limit(1), {"product": product, "number": number}).scalar()
    return names.ref(found) if found else ""


def _check(names: LogNames, rows: Sequence[Any], by: Collection[int]) -> CheckView | None:
    """Of each checker the latest: those who typed a part of the stack have read the parts of others."""
    if not rows:
        return None
    latest = {row.user: row for row in rows}
    return CheckView(
        id=names.ref(rows[-1].id),
        sample=sum(row.sample for row in latest.values()),
        wrong=sum(row.wrong for row in latest.values()),
        user=rows[-1].user,
        t=rows[-1].stamp,
        partial=len(latest) == 1 and not latest.keys().isdisjoint(by),
    )


def _stack(names: LogNames, row: Any, typed: Any, check: CheckView | None) -> StackView:
    plain = {name: row._mapping[name] for name in _PLAIN}
    return StackView(
        id=names.ref(row.id),
        here=bool(row.here),
        typed=typed.n if typed else 0,
        twice=typed.entries - typed.n if typed else 0,
        entered_at=row.stamp,
        check=check,
        **plain,
    )


def _sheet(names: LogNames, row: Any, who: Any, reaction: str) -> TypedSheet:
    data = data_of(row.kind, row.d)
    return TypedSheet(
        entry=names.ref(row.id),
        person=who,
        sheet=data["sheet"],
        happened=_happened(row.kind, data),
        known=row.kind == "known",
        lot_no=data.get("lot_no") or data.get("lot") or "" if row.kind in ("inject", "history") else "",
        kind=data.get("kind", ""),
        kind_no=data.get("kind_no", 0),
        site=data.get("site", ""),
        warnings=tuple(data.get("warnings", ())),
        at=data.get("at", 0),
        nth=data.get("overall_no") or data.get("n") or 0,
        reaction=reaction,
        user=row.user if not row.origin or row.user >= FROM_ABOVE else 0,
        t=row.stamp,
        h=row.h.hex(),
    )


def _happened(kind: str, data: dict[str, Any]) -> Happened:
    if kind == "decline":
        return Happened.DECLINED
    if kind == "screen":
        deferred = data["conclusion"] == Conclusion.DEFER
        return Happened.DEFERRED if deferred else Happened.CONTRAINDICATED
    return Happened.INJECTED

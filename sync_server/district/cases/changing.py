"""Corrections of records and doses: which fields, what they may hold, and how a correction is taken out again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from sync_server.district.cases import doses, people
from sync_server.district.cases.views import Found
from sync_server.reading import naming
from sync_server.segments.hosted import Note
from vaxdesk.domain.payloads import PERSON_FIELDS, Amend, Person
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.registration import Flawed, check_person, errors
from vaxdesk.registry import originals, registers
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import change, field, person
from vaxdesk.registry.visits import data_of

DOSE_FIELDS = {"inject": {"day": "day", "lot": "lot_no"}, "history": {"day": "date", "lot": "lot"}}
_MOST_LETTERS = 40  # of a lot number
_RANK = (change.c.rev.desc(), change.c.h.desc(), change.c.log.desc())


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A record or a dose of a case, with the feed in which it stands and what it says now."""

    id: int
    ref: str
    kind: str  # person, inject, history
    feed_no: int
    voided: bool
    now: dict[str, str]


def target_of(conn: sa.Connection, names: LogNames, found: Found | None, of: str) -> Target | None:
    """The record or dose of a case by its reference; None for what is no part of it."""
    if found is None:
        return None
    id_ = names.known(of)
    records = people.concerned(conn, found.objects)
    if id_ in records:
        row = conn.execute(sa.select(person).where(person.c.id == id_)).one()
        kind, now = "person", {name: getattr(row, name) for name in PERSON_FIELDS}
    else:
        row = next((one for one in doses.rows(conn, records) if one.id == id_), None)
        if row is None:
            return None
        kind, now = row.kind, {name: _text(value) for name, value in data_of(row.kind, row.d).items()}
    home = naming.feeds_of(conn, [id_]).get(id_, 0)
    return Target(id=id_, ref=of, kind=kind, feed_no=home, voided=bool(row.voided), now=now)


def changed(
    conn: sa.Connection, target: Target, fields: Mapping[str, str], *, why: str, today: str
) -> Note | Flawed | Refused | None:
    """A correction of what differs; None when nothing does."""
    wanted = _wanted(target, fields)
    fresh = {name: value for name, value in wanted.items() if value != target.now.get(name, "")}
    if not fresh:
        return None
    if target.kind == "person":
        draft = Person(**{**target.now, **fresh})
        flaws = errors(check_person(draft, today=today), of=list(fresh))
        if flaws:
            return Flawed(flaws)
    elif not _is_dose(target, fresh, today):
        return Refused(reason=Refusal.DOSE_UNREADABLE)
    return _amend(conn, target.id, target.ref, fresh, why=why)


def taken_out(conn: sa.Connection, names: LogNames, amend: str, *, why: str) -> Note | None:
    """The correction that puts back what stood before another; None when somebody has corrected it since."""
    id_ = names.known(amend)
    row = conn.execute(sa.select(change).where(change.c.id == id_)).first()
    if row is None:
        return None
    said = msgspec.json.decode(row.d, type=Amend)
    holds = sa.select(field.c.name).where(field.c.obj == row.obj, field.c.by == id_)
    mine = [name for name in conn.execute(holds).scalars() if name in said.set]
    before = {name: _before(conn, row.obj, name, but=id_) for name in mine}
    return _amend(conn, row.obj, names.ref(row.obj), before, why=why) if before else None


def _wanted(target: Target, fields: Mapping[str, str]) -> dict[str, str]:
    if target.kind == "person":
        return {name: fields[name].strip() for name in PERSON_FIELDS if name in fields}
    columns = DOSE_FIELDS[target.kind]
    return {columns[name]: fields[name].strip() for name in columns if name in fields}


def _is_dose(target: Target, fresh: Mapping[str, str], today: str) -> bool:
    columns = DOSE_FIELDS[target.kind]
    day, lot = fresh.get(columns["day"]), fresh.get(columns["lot"])
    return (day is None or (_is_day(day) and day <= today)) and (lot is None or 0 < len(lot) <= _MOST_LETTERS)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _amend(conn: sa.Connection, id_: int, ref: str, values: dict[str, str], *, why: str) -> Note:
    prior = {name: held for name in values if (held := registers.holder(conn, id_, name))}
    said = Amend(set=values, prior=prior, why=why)
    return Note(kind="amend", payload=said, of=ref, rev=registers.next_rev(conn, id_))


def _before(conn: sa.Connection, obj: int, name: str, *, but: int) -> str:
    """What a field would say without one correction: the best of the others, else what was written first."""
    others = sa.select(change.c.d).where(change.c.obj == obj, change.c.kind == "amend", change.c.id != but)
    for d in conn.execute(others.order_by(*_RANK)).scalars():
        said = msgspec.json.decode(d, type=Amend)
        if name in said.set:
            return said.set[name]
    return _text(originals.of(conn, [obj]).get(obj, {}).get(name, ""))


def _text(value: Any) -> str:
    """A value as corrections carry it (decision 0002)."""
    return ("1" if value else "") if isinstance(value, bool) else str(value) if isinstance(value, str | int) else ""

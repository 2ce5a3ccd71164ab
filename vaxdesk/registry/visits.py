"""Folds what happens to a person on a day: the events, and the visit that they amount to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.domain import visit as rules
from vaxdesk.domain.payloads import KINDS as CATALOGUE
from vaxdesk.domain.views import EventView
from vaxdesk.registry import bulk, originals, registers
from vaxdesk.registry.entry import Entry
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import event, person, visit

KINDS = frozenset(
    {"checkin", "decline", "screen", "inject", "leave", "aefi", "cert", "history", "plea", "verified", "known", "photo"}
)
OF_NO_VISIT = ("history", "plea", "verified", "known", "photo")  # what is no step of a day at the station
FROM_ABOVE = 100_000  # user numbers from here on are given by the server and mean the same person everywhere

Day = tuple[int, str]  # surrogate of a person, ISO day
Step = tuple[int, str | None]  # the same; None for what belongs to no visit

_COLUMNS = (
    "id", "kind", "person", "day", "stamp", "user", "voided", "lot", "vial", "batch", "code", "h",
    "d", "origin", "place",
)  # fmt: skip
_MANY = sa.select(event).where(bulk.among(event.c.id, "ids"))
_OF_PEOPLE = sa.select(event).where(bulk.among(event.c.person, "ids"), event.c.kind.not_in(OF_NO_VISIT))
_DAYS = _OF_PEOPLE.with_only_columns(event.c.person, event.c.day).distinct()
_stands = sa.alias(person)
_STEPS = sa.select(
    event.c.person, event.c.day, event.c.id, event.c.kind, event.c.stamp, event.c.h, event.c.d
).where(bulk.among(event.c.person, "ids"), event.c.kind.not_in(OF_NO_VISIT), event.c.voided == 0)
_SAME = (
    sa.select(person.c.id, person.c.canon)
    .join(_stands, _stands.c.canon == person.c.canon)
    .where(bulk.among(_stands.c.id, "ids"))
    .distinct()
)
_DECODERS = {kind: msgspec.json.Decoder(CATALOGUE[kind]) for kind in KINDS}
_encode = msgspec.json.Encoder().encode
_plain = msgspec.json.Decoder(dict[str, Any]).decode
WHOLE = re.compile(r"-?[0-9]{1,15}")


def create(conn: sa.Connection, entries: Iterable[Entry], changes: dict[int, dict[str, str]]) -> set[Step]:
    """Inserts events with the corrections that came before them; returns the days they belong to.

    Args:
        changes: registers of the new entries.
    """
    rows, first, steps = [], {}, set()
    for entry in map(_light, entries):
        found = changes.get(entry.id)
        if found:
            first[entry.id] = msgspec.structs.asdict(entry.payload)
            effective = {**first[entry.id]}
            amend(effective, found)
            day, d = _day(entry.kind, effective), _encode(effective).decode()
        else:
            day, d = entry.payload.date if entry.kind == "history" else entry.payload.day, entry.d
        rows.append(_row(entry, day, d, voided=1 if found and found.get(registers.VOID) else 0))
        steps.add((entry.of, None if entry.kind in OF_NO_VISIT else day))
    bulk.insert_tuples(conn, event, _COLUMNS, rows)
    originals.keep(conn, first)
    return steps


def _light(entry: Entry) -> Entry:
    """A photo without its picture, which stands in the journal alone."""
    if entry.kind != "photo":
        return entry
    payload = msgspec.structs.replace(entry.payload, data="")
    return msgspec.structs.replace(entry, payload=payload, d=_encode(payload).decode())


def _nothing(_refs: tuple[int, ...]) -> tuple[int, int, int]:
    return (0, 0, 0)


def _batch(refs: tuple[int, ...]) -> tuple[int, int, int]:
    return (0, 0, refs[0])


# Lot, vial and stack of paper among the references of a kind (`reading._REFERENCES`); other kinds name none.
_NAMED: dict[str, Callable[[tuple[int, ...]], tuple[int, ...]]] = {
    "inject": tuple,
    **dict.fromkeys(("screen", "decline", "history", "known"), _batch),
}


def _step(row: Mapping[str, Any]) -> Step:
    return (row["person"], None if row["kind"] in OF_NO_VISIT else row["day"])


def _row(entry: Entry, day: str, d: str, *, voided: int) -> tuple[Any, ...]:
    """Values of `_COLUMNS`."""
    lot, vial, batch = _NAMED.get(entry.kind, _nothing)(entry.refs)
    code = entry.payload.code if entry.kind == "cert" else ""
    return (
        entry.id, entry.kind, entry.of, day, entry.t, entry.user, voided, lot, vial, batch, code, entry.h, d,
        entry.unit, entry.place,
    )  # fmt: skip


def refresh(conn: sa.Connection, ids: Collection[int]) -> set[Step]:
    """Brings events in line with their registers; returns the days they belong to, those they left included."""
    if not ids:
        return set()
    first, changes = originals.of(conn, ids), registers.of_many(conn, ids)
    rows, kept, touched = [], {}, set()
    for old in conn.execute(_MANY, {"ids": ids}).mappings():
        id_, kind = old["id"], old["kind"]
        if id_ not in first:
            kept[id_] = data_of(kind, old["d"])
        effective = {**(first.get(id_) or kept[id_])}
        amend(effective, changes.get(id_, {}))
        voided = 1 if changes.get(id_, {}).get(registers.VOID) else 0
        rows.append({**old, "d": _encode(effective).decode(), "day": _day(kind, effective), "voided": voided})
        touched |= {_step(old), _step(rows[-1])}
    originals.keep(conn, kept)
    bulk.put(conn, event, rows)
    return touched


def _day(kind: str, data: dict[str, Any]) -> str:
    return data["date"] if kind == "history" else data["day"]


def data_of(kind: str, d: str | bytes) -> dict[str, Any]:
    """The payload of an event as plain values, those left out of the bytes included."""
    return msgspec.structs.asdict(_DECODERS[kind].decode(d))


def amend(data: dict[str, Any], change: dict[str, str]) -> None:
    """Brings corrections, which are text, to payload values of their own types; what does not fit is left alone."""
    for name, text in change.items():
        table, _, key = name.partition(".")
        if key and isinstance(data.get(table), dict):  # one field of a table of texts, e.g. `form.hospital`
            data[table] = {**data[table], key: text}
            continue
        old = data.get(name)
        if isinstance(old, bool):
            data[name] = text == "1"
        elif isinstance(old, int) and WHOLE.fullmatch(text):
            data[name] = int(text)
        elif isinstance(old, str):
            data[name] = text


def view(names: LogNames, row: Any) -> EventView:
    """An event row as a frozen picture; a user number of another unit is not shown as one of this unit."""
    return EventView(
        id=names.ref(row.id),
        kind=row.kind,
        person=names.ref(row.person),
        day=row.day,
        t=row.stamp,
        user=row.user if not row.origin or row.user >= FROM_ABOVE else 0,
        voided=bool(row.voided),
        h=row.h.hex(),
        data=data_of(row.kind, row.d),
        origin=row.origin,
        place=row.place,
    )


def same_people(conn: sa.Connection, people: Collection[int]) -> dict[int, int]:
    """All records that are the same people as these, each with the record that stands for it.

    People who have not arrived here stand for themselves.
    """
    found = {one: one for one in people}
    found.update((row.id, row.canon) for row in conn.execute(_SAME, {"ids": people}) if people)
    return found


def events_of(conn: sa.Connection, names: LogNames, people: Iterable[int], day: str) -> list[EventView]:
    """All events of a person's day, voided ones included; `people` are all records of that person."""
    query = _OF_PEOPLE.where(event.c.day == sa.bindparam("day"))
    return [view(names, row) for row in conn.execute(query, {"ids": list(people), "day": day})]


def settle(conn: sa.Connection, names: LogNames, days: Collection[Day]) -> None:
    """Makes the visits of these days anew from their events."""
    if not days:
        return
    stands = same_people(conn, {one for one, _ in days})
    wanted = {(stands[one], day) for one, day in days}
    found: dict[Day, list[rules.Step]] = defaultdict(list)
    for whom, day, id_, kind, t, h, d in conn.execute(_STEPS, {"ids": list(stands)}).all():
        key = (stands[whom], day)
        if key in wanted:
            found[key].append(rules.Step(names.ref(id_), kind, t, h, _plain(d)))
    bulk.put(conn, visit, [_visit(key, steps) for key, steps in sorted(found.items())])
    for one, day in wanted - set(found):
        conn.execute(visit.delete().where(visit.c.person == one, visit.c.day == day))


def regroup(conn: sa.Connection, names: LogNames, people: Collection[int]) -> None:
    """Makes all visits of these records anew: who stands for them has changed.

    Among them may be one that still stands for others, whose visits lie in its name: they are made anew too.
    """
    together = list(same_people(conn, people))
    bulk.delete(conn, visit.c.person, people)
    rows = conn.execute(_DAYS, {"ids": together})
    settle(conn, names, {(row.person, row.day) for row in rows})


def _visit(key: Day, steps: list[rules.Step]) -> dict[str, Any]:
    now = rules.summary(steps)
    return {
        "person": key[0],
        "day": key[1],
        "stage": now.stage.value,
        "outcome": now.outcome.value if now.outcome else "",
        "no": now.no,
        "received_at": now.received_at,
        "screened_at": now.screened_at,
        "injected_at": now.injected_at,
        "left_at": now.left_at,
        "conclusion": now.conclusion,
        "product": now.product,
        "reaction": now.reaction,
        "walk_in": int(now.walk_in),
    }

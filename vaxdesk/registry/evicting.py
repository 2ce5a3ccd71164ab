"""Takes entries out of the fold again, as if they had never come: what the law erased, what an original displaced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import msgspec
import sqlalchemy as sa

from vaxdesk.registry import bulk, people, registers, stirring, things, visits, words
from vaxdesk.registry.registers import KINDS_OF_CHANGE
from vaxdesk.registry.tables import bad_entry, change, event, person
from vaxdesk.registry.tables_exchange import held, original

_KINDS = sa.select(held.c.id, held.c.kind).where(bulk.among(held.c.id, "ids"))
_OBJECTS = sa.select(change.c.obj).where(bulk.among(change.c.id, "ids")).distinct()
_DAYS = sa.select(event.c.person, event.c.day).where(bulk.among(event.c.id, "ids")).distinct()
_DRAWN = sa.select(event.c.lot, event.c.vial, event.c.batch).where(
    bulk.among(event.c.id, "ids"), event.c.lot + event.c.vial + event.c.batch != 0
)
_EDGES = ("same", "differ")
_ABOUT = {  # what loses something when a thing goes
    "appt": (("person", "person"),),
    **{kind: (("lot", "lot"),) for kind in ("vial", "stock", "count")},
}


class Touched(msgspec.Struct):
    """What must be settled after rows came, changed or went."""

    days: set[visits.Day] = msgspec.field(default_factory=set)
    seen: set[int] = msgspec.field(default_factory=set)  # people whose steps or doses changed
    people: set[int] = msgspec.field(default_factory=set)  # whose group may have changed
    lost: set[int] = msgspec.field(default_factory=set)  # whose record went
    objects: set[int] = msgspec.field(default_factory=set)  # with changes that came or went
    things: set[tuple[str, int]] = msgspec.field(default_factory=set)  # (kind, surrogate) that came or changed
    entries: set[int] = msgspec.field(default_factory=set)  # that quotes speak of
    issues: set[str] = msgspec.field(default_factory=set)  # of which an answer or a question went
    gone: set[int] = msgspec.field(default_factory=set)  # people whose data the law had erased

    def note(self, steps: Iterable[visits.Step]) -> None:
        """Notes days of people that events came to, left, or changed on."""
        for whom, day in steps:
            self.seen.add(whom)
            if day is not None:
                self.days.add((whom, day))


def evict(conn: sa.Connection, ids: Collection[int], touched: Touched) -> None:
    """Deletes every row that came of these entries, and notes what must be settled for it."""
    if not ids:
        return
    for kind, found in kinds_of(conn, ids).items():
        if kind in KINDS_OF_CHANGE:
            _changes(conn, found, touched)
        elif kind == "person":
            bulk.delete(conn, person.c.id, found)
            words.replace(conn, [(one, "") for one in found])
            touched.people |= set(found)
            touched.lost |= set(found)
        elif kind in visits.KINDS:
            apart = kind in visits.OF_NO_VISIT
            touched.note((row.person, None if apart else row.day) for row in conn.execute(_DAYS, {"ids": found}))
            for lot, vial, batch in conn.execute(_DRAWN.distinct(), {"ids": found}):
                touched.things |= {pair for pair in (("lot", lot), ("vial", vial), ("batch", batch)) if pair[1]}
            bulk.delete(conn, event.c.id, found)
        elif kind in things.KINDS:
            _things(conn, kind, found, touched)
    for column in (original.c.id, bad_entry.c.id, held.c.id):
        bulk.delete(conn, column, ids)


def _changes(conn: sa.Connection, ids: list[int], touched: Touched) -> None:
    objects = set(conn.execute(_OBJECTS, {"ids": ids}).scalars())
    bulk.delete(conn, change.c.id, ids)
    registers.again(conn, objects)
    touched.objects |= objects


def _things(conn: sa.Connection, kind: str, ids: list[int], touched: Touched) -> None:
    table = things.table_of(kind)
    if kind in _EDGES:
        rows = conn.execute(sa.select(table.c.a, table.c.b).where(bulk.among(table.c.id, "ids")), {"ids": ids})
        touched.people |= {one for row in rows for one in row}
    for name, noted in _ABOUT.get(kind, ()):
        about = sa.select(table.c[name]).where(bulk.among(table.c.id, "ids"), table.c[name] != 0).distinct()
        found = set(conn.execute(about, {"ids": ids}).scalars())
        if noted == "person":
            touched.seen |= found
        else:
            touched.things |= {(noted, one) for one in found}
    touched.things |= {(kind, one) for one in ids}
    touched.issues |= stirring.about(conn, {(kind, one) for one in ids})
    bulk.delete(conn, table.c.id, ids)


def kinds_of(conn: sa.Connection, ids: Collection[int]) -> Mapping[str, list[int]]:
    """The held ones of some entries by kind."""
    found: dict[str, list[int]] = defaultdict(list)
    for row in conn.execute(_KINDS, {"ids": ids}) if ids else ():
        found[row.kind].append(row.id)
    return found


def refresh(conn: sa.Connection, touched: Touched) -> None:
    """Brings the rows of objects with new or vanished changes in line, wherever they lie."""
    for kind, ids in kinds_of(conn, touched.objects).items():
        if kind == "person":
            touched.seen |= set(ids)
            touched.people |= people.refresh(conn, ids)
        elif kind in visits.KINDS:
            touched.note(visits.refresh(conn, ids))
        elif kind in things.KINDS:
            turned = things.refresh(conn, kind, ids)
            touched.things |= {(kind, one) for one in ids}
            if kind in _EDGES:
                touched.people |= {one for row, _ in turned for one in (row["a"], row["b"])}

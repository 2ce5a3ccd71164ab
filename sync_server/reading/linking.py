"""Links records of one person by rule, so that a second dose at another site is nobody's work (sync design 2.6).

The rule: the same well-formed citizen number, the same name (accents and capitals apart), the same birth date or one
side knows the year only. A link is an entry `same` of the program, taken back by `void` like any other; a pair is
linked by rule once, so what people have taken back stays so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

import sqlalchemy as sa

from sync_server.durable.tables import linked
from sync_server.reading.components import chunks
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain.documents import DocumentFinding, check_document, read_citizen_id
from vaxdesk.domain.payloads import Same
from vaxdesk.registry.entry import insert_new
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import person
from vaxdesk.registry.tables_exchange import edge

RULE = "rule: citizen number, name, birth"
_COLUMNS = (person.c.id, person.c.canon, person.c.doc, person.c.name_fold, person.c.dob)


def link(conn: sa.Connection, server: Server, feed_no: int, names: LogNames, persons: Iterable[int]) -> None:
    """Writes a `same` into a feed for each pair that the rule makes of these people and all others."""
    pairs = _pairs(conn, persons)
    decided = _decided(conn, pairs)
    fresh = [pair for pair in pairs if pair not in decided]
    insert_new(conn, linked, [{"a": a, "b": b} for a, b in fresh])
    notes = [Note(kind="same", payload=Same(a=names.ref(a), b=names.ref(b), why=RULE)) for a, b in fresh]
    hosted.write(conn, server, feed_no, notes)


def agree(one: sa.Row, other: sa.Row) -> bool:
    """Whether the rule makes two records with the same citizen number one person."""
    if one.name_fold != other.name_fold or not one.dob or not other.dob:
        return False
    short, long = sorted((one.dob, other.dob), key=len)
    return short == long or (len(short) == len("1990") and long.startswith(short))


def well_formed(number: str, dob: str) -> bool:
    """Whether a citizen number can be one at all, and of somebody born then: not a number typed to fill a box."""
    return read_citizen_id(number) is not None and not set(check_document(number, dob=dob)) & {
        DocumentFinding.PROVINCE_NOT_ASSIGNED,
        DocumentFinding.BIRTH_YEAR_DISAGREES,
    }


def _pairs(conn: sa.Connection, persons: Iterable[int]) -> list[tuple[int, int]]:
    """One pair for each two groups that the rule joins, and no pair inside a group that is one person already."""
    asked: dict[int, sa.Row] = {}
    for part in chunks(persons):
        rows = conn.execute(sa.select(*_COLUMNS).where(person.c.id.in_(part), person.c.voided == 0))
        asked |= {row.id: row for row in rows if well_formed(row.doc, row.dob)}
    by_number = _by_number(conn, {row.doc for row in asked.values()})
    coming = _coming(conn, [row.id for rows in by_number.values() for row in rows])
    pairs: list[tuple[int, int]] = []
    for rows in by_number.values():
        group = {row.id: row.canon for row in rows}
        for one in group:
            for other in coming.get(one, ()):
                if other in group:
                    _join(group, one, other)
        for one, other in _namesakes(rows):
            news = one.id in asked or other.id in asked
            if news and group[one.id] != group[other.id] and agree(one, other):
                pairs.append((one.id, other.id))
                _join(group, one.id, other.id)
    return pairs


def _namesakes(rows: list[sa.Row]) -> Iterator[tuple[sa.Row, sa.Row]]:
    """Pairs of one name: a column of a list filled down gives one number to many names, whom no rule joins."""
    by_name: dict[str, list[sa.Row]] = defaultdict(list)
    for row in rows:
        by_name[row.name_fold].append(row)
    for same in by_name.values():
        yield from combinations(same, 2)


def _join(group: dict[int, int], one: int, other: int) -> None:
    gone, kept = group[other], group[one]
    group.update((id_, kept) for id_, canon in group.items() if canon == gone)


def _coming(conn: sa.Connection, ids: Iterable[int]) -> dict[int, list[int]]:
    """Whom records were linked with so lately that the fold has not yet seen it."""
    found: dict[int, list[int]] = defaultdict(list)
    for part in chunks(ids):
        folded = sa.exists().where(edge.c.a == linked.c.a, edge.c.b == linked.c.b)
        for row in conn.execute(sa.select(linked).where(linked.c.a.in_(part), ~folded)):
            found[row.a].append(row.b)
    return found


def _by_number(conn: sa.Connection, numbers: set[str]) -> dict[str, list[sa.Row]]:
    found: dict[str, list[sa.Row]] = defaultdict(list)
    ordered = sorted(numbers)
    for start in range(0, len(ordered), 500):
        same = (person.c.doc.in_(ordered[start : start + 500]), person.c.voided == 0)
        for row in conn.execute(sa.select(*_COLUMNS).where(*same).order_by(person.c.id)):
            found[row.doc].append(row)
    return found


def _decided(conn: sa.Connection, pairs: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """Pairs that were linked before, or that somebody has declared the same or different, taken back or not."""
    found: set[tuple[int, int]] = set()
    for part in chunks(a for a, _ in pairs):
        found |= {(row.a, row.b) for row in conn.execute(sa.select(linked).where(linked.c.a.in_(part)))}
        for row in conn.execute(sa.select(edge.c.a, edge.c.b).where(sa.or_(edge.c.a.in_(part), edge.c.b.in_(part)))):
            found.add((min(row.a, row.b), max(row.a, row.b)))
    return found

"""Links records of one person by rule, so that a second dose at another site is nobody's work (sync design 2.6).

The rule: the same well-formed citizen number, the same name (accents and capitals apart), the same birth date or one
side knows the year only. A link is an entry `same` of the program, taken back by `void` like any other; a pair is
linked by rule once, so what people have taken back stays so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

import sqlalchemy as sa

from sync_server.durable.tables import linked
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain.documents import DocumentFinding, check_document, read_citizen_id
from vaxdesk.domain.payloads import Same
from vaxdesk.registry import bulk
from vaxdesk.registry.entry import insert_new
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import person
from vaxdesk.registry.tables_exchange import edge

RULE = "rule: citizen number, name, birth"
_CHUNK = 500  # citizen numbers in one statement
_LIVING = sa.select(person.c.id, person.c.canon, person.c.doc, person.c.name_fold, person.c.dob).where(
    person.c.voided == 0
)
_ASKED = _LIVING.where(bulk.among(person.c.id, "ids"))
_OF_NUMBERS = _LIVING.where(person.c.doc.in_(sa.bindparam("numbers", expanding=True))).order_by(person.c.id)
_LINKED = sa.select(linked.c.a, linked.c.b).where(bulk.among(linked.c.a, "ids"))
_COMING = _LINKED.where(~sa.exists().where(edge.c.a == linked.c.a, edge.c.b == linked.c.b))
_DECLARED = [sa.select(edge.c.a, edge.c.b).where(bulk.among(side, "ids")) for side in (edge.c.a, edge.c.b)]


def link(conn: sa.Connection, server: Server, names: LogNames, persons: Mapping[int, Iterable[int]]) -> None:
    """Writes a `same` for each pair that the rule makes of some people and all others.

    Args:
        persons: by the number of the feed in which they were entered, and in which it is written.
    """
    came_in: dict[int, int] = {}
    for feed_no, some in sorted(persons.items()):
        came_in |= dict.fromkeys(set(some) - came_in.keys(), feed_no)
    pairs = _pairs(conn, came_in)
    decided = _decided(conn, pairs)
    fresh = [pair for pair in pairs if pair not in decided]
    insert_new(conn, linked, [{"a": a, "b": b} for a, b in fresh])
    notes: dict[int, list[Note]] = defaultdict(list)
    for pair in fresh:
        a, b = map(names.ref, pair)
        home = min(came_in[one] for one in pair if one in came_in)
        notes[home].append(Note(kind="same", payload=Same(a=a, b=b, why=RULE)))
    for feed_no, some in sorted(notes.items()):
        hosted.write(conn, server, feed_no, some)


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
    wanted = {"ids": set(persons)}
    rows = conn.execute(_ASKED, wanted) if wanted["ids"] else ()
    asked = {row.id: row for row in rows if well_formed(row.doc, row.dob)}
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
    wanted = {"ids": set(ids)}
    for row in conn.execute(_COMING, wanted) if wanted["ids"] else ():
        found[row.a].append(row.b)
    return found


def _by_number(conn: sa.Connection, numbers: set[str]) -> dict[str, list[sa.Row]]:
    found: dict[str, list[sa.Row]] = defaultdict(list)
    ordered = sorted(numbers)
    for start in range(0, len(ordered), _CHUNK):
        for row in conn.execute(_OF_NUMBERS, {"numbers": ordered[start : start + _CHUNK]}):
            found[row.doc].append(row)
    return found


def _decided(conn: sa.Connection, pairs: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """Pairs that were linked before, or that somebody has declared the same or different, taken back or not."""
    firsts = {"ids": {a for a, _ in pairs}}
    if not pairs:
        return set()
    declared = [row for query in _DECLARED for row in conn.execute(query, firsts)]
    return {(row.a, row.b) for row in conn.execute(_LINKED, firsts)} | {
        (min(row.a, row.b), max(row.a, row.b)) for row in declared
    }

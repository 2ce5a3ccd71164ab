"""Crowds: more records alike than are compared with each other, told as one issue instead of as pairs.

One telephone typed for a whole village, or a column of a list filled down, would make pairs by the square of its
length, which say no more than that it was. So that the same is found in any order, a crowd remembers who is in it:
whoever joins or leaves is one row, and only when it first is one, or is one no more, are the others looked at again.
Its issue names the member with the smallest hash; an answer to it is asked for anew when that is another. Where many
share what families share, or a birthday in a commune, that is no issue: they are only not compared for that alone.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.matching.blocks import BLOCKS
from vaxdesk.registry import bulk
from vaxdesk.registry.checks import alike
from vaxdesk.registry.checks.finding import Finding
from vaxdesk.registry.tables import person
from vaxdesk.registry.tables_exchange import crowd, held, unchecked

KINDS = (IssueKind.CROWD,)
_OF = sa.select(crowd.c.block, crowd.c.obj).where(bulk.among(crowd.c.obj, "ids"))
_FIRST = sa.select(crowd.c.obj).where(crowd.c.block == sa.bindparam("block")).order_by(crowd.c.h).limit(1)
_SOME = (
    sa.select(crowd.c.obj)
    .where(crowd.c.block == sa.bindparam("block"))
    .order_by(crowd.c.h)
    .limit(sa.bindparam("some", type_=sa.Integer))
)
_PERSONS = sa.select(person).where(bulk.among(person.c.id, "ids"), person.c.voided == 0)
_ANY = sa.select(crowd.c.block).limit(1)
_AMONG = sa.select(crowd.c.block).where(bulk.among(crowd.c.block, "blocks")).distinct()
_HASHES = sa.select(held.c.id, held.c.h).where(bulk.among(held.c.id, "ids"))
_DISSOLVED = crowd.delete().where(crowd.c.block == sa.bindparam("of"))


def _waits(column: sa.Column) -> sa.ColumnElement[bool]:
    """Whether a record will be looked at soon anyway."""
    return sa.exists().where(unchecked.c.what == "person", unchecked.c.key == column)


_THERE = sa.select(crowd.c.obj).where(crowd.c.block == sa.bindparam("block"), ~_waits(crowd.c.obj))
_MEMBERS = {
    by: sa.select(person.c.id, _waits(person.c.id).label("waits")).where(
        *alike.can(block, person), *alike.shares(block, person, lambda name: sa.bindparam(f"is_{name}", type_=sa.Text)),
        person.c.voided == 0,
    )
    for by, block in BLOCKS.items()
}  # fmt: skip


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the crowds that some records are in, or were.

    `again` are records whose pairs must be looked at besides; of `keys` earlier issues go, `findings` come.
    """

    again: set[int]
    keys: set[int]
    findings: list[Finding]


def settle(conn: sa.Connection, people: Collection[int]) -> Settled:
    """Brings the crowds in line with records that are looked at."""
    again: set[int] = set()
    keys: set[int] = set()
    asked = set(people)
    while asked:  # who was in what is no crowd any more is asked at once whether it is one after all
        fresh = _settle(conn, asked, keys)
        asked = fresh - again
        again |= fresh
    keys -= {0}
    return Settled(again=again, keys=keys, findings=_told(conn, keys))


def _settle(conn: sa.Connection, people: set[int], keys: set[int]) -> set[int]:
    """The same once; returns records that must be looked at besides, and adds who was or is the first of a crowd."""
    rows = conn.execute(_OF, {"ids": list(people)}).all()
    now = _now(conn, people)
    still = _there(conn, people, now)
    blocks = {*now, *still, *(row.block for row in rows)}
    before = {block: _first(conn, block) for block in blocks}
    bulk.delete(conn, crowd.c.obj, {row.obj for row in rows})
    again = _grow(conn, now, {block for block, first in before.items() if first})
    again |= _shrink(conn, blocks - set(now), still)
    keys |= {*before.values(), *(_first(conn, block) for block in blocks)}
    return again


def _grow(conn: sa.Connection, now: dict[str, tuple[tuple[str, ...], set[int]]], there: set[str]) -> set[int]:
    """Adds records to their crowds; returns those in a crowd that was none before and who do not wait anyway."""
    again = set()
    for block, (shared, members) in now.items():
        if block not in there:
            by = _by(block)
            named = {f"is_{name}": value for name, value in zip(BLOCKS[by].fields, shared, strict=True)}
            found = conn.execute(_MEMBERS[by], named).all()
            again |= {row.id for row in found if not row.waits} - members
            members |= {row.id for row in found}
        rows = conn.execute(_HASHES, {"ids": list(members)})
        bulk.insert_new(conn, crowd, [{"block": block, "obj": row.id, "h": row.h} for row in rows])
    return again


def _shrink(conn: sa.Connection, left: set[str], still: set[str]) -> set[int]:
    """Gives up crowds that have become small, or that a record shares no more with many; returns who was in them."""
    again: set[int] = set()
    for block in left:
        some = conn.execute(_SOME, {"block": block, "some": alike.MOST + 1}).scalars().all()
        if block in still or len(some) <= alike.MOST:
            again |= set(conn.execute(_THERE, {"block": block}).scalars())
            conn.execute(_DISSOLVED, {"of": block})
    return again


def _told(conn: sa.Connection, firsts: set[int]) -> list[Finding]:
    """One finding for each crowd of which one of these is the first: somebody may be that of several."""
    blocks = {row.block for row in conn.execute(_OF, {"ids": list(firsts)})} if firsts else set()
    return [
        Finding(kind=IssueKind.CROWD, refs=(first,), part=_by(block),
                facts={"field": _by(block), "most": str(alike.MOST)})
        for block in sorted(blocks)
        if BLOCKS[_by(block)].told and (first := _first(conn, block)) in firsts
    ]  # fmt: skip


def _by(block: str) -> str:
    return block[: -alike.LETTERS]


def _now(conn: sa.Connection, people: Collection[int]) -> dict[str, tuple[tuple[str, ...], set[int]]]:
    """Crowds that these records are in by what the records say: what is shared, and who of them shares it."""
    found: dict[str, tuple[tuple[str, ...], set[int]]] = {}
    for by, some in alike.crowded(conn, people).items():
        for one, shared in some.items():
            found.setdefault(alike.block(by, shared), (shared, set()))[1].add(one)
    return found


def _there(conn: sa.Connection, people: Collection[int], now: Collection[str]) -> set[str]:
    """Crowds that are none any more by what these records say, who would be in them."""
    if conn.execute(_ANY).first() is None:
        return set()
    found = conn.execute(_PERSONS, {"ids": list(people)}).all()
    own = {block for row in found for by in BLOCKS if (block := alike.shared_by(row, by)) and block not in now}
    return set(conn.execute(_AMONG, {"blocks": list(own)}).scalars()) if own else set()


def _first(conn: sa.Connection, block: str) -> int:
    """The member whose entry has the smallest hash, the same wherever the crowd is found; 0 when there is none."""
    return conn.execute(_FIRST, {"block": block}).scalar() or 0

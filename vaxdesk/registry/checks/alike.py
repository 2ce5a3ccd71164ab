"""Records worth comparing, found by the blocks of `domain.matching`, each in an index; and which are a crowd."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from hashlib import sha256

import sqlalchemy as sa

from vaxdesk.domain.matching.blocks import BLOCKS, FIRST, FULL, YEAR, Block
from vaxdesk.registry import bulk
from vaxdesk.registry.tables import person

MOST = 50  # records that are compared with each other: more are a crowd (`crowds`)
one, other = sa.alias(person, "one"), sa.alias(person, "other")
LETTERS = 32  # of the name of a block, behind what is shared: 128 bits
_END = "z"  # sorts behind all that may follow a year, in every collation
Value = Callable[[str], sa.ColumnElement[str]]


def can(block: Block, columns: sa.FromClause) -> list[sa.ColumnElement[bool]]:
    """Whether a record can share a block at all: what it would share is known."""
    conditions = [columns.c[name] != "" for name in block.fields]
    if block.full or block.day:
        conditions.append(sa.func.length(columns.c.dob) == FULL)
    if block.full:
        conditions.append(sa.func.substr(columns.c.dob, YEAR + 1) != FIRST)
    return conditions


def shares(block: Block, columns: sa.FromClause, value: Value) -> list[sa.ColumnElement[bool]]:
    """Whether a record shares a block with one whose columns `value` gives; of a birth year the year."""
    conditions = []
    for name in block.fields:
        if block.year and name == "dob":
            conditions += [columns.c[name] >= value(name), columns.c[name] < value(name).concat(_END)]
        else:
            conditions.append(columns.c[name] == value(name))
    return conditions


def shared(block: Block, columns: sa.FromClause) -> Value:
    """What a record shares of each of its columns."""

    def value(name: str) -> sa.ColumnElement[str]:
        column = columns.c[name]
        return sa.func.substr(column, 1, YEAR) if block.year and name == "dob" else column

    return value


ALIKE = {
    by: sa.and_(*can(block, one), *shares(block, other, shared(block, one))) for by, block in BLOCKS.items()
}
_asked = (bulk.among(one.c.id, "ids"), one.c.voided == 0)
_WIDEST = max(len(block.fields) for block in BLOCKS.values())
CROWDED = {
    by: sa.select(
        sa.literal_column(f"'{by}'").label("by"), one.c.id,
        *[shared(block, one)(name) for name in block.fields],
        *[sa.literal_column("''")] * (_WIDEST - len(block.fields)),
    ).where(
        *_asked,
        sa.select(other.c.id)
        .where(ALIKE[by], other.c.voided == 0)
        .offset(sa.bindparam("most", type_=sa.Integer))
        .limit(1)
        .correlate(one)
        .scalar_subquery()
        .is_not(None),
    )
    for by, block in BLOCKS.items()
}  # fmt: skip
Crowds = dict[str, dict[int, tuple[str, ...]]]


@cache
def _crowded(blocks: tuple[str, ...]) -> sa.CompoundSelect:
    return sa.union_all(*[CROWDED[by] for by in blocks])


def crowded(conn: sa.Connection, ids: Collection[int], blocks: tuple[str, ...] = tuple(BLOCKS)) -> Crowds:
    """By block those of these records that more than `MOST` share it with, and what they share.

    For one record not more than `MOST` and one are looked at, and those taken back.
    """
    found: Crowds = {by: {} for by in blocks}
    rows = conn.execute(_crowded(blocks), {"ids": list(ids), "most": MOST}) if ids else ()
    for by, id_, *values in rows:
        found[by][id_] = tuple(values[: len(BLOCKS[by].fields)])
    return found


def comparable(
    conn: sa.Connection, ids: Collection[int], blocks: tuple[str, ...] = tuple(BLOCKS)
) -> dict[str, set[int]]:
    """By block those of these records that are compared with whoever shares it.

    Who is in a crowd is not; pairs of a block inside another are looked for only where the other is a crowd.
    """
    crowds = {by: set(some) for by, some in crowded(conn, ids, blocks).items()}
    asked = {by: crowds[BLOCKS[by].within] if BLOCKS[by].within else set(ids) for by in blocks}
    return {by: asked[by] - crowds[by] for by in blocks}


def block(by: str, shared: tuple[str, ...]) -> str:
    """A name for what is shared. It stays in the fold: who guesses a telephone could tell it by its hash."""
    return by + sha256("\0".join(shared).encode()).hexdigest()[:LETTERS]


def shared_by(row: sa.Row, by: str) -> str:
    """The block a record is in by its own columns; empty when what it would share is unknown."""
    key = BLOCKS[by].key(row)
    return block(by, key) if key else ""

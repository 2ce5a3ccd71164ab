"""The seeds of salts that this file holds, of own logs and of those that came with seeds (decision 0021).

Gone where a line of their block was erased by law or let go: who then holds the file cannot try names any quicker than
who does not. Where a seed is not at hand, lines travel whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

import sqlalchemy as sa

from vaxdesk.journal import salts
from vaxdesk.journal.salts import Seeds
from vaxdesk.registry.entry import insert_new
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.tables_exchange import forgotten
from vaxdesk.store.tables import entry, seed

_MASK = (1 << SEQ_BITS) - 1
_AT = (seed.c.local_no == sa.bindparam("number"), seed.c.block == sa.bindparam("at"))
_ONE = sa.select(seed.c.seed).where(*_AT)
_DROP = seed.delete().where(*_AT)
_BLOCKS = sa.select(seed.c.block, seed.c.seed).where(
    seed.c.local_no == sa.bindparam("number"), seed.c.block.between(sa.bindparam("first"), sa.bindparam("last"))
)
_RANGE = sa.bindparam("first"), sa.bindparam("last")
_ERASED = sa.select(forgotten.c.id).where(forgotten.c.id.between(*_RANGE)).limit(1)
_LET_GO = (
    sa.select(entry.c.seq)
    .where(entry.c.local_no == sa.bindparam("number"), entry.c.seq.between(*_RANGE), entry.c.line == b"")
    .limit(1)
)


def of_block(conn: sa.Connection, number: int, block: int, random: Callable[[int], bytes]) -> bytes:
    """The seed of a block of an own log, drawn at its first entry."""
    found = conn.execute(_ONE, {"number": number, "at": block}).scalar()
    if found is None:
        found = salts.drawn(random)
        conn.execute(seed.insert(), {"local_no": number, "block": block, "seed": found})
    return found


def held(conn: sa.Connection, number: int, a: int, n: int) -> Seeds:
    """What is known of the seeds of entries a+1 … a+n of a log."""
    touched = salts.blocks(a, n)
    given = {"number": number, "first": touched.start, "last": touched.stop - 1}
    return {row.block: row.seed for row in conn.execute(_BLOCKS, given)}


def keep(conn: sa.Connection, number: int, brought: Seeds) -> None:
    """Keeps seeds that came with lines of a log, but for blocks of which something was erased or let go.

    A seed that is held already stays: of two histories under one name only one is gone on with.
    """
    fit = [block for block in brought if not _has_gaps(conn, number, block)]
    if fit:
        insert_new(conn, seed, [{"local_no": number, "block": block, "seed": brought[block]} for block in fit])


def drop(conn: sa.Connection, ids: Collection[int]) -> None:
    """Drops the seeds of the blocks in which some entries stand."""
    touched = {(one >> SEQ_BITS, salts.block_of(one & _MASK)) for one in ids}
    if touched:
        conn.execute(_DROP, [{"number": number, "at": block} for number, block in sorted(touched)])


def drop_behind(conn: sa.Connection, number: int, after: int) -> None:
    """Drops the seeds of what stood in a log behind an entry, its own block's too."""
    conn.execute(seed.delete().where(seed.c.local_no == number, seed.c.block >= salts.block_of(after)))


def _has_gaps(conn: sa.Connection, number: int, block: int) -> bool:
    """Whether an entry of a block was erased, or its line let go."""
    first, last = block * salts.BLOCK, (block + 1) * salts.BLOCK - 1
    where = {"number": number, "first": first, "last": last}
    ids = {"first": number << SEQ_BITS | first, "last": number << SEQ_BITS | last}
    return any(conn.execute(*asked).first() for asked in ((_ERASED, ids), (_LET_GO, where)))

"""What makes two records worth comparing: one document, one telephone and birth date, or name, birth and commune."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from hashlib import sha256

import sqlalchemy as sa

from vaxdesk.registry import bulk
from vaxdesk.registry.tables import person

MOST = 50  # records that are compared with each other: more are a crowd (`crowds`)
one, other = sa.alias(person, "one"), sa.alias(person, "other")
_FULL = 10  # letters of a full birth date
LETTERS = 32  # of the name of a block, behind what is shared: 128 bits
COLUMNS = {"doc": ("doc",), "tel": ("tel", "dob"), "name": ("name_fold", "dob", "commune")}
_CAN = {
    "doc": one.c.doc != "",
    "tel": sa.and_(one.c.tel != "", sa.func.length(one.c.dob) == _FULL),
    "name": sa.and_(one.c.name_fold != "", one.c.dob != ""),
}
ALIKE = {
    by: sa.and_(_CAN[by], *[other.c[name] == one.c[name] for name in names]) for by, names in COLUMNS.items()
}
_asked = (bulk.among(one.c.id, "ids"), one.c.voided == 0)
CROWDED = {
    by: sa.select(one.c.id, *[one.c[name] for name in COLUMNS[by]]).where(
        *_asked,
        sa.select(other.c.id)
        .where(alike, other.c.voided == 0)
        .offset(sa.bindparam("most", type_=sa.Integer))
        .limit(1)
        .correlate(one)
        .scalar_subquery()
        .is_not(None),
    )
    for by, alike in ALIKE.items()
}


def crowded(conn: sa.Connection, by: str, ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """Those of these records that more than `MOST` share a likeness with, and what they share.

    For one record not more than `MOST` and one are looked at, and those taken back.
    """
    rows = conn.execute(CROWDED[by], {"ids": list(ids), "most": MOST}) if ids else ()
    return {row[0]: tuple(row[1:]) for row in rows}


def block(by: str, shared: tuple[str, ...]) -> str:
    """A name for what is shared. It stays in the fold: who guesses a telephone could tell it by its hash."""
    return by + sha256(json.dumps(shared).encode()).hexdigest()[:LETTERS]


def shared_by(row: sa.Row, by: str) -> str:
    """The block a record is in by its own columns; empty when what it would share is unknown."""
    values = tuple(getattr(row, name) for name in COLUMNS[by])
    known = values[0] and (by == "doc" or values[1]) and (by != "tel" or len(values[1]) == _FULL)
    return block(by, values) if known else ""

"""Columns of the fold's tables. None is ever NULL, so that rows compare alike on both databases.

`info` says what a digest needs to know: `ref`, the number is a surrogate; `apart`, the value tells how an entry came
and not what it says, so two folds of the same entries may differ in it.
"""

from __future__ import annotations

import sqlalchemy as sa

_BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def text(name: str, **options: object) -> sa.Column:
    """Text, empty when unknown."""
    return sa.Column(name, sa.Text, nullable=False, server_default="", **options)


def number(name: str, **options: object) -> sa.Column:
    """A whole number, 0 when unknown."""
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0", **options)


def digest(name: str, **options: object) -> sa.Column:
    """32 bytes of a hash."""
    return sa.Column(name, sa.LargeBinary, nullable=False, **options)


def ref(name: str, **options: object) -> sa.Column:
    """A surrogate: outside this database it is a reference."""
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0", info={"ref": True}, **options)


def key(name: str = "id") -> sa.Column:
    """A surrogate as primary key, or as part of one."""
    return sa.Column(name, _BIG, primary_key=True, autoincrement=False, info={"ref": True})


def origin(name: str) -> sa.Column:
    """What a quote says of where its entry was written; empty for entries of this unit's own feed."""
    return sa.Column(name, sa.Text, nullable=False, server_default="", info={"apart": True})

"""A column of values as one text that PostgreSQL reads as an array; the driver would quote value by value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

_BETWEEN = "\0"  # the one letter that no text in PostgreSQL has


def of_column(column: sa.Column, values: Sequence[object]) -> str:
    """The array of a column's values, none of which is None."""
    if isinstance(column.type, sa.LargeBinary):
        return of_bytes(values)
    return of_texts(values) if isinstance(column.type, sa.Text) else of_numbers(values)


def of_numbers(values: Iterable[object]) -> str:
    """Whole numbers."""
    return "{" + ",".join(map(str, values)) + "}"


def of_bytes(values: Iterable[bytes]) -> str:
    """Bytes, each as hex."""
    found = '","'.join(["\\\\x" + one.hex() for one in values])
    return f'{{"{found}"}}' if found else "{}"


def of_texts(values: Sequence[str]) -> str:
    """Texts; all are quoted at once.

    Raises:
        ValueError: a text with a letter that PostgreSQL cannot keep.
    """
    whole = _BETWEEN.join(values)
    if whole.count(_BETWEEN) != max(len(values) - 1, 0):
        raise ValueError("a letter of no text")
    if not values:
        return "{}"
    return '{"' + whole.replace("\\", "\\\\").replace('"', '\\"').replace(_BETWEEN, '","') + '"}'

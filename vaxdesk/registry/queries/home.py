"""Whose entries a question is about: all that a desk holds of its own, or the logs of some units at the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from vaxdesk.registry.names import SEQ_BITS


def log_of(id_: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    """The local number of the log that an entry stands in."""
    return id_ // (1 << SEQ_BITS)


@dataclass(frozen=True)
class Home:
    """Whose entries are asked for.

    Args:
        unit_of: key of the unit of a log, by its local number.
        logs: a query of local numbers; None: all that are held.
    """

    unit_of: Callable[[int], str]
    logs: sa.Select | None = None

    def among(self, query: sa.Select, id_: sa.ColumnElement) -> sa.Select:
        """The query, of entries in these logs only."""
        return query if self.logs is None else query.where(log_of(id_).in_(self.logs))

"""How far entries have come and at which PC they were written, for all entries of a page at once."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from vaxdesk.desk.context import Desk
from vaxdesk.domain import delivery as rules
from vaxdesk.domain.delivery import EntryDelivery
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.queries import issues
from vaxdesk.registry.queries.carriers import carriers
from vaxdesk.store import delivery

_MASK = (1 << SEQ_BITS) - 1


def of_entries(desk: Desk, conn: sa.Connection, references: Iterable[str]) -> dict[str, EntryDelivery]:
    """The state of each entry, by its reference."""
    ids = {reference: desk.store.names.known(reference) for reference in references}
    came = ids | _quoted(conn, ids)
    logs = delivery.standings(conn, {id_ >> SEQ_BITS for id_ in came.values() if id_})
    found = issues.of_entries(conn, desk.store.names, ids)
    return {
        reference: rules.of_entry(
            logs.get(id_ >> SEQ_BITS, rules.NOWHERE), id_ & _MASK, tuple(sorted(found.get(reference, ())))
        )
        for reference, id_ in came.items()
    }


def _quoted(conn: sa.Connection, ids: dict[str, int]) -> dict[str, int]:
    """Entries that came as quotes, with the quote: it is what has to reach the server."""
    by = carriers(conn, [id_ for id_ in ids.values() if id_])
    return {reference: by[id_] for reference, id_ in ids.items() if id_ in by}

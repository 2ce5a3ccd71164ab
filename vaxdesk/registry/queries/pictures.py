"""Photos beside an entry: of each the pieces in their order, once none is missing. The picture is in the journal."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import event
from vaxdesk.registry.visits import data_of, same_people

_PIECES = (
    sa.select(event.c.id, event.c.d)
    .where(bulk.among(event.c.person, "ids"), event.c.kind == "photo", event.c.voided == 0)
    .order_by(event.c.stamp, event.c.id)
)


def beside(conn: sa.Connection, names: LogNames, about: str, entry: str) -> dict[str, list[str]]:
    """References of the pieces of each photo beside an entry, by `Photo.whole`, the one begun last behind.

    Args:
        about: whom the photo is about, under any record, or the complaint.
        entry: what was typed from the sheet, or the question.
    """
    pieces: dict[tuple[str, int], dict[int, str]] = {}
    for row in conn.execute(_PIECES, {"ids": list(same_people(conn, [names.known(about)]))}):
        data = data_of("photo", row.d)
        if data["entry"] == entry:
            pieces.setdefault((data["whole"], data["parts"]), {})[data["part"]] = names.ref(row.id)
    return {
        whole: [found[part] for part in sorted(found)]
        for (whole, parts), found in pieces.items()
        if set(found) == set(range(1, parts + 1))
    }

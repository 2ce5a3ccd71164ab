"""Notes what the fold changed, so that the checks look only there, and who of the users from above wrote where."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from vaxdesk.registry import bulk
from vaxdesk.registry.entry import Entry
from vaxdesk.registry.evicting import Touched
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.tables_exchange import author, unchecked
from vaxdesk.registry.visits import FROM_ABOVE, KINDS

_LOTS = frozenset({"lot", "vial", "stock", "count"})


def note(conn: sa.Connection, entries: Iterable[Entry], touched: Touched) -> None:
    """Notes what these entries touched."""
    found = {("person", one) for one in touched.seen | touched.people | touched.gone}
    found |= {("lot", one) if kind in _LOTS else (kind, one) for kind, one in touched.things}
    newest: dict[tuple[int, int], int] = {}
    for one in entries:
        log = one.id >> SEQ_BITS
        if one.kind == "person":
            found.add(("person", one.id))
        elif one.kind in KINDS:
            found.add(("person", one.of))
            found.update(("lot", ref) for ref in one.refs if ref)
        elif one.bad or one.quote:
            found.add(("quote", one.id))
        if one.kind == "amend":
            found.add(("object", one.of))
        if one.doubt:
            found.add(("log", log))
        if one.user >= FROM_ABOVE:
            newest[one.user, log] = max(one.t, newest.get((one.user, log), 0))
    bulk.insert_new(conn, unchecked, [{"what": what, "key": str(one)} for what, one in sorted(found)])
    rows = [{"user": user, "log": log, "newest": t} for (user, log), t in newest.items()]
    bulk.insert_newest(conn, author, rows, by=("newest",))

"""Notes what the fold changed, so that the checks look only there, and who of the users from above wrote where."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import sqlalchemy as sa

from vaxdesk.registry import bulk, stirring
from vaxdesk.registry.entry import Entry
from vaxdesk.registry.evicting import Touched
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.tables_exchange import author, unchecked
from vaxdesk.registry.visits import FROM_ABOVE, KINDS

Heard = Callable[[sa.Connection, Iterable[Entry], Touched], None]
_PLACES = dict.fromkeys(("lot", "vial", "stock", "count"), "supply") | {"revoke": "revoke", "grant": "grant"}


def note(conn: sa.Connection, entries: Iterable[Entry], touched: Touched) -> None:
    """Notes what these entries touched."""
    found = {("person", one) for one in touched.seen | touched.people | touched.gone}
    found |= {("object", one) for one in touched.objects} | {("entry", one) for one in touched.entries}
    found |= {(_PLACES[kind], one) for kind, one in touched.things if kind in _PLACES}
    newest: dict[tuple[int, int], int] = {}
    for one in entries:
        found.add(("log", one.id >> SEQ_BITS))
        if one.kind == "person":
            found.add(("person", one.id))
        elif one.kind == "amend":
            found.add(("object", one.of))
        elif one.kind in KINDS:
            # of a dose: its vial; its lot is looked up with its person, and a stack of paper is no supply
            found.update(("supply", vial) for vial in one.refs[1:2] if vial)
        if one.bad:
            found.add(("entry", one.id))
        if one.user >= FROM_ABOVE:
            key = one.user, one.id >> SEQ_BITS
            newest[key] = max(one.t, newest.get(key, 0))
    bulk.put(conn, unchecked, [{"what": what, "key": key, "n": 1} for what, key in sorted(found)])
    stirring.note(conn, touched.issues | stirring.about(conn, touched.things))
    rows = [{"user": user, "log": log, "newest": t} for (user, log), t in sorted(newest.items())]
    bulk.insert_newest(conn, author, rows, by=("newest",))

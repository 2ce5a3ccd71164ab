"""Any bytes at all may come as entries: the fold takes them, never raises, and says the same in another order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sync_server.reading.naming import names
from tests.registry.anything import LINES, A
from tests.registry.conftest import Fold, Written
from vaxdesk.registry import digest
from vaxdesk.registry.checks import run


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(LINES, max_size=12), quoted=st.booleans())
def test_nothing_stops_the_fold(database: Fold, lines: list[bytes], *, quoted: bool) -> None:
    log, quotes = Written(A), Written("0000000000003")
    for one in lines:
        log.put(one)
    entries = [(log, one) for one in log.refs()]
    if quoted:
        for one in log.refs():
            made, h = log.at(one)
            quotes.add("quote", {"id": one, "h": h.hex(), "line": made.decode("utf-8", "replace")[:4000]})
        entries += [(quotes, one) for one in quotes.refs()]
    outcomes = []
    for order in (entries, entries[::-1]):
        database.empty()
        for start in range(0, len(order), 5):
            database.fold(order[start : start + 5])
        outcomes.append(database.digests())
    assert outcomes[0] == outcomes[1]
    with database.engine.begin() as conn:
        run.everything(conn, names(conn), least_days=lambda _product: 28)
        assert digest.of(conn, names(conn))

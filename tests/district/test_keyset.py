"""Where a list goes on comes back from a browser: a number that no database holds leads to the beginning."""

from __future__ import annotations

import pytest

from sync_server.district import complaints, keyset, operations
from sync_server.durable.database import reading
from tests.servers import RunningServer
from tests.sync_server.clinics import read


@pytest.mark.parametrize("text", ["", "-1", "x", "1e3", "²", "٣", " 1", "1" * 19])
def test_what_is_no_number_is_none(text: str) -> None:
    assert keyset.number(text) is None


def test_a_number_is_read() -> None:
    assert (keyset.number("0"), keyset.number("9" * 18)) == (0, 10**18 - 1)


def test_a_place_that_no_database_holds_is_the_beginning(either: RunningServer) -> None:
    read(either)  # makes the tables
    with reading(either.server.engine) as conn:
        for after in (f"{'9' * 30}.1", f"1.{'9' * 30}", "9" * 38 + ".1"):
            assert complaints.listed(conn, ["/"], states=["open"], now=1, after=after).rows == ()
            operations.sites(conn, ["/"], after=after)

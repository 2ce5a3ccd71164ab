"""The access log is a chain: what is altered, taken out or cut off shows, on both databases, with many writers."""

from __future__ import annotations

from threading import Thread

import pytest
import sqlalchemy as sa

from sync_server.authority import access
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import access as rows
from sync_server.durable.tables import access_end
from tests.servers import RunningServer
from tests.sync_server.pens import Pen

_WRITERS, _EACH = 6, 15


def write(server: RunningServer, n: int, *, device: int | None = None, action: str = "find") -> None:
    for at in range(n):
        with writing(server.engine) as conn:
            access.note(conn, action, result="ok", at_ms=at, device=device, user=7, subject=bytes([at]))


def checked(server: RunningServer) -> access.Checked:
    with reading(server.engine) as conn:
        return access.check(conn)


def test_many_writers_at_once_leave_whole_chains(either: RunningServer) -> None:
    # two of the writers share a chain
    writers = [
        Thread(target=write, args=(either, _EACH), kwargs={"device": 100 + (at % (_WRITERS - 1))})
        for at in range(_WRITERS)
    ]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    found = checked(either)
    assert found.holds
    assert (found.rows, found.unchained) == (_WRITERS * _EACH, 0)
    assert len(found.ends) == _WRITERS - 1


def test_looks_of_staff_have_chains_of_their_own_and_acts_the_first(server: RunningServer) -> None:
    with writing(server.engine) as conn:
        access.note(conn, "org_close", result="ok", at_ms=1)
        for user in (100_001, 100_002, 100_001 + access.CHAINS):
            access.note_looks(conn, [("case", b"a"), ("person", b"b")], result="ok", at_ms=1, user=user)
        access.note(conn, "find", result="ok", at_ms=1, user=100_001, device=3)
    found = checked(server)
    assert found.holds
    rows_in = {chain: int(end.partition(":")[0]) for chain, end in found.ends.items()}
    assert rows_in == {access.OPERATOR: 1, access.of_user(100_001): 4, access.of_user(100_002): 2, 3: 1}


@pytest.mark.parametrize(
    ("harm", "place"),
    [
        pytest.param(rows.update().where(rows.c.place == 2).values(result="never"), 2, id="altered"),
        pytest.param(rows.update().where(rows.c.place == 3).values(user_no=8), 3, id="another user"),
        pytest.param(rows.delete().where(rows.c.place == 1), 1, id="first taken out"),
        pytest.param(rows.delete().where(rows.c.place == 3), 3, id="one taken out"),
        pytest.param(rows.delete().where(rows.c.place == 5), 5, id="cut at the end"),
    ],
)
def test_harm_shows_where_it_was_done(either: RunningServer, harm: sa.Executable, place: int) -> None:
    write(either, 5, device=3)
    assert checked(either).holds
    with writing(either.engine) as conn:
        conn.execute(harm)
    assert checked(either).broken == [access.Broken(3, place)]


def test_a_log_written_anew_does_not_lead_to_an_end_written_down_before(server: RunningServer) -> None:
    write(server, 4, device=3)
    written_down = checked(server).ends[3]
    write(server, 2, device=3)
    with reading(server.engine) as conn:
        assert access.leads_to(conn, 3, written_down)
    with writing(server.engine) as conn:  # somebody with the database in hand starts the chain over
        conn.execute(rows.delete())
        conn.execute(access_end.update().values(rows=0, h=access.START))
    write(server, 6, device=3, action="other")
    assert checked(server).holds
    with reading(server.engine) as conn:
        assert not access.leads_to(conn, 3, written_down)
        assert not access.leads_to(conn, 3, "nonsense")


def test_an_enrolment_is_a_row_of_the_chain(server: RunningServer) -> None:
    Pen(server)
    assert checked(server).holds
    assert checked(server).rows == 1

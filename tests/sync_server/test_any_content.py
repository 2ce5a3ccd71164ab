"""Whatever a device of a unit writes, every reader of the feed goes on: one entry never stops what is behind it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync_server.durable.tables import cursor, feed
from sync_server.segments import reserved
from tests.ready import ready_database
from tests.registry.anything import LINES
from tests.servers import RunningServer, running_server
from tests.sync_server.clinics import read
from tests.sync_server.pens import Pen
from vaxdesk.journal.line import MAX_LINE

QUIET = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_ODD = 1 << 70


def _line(kind: str, of: object = None, **d: object) -> bytes:
    return json.dumps({"d": d, "k": kind, "t": 1, "u": 1, **({} if of is None else {"of": of})}).encode()


POISONS = {
    "a reference beyond every number": _line("checkin", of=_ODD, day="2026-11-26", no=1),
    "a change of what has no number": _line("amend", of=_ODD, set={"name": "x"}, why=""),
    "a negative reference": _line("void", of=-7, v=True, why=""),
    "a letter that is none in a quote": b'{"d":{"id":"\xff"},"k":"quote","t":1}',
    "a quote nested beyond reading": b'{"k":"quote","t":1,"d":{"x":' + b"[" * 8000 + b"]" * 8000 + b"}}",
    "a letter that is none in a field of later": _line("person", name="A", dob="1990")[:-1] + b',"x":"\xff"}',
    "a letter that is none in a list": b'{"d":{"day":"\xff"},"k":"appt","of":2,"t":1}',
    "pairs nested beyond reading": b'{"k":"same","t":1,"d":{"x":' + b"[" * 8000 + b"]" * 8000 + b"}}",
    "NUL in a name": _line("person", name="a\0b", dob="1990-01-01", doc="066190001234", tel="\0"),
    "NUL inside a quote": _line("quote", id="0000000000001.2", h="00" * 32, line='{"d":{"name":"\\u0000"}}'),
    "half a surrogate": b'{"d":{"name":"\\ud800"},"k":"person","t":1}',
    "twice the same key": b'{"d":{"name":"A"},"k":"person","k":"appt","t":1,"t":2,"d":{"name":"B"}}',
    "numbers of hundreds of digits": b'{"d":{"day":"2026-11-26","no":' + b"9" * 4000 + b'},"k":"checkin","of":2,"t":1}',
    "a time of hundreds of digits": b'{"d":{},"k":"person","t":' + b"9" * 4000 + b"}",
    "the longest line": b'{"d":{"name":"' + b"a" * (MAX_LINE - 60) + b'"},"k":"person","t":1,"u":1}',
    "nothing at all": b"",
    "NUL alone": b"\0",
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def reading(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One server for all that is tried, on either database."""
    folder: Path = tmp_path_factory.mktemp("any")
    url = None
    if request.param == "postgresql":
        url = ready_database(request.getfixturevalue("postgres"), f"t{uuid4().hex}")
    with running_server(folder, url) as running:
        yield running


def _behind(server: RunningServer) -> list[tuple]:
    """Cursors that have not come to the head of their feed."""
    query = sa.select(cursor.c.name, cursor.c.feed_no, cursor.c.pos, feed.c.head)
    query = query.join(feed, feed.c.feed_no == cursor.c.feed_no).where(cursor.c.pos < feed.c.head)
    return list(map(tuple, server.rows(query)))


def _all_read(server: RunningServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        read(server)
    assert [record.getMessage() for record in caplog.records] == []
    assert _behind(server) == []


@pytest.mark.parametrize("name", POISONS)
def test_poison_stops_no_reader(reading: RunningServer, caplog: pytest.LogCaptureFixture, name: str) -> None:
    pen = Pen(reading)
    log = pen.log()
    log.raw(_line("person", name="Lò Thị Dở", dob="1990-02-01", doc="066190001234", tel="0905123456"))
    log.raw(POISONS[name])
    log.raw(_line("checkin", of=2, day="2026-11-26", no=1))
    assert pen.sync(log.segment()).ok[0][:2] == (log.name, 4)
    _all_read(reading, caplog)


@QUIET
@given(lines=st.lists(LINES, min_size=1, max_size=12))
def test_anything_stops_no_reader(reading: RunningServer, caplog: pytest.LogCaptureFixture, lines: list[bytes]) -> None:
    pen = Pen(reading)
    log = pen.log()
    for one in lines:
        line = one.replace(b"\n", b"")
        if len(line) <= MAX_LINE and not reserved.is_reserved(line):  # what is refused no reader ever sees
            log.raw(line)
    assert pen.sync(log.segment()).ok[0][:2] == (log.name, len(log.lines))
    _all_read(reading, caplog)

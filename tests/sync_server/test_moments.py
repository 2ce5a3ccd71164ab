"""When entries came in, also far on in a log of many segments, and what time it truly was."""

from __future__ import annotations

import pytest

from sync_server.durable.database import reading
from sync_server.reading import moments, naming
from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, Clinic, read
from vaxdesk.domain.payloads import Clock

HOUR = 3600


@pytest.mark.parametrize("segments", [2, moments._MOST + 3])
def test_each_entry_has_its_moment(either: RunningServer, segments: int) -> None:
    clinic = Clinic(either)
    written = []
    for _ in range(segments):
        written.append(clinic.write("person", BAO))
        clinic.send()
    read(either)
    with reading(either.engine) as conn:
        names = naming.names(conn)
        first, last = names.known(written[0]), names.known(written[-1])
        found = moments.of(conn, names, {first: 1, last: 1})
    now = either.server.now_ms()
    assert now - 600_000 < found[first].received_ms <= found[last].received_ms <= now
    assert found[first].true_t == 0, "the run says nothing of the clock"


def test_a_clock_that_was_wrong_is_mended_and_one_that_was_right_not_spoken_of(either: RunningServer) -> None:
    clinic = Clinic(either)
    who = clinic.write("person", BAO)
    clinic.write("clock", Clock(srv=HOUR * 100))
    clinic.send()
    read(either)
    with reading(either.engine) as conn:
        names = naming.names(conn)
        id_ = names.known(who)
        t = next(one["entry"]["t"] for one in either.entries("TYT-01") if one["entry"]["k"] == "clock")
        assert moments.of(conn, names, {id_: t})[id_].true_t == HOUR * 100
        assert moments.of(conn, names, {id_: t - HOUR})[id_].true_t == HOUR * 99
        assert moments._true(HOUR * 100, [moments.Reading(t=t, srv=t + 100)]) == 0

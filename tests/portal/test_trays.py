"""What the public sent waits in trays: one process at a time files it, and what is broken stops its own unit alone."""

from __future__ import annotations

import json

import msgspec
import pytest
import sqlalchemy as sa

from sync_server.durable.database import writing
from sync_server.durable.locks import alone
from sync_server.durable.tables_portal import portal_correction, portal_group
from sync_server.reading import corrections, groups, signups, tellings, trays
from sync_server.reading.readers import Rests
from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, LANH, read, today
from vaxdesk.domain.payloads import Complaint
from vaxdesk.domain.signups import SignupState

TRAYS = (corrections.TRAY, signups.TRAY, groups.TRAY, tellings.TRAY)


def waits(server: RunningServer, org: str, text: str, *, at: int, broken: bool = False) -> None:
    """A request for a correction as the public's page leaves it."""
    said = Complaint(day=today(server), way="online", about="name", at=at, text=text)
    row = {"digest": text.encode(), "org_no": server.unit(org).org_no, "at_ms": at, "person": ""}
    with writing(server.engine) as conn:
        conn.execute(portal_correction.insert(), row | {"said": b"{" if broken else msgspec.json.encode(said)})


def filed(server: RunningServer, org: str) -> list[str]:
    """The texts of complaints in a feed, in its order."""
    found = [json.loads(one["line"]) for one in server.entries(org)]
    return [one["d"]["text"] for one in found if one["k"] == "complaint"]


def test_each_has_a_name_and_a_lock_of_its_own() -> None:
    assert len({one.name for one in TRAYS}) == len({one.lock for one in TRAYS}) == len(TRAYS)


def test_what_came_first_is_filed_first_and_once(either: RunningServer) -> None:
    read(either)
    now = int(either.server.now() * 1000)
    for text, at in (("second", now - 5), ("third", now), ("first", now - 9)):
        waits(either, "TYT-01", text, at=at)
    waits(either, "TYT-02", "elsewhere", at=now)
    assert trays.go_through(either.server, corrections.TRAY, Rests()) == 4
    assert trays.go_through(either.server, corrections.TRAY, Rests()) == 0
    assert (filed(either, "TYT-01"), filed(either, "TYT-02")) == (["first", "second", "third"], ["elsewhere"])


def test_while_another_goes_through_it_nothing_is_touched_nor_waited_for(either: RunningServer) -> None:
    read(either)
    waits(either, "TYT-01", "one", at=int(either.server.now() * 1000))
    if either.engine.dialect.name == "postgresql":
        with writing(either.engine) as conn:
            assert alone(conn, corrections.TRAY.lock)
            assert trays.go_through(either.server, corrections.TRAY, Rests()) == 0
        assert filed(either, "TYT-01") == []
    assert trays.go_through(either.server, corrections.TRAY, Rests()) == 1
    assert filed(either, "TYT-01") == ["one"]


def test_what_cannot_be_read_lets_its_unit_rest_and_the_others_go_on(
    either: RunningServer, caplog: pytest.LogCaptureFixture
) -> None:
    read(either)
    now, rests = int(either.server.now() * 1000), Rests()
    waits(either, "TYT-01", "broken", at=now, broken=True)
    waits(either, "TYT-02", "whole", at=now)
    assert trays.go_through(either.server, corrections.TRAY, rests) == 1
    assert (filed(either, "TYT-01"), filed(either, "TYT-02")) == ([], ["whole"])
    assert "corrections" in caplog.text and "broken" not in caplog.text
    assert rests.rests("corrections", either.unit("TYT-01").org_no)
    assert trays.go_through(either.server, corrections.TRAY, rests) == 0


def test_all_lists_of_one_unit_are_filed_by_one_turn_each_by_itself(either: RunningServer) -> None:
    read(either)
    row = {"org_no": either.unit("TYT-01").org_no, "state": SignupState.NEW.value, "day": today(either, plus=5)}
    people = {"people": 2, "said": msgspec.json.encode([LANH, BAO])}
    with writing(either.engine) as conn:
        for at in range(3):
            conn.execute(portal_group.insert(), row | people | {"digest": bytes([at]), "at_ms": at, "name": f"N{at}"})
    assert trays.go_through(either.server, groups.TRAY, Rests()) == 3
    states = either.rows(sa.select(portal_group.c.state, portal_group.c.said))
    assert states == [(SignupState.FILED.value, None)] * 3
    found = [json.loads(one["line"]) for one in either.entries("TYT-01")]
    assert [one["d"]["file"].split("-")[4] for one in found if one["k"] == "roster"] == ["n0", "n1", "n2"]

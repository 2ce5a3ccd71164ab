"""Users and roles from above are entries in feeds; what they open follows from them and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from sync_server.authority import access, given, orgs
from sync_server.durable import quick
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import given_user, holding
from sync_server.durable.tables import segment as segments
from sync_server.operating import giving
from tests.servers import RunningServer
from tests.sync_server.pens import Pen
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.rights import Act, may

PASSWORD = "a long password"
UNITS = ("VN", "66", "24211", "TYT-01", "TYT-02")
PARENTS = {"66": "VN", "24211": "66", "TYT-01": "24211", "TYT-02": "24211"}


def add(
    server: RunningServer, org: str, login: str = "lan", role: GivenRole = GivenRole.RECORD, until: str = ""
) -> int:
    wanted = giving.NewUser(login=login, name="Nguyễn Thị Lan", password=PASSWORD)
    with writing(server.engine) as conn:
        return giving.add_user(conn, server.server, orgs.find(conn, org), wanted, role=role, until=until)


def grant(server: RunningServer, login: str, org: str, role: GivenRole, until: str = "") -> str:
    with writing(server.engine) as conn:
        return giving.grant(conn, server.server, login, orgs.find(conn, org), role=role, until=until)


def ungrant(server: RunningServer, login: str, org: str, role: GivenRole) -> int:
    with writing(server.engine) as conn:
        return giving.ungrant(conn, server.server, login, orgs.find(conn, org), role=role)


def readable(pen: Pen) -> set[int]:
    return set(pen.sync().told.heads)


def test_a_user_and_a_role_are_entries_in_the_feed_of_the_unit(either: RunningServer) -> None:
    number = add(either, "24211")
    assert number >= given.FIRST_NUMBER
    kinds = {one["entry"]["k"]: one["entry"] for one in either.entries("24211")}
    user, role = kinds["user"]["d"], kinds["grant"]["d"]
    assert (user["no"], user["login"]) == (number, "lan@24211")
    assert PASSWORD not in str(kinds)
    assert PasswordHasher().verify(user["verifier"], PASSWORD)
    assert role == {"user": number, "role": "record", "unit": "2025-07:24211"}
    station = Pen(either, "TYT-01")  # below the unit: it reads them
    assert either.unit("24211").org_no in {item.f for item in station.sync().items}


def test_the_same_login_is_not_given_twice(server: RunningServer) -> None:
    add(server, "24211")
    with pytest.raises(giving.NotGiven) as stopped:
        add(server, "24211")
    assert stopped.value.code == "login_taken"


def test_closing_a_user_ends_what_they_open(either: RunningServer) -> None:
    add(either, "24211", role=GivenRole.OVERSEE)
    pen = Pen(either, "24211")
    assert len(readable(pen)) == 5
    with writing(either.engine) as conn:
        giving.close_user(conn, either.server, "lan@24211")
    assert len(readable(pen)) == 3
    with writing(either.engine) as conn, pytest.raises(giving.NotGiven):
        giving.grant(conn, either.server, "lan@24211", orgs.find(conn, "66"), role=GivenRole.LEAD)


def test_a_role_ends_after_its_last_day(server: RunningServer) -> None:
    add(server, "24211", role=GivenRole.OVERSEE, until="2026-11-30")
    unit, way = server.unit("24211").org_no, quick.of(server.engine)
    assert given.seeing_below(way, [unit], "2026-11-30") == {unit}
    assert not given.seeing_below(way, [unit], "2026-12-01")


@pytest.fixture
def pens(either: RunningServer) -> Iterator[dict[str, Pen]]:
    yield {org: Pen(either, org) for org in UNITS}


def test_authorisation_is_the_matrix_of_roles_acts_and_units(either: RunningServer, pens: dict[str, Pen]) -> None:
    """Every role at every unit, asked from every unit: nothing outside the own line and subtree is ever shown."""
    numbers = {org: either.unit(org).org_no for org in UNITS}
    add(either, "VN", login="ai", role=GivenRole.RECORD)
    for role in GivenRole:
        for at in UNITS:
            grant(either, "ai@vn", at, role)
            for org, pen in pens.items():
                opens = org == at and may([role], Act.SEE_BELOW)
                expected = {numbers[one] for one in UNITS if _above(one, org) or (opens and _above(org, one))}
                assert readable(pen) == expected, (role, at, org)
            ungrant(either, "ai@vn", at, role)
    assert all(len(readable(pen)) <= 4 for pen in pens.values())


def test_no_role_lets_a_device_write_elsewhere(either: RunningServer, pens: dict[str, Pen]) -> None:
    add(either, "VN", login="ai", role=GivenRole.ADMIN)
    for role in GivenRole:
        grant(either, "ai@vn", "24211", role)
    upper, lower = pens["24211"], pens["TYT-01"]
    ours = upper.log().write(1)
    assert upper.sync(ours.segment()).told.ok
    feeds = {
        one.feed_no for one in either.rows(sa.select(segments.c.feed_no).where(segments.c.pushed_by == upper.device))
    }
    assert feeds == {upper.feed}
    theirs = lower.log().write(1)
    assert [code for _, code, _ in upper.sync(theirs.segment()).no] == ["not_yours"]


def test_the_index_follows_from_the_feeds_in_any_order(server: RunningServer) -> None:
    """A restored database gets the entries back from devices, perhaps a taking-back before what it takes back."""
    add(server, "24211", role=GivenRole.OVERSEE)
    grant(server, "lan@24211", "66", GivenRole.RECONCILE)
    ungrant(server, "lan@24211", "66", GivenRole.RECONCILE)
    with writing(server.engine) as conn:
        giving.close_user(conn, server.server, "lan@24211")
    before = _index(server)
    lines = [
        (one["ref"].split(".")[0], int(one["ref"].split(".")[1]), one["line"].encode())
        for org in ("24211", "66")
        for one in server.entries(org)
    ]
    with writing(server.engine) as conn:
        conn.execute(given_user.delete())
        conn.execute(holding.delete())
        for log, seq, text in reversed(lines):
            given.note(conn, log, seq - 1, [text])
    assert _index(server) == before
    with writing(server.engine) as conn:
        for log, seq, text in lines:  # and once more
            given.note(conn, log, seq - 1, [text])
    assert _index(server) == before


def test_every_act_of_an_operator_is_in_the_access_log(server: RunningServer) -> None:
    add(server, "24211")
    grant(server, "lan@24211", "66", GivenRole.LEAD)
    ungrant(server, "lan@24211", "66", GivenRole.LEAD)
    with writing(server.engine) as conn:
        giving.set_password(conn, server.server, "lan@24211", "another password", once=True)
        giving.close_user(conn, server.server, "lan@24211")
    with reading(server.engine) as conn:
        found = access.check(conn)
    assert (found.holds, found.rows) == (True, 5)


def _above(upper: str, lower: str) -> bool:
    """By walking the parents: the rule on paths is what is tested."""
    while upper != lower and lower in PARENTS:
        lower = PARENTS[lower]
    return upper == lower


def _index(server: RunningServer) -> list[tuple]:
    return [
        tuple(row) for table in (given_user, holding) for row in server.rows(sa.select(table).order_by(table.c.ref))
    ]

"""Somebody's right is taken back above while a desk has no line, and they go on writing there.

What they write is kept, sent and filed, and both the server and the desk show it to somebody: by no answer is an
entry refused (sync design 3.6).
"""

from __future__ import annotations

import time

import pytest

from sync_server.authority import orgs
from sync_server.durable.database import reading, writing
from sync_server.operating import giving
from sync_server.reading import naming
from tests.desk.conftest import QUICK, Clock
from tests.servers import RunningServer
from tests.sync_server.clinics import read
from vaxdesk.desk import arrival, issues, reception, sending
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain.issues import IssueKind, IssueView
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.payloads import Person
from vaxdesk.registry.queries import issues as found_issues
from vaxdesk.store.enrolment import Enrolment

THEIRS = "một mật khẩu dài"
LOGIN = "lan@24211"
PAO = Person(name="Vàng A Páo", dob="1988-05-02", sex="M", doc="015088004321", tel="0912345678")


@pytest.fixture
def joined(desk: Desk, desk_clock: Clock, server: RunningServer) -> Desk:
    desk_clock.seconds = time.time()
    server.now = desk_clock  # both are right, and time passes by the test
    assert isinstance(sending.connect(desk, server.url, server.enrol_code("TYT-01")), Enrolment)
    return desk


def give(server: RunningServer) -> None:
    wanted = giving.NewUser(login="lan", name="Nguyễn Thị Lan", password=THEIRS)
    with writing(server.engine) as conn:
        giving.add_user(conn, server.server, orgs.find(conn, "24211"), wanted, role=GivenRole.RECORD)


def take(server: RunningServer) -> None:
    with writing(server.engine) as conn:
        giving.ungrant(conn, server.server, LOGIN, orgs.find(conn, "24211"), role=GivenRole.RECORD)


def written(desk: Desk, person: Person) -> str:
    done = reception.register(desk, person)
    assert isinstance(done, Done), done
    return done.value.person


def told_at_the_desk(desk: Desk) -> list[IssueView]:
    while issues.look(desk)[0]:
        continue
    with desk.store.reading() as conn:
        return found_issues.open_issues(conn, desk.store.names, kind=IssueKind.AUTHOR_REVOKED)


def told_above(server: RunningServer) -> list[IssueView]:
    read(server)
    with reading(server.engine) as conn:
        return found_issues.open_issues(conn, naming.names(conn), kind=IssueKind.AUTHOR_REVOKED)


def test_what_was_written_after_the_right_had_ended_is_filed_and_shown_at_both_ends(
    joined: Desk, server: RunningServer, desk_clock: Clock
) -> None:
    give(server)
    sending.send_all(joined)
    theirs = arrival.arrive(joined, LOGIN, THEIRS, cost=QUICK)
    written(theirs, PAO)
    sending.send_all(theirs)
    assert told_at_the_desk(joined) == told_above(server) == []
    desk_clock.forward(minutes=5)
    take(server)  # the desk has no line and does not hear of it
    desk_clock.forward(minutes=20)
    late = written(theirs, Person(name="Lò Văn Bảo", dob="1985-11-30", sex="M", doc="015085004321"))
    sending.send_all(theirs)
    assert late in {one["ref"] for one in server.entries("TYT-01")}  # filed all the same
    [here], [above] = told_at_the_desk(joined), told_above(server)
    assert here == above
    assert (here.facts["by"], here.facts["user"]) == ("user", str(theirs.user.no))
    assert late.split(".")[0] in {one.split(".")[0] for one in here.refs}  # the log it stands in


def test_what_was_written_before_the_right_ended_is_shown_to_nobody(
    joined: Desk, server: RunningServer, desk_clock: Clock
) -> None:
    give(server)
    sending.send_all(joined)
    theirs = arrival.arrive(joined, LOGIN, THEIRS, cost=QUICK)
    desk_clock.forward(minutes=5)
    written(theirs, PAO)
    desk_clock.forward(minutes=5)
    take(server)
    desk_clock.forward(minutes=5)
    sending.send_all(theirs)  # only now: it was written while they might
    assert told_at_the_desk(joined) == told_above(server) == []
    give_back(server)
    assert told_above(server) == []


def give_back(server: RunningServer) -> None:
    with writing(server.engine) as conn:
        giving.grant(conn, server.server, LOGIN, orgs.find(conn, "24211"), role=GivenRole.RECORD)

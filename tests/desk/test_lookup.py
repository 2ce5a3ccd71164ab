"""Two stations of different communes: a list or a look-up brings the earlier dose, and a second is then refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from sync_server.authority.orgs import UnitRow
from sync_server.reading import worker
from tests.desk.conftest import PASSWORD, QUICK
from tests.desk.day import healthy, pfizer, saved
from tests.servers import TREE, RunningServer, running_server
from vaxdesk.desk import injection, lookup, reception, screening, sending, station
from vaxdesk.desk.context import Desk
from vaxdesk.domain import times
from vaxdesk.domain.limits import Cause, TooEarly
from vaxdesk.domain.payloads import Appt, CheckIn, Inject, Person
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries import identity, people
from vaxdesk.trouble import Trouble, TroubleCode

UNITS = (
    *TREE,
    UnitRow(code="24212", name="Ea Tu", kind="commune", parent="66", scheme="2025-07"),
    UnitRow(code="TYT-03", name="Trạm y tế Ea Tu", kind="station", parent="2025-07:24212"),
)
LANH = Person(name="Nguyễn Thị Lành", dob="1990-02-01", sex="F", doc="066190001234")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path, tree=UNITS) as running:
        worker.prepare(running.server)
        yield running


@pytest.fixture
def desk_at(tmp_path: Path, server: RunningServer) -> Iterator[Callable[[str], Desk]]:
    made: list[Desk] = []

    def make(org: str) -> Desk:
        facts = {"station": org, "name": org, "user": "Lò Thị Mai", "login": "mai", "password": PASSWORD}
        made.append(station.create(tmp_path / org, cost=QUICK, **facts).desk)
        sending.connect(made[-1], server.url, server.enrol_code(org))
        return made[-1]

    yield make
    for one in made:
        one.store.close()


def injected(desk: Desk, day: str) -> str:
    with desk.store.writing(user=desk.user.no) as w:
        who = w.add("person", LANH)
        w.add("checkin", CheckIn(day=day, no=1), of=who)
        dose = Inject(day=day, at=times.at(day, "08:00"), product="COM-A", lot="", lot_no="L1", expiry="2027-01-01")
        w.add("inject", dose, of=who)
    return who


def exchanged(server: RunningServer, *desks: Desk) -> None:
    for _ in range(2):
        for one in desks:
            sending.send_all(one)
        worker.until_idle(server.server)
    for one in desks:
        sending.send_all(one)


def doses(desk: Desk, who: str) -> list[str]:
    with desk.store.reading() as conn:
        return [one.date for one in people.doses(conn, desk.store.names, who)]


def test_somebody_on_the_list_brings_the_dose_from_elsewhere(
    server: RunningServer, desk_at: Callable[[str], Desk]
) -> None:
    here, there = desk_at("TYT-01"), desk_at("TYT-03")
    earlier = (date.fromisoformat(here.day) - timedelta(days=5)).isoformat()
    known = injected(here, earlier)
    with there.store.writing(user=there.user.no) as w:
        again = w.add("person", LANH)
        w.add("appt", Appt(day=there.day), of=again)
    exchanged(server, here, there)
    assert doses(there, again) == [earlier]
    for one in (here, there):
        with one.store.reading() as conn:
            assert set(identity.references(conn, one.store.names, again)) == {known, again}
    saved(reception.check_in(there, again))
    saved(screening.save(there, again, healthy(there, again)))
    pfizer(there, expiry=f"{int(there.day[:4]) + 1}-12-31")
    judged = injection.sheet(there, again).judged
    assert isinstance(judged, TooEarly)
    assert judged.cause is Cause.INTERVAL


def test_who_is_looked_up_is_shown_and_then_in_the_journal(
    server: RunningServer, desk_at: Callable[[str], Desk]
) -> None:
    here, there = desk_at("TYT-01"), desk_at("TYT-03")
    known = injected(here, here.day)
    exchanged(server, here)
    answer = lookup.look_up(there, doc="066 190 001 234")
    assert isinstance(answer, lookup.Answer)
    [one] = answer.found
    assert (one.person.id, one.person.name, one.person.dob) == (known, LANH.name, LANH.dob)
    assert [(dose.date, dose.product, dose.lot) for dose in one.doses] == [(here.day, "COM-A", "L1")]
    assert doses(there, known) == [here.day]
    nobody = lookup.look_up(there, doc="066190009999")
    assert isinstance(nobody, lookup.Answer)
    assert (nobody.found, nobody.more) == ((), False)


def test_a_question_that_is_not_exact_is_not_asked(server: RunningServer, desk_at: Callable[[str], Desk]) -> None:
    desk = desk_at("TYT-01")
    answer = lookup.ask(desk, name="Nguyễn Thị Lành", dob="1990-02-01")
    assert isinstance(answer, Refused)
    assert answer.reason is Refusal.NOT_EXACT
    server.stop()
    with pytest.raises(Trouble) as trouble:
        lookup.look_up(desk, doc="066190001234")
    assert trouble.value.code is TroubleCode.NO_LINE
    server.start()


def test_only_a_desk_that_joined_a_server_can_ask(desk: Desk) -> None:
    with pytest.raises(Trouble) as trouble:
        lookup.ask(desk, doc="066190001234")
    assert trouble.value.code is TroubleCode.NOT_ENROLLED

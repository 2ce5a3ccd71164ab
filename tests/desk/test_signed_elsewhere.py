"""A certificate of the centre is printed wherever the person is known, and nowhere once it was withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync_server.durable.database import writing
from sync_server.issuing import signing
from sync_server.reading import naming
from tests.desk.conftest import PASSWORD, QUICK, Clock
from tests.desk.test_lookup import UNITS
from tests.desk.test_signed_by_the_centre import joined, judged, printed, read_back
from tests.desk.test_vouching import signed_for
from tests.issuing.people import in_line, of, sign, signer
from tests.servers import RunningServer, running_server
from tests.sync_server.conftest import database
from vaxdesk.desk import certificates, lookup, sending, station
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import times
from vaxdesk.domain.certification import WithdrawnFor
from vaxdesk.domain.payloads import Appt, CheckIn, Inject, Leave, Lot, Person
from vaxdesk.domain.payloads_cleaning import Verified
from vaxdesk.domain.refusals import Refusal, Refused

__all__ = ["database"]
LANH = Person(name="Nguyễn Thị Lành", dob="1990-01-01", sex="F", doc="015190001234")
FIRST = "2026-08-03"
DATA = {"name": LANH.name, "dob": LANH.dob, "sex": LANH.sex, "doc": LANH.doc}


@pytest.fixture
def server(tmp_path: Path, database: str, desk_clock: Clock) -> Iterator[RunningServer]:
    with running_server(tmp_path, database, tree=UNITS) as running:
        running.now = desk_clock
        yield running


@pytest.fixture
def desk_at(tmp_path: Path, server: RunningServer, desk_clock: Clock) -> Iterator[Callable[[str], Desk]]:
    made: list[Desk] = []

    def make(org: str) -> Desk:
        facts = {"station": org, "name": org, "user": "Lò Thị Mai", "login": "mai", "password": PASSWORD}
        made.append(station.create(tmp_path / org, cost=QUICK, now=desk_clock, **facts).desk)
        return joined(made[-1], server, org)

    yield make
    for one in made:
        one.store.close()


def given(desk: Desk, *days: str) -> str:
    """A person who is known here, with doses of some days."""
    with desk.store.writing(user=desk.user.no) as w:
        who = w.add("person", LANH)
        lot = w.add("lot", Lot(product="COM-A", number="FN8122", expiry="2027-01-31"))
        for day in days:
            at = times.at(day, "07:30")
            w.add("checkin", CheckIn(day=day, no=1), of=who)
            dose = Inject(day=day, at=at, product="COM-A", lot=lot, lot_no="FN8122", expiry="2027-01-31")
            w.add("inject", dose, of=who)
            w.add("leave", Leave(day=day, at=at + 1800), of=who)
    return who


def compared(desk: Desk, who: str) -> None:
    """The police have found the person right."""
    with desk.store.writing(user=desk.user.no) as w:
        w.add("verified", Verified(day=desk.day, result="right", data=DATA), of=who)


def listed(desk: Desk) -> str:
    with desk.store.writing(user=desk.user.no) as w:
        who = w.add("person", LANH)
        w.add("appt", Appt(day=desk.day), of=who)
    return who


def exchanged(server: RunningServer, *desks: Desk) -> None:
    for _ in range(2):
        for one in desks:
            sending.send_all(one)
        in_line(server)
    for one in desks:
        sending.send_all(one)


def no_centre(desk: Desk, person: str) -> bool:
    """Whether the paper of a person has no code of the centre, or there is none."""
    found = certificates.contents(desk, person)
    return isinstance(found, Refused) or found.centre is None


def test_two_sites_print_it_a_third_gets_it_and_none_does_once_it_is_withdrawn(
    server: RunningServer, desk_at: Callable[[str], Desk], desk_clock: Clock
) -> None:
    here, there = desk_at("TYT-01"), desk_at("TYT-02")
    first, again = given(here, FIRST), given(there, there.day)
    compared(there, again)
    exchanged(server, here, there)
    assert isinstance(certificates.issue(there, again), Done)
    signed_for(there)
    exchanged(server, here, there)
    assert no_centre(here, first)
    with signer(server) as by:
        assert sign(server, by).signed == 1
    exchanged(server, here, there)
    texts = {read_back(printed(here, first)), read_back(printed(there, again))}
    assert len(texts) == 1
    sheet = certificates.sheet(here, first)
    assert not isinstance(sheet, Refused) and sheet.printable and (sheet.code, sheet.entry) == ("", "")
    desk_clock.forward(minutes=90)  # the list of trust is made anew once an hour
    third = desk_at("TYT-03")
    late = listed(third)
    assert no_centre(third, late)
    exchanged(server, third)
    assert {read_back(printed(third, late))} == texts
    assert judged(third, texts.pop()).valid
    [cert] = of(server, again)
    with writing(server.engine) as conn:
        id_ = naming.names(conn).known(cert.id)
        assert signing.withdraw(conn, server.server, id_, why=WithdrawnFor.ERROR, user=3, said="sai người")
    exchanged(server, here, there, third)
    for desk, who in ((here, first), (there, again), (third, late)):
        assert no_centre(desk, who)
    refused = certificates.contents(here, first)
    assert isinstance(refused, Refused) and refused.reason is Refusal.NOT_LEFT
    with writing(server.engine) as conn:
        assert signing.put_back(conn, server.server, id_, user=3)
    exchanged(server, here, there, third)
    for desk, who in ((here, first), (there, again), (third, late)):
        assert printed(desk, who).centre is not None


def test_who_is_looked_up_brings_it_along(server: RunningServer, desk_at: Callable[[str], Desk]) -> None:
    here = desk_at("TYT-01")
    who = given(here, FIRST, here.day)
    compared(here, who)
    signed_for(here)
    exchanged(server, here)
    with signer(server) as by:
        assert sign(server, by).signed == 1
    third = desk_at("TYT-03")
    answer = lookup.look_up(third, doc=LANH.doc)
    assert isinstance(answer, lookup.Answer)
    [found] = answer.found
    assert printed(third, found.person.id).centre is not None

"""The whole way of a report: portal, server, desk, the nurse's call, server, and back to whoever told it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync_server.district import telling as above
from sync_server.durable.database import reading
from sync_server.settings import Settings
from tests.desk.conftest import Clock
from tests.desk.day import Make, injected, saved
from tests.desk.test_observation import a_reaction
from tests.portal.people import Visitor, codes_sent
from tests.portal.tellings import MILD, SERIOUS, said
from tests.servers import RunningServer, running_server
from tests.sync_server.clinics import read, today
from vaxdesk.desk import aefi, sending, telling
from vaxdesk.desk.context import Desk
from vaxdesk.store.enrolment import Enrolment

DOC, BORN, TEL = "015190001234", "01/01/1990", "0905123456"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with running_server(tmp_path, settings=Settings(sender=f"file:{tmp_path / 'codes'}")) as running:
        yield running


@pytest.fixture
def joined(desk: Desk, desk_clock: Clock, server: RunningServer) -> Desk:
    desk_clock.seconds = time.time()
    assert isinstance(sending.connect(desk, server.url, server.enrol_code("TYT-01")), Enrolment)
    return desk.on(today(server))


def _exchange(desk: Desk, server: RunningServer) -> None:
    sending.send_all(desk)
    read(server)
    sending.send_all(desk)


def _waiting(server: RunningServer) -> int:
    with reading(server.engine) as conn:
        return above.figures(conn, ("/",), now=int(server.server.now())).waiting


def test_a_report_reaches_the_nurse_and_her_call_reaches_whoever_told_it(
    joined: Desk, server: RunningServer, make_person: Make
) -> None:
    _, dose = injected(joined, make_person, tel=TEL)
    _exchange(joined, server)
    visitor, where, now = Visitor(server), f"/told/{dose}", today(server)
    visitor.open("/lookup")
    visitor.send("/lookup", number=DOC, born=BORN, tel=TEL)
    visitor.send("/lookup/code", code=codes_sent(server)[-1]["code"])
    for fields in (SERIOUS, MILD):
        visitor.open(where)
        visitor.send(where, **{"none": "", "day": now, "began": now, "hour": "", **fields})
        assert visitor.page.status_code == 200
    read(server)
    assert _waiting(server) == 1
    _exchange(joined, server)
    loud, mild = telling.tasks(joined)
    assert (loud.report.serious, mild.report.text, mild.report.tel) == (True, "đau tay", "0912000111")
    assert loud.dose is not None and loud.dose.id == dose
    saved(telling.call(joined, mild.report.id, result="nothing", at=joined.now(), text="uống nhiều nước"))
    saved(telling.call(joined, loud.report.id, result="unreached", at=joined.now()))
    _exchange(joined, server)
    visitor.open(where)
    assert said("state.nothing") in visitor.text and said("state.unreached") in visitor.text
    assert "uống nhiều nước" not in visitor.text and _waiting(server) == 1
    made = saved(aefi.report(joined, loud.person.id, a_reaction(joined, symptoms=["breathing"]), told=loud.report.id))
    assert made.value.inject == dose
    _exchange(joined, server)
    assert said("state.reaction") in visitor.open(where).text
    assert _waiting(server) == 0 and telling.tasks(joined) == ()
    visitor.close()

"""A plea for an erasure at the desk: who may note it, what it shows, how it ends; nothing is erased here."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import sqlalchemy as sa

from tests.desk.day import saved
from vaxdesk.desk import board, plea, sealing, undo
from vaxdesk.desk.context import Desk
from vaxdesk.desk.record import record
from vaxdesk.domain.delivery import Delivery
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.payloads import Amend, Forget, Same
from vaxdesk.domain.plea import PleaStatus
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.journal import line
from vaxdesk.registry import fold
from vaxdesk.registry.entry import Incoming
from vaxdesk.registry.tables import visit
from vaxdesk.store.lines import line_of

Make = Callable[..., str]


def test_a_plea_is_noted_and_waits_on_the_page_and_in_the_leads_list(desk: Desk, make_person: Make) -> None:
    person = make_person(desk)
    before = board.rows(desk)
    done = plea.receive(desk, person, way="letter", paper="12/2026", day="2026-11-20")
    assert saved(done).value == "2026-11-24"
    shown = record(desk, person)
    assert (shown.plea.status, shown.plea.day, shown.plea.due) == (PleaStatus.OPEN, "2026-11-20", "2026-11-24")
    assert (shown.plea.paper, shown.plea.user) == ("12/2026", "Lò Thị Mai")
    assert shown.plea.sent.state is Delivery.SAVED
    assert not shown.may_plead
    assert [(one.person.id, one.plea.id) for one in plea.tasks(desk)] == [(person, done.refs[0])]
    assert plea.tasks(desk.on("2026-11-25"))[0].plea.status is PleaStatus.LATE
    assert shown.presence.person.name == "Nguyễn Thị Lành", "nothing is erased here"
    assert board.rows(desk) == before
    assert "Lành" not in desk_line(desk, done.refs[0])


def refused(answer: object) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.reason


def desk_line(desk: Desk, reference: str) -> str:
    with desk.store.reading() as conn:
        return str(line_of(conn, desk.store.names, reference))


def test_a_plea_makes_no_visit(desk: Desk, make_person: Make) -> None:
    saved(plea.receive(desk, make_person(desk, listed=False), way="self"))
    with desk.store.reading() as conn:
        assert conn.execute(sa.select(visit)).first() is None
    assert board.rows(desk) == ()
    assert sealing.day_end(desk, desk.day).ladder.states == {}


def test_only_the_lead_notes_pleas_and_sees_the_list(desk: Desk, make_person: Make) -> None:
    person = make_person(desk)
    nurse = desk.as_user(msgspec.structs.replace(desk.user, no=2, roles=(Role.RECEPTION.value,)))
    assert refused(plea.receive(nurse, person, way="self")) is Refusal.NO_RIGHT
    saved(plea.receive(desk, person, way="self"))
    assert plea.tasks(nurse) == ()
    seen = record(nurse, person)
    assert seen.plea is not None, "everybody at the station sees that somebody asked"
    assert not seen.may_plead


def test_one_plea_at_a_time_and_it_can_be_taken_back(desk: Desk, make_person: Make) -> None:
    person = make_person(desk)
    first = plea.receive(desk, person, way="guardian")
    again = plea.receive(desk, person, way="self")
    assert refused(again) is Refusal.PLEA_STANDS
    assert again.facts == {"day": desk.day, "until": "2026-11-25"}
    step = next(one for day in record(desk, person).days for one in day.events if one.event.kind == "plea")
    assert isinstance(step.undo, Allowed)
    saved(undo.void(desk, first.refs[0], why="wrong_person"))
    shown = record(desk, person)
    assert shown.plea is None
    assert shown.may_plead
    assert plea.tasks(desk) == ()
    saved(plea.receive(desk, person, way="self"))


def test_a_plea_stands_for_all_records_of_the_person(desk: Desk, make_person: Make) -> None:
    one, other = make_person(desk), make_person(desk, listed=False, name="Nguyễn Thị Lánh", doc="015190001235")
    with desk.store.writing(user=1) as w:
        w.add("same", Same(a=one, b=other))
    saved(plea.receive(desk, other, way="self"))
    assert record(desk, one).plea is not None
    assert refused(plea.receive(desk, one, way="self")) is Refusal.PLEA_STANDS
    assert len(plea.tasks(desk)) == 1


def test_a_person_who_is_gone_or_wrong_facts(desk: Desk, make_person: Make) -> None:
    assert refused(plea.receive(desk, "0000000000009.9", way="self")) is Refusal.PERSON_GONE
    assert refused(plea.receive(desk, make_person(desk), way="letter")) is Refusal.PAPER_MISSING


def test_an_answer_from_above_ends_it(desk: Desk, make_person: Make) -> None:
    person = make_person(desk)
    reference = plea.receive(desk, person, way="self").refs[0]
    with desk.store.writing(user=1) as w:
        w.change("amend", Amend(set={"answer": "CV 31/2026"}), of=reference)
    shown = record(desk, person)
    assert (shown.plea.status, shown.plea.answer) == (PleaStatus.ANSWERED, "CV 31/2026")
    assert plea.tasks(desk) == ()
    assert shown.may_plead, "whoever was answered may ask again"


def test_an_erasure_ends_it_and_the_plea_stays(desk: Desk, make_person: Make) -> None:
    person = make_person(desk)
    reference = plea.receive(desk, person, way="letter", paper="12/2026").refs[0]
    order = line.encode("forget", Forget(entries=[person], basis="QĐ 3/2026", person=person), t=1)
    with desk.store.changing() as conn:
        fold.apply(conn, desk.store.names, [Incoming(desk.store.names.id("0000000000007.1"), order, b"\1" * 32)])
    shown = record(desk, person)
    assert shown.erased
    assert (shown.plea.id, shown.plea.status, shown.plea.paper) == (reference, PleaStatus.ERASED, "")
    assert plea.tasks(desk) == ()
    assert refused(plea.receive(desk, person, way="self")) is Refusal.PERSON_GONE

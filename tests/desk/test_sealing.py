"""Sealing a day over a real store: what it says, what comes after it, and that it blocks nothing."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from tests.desk.conftest import Clock
from tests.desk.day import injected, received, saved
from tests.desk.feeding import show
from vaxdesk.desk import paper_seal, reception, sealing, undo
from vaxdesk.desk.context import Desk
from vaxdesk.documents import day_seal
from vaxdesk.domain.completeness import Rung
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.seal import SealHead
from vaxdesk.registry.queries import seals
from vaxdesk.store import logs

Make = Callable[..., str]


def heads_of(desk: Desk) -> dict[str, tuple[int, str]]:
    with desk.store.reading() as conn:
        return {one.log: (one.seq, one.h.hex()[:16]) for one in logs.of_station(conn)}


def test_a_day_is_checked_sealed_and_printed(desk: Desk, make_person: Make, desk_clock: Clock) -> None:
    person, dose = injected(desk, make_person)
    waits = received(desk, make_person, row=2, doc="015190001239")
    before = sealing.day_end(desk)
    assert (before.seals, before.after) == ((), 0)
    assert before.ladder.missing[Rung.OUTCOME] == (waits,)
    assert before.ladder.observed == (person,)
    assert before.waiting > 8
    assert paper_seal.day_seal(desk) == Refused(reason=Refusal.NOT_SEALED, facts={"day": desk.day})

    held = heads_of(desk)
    desk_clock.forward(minutes=5)
    reference = saved(sealing.seal(desk)).value
    end = sealing.day_end(desk)
    [line] = end.seals
    assert (line.id, line.at, line.by, end.after) == (reference, desk.now(), "Lò Thị Mai", 0)
    assert (line.people, line.outcomes, line.confirmed) == (2, 1, 0)
    paper = paper_seal.day_seal(desk)
    assert paper.sealed.heads == tuple(sorted(SealHead(log, seq, h) for log, (seq, h) in held.items()))
    assert (paper.sealed.unit, paper.sealed.waiting, paper.observed) == ("15041", before.waiting, 1)
    assert paper.outcomes == {"vaccinated": 1}
    assert [(one.lot, one.doses, one.vials) for one in paper.lots] == [("FK1234", 1, 1)]
    assert [(one.name, one.received, one.screened, one.injected) for one in paper.staff] == [("Lò Thị Mai", 2, 1, 1)]
    assert len(day_seal.render(paper)) > 5000
    assert dose


def test_work_goes_on_after_the_seal_and_shows_until_it_is_sealed_again(
    desk: Desk, make_person: Make, desk_clock: Clock
) -> None:
    person = received(desk, make_person)
    saved(sealing.seal(desk))
    declined = saved(reception.decline(desk, person, why="no_time")).refs[0]
    saved(undo.void(desk, declined, why="wrong_person"))
    assert sealing.day_end(desk).after == 2, "the step and its taking-back"
    assert paper_seal.day_seal(desk).after == 2
    desk_clock.forward(minutes=9)
    second = saved(sealing.seal(desk)).value
    end = sealing.day_end(desk)
    assert ([one.id for one in end.seals][-1], len(end.seals), end.after) == (second, 2, 0)
    desk.store.rebuild()
    assert sealing.day_end(desk) == end


def test_later_days_and_days_past(desk: Desk, make_person: Make, desk_clock: Clock) -> None:
    yesterday = received(desk, make_person)
    saved(sealing.seal(desk))
    first = paper_seal.day_seal(desk).sealed
    desk_clock.forward(days=1)
    desk.store.begin_log()
    tomorrow = desk.on(desk.today())
    received(tomorrow, make_person, doc="015190001238")
    saved(sealing.seal(tomorrow))
    second = paper_seal.day_seal(tomorrow).sealed
    assert len(first.heads) == 1
    assert len(second.heads) == 2, "the log of yesterday went on with its seal; today's is new"
    assert sealing.day_end(tomorrow, desk.day).after == 0
    entry = next(iter(sealing.day_end(desk).ladder.missing[Rung.OUTCOME]))
    assert entry == yesterday
    saved(reception.decline(desk, yesterday, why="no_time"))
    assert (sealing.day_end(desk).after, sealing.day_end(tomorrow).after) == (1, 0)
    saved(sealing.seal(tomorrow, desk.day))
    again = paper_seal.day_seal(tomorrow, desk.day).sealed
    assert set(one.log for one in again.heads) == set(one.log for one in second.heads)
    assert sealing.day_end(desk).after == 0


def test_only_the_lead_seals_and_a_seal_taken_back_is_none(desk: Desk, make_person: Make) -> None:
    received(desk, make_person)
    nurse = desk.as_user(msgspec.structs.replace(desk.user, roles=("injection",)))
    assert sealing.seal(nurse) == Refused(reason=Refusal.NO_RIGHT, facts={"act": "open_session"})
    reference = saved(sealing.seal(desk)).value
    show(desk, reference)
    with desk.store.reading() as conn:
        assert [one.id for one in seals.seals(conn, desk.store.names)] == [reference]
    assert sealing.day_end(desk).waiting == 0

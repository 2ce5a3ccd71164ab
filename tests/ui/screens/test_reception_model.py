"""Intents of reception: what each leads to, and that late answers never act on the wrong person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.screens.reception_bench import CODE, Bench
from vaxdesk.domain.identity import Presence, Unread
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.notices import Level
from vaxdesk.ui.screen import Change
from vaxdesk.ui.screens.reception.gallery import DIFFERENCES, LANH, ROWS, TOLD
from vaxdesk.ui.screens.reception.model import ReceptionModel
from vaxdesk.ui.screens.reception.state import Panel, People


def test_a_scan_and_enter_receive_a_person() -> None:
    bench = Bench(TOLD["agrees"])
    bench.model.scanned(CODE)
    assert bench.model.state.panel is Panel.PERSON
    bench.model.go_on()
    assert bench.asked("identify") == [(("code",), {"keyed": True})]
    assert bench.asked("check_in") == [((LANH.id,), {"via": "card", "take": {}, "guardian_present": False})]
    state = bench.model.state
    assert (state.panel, state.arrival.no, state.arrived.name) == (Panel.ARRIVED, 27, "Nguyễn Thị Lành")
    assert bench.published == [frozenset({Change.VISITS})]
    assert bench.notices.current.level is Level.OK
    bench.model.go_on()
    assert bench.went == [("screening", LANH.id)]


def test_what_fills_the_record_is_taken_unless_unticked() -> None:
    bench = Bench(TOLD["differs"])
    bench.model.scanned(CODE)
    assert bench.model.state.taken == {"dob", "doc"}
    bench.model.take("dob", on=False)
    bench.model.go_on()
    assert bench.asked("check_in")[0][1]["take"] == {"doc": "015190001234"}
    assert bench.published == [frozenset({Change.VISITS, Change.PEOPLE})]


def test_all_of_the_card_is_taken_by_one_act() -> None:
    bench = Bench(TOLD["differs"])
    bench.model.scanned(CODE)
    bench.model.take_all()
    assert bench.model.state.taken == {one.field for one in DIFFERENCES}


def test_a_received_person_is_not_received_again_but_goes_on() -> None:
    bench = Bench(TOLD["received"])
    bench.model.scanned(CODE)
    bench.model.go_on()
    assert bench.asked("check_in") == []
    assert bench.went == [("screening", ROWS[1].person.id)]


def test_a_refusal_that_comes_late_is_shown_beside_the_person() -> None:
    bench = Bench(TOLD["agrees"])
    bench.answers["check_in"] = Refused(reason=Refusal.NO_RIGHT, facts={"act": "check_in"})
    bench.model.scanned(CODE)
    bench.model.go_on()
    state = bench.model.state
    assert (state.panel, state.busy, state.refused.reason) == (Panel.PERSON, False, Refusal.NO_RIGHT)
    assert bench.published == []


def test_a_full_disk_is_said_and_nothing_is_shown_as_saved() -> None:
    bench = Bench(TOLD["agrees"])
    bench.answers["check_in"] = Trouble(TroubleCode.DISK_FULL)
    bench.model.scanned(CODE)
    bench.model.go_on()
    assert (bench.model.state.panel, bench.model.state.busy) == (Panel.PERSON, False)
    assert bench.notices.current.level is Level.ERROR


def test_typing_lists_and_enter_receives_the_highlighted() -> None:
    bench = Bench()
    bench.model.searched("nguyễn")
    state = bench.model.state
    assert (state.people, state.at, len(state.rows)) == (People.RESULTS, 0, 3)
    bench.model.move(1)
    bench.model.move(1)
    bench.model.move(1)
    assert bench.model.state.found.presence == ROWS[2]
    bench.model.submit("nguyễn")
    assert bench.asked("check_in")[0][0] == (ROWS[2].person.id,)
    assert bench.asked("check_in")[0][1]["via"] == "card"


def test_enter_before_the_answer_waits_and_receives_only_one_result() -> None:
    bench = Bench(inline=False)
    bench.model.searched("nguyễn thị lành")
    bench.model.submit("nguyễn thị lành")
    bench.db.drain()
    assert bench.asked("check_in") == [], "two people match"
    bench.model.submit("h'hen")
    bench.model.submit("h'hen")
    bench.db.drain()
    assert bench.model.state.found.presence == ROWS[3]
    assert bench.asked("check_in") == [], "deferred today already"
    bench.model.submit("láng")
    bench.db.drain()
    assert bench.asked("check_in")[0][0] == (ROWS[2].person.id,)


def test_enter_while_another_is_looked_up_receives_nobody() -> None:
    bench = Bench(inline=False)
    bench.model.searched("nguyễn")
    bench.db.drain()
    bench.model.move(2)
    bench.model.check_in()
    bench.db.drain()
    assert bench.asked("check_in") == []
    bench.model.check_in()
    bench.db.drain()
    assert bench.asked("check_in")[0][0] == (ROWS[2].person.id,)


def test_enter_twice_receives_once() -> None:
    bench = Bench(TOLD["agrees"], inline=False)
    bench.model.scanned(CODE)
    bench.db.drain()
    bench.model.check_in()
    bench.model.check_in()
    bench.db.drain()
    assert len(bench.asked("check_in")) == 1


def test_an_older_search_never_overwrites_a_newer() -> None:
    bench = Bench(inline=False)
    bench.model.searched("h")
    bench.model.searched("h'hen")
    bench.db.drain()
    assert [row.person.name for row in bench.model.state.rows] == ["H'Hen Niê"]


def test_a_scan_overtakes_the_letters_it_typed_into_the_box() -> None:
    bench = Bench(TOLD["differs"], inline=False)
    bench.model.searched("láng")
    bench.model.searched("")
    bench.model.scanned(CODE)
    bench.db.drain()
    state = bench.model.state
    assert (state.panel, state.people, state.found) == (Panel.PERSON, People.LATELY, TOLD["differs"])


def test_a_late_look_never_shows_somebody_on_a_cleared_desk() -> None:
    bench = Bench(inline=False)
    bench.model.searched("láng")
    bench.db.step()
    bench.model.searched("")
    bench.db.drain()
    assert (bench.model.state.panel, bench.model.state.found) == (Panel.IDLE, None)


def test_an_empty_box_goes_back_to_rest() -> None:
    bench = Bench()
    bench.model.searched("nguyễn")
    bench.model.searched("")
    state = bench.model.state
    assert (state.panel, state.people, state.rows, state.found) == (Panel.IDLE, People.LATELY, (ROWS[1],), None)


def test_several_wait_for_a_choice() -> None:
    bench = Bench(TOLD["several"])
    bench.model.scanned(CODE)
    assert (bench.model.state.panel, bench.model.state.at) == (Panel.CHOOSE, -1)
    bench.model.go_on()
    assert bench.asked("check_in") == []
    bench.model.move(1)
    assert bench.model.state.panel is Panel.PERSON
    assert bench.asked("look")[-1] == ((LANH.id,), {"scan": TOLD["several"].scan})


def test_an_unknown_card_opens_the_form_filled_in() -> None:
    bench = Bench(TOLD["unknown"])
    bench.model.scanned(CODE)
    state = bench.model.state
    assert (state.panel, state.people, state.rows) == (Panel.NOBODY, People.SIMILAR, (ROWS[1],))
    bench.model.go_on()
    assert bench.model.state.panel is Panel.FORM
    assert bench.model.form.state.draft == TOLD["unknown"].draft


def test_an_unreadable_code_says_what_to_do_and_keeps_nobody() -> None:
    bench = Bench(TOLD["unread"])
    bench.model.searched("láng")
    bench.model.scanned(CODE)
    assert (bench.model.state.panel, bench.model.state.found) == (Panel.UNREAD, None)


@pytest.mark.parametrize(
    ("text", "name", "identified"),
    [("nguyen van x", "", 0), ("Trần Thị Ỷ", "Trần Thị Ỷ", 0), ("015190009999", "", 1)],
    ids=["without marks", "with marks", "a number"],
)
def test_a_search_without_result_leads_to_registration(text: str, name: str, identified: int) -> None:
    bench = Bench(Unread(TOLD["unread"].scan))
    bench.model.searched(text)
    assert len(bench.asked("identify")) == identified
    if not identified:
        assert (bench.model.state.panel, bench.model.state.draft) == (Panel.NOBODY, Person(name=name))


def test_undo_asks_for_a_reason_and_goes_back() -> None:
    bench = Bench(TOLD["agrees"])
    wanted = []
    bench.model.receiving.undo_wanted.connect(wanted.append)
    bench.model.scanned(CODE)
    bench.model.go_on()
    bench.notices.act()
    assert wanted == ["0000000000001.9"]
    bench.model.receiving.undo(wanted[0], "wrong_person")
    assert bench.asked("undo") == [(("0000000000001.9",), {"why": "wrong_person"})]
    assert bench.model.state.panel is Panel.IDLE
    bench.answers["undo"] = Refused(reason=Refusal.LATER_STEP_FIRST, facts={"kind": "screen", "id": "x"})
    bench.model.receiving.undo(wanted[0], "wrong_person")
    assert bench.notices.current.level is Level.WARN


def test_declining_is_saved_with_its_reason() -> None:
    bench = Bench(TOLD["received"])
    bench.model.scanned(CODE)
    bench.model.receiving.decline(ROWS[1].person, "afraid")
    assert bench.asked("decline") == [((ROWS[1].person.id,), {"why": "afraid"})]
    assert bench.published == [frozenset({Change.VISITS})]


def test_a_withdrawn_person_is_said_to_be_gone() -> None:
    bench = Bench()
    bench.model.open("0000000000001.77")
    assert bench.model.state.panel is Panel.IDLE
    assert bench.notices.current.level is Level.WARN


def test_a_list_refresh_keeps_the_results_on_screen() -> None:
    bench = Bench()
    bench.model.searched("nguyễn")
    bench.answers["lately"] = ()
    bench.model.look_again()
    assert bench.model.state.people is People.RESULTS
    assert len(bench.model.state.rows) == 3
    bench.model.rest()
    assert bench.model.state.rows == ()


def test_a_reception_only_desk_stays_after_the_check_in() -> None:
    bench = Bench(TOLD["agrees"])
    model = ReceptionModel(bench.model._room, replace(bench.ports, next_screen=str))
    model.open()
    model.scanned(CODE)
    model.go_on()
    model.go_on()
    assert bench.went == []
    assert model.state.panel is Panel.ARRIVED


def test_presence_knows_who_is_not_listed() -> None:
    assert Presence(person=LANH).listed is False

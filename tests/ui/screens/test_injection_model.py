"""Intents of the injection table: one dose for any number of presses, late answers, refusals, failures."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.ui.screens.noting import Noting, Saved, made
from vaxdesk.domain.identity import Unread
from vaxdesk.domain.limits import Cause, TooEarly
from vaxdesk.domain.payloads import Inject
from vaxdesk.domain.refusals import Allowed, Note, Notice, Refusal, Refused
from vaxdesk.domain.scans import Scan, ScanKind, ScanOutcome
from vaxdesk.domain.step_views import Handling
from vaxdesk.domain.stock.gs1 import Box
from vaxdesk.domain.stock.views import BoxSeen
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.notices import Level
from vaxdesk.ui.screen import Change, RawScan, ScanSource
from vaxdesk.ui.screens.injection.gallery import NOW, STAFF, TODAY, a_queue, a_sheet
from vaxdesk.ui.screens.injection.model import InjectionModel
from vaxdesk.ui.screens.injection.ports import InjectionPorts

DOSE = Inject(
    day=TODAY, at=NOW, product="COM-A", lot="l1", lot_no="FK1234", expiry="2026-12-31", kind="primary", kind_no=2
)
PORTS = ("queue", "sheet", "give", "decline", "undo", "add_lot", "open_vial", "close_vial", "box", "identify", "search")
EARLY = TooEarly(until="2026-12-05", recommended_from="2026-12-05", cause=Cause.INTERVAL)


class Bench(Noting):
    """A model with ports that note what they are asked."""

    def __init__(self, *, manual: bool = False, **answers: Any) -> None:
        super().__init__(manual=manual, **{"queue": a_queue(), "sheet": a_sheet(), "give": Saved(DOSE), **answers})
        ports = {name: self.port(name) for name in PORTS}
        self.model = InjectionModel(
            self.room,
            InjectionPorts(**ports, user=lambda: STAFF[0], today=lambda: TODAY, now=lambda: NOW),
        )
        self.model.open()


@pytest.fixture
def bench():
    with made(Bench) as make:
        yield make


def test_the_next_in_the_queue_is_shown_but_not_met(bench) -> None:
    here = bench()
    assert here.model.state.person == "p1"
    assert not here.model.state.met
    here.model.give()
    assert here.called("give") == []


def test_a_person_who_is_gone_is_said(bench) -> None:
    gone = Refused(reason=Refusal.PERSON_GONE)
    here = bench(queue=())
    here.answers["sheet"] = gone
    here.model.meet("p7")
    assert here.model.state.against == gone
    assert here.model.state.sheet is None
    assert not here.model.state.busy


def test_a_call_is_not_lost_when_something_changes_elsewhere_meanwhile(bench) -> None:
    here = bench(manual=True)
    here.db.drain()
    here.model.go_on()
    here.model.look_again()
    here.db.drain()
    assert (here.model.state.person, here.model.state.met) == ("p1", True)
    here.model.look_again()
    here.db.drain()
    assert here.model.state.met


def test_whoever_was_called_in_vain_is_not_met_by_a_later_look(bench) -> None:
    here = bench(manual=True)
    here.db.drain()
    here.answers["sheet"] = Trouble(TroubleCode.DISK_FULL)
    here.model.go_on()
    here.db.drain()
    here.answers["sheet"] = a_sheet()
    here.model.look_again()
    here.db.drain()
    assert not here.model.state.met


def test_presses_while_saving_give_one_dose(bench) -> None:
    here = bench(manual=True)
    here.db.drain()
    here.model.meet("p1")
    here.db.drain()
    for _ in range(3):
        here.model.go_on()
    here.db.step()
    here.model.go_on()
    here.db.drain()
    assert len(here.called("give")) == 1
    assert here.published == [{Change.VISITS, Change.STOCK}]


def test_the_dose_goes_with_vial_and_handling(bench) -> None:
    here = bench()
    here.model.meet("p1")
    here.model.handle(site="right_deltoid", prepared_by=STAFF[1])
    here.model.go_on()
    how = Handling(site="right_deltoid", prepared_by=STAFF[1], given_by=STAFF[0])
    assert here.called("give") == [(("p1",), {"vial": "v3", "how": how})]
    assert here.notices.current.level is Level.OK
    assert here.model.state.how.site == "left_deltoid"
    assert here.model.state.how.prepared_by == STAFF[1]


def test_without_an_open_vial_one_of_the_lot_is_opened_with_the_dose(bench) -> None:
    here = bench(sheet=a_sheet(vial=None))
    here.model.meet("p1")
    here.model.go_on()
    ((_, given),) = here.called("give")
    assert given["lot"] == "l1"
    assert "vial" not in given


@pytest.mark.parametrize(
    "changes",
    [
        {"judged": EARLY},
        {"judged": Refused(reason=Refusal.TOO_YOUNG)},
        {"allowed": Refused(reason=Refusal.NOT_SCREENED)},
        {"draw": Refused(reason=Refusal.NO_VACCINE)},
        {"judged": None, "draw": None, "lot": None, "vial": None},
    ],
    ids=["too-early", "refused", "order", "vial", "no-vaccine"],
)
def test_nothing_is_given_against_an_answer(bench, changes: dict[str, Any]) -> None:
    here = bench(sheet=a_sheet(**changes))
    here.model.meet("p1")
    here.model.go_on()
    assert here.called("give") == []


@pytest.mark.parametrize("answer", [EARLY, Refused(reason=Refusal.ALREADY_INJECTED)], ids=["early", "double"])
def test_what_the_use_case_refuses_stands_on_the_card(bench, answer: Any) -> None:
    here = bench(give=answer)
    here.model.meet("p1")
    here.model.go_on()
    assert here.model.state.against == answer
    assert not here.model.state.busy
    assert here.published == []


def test_a_reason_is_asked_for_and_kept(bench, qtbot) -> None:
    asking = Allowed(notes=(Note(code=Notice.MIXED, needs_reason=True),))
    here = bench(sheet=a_sheet(draw=asking))
    here.model.meet("p1")
    with qtbot.waitSignal(here.model.reason_wanted):
        here.model.go_on()
    assert here.model.state.asked
    here.model.explain(reason="paper_seen")
    here.model.explain(note="giấy số 12")
    here.model.go_on()
    assert here.called("give")[0][1]["how"].why == "paper_seen: giấy số 12"


def test_only_the_person_asked_for_last_is_shown(bench) -> None:
    def sheet(person: str, **_: str) -> Any:
        return a_sheet(person=msgspec.structs.replace(a_sheet().person, id=person))

    here = bench(manual=True, sheet=sheet)
    here.db.drain()
    here.model.meet("q1")
    here.model.meet("q2")
    here.db.drain()
    assert here.model.state.person == "q2"


def test_a_full_disk_is_said_and_nothing_is_lost(bench) -> None:
    here = bench(give=Trouble(TroubleCode.DISK_FULL))
    here.model.meet("p1")
    here.model.go_on()
    assert here.notices.current.level is Level.ERROR
    assert not here.model.state.busy
    assert here.model.state.person == "p1"


def test_a_choice_by_hand_is_asked_again_and_ends_with_the_dose(bench) -> None:
    here = bench()
    here.model.meet("p1")
    here.model.choose(vial="v1")
    assert here.called("sheet")[-1] == (("p1",), {"vial": "v1"})
    here.model.go_on()
    assert here.called("sheet")[-1][1] == {"product": "COM-A"}


def test_stock_that_is_refused_is_said_beside_the_vaccine(bench) -> None:
    refused = Refused(reason=Refusal.LOT_EXPIRED, facts={"lot": "A", "expiry": "2026-01-01"})
    here = bench(add_lot=refused, open_vial=Saved("v9"), close_vial=Saved("v1"))
    here.model.add_lot(product="COM-A", number="A", expiry="2026-01-01", doses_per_vial=6)
    assert here.model.state.stock_refused == refused
    here.model.open_vial("l1")
    assert here.model.state.stock_refused is None
    assert here.published == [{Change.STOCK}]
    assert here.called("sheet")[-1][1] == {"vial": "v9"}
    here.model.close_vial("v9", wasted=1, why="broken")
    assert here.called("close_vial") == [(("v9",), {"wasted": 1, "why": "broken"})]
    assert here.called("sheet")[-1][1] == {}


BOX = Scan(kind=ScanKind.GS1, outcome=ScanOutcome.VACCINE_BOX, extras=("x",))


def test_a_scanned_box_chooses_its_lot(bench) -> None:
    here = bench(identify=Unread(BOX), box=BoxSeen(box=Box(gtin="1"), product="COM-A", known="l2"))
    here.model.meet("p1")
    here.model.finder.scanned(RawScan("x", ScanSource.WEDGE))
    assert here.called("box") == [((BOX,), {})]
    assert here.called("sheet")[-1] == (("p1",), {"lot": "l2"})


def test_a_box_of_a_lot_that_is_not_known_asks_for_it(bench) -> None:
    seen = BoxSeen(box=Box(gtin="1", lot="FK9"))
    here = bench(identify=Unread(BOX), box=seen)
    asked: list[object] = []
    here.model.box_unknown.connect(asked.append)
    here.model.finder.scanned(RawScan("x", ScanSource.WEDGE))
    assert asked == [seen]
    assert "FK9" in here.notices.current.text


def test_a_box_that_cannot_be_read_is_said(bench) -> None:
    no = Refused(reason=Refusal.BOX_UNREADABLE)
    here = bench(identify=Unread(BOX), box=no)
    here.model.finder.scanned(RawScan("x", ScanSource.WEDGE))
    assert here.model.state.stock_refused == no

"""Intents of the screening desk: typing, answers, what is missing, saving once, failures."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui.screens.noting import Noting, Saved, made
from vaxdesk.domain.payloads import Screen
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.screening import Gap, Need
from vaxdesk.domain.step_views import Incomplete
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.notices import Level
from vaxdesk.ui.screen import Change
from vaxdesk.ui.screens.screening.gallery import LANH, MY, TODAY, a_form, a_queue, a_sheet
from vaxdesk.ui.screens.screening.model import ScreeningModel
from vaxdesk.ui.screens.screening.ports import ScreeningPorts
from vaxdesk.ui.screens.screening.state import SAVE
from vaxdesk.ui.screens.screening.typed import measured, whole

KEPT = Screen(day=TODAY, form="qd5785", answers={}, conclusion="eligible")
TEMP, PULSE = (next(one for one in a_form("qd5785").vital if one.code == code) for code in ("temp", "pulse"))


class Bench(Noting):
    """A model with ports that note what they are asked."""

    def __init__(self, *, manual: bool = False, **answers: Any) -> None:
        usual = {"queue": a_queue(), "sheet": a_sheet(LANH, "qd5785", 36), "save": Saved(KEPT)}
        super().__init__(manual=manual, **{**usual, **answers})
        names = ("queue", "sheet", "save", "decline", "undo", "identify", "search")
        self.model = ScreeningModel(
            self.room, ScreeningPorts(**{name: self.port(name) for name in names}, today=lambda: TODAY)
        )
        self.places: list[str] = []
        self.model.wanted.connect(self.places.append)
        self.model.open()

    def fill(self) -> None:
        """A healthy adult."""
        self.model.measure("temp", "366")
        self.model.all_no()
        self.model.consent(on=True)


@pytest.fixture
def bench():
    with made(Bench) as make:
        yield make


@pytest.mark.parametrize(
    ("typed", "value", "is_whole"),
    [
        ("3", 3.0, False),
        ("36", 36.0, False),
        ("365", 36.5, True),
        ("36,5", 36.5, True),
        ("36.5", 36.5, True),
        ("36,", 36.0, False),
        ("405", 40.5, True),
        ("", None, False),
        (",5", None, False),
    ],
)
def test_temperature_as_typed(typed: str, value: float | None, is_whole: bool) -> None:
    assert measured(TEMP, typed) == value
    assert whole(TEMP, typed) is is_whole


@pytest.mark.parametrize(("typed", "value"), [("80", 80.0), ("120", 120.0), ("80,5", None), ("80,", 80.0)])
def test_whole_figures_as_typed(typed: str, value: float | None) -> None:
    assert measured(PULSE, typed) == value
    assert not whole(PULSE, typed)


def test_nothing_is_answered_at_first(bench) -> None:
    model = bench().model
    assert model.state.draft.answers == {}
    assert not model.state.draft.consent
    assert model.state.shown_gaps == {}


def test_filling_begins_with_the_temperature_and_ends_with_saving(bench) -> None:
    here = bench()
    here.fill()
    here.model.go_on()
    assert here.places == ["temp", "consent", SAVE]


def test_all_no_leaves_what_was_answered_and_measured(bench) -> None:
    model = bench().model
    model.measure("temp", "384")
    model.answer("6", "yes")
    model.all_no()
    assert model.state.draft.answers["6"] is True
    assert model.state.draft.answers["7"] is False
    assert "9" in model.state.assessed.yes
    assert model.state.conclusion == "caution"
    model.answer("6", "")
    assert "6" not in model.state.draft.answers


def test_the_conclusion_follows_each_key_without_the_store(bench) -> None:
    here = bench()
    asked = len(here.calls)
    here.fill()
    assert here.model.state.conclusion == "eligible"
    here.model.answer("2", "yes")
    assert here.model.state.conclusion == "defer"
    assert len(here.calls) == asked


def test_the_doctor_must_choose_where_the_form_says_so(bench) -> None:
    here = bench()
    here.fill()
    here.model.answer("10", "yes")
    here.model.note("10", "mới phẫu thuật")
    assert here.model.state.conclusion == ""
    assert here.model.state.missing == (Gap("conclusion", Need.CHOICE),)
    here.model.decide("caution")
    assert Gap("conclusion", Need.CHOICE) not in here.model.state.missing


def test_saving_marks_what_is_missing_and_asks_nobody(bench) -> None:
    here = bench()
    here.model.save()
    assert here.called("save") == []
    assert here.model.state.shown_gaps["1"].need is Need.ANSWER
    assert here.places[-1] == "1"


def test_presses_while_saving_save_once(bench) -> None:
    here = bench(manual=True)
    here.db.drain()
    here.fill()
    for _ in range(3):
        here.model.save()
    here.db.drain()
    ((args, kwargs),) = here.called("save")
    assert args[0] == "p1"
    assert args[1].vitals == {"temp": 36.6}
    assert kwargs == {"product": "COM-A"}
    assert here.published == [{Change.VISITS}]
    assert here.notices.current.level is Level.OK


def test_after_saving_the_next_in_the_queue_comes_with_an_empty_form(bench) -> None:
    here = bench()
    here.fill()
    here.answers["queue"] = a_queue()[1:]
    here.model.save()
    assert here.called("sheet")[-1][0] == ("p2",)
    assert here.model.state.draft.answers == {}
    assert here.model.state.typed == {}


@pytest.mark.parametrize(
    ("answer", "gap"),
    [(Incomplete((Gap("7", Need.ANSWER),)), "7"), (Refused(reason=Refusal.NO_RIGHT, facts={"act": "screen"}), "")],
    ids=["incomplete", "refused"],
)
def test_what_the_use_case_answers_is_shown_and_the_form_stays(bench, answer: Any, gap: str) -> None:
    here = bench(save=answer)
    here.fill()
    here.model.save()
    assert here.model.state.draft.vitals == {"temp": 36.6}
    assert not here.model.state.busy
    if gap:
        assert here.places[-1] == gap
    else:
        assert here.model.state.refused == answer


def test_a_full_disk_is_said_and_the_form_stays(bench) -> None:
    here = bench(save=Trouble(TroubleCode.DISK_FULL))
    here.fill()
    here.model.save()
    assert here.notices.current.level is Level.ERROR
    assert here.model.state.draft.consent
    assert not here.model.state.busy


def test_a_change_elsewhere_does_not_empty_a_form_that_is_being_filled(bench) -> None:
    here = bench()
    here.model.measure("temp", "366")
    asked = len(here.called("sheet"))
    here.model.look_again()
    assert len(here.called("sheet")) == asked
    assert here.model.state.typed == {"temp": "366"}


def test_the_guardian_of_the_record_is_proposed(bench) -> None:
    here = bench(sheet=a_sheet(MY, "qd5002", 11))
    assert here.model.state.draft.consent_by == "Giàng Thị Dở"
    here.model.guardian("Sùng A Páo")
    assert here.model.state.draft.consent_by == "Sùng A Páo"


def test_a_form_that_may_not_be_filled_takes_no_keys(bench) -> None:
    closed = Refused(reason=Refusal.NOT_RECEIVED)
    here = bench(sheet=a_sheet(LANH, "qd5785", 36, closed))
    here.model.answer("1", "yes")
    here.model.all_no()
    here.model.save()
    assert here.model.state.draft.answers == {}
    assert here.called("save") == []

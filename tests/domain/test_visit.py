from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.clinic import DAY, NINE, an_event
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.permission import may_issue_certificate
from vaxdesk.domain.refusals import Allowed
from vaxdesk.domain.visit import fold

CHECKIN = an_event("checkin", 1, no=12, via="card")
SCREEN = an_event("screen", 2, conclusion="eligible", consent=True)
INJECT = an_event("inject", 3, at=NINE + 60, product="AZ", lot_no="ABX123")
LEAVE = an_event("leave", 4, at=NINE + 1900, state="well")
CERT = an_event("cert", 5)
AEFI = an_event("aefi", 6, severity="common", onset=NINE + 600)
DECLINE = an_event("decline", 7, stage="received", why="afraid")


def concluded(conclusion: str, no: int = 2, h: str = ""):
    return an_event("screen", no, h=h, conclusion=conclusion)


@pytest.mark.parametrize(
    ("events", "stage", "outcome"),
    [
        pytest.param([], Stage.WAITING, None, id="nothing yet"),
        pytest.param([CHECKIN], Stage.RECEIVED, None, id="received"),
        pytest.param([CHECKIN, SCREEN], Stage.SCREENED, None, id="eligible"),
        pytest.param([CHECKIN, concluded("caution")], Stage.SCREENED, None, id="caution goes on"),
        pytest.param([CHECKIN, concluded("refer")], Stage.DONE, Outcome.REFERRED, id="referred"),
        pytest.param([CHECKIN, concluded("defer")], Stage.DONE, Outcome.DEFERRED, id="deferred"),
        pytest.param(
            [CHECKIN, concluded("contraindicated")], Stage.DONE, Outcome.CONTRAINDICATED, id="contraindicated"
        ),
        pytest.param([CHECKIN, DECLINE], Stage.DONE, Outcome.DECLINED, id="declined at reception"),
        pytest.param([CHECKIN, SCREEN, DECLINE], Stage.DONE, Outcome.DECLINED, id="declined after screening"),
        pytest.param([CHECKIN, SCREEN, INJECT], Stage.INJECTED, Outcome.VACCINATED, id="being observed"),
        pytest.param([CHECKIN, SCREEN, INJECT, LEAVE], Stage.OBSERVED, Outcome.VACCINATED, id="no paper yet"),
        pytest.param([CHECKIN, SCREEN, INJECT, LEAVE, CERT], Stage.DONE, Outcome.VACCINATED, id="all done"),
        pytest.param(
            [CHECKIN, SCREEN, INJECT, an_event("leave", 4, state="transferred")],
            Stage.DONE,
            Outcome.VACCINATED,
            id="taken to hospital needs no paper",
        ),
        pytest.param([INJECT], Stage.INJECTED, Outcome.VACCINATED, id="only the dose is known"),
        pytest.param([CHECKIN, SCREEN, LEAVE], Stage.SCREENED, None, id="leaving without a dose does not count"),
        pytest.param([CHECKIN, DECLINE, INJECT], Stage.INJECTED, Outcome.VACCINATED, id="dose outranks declining"),
        pytest.param(
            [CHECKIN, DECLINE, concluded("defer")], Stage.DONE, Outcome.DEFERRED, id="doctor outranks declining"
        ),
        pytest.param(
            [CHECKIN, concluded("defer"), INJECT], Stage.INJECTED, Outcome.VACCINATED, id="dose outranks doctor"
        ),
        pytest.param([CHECKIN, an_event("hologram", 8)], Stage.RECEIVED, None, id="unknown kind"),
        pytest.param([CHECKIN, concluded("astral")], Stage.SCREENED, None, id="unknown conclusion"),
        pytest.param([an_event("screen", 2, proposed="defer")], Stage.DONE, Outcome.DEFERRED, id="proposed stands"),
    ],
)
def test_stage_and_outcome(events, stage, outcome):
    visit = fold(events)
    assert (visit.stage, visit.outcome) == (stage, outcome)


def test_a_visit_without_events_has_the_names_it_is_given():
    visit = fold([], person="p", day=DAY)
    assert (visit.person, visit.day, visit.stage) == ("p", DAY, Stage.WAITING)


def test_person_and_day_come_from_the_events():
    assert (fold([CHECKIN]).person, fold([CHECKIN]).day) == ("0000000000000.99", DAY)


def test_facts_of_the_board():
    visit = fold([CHECKIN, SCREEN, INJECT, LEAVE, AEFI])
    assert (visit.no, visit.product, visit.conclusion) == (12, "AZ", "eligible")
    assert (visit.received_at, visit.screened_at, visit.injected_at, visit.left_at) == (
        NINE,
        NINE,
        NINE + 60,
        NINE + 1900,
    )


@pytest.mark.parametrize("via", ["card", "walk_in"])
def test_walk_ins_are_told_by_how_they_were_received(via):
    assert fold([an_event("checkin", via=via)]).walk_in is (via == "walk_in")


@pytest.mark.parametrize(
    ("events", "reaction"),
    [
        pytest.param([INJECT, LEAVE], "", id="well"),
        pytest.param([INJECT, AEFI], "common", id="common"),
        pytest.param([INJECT, AEFI, an_event("aefi", 8, severity="serious")], "serious", id="the worst counts"),
        pytest.param([INJECT, an_event("leave", 4, state="reaction")], "common", id="left with a reaction"),
        pytest.param([INJECT, an_event("aefi", 8, severity="serious", voided=True)], "", id="voided"),
    ],
)
def test_reaction(events, reaction):
    assert fold(events).reaction == reaction


@pytest.mark.parametrize("step", [CHECKIN, SCREEN, INJECT, LEAVE, CERT, AEFI, DECLINE], ids=lambda event: event.kind)
def test_a_voided_step_has_no_effect(step):
    others = [event for event in (CHECKIN, SCREEN, INJECT, LEAVE, CERT, AEFI, DECLINE) if event is not step]
    voided = an_event(step.kind, 20, voided=True, **step.data)
    assert fold([*others, voided]) == fold(others)


def test_of_two_equal_steps_the_smallest_hash_is_shown():
    late, early = an_event("checkin", 1, h="b" * 64, no=3), an_event("checkin", 2, h="a" * 64, no=9)
    assert fold([late, early]).no == 9


@pytest.mark.parametrize(
    ("first", "second", "holds"),
    [
        ("eligible", "defer", "defer"),
        ("refer", "caution", "refer"),
        ("contraindicated", "defer", "contraindicated"),
        ("eligible", "astral", "astral"),
    ],
)
def test_of_two_screenings_the_more_cautious_holds(first, second, holds):
    assert fold([concluded(first, 1), concluded(second, 2)]).conclusion == holds


def test_equally_cautious_screenings_show_the_smallest_hash():
    visit = fold([concluded("defer", 1, h="b" * 64), concluded("defer", 2, h="a" * 64)])
    assert visit.screen is not None
    assert visit.screen.h == "a" * 64


def test_two_injections_are_both_kept_and_observed_from_the_later_one():
    second = an_event("inject", 8, at=NINE + 300, product="VERO")
    visit = fold([second, INJECT])
    assert visit.injections == (INJECT, second)
    assert visit.injected_at == NINE + 300


def test_a_correction_brings_numbers_as_text():
    visit = fold([an_event("checkin", no="7"), an_event("inject", 2, at=str(NINE + 5))])
    assert (visit.no, visit.injected_at) == (7, NINE + 5)


KINDS = st.sampled_from(["checkin", "screen", "inject", "leave", "decline", "aefi", "cert", "hologram"])


@st.composite
def histories(draw):
    """A day's entries, with some of them twice, and the same in another order."""
    events = []
    for no in range(1, draw(st.integers(1, 9))):
        data = {
            "conclusion": draw(st.sampled_from(["", "eligible", "caution", "refer", "defer", "contraindicated", "x"])),
            "state": draw(st.sampled_from(["well", "reaction", "transferred"])),
            "severity": draw(st.sampled_from(["common", "serious"])),
            "at": NINE + draw(st.integers(0, 3)),
            "no": no,
        }
        h = draw(st.sampled_from("abc")) * 64
        events.append(an_event(draw(KINDS), no, h=h, voided=draw(st.booleans()), **data))
    again = draw(st.lists(st.sampled_from(events), max_size=4)) if events else []
    return events, draw(st.permutations(events + again))


@given(histories())
def test_order_and_repetition_do_not_matter(histories):
    events, shuffled = histories
    assert fold(shuffled) == fold(events)


@given(histories())
def test_who_is_done_has_exactly_one_outcome(histories):
    visit = fold(histories[0])
    assert (visit.outcome is not None) or visit.stage in (Stage.WAITING, Stage.RECEIVED, Stage.SCREENED)
    assert (visit.outcome is Outcome.VACCINATED) == bool(visit.injections)


def test_whoever_got_the_dose_on_paper_is_watched_by_nobody_and_may_have_the_certificate():
    on_paper = fold([an_event("inject", 1, source="paper")])
    assert (on_paper.stage, on_paper.outcome) == (Stage.DONE, Outcome.VACCINATED)
    assert isinstance(may_issue_certificate(on_paper), Allowed)
    beside = fold([an_event("inject", 1, source="paper"), an_event("inject", 2)])
    assert beside.stage is Stage.INJECTED

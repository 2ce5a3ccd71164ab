from __future__ import annotations

import pytest

from tests.domain.clinic import NINE, an_event
from vaxdesk.domain.permission import (
    has_reason,
    may_check_in,
    may_decline,
    may_inject,
    may_issue_certificate,
    may_leave,
    may_screen,
    may_void,
)
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.domain.visit import fold

CHECKIN = an_event("checkin", 1, no=12)
SCREEN = an_event("screen", 2, conclusion="eligible", consent=True)
INJECT = an_event("inject", 3, at=NINE + 60, product="AZ", lot_no="ABX123")
LEAVE = an_event("leave", 4, at=NINE + 1900)
CERT = an_event("cert", 5)
AEFI = an_event("aefi", 6, severity="common", inject=INJECT.id)
DECLINE = an_event("decline", 7, why="afraid")


def screened(conclusion: str, *, consent: object = True, **data):
    return an_event("screen", 2, conclusion=conclusion, consent=consent, **data)


NOTHING = []
RECEIVED = [CHECKIN]
ELIGIBLE = [CHECKIN, SCREEN]
GIVEN = [CHECKIN, SCREEN, INJECT]
LEFT = [*GIVEN, LEAVE]

TABLE = [
    (may_check_in, NOTHING, None),
    (may_check_in, RECEIVED, Refusal.ALREADY_RECEIVED),
    (may_check_in, [an_event("checkin", 1, voided=True)], None),
    (may_check_in, [CHECKIN, DECLINE], Refusal.ALREADY_RECEIVED),
    (may_check_in, GIVEN, Refusal.ALREADY_INJECTED),
    (may_check_in, [INJECT], Refusal.ALREADY_INJECTED),
    (may_screen, NOTHING, Refusal.NOT_RECEIVED),
    (may_screen, RECEIVED, None),
    (may_screen, ELIGIBLE, Refusal.ALREADY_SCREENED),
    (may_screen, [CHECKIN, DECLINE], Refusal.DECLINED),
    (may_screen, GIVEN, Refusal.ALREADY_INJECTED),
    (may_decline, NOTHING, Refusal.NOT_RECEIVED),
    (may_decline, RECEIVED, None),
    (may_decline, ELIGIBLE, None),
    (may_decline, [CHECKIN, DECLINE], Refusal.DECLINED),
    (may_decline, [CHECKIN, screened("defer")], Refusal.SCREENED_DEFERRED),
    (may_decline, GIVEN, Refusal.ALREADY_INJECTED),
    (may_inject, NOTHING, Refusal.NOT_RECEIVED),
    (may_inject, RECEIVED, Refusal.NOT_SCREENED),
    (may_inject, [SCREEN], Refusal.NOT_RECEIVED),
    (may_inject, ELIGIBLE, None),
    (may_inject, [CHECKIN, screened("caution")], None),
    (may_inject, [CHECKIN, screened("refer")], Refusal.SCREENED_REFERRED),
    (may_inject, [CHECKIN, screened("defer")], Refusal.SCREENED_DEFERRED),
    (may_inject, [CHECKIN, screened("contraindicated")], Refusal.SCREENED_CONTRAINDICATED),
    (may_inject, [CHECKIN, screened("astral")], Refusal.CONCLUSION_UNKNOWN),
    (may_inject, [CHECKIN, screened("")], Refusal.CONCLUSION_UNKNOWN),
    (may_inject, [CHECKIN, screened("eligible", consent=False)], Refusal.CONSENT_MISSING),
    (may_inject, [CHECKIN, screened("eligible", consent="false")], Refusal.CONSENT_MISSING),
    (may_inject, [CHECKIN, SCREEN, DECLINE], Refusal.DECLINED),
    (may_inject, GIVEN, Refusal.ALREADY_INJECTED),
    (may_inject, [CHECKIN, SCREEN, an_event("inject", 3, voided=True)], None),
    (may_inject, LEFT, Refusal.ALREADY_INJECTED),
    (may_leave, ELIGIBLE, Refusal.NOT_INJECTED),
    (may_leave, GIVEN, None),
    (may_leave, LEFT, Refusal.ALREADY_LEFT),
    (may_issue_certificate, ELIGIBLE, Refusal.NOT_INJECTED),
    (may_issue_certificate, GIVEN, Refusal.NOT_LEFT),
    (may_issue_certificate, LEFT, None),
    (may_issue_certificate, [*LEFT, CERT], Refusal.ALREADY_CERTIFIED),
]


@pytest.mark.parametrize(
    ("question", "events", "reason"),
    [
        pytest.param(*row, id=f"{row[0].__name__}-{'+'.join(e.kind for e in row[1]) or 'nothing'}-{number}")
        for number, row in enumerate(TABLE)
    ],
)
def test_next_step(question, events, reason):
    answer = question(fold(events))
    assert (answer.reason if isinstance(answer, Refused) else None) == reason


def test_a_refusal_names_its_facts():
    answer = may_inject(fold(GIVEN))
    assert answer == Refused(
        reason=Refusal.ALREADY_INJECTED, facts={"product": "AZ", "lot": "ABX123", "at": NINE + 60}
    )
    deferred = may_inject(fold([CHECKIN, screened("defer", until="2022-02-14")]))
    assert isinstance(deferred, Refused)
    assert deferred.facts == {"until": "2022-02-14"}


@pytest.mark.parametrize(
    ("events", "state", "allowed"),
    [
        (GIVEN, "well", True),
        (GIVEN, "reaction", False),
        (GIVEN, "transferred", False),
        ([*GIVEN, AEFI], "reaction", True),
        ([*GIVEN, AEFI], "transferred", True),
        ([*GIVEN, AEFI], "well", True),
    ],
)
def test_a_reaction_is_recorded_before_leaving_with_it(events, state, allowed):
    answer = may_leave(fold(events), state=state)
    assert (answer == Allowed()) is allowed
    if not allowed:
        assert answer.reason is Refusal.REACTION_NOT_RECORDED


@pytest.mark.parametrize(
    ("events", "step", "later"),
    [
        pytest.param([CHECKIN], CHECKIN, None, id="reception alone"),
        pytest.param(ELIGIBLE, CHECKIN, SCREEN, id="reception under screening"),
        pytest.param([CHECKIN, DECLINE], CHECKIN, DECLINE, id="reception under declining"),
        pytest.param([CHECKIN, DECLINE], DECLINE, None, id="declining"),
        pytest.param(ELIGIBLE, SCREEN, None, id="screening"),
        pytest.param(GIVEN, SCREEN, INJECT, id="screening under a dose"),
        pytest.param(GIVEN, INJECT, None, id="dose"),
        pytest.param([*GIVEN, AEFI], INJECT, AEFI, id="dose under its reaction"),
        pytest.param(LEFT, INJECT, LEAVE, id="dose under leaving"),
        pytest.param(LEFT, LEAVE, None, id="leaving"),
        pytest.param([*LEFT, CERT], LEAVE, CERT, id="leaving under the certificate"),
        pytest.param([*LEFT, CERT], CERT, None, id="certificate"),
        pytest.param([*LEFT, CERT, AEFI], AEFI, None, id="reaction"),
        pytest.param([*LEFT, CERT], CHECKIN, CERT, id="the furthest step is named first"),
    ],
)
def test_later_steps_are_undone_first(events, step, later):
    answer = may_void(fold(events), step)
    if later is None:
        assert answer == Allowed()
    else:
        assert answer == Refused(reason=Refusal.LATER_STEP_FIRST, facts={"kind": later.kind, "id": later.id})


@pytest.mark.parametrize("kind", ["checkin", "screen", "inject"])
def test_one_of_two_equal_steps_may_go_while_the_other_carries_the_rest(kind):
    step = next(event for event in LEFT if event.kind == kind)
    double = an_event(kind, 30, **step.data)
    assert may_void(fold([*LEFT, double]), double) == Allowed()


def test_a_dose_that_a_reaction_names_is_not_undone_even_if_there_is_another():
    double = an_event("inject", 30, product="AZ")
    answer = may_void(fold([*GIVEN, double, AEFI]), INJECT)
    assert isinstance(answer, Refused)
    assert answer.reason is Refusal.LATER_STEP_FIRST


def test_what_is_undone_or_of_another_visit_cannot_be_undone():
    visit = fold(GIVEN)
    assert may_void(visit, an_event("inject", 3, voided=True)) == Refused(reason=Refusal.ALREADY_VOIDED)
    assert may_void(visit, an_event("inject", 44)) == Refused(reason=Refusal.OTHER_VISIT)


@pytest.mark.parametrize(("why", "allowed"), [("", False), ("  \n", False), ("nhập nhầm người", True)])
def test_reasons_are_words(why, allowed):
    assert (has_reason(why) == Allowed()) is allowed

"""Harm is data with a reason for each kind; a file that misses one, or weighs beyond bounds, is refused."""

from __future__ import annotations

import pytest

from vaxdesk.assets import resources
from vaxdesk.domain.cases.harm import KINDS, LINKED, load_harm
from vaxdesk.domain.cases.state import CaseState, state_of
from vaxdesk.domain.issues import IssueKind

SHIPPED = (resources() / "cases" / "harm.toml").read_text(encoding="utf-8")


def test_each_kind_has_a_weight_and_a_reason_and_harm_to_people_comes_before_figures_and_spellings() -> None:
    harm = load_harm(SHIPPED)
    order = list(harm)
    assert set(order) == set(KINDS)
    assert all(one.why for one in harm.values())
    assert order[0] == IssueKind.DUP_INJECTION
    middle = order.index(IssueKind.DUP_PERSON)
    assert order.index(IssueKind.SHORT_INTERVAL) < middle < order.index(IssueKind.COUNT_STALE)
    assert order[-1] == LINKED


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "kinds that differ"),
        (SHIPPED.replace("[harm.linked]", "[harm.lnked]"), "lnked"),
        (SHIPPED.replace("weight = 5\n", "weight = 0\n"), "weights"),
        (SHIPPED.replace("weight = 5\n", "weight = 101\n"), "linked"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused(text: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        load_harm(text)


@pytest.mark.parametrize(
    ("asked", "answered", "state"),
    [(0, 0, CaseState.OPEN), (1, 0, CaseState.WAITING), (1, 1, CaseState.ANSWERED), (2, 1, CaseState.WAITING)],
)
def test_a_case_waits_while_one_question_has_no_answer(asked: int, answered: int, state: CaseState) -> None:
    assert state_of(asked=asked, answered=answered) is state

"""The five states of facts 8.1: what the data show, what the police found, and foreigners who are not compared."""

from __future__ import annotations

import pytest

from vaxdesk.domain.cleaning.police import ListKind, VerifyResult
from vaxdesk.domain.cleaning.state import KIND_OF, LISTED, IdentityState, state_of


@pytest.mark.parametrize(
    ("kind", "result", "state"),
    [
        (None, None, IdentityState.UNVERIFIED),
        (None, VerifyResult.UNVERIFIABLE, IdentityState.UNVERIFIED),
        (None, VerifyResult.RIGHT, IdentityState.RIGHT),
        (ListKind.WRONG_DATA, VerifyResult.RIGHT, IdentityState.RIGHT),
        (ListKind.NO_ID, VerifyResult.CORRECTED, IdentityState.RIGHT),
        (ListKind.NO_ID, None, IdentityState.NO_ID),
        (ListKind.NO_ID, VerifyResult.WRONG, IdentityState.NO_ID),
        (ListKind.BAD_FORMAT, VerifyResult.UNVERIFIABLE, IdentityState.BAD_FORMAT),
        (ListKind.WRONG_DATA, None, IdentityState.WRONG),
        (None, VerifyResult.WRONG, IdentityState.WRONG),
        (None, VerifyResult.NO_DOC, IdentityState.UNVERIFIED),
        (None, VerifyResult.CHANGED, IdentityState.CHANGED),
        (ListKind.NO_ID, VerifyResult.CHANGED, IdentityState.NO_ID),
    ],
)
def test_the_state_of_a_person(kind: ListKind | None, result: VerifyResult | None, state: IdentityState) -> None:
    assert state_of(kind, result) is state
    assert state_of(kind, result, foreign=True) is IdentityState.FOREIGN


def test_whom_the_police_are_asked_about_is_on_a_list_of_theirs() -> None:
    assert {KIND_OF[one] for one in LISTED} == set(ListKind) and set(KIND_OF) == set(LISTED)
    assert KIND_OF[IdentityState.CHANGED] is ListKind.WRONG_DATA  # the workbook has three kinds (CV 2262)

"""Saved, sent, confirmed, in need of attention: one rule for one entry, and one for several."""

from __future__ import annotations

import pytest

from vaxdesk.domain.delivery import NOWHERE, Delivery, LogStanding, least, of_entry, state_of


@pytest.mark.parametrize(
    ("log", "states"),
    [
        (LogStanding(), "saved saved saved"),
        (LogStanding(confirmed=1, sent=2), "confirmed sent saved"),
        (LogStanding(confirmed=3, sent=2, verdict="fork"), "confirmed confirmed confirmed"),
        (LogStanding(confirmed=1, sent=2, verdict="not_yours"), "confirmed attention attention"),
        (NOWHERE, "confirmed confirmed confirmed"),
    ],
    ids=["nothing went", "on its way", "shown after all", "refused", "quoted by the server"],
)
def test_state_of_the_first_three_entries_of_a_log(log: LogStanding, states: str) -> None:
    assert " ".join(state_of(log, seq).value for seq in (1, 2, 3)) == states


def test_an_open_issue_wants_attention_though_the_entry_is_confirmed() -> None:
    log = LogStanding(confirmed=5, desk="BAN-TIEM")
    assert of_entry(log, 2).state is Delivery.CONFIRMED
    with_issue = of_entry(log, 2, issues=("dup_injection",))
    assert (with_issue.state, with_issue.issues, with_issue.desk) == (
        Delivery.ATTENTION, ("dup_injection",), "BAN-TIEM",
    )  # fmt: skip


def test_several_entries_have_come_as_far_as_the_last_of_them() -> None:
    assert least([Delivery.CONFIRMED, Delivery.SENT, Delivery.CONFIRMED]) is Delivery.SENT
    assert least([Delivery.SAVED, Delivery.SENT]) is Delivery.SAVED
    assert least([Delivery.SAVED, Delivery.ATTENTION]) is Delivery.ATTENTION
    assert least([]) is Delivery.CONFIRMED

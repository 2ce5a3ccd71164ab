"""Refusals as people read them: no code, no seconds, no ISO day is left in a sentence."""

from __future__ import annotations

import pytest

from vaxdesk import words
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.ui.refused import refusal_text

CASES = {
    Refusal.NO_RIGHT: ({"act": "check_in"}, "Tiếp đón"),
    Refusal.ALREADY_RECEIVED: ({"no": 12, "at": 1_795_400_000}, "09:13, số thứ tự 12"),
    Refusal.ALREADY_INJECTED: ({"product": "AZ", "lot": "A1", "at": 1_795_400_000}, "AstraZeneca, lô A1, lúc 09:13"),
    Refusal.LATER_STEP_FIRST: ({"kind": "inject", "id": "x"}, "tiêm"),
    Refusal.LOT_EXPIRED: ({"lot": "A1", "expiry": "2026-11-22"}, "22/11/2026"),
    Refusal.ALREADY_SCREENED: ({"conclusion": "defer", "at": 1_795_400_000}, "Trì hoãn"),
    Refusal.MIXING: ({"product": "AZ", "given": "new"}, "AstraZeneca sau new"),
    Refusal.PERSON_GONE: ({}, "Hãy tìm lại"),
}


@pytest.mark.parametrize(("reason", "case"), CASES.items(), ids=[one.value for one in CASES])
def test_facts_are_said(reason: Refusal, case: tuple[dict, str]) -> None:
    words.use("vi")
    facts, expected = case
    product = {"AZ": "AstraZeneca"}
    text = refusal_text(Refused(reason=reason, facts=facts), product=lambda code: product.get(code, code))
    assert expected in text
    assert "{" not in text

"""Allocations by rule: what is wrong with one."""

from __future__ import annotations

import msgspec
import pytest

from vaxdesk.domain.direction import allocation
from vaxdesk.domain.payloads import Allocation
from vaxdesk.domain.refusals import Refusal

GOOD = Allocation(giver="2025-07:66", product="COM-A", doses=600, day="2026-11-20", decision="12/QĐ-SYT")


@pytest.mark.parametrize(("fields", "reason"), [
    ({}, None), ({"lot": "FK 1", "note": "đợt 2"}, None), ({"day": "2026-11-27"}, None),
    ({"product": "X"}, Refusal.PRODUCT_UNKNOWN), ({"product": ""}, Refusal.PRODUCT_UNKNOWN),
    ({"doses": 0}, Refusal.NO_DOSES), ({"doses": -5}, Refusal.NO_DOSES),
    ({"doses": allocation.MOST + 1}, Refusal.NO_DOSES), ({"doses": allocation.MOST}, None),
    ({"day": ""}, Refusal.DAY_UNREADABLE), ({"day": "2026-11-31"}, Refusal.DAY_UNREADABLE),
    ({"day": "2026-11-28"}, Refusal.DECISION_AHEAD), ({"decision": ""}, Refusal.DECISION_MISSING),
    ({"decision": "9" * 81}, Refusal.TEXT_TOO_LONG), ({"lot": "9" * 41}, Refusal.TEXT_TOO_LONG),
    ({"note": "9" * 201}, Refusal.TEXT_TOO_LONG),
])  # fmt: skip
def test_what_is_wrong_with_one_is_said(fields: dict[str, object], reason: Refusal | None) -> None:
    said = msgspec.structs.replace(GOOD, **fields)
    found = allocation.check(said, products=("COM-A",), today="2026-11-27")
    assert (found.reason if found else None) == reason


@pytest.mark.parametrize(("doses", "day", "counts"), [
    (1, "2026-11-20", True), (0, "2026-11-20", False), (allocation.MOST + 1, "2026-11-20", False), (5, "20/11", False),
])  # fmt: skip
def test_what_no_program_of_ours_writes_counts_nowhere(doses: int, day: str, counts: bool) -> None:
    assert allocation.counts(doses, day) is counts


@pytest.mark.parametrize(("allocated", "received", "awaited"), [(600, 200, 400), (600, 700, 0), (600, -5, 600)])
def test_awaited_is_never_below_nothing(allocated: int, received: int, awaited: int) -> None:
    assert allocation.awaited(allocated, received) == awaited

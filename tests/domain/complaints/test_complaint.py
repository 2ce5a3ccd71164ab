"""Complaints by rule: the 48 hours, what one must say, what an answer needs, and that it goes with whom it names."""

from __future__ import annotations

import msgspec
import pytest

from vaxdesk.domain.complaints.clock import HOURS, Clock, clock, overdue_before
from vaxdesk.domain.complaints.complaint import ComplaintState, RejectReason, check_answer, check_new
from vaxdesk.domain.erasable import ALONE, goes, names_people
from vaxdesk.domain.payloads import Amend, Complaint
from vaxdesk.domain.refusals import Refusal

T0, HOUR = 1_795_750_000, 3600
TODAY, PRODUCTS = "2026-11-27", ("COM-A",)
GOOD = Complaint(
    day="", way="phone", about="dose_missing", name="Lò Văn Bảo", dob="1985",
    doses=[{"product": "COM-A", "lot": "FL1", "day": "2026-11-01"}],
)  # fmt: skip


def wrong(**changed: object) -> Refusal | None:
    found = check_new(msgspec.structs.replace(GOOD, **changed), today=TODAY, products=PRODUCTS)
    return found.reason if found else None


def dose(**changed: str) -> list[dict[str, str]]:
    return [{**GOOD.doses[0], **changed}]


def test_the_clock_runs_for_48_hours_and_is_late_after_them() -> None:
    assert clock(T0, T0) == Clock(due=T0 + 48 * HOUR, late=False, hours=48, minutes=0)
    assert clock(T0, T0 + 47 * HOUR + 1800) == Clock(due=T0 + 48 * HOUR, late=False, hours=0, minutes=30)
    assert not clock(T0, T0 + HOURS * HOUR).late
    assert clock(T0, T0 + 50 * HOUR + 60) == Clock(due=T0 + 48 * HOUR, late=True, hours=2, minutes=1)
    for now in (T0 + HOURS * HOUR, T0 + HOURS * HOUR + 1):
        assert clock(T0, now).late == (overdue_before(now) > T0)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        ({"doses": [], "dob": ""}, None),
        ({"name": "  "}, Refusal.NAME_MISSING),
        ({"way": "smoke"}, Refusal.REASON_NEEDED),
        ({"about": "weather"}, Refusal.REASON_NEEDED),
        ({"place": "x" * 201}, Refusal.TEXT_TOO_LONG),
        ({"text": "x" * 1001}, Refusal.TEXT_TOO_LONG),
        ({"dob": "hôm qua"}, Refusal.DAY_UNREADABLE),
        ({"doses": dose(product="?")}, Refusal.PRODUCT_UNKNOWN),
        ({"doses": dose(lot="x" * 201)}, Refusal.TEXT_TOO_LONG),
        ({"doses": dose(day="2026-11-28")}, Refusal.DAY_UNREADABLE),
        ({"doses": dose(day="27/11")}, Refusal.DAY_UNREADABLE),
        ({"doses": dose(day="")}, Refusal.DAY_UNREADABLE),
    ],
)
def test_what_a_complaint_must_say(changed: dict[str, object], reason: Refusal | None) -> None:
    assert wrong(**changed) is reason


@pytest.mark.parametrize(
    ("state", "reasons", "text", "reason"),
    [
        ("accepted", [], "đã sửa", None),
        ("asked", [], "đã hỏi trạm", None),
        ("accepted", [], " ", Refusal.ANSWER_MISSING),
        ("rejected", ["photo_blurred"], "", None),
        ("rejected", [], "không rõ", Refusal.REASON_NEEDED),
        ("rejected", ["photo_blurred", "because"], "", Refusal.REASON_NEEDED),
        ("new", [], "x", Refusal.REASON_NEEDED),
        ("gone", [], "x", Refusal.REASON_NEEDED),
        ("accepted", [], "x" * 1001, Refusal.TEXT_TOO_LONG),
    ],
)
def test_what_an_answer_needs(state: str, reasons: list[str], text: str, reason: Refusal | None) -> None:
    found = check_answer(state, reasons=reasons, text=text)
    assert (found.reason if found else None) is reason


def test_two_states_wait_and_thirteen_reasons_are_official() -> None:
    assert [one for one in ComplaintState if one.waits] == [ComplaintState.NEW, ComplaintState.ASKED]
    assert len(RejectReason) == 13


def test_a_complaint_goes_with_whom_it_names() -> None:
    assert names_people("complaint", GOOD) and goes("complaint", GOOD, about="person")
    assert goes("amend", Amend(set={"answer": "gọi bà Lành"}), about="complaint") and "complaint" in ALONE

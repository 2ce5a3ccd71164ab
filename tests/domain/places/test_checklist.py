"""When each part of the safety self-assessment is due, what is missing, and what differs from the last time."""

from __future__ import annotations

import pytest

from vaxdesk.desk import rules
from vaxdesk.domain.places.checklist import (
    Difference,
    Due,
    DueState,
    Part,
    before_it,
    differences,
    due,
    first_day,
    latest,
    missing,
)
from vaxdesk.domain.places.views import CheckedList

FORM = rules.checklist()
FACTS = {"name": "Trạm Y tế xã Xà Hồ", "code": "15041", "address": "", "phone": ""}


def done(part: Part, day: str, **answers: str) -> CheckedList:
    return CheckedList(id=day, part=part.value, day=day, answers=answers)


def state(part: Part, last: str, today: str, **more) -> Due:
    return due(part, FORM.part[part], last=done(part, last) if last else None, today=today, **more)


def test_the_form_has_its_parts() -> None:
    assert [len(FORM.part[part].item) for part in Part] == [8, 6, 9]
    assert [FORM.part[part].every for part in Part] == [0, 1, 7]
    assert not FORM.official
    keys = [item.key for part in Part for item in FORM.part[part].item]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("part", Part)
def test_what_was_never_done_is_due(part: Part) -> None:
    assert state(part, "", "2026-11-27") == Due(DueState.FIRST)
    assert Due(DueState.FIRST).wanted


@pytest.mark.parametrize(
    ("part", "last", "today", "expected"),
    [
        (Part.B, "2026-11-27", "2026-11-27", Due(DueState.DONE, "2026-11-28")),
        (Part.B, "2026-11-26", "2026-11-27", Due(DueState.TODAY, "2026-11-27")),
        (Part.B, "2026-11-20", "2026-11-27", Due(DueState.TODAY, "2026-11-21")),
        (Part.C, "2026-11-20", "2026-11-26", Due(DueState.DONE, "2026-11-27")),
        (Part.C, "2026-11-20", "2026-11-27", Due(DueState.TODAY, "2026-11-27")),
        (Part.C, "2026-11-20", "2026-11-28", Due(DueState.OVERDUE, "2026-11-27")),
    ],
)
def test_daily_and_weekly(part: Part, last: str, today: str, expected: Due) -> None:
    assert state(part, last, today) == expected
    assert expected.wanted is (expected.state is not DueState.DONE)


def test_a_campaign_wants_the_criteria_within_the_week_before_it() -> None:
    wanted = Due(DueState.CAMPAIGN, "2026-12-01")
    assert state(Part.C, "2026-11-20", "2026-11-25", campaign="2026-12-01") == wanted
    assert state(Part.C, "2026-11-20", "2026-11-22", campaign="2026-12-01").state is DueState.DONE  # too early for it
    assert state(Part.C, "2026-11-26", "2026-11-27", campaign="2026-12-01").state is DueState.DONE
    assert state(Part.C, "2026-11-26", "2026-11-27", campaign="2026-11-20").state is DueState.DONE
    assert state(Part.C, "2026-11-20", "2026-12-02", campaign="2026-12-01") == wanted  # it has begun without


@pytest.mark.parametrize(
    ("campaigns", "day"),
    [
        ([], ""),
        ([("2026-12-01", ""), ("2026-12-20", "2026-12-31"), ("mai", "")], "2026-12-01"),
        ([("2026-11-01", "2026-11-10")], ""),
        ([("2026-11-01", ""), ("2026-11-20", "2026-11-30")], "2026-11-20"),
    ],
    ids=["none", "the next", "over", "the last that runs"],
)
def test_which_campaign_counts(campaigns: list[tuple[str, str]], day: str) -> None:
    assert first_day(campaigns, "2026-11-27") == day


def test_the_administrative_part_is_due_when_its_facts_changed() -> None:
    same = done(Part.A, "2026-01-01", name=FACTS["name"], code="15041")
    form = FORM.part[Part.A]
    assert due(Part.A, form, last=same, today="2026-11-27", facts=FACTS) == Due(DueState.DONE)
    assert due(Part.A, form, last=same, today="2026-11-27") == Due(DueState.DONE)
    moved = {**FACTS, "address": "Thôn Cu Vai"}
    assert due(Part.A, form, last=same, today="2026-11-27", facts=moved) == Due(DueState.CHANGED)


def test_what_is_missing() -> None:
    form = FORM.part[Part.B]
    answers = {item.key: "yes" for item in form.item}
    assert missing(form, answers) == ()
    assert missing(form, {**answers, "waste": "?", "screened": ""}) == ("screened", "waste")
    assert missing(FORM.part[Part.A], {"name": "Trạm"}, texts=True)[0] == "code"


def test_differences_in_the_order_of_the_form() -> None:
    now, before = {"infection": "na", "place": "no", "people": "yes"}, {"place": "yes", "people": "yes"}
    found = differences(FORM.part[Part.C].item, now, before)
    assert found == (Difference("place", "yes", "no"), Difference("infection", "", "na"))


def test_the_last_is_the_newest_of_its_part_with_a_day() -> None:
    lists = (done(Part.C, "mai"), done(Part.B, "2026-11-27"), done(Part.C, "2026-11-20"), done(Part.C, "2026-11-13"))
    assert latest(lists, Part.C).day == "2026-11-20"
    assert latest(lists, Part.A) is None
    assert latest((done(Part.C, "20261120"),), Part.C) is None


def test_the_time_before() -> None:
    lists = (done(Part.C, "2026-11-27"), done(Part.B, "2026-11-26"), done(Part.C, "2026-11-20"))
    assert before_it(lists[0], lists).day == "2026-11-20"
    assert before_it(lists[2], lists) is None

"""One look at everybody, and proposals written once somebody has agreed."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from vaxdesk.desk import corrections
from vaxdesk.desk.cleaning import pairs, survey
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.record import record
from vaxdesk.domain.cleaning.findings import Fix, Survey
from vaxdesk.domain.cleaning.police import ListKind
from vaxdesk.domain.refusals import Refusal, Refused


def fixes(found: Survey) -> tuple[Fix, ...]:
    return tuple(
        Fix(person=one.person, field=each.field, before=each.before, after=each.after)
        for one in (*found.numbers, *found.names)
        for each in one.proposals
    )


def looked(desk: Desk) -> Survey:
    found = survey.survey(desk)
    assert found is not None
    return found


def test_everybody_is_looked_at_once(desk: Desk, make_person: Callable[..., str]) -> None:
    odd = make_person(desk, name="nguyễn thị lành", tel="84912345678", commune="Xà Hồ")
    none = make_person(desk, name="Vàng A Sếnh", doc="", sex="M", row=2, commune="Tân Mỹ")
    twin = make_person(desk, doc="", row=3, commune="Xà Hồ")
    other = make_person(desk, doc="015190009999", row=4, commune="Xà Hồ")
    assert isinstance(pairs.merge(desk, other, twin, chosen={}), Done)
    found = looked(desk)
    assert found.people == 3
    assert found.numbers[0].person == odd and {one.person for one in found.numbers} >= {odd, none}
    assert [one.person for one in found.names] == [odd]
    assert {one.commune: one.counts for one in found.communes}["Tân Mỹ"] == {ListKind.NO_ID: 1}
    assert set(survey.views(desk, (odd, none))) == {odd, none}


def test_a_number_of_two_people_is_asked_about(desk: Desk, make_person: Callable[..., str]) -> None:
    make_person(desk, commune="Xà Hồ")
    make_person(desk, name="Lò Thị Páo", row=2, commune="Xà Hồ")
    assert looked(desk).on_lists(ListKind.WRONG_DATA) == 2


def test_a_look_that_nobody_waits_for_ends(desk: Desk, make_person: Callable[..., str], monkeypatch) -> None:
    monkeypatch.setattr(survey, "_EVERY", 1)
    make_person(desk)
    assert survey.survey(desk, cancelled=lambda: True) is None


def test_agreed_proposals_are_one_correction_a_person_and_the_old_value_stays(
    desk: Desk, make_person: Callable[..., str]
) -> None:
    one = make_person(desk, name="nguyễn  thị lành", tel="84912345678", guardian="LÒ VĂN PÁO")
    two = make_person(desk, name="LÒ VĂN PÁO", sex="M", doc="014085006789", dob="1985-09-05", row=2)
    agreed = fixes(looked(desk))
    assert isinstance(corrections.correct(desk, two, changes={"name": "Lò Văn Bảo"}, why="told"), Done)
    done = survey.apply(desk, agreed)
    assert isinstance(done, Done) and done.value == len(agreed) and len(done.refs) == 1
    page = record(desk, one)
    assert page is not None
    person = page.presence.person
    assert (person.name, person.tel, person.guardian) == ("Nguyễn Thị Lành", "0912345678", "Lò Văn Páo")
    assert {(change.field, change.before) for change in page.changes} == {
        ("name", "nguyễn  thị lành"), ("tel", "84912345678"), ("guardian", "LÒ VĂN PÁO"),
    }  # fmt: skip
    assert {change.why for change in page.changes} == {"normal_form"}
    other = record(desk, two)
    assert other is not None and other.presence.person.name == "Lò Văn Bảo", "a newer correction was overwritten"
    again = survey.apply(desk, agreed)
    assert isinstance(again, Done) and again.refs == () and looked(desk).names == ()


def test_a_name_alone_says_so(desk: Desk, make_person: Callable[..., str]) -> None:
    one = make_person(desk, name="nguyễn thị lành")
    survey.apply(desk, fixes(looked(desk)))
    page = record(desk, one)
    assert page is not None and [change.why for change in page.changes] == ["spelling"]


def test_many_are_written_in_batches(desk: Desk, make_person: Callable[..., str], monkeypatch) -> None:
    monkeypatch.setattr(survey, "BATCH", 2)
    for at in range(5):
        make_person(desk, name="nguyễn thị lành", doc=f"01519000100{at}", row=at + 1)
    agreed, start = fixes(looked(desk)), 0
    while start < len(agreed):
        done = survey.apply(desk, agreed, start=start)
        assert isinstance(done, Done) and len(done.refs) <= 2
        start = done.value
    assert looked(desk).names == ()


def test_whoever_may_not_clean_writes_nothing(desk: Desk, make_person: Callable[..., str]) -> None:
    make_person(desk, name="nguyễn thị lành")
    nurse = desk.as_user(msgspec.structs.replace(desk.user, roles=("observation",)))
    refused = survey.apply(nurse, fixes(looked(desk)))
    assert isinstance(refused, Refused) and refused.reason is Refusal.NO_RIGHT

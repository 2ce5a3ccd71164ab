"""Pairs at the desk: found, merged with all doses, values chosen, taken back so that nothing of the merge is left."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from tests.desk.conftest import DAY
from vaxdesk.desk import corrections
from vaxdesk.desk.cleaning import pairs
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.record import record
from vaxdesk.domain.cleaning.duplicates import Reason
from vaxdesk.domain.cleaning.standing import Side
from vaxdesk.domain.payloads import History, Inject
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry import digest
from vaxdesk.registry.queries import people

_OF_THE_ACTS = {"held", "edge", "change", "field", "original"}  # the acts themselves stay written for ever


def tables(desk: Desk) -> dict[str, str]:
    with desk.store.reading() as conn:
        found = digest.tables(conn, desk.store.names)
    return {name: one for name, one in found.items() if name not in _OF_THE_ACTS}


def dose(desk: Desk, person: str, day: str, **fields: str) -> str:
    with desk.store.writing(user=desk.user.no) as w:
        return w.add("history", History(date=day, product="COM-A", **fields), of=person)


def test_duplicates_are_found_and_said_why(desk: Desk, make_person: Callable[..., str]) -> None:
    lanh = make_person(desk, doc="", adr="Thôn Cu Vai", commune="Xà Hồ")
    again = make_person(desk, name="nguyễn thị lành", dob="1990", doc="", adr="thôn cu vai", commune="Xà Hồ")
    make_person(desk, name="Lò Văn Páo", doc="014085006789", sex="M", dob="1985-09-05")
    number = make_person(desk, name="Lò Văn Báo", doc="014085006789", sex="M", dob="1985-09-05")
    slip = make_person(desk, name="Bùi Thị Ắng", doc="", dob="1952-03-04", commune="Xà Hồ")
    slipped = make_person(desk, name="Bùi Thị Ánh", doc="", dob="1952-03-04", commune="Xà Hồ")
    make_person(desk, name="Ai Khác Hẳn", doc="", dob="1952-03-04", commune="Xà Hồ")
    found = pairs.find(desk)
    assert found is not None
    why = {frozenset((one.one, one.other)): one.reason for one in found}
    assert why[frozenset((lanh, again))] is Reason.SAME_HAMLET
    assert [one.reason for one in found if number in (one.one, one.other)] == [Reason.SAME_DOCUMENT]
    assert why[frozenset((slip, slipped))] is Reason.SIMILAR
    assert len(found) == 3
    assert [one.reason for one in pairs.around(desk, again)] == [Reason.SAME_HAMLET]


def test_a_search_that_nobody_waits_for_any_more_ends(desk: Desk, make_person: Callable[..., str]) -> None:
    make_person(desk)
    make_person(desk)
    assert pairs.find(desk, cancelled=lambda: True) is None


def test_merged_and_taken_back_leaves_nothing(desk: Desk, make_person: Callable[..., str]) -> None:
    one = make_person(desk, tel="0912345678")
    other = make_person(desk, name="Nguyễn Thị Lanh", adr="Thôn Cu Vai", row=2)
    dose(desk, one, "2026-05-20")
    dose(desk, other, "2026-08-21")
    with desk.store.writing(user=1) as w:
        w.add("inject", Inject(day=DAY, lot="", product="COM-A", lot_no="FK1", expiry="", at=desk.now(), kind="basic",
                               kind_no=1, overall_no=3), of=other)  # fmt: skip
    before = tables(desk)
    case = pairs.case(desk, one, other)
    assert case is not None and case.why is not None and case.why.reason is Reason.SAME_DOCUMENT
    assert {one.field for one in case.differences} == {"name", "tel", "adr"}
    assert [len(case.doses_left), len(case.doses_right), len(case.together)] == [1, 2, 3]
    chosen = {"name": Side.RIGHT, "tel": Side.LEFT, "adr": Side.RIGHT}
    done = pairs.merge(desk, one, other, chosen=chosen)
    assert isinstance(done, Done)
    for each in (one, other):
        with desk.store.reading() as conn:
            assert [d.date for d in people.doses(conn, desk.store.names, each)] == ["2026-05-20", "2026-08-21", DAY]
    [merged] = pairs.merged(desk)
    shown = merged.person
    assert (shown.name, shown.tel, shown.adr) == ("Nguyễn Thị Lanh", "0912345678", "Thôn Cu Vai")
    assert pairs.case(desk, one, other) is None and pairs.find(desk) == ()
    assert tables(desk) != before
    assert isinstance(pairs.take_back(desk, done.value), Done)
    assert tables(desk) == before
    assert pairs.merged(desk) == () and len(pairs.find(desk) or ()) == 1
    again = pairs.take_back(desk, done.value)
    assert isinstance(again, Refused) and again.reason is Refusal.ALREADY_VOIDED


def test_a_value_corrected_since_the_merge_stays(desk: Desk, make_person: Callable[..., str]) -> None:
    one, other = make_person(desk, tel="0912345678"), make_person(desk, name="Nguyễn Thị Lan", tel="0987654321", row=2)
    done = pairs.merge(desk, one, other, chosen={"name": Side.LEFT, "tel": Side.LEFT})
    assert isinstance(done, Done)
    stands = pairs.merged(desk)[0].person
    flip = {"name": Side.RIGHT, "tel": Side.RIGHT} if stands.name == "Nguyễn Thị Lành" else {}
    assert isinstance(pairs.take_back(desk, done.value), Done)
    chosen = flip or {"name": Side.LEFT, "tel": Side.LEFT}
    done = pairs.merge(desk, one, other, chosen=chosen)
    shown = pairs.merged(desk)[0].person
    assert isinstance(corrections.correct(desk, shown.id, changes={"tel": "0977001122"}, why="told"), Done)
    assert isinstance(pairs.take_back(desk, done.value), Done)
    page = record(desk, shown.id)
    assert page is not None and page.presence.person.tel == "0977001122"


def test_of_three_records_the_first_merge_is_taken_back_whole(desk: Desk, make_person: Callable[..., str]) -> None:
    refs = [make_person(desk, tel=f"091234567{at}", row=at + 1) for at in range(3)]
    before = tables(desk)
    first = pairs.merge(desk, refs[0], refs[1], chosen={"tel": Side.RIGHT})
    merged = tables(desk)
    second = pairs.merge(desk, refs[0], refs[2], chosen={"tel": Side.RIGHT})
    assert isinstance(first, Done) and isinstance(second, Done)
    assert isinstance(pairs.take_back(desk, second.value), Done) and tables(desk) == merged
    assert isinstance(pairs.merge(desk, refs[2], refs[1], chosen={"tel": Side.LEFT}), Done)
    assert isinstance(pairs.take_back(desk, first.value), Done)
    for one in pairs.merged(desk):
        assert isinstance(pairs.take_back(desk, one.entry), Done)
    assert tables(desk) == before


def test_declared_two_people_is_not_proposed_again_until_taken_back(
    desk: Desk, make_person: Callable[..., str]
) -> None:
    one, other = make_person(desk), make_person(desk, row=2)
    done = pairs.differ(desk, one, other)
    assert isinstance(done, Done) and pairs.find(desk) == () and pairs.case(desk, one, other) is None
    assert pairs.around(desk, one) == ()
    assert isinstance(pairs.merge(desk, one, other, chosen={}), Refused)
    assert isinstance(pairs.differ(desk, one, other), Refused)
    assert isinstance(pairs.take_back(desk, done.value), Done)
    assert len(pairs.find(desk) or ()) == 1


def test_two_people_under_whichever_of_their_records(desk: Desk, make_person: Callable[..., str]) -> None:
    refs = [make_person(desk, row=at + 1) for at in range(3)]
    assert isinstance(pairs.differ(desk, refs[0], refs[1]), Done)
    assert isinstance(pairs.merge(desk, refs[1], refs[2], chosen={}), Done)
    for one in refs[1:]:
        assert pairs.case(desk, refs[0], one) is None is pairs.case(desk, one, refs[0])
    assert pairs.find(desk) == ()


def test_only_who_may_merge_does(desk: Desk, make_person: Callable[..., str]) -> None:
    nurse = desk.as_user(msgspec.structs.replace(desk.user, roles=("injection",)))
    one, other = make_person(desk), make_person(desk, row=2)
    answers = (
        pairs.merge(nurse, one, other, chosen={}), pairs.differ(nurse, one, other), pairs.take_back(nurse, one)
    )  # fmt: skip
    for answer in answers:
        assert isinstance(answer, Refused) and answer.reason is Refusal.NO_RIGHT

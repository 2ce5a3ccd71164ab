"""Choices between new communes remembered and brought over on demand; the safety self-assessment of the station."""

from __future__ import annotations

from vaxdesk.desk import rules, station
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.corrections import field_changes
from vaxdesk.desk.places import safety, units
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.payloads import Campaign, Person
from vaxdesk.domain.places.checklist import DueState, Part
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import UserView
from vaxdesk.registry.queries import people

DANG_XA = {"commune": "Đặng Xá", "commune_code": "00553", "district": "Gia Lâm", "district_code": "018",
           "province": "Hà Nội", "province_code": "01", "scheme": "2021"}


def three_people(desk: Desk) -> list[str]:
    found = []
    with desk.store.writing(user=1) as w:
        for name, adr in (("Lan", "Thôn An Đà"), ("Huệ", "Thôn Đổng Xuyên"), ("Sen", "Thôn Cự Đà")):
            found.append(w.add("person", Person(name=name, adr=adr, **DANG_XA)))
        w.add("person", Person(name="Một", commune="Xà Hồ", commune_code="04594", scheme="2021"))
        w.add("person", Person(name="Lạ", commune="Xã", commune_code="99999", scheme="2021"))
    return found


def test_what_waits_for_a_choice_comes_first(desk: Desk) -> None:
    three_people(desk)
    split, single, unknown = units.waiting(desk)
    assert (split.code, split.people, split.needs_choice, len(split.choice.candidates)) == ("00553", 3, True, 3)
    assert (single.code, single.needs_choice, bool(single.choice.chosen)) == ("04594", False, True)
    assert (unknown.code, unknown.choice) == ("99999", None)
    assert [one.address for one in units.people_of(desk, "00553")] == ["Thôn An Đà", "Thôn Cự Đà", "Thôn Đổng Xuyên"]


def test_a_choice_is_remembered_and_changes_nobody_by_itself(desk: Desk) -> None:
    lan, hue, _ = three_people(desk)
    first = units.choose(desk, from_code="00553", to_code="00541", basis="NQ 19/NQ-HĐND")
    assert isinstance(first, Done)
    part = units.choose(desk, from_code="00553", to_code="00565", basis="Trưởng thôn", area="Đổng Xuyên")
    assert isinstance(part, Done)
    [split] = [one for one in units.waiting(desk) if one.code == "00553"]
    assert not split.needs_choice
    assert split.choice.chosen == "00541"
    with desk.store.reading() as conn:
        assert people.by_ref(conn, desk.store.names, lan).commune_code == "00553"
    moved = units.bring_over(desk, "00553")
    assert isinstance(moved, Done)
    assert moved.value == 3
    with desk.store.reading() as conn:
        names = desk.store.names
        assert [people.by_ref(conn, names, one).commune for one in (lan, hue)] == ["Xã Phù Đổng", "Xã Gia Lâm"]
        now = people.by_ref(conn, names, hue)
        changes = {one.field: (one.before, one.why) for one in field_changes(conn, names, hue)}
    assert (now.scheme, now.district, now.district_code, now.province_code) == ("2025-07", "", "", "01")
    assert changes["commune"] == ("Đặng Xá", "Trưởng thôn")
    assert units.bring_over(desk, "00553").reason is Refusal.UNIT_NOT_CHOSEN  # nobody is left there


def test_another_choice_takes_the_first_back(desk: Desk) -> None:
    three_people(desk)
    units.choose(desk, from_code="00553", to_code="00541", basis="NQ")
    units.choose(desk, from_code="00553", to_code="00136", basis="sửa")
    [split] = [one for one in units.waiting(desk) if one.code == "00553"]
    assert split.choice.chosen == "00136"
    assert len(split.maps) == 1


def test_for_a_part_alone_only_that_part_is_brought_over(desk: Desk) -> None:
    three_people(desk)
    units.choose(desk, from_code="00553", to_code="00565", basis="Trưởng thôn", area="đổng xuyên")
    [split] = [one for one in units.waiting(desk) if one.code == "00553"]
    assert split.needs_choice
    assert units.bring_over(desk, "00553").value == 1
    assert [one.name for one in units.people_of(desk, "00553")] == ["Lan", "Sen"]
    assert units.bring_over(desk, "04594").value == 1  # one successor: nobody has to choose


def test_what_is_no_choice_is_refused(desk: Desk) -> None:
    nobody = desk.as_user(UserView(no=2, name="Páo", login="pao", roles=(Role.RECEPTION.value,)))
    chosen = {"from_code": "00553", "to_code": "00541"}
    assert units.choose(desk, **chosen, basis=" ").reason is Refusal.REASON_NEEDED
    assert units.choose(desk, from_code="00553", to_code="04594", basis="x").reason is Refusal.UNIT_NOT_ONE_OF
    assert units.choose(nobody, **chosen, basis="x").reason is Refusal.NO_RIGHT
    assert units.bring_over(nobody, "00553").reason is Refusal.NO_RIGHT
    assert units.became("553")[0].name == "Phường Phúc Lợi"
    assert units.find("xà hồ")[0].code == "04594"


def answered(part: Part, answer: str = "yes", **others: str) -> dict[str, str]:
    return {item.key: others.get(item.key, answer) for item in rules.checklist().part[part].item}


def test_the_parts_come_due_and_are_filled_in(desk: Desk) -> None:
    before = safety.stands(desk)
    assert {due.state for due in before.due.values()} == {DueState.FIRST}
    facts = answered(Part.A, "có", **{**before.facts, "address": "Thôn Cu Vai", "phone": "0216"})
    assert isinstance(safety.fill_in(desk, Part.A, answers=facts), Done)
    assert safety.stands(desk).due[Part.A].state is DueState.CHANGED  # the station's own facts have no address yet
    station.change_facts(desk, changes={"address": "Thôn Cu Vai", "phone": "0216"})
    assert safety.stands(desk).due[Part.A].state is DueState.DONE
    assert isinstance(safety.fill_in(desk, Part.C, answers=answered(Part.C), notes={"place": " dột ", "x": "y"}), Done)
    assert safety.stands(desk).due[Part.C].state is DueState.DONE
    assert safety.stands(desk.on("2026-12-01")).due[Part.C].state is DueState.OVERDUE
    with desk.store.writing(user=1) as w:
        w.add("campaign", Campaign(no="3", name="Đợt 3", from_day="2026-12-05"))
    assert safety.stands(desk.on("2026-11-29")).due[Part.C].state is DueState.CAMPAIGN
    [done] = [one for one in safety.stands(desk).done if one.part == Part.C]
    assert (done.notes, done.user) == ({"place": "dột"}, 1)


def test_a_part_filled_in_twice_on_a_day_stands_once(desk: Desk) -> None:
    safety.fill_in(desk, Part.C, answers=answered(Part.C))
    safety.fill_in(desk, Part.C, answers=answered(Part.C, place="no"))
    [done] = safety.stands(desk).done
    assert done.answers["place"] == "no"


def test_what_is_unfinished_or_not_ones_own_is_refused(desk: Desk) -> None:
    unfinished = safety.fill_in(desk, Part.B, answers={**answered(Part.B), "waste": ""})
    assert isinstance(unfinished, Refused)
    assert unfinished.facts == {"n": 1}
    nobody = desk.as_user(UserView(no=2, name="Páo", login="pao", roles=(Role.RECEPTION.value,)))
    assert safety.fill_in(nobody, Part.B, answers=answered(Part.B)).reason is Refusal.NO_RIGHT

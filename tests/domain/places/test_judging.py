"""Records of the three lists judged by themselves and beside others: problems, oddities, repetitions."""

from __future__ import annotations

import pytest

from vaxdesk.desk import rules
from vaxdesk.domain.places.entries import changes, payload_of
from vaxdesk.domain.places.judging import Checked, Flaw, PlaceRules, check
from vaxdesk.domain.places.matching import Fate, PlaceRow, alike, check_against, check_all, judge_rows
from vaxdesk.domain.places.pointing import Pointing
from vaxdesk.domain.places.records import Key, PlaceRecord, What, kind_of, locked_of, role_of

XA_HO = {"province": "Yên Bái", "district": "Trạm Tấu", "commune": "Xà Hồ"}
PA_HU = {**XA_HO, "commune": "Pá Hu"}


def record(what: What, *, id: str = "", **values: str) -> PlaceRecord:  # noqa: A002 - as the record calls it
    return PlaceRecord(what=what, id=id, values={Key(name): text for name, text in values.items()})


def facility(name: str, code: str = "", **values: str) -> PlaceRecord:
    return record(What.FACILITY, name=name, code=code, **{**XA_HO, **values})


def staff(name: str, **values: str) -> PlaceRecord:
    return record(What.STAFF, name=name, **{"facility": "15041", **values})


STATION = facility("Trạm Y tế xã Xà Hồ", "15041", id="A.1")
CENTRE = facility("Trung tâm Y tế Trạm Tấu", "15001", id="A.2")


def rules_of(*known: PlaceRecord) -> PlaceRules:
    return PlaceRules(provinces=rules.units(), communes=rules.communes(), pointing=Pointing(known or (STATION, CENTRE)),
                      users=frozenset({1, 2}))


def checked(one: PlaceRecord) -> Checked:
    return check(one, rules_of())


def flaws(one: PlaceRecord) -> list[Flaw]:
    return [found.flaw for found in checked(one).findings]


def rows(*records: PlaceRecord, known: tuple[PlaceRecord, ...] = ()) -> tuple[PlaceRow, ...]:
    return judge_rows(enumerate(records, 2), known=known, rules=rules_of())


def fates(*records: PlaceRecord, known: tuple[PlaceRecord, ...] = ()) -> list[Fate]:
    return [row.fate for row in rows(*records, known=known)]


def test_a_whole_facility_is_taken_with_its_unit_filled_in() -> None:
    one = facility("Trạm Y tế xã Pá Hu", "15042", **PA_HU, phone="0216.3876.123", kind="TYT", parent="15001")
    found = checked(one)
    assert found.findings == ()
    assert not found.stopped
    assert found.record.get(Key.COMMUNE_CODE) == "04606"
    assert found.record.get(Key.SCHEME) == "2021"
    assert found.record.get(Key.PHONE) == "02163876123"
    assert found.record.get(Key.KIND) == "station"
    assert found.record.refs == {Key.PARENT: "A.2"}
    assert payload_of(found.record).parent == "A.2"


@pytest.mark.parametrize(
    ("written", "code"), [("15041", "15041"), ("1041", "01041"), ("1041.0", "01041"), ("15 041", "15041")]
)
def test_zeros_that_a_spreadsheet_took_come_back(written: str, code: str) -> None:
    assert checked(facility("Trạm A", written)).record.get(Key.CODE) == code


@pytest.mark.parametrize(
    ("changed", "flaw"),
    [
        ({"name": ""}, Flaw.NAME_MISSING),
        ({"code": "150411"}, Flaw.CODE_SHAPE),
        ({"code": "TYT1"}, Flaw.CODE_SHAPE),
        ({"code": ""}, Flaw.CODE_MISSING),
        ({"commune": "", "commune_code": ""}, Flaw.COMMUNE_MISSING),
        ({"commune_code": "04606"}, Flaw.UNIT_NAME_DIFFERS),
        ({"commune_code": "77777"}, Flaw.UNIT_CODE_UNKNOWN),
        ({"commune": "Xã Nào"}, Flaw.UNIT_NAME_UNKNOWN),
        ({"commune": "Trạm Tấu"}, Flaw.UNIT_AMBIGUOUS),
        ({"commune": "Chiềng Mung", "district": "", "province": "Sơn La"}, Flaw.UNIT_OPEN),
        ({"phone": "mất số"}, Flaw.PHONE_UNREADABLE),
        ({"parent": "99999"}, Flaw.POINTER_UNKNOWN),
    ],
)
def test_each_flaw_of_a_facility(changed: dict[str, str], flaw: Flaw) -> None:
    values = {"name": "Trạm A", "code": "15041", **XA_HO, **changed}
    found = checked(record(What.FACILITY, **values))
    assert [one.flaw for one in found.findings] == [flaw]
    assert found.stopped is flaw.stops


@pytest.mark.parametrize(
    ("changed", "flaw"),
    [
        ({"name": "Lò Văn 2"}, Flaw.NAME_NOT_A_NAME),
        ({"email": "khong co"}, Flaw.EMAIL_UNREADABLE),
        ({"facility": ""}, Flaw.PLACE_MISSING),
        ({"user": "x"}, Flaw.USER_UNREADABLE),
        ({"user": "9"}, Flaw.USER_UNKNOWN),
    ],
)
def test_each_flaw_of_staff(changed: dict[str, str], flaw: Flaw) -> None:
    assert flaws(staff(**{"name": "Lò Văn Páo", **changed})) == [flaw]


def test_staff_in_its_normal_form() -> None:
    one = staff("LÒ VĂN PÁO", email=" Pao@Example.VN", user="2.0", role="ctv", locked="x", facility="15041 - Trạm")
    found = checked(one)
    assert found.findings == ()
    payload = payload_of(found.record)
    assert (payload.name, payload.email, payload.user, payload.locked) == ("Lò Văn Páo", "pao@example.vn", 2, True)
    assert (payload.role, payload.facility) == ("area", "A.1")
    assert checked(staff("Lò Văn Páo", user="0")).record.get(Key.USER) == ""


def test_a_name_that_two_facilities_have_points_at_none() -> None:
    twins = rules_of(facility("Trạm Y tế", "15043", id="A.3"), facility("Trạm y tế", "15044", id="A.4"))
    found = check(staff("Lò Văn Páo", facility="trạm y tế"), twins)
    assert [one.flaw for one in found.findings] == [Flaw.POINTER_AMBIGUOUS]
    assert found.record.refs == {}


def test_a_facility_does_not_stand_above_itself() -> None:
    mine = facility("Trạm Y tế xã Xà Hồ", "15041", id="A.1", parent="15041")
    assert [one.flaw for one in checked(mine).findings] == [Flaw.POINTER_UNKNOWN]


def test_a_pointer_keeps_its_reference_until_it_is_written_anew() -> None:
    one = checked(staff("Lò Văn Páo")).record
    assert checked(one).record.refs == {Key.FACILITY: "A.1"}
    assert one.replaced(facility="15001").refs == {}
    assert one.replaced(title="y sĩ").refs == {Key.FACILITY: "A.1"}


def test_corrections_say_only_what_differs() -> None:
    before = checked(staff("Lò Văn Páo", user="2", locked="1")).record
    after = checked(before.replaced(user="", locked="", title="Y sĩ", facility="15001")).record
    assert changes(before, after) == {"user": "0", "locked": "0", "title": "Y sĩ", "facility": "A.2"}
    assert changes(before, before) == {}
    assert changes(checked(facility("A", "15041", representative="Lò Thị Mai")).record,
                   checked(facility("A", "15041")).record) == {}


def test_kinds_roles_and_locks_as_lists_write_them() -> None:
    assert kind_of("Bệnh viện") == "hospital"
    assert kind_of("hospital") == "hospital"
    assert kind_of("Nhà hộ sinh") == "Nhà hộ sinh"
    assert role_of("Người đại diện") == "representative"
    assert locked_of("Đã khóa") == "1"
    assert locked_of("không") == ""


def test_the_same_code_and_name_again_is_there() -> None:
    known = (checked(STATION).record,)
    [row] = rows(facility("TYT xã Xà Hồ", "15041"), known=known)
    assert (row.fate, row.of_id, row.of_row) == (Fate.THERE, "A.1", 0)
    first, second = rows(facility("Trạm A", "15050"), facility("trạm  a", "15050"))
    assert (first.fate, second.fate, second.of_row, second.of_id) == (Fate.TAKEN, Fate.THERE, 2, "")


def test_a_code_that_another_has_is_a_problem() -> None:
    [row] = rows(facility("Bệnh viện Sao Mai", "15041"), known=(checked(STATION).record,))
    assert row.fate is Fate.PROBLEM
    assert [(one.flaw, one.other) for one in row.findings] == [(Flaw.CODE_OF_ANOTHER, "Trạm Y tế xã Xà Hồ")]


def test_the_same_name_in_the_same_commune_is_there_unless_the_codes_differ() -> None:
    known = (checked(STATION).record,)
    assert fates(facility("Trạm y tế xã Xà Hồ"), known=known) == [Fate.THERE]
    [row] = rows(facility("Trạm y tế xã Xà Hồ", "15049"), known=known)
    assert (row.fate, row.findings[-1].flaw) == (Fate.LOOK, Flaw.SAME_NAME)
    assert fates(facility("Trạm y tế xã Xà Hồ", "15049", **PA_HU), known=known) == [Fate.TAKEN]


def test_what_is_similar_in_one_commune_is_to_be_looked_at() -> None:
    known = (checked(STATION).record,)
    [row] = rows(facility("Trạm Y tế xã Xà Hồ A", "15060"), known=known)
    assert (row.fate, row.findings[-1].flaw) == (Fate.LOOK, Flaw.SIMILAR)
    assert fates(facility("Trạm Y tế xã Xà Hồ 2", "15060"), known=known) == [Fate.TAKEN]


def test_a_problem_is_nothing_that_later_rows_repeat() -> None:
    assert fates(facility("", "15061"), facility("Trạm B", "15061")) == [Fate.PROBLEM, Fate.TAKEN]


def test_areas_of_one_name_in_two_communes_are_two() -> None:
    def area(**values: str) -> PlaceRecord:
        return record(What.AREA, name="Thôn Cu Vai", facility="15041", **values)

    assert fates(area(**XA_HO), area(**PA_HU), area(**XA_HO)) == [Fate.TAKEN, Fate.TAKEN, Fate.THERE]
    free = record(What.AREA, name="Thôn 1")
    assert fates(free, free) == [Fate.LOOK, Fate.THERE]


def test_staff_of_one_name_or_telephone() -> None:
    first = staff("Lò Văn Páo", phone="0912345678")
    again = staff("lò văn páo")
    other_phone = staff("Lò Văn Páo", phone="0987654321")
    elsewhere = staff("Lò Văn Páo", facility="15001")
    borrowed = staff("Giàng A Sử", phone="0912345678")
    judged = rows(first, again, other_phone, elsewhere, borrowed)
    assert [row.fate for row in judged] == [Fate.TAKEN, Fate.THERE, Fate.LOOK, Fate.LOOK, Fate.LOOK]
    assert [row.findings[-1].flaw for row in judged[2:]] == [Flaw.SAME_NAME, Flaw.SAME_NAME, Flaw.SAME_PHONE]


def test_marks_make_two_people_of_two_names_unless_they_share_a_telephone() -> None:
    assert fates(staff("Giàng A Chứ"), staff("Giàng A Chu")) == [Fate.TAKEN, Fate.LOOK]
    phone = "0912345678"
    assert fates(staff("Giàng A Chứ", phone=phone), staff("Giang A Chu", phone=phone)) == [Fate.TAKEN, Fate.THERE]


def test_staff_of_a_facility_that_is_on_no_list_are_not_doubled_by_the_next_import() -> None:
    first = staff("Lò Văn Páo", facility="Trạm không có")
    known = check(first, rules_of()).record
    stored = record(What.STAFF, name=known.name, id="A.9")  # what no list has is not stored
    assert fates(first, known=(stored,)) == [Fate.THERE]


def test_a_record_is_not_held_against_itself() -> None:
    mine = checked(STATION).record
    assert check_against(mine, known=[mine], rules=rules_of()).fate is Fate.TAKEN
    new = facility("Trạm Y tế xã Xà Hồ", "15041")
    assert check_against(new, known=[mine], rules=rules_of()).fate is Fate.THERE


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Trạm Y tế xã Xà Hồ", "TYT xã Xà Hồ", True),
        ("Tổ dân phố 3", "TDP 3", True),
        ("Tổ dân phố 3", "Tổ dân phố 4", False),
        ("Trạm Y tế Bản Mù", "Trạm Y tế Phình Hồ", False),
    ],
)
def test_what_is_alike(one: str, other: str, *, same: bool) -> None:
    assert alike(one, other) is same


def test_each_record_of_a_list_as_it_stands_is_held_against_the_others() -> None:
    twin = facility("Trạm Y tế xã Xà Hồ", "15041", id="A.3")
    found = check_all((STATION, CENTRE, twin), rules_of())
    assert [row.of_id for row in found] == ["A.3", "", "A.1"]
    assert [row.fate for row in found].count(Fate.THERE) == 2


def test_what_has_no_code_is_pointed_at_by_its_name() -> None:
    hamlet = record(What.AREA, name="Thôn Cu Vai")
    pointing = Pointing((STATION, hamlet))
    assert pointing.meant(What.AREA, "thon cu vai") == (hamlet,)
    assert pointing.meant(What.FACILITY, "15041 - Trạm") == (STATION,)

from __future__ import annotations

import pytest

from tests.domain.clinic import aefi_form
from vaxdesk.domain.aefi_report import FieldGap, FieldNeed, fill, report_gaps
from vaxdesk.domain.outcomes import Sex
from vaxdesk.domain.picklists import Route, Site

FORM = aefi_form()
KNOWN = {
    "today": "2022-01-10",
    "station.name": "Trạm Y tế xã Mẫu",
    "station.address": "Xã Mẫu, Hà Nội",
    "station.phone": "0240000000",
    "user.name": "Lê Thị Y Tá",
    "user.title": "Điều dưỡng",
    "person.name": "Nguyễn Văn Mẫu",
    "person.dob": "1990",
    "person.sex": "M",
    "person.commune": "Xã Mẫu",
    "person.province": "Hà Nội",
    "vaccine.kind": "vector",
    "vaccine.name": "COVID-19 Vaccine AstraZeneca",
    "vaccine.maker": "AstraZeneca",
    "inject.lot_no": "ABX123",
    "inject.expiry": "2022-06",
    "inject.overall_no": "2",
    "inject.route": "im",
    "inject.site": "left_deltoid",
    "inject.day": "2022-01-10",
    "inject.clock": "09:05",
    "aefi.onset_day": "2022-01-10",
    "aefi.onset_clock": "09:15",
    "aefi.note": "Khó thở, mày đay",
    "aefi.treatment": "Adrenalin",
    "aefi.outcome": "recovering",
    "session.vials": "3",
}
BY_HAND = {"events": "anaphylaxis,other", "grade": "2", "seriousness": "life_threatening,hospitalisation"}


def filled(**changes: str) -> dict[str, str]:
    return fill(FORM, {**BY_HAND, **changes}, known=KNOWN)


def test_what_the_desk_knows_is_filled_in():
    values = filled()
    assert values["name"] == "Nguyễn Văn Mẫu"
    assert values["facility"] == values["place"] == values["reporter_unit"] == "Trạm Y tế xã Mẫu"
    assert (values["lot"], values["given_at"], values["lot_vials"]) == ("ABX123", "09:05", "3")
    assert "case_no" not in values
    assert report_gaps(FORM, values, age=31) == ()


def test_what_was_written_by_hand_holds():
    assert filled(reporter=" Trần Văn B ")["reporter"] == "Trần Văn B"
    assert filled(reporter=" ")["reporter"] == "Lê Thị Y Tá"


@pytest.mark.parametrize(
    "code",
    [
        "reported_on", "place", "name", "dob", "sex", "commune", "province", "facility", "reporter", "reporter_unit",
        "reporter_address", "reporter_phone", "vaccine", "brand", "maker", "lot", "expiry", "given_on", "given_at",
        "onset_on", "onset_at", "events", "description", "seriousness", "treatment", "outcome",
    ],
)  # fmt: skip
def test_required_fields(code):
    values = {**filled(), code: ""}
    assert FieldGap(code, FieldNeed.EMPTY) in report_gaps(FORM, values, age=31)


@pytest.mark.parametrize("code", ["case_no", "received_on", "investigation", "worldwide_id", "phone", "supplier"])
def test_fields_that_may_stay_empty(code):
    assert report_gaps(FORM, {**filled(), code: ""}, age=31) == ()


@pytest.mark.parametrize(
    ("changes", "age", "gaps"),
    [
        ({}, 17, {"parent"}),
        ({"parent": "Trần Thị Mẹ"}, 17, set()),
        ({}, None, set()),
        ({"outcome": "died"}, 31, {"died_on", "autopsy"}),
        ({"outcome": "died", "died_on": "2022-01-10", "autopsy": "no"}, 31, set()),
        ({"grade": "", "events": "fever_38"}, 31, set()),
    ],
)
def test_fields_required_in_some_cases(changes, age, gaps):
    assert {gap.code for gap in report_gaps(FORM, filled(**changes), age=age)} == gaps


def test_anaphylaxis_needs_its_grade():
    assert report_gaps(FORM, {**filled(), "grade": ""}, age=31) == (FieldGap("grade", FieldNeed.EMPTY),)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("sex", "X"),
        ("events", "anaphylaxis,hologram"),
        ("outcome", "fine"),
        ("given_at", "24:00"),
        ("given_at", "9:05"),
        ("given_on", "2022-01"),
        ("given_on", "10/01/2022"),
        ("expiry", "06/2022"),
        ("lot_vials", "ba"),
        ("lot_vials", "²"),
        ("investigation_on", "mai"),
    ],
)
def test_values_that_cannot_be_read(code, value):
    assert FieldGap(code, FieldNeed.INVALID) in report_gaps(FORM, filled(**{code: value}), age=31)


@pytest.mark.parametrize(("code", "enum"), [("route", Route), ("site", Site), ("sex", Sex)])
def test_choices_are_those_of_the_journal(code, enum):
    field = next(one for one in FORM.field if one.code == code)
    assert [choice.code for choice in field.choice] == [one.value for one in enum]

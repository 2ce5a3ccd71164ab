"""Whom a card, a code or a typed number means, against a real store."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vaxdesk.desk import corrections, identify, reception
from vaxdesk.desk.context import Desk
from vaxdesk.domain.comparing import Weight
from vaxdesk.domain.identity import Found, Match, Several, Unknown, Unread, Via
from vaxdesk.domain.outcomes import Stage
from vaxdesk.domain.own_codes import certificate_code, certificate_name, roster_code
from vaxdesk.domain.payloads import Cert
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.domain.scans import ScanOutcome
from vaxdesk.registry.queries import visits
from vaxdesk.store import enrolment

Make = Callable[..., str]

CARD = "015190001234|060812345|Nguyễn Thị Lành|01011990|Nữ|Thôn Cu Vai, Xà Hồ, Trạm Tấu, Yên Bái|15042021"
TELEX = (
    "015190001234|060812345|Nguyeexn Thij Lafnh|01011990|Nuwx|Thoon Cu Vai, Xaf Hoof, Trajm Taasu, Yeen Basi|15042021"
)
BHYT = (
    "HN2151234567890|4e677579e1bb856e205468e1bb8b204cc3a06e68|"
    "01/01/1990|2|5869|15 - 041|01/01/2026|-|01/01/2026|15041000000000|-|K1|01/01/2025|abcdef0123456789-7102|$"
)
PERSONAL = "015190001234|NGUYEN THI LANH|1990-01-01|0|162979388586171100|<2<<0912345678"
MASKED = "******001234|NGUYEN THI LANH|1990-**-**|0|162979388586171100|"


def found_by(desk: Desk, text: str, *, keyed: bool = False) -> Found:
    answer = identify.identify(desk, text, keyed=keyed)
    assert isinstance(answer, Found), answer
    return answer


CASES = {
    "citizen card": (CARD, {}, Match.DOCUMENT, Via.CARD),
    "card of 2024": (CARD + "||||", {}, Match.DOCUMENT, Via.CARD),
    "card, record has the old number": (CARD, {"doc": "060812345"}, Match.OLD_DOCUMENT, Via.CARD),
    "card, record keeps the number as old": (CARD, {"doc": "", "old_doc": "060812345"}, Match.OLD_DOCUMENT, Via.CARD),
    "card, record without number": (CARD, {"doc": ""}, Match.NAME_BIRTH, Via.CARD),
    "card, list without marks": (CARD, {"doc": "", "name": "NGUYEN THI LANH"}, Match.NAME_BIRTH, Via.CARD),
    "insurance card": (BHYT, {"doc": "", "bhyt": "HN2151234567890"}, Match.INSURANCE, Via.BHYT),
    "insurance, record has the short number": (BHYT, {"doc": "", "bhyt": "1234567890"}, Match.INSURANCE, Via.BHYT),
    "short number typed": ("1234567890", {"bhyt": "HN2151234567890"}, Match.INSURANCE, Via.TYPED),
    "personal code": (PERSONAL, {}, Match.DOCUMENT, Via.PERSONAL_CODE),
    "masked personal code": (MASKED, {}, Match.MASKED_CODE, Via.PERSONAL_CODE),
    "typed document": ("015190001234", {}, Match.DOCUMENT, Via.TYPED),
    "typed with spaces": ("015 190 001 234", {}, Match.DOCUMENT, Via.TYPED),
    "typed old document": ("060812345", {"old_doc": "060812345"}, Match.OLD_DOCUMENT, Via.TYPED),
    "typed phone": ("0912 345 678", {"tel": "0912345678"}, Match.PHONE, Via.TYPED),
    "phone with country code": ("+84912345678", {"tel": "0912345678"}, Match.PHONE, Via.TYPED),
}


@pytest.mark.parametrize(("text", "fields", "match", "via"), CASES.values(), ids=CASES.keys())
def test_finds_the_person_by(
    desk: Desk, make_person: Make, text: str, fields: dict[str, str], match: Match, via: Via
) -> None:
    lanh = make_person(desk, **fields)
    make_person(desk, name="Lò Văn Páo", dob="2005-09-05", sex="M", doc="014205006789", tel="0987654321")
    answer = found_by(desk, text)
    assert (answer.presence.person.id, answer.match, answer.via) == (lanh, match, via)
    assert isinstance(answer.check_in, Allowed)
    assert answer.presence.listed


def test_finds_by_the_digits_that_a_telex_keyboard_left(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    answer = found_by(desk, TELEX, keyed=True)
    assert answer.scan is not None
    assert answer.scan.outcome is ScanOutcome.MANGLED
    assert answer.presence.person.id == lanh
    assert "name" not in {one.field for one in answer.differences}


def test_finds_by_our_roster_code_and_certificate(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    with desk.store.reading() as conn:
        line = visits.appointments(conn, desk.store.names, desk.day)[lanh]
    code = certificate_name(12345)
    with desk.store.writing() as w:
        w.add("cert", Cert(day="2026-01-01", code=code, doses=[]), of=lanh)
    assert found_by(desk, roster_code(line)).match is Match.ROSTER_CODE
    assert found_by(desk, roster_code(line)).presence.person.id == lanh
    assert found_by(desk, certificate_code(code)).presence.person.id == lanh
    assert found_by(desk, certificate_code(code)).via is Via.CERTIFICATE


def test_a_roster_code_of_nobody_here_is_unknown(desk: Desk) -> None:
    assert isinstance(identify.identify(desk, roster_code("0000000000001.7")), Unknown)


def test_two_records_of_one_number_are_a_choice_and_those_on_the_list_come_first(desk: Desk, make_person: Make) -> None:
    make_person(desk, listed=False)
    listed = make_person(desk)
    answer = identify.identify(desk, CARD)
    assert isinstance(answer, Several)
    assert [one.presence.listed for one in answer.candidates] == [True, False]
    assert answer.candidates[0].presence.person.id == listed


def test_a_family_shares_a_phone(desk: Desk, make_person: Make) -> None:
    for name, doc in (("Sùng A Páo", "015085000001"), ("Giàng Thị Dở", "015188000002")):
        make_person(desk, name=name, doc=doc, tel="0912345678")
    answer = identify.identify(desk, "0912345678")
    assert isinstance(answer, Several)
    assert {one.match for one in answer.candidates} == {Match.PHONE}


def test_a_number_on_another_persons_record_is_asked_about(desk: Desk, make_person: Make) -> None:
    make_person(desk, name="Lò Văn Páo", dob="1985-03-02", sex="M")
    answer = identify.identify(desk, CARD)
    assert isinstance(answer, Several)
    assert len(answer.candidates) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"doc": "015190009999"},
        {"doc": "", "dob": "1990"},
    ],
    ids=["another number", "year only in the list"],
)
def test_a_mere_namesake_is_asked_about(desk: Desk, make_person: Make, fields: dict[str, str]) -> None:
    make_person(desk, **fields)
    answer = identify.identify(desk, CARD)
    assert isinstance(answer, Several)
    assert answer.candidates[0].match is Match.NAME_BIRTH


def test_the_nurse_picks_and_sees_the_differences(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk, doc="", dob="1990")
    asked = identify.identify(desk, CARD)
    assert isinstance(asked, Several)
    answer = identify.look(desk, lanh, scan=asked.scan)
    assert answer is not None
    assert answer.match is Match.PICKED
    assert answer.via is Via.CARD
    weights = {one.field: one.weight for one in answer.differences}
    assert weights == {"dob": Weight.FINER, "doc": Weight.MISSING, "old_doc": Weight.MISSING, "adr": Weight.MISSING}


def test_an_unknown_card_fills_the_draft_and_names_the_similar(desk: Desk, make_person: Make) -> None:
    make_person(desk, doc="015190009999", dob="1990-05-05")
    answer = identify.identify(desk, CARD)
    assert isinstance(answer, Unknown)
    draft = answer.draft
    assert (draft.name, draft.dob, draft.sex, draft.doc) == ("Nguyễn Thị Lành", "1990-01-01", "F", "015190001234")
    assert (draft.adr, draft.commune, draft.district, draft.province, draft.province_code, draft.scheme) == (
        "Thôn Cu Vai", "Xà Hồ", "Trạm Tấu", "Yên Bái", "15", "2021",
    )
    assert draft.source == ""


@pytest.mark.parametrize(
    ("text", "keyed"), [(TELEX, True), (CARD.replace("ễ", "?").replace("ị", "?"), True)], ids=["telex", "lost letters"]
)
def test_a_garbled_name_fills_in_nothing_but_digits(desk: Desk, text: str, keyed: bool) -> None:
    answer = identify.identify(desk, text, keyed=keyed)
    assert isinstance(answer, Unknown)
    assert (answer.draft.name, answer.draft.adr, answer.draft.sex) == ("", "", "")
    assert (answer.draft.doc, answer.draft.dob) == ("015190001234", "1990-01-01")


def test_a_name_without_marks_fills_in_no_name(desk: Desk) -> None:
    answer = identify.identify(desk, PERSONAL)
    assert isinstance(answer, Unknown)
    assert (answer.draft.name, answer.draft.doc, answer.draft.tel) == ("", "015190001234", "0912345678")


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("https://example.vn/qr", ScanOutcome.NOT_FOR_US),
        ("003190001234", ScanOutcome.BAD_NUMBER),
        (CARD[:40], ScanOutcome.TRUNCATED),
        ("VXR:12345678901234567890123", ScanOutcome.DAMAGED),
        ("", ScanOutcome.NOTHING_FOUND),
        ("nguyen thi lanh", ScanOutcome.OTHER_CODE),
    ],
    ids=["url", "no such province", "cut off", "bad check digits", "nothing", "just words"],
)
def test_what_names_nobody_says_so(desk: Desk, make_person: Make, text: str, outcome: ScanOutcome) -> None:
    make_person(desk)
    answer = identify.identify(desk, text)
    assert isinstance(answer, Unread)
    assert answer.scan.outcome is outcome


def test_who_was_received_already_is_found_with_the_reason(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    reception.check_in(desk, lanh, via=Via.CARD)
    answer = found_by(desk, CARD)
    assert isinstance(answer.check_in, Refused)
    assert answer.check_in.reason is Refusal.ALREADY_RECEIVED
    assert (answer.presence.stage, answer.presence.no) == (Stage.RECEIVED, 1)


def test_says_when_the_district_was_last_heard_from(desk: Desk, make_person: Make) -> None:
    make_person(desk)
    assert found_by(desk, CARD).last_contact == 0
    with desk.store.changing() as conn:
        enrolment.note_contact(conn, enrolment.Contact(t=1795300000, server_ms=1795300001000))
    assert found_by(desk, CARD).last_contact == 1795300000


def test_a_withdrawn_person_is_not_found(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    corrections.withdraw(desk, lanh, why="wrong_person")
    assert isinstance(identify.identify(desk, CARD), Unknown)
    assert identify.look(desk, lanh) is None


def test_search_shows_where_each_stands(desk: Desk, make_person: Make) -> None:
    first = make_person(desk, listed=False, name="Nguyễn Thị Lan", doc="015190000001")
    lanh = make_person(desk)
    reception.check_in(desk, lanh)
    found = identify.search(desk, "lan nguyen")
    assert [one.person.id for one in found] == [lanh, first]
    assert [(one.listed, one.stage, one.no) for one in found] == [(True, Stage.RECEIVED, 1), (False, Stage.WAITING, 0)]
    assert identify.search(desk, "  ") == ()
    assert [one.person.id for one in identify.search(desk, "1234")] == [lanh]


def test_lately_received_come_latest_first(desk: Desk, make_person: Make, desk_clock) -> None:
    people = [make_person(desk, row=row, doc=f"01519000000{row}") for row in (1, 2, 3)]
    for one in (people[2], people[0]):
        reception.check_in(desk, one)
        desk_clock.forward(minutes=1)
    assert [one.person.id for one in identify.lately(desk)] == [people[0], people[2]]

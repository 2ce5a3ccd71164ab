"""Issuing a certificate once, and what it says, against a real store."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.desk.conftest import Clock
from tests.documents.reading import all_text, squeezed
from vaxdesk.desk import board, certificates, identify, rules, undo
from vaxdesk.desk.context import Desk, Done
from vaxdesk.documents.certificate import CertificateContents, render
from vaxdesk.domain import own_codes
from vaxdesk.domain.identity import Found, Match
from vaxdesk.domain.outcomes import DoseKind, Role, Stage
from vaxdesk.domain.papers import CertificateSheet
from vaxdesk.domain.payloads import CheckIn, History, Inject, Leave
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.domain.views import UserView

Make = Callable[..., str]


def history(desk: Desk, person: str, *doses: History) -> list[str]:
    with desk.store.writing(user=desk.user.no) as w:
        return [w.add("history", dose, of=person) for dose in doses]


def injected(desk: Desk, person: str, *, left: bool = True, kind_no: int = 1, no: int = 1) -> str:
    with desk.store.writing(user=desk.user.no) as w:
        w.add("checkin", CheckIn(day=desk.day, no=no), of=person)
        dose = Inject(
            day=desk.day, at=desk.now(), product="COM-A", lot="", lot_no="FN8122", expiry="2027-01-31", kind="booster",
            kind_no=kind_no, overall_no=3,
        )
        made = w.add("inject", dose, of=person)
        if left:
            w.add("leave", Leave(day=desk.day, at=desk.now() + 1800), of=person)
    return made


def sheet(desk: Desk, person: str) -> CertificateSheet:
    found = certificates.sheet(desk, person)
    assert isinstance(found, CertificateSheet)
    return found


def contents(desk: Desk, person: str) -> CertificateContents:
    found = certificates.contents(desk, person)
    assert isinstance(found, CertificateContents)
    return found


TWO = (
    History(date="2021-09-14", product_text="Vaxzevria (AstraZeneca)", lot="NJ0342A", place="Trạm Y tế xã Bản Mù"),
    History(date="2021-12", product_text="AstraZeneca"),
)


def test_issuing_ends_the_visit_and_the_queue_moves_on(desk: Desk, make_person: Make) -> None:
    lanh, pao = make_person(desk), make_person(desk, row=2, name="Sùng A Páo", doc="015190001235")
    injected(desk, lanh)
    injected(desk, pao, no=2)
    assert [row.person.id for row in certificates.queue(desk)] == [lanh, pao]
    done = certificates.issue(desk, lanh)
    assert isinstance(done, Done)
    assert [row.person.id for row in certificates.queue(desk)] == [pao]
    assert {row.person.id: row.stage for row in board.rows(desk)}[lanh] is Stage.DONE


def test_doses_of_list_and_station_stand_in_their_slots(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk, tel="0912345678", adr="Thôn Cu Vai", commune="Xã Hạnh Phúc")
    old = history(desk, lanh, *TWO)
    new = injected(desk, lanh)
    found = sheet(desk, lanh)
    assert [(one.slot, one.kind, one.kind_no, one.dose.id) for one in found.doses] == [
        (1, DoseKind.PRIMARY, 1, old[0]), (2, DoseKind.PRIMARY, 2, old[1]), (5, DoseKind.BOOSTER, 1, new),
    ]
    certificates.issue(desk, lanh)
    says = contents(desk, lanh)
    assert (says.name, says.document, says.phone, says.address) == (
        "Nguyễn Thị Lành", "015190001234", "0912345678", "Thôn Cu Vai, Xã Hạnh Phúc",
    )
    assert [(one.slot, one.date, one.lot, one.place) for one in says.doses] == [
        (1, "2021-09-14", "NJ0342A", "Trạm Y tế xã Bản Mù"), (2, "2021-12", "", ""),
        (5, desk.day, "FN8122", "Trạm Y tế xã Xà Hồ"),
    ]
    assert says.printed_at == f"{desk.day}T08:00"
    assert [one.vaccine for one in says.doses] == [rules.schedule().find(code).name for code in ("AZ", "AZ", "COM-A")]


def test_the_entry_holds_a_random_code_and_the_doses(desk: Desk, make_person: Make) -> None:
    people = [make_person(desk, row=row, doc=f"01519000123{row}") for row in (1, 2)]
    doses = [injected(desk, one, no=no) for no, one in enumerate(people, start=1)]
    codes = []
    for person, dose in zip(people, doses, strict=True):
        done = certificates.issue(desk, person)
        assert isinstance(done, Done)
        day = board.person_day(desk, person)
        assert day is not None
        assert day.visit.cert is not None
        assert day.visit.cert.data == {"day": desk.day, "code": done.value, "doses": [dose]}
        codes.append(done.value)
    assert len(set(codes)) == 2
    assert all(len(code) == 26 for code in codes)


def test_the_code_on_the_paper_finds_the_person_again(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    injected(desk, lanh)
    done = certificates.issue(desk, lanh)
    assert isinstance(done, Done)
    says = contents(desk, lanh)
    assert own_codes.read_own_code(says.code_text).ref == done.value
    found = identify.identify(desk, says.code)
    assert isinstance(found, Found)
    assert (found.presence.person.id, found.match) == (lanh, Match.CERTIFICATE)


def test_printing_again_keeps_the_code(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    injected(desk, lanh)
    certificates.issue(desk, lanh)
    first = contents(desk, lanh).code
    again = certificates.issue(desk, lanh)
    assert isinstance(again, Refused)
    assert again.reason is Refusal.ALREADY_CERTIFIED
    later = desk.on("2026-11-25")
    assert contents(later, lanh).code == first
    assert sheet(later, lanh).printable


def test_one_forgotten_on_the_day_is_issued_later(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    injected(desk, lanh)
    assert isinstance(certificates.issue(desk.on("2026-11-25"), lanh), Done)
    assert [row.stage for row in board.rows(desk)] == [Stage.DONE]


def refused(desk: Desk, person: str) -> Refusal:
    answer = certificates.issue(desk, person)
    assert isinstance(answer, Refused)
    return answer.reason


def test_no_certificate_while_observed_without_a_dose_or_for_nobody(desk: Desk, make_person: Make) -> None:
    lanh, pao = make_person(desk), make_person(desk, row=2, doc="015190001235")
    injected(desk, lanh, left=False)
    assert refused(desk, lanh) is Refusal.NOT_LEFT
    assert certificates.contents(desk, lanh) == Refused(reason=Refusal.NOT_LEFT)
    assert not sheet(desk, lanh).printable
    assert refused(desk, pao) is Refusal.NOT_INJECTED
    assert certificates.contents(desk, pao) == Refused(reason=Refusal.NOT_INJECTED)
    assert refused(desk, "0000000000001.77") is Refusal.PERSON_GONE


def test_whoever_may_not_issue_is_refused_but_sees_the_sheet(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    injected(desk, lanh)
    nurse = desk.as_user(UserView(no=9, name="Hờ A Chứ", login="chu", roles=(Role.INJECTION.value,)))
    assert refused(nurse, lanh) is Refusal.NO_RIGHT
    assert isinstance(certificates.issue_all(nurse, (lanh,)), Refused)
    assert isinstance(sheet(nurse, lanh).may_issue, Refused)


def test_from_the_record_and_again_after_a_dose_of_the_same_day(
    desk: Desk, desk_clock: Clock, make_person: Make
) -> None:
    lanh = make_person(desk)
    old = history(desk, lanh, *TWO)
    first = certificates.issue(desk, lanh)
    assert isinstance(first, Done)
    assert [one.dose.id for one in sheet(desk, lanh).doses] == old
    assert refused(desk, lanh) is Refusal.ALREADY_CERTIFIED
    desk_clock.forward(minutes=90)
    injected(desk, lanh)
    assert [row.person.id for row in certificates.queue(desk)] == [lanh]
    second = certificates.issue(desk, lanh)
    assert isinstance(second, Done)
    assert second.value != first.value
    assert contents(desk, lanh).code == own_codes.certificate_code(second.value)


def test_taking_it_back_brings_the_person_back_into_the_queue(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    injected(desk, lanh)
    done = certificates.issue(desk, lanh)
    assert isinstance(done, Done)
    assert isinstance(undo.void(desk, done.refs[0], why="sai tên"), Done)
    assert [row.person.id for row in certificates.queue(desk)] == [lanh]
    assert isinstance(sheet(desk, lanh).may_issue, Allowed)
    assert sheet(desk, lanh).code == ""


def test_many_at_once_leave_out_those_not_due(desk: Desk, make_person: Make) -> None:
    people = [make_person(desk, row=row, doc=f"01519000123{row}") for row in (1, 2, 3)]
    for no, one in enumerate(people, start=1):
        injected(desk, one, left=no != 2, no=no)
    done = certificates.issue_all(desk, (*people, people[0]))
    assert isinstance(done, Done)
    assert len(done.refs) == 2
    assert {person: answer.reason for person, answer in done.value.items()} == {people[1]: Refusal.NOT_LEFT}
    assert len(certificates.contents_of_all(desk, people)) == 2


@pytest.mark.parametrize("extra", [0, 3], ids=["fits", "too many"])
def test_doses_without_a_place_are_told(desk: Desk, make_person: Make, extra: int) -> None:
    lanh = make_person(desk)
    history(desk, lanh, *TWO, *(History(date=f"202{2 + no}-05-01", kind="booster") for no in range(2 + extra)))
    found = sheet(desk, lanh)
    assert [one.slot for one in found.doses][:4] == [1, 2, 5, 6]
    assert len(found.left_out) == max(0, extra - 1)
    assert len(found.doses) + len(found.left_out) == 4 + extra


def test_a_dose_dated_ahead_is_not_confirmed(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    ahead = history(desk, lanh, *TWO, History(date="2027-02-01", product_text="Pfizer"))[-1]
    assert [one.id for one in sheet(desk, lanh).left_out] == [ahead]
    assert len(sheet(desk, lanh).doses) == 2


def test_the_next_appointment_follows_the_doses(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    history(desk, lanh, *TWO)
    upcoming = sheet(desk, lanh).upcoming
    assert upcoming is not None
    assert (upcoming.kind, upcoming.kind_no) == (DoseKind.BOOSTER, 1)
    assert upcoming.day >= desk.day


def test_the_contents_can_be_printed(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    injected(desk, lanh)
    certificates.issue(desk, lanh)
    assert render(contents(desk, lanh), size="A5").startswith(b"%PDF")


def test_a_draft_says_all_but_the_code_and_issues_nothing(desk: Desk, make_person: Make) -> None:
    lanh, pao = make_person(desk), make_person(desk, row=2, doc="015190001235")
    injected(desk, lanh)
    injected(desk, pao, no=2, left=False)
    draft = certificates.contents(desk, lanh, draft=True)
    assert isinstance(draft, CertificateContents)
    assert (draft.name, draft.code, draft.code_text, len(draft.doses)) == ("Nguyễn Thị Lành", "", "", 1)
    assert squeezed("BẢN XEM TRƯỚC, CHƯA CẤP") in all_text(render(draft, size="A5"))
    assert [row.person.id for row in certificates.queue(desk)] == [lanh]
    assert certificates.contents(desk, pao, draft=True) == Refused(reason=Refusal.NOT_LEFT)
    assert certificates.contents_of_all(desk, (lanh, pao), draft=True) == (draft,)
    certificates.issue(desk, lanh)
    issued = certificates.contents(desk, lanh, draft=True)
    assert issued == contents(desk, lanh)
    assert squeezed("CHƯA CẤP") not in all_text(render(issued, size="A5"))

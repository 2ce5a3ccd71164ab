"""Papers of the day and of a person, filled from a real store; and the entry that every print leaves."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import msgspec
import pytest
from pypdf import PdfReader

from tests.desk.conftest import Clock
from vaxdesk.desk import identify, paper_roster, paper_screening, printing, reception, screening
from vaxdesk.desk.context import Desk, Done
from vaxdesk.documents import labels as label_sheet
from vaxdesk.documents import roster as roster_sheet
from vaxdesk.documents import screening as screening_sheet
from vaxdesk.documents.screening_contents import ScreeningContents
from vaxdesk.domain.identity import Found, Match
from vaxdesk.domain.outcomes import Conclusion
from vaxdesk.domain.papers import Paper
from vaxdesk.domain.payloads import History, Print, Screen
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.store import lines

Make = Callable[..., str]


def three(desk: Desk, make: Make) -> list[str]:
    return [
        make(desk, row=row, name=name, doc=f"01519000123{row}")
        for row, name in ((3, "Sùng A Páo"), (1, "Nguyễn Thị Lành"), (2, "H'Hen Niê"))
    ]


def noted(desk: Desk, answer: object) -> list[tuple]:
    """What the journal holds of the prints that an answer names."""
    assert isinstance(answer, Done)
    with desk.store.reading() as conn:
        found = [lines.line_of(conn, desk.store.names, one) for one in answer.refs]
    return [(one.k, msgspec.json.decode(one.d, type=Print)) for one in found if one is not None]


def test_the_roster_follows_the_list_and_walk_ins_come_last(desk: Desk, make_person: Make) -> None:
    three(desk, make_person)
    walk_in = make_person(desk, listed=False, name="Giàng A Dế", doc="015190009999")
    assert isinstance(reception.check_in(desk, walk_in), Done)
    says = paper_roster.roster(desk)
    assert [(row.number, row.name) for row in says.rows] == [
        (1, "Nguyễn Thị Lành"), (2, "H'Hen Niê"), (3, "Sùng A Páo"), (4, "Giàng A Dế"),
    ]
    assert (says.day, says.printed_at) == (desk.day, f"{desk.day}T08:00")


def test_each_code_of_the_roster_leads_to_its_person(desk: Desk, make_person: Make) -> None:
    people = three(desk, make_person)
    people.append(make_person(desk, listed=False, name="Giàng A Dế", doc="015190009999"))
    reception.check_in(desk, people[-1])
    for row in paper_roster.roster(desk).rows:
        for text in (row.code, row.code_text):
            found = identify.identify(desk, text)
            assert isinstance(found, Found)
            assert (found.presence.person.name, found.match) == (row.name, Match.ROSTER_CODE)


def test_the_dose_due_counts_what_is_known(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    with desk.store.writing(user=desk.user.no) as w:
        w.add("history", History(date="2021-09-14", product="AZ"), of=lanh)
    assert paper_roster.roster(desk).rows[0].dose == "2"


@pytest.mark.parametrize(("extra", "rows"), [(None, 7), (0, 3), (9, 12)], ids=["page filled", "none", "nine"])
def test_the_day_form_has_the_listed_rows_and_bare_ones(
    desk: Desk, make_person: Make, extra: int | None, rows: int
) -> None:
    three(desk, make_person)
    says = paper_roster.day_form(desk, extra=extra)
    assert [row.number for row in says.rows] == list(range(1, rows + 1))
    assert [row.code for row in says.rows[:3]] == [row.code for row in paper_roster.roster(desk).rows]
    assert not any(row.code for row in says.rows[3:])
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(roster_sheet.render_blank(says))).pages)
    assert "Lành" not in text


def test_without_a_list_the_day_form_is_a_page_to_write_on(desk: Desk) -> None:
    assert len(paper_roster.day_form(desk).rows) == roster_sheet.ROWS_A_PAGE


def test_labels_and_slip_carry_the_code_of_the_row(desk: Desk, make_person: Make) -> None:
    people = three(desk, make_person)
    reception.check_in(desk, people[1])
    codes = {row.name: row.code for row in paper_roster.roster(desk).rows}
    made = paper_roster.labels(desk, first=5)
    assert {one.name: one.code for one in made.labels} == codes
    assert len(PdfReader(BytesIO(label_sheet.render(made))).pages) == 1
    assert [one.name for one in paper_roster.labels(desk, persons=people[:1]).labels] == ["Sùng A Páo"]
    slip = paper_roster.slip(desk, people[1])
    assert not isinstance(slip, Refused)
    assert (slip.number, slip.code, slip.received_at) == (1, codes["Nguyễn Thị Lành"], f"{desk.day}T08:00")
    assert paper_roster.slip(desk, people[0]) == Refused(reason=Refusal.NOT_RECEIVED)
    assert paper_roster.slip(desk, "0000000000001.77") == Refused(reason=Refusal.PERSON_GONE)


def screened(desk: Desk, person: str) -> ScreeningContents:
    form = screening.sheet(desk, person)
    assert not isinstance(form, Refused)
    answers = {one.code: one.code == "6" for one in form.form.question}
    vitals = {"temp": 36.6, "pulse": 78.0, "sys": 118.0, "dia": 76.0}
    screen = Screen(day="", form="", answers=answers, notes={"6": "Tôm, cua"}, consent=True, vitals=vitals)
    done = screening.save(desk, person, screen)
    assert isinstance(done, Done), done
    found = paper_screening.of_person(desk, person)
    assert isinstance(found, ScreeningContents)
    return found


def test_the_filled_sheet_says_what_was_screened(desk: Desk, desk_clock: Clock, make_person: Make) -> None:
    lanh = make_person(desk, grp="8", work="Trường tiểu học Xà Hồ")
    reception.check_in(desk, lanh)
    desk_clock.forward(minutes=12)
    says = screened(desk, lanh)
    allergy = next(one for one in says.questions if one.no == "6")
    assert (allergy.answer, allergy.note) == (True, "Tôm, cua")
    assert {one.answer for one in says.questions if one.no != "6"} <= {False, None}
    ticked = [choice.text for choice in says.conclusions if choice.ticked]
    assert len(ticked) == 1
    assert "thận trọng" in ticked[0]
    assert {one.label: one.value for one in says.vitals}["Huyết áp"] == "118/76"
    assert next(one.value for one in says.vitals if one.unit == "°C") == "36,6"
    assert (says.consent.given, says.screened_at, says.screened_by) == (True, f"{desk.day}T08:12", "Lò Thị Mai")
    assert says.consent.group.startswith("8")
    assert (says.name, says.work, says.child, says.prior) == ("Nguyễn Thị Lành", "Trường tiểu học Xà Hồ", False, ())
    assert says.code == paper_roster.roster(desk).rows[0].code
    assert screening_sheet.render(says).startswith(b"%PDF")


def test_before_screening_the_boxes_are_empty(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    with desk.store.writing(user=desk.user.no) as w:
        w.add("history", History(date="2021-09", product_text="Vero Cell"), of=lanh)
    says = paper_screening.of_person(desk, lanh)
    assert isinstance(says, ScreeningContents)
    assert {one.answer for one in says.questions} == {None}
    assert not any(choice.ticked for choice in says.conclusions)
    assert not any(one.value for one in says.vitals)
    assert says.consent.given is None
    assert [one.date for one in says.prior or ()] == ["2021-09"]


@pytest.mark.parametrize("child", [False, True], ids=["adult", "child"])
def test_the_blank_form_is_the_one_in_force(desk: Desk, child: bool) -> None:
    says = paper_screening.blank(desk, child=child)
    assert isinstance(says, ScreeningContents)
    assert (says.child, says.name, says.code) == (child, "", "")
    assert "5002" in says.basis if child else "5785" in says.basis
    assert len(says.conclusions) >= len(Conclusion) - 1
    assert screening_sheet.render_blank(says).startswith(b"%PDF")


def test_a_child_gets_the_childs_form(desk: Desk, make_person: Make) -> None:
    pao = make_person(desk, dob="2014-09-05", guardian="Giàng Thị Dở", guardian_tel="0987654321")
    says = paper_screening.of_person(desk, pao)
    assert isinstance(says, ScreeningContents)
    assert (says.child, says.consent.by, says.consent.phone) == (True, "Giàng Thị Dở", "0987654321")


def test_the_sheet_of_nobody_is_refused(desk: Desk) -> None:
    assert paper_screening.of_person(desk, "0000000000001.77") == Refused(reason=Refusal.PERSON_GONE)


def test_every_print_is_an_entry(desk: Desk, make_person: Make) -> None:
    lanh = make_person(desk)
    done = printing.printed(desk, Paper.CERTIFICATE, of=lanh, copies=2, pages=1)
    assert noted(desk, done) == [("print", Print(what="certificate", copies=2, pages=1, day=desk.day))]
    other = printing.printed(desk, Paper.ROSTER, pages=43, day="2026-11-24")
    assert noted(desk, other) == [("print", Print(what="roster", pages=43, day="2026-11-24"))]
    many = printing.printed_for_all(desk, Paper.CERTIFICATE, of=(lanh, lanh))
    assert noted(desk, many) == [("print", Print(what="certificate", pages=1, day=desk.day))] * 2

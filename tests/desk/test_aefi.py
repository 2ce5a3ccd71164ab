"""Adverse events against a real store: first reports, cases of several days, the serious report, follow-ups."""

from __future__ import annotations

import pytest

from tests.desk.conftest import Clock
from tests.desk.day import Make, injected, pfizer, received, saved, screened
from tests.desk.test_observation import a_reaction, refused
from tests.documents.reading import all_text, squeezed
from vaxdesk.desk import aefi, aefi_paper, aefi_sheet, board, injection, undo
from vaxdesk.desk.context import Desk
from vaxdesk.documents.aefi_form import AefiContents, render
from vaxdesk.domain import times
from vaxdesk.domain.aefi import AefiNeed
from vaxdesk.domain.aefi_report import FieldNeed
from vaxdesk.domain.after_injection import Lacking, ReportSheet
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.refusals import Refusal
from vaxdesk.domain.views import UserView

ANAPHYLAXIS = {"symptoms": ["anaphylaxis", "breathing"], "grade": 2, "note": "Nổi mày đay, khó thở"}


def a_case(desk: Desk, make: Make, **changes: object) -> tuple[str, str]:
    """A person with a reaction, and the entry of it."""
    person, _ = injected(desk, make)
    return person, saved(aefi.report(desk, person, a_reaction(desk, **changes))).refs[0]


def report_of(desk: Desk, event: str) -> ReportSheet:
    found = aefi_sheet.sheet(desk, event)
    assert isinstance(found, ReportSheet), found
    return found


def test_a_reaction_knows_its_dose_and_shows_on_the_record(desk: Desk, make_person: Make) -> None:
    person, dose = injected(desk, make_person)
    kept = saved(aefi.report(desk, person, a_reaction(desk))).value
    assert (kept.inject, kept.severity, kept.day) == (dose, "common", desk.day)
    assert [row.reaction for row in board.rows(desk)] == ["common"]


def test_the_rule_says_serious_and_a_person_may_raise(desk: Desk, make_person: Make) -> None:
    person, _ = injected(desk, make_person)
    assert saved(aefi.report(desk, person, a_reaction(desk, **ANAPHYLAXIS))).value.severity == "serious"
    assert saved(aefi.report(desk, person, a_reaction(desk, severity="serious"))).value.severity == "serious"
    assert [row.reaction for row in board.rows(desk)] == ["serious"]


def test_what_is_missing_is_named_and_nothing_is_saved(desk: Desk, make_person: Make) -> None:
    person, _ = injected(desk, make_person)
    hour_ago = desk.now() - 3600
    answer = aefi.report(desk, person, a_reaction(desk, symptoms=["anaphylaxis", "other"], onset=hour_ago))
    assert isinstance(answer, Lacking)
    assert answer.needs == (AefiNeed.NOTE, AefiNeed.GRADE, AefiNeed.ONSET_BEFORE_DOSE)
    assert aefi.cases(desk) == ()


def test_nobody_reacts_to_a_dose_not_given(desk: Desk, make_person: Make) -> None:
    person = received(desk, make_person)
    assert refused(aefi.report(desk, person, a_reaction(desk))) is Refusal.NOT_INJECTED
    assert refused(aefi.suspect(desk, person)) is Refusal.NOT_INJECTED


def test_reception_records_no_reactions(desk: Desk, make_person: Make) -> None:
    person, event = a_case(desk, make_person)
    other = desk.as_user(UserView(no=9, name="Hờ A Chứ", login="chu", roles=(Role.RECEPTION.value,)))
    assert refused(aefi.report(other, person, a_reaction(desk))) is Refusal.NO_RIGHT
    assert refused(aefi.follow_up(other, event, changes={"note": "x"})) is Refusal.NO_RIGHT


def test_told_three_days_later_it_belongs_to_the_visit_of_the_dose(
    desk: Desk, make_person: Make, desk_clock: Clock
) -> None:
    person, dose = injected(desk, make_person)
    desk_clock.forward(days=3)
    later = desk.on("2026-11-26")
    kept = saved(aefi.report(later, person, a_reaction(later, onset=desk.now() - 7200))).value
    assert (kept.day, kept.inject) == ("2026-11-23", dose)
    assert board.counts(later).stages == {}  # the caller was not received today
    assert [row.reaction for row in board.rows(desk)] == ["common"]
    assert [one.person.id for one in aefi.cases(later)] == [person]
    assert aefi.waiting(later) == 0, "a common one waits for nobody"
    assert aefi.cases(desk.on("2026-11-27")) == ()


def test_open_serious_cases_are_found_on_later_days(desk: Desk, make_person: Make, desk_clock: Clock) -> None:
    person, event = a_case(desk, make_person, **ANAPHYLAXIS)
    known_at = desk.now()
    desk_clock.forward(days=2)
    later = desk.on("2026-11-25")
    case, = aefi.cases(later)
    assert (case.event.id, case.open, case.serious) == (event, True, True)
    assert aefi.waiting(later) == aefi.waiting(desk) == 1
    assert case.deadlines is not None
    assert case.deadlines.investigate_by == known_at + 24 * 3600
    saved(aefi.follow_up(later, event, changes={"outcome": "recovered"}))
    assert aefi.cases(later) == ()
    assert [one.open for one in aefi.cases(desk)] == [False]
    assert aefi.waiting(later) == aefi.waiting(desk) == 0


def test_serious_ones_come_first(desk: Desk, make_person: Make, desk_clock: Clock) -> None:
    lot = pfizer(desk)
    events = []
    for row, changes in ((1, ANAPHYLAXIS), (2, {}), (3, {})):
        person = screened(desk, make_person, row=row, doc=f"01519000000{row}")
        saved(injection.give(desk, person, lot=lot))
        events.append(saved(aefi.report(desk, person, a_reaction(desk, **changes))).refs[0])
        desk_clock.forward(minutes=1)
    assert [one.event.id for one in aefi.cases(desk)] == [events[0], events[2], events[1]]


def test_an_undone_report_is_no_case(desk: Desk, make_person: Make) -> None:
    _, event = a_case(desk, make_person, **ANAPHYLAXIS)
    saved(undo.void(desk, event, why="wrong_person"))
    assert aefi.cases(desk) == ()
    assert refused(aefi_sheet.sheet(desk, event)) is Refusal.OTHER_VISIT
    assert refused(aefi.follow_up(desk, event, changes={"note": "x"})) is Refusal.OTHER_VISIT


def test_the_report_is_filled_from_what_the_station_knows(desk: Desk, make_person: Make) -> None:
    _, event = a_case(desk, make_person, **ANAPHYLAXIS)
    values = report_of(desk, event).values
    assert values["name"] == "Nguyễn Thị Lành"
    assert values["facility"] == "Trạm Y tế xã Xà Hồ"
    assert values["reporter"] == "Lò Thị Mai"
    assert (values["lot"], values["dose_no"], values["site"]) == ("FK1234", "1", "left_deltoid")
    assert values["given_on"] == values["onset_on"] == desk.day
    assert values["given_at"] == values["onset_at"] == "08:00"
    assert (values["events"], values["grade"]) == ("anaphylaxis,breathing", "2")
    assert values["description"] == "Nổi mày đay, khó thở"
    assert values["age"] == "36"
    session = {code: values[code] for code in ("lot_vials", "lot_syringes", "lot_people", "lot_reactions")}
    assert set(session.values()) == {"1"}


def test_gaps_name_what_is_still_to_be_filled(desk: Desk, make_person: Make) -> None:
    _, event = a_case(desk, make_person, **ANAPHYLAXIS)
    gaps = {gap.code: gap.need for gap in report_of(desk, event).gaps}
    assert gaps["seriousness"] is FieldNeed.EMPTY
    assert {"outcome", "treatment", "reporter_address"} <= gaps.keys()
    assert not {"name", "lot", "onset_at", "description"} & gaps.keys()


def test_only_what_was_changed_is_added(desk: Desk, make_person: Make, desk_clock: Clock) -> None:
    _, event = a_case(desk, make_person, **ANAPHYLAXIS)
    before = report_of(desk, event).values
    desk_clock.forward(minutes=40)
    typed = {**before, "treatment": "Adrenalin 0,5 mg tiêm bắp ", "history": "Hen phế quản", "grade": "3"}
    saved(aefi_sheet.fill_in(desk, event, values=typed, why="Bệnh viện báo lại"))
    after = report_of(desk, event)
    assert after.values == {**before, **{code: text.strip() for code, text in typed.items()}}
    assert after.case.event.data["grade"] == 3
    follow, = after.follow_ups
    assert follow.set == {"treatment": "Adrenalin 0,5 mg tiêm bắp", "form.history": "Hen phế quản", "grade": "3"}
    assert (follow.user, follow.why, follow.t) == ("Lò Thị Mai", "Bệnh viện báo lại", desk.now())
    assert saved(aefi_sheet.fill_in(desk, event, values=after.values)).refs == ()


def test_the_mended_hour_of_onset_is_the_reports_own(desk: Desk, make_person: Make, desk_clock: Clock) -> None:
    _, event = a_case(desk, make_person)
    desk_clock.forward(minutes=30)
    saved(aefi_sheet.fill_in(desk, event, values={"onset_at": "08:12"}))
    assert report_of(desk, event).case.event.data["onset"] == times.at(desk.day, "08:12")
    saved(aefi_sheet.fill_in(desk, event, values={"onset_at": "8 giờ"}))
    assert [gap.need for gap in report_of(desk, event).gaps if gap.code == "onset_at"] == [FieldNeed.INVALID]


@pytest.mark.parametrize("values", [{"seriousness": "hospitalisation"}, {"grade": "2"}])
def test_what_turns_out_serious_becomes_so_and_the_clock_starts_then(
    desk: Desk, make_person: Make, desk_clock: Clock, values: dict[str, str]
) -> None:
    _, event = a_case(desk, make_person)
    desk_clock.forward(minutes=90)
    saved(aefi_sheet.fill_in(desk, event, values=values))
    case, = aefi.cases(desk)
    assert case.serious
    assert case.deadlines is not None
    assert case.deadlines.investigate_by == desk.now() + 24 * 3600
    assert [row.reaction for row in board.rows(desk)] == ["serious"]


def test_fields_that_no_report_has_are_not_written(desk: Desk, make_person: Make) -> None:
    _, event = a_case(desk, make_person)
    assert saved(aefi.follow_up(desk, event, changes={"inject": "", "day": "2020-01-01"})).refs == ()


def test_the_paper_says_what_the_report_says(desk: Desk, make_person: Make) -> None:
    _, event = a_case(desk, make_person, **ANAPHYLAXIS)
    contents = aefi_paper.contents_of(desk, event)
    assert isinstance(contents, AefiContents)
    assert (contents.reported_by, contents.printed_at) == ("Lò Thị Mai", "2026-11-23T08:00")
    assert "Nguyễn Thị Lành" in {entry.value for section in contents.sections for entry in section.entries}
    assert (contents.investigate_by, contents.council_by) == ("2026-11-24T08:00", "2026-11-28T08:00")
    assert squeezed("Hạn tổ chức điều tra: 08:00 24/11/2026") in all_text(render(contents))
    assert refused(aefi_paper.contents_of(desk, desk_person_of(desk, event))) is Refusal.OTHER_VISIT


def desk_person_of(desk: Desk, event: str) -> str:
    return report_of(desk, event).case.person.id

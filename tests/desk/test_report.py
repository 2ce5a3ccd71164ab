"""Reports of a station: who may have which, the minutes with team and seal, what is noted when one is given out."""

from __future__ import annotations

import pytest
import zxingcpp

from tests.desk.conftest import DAY
from tests.desk.day import Make, received, saved
from tests.documents.reading import all_text, pictures, squeezed
from tests.report_day import HandMade
from vaxdesk.desk import sealing
from vaxdesk.desk.context import Desk
from vaxdesk.desk.report import answering
from vaxdesk.documents.report import files
from vaxdesk.documents.report.files import Contents
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.payloads import Campaign, Team
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.report.asked import Asked, Format
from vaxdesk.domain.report.table import ReportKind
from vaxdesk.domain.seal import fingerprint, read
from vaxdesk.domain.views import UserView


def of(kind: ReportKind) -> Asked:
    return Asked(kind=kind, until=DAY)


def answered(desk: Desk, kind: ReportKind) -> Contents:
    found = answering.answer(desk, of(kind))
    assert isinstance(found, Contents), found
    return found


@pytest.fixture
def day(desk: Desk) -> HandMade:
    with desk.store.writing(user=desk.user.no) as w:
        return HandMade(w.add, DAY)


@pytest.mark.parametrize(
    ("role", "counts", "people"),
    [(Role.LEAD, True, True), (Role.DATA_ENTRY, True, False), (Role.RECEPTION, False, False)],
)
def test_names_of_people_are_for_the_lead(desk: Desk, role: Role, counts: bool, people: bool) -> None:
    other = desk.as_user(UserView(no=7, name="Khác", login="khac", roles=(role.value,)))
    for kind, allowed in ((ReportKind.DAILY, counts), (ReportKind.AEFI, people)):
        assert isinstance(answering.answer(other, of(kind)), Contents) is allowed
    assert (answering.refuses(other, ReportKind.DAILY, Format.XLSX) is None) is counts
    assert isinstance(answering.refuses(other, ReportKind.DAILY, Format.FHIR), Refused) is not people


@pytest.mark.usefixtures("day")
def test_minutes_with_the_team_and_the_seal_read_back(desk: Desk) -> None:
    with desk.store.writing(user=desk.user.no) as w:
        w.add("team", Team(day=DAY, role="injecting", name="Hờ A Chứ"))
        w.add("team", Team(day=DAY, role="head", user=desk.user.no))
        w.add("team", Team(day=DAY, role="observing", name="Không Đến", over=True))
        w.add("team", Team(day="2026-01-01", role="head", name="Hôm Khác"))
    saved(sealing.seal(desk, DAY))
    contents = answered(desk, ReportKind.SESSION)
    tables = {one.key: one for one in contents.report.grids}
    assert [line.cells[1] for line in tables["team"].lines] == ["Lò Thị Mai", "Hờ A Chứ"]
    (work,) = tables["work"].lines
    assert work.cells == ("Lò Thị Mai", 23, 22, 16, 15)
    data = files.render(contents, Format.PDF)
    codes = [code.text for page in pictures(data, 200) for code in zxingcpp.read_barcodes(page)]
    sealed, missing = read(codes)
    assert (sealed.people, sealed.outcomes, missing) == (24, 24, 0)
    assert squeezed(fingerprint(codes)) in all_text(data)
    assert squeezed("Chốt ngày: các sổ đã có") in all_text(data)


def test_somebody_who_came_after_the_seal_is_said(desk: Desk, make_person: Make) -> None:
    saved(sealing.seal(desk, DAY))
    received(desk, make_person)
    notes = answered(desk, ReportKind.SESSION).report.notes
    assert [one.facts for one in notes if one.key == "report.session.changed"] == [{"then": 0, "now": 1}]


def test_what_is_given_out_is_noted_and_rounds_are_offered(desk: Desk) -> None:
    with desk.store.writing(user=desk.user.no) as w:
        w.add("campaign", Campaign(no="3", name="Đợt 3", from_day="2026-11-01", until_day="2026-11-30"))
    assert [(one.no, one.from_day) for one in answering.rounds(desk)] == [("3", "2026-11-01")]
    done = saved(answering.given_out(desk, of(ReportKind.DAILY), pages=2))
    assert len(done.refs) == 1


def test_an_empty_day_is_a_report_too(desk: Desk) -> None:
    for kind in ReportKind:
        contents = answered(desk, kind)
        assert contents.report.faults == ()
        for one in files.offered(kind, contents.mapping):
            assert files.render(contents, one)

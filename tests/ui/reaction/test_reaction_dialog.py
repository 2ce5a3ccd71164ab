"""Recording a reaction through its dialog: what the rule says while one ticks, what is missing, what is saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.screens.shells import shown
from vaxdesk.domain import times
from vaxdesk.domain.aefi import AefiNeed, Severity
from vaxdesk.domain.after_injection import Lacking, Suspect
from vaxdesk.domain.payloads import Aefi
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import EventView, PersonView
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.notices import Level, Notices
from vaxdesk.ui.reaction.dialog import ReactionDialog, verdict
from vaxdesk.ui.reaction.model import ReactionModel
from vaxdesk.ui.reaction.ports import ReactionPorts
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.aefi.gallery import form

DAY = "2026-11-23"
NOW = times.at(DAY, "09:30")
LANH = PersonView(id="0000000000001.4", name="Nguyễn Thị Lành")


class Saved(msgspec.Struct, frozen=True):
    value: Any
    refs: tuple[str, ...] = ("0000000000001.9",)


def suspect(*, minutes_ago: int = 20) -> Suspect:
    at = NOW - minutes_ago * 60
    dose = EventView(
        id="0000000000001.5", kind="inject", person=LANH.id, day=times.day_of(at), t=at, user=1, voided=False,
        data={"product": "COM-A", "lot_no": "ABX1"},
    )
    return Suspect(person=LANH, inject=dose, injected_at=at, no=24)


class Bench:
    """A model that has begun with a person, and its dialog."""

    def __init__(self, who: Suspect | Refused | None = None) -> None:
        self.reports: list[Aefi] = []
        self.answer: Any = None
        self.went: list[tuple] = []
        self.published: list[frozenset[Change]] = []
        self.notices = Notices()
        room = Room(
            lanes=Lanes.inline(),
            notices=self.notices,
            publish=lambda kinds: self.published.append(frozenset(kinds)),
            go=lambda *where: self.went.append(where),
            badge=lambda *_: None,
        )
        ports = ReactionPorts(
            form=form, suspect=lambda _: who or suspect(), report=self._report, now=lambda: NOW,
            product=lambda _: "Pfizer",
        )
        self.model = ReactionModel(room, ports)
        self.opened: list[object] = []
        self.model.began.connect(self.opened.append)
        self.model.begin(LANH.id)

    def _report(self, person: str, reaction: Aefi) -> Any:
        assert person == LANH.id
        self.reports.append(reaction)
        if isinstance(self.answer, Exception):
            raise self.answer
        severity = reaction.severity or self.model.state.severity.value
        return self.answer or Saved(msgspec.structs.replace(reaction, severity=severity))


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    while made.notices.current:
        made.notices.dismiss()


@pytest.fixture
def dialog(bench: Bench, qtbot) -> Iterator[ReactionDialog]:
    host = QWidget()  # held here until the test is over
    qtbot.addWidget(host)
    made = ReactionDialog(host, bench.model, form())
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    made.show()
    yield made


def test_onset_is_now_unless_typed(bench: Bench, dialog: ReactionDialog) -> None:
    assert dialog._onset.value() == "09:30"
    assert shown(dialog, "Số 24  ·  Nguyễn Thị Lành")
    assert shown(dialog, "Pfizer, lô ABX1, tiêm lúc 09:10")
    dialog._onset.line.clear()
    QTest.keyClicks(dialog._onset.line, "9h15")
    assert dialog._onset.value() == "9h15"  # what is typed is left as it is
    bench.model.tick("fever_39", on=True)
    dialog._save.click()
    assert bench.reports[-1].onset == times.at(DAY, "09:15")


def test_one_key_ticks_and_one_saves(bench: Bench, dialog: ReactionDialog) -> None:
    first = dialog._symptoms.focusProxy()
    QTest.keyClick(first, Qt.Key.Key_Space)
    assert bench.model.state.symptoms == {"local"}
    dialog._save.click()
    report, = bench.reports
    assert (report.symptoms, report.severity, report.grade) == (["local"], "", 0)
    assert bench.notices.current.level is Level.OK
    assert bench.published == [{Change.VISITS, Change.AEFI}]
    assert not dialog.isVisible()


def test_signs_make_the_grade_and_the_grade_makes_it_serious(bench: Bench, dialog: ReactionDialog) -> None:
    model = bench.model
    assert not shown(dialog, "Mày đay, phù mạch xuất hiện nhanh")
    model.tick("rash", on=True)
    assert shown(dialog, "Mày đay, phù mạch xuất hiện nhanh")
    model.sign("urticaria", on=True)
    assert (model.state.grade, model.state.severity) == (1, Severity.COMMON)
    assert "anaphylaxis" in model.state.symptoms
    model.sign("belly", on=True)
    assert (model.state.grade, model.state.severity) == (2, Severity.SERIOUS)
    assert shown(dialog, "Độ II (nặng)")
    assert verdict(model.state).startswith("Phản vệ độ II")
    assert not dialog._raise.isVisible()
    dialog._save.click()
    report, = bench.reports
    assert (report.grade, report.symptoms) == (2, ["rash", "anaphylaxis"])
    assert report.form == {"signs": "urticaria,belly"}


def test_without_anaphylaxis_no_signs(bench: Bench) -> None:
    bench.model.sign("stridor", on=True)
    bench.model.tick("anaphylaxis", on=False)
    assert (bench.model.state.signs, bench.model.state.grade) == (frozenset(), 0)


def test_what_is_missing_stands_beside(bench: Bench, dialog: ReactionDialog) -> None:
    assert verdict(bench.model.state).startswith("Chọn triệu chứng")
    dialog._save.click()
    assert shown(dialog, "Chọn ít nhất một triệu chứng hoặc mô tả")
    bench.model.tick("other", on=True)
    bench.model.tick("anaphylaxis", on=True)
    assert shown(dialog, "Cần ghi rõ triệu chứng khác")
    assert shown(dialog, "Cần chọn độ phản vệ (I–IV)")
    bench.model.write(onset="08:00")
    assert dialog._onset.below.text() == "Giờ xuất hiện trước giờ tiêm"
    bench.model.write(onset="11:00")
    assert dialog._onset.below.text() == "Giờ xuất hiện sau giờ hiện tại"
    assert bench.reports == []
    assert dialog.isVisible()


def test_whoever_reports_may_raise_and_go_back(bench: Bench, dialog: ReactionDialog) -> None:
    bench.model.tick("fatigue", on=True)
    dialog._raise.click()
    assert bench.model.state.severity is Severity.SERIOUS
    dialog._raise.click()
    assert bench.model.state.severity is Severity.COMMON
    dialog._raise.click()
    dialog._save.click()
    assert bench.reports[-1].severity == "serious"


def test_a_serious_one_is_told_in_red_with_deadline_and_report(bench: Bench) -> None:
    bench.model.tick("breathing", on=True)
    bench.model.save()
    notice = bench.notices.current
    assert notice.level is Level.ERROR
    assert "24/11 09:30" in notice.text
    bench.notices.act()
    assert bench.went == [("aefi", "0000000000001.9")]


def test_a_common_one_may_be_undone(bench: Bench) -> None:
    asked: list[str] = []
    bench.model.undo_wanted.connect(asked.append)
    bench.model.tick("headache", on=True)
    bench.model.save()
    bench.notices.act()
    assert asked == ["0000000000001.9"]


def test_a_refusal_is_said_in_the_dialog(bench: Bench, dialog: ReactionDialog) -> None:
    bench.answer = Refused(reason=Refusal.NO_RIGHT, facts={"act": "record_aefi"})
    bench.model.tick("headache", on=True)
    dialog._save.click()
    assert shown(dialog, "không có quyền: Ghi phản ứng sau tiêm")
    assert dialog._save.isEnabled()


def test_a_desk_that_knows_better_says_what_is_lacking(bench: Bench, dialog: ReactionDialog) -> None:
    bench.answer = Lacking((AefiNeed.ONSET_BEFORE_DOSE,))
    bench.model.tick("headache", on=True)
    dialog._save.click()
    assert dialog.isVisible()
    assert bench.published == []


def test_a_full_disk_keeps_what_was_typed(bench: Bench, dialog: ReactionDialog) -> None:
    bench.answer = Trouble(TroubleCode.DISK_FULL)
    bench.model.tick("headache", on=True)
    bench.model.write(note="Đau nửa đầu")
    dialog._save.click()
    assert bench.notices.current.level is Level.ERROR
    assert (dialog._note.value(), dialog._save.isEnabled()) == ("Đau nửa đầu", True)


def test_told_days_later_the_day_is_asked_too(qtbot) -> None:
    late = Bench(suspect(minutes_ago=3 * 1440))
    host = QWidget()
    qtbot.addWidget(host)
    dialog = ReactionDialog(host, late.model, form())
    dialog.show()
    assert dialog._onset_day.isVisible()
    late.model.write(onset_day="2026-11-21", onset="7:00")
    late.model.tick("fever_39", on=True)
    late.model.save()
    assert late.reports[-1].onset == times.at("2026-11-21", "07:00")
    late.notices.dismiss()


def test_nobody_reacts_to_a_dose_not_given() -> None:
    none = Bench(Refused(reason=Refusal.NOT_INJECTED))
    assert none.opened == []
    assert none.notices.current.level is Level.WARN
    none.notices.dismiss()


def test_each_person_begins_with_an_empty_sheet(bench: Bench) -> None:
    bench.model.tick("headache", on=True)
    bench.model.raise_severity(on=True)
    bench.model.begin(LANH.id)
    assert (bench.model.state.symptoms, bench.model.state.raised, bench.model.state.onset) == (
        frozenset(), False, "09:30",
    )


def test_the_reference_card_is_words_alone(bench: Bench, dialog: ReactionDialog) -> None:
    bench.model.tick("anaphylaxis", on=True)
    cards = [one for one in dialog.findChildren(QWidget) if getattr(one, "words", "") == "Thẻ tra cứu: adrenalin"]
    cards[0].click()
    assert shown(dialog, "Người lớn: 0,5–1 ml")
    assert shown(dialog, "Phần mềm không tính liều")

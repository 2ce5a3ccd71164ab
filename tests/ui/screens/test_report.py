"""The page of reports: questions and their order, days that are none, the round, names of files, who may have what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.report.asked import Asked, Axis, Format
from vaxdesk.domain.report.table import ReportKind
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.lanes import InlineLane, Lanes, ManualLane
from vaxdesk.ui.notices import Notices
from vaxdesk.ui.printing import PrintPorts
from vaxdesk.ui.screen import Room
from vaxdesk.ui.screens.report.model import ReportModel
from vaxdesk.ui.screens.report.ports import ReportPorts
from vaxdesk.ui.screens.report.state import Face, Round
from vaxdesk.ui.screens.report.view import named

DAY = "2026-11-23"
NO = Refused(reason=Refusal.NO_RIGHT, facts={"act": "export_people"})


class Bench:
    """A model whose answers a test gives."""

    def __init__(self, paper: Any = None, *, rounds: tuple[Round, ...] = ()) -> None:
        self.asked: list[Asked] = []
        self.saved: list[tuple[bytes, Path]] = []
        self.noted: list[Asked] = []
        self.answer: Any = "contents"
        self.allowed: Refused | None = None
        self.notices = Notices()
        self.paper = paper or InlineLane()
        room = Room(
            lanes=Lanes(db=InlineLane(), net=InlineLane(), paper=self.paper, eye=InlineLane(), lan=InlineLane()),
            notices=self.notices, publish=lambda _: None, go=lambda *_: None, badge=lambda *_: None,
        )  # fmt: skip
        self.model = ReportModel(room, ReportPorts(
            answer=self._answer, face=lambda one: Face(title=str(one), unit="", period=""), rounds=lambda: rounds,
            products=lambda: (), may=lambda *_: self.allowed, render=lambda one, format_: f"{one}{format_}".encode(),
            save=lambda data, path: self.saved.append((data, path)),
            note=lambda asked, **_: self.noted.append(asked), file_name=lambda *_: "x.xlsx", day=lambda: DAY,
            printing=PrintPorts(chosen=str, keep=lambda _: None),
        ))  # fmt: skip

    def _answer(self, asked: Asked) -> Any:
        self.asked.append(asked)
        if isinstance(self.answer, Trouble):
            raise self.answer
        return self.answer


def test_each_change_asks_anew_and_only_for_what_the_report_knows() -> None:
    bench = Bench()
    bench.model.look()
    bench.model.set_days("2026-11-01", DAY)
    bench.model.set_campaign(" 3 ")
    bench.model.choose(ReportKind.SESSION)
    assert (bench.asked[-1].since, bench.asked[-1].campaign) == ("", ""), "minutes are of one day"
    bench.model.choose(ReportKind.COVERAGE)
    bench.model.set_axis(Axis.AGE)
    bench.model.set_product("AZ")
    last = bench.asked[-1]
    assert (last.kind, last.axis, last.product, last.since) == (ReportKind.COVERAGE, Axis.AGE, "AZ", "2026-11-01")


@pytest.mark.parametrize(("since", "until"), [("2026-11-24", DAY), ("", ""), ("2026-11", DAY), ("", "2026")])
def test_days_that_are_none_ask_nothing(since: str, until: str) -> None:
    bench = Bench()
    bench.model.set_days(since, until)
    assert bench.asked == [] and bench.model.state.wrong and not bench.model.state.busy


def test_the_round_that_runs_is_proposed_until_somebody_writes_another() -> None:
    bench = Bench(rounds=(Round(no="4", name="", since="2026-11-20", until="2026-11-30"),
                          Round(no="3", name="", since="2026-01-01", until="2026-02-01")))  # fmt: skip
    bench.model.look()
    assert bench.asked[-1].campaign == "4"
    bench.model.set_campaign("")
    bench.model.look()
    assert bench.asked[-1].campaign == ""
    bench.model.choose(ReportKind.CAMPAIGN)
    bench.model.set_campaign("3")
    assert (bench.asked[-1].since, bench.asked[-1].until) == ("2026-01-01", "2026-02-01")


def test_an_answer_that_comes_too_late_is_not_shown() -> None:
    bench = Bench(ManualLane())
    bench.model.look()
    assert bench.model.state.busy
    bench.answer = "second"
    bench.model.choose(ReportKind.STOCK)
    bench.paper.drain()
    assert (bench.model.state.face.title, bench.model.state.busy) == ("second", False)


def test_a_refusal_and_a_trouble_leave_nothing_to_give_out() -> None:
    bench = Bench()
    bench.answer = NO
    bench.model.look()
    assert bench.model.state.refused and bench.model.state.face is None
    bench.model.print_()
    bench.model.save(Path("x.pdf"), Format.PDF)
    assert bench.saved == []
    bench.answer = Trouble(TroubleCode.DISK_FAILED)
    bench.model.look()
    assert not bench.model.state.busy and bench.notices.current


def test_what_is_shown_is_saved_and_noted_if_it_may_be() -> None:
    bench = Bench()
    bench.model.look()
    bench.model.save(Path("x.csv"), Format.CSV)
    assert bench.saved == [(b"contentscsv", Path("x.csv"))] and bench.noted == [bench.model.asked]
    bench.allowed = NO
    bench.model.save(Path("y.json"), Format.FHIR)
    assert len(bench.saved) == 1, "names of people are not for everybody"


@pytest.mark.parametrize(
    ("typed", "chosen", "file", "format_"),
    [
        ("a.xlsx", None, "a.xlsx", Format.XLSX),
        ("a.xlsx", Format.PDF, "a.pdf", Format.PDF),
        ("a.PDF", Format.XLSX, "a.PDF", Format.PDF),
        ("a", Format.CSV, "a.csv", Format.CSV),
        ("a", None, "a.xlsx", Format.XLSX),
        ("a.fhir.json", Format.XLSX, "a.fhir.json", Format.FHIR),
        ("a.xlsx", Format.DHIS2, "a.dhis2.json", Format.DHIS2),
    ],
)
def test_a_file_gets_the_ending_of_its_format(typed: str, chosen: Format | None, file: str, format_: Format) -> None:
    assert named(Path(typed), chosen, tuple(Format)) == (Path(file), format_)

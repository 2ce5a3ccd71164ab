"""The hand-counted day asked of the fold on both databases: each line, each column; and what does not balance."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.registry.conftest import Fold, Written
from tests.report_day import AZ, COMA, COUNTED, TOTAL, HandMade
from vaxdesk.domain.payloads import Aefi, Amend, Inject, Lot, Stock, Void
from vaxdesk.domain.report import campaign
from vaxdesk.domain.report.asked import Asked, Axis
from vaxdesk.domain.report.facts import Unit
from vaxdesk.domain.report.table import FaultKind, Grid, Line, Rank, ReportKind, Said
from vaxdesk.registry import rules
from vaxdesk.registry.queries.home import Home
from vaxdesk.registry.queries.report import attendances
from vaxdesk.registry.reporting import Answer, Reporter

DAY = "2026-11-23"
LOG = "0F3K7M9QX2TBW"
UNIT = Unit(key="15041", code="15041", name="Trạm Y tế xã Xà Hồ")


def answered(base: Fold, asked: Asked) -> Answer:
    return base.ask(lambda conn, names: Reporter(conn, names, Home(lambda _: UNIT.key), (UNIT,)).answer(asked))


def values(grid: Grid, line: Line) -> dict:
    return {heading.key: cell for heading, cell in zip(grid.headings, line.cells, strict=True)}


def of_product(grid: Grid, code: str) -> dict:
    return next(values(grid, line) for line in grid.lines if line.dims.get("product") == code)


def total(grid: Grid) -> dict:
    return next(values(grid, line) for line in grid.lines if line.rank is Rank.TOTAL)


@pytest.fixture
def made(base: Fold) -> HandMade:
    log = Written(LOG)
    day = HandMade(log.add, DAY)
    base.take(log)
    return day


@pytest.mark.usefixtures("made")
def test_the_daily_report_is_what_was_counted_by_hand(base: Fold) -> None:
    report = answered(base, Asked(kind=ReportKind.DAILY, until=DAY)).report
    main, symptoms = report.grids
    for code in (COMA, AZ):
        said = of_product(main, code)
        assert {key: said[key] for key in COUNTED[code]} == COUNTED[code]
    assert {key: total(main)[key] for key in TOTAL} == TOTAL
    assert report.faults == ()
    assert not any(line.marks for line in main.lines)
    seen = of_product(symptoms, COMA)
    assert [seen[f"symptom:{one}"] for one in ("local", "fever_below_39", "headache")] == [2, 1, 0]
    assert of_product(symptoms, AZ)["symptom:headache"] == 1


def test_a_day_that_does_not_balance_says_where_and_who(base: Fold) -> None:
    log = Written(LOG)
    HandMade(log.add, DAY, balanced=False)
    base.take(log)
    report = answered(base, Asked(kind=ReportKind.DAILY, until=DAY)).report
    faults = {fault.kind: fault for fault in report.faults}
    assert set(faults) == {FaultKind.OUTCOMES, FaultKind.DOSES, FaultKind.VIALS}
    assert faults[FaultKind.OUTCOMES].who == (Said("report.who.both", {"no": 13, "row": 13}),)
    assert (faults[FaultKind.OUTCOMES].facts["whole"], faults[FaultKind.OUTCOMES].facts["parts"]) == (15, 14)
    assert faults[FaultKind.DOSES].who == (Said("report.who.both", {"no": 18, "row": 18}),)
    vial = {"no": 3, "lot": "AB9876", "doses": 10, "given": 6, "said": 5}
    assert faults[FaultKind.VIALS].who == (Said("report.who.vial", vial),)
    marks = {line.dims.get("product", ""): line.marks for line in report.grids[0].lines}
    assert marks == {COMA: {"people"}, AZ: {"vaccinated"}, "": {"people", "vaccinated"}}


@pytest.mark.usefixtures("made")
def test_the_round_by_group_and_by_unit(base: Fold) -> None:
    report = answered(base, Asked(kind=ReportKind.CAMPAIGN, since="2026-11-01", until=DAY, campaign="3")).report
    groups, units, events = report.grids
    by_group = {line.dims.get("group", "*"): values(groups, line) for line in groups.lines}
    # odd numbers are of group 9, even ones of group 13, number 25 of none
    assert (by_group["9"]["people"], by_group["9"]["injected"], by_group["9"]["percent"]) == (12, 7, 58.3)
    assert (by_group["13"]["people"], by_group["13"]["injected"], by_group["13"]["primary_1"]) == (12, 8, 4)
    assert (by_group[""]["people"], by_group[""]["primary_1"], by_group[""]["percent"]) == (1, 1, 100.0)
    assert (by_group["*"]["people"], by_group["*"]["injected"], by_group["*"]["percent"]) == (25, 16, 64.0)
    shared = total(groups).keys() & total(units).keys()
    assert {key: total(units)[key] for key in shared} == {key: total(groups)[key] for key in shared}
    assert (total(events)["used"], total(events)["common"], total(events)["serious"]) == (16, 3, 1)
    assert report.faults == ()


def test_earlier_rounds_are_counted_as_from_whole_visits(base: Fold) -> None:
    log = Written(LOG)
    before = HandMade(log.add, "2026-10-01")
    HandMade(log.add, DAY)
    again = Inject(day=DAY, at=1, product="AZ", lot="", lot_no="?", expiry="", kind="booster", kind_no=1)
    log.add("inject", again, of=before.refs[1])
    log.add("void", Void(v=True, why="x"), of=before.refs[2], rev=1)
    base.take(log)
    asked = Asked(kind=ReportKind.CAMPAIGN, since="2026-11-01", until=DAY)
    made = answered(base, asked)
    whole = base.ask(lambda conn, names: attendances(conn, names, Home(lambda _: UNIT.key), since="", until=DAY))
    plain = campaign.campaign(rules.report(ReportKind.CAMPAIGN), asked, whole, made.names, unit=UNIT.name)
    assert made.report == plain
    said = total(made.report.grids[0])
    assert (said["earlier_people"], said["earlier_injected"], said["people"], said["injected"]) == (24, 15, 26, 17)
    one = answered(base, replace(asked, product="COM-A")).report
    assert (total(one.grids[0])["earlier_injected"], total(one.grids[0])["injected"]) == (9, 10)


def test_events_are_listed_with_their_dose_and_their_deadline(base: Fold, made: HandMade) -> None:
    report = answered(base, Asked(kind=ReportKind.AEFI, until=DAY)).report
    events, lots = report.grids
    first = values(events, events.lines[0])
    assert len(events.lines) == 4
    assert (first["name"], first["lot"], first["minutes"], first["grade"]) == ("Vàng A Sếnh", "FK1234", 15, 2)
    assert first["council_by"] - first["investigate_by"] == 4 * 86400, "five days and one after it became known"
    assert (first["given_at"], first["onset"]) == (made.at(23, 10), made.at(23, 25))
    by_lot = {values(lots, line)["lot"]: values(lots, line) for line in lots.lines}
    assert {key: by_lot["FK1234"][key] for key in ("vials", "doses", "people", "well", "common", "serious")} == {
        "vials": 2, "doses": 10, "people": 10, "well": 7, "common": 2, "serious": 1}  # fmt: skip
    assert by_lot["AB9876"]["people"] == 6


def test_the_deadline_counts_from_when_somebody_raised_it(base: Fold) -> None:
    log = Written(LOG)
    day = HandMade(log.add, DAY)
    told = log.add("aefi", Aefi(day=DAY, severity="common", onset=day.at(1, 60), inject=day.doses[1]), of=day.refs[1])
    log.add("amend", Amend(set={"note": "x"}), of=told, rev=1, t=1_795_500_000)
    log.add("amend", Amend(set={"severity": "serious", "form.outcome": "died"}), of=told, rev=2, t=1_795_600_000)
    log.add("amend", Amend(set={"severity": "serious"}), of=told, rev=3, t=1_795_700_000)
    base.take(log)
    events = answered(base, Asked(kind=ReportKind.AEFI, until=DAY)).report.grids[0]
    raised = next(values(events, line) for line in events.lines if line.dims["event"] == told)
    assert raised["investigate_by"] == 1_795_600_000 + 24 * 3600
    assert raised["outcome"].en == "Died"


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    ("axis", "lines"),
    [
        (Axis.GROUP, {"9": (11, 6), "13": (11, 7)}),
        (Axis.SEX, {"F": (11, 6), "M": (11, 7)}),
        (Axis.COMMUNE, {"Xà Hồ": (15, 9), "Bản Mù": (7, 4)}),
        (Axis.HAMLET, {"Xà Hồ – Thôn Cu Vai": (15, 9), "Bản Mù – Thôn Cu Vai": (7, 4)}),
        (Axis.AGE, {"50-65": (11, 5), "65-": (11, 8)}),
        (Axis.UNIT, {"15041": (22, 13)}),
    ],
)
def test_coverage_of_the_list(base: Fold, axis: Axis, lines: dict) -> None:
    report = answered(base, Asked(kind=ReportKind.COVERAGE, until=DAY, axis=axis)).report
    (grid,) = report.grids
    found = {line.dims["value"]: values(grid, line) for line in grid.lines if line.rank is Rank.PLAIN}
    assert {key: (one["target"], one["any"]) for key, one in found.items()} == lines
    assert (total(grid)["target"], total(grid)["any"], total(grid)["any_percent"]) == (22, 13, 59.1)
    assert report.faults == ()


@pytest.mark.usefixtures("made")
def test_minutes_of_the_session(base: Fold) -> None:
    report = answered(base, Asked(kind=ReportKind.SESSION, until=DAY)).report
    tables = {one.key: one for one in report.grids}
    counts = values(tables["counts"], tables["counts"].lines[0])
    assert (counts["listed"], counts["absent"], counts["people"], counts["vaccinated"]) == (22, 1, 24, 16)
    lots = {line.dims.get("lot", "*"): values(tables["lots"], line) for line in tables["lots"].lines}
    assert {key: lots["AB9876"][key] for key in ("vials", "used", "wasted", "in_open", "no_vial")} == {
        "vials": 1, "used": 6, "wasted": 5, "in_open": 0, "no_vial": 1}  # fmt: skip
    assert (lots["*"]["used"], lots["*"]["wasted"]) == (16, 7)
    assert len(tables["incidents"].lines) == 4
    assert report.codes == () and report.faults == ()


@pytest.mark.usefixtures("made")
def test_stock_by_lot_agrees_with_the_doses(base: Fold) -> None:
    report = answered(base, Asked(kind=ReportKind.STOCK, until=DAY)).report
    (grid,) = report.grids
    lots = {line.dims.get("lot", "*"): values(grid, line) for line in grid.lines}
    assert {key: lots["FK1234"][key] for key in ("used", "given", "wasted", "missing")} == {
        "used": 10, "given": 10, "wasted": 2, "missing": 0}  # fmt: skip
    assert {key: lots["AB9876"][key] for key in ("used", "given", "wasted")} == {"used": 6, "given": 6, "wasted": 5}
    assert (lots["*"]["used"], lots["*"]["given"], lots["*"]["wasted"]) == (16, 16, 7)
    assert report.faults == ()


def test_stock_over_several_days_and_doses_of_no_lot(base: Fold) -> None:
    log = Written(LOG)
    day = HandMade(log.add, DAY)
    lot = log.add("lot", Lot(product="MOD", number="M1", expiry="2027-01-31", doses_per_vial=10))
    for on, doses, reason in (("2026-11-20", 100, "receipt"), ("2026-11-22", -10, "dispose")):
        log.add("stock", Stock(lot=lot, doses=doses, reason=reason, day=on), rev=1)
    nowhere = Inject(day=DAY, at=day.at(14), product="COM-A", lot="", lot_no="?", expiry="", kind="primary", kind_no=1)
    log.add("inject", nowhere, of=day.refs[14])
    base.take(log)
    report = answered(base, Asked(kind=ReportKind.STOCK, since="2026-11-21", until=DAY)).report
    (grid,) = report.grids
    lots = {line.dims.get("lot", "*"): values(grid, line) for line in grid.lines}
    kept = {key: lots["M1"][key] for key in ("opening", "received", "disposed", "closing", "note")}
    assert kept == {"opening": 100, "received": 0, "disposed": 10, "closing": 90, "note": None}
    assert (lots["?"]["used"], lots["?"]["given"]) == (0, 1)
    (fault,) = report.faults
    assert (fault.kind, fault.who) == (FaultKind.LOTS, (Said("report.who.row", {"no": 0, "row": 14}),))
    assert answered(base, Asked(kind=ReportKind.DAILY, since="2026-11-21", until=DAY)).report.grids[0].lines

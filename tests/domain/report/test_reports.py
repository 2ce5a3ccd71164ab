"""Each report from a few rows: what is counted where, whose rows make a difference, what a district may take out."""

from __future__ import annotations

from msgspec.structs import replace

from tests.domain.report.makers import DAY, ONE, TWO, dose, form, plain, reaction, row, total, values
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.report import campaign, coverage, daily, reactions, session, stock
from vaxdesk.domain.report.asked import Asked, Axis
from vaxdesk.domain.report.daily import Day
from vaxdesk.domain.report.facts import Drawn, Listed, StockLine, Whom
from vaxdesk.domain.report.form import BalanceForm
from vaxdesk.domain.report.session import Entered, Session, Worker
from vaxdesk.domain.report.table import FaultKind, Rank, ReportKind, Said
from vaxdesk.domain.seal import Seal, SealHead
from vaxdesk.domain.stock.balance import DayLine
from vaxdesk.domain.views import DoseView
from vaxdesk.registry import rules

TODAY = Asked(kind=ReportKind.DAILY, until=DAY)


def of_day(*rows, names=ONE, asked=TODAY, shape=None, **more):
    day = Day(rows=rows, symptoms=tuple(rules.aefi().symptom), **more)
    return daily.daily(shape or form(ReportKind.DAILY), asked, day, names, unit="Trạm A")


def test_a_sum_a_unit_where_there_are_several() -> None:
    report = of_day(
        row(1, doses=(dose(),)), row(2, doses=(dose(product="COM-A"),)), row(3, unit="B", doses=(dose(),)), names=TWO
    )
    ranks = [line.rank for line in report.grids[0].lines]
    assert ranks == [Rank.PLAIN, Rank.PLAIN, Rank.SUM, Rank.PLAIN, Rank.TOTAL]
    assert [one["no"] for one in plain(report.grids[0])] == [1, 2, 3]
    assert values(report.grids[0], report.grids[0].lines[2])["people"] == 2
    assert report.faults == () and report.notes == ()


def test_one_vaccine_alone_and_losses_without_people() -> None:
    rows = row(1, doses=(dose(),)), row(2, doses=(dose(product="COM-A"),))
    report = of_day(*rows, asked=replace(TODAY, product="AZ"), lost={("A", "AZ"): 2, ("A", "COM-A"): 3})
    assert (total(report.grids[0])["people"], total(report.grids[0])["wasted"]) == (1, 2)
    (line,) = plain(of_day(lost={("A", "AZ"): 5, ("A", "COM-A"): 0}).grids[0])
    assert (line["people"], line["wasted"]) == (0, 5)


def test_what_cannot_be_so_is_said() -> None:
    report = of_day(
        row(1, doses=(dose(),), refused=True), row(2, doses=(dose("L.7"),), received=False),
        row(3, doses=(dose("L.6", late=True),), received=False),
        vials=(Drawn(unit="A", day=DAY, product="AZ", lot="", lot_no="X1", no=4, doses=10, given=8, closed=True),),
    )  # fmt: skip
    faults = {one.kind: one for one in report.faults}
    assert set(faults) == {FaultKind.AGAINST, FaultKind.NOT_RECEIVED, FaultKind.VIALS}
    assert [one.who[0].facts.get("no") for one in faults.values()] == [1, 2, 4]
    assert report.notes == (Said("report.note.late_doses", {"n": 1}),)


def test_doses_of_two_vaccines_show_in_both_lines() -> None:
    report = of_day(row(1, doses=(dose(), dose("L.7", product="COM-A"))))
    assert [one.kind for one in report.faults] == [FaultKind.DOSES]
    assert [one["vaccinated"] for one in plain(report.grids[0])] == [1, 0]


def test_whoever_is_not_finished_makes_the_difference() -> None:
    (fault,) = of_day(row(1), row(2, planned="COM-A", stage=Stage.DONE, outcome=Outcome.DECLINED)).faults
    assert (fault.kind, fault.where, fault.who) == (
        FaultKind.OUTCOMES, ("Trạm A", ONE.products["AZ"]), (Said("report.who.no", {"no": 1, "row": 0}),)
    )  # fmt: skip


def test_a_table_may_be_taken_out() -> None:
    shape = replace(form(ReportKind.DAILY), grid=())
    assert of_day(row(1), shape=shape).grids == ()


ROUND = Asked(kind=ReportKind.CAMPAIGN, since="2026-11-20", until=DAY, before="2026-01-01", campaign="3")


def of_round(*rows, names=TWO, asked=ROUND):
    return campaign.campaign(form(ReportKind.CAMPAIGN), asked, rows, names, unit="Trạm A")


def test_earlier_rounds_and_this_one() -> None:
    old = {"day": "2026-10-01", "whom": {"grp": "9"}}
    report = of_round(
        row(1, doses=(dose(),), **old), row(2, **old), row(3, day="2025-01-01", whom={"grp": "9"}),
        row(1, doses=(dose("L.7"),), whom={"grp": "9"}), row(4, doses=(dose("L.6", late=True),), whom={"grp": "9"}),
    )  # fmt: skip
    (line,) = plain(report.grids[0])
    said = {key: line[key] for key in ("earlier_people", "earlier_injected", "people", "injected", "percent")}
    assert said == {"earlier_people": 2, "earlier_injected": 1, "people": 2, "injected": 2, "percent": 100.0}
    assert line["note"] == Said("report.note.late", {"n": 1})
    assert report.notes == (Said("report.note.campaign", {"no": "3"}),)
    assert of_round(asked=replace(ROUND, campaign="")).notes == ()


def test_whoever_was_at_two_units_makes_the_difference() -> None:
    who = Whom(id="P.1", grp="9")
    report = of_round(row(1, who=who, doses=(dose(),)), row(5, who=who, unit="B"), row(2, unit="B"))
    rows = [one for one in report.faults if one.kind is FaultKind.ROWS]
    assert {one.facts["whole"] for one in rows} == {2} and {one.facts["parts"] for one in rows} == {3}
    assert [one.facts["who"].facts["no"] for one in rows[0].who] == [1, 5]


def test_a_district_may_ask_for_one_dose_a_person() -> None:
    rule = BalanceForm(kind="doses", whole="injected", parts=("primary_1", "primary_2"))
    shape = form(ReportKind.CAMPAIGN)
    shape = replace(shape, grid=(replace(shape.of("groups"), balance=(rule,)),))
    twice = {"who": Whom(id="P.1", grp="9")}
    rows = [row(1, doses=(dose(),), **twice), row(2, doses=(dose("L.7", kind_no=2),), **twice),
            row(3, doses=(dose("L.6"),), whom={"grp": "13"})]  # fmt: skip
    (fault,) = campaign.campaign(shape, ROUND, rows, ONE, unit="Trạm A").faults
    assert (fault.kind, [one.facts["no"] for one in fault.who]) == (FaultKind.DOSES, [1, 2])


def test_one_vaccine_of_a_round() -> None:
    rows = row(1, doses=(dose(),)), row(2, planned="COM-A"), row(3, doses=(dose("L.7", product="COM-A"),))
    report = of_round(*rows, asked=replace(ROUND, product="COM-A"))
    assert total(report.grids[0])["people"] == 2
    assert [one["product"] for one in plain(report.grids[2])] == [ONE.products["COM-A"]]


def listed(no: int, *dates: str, **whom: str) -> Listed:
    doses = tuple(DoseView(id=f"L.{no}{at}", date=on, product="AZ") for at, on in enumerate(dates))
    return Listed(who=Whom(id=f"P.{no}", **{"dob": "1980-05-01", **whom}), unit="A", doses=doses)


def covered(*people: Listed, axis: Axis, product: str = "", shape=None):
    asked = Asked(kind=ReportKind.COVERAGE, until=DAY, axis=axis, product=product)
    return coverage.coverage(
        shape or form(ReportKind.COVERAGE), asked, people, TWO, unit="Trạm A", schedule=rules.schedule()
    )


def test_coverage_counts_doses_by_the_course() -> None:
    people = listed(1, "2026-01-01", "2026-03-01", "2026-09-01"), listed(2, "2026-01-01", sex="F"), listed(3)
    (grid,) = covered(*people, axis=Axis.SEX).grids
    said = total(grid)
    counts = {key: said[key] for key in ("target", "any", "none", "complete", "primary_2", "booster_1")}
    assert counts == {"target": 3, "any": 2, "none": 1, "complete": 1, "primary_2": 1, "booster_1": 1}
    assert total(covered(*people, axis=Axis.SEX, product="COM-A").grids[0])["any"] == 0
    assert [one["of"] for one in plain(grid)] == [Said("clinical.sex.F"), Said("report.not_known")]


def test_bands_of_ages_and_dates_that_fit_two() -> None:
    people = (
        listed(1, dob="2022-01-01"), listed(2, dob="1950"), listed(3, dob="2008"), listed(4, dob=""),
        listed(5, dob="2014-11-23"),
    )  # fmt: skip
    (grid,) = covered(*people, axis=Axis.AGE).grids
    said = [(one["of"], one["target"]) for one in plain(grid)]
    assert said == [
        (Said("report.band", {"a": "0", "b": 4}), 1), (Said("report.band", {"a": "12", "b": 17}), 1),
        (Said("report.band_on", {"a": "65"}), 1), (Said("report.not_known"), 2),
    ]  # fmt: skip


def test_areas_units_and_groups() -> None:
    one, two = listed(1, commune="Xà Hồ", hamlet="Cu Vai", grp="9"), listed(2, grp="x")
    other = replace(listed(3, commune="Xà Hồ"), unit="B")
    by = {axis: plain(covered(one, two, other, axis=axis).grids[0]) for axis in Axis}
    assert [line["of"] for line in by[Axis.HAMLET]] == ["Xà Hồ – Cu Vai", Said("report.not_known")]
    assert [line["of"] for line in by[Axis.COMMUNE]] == ["Xà Hồ", Said("report.not_known")]
    assert [line["of"] for line in by[Axis.UNIT]] == ["Trạm A", "Trạm B"]
    assert [line["of"] for line in by[Axis.GROUP]] == [Said("person.group.9"), "x", Said("report.not_known")]
    lines = covered(one, two, other, axis=Axis.COMMUNE).grids[0].lines
    assert [line.dims.get("unit") for line in lines] == [None, "A", None]


def test_coverage_without_its_table() -> None:
    assert covered(listed(1), axis=Axis.SEX, shape=replace(form(ReportKind.COVERAGE), grid=())).grids == ()


def events(*rows, product: str = "", vials=()):
    asked = Asked(kind=ReportKind.AEFI, until=DAY, product=product)
    return reactions.line_list(
        form(ReportKind.AEFI), asked, rows, vials, ONE, unit="Trạm A", aefi=rules.aefi()
    )


def test_events_with_the_dose_they_are_laid_to() -> None:
    both = dose("L.1", at=600), dose("L.2", at=1200, kind="", lot_no="X2")
    told = reaction("R.1", inject="L.1", onset=1800, symptoms=("local", "odd"), note="x")
    first = row(1, doses=both, reactions=(told,))
    later = row(2, doses=(dose("L.3"),), reactions=(reaction("R.2", severity="serious", t=5000, outcome="died"),))
    bare = row(3, whom={"sex": "F", "dob": "2000"}, reactions=(reaction("R.3", severity="odd", grade=1, onset=99),))
    report = events(first, later, bare)
    lines = plain(report.grids[0])
    serious, common = (Said(f"clinical.severity.{one}") for one in ("serious", "common"))
    assert [one["severity"] for one in lines] == [serious, "odd", common]
    assert [one["minutes"] for one in lines] == [15, None, 20]
    assert lines[0]["investigate_by"] == 5000 + 24 * 3600 and lines[1]["investigate_by"] is None
    assert (lines[1]["age"], lines[0]["age"], lines[1]["symptoms"]) == (25, None, "")
    assert lines[2]["symptoms"].facts["items"][1:] == ("odd", "x")
    assert [one["lot"] for one in plain(report.grids[1])] == ["X1", "X2"]
    assert events(first, bare, product="AZ").grids[0].lines[0].dims["event"] == "R.1"
    assert reactions.suspected(first, reaction(inject="")).id == "L.2"


def minutes(*rows, **more):
    held = Session(day=Day(rows=rows, vials=more.pop("vials", ())), **more)
    return session.minutes(form(ReportKind.SESSION), replace(TODAY, kind=ReportKind.SESSION), held, ONE, unit="Trạm A")


def test_minutes_with_and_without_a_seal() -> None:
    seal = Seal(unit="A", day=DAY, at=1, people=2, outcomes=1, confirmed=0, waiting=1, heads=(SealHead("L", 3, "ab"),))
    late = row(2, doses=(dose("L.5", late=True, vial=""),), reactions=(reaction(severity="serious"),))
    report = minutes(
        row(1), late, seal=seal, sealed_by="Mai", team=(Worker(name="Mai", from_at=5),), work=(Entered(name="Mai"),)
    )
    tables = {one.key: one for one in report.grids}
    assert plain(tables["team"]) == [{"name": "Mai", "role": "", "from_at": 5, "until_at": None}]
    assert plain(tables["seal"]) == [{"log": "L", "seq": 3, "h": "ab"}]
    assert len(report.codes) == 1 and [one.key for one in report.notes] == [
        "report.note.late_doses", "report.session.sealed"]  # fmt: skip
    (fault,) = report.faults
    assert (fault.kind, fault.who[0].facts["no"]) == (FaultKind.OUTCOMES, 1)
    assert "report.session.changed" in [one.key for one in minutes(row(1), seal=seal).notes]
    bare = minutes(row(1, stage=Stage.DONE, outcome=Outcome.DECLINED))
    assert (bare.codes, [one.key for one in bare.notes]) == ((), ["report.session.not_sealed"])


LOT = StockLine(unit="A", lot="S.1", product="AZ", number="X1", expiry="2027-01-31", opening=10, used=1, closing=9)


def of_stock(*rows, lines=(LOT,), product: str = "", shape=None):
    asked = Asked(kind=ReportKind.STOCK, until=DAY, product=product)
    return stock.stock(shape or form(ReportKind.STOCK), asked, lines, rows, ONE, unit="Trạm A")


def test_stock_against_the_doses_of_people() -> None:
    given = row(1, doses=(dose(lot="S.1"),))
    assert of_stock(given).faults == ()
    twice = of_stock(given, row(2, doses=(dose("L.7", lot="S.1"),)))
    assert [(one.kind, one.facts["whole"], one.facts["parts"], one.who) for one in twice.faults] == [
        (FaultKind.LOTS, 2, 1, ())]  # fmt: skip
    nowhere = of_stock(given, row(3, doses=(dose("L.6", product="COM-A"),)))
    assert [one.who[0].facts["no"] for one in nowhere.faults] == [3]
    assert of_stock(given, row(3, doses=(dose("L.6", product="COM-A"),)), product="AZ").faults == ()
    loose = of_stock(lines=(replace(LOT, kept=False, used=0, opening=9),))
    assert loose.notes and plain(loose.grids[0])[0]["note"] and loose.faults == ()
    assert of_stock(shape=replace(form(ReportKind.STOCK), grid=())).grids == ()


def test_books_that_do_not_come_out_and_waste_that_nobody_explains() -> None:
    wrong = of_stock(row(1, doses=(dose(lot="S.1"),)), lines=(replace(LOT, received=5, difference=-1),))
    faults = [(one.kind, one.facts["whole"], one.facts["parts"], one.where) for one in wrong.faults]
    lot = ("Trạm A", ONE.products["AZ"], "X1")
    assert faults == [(FaultKind.BOOKS, 15, 10, lot), (FaultKind.UNEXPLAINED, -1, 0, lot)]
    assert wrong.grids[0].lines[0].marks == {"opening", "missing"}


def test_a_lot_of_the_books_keeps_its_figures_and_says_what_came_after_a_count() -> None:
    books = DayLine(lot="S.1", product="AZ", number="X1", expiry="", opening=10, used=4, adjusted=2, closing=8, late=2)
    line = stock.of("A", books)
    assert (line.unit, line.lot, line.opening, line.used, line.adjusted, line.closing) == ("A", "S.1", 10, 4, 2, 8)
    told = of_stock(lines=(replace(LOT, late=2),))
    assert "2" in str(plain(told.grids[0])[0]["note"])


def test_boxes_of_one_number_are_told_apart_by_their_thaw() -> None:
    lots = [replace(LOT, lot=f"S.{at}", thawed=since) for at, since in enumerate(("frozen", "2026-11-07", ""))]
    named = [line["lot"] for line in plain(of_stock(lines=tuple(lots)).grids[0])[:3]]
    assert named[0] == "X1"
    assert [(one.key, one.facts["day"]) for one in named[1:]] == [
        ("report.lot_thawed", "07/11/2026"), ("report.lot_frozen", "frozen"),
    ]  # fmt: skip

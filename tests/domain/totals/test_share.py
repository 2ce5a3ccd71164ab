"""What one person's day adds to the sums."""

from __future__ import annotations

import msgspec
import pytest

from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.report.facts import Attendance, Given, Reaction, Whom
from vaxdesk.domain.stock.balance import Flow
from vaxdesk.domain.totals import figures, share, site
from vaxdesk.domain.totals.share import Entered
from vaxdesk.registry import rules

DAY = "2026-11-26"
DONE = Attendance(
    who=Whom(id="x.1", dob="1990-05-01", sex="F", grp="9"),
    unit="1",
    day=DAY,
    stage=Stage.INJECTED,
    outcome=Outcome.VACCINATED,
    listed=True,
    doses=(Given(id="x.3", product="AZ", lot_no=" ab 1", kind="primary", kind_no=1, late=True),),
    reactions=(Reaction(id="x.4", severity="common", onset=1, t=1, symptoms=("local", "local", "?"), inject="x.3"),),
)


def added(row: Attendance, written: str = DAY) -> dict[str, int]:
    return dict(share.sums(share.of(row, {"x.3": written}, frozenset({"local"}))))


def test_a_dose_with_a_reaction() -> None:
    assert added(DONE) == {
        "listed": 1, "people": 1, "vaccinated": 1, "doses": 1, "late": 1, "same_day": 1, "common": 1,
        "product/AZ/listed": 1, "product/AZ/people": 1, "product/AZ/vaccinated": 1, "product/AZ/common": 1,
        "group/9/listed": 1, "group/9/people": 1, "group/9/vaccinated": 1, "group/9/common": 1, "group/9/doses": 1,
        "age/F/30-40/vaccinated": 1, "age/F/30-40/doses": 1, "dose/AZ/primary_1": 1,
        "event/AZ/common": 1, "symptom/local/common": 1, "symptom//common": 1,
    }  # fmt: skip
    assert share.lots(share.of(DONE, {}, frozenset())) == {("AZ", "AB1", "doses"): 1, ("AZ", "AB1", "common"): 1}


def test_who_did_not_come_is_absent_and_nothing_else() -> None:
    row = Attendance(who=Whom(), unit="1", day=DAY, listed=True, planned="AZ")
    assert added(row) == {"listed": 1, "absent": 1, "product/AZ/listed": 1, "group//listed": 1}


def test_who_came_and_has_no_outcome_is_unfinished() -> None:
    row = Attendance(who=Whom(grp="99"), unit="1", day=DAY, stage=Stage.RECEIVED)
    found = added(row)
    assert (found["people"], found["unfinished"], found["group/other/people"]) == (1, 1, 1)


def test_a_serious_reaction_without_a_dose_is_laid_to_none() -> None:
    bad = Reaction(id="x.4", severity="serious", onset=1, t=1, grade=3)
    odd = msgspec.structs.replace(bad, id="x.5", grade=9)
    row = msgspec.structs.replace(DONE, doses=(), reactions=(bad, odd))
    found = share.of(row, {}, frozenset())
    assert share.sums(found)["event//serious"] == 2
    assert (share.sums(found)["serious"], share.sums(found)["common"], share.sums(found)["grade/3"]) == (2, 0, 1)
    assert share.lots(found) == {}
    with_dose = share.of(msgspec.structs.replace(row, doses=DONE.doses), {}, frozenset())
    assert share.lots(with_dose)["AZ", "AB1", "serious"] == 2


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (DAY, Entered.SAME_DAY), ("2026-11-27", Entered.NEXT_DAY), ("2026-12-30", Entered.LATER_DAY),
        ("2026-11-25", Entered.UNSURE_DAY), ("", Entered.UNSURE_DAY),
    ],
)  # fmt: skip
def test_how_long_after_its_day_a_dose_was_entered(written: str, said: Entered) -> None:
    assert share.entered(DAY, written) is said
    assert added(DONE, written)[said.name.lower()] == 1


def test_shares_add_up() -> None:
    one = share.of(DONE, {}, frozenset())
    assert share.total([one, one])["doses"] == 2


def test_whatever_an_entry_names_is_bounded() -> None:
    assert figures.product("A/B" * 20) == "A-BA-BA-BA-BA-BA"
    assert figures.lot("x" * 60) == "X" * 40
    assert figures.parts(figures.named("dose", "AZ", "primary_1")) == ("dose", "AZ", "primary_1")


def test_vaccines_stand_as_in_the_schedule_then_unknown_ones_then_none() -> None:
    known = [one.code for one in rules.schedule().product]
    mixed = ["", "ZZ", *reversed(known), "AA"]
    assert sorted(mixed, key=lambda code: figures.in_order(rules.schedule(), code)) == [*known, "AA", "ZZ", ""]


def test_a_lots_day_balances_whether_it_is_kept_or_not() -> None:
    flow = Flow(received=60, issued=-20, used=10, extra=1, wasted=2, disposed=3, transferred=4)
    kept = site.moved("AZ", "L1", flow, kept=True)
    found = site.sums(kept)
    assert found["left"] == 60 - 20 + 1 - 10 - 2 - 3 - 4
    assert found["stock/AZ/left"] == found["left"]
    assert "stock/AZ/adjusted" not in found
    assert site.lots(kept) == {("AZ", "L1", "received"): 60, ("AZ", "L1", "lost"): 5, ("AZ", "L1", "left"): 22}
    loose = site.sums(site.moved("AZ", "L1", flow, kept=False))
    assert loose["left"] == 0
    assert loose["adjusted"] == -20 - 22


def test_plans_and_seals() -> None:
    assert site.sums(site.Planned(40)) == {"places": 40, "planned": 1}
    sealed = site.Sealed(9, 8, 2)
    assert site.sums(sealed) == {"sealed": 1, "seal_people": 9, "seal_outcomes": 8, "seal_waiting": 2}
    assert site.lots(sealed) == {}


def test_allocated_doses_add_where_they_go_and_take_away_where_they_come_from() -> None:
    assert site.sums(site.Allotted("AZ", 60)) == {"allocated": 60, "stock/AZ/allocated": 60}
    assert site.sums(site.Allotted("AZ", -60)) == {"allocated": -60, "stock/AZ/allocated": -60}
    assert site.lots(site.Allotted("AZ", 60)) == {}, "nobody knows from which boxes"

"""Shapes that all reports share: shares, columns, what a form may leave out, sums that do not come out."""

from __future__ import annotations

import msgspec
import pytest

from tests.domain.report.makers import DAY, HERE, ONE, TWO, dose, row
from vaxdesk.domain.forms import Text
from vaxdesk.domain.report import balance
from vaxdesk.domain.report.asked import Asked, Format
from vaxdesk.domain.report.facts import Drawn
from vaxdesk.domain.report.form import BalanceForm, ColumnForm, GridForm, Row, grid, load_report
from vaxdesk.domain.report.measures import OTHER_DOSE, dose_key
from vaxdesk.domain.report.naming import group, group_order, naming, person
from vaxdesk.domain.report.table import FaultKind, Rank, ReportKind, Said, percent
from vaxdesk.registry import rules


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(1, 3, 33.3), (2, 3, 66.7), (1, 800, 0.1), (0, 5, 0.0), (3, 0, None)]
)
def test_a_share_is_rounded_to_a_tenth_halves_upward(part: int, whole: int, said: float | None) -> None:
    assert percent(part, whole) == said


def test_one_day_or_several() -> None:
    assert Asked(kind=ReportKind.DAILY, until=DAY).first == DAY
    assert Asked(kind=ReportKind.DAILY, until=DAY, since="2026-11-01").first == "2026-11-01"


def test_files_end_as_their_formats_do() -> None:
    assert [one.suffix for one in Format] == [".pdf", ".xlsx", ".csv", ".dhis2.json", ".fhir.json"]


def test_a_vial_that_is_open_explains_nothing_yet() -> None:
    opened = Drawn(unit="A", day=DAY, product="AZ", lot="", lot_no="", no=1, doses=10, given=4)
    assert (opened.wasted, opened.unexplained) == (0, 0)
    closed = msgspec.structs.replace(opened, closed=True, said=5)
    assert (closed.wasted, closed.unexplained) == (6, 1)
    extra = msgspec.structs.replace(closed, given=11, said=0)
    assert (extra.wasted, extra.unexplained) == (0, 0)


def test_a_dose_that_no_column_is_for_is_another() -> None:
    assert dose_key("booster", 2) == "booster_2"
    assert dose_key("booster", 3) == dose_key("", 0) == OTHER_DOSE


def test_people_are_called_by_numbers_and_by_unit_where_there_are_several() -> None:
    assert person(row(3, row=4)) == Said("report.who.both", {"no": 3, "row": 4})
    assert person(row(3)).key == "report.who.no"
    assert person(row(0, row=4)).key == "report.who.row"
    assert person(row(0)).key == "report.who.neither"
    assert person(row(3), ONE.units) == person(row(3))
    assert person(row(3, unit="B"), TWO.units).facts["unit"] == "Trạm B"
    assert person(row(3, unit="?"), TWO.units).facts["unit"] == "?"


def test_groups_go_by_number_then_others_then_none() -> None:
    assert sorted(["", "16", "x", "2"], key=group_order) == ["2", "16", "x", ""]
    assert (group("2"), group("x"), group("")) == (Said("person.group.2"), "x", Said("report.not_known"))


def test_names_of_what_is_not_known_are_its_keys() -> None:
    assert (ONE.unit("Z"), ONE.product("Z"), ONE.product("")) == ("Z", "Z", Said("report.no_product"))
    assert sorted(["", "Z", "COM-A", "AZ"], key=ONE.order) == ["AZ", "COM-A", "Z", ""]


FORM = GridForm(
    vi="Bảng", en="Table", key="t",
    column=(ColumnForm(key="of", vi="Nhóm", en="Group", kind="text"), *(
        ColumnForm(key=key, vi=key, en=key, group=Text(vi="G", en="G")) for key in ("all", "a", "b", "by_hand")
    )),
    balance=(BalanceForm(kind="outcomes", whole="all", parts=("a", "b", "nowhere")),
             BalanceForm(kind="doses", whole="nowhere", parts=("a",))),
)  # fmt: skip


def filled(*rows: Row):
    made = grid(FORM, rows)
    return balance.checked(FORM, made, who=lambda kind, _: (kind.value,), where=lambda line: (line.cells[0],))


def test_a_line_that_does_not_come_out_is_marked_and_said() -> None:
    rows = [Row(values={"of": "x", "all": 3, "a": 1, "b": 2}), Row(values={"of": "y", "all": 3, "a": 1, "b": 1})]
    rows.append(Row(values={"of": "*", "all": 6, "a": 2, "b": 3}, rank=Rank.TOTAL))
    made, faults = filled(*rows)
    assert [line.marks for line in made.lines] == [frozenset(), {"all"}, {"all"}]
    (fault,) = faults
    assert (fault.kind, fault.where, fault.who) == (FaultKind.OUTCOMES, ("y",), ("outcomes",))
    assert (fault.facts["whole"], fault.facts["parts"]) == (3, 2)
    assert made.value(made.lines[0], "by_hand") is None and made.value(made.lines[0], "nowhere") is None


def test_lines_that_do_not_add_up_to_the_total_are_said() -> None:
    made, faults = filled(
        Row(values={"of": "x", "all": 2, "a": 2, "b": 0}),
        Row(values={"of": "s", "all": 9, "a": 9, "b": 0}, rank=Rank.SUM),
        Row(values={"of": "*", "all": 1, "a": 1, "b": 0}, rank=Rank.TOTAL),
    )
    assert made.lines[-1].marks == {"all", "a"}
    assert [(one.kind, one.facts["whole"], one.facts["parts"]) for one in faults] == [(FaultKind.ROWS, 1, 2)] * 2


@pytest.mark.parametrize("kind", list(ReportKind))
def test_shipped_forms_have_each_column_once_and_both_languages(kind: ReportKind) -> None:
    form = rules.report(kind)
    assert form.id == kind.value and form.sign
    assert form.of("no such table") is None
    for table in form.grid:
        keys = [one.key for one in table.column]
        assert len(keys) == len(set(keys))
        wanted = {key for rule in table.balance for key in (rule.whole, *rule.also, *rule.parts)}
        assert wanted <= set(keys), "what is to come out is shown"
        assert all(FaultKind(rule.kind) for rule in table.balance)


def test_the_vaccines_in_use_have_names() -> None:
    assert naming(rules.schedule(), [HERE]).product("COM-A").en == "Pfizer"


def test_a_form_with_a_slip_of_the_pen_is_refused() -> None:
    with pytest.raises(msgspec.DecodeError):
        load_report('id = "x"\ncolour = "red"\ntitle = { vi = "a", en = "b" }')


def test_a_dose_is_here_for_the_tables() -> None:
    assert row(doses=(dose(product="COM-A"),)).product == "COM-A"
    assert row(planned="").product == ""

"""DHIS2 data value sets and FHIR bundles from a few rows."""

from __future__ import annotations

import pytest
from fhir.resources.R4B.bundle import Bundle
from msgspec.structs import replace

from tests.domain.report.makers import DAY, ONE, TWO, dose, form, reaction, row
from vaxdesk.domain.report import campaign, daily, dhis2, fhir
from vaxdesk.domain.report.asked import Asked
from vaxdesk.domain.report.daily import Day
from vaxdesk.domain.report.dhis2 import NotMapped
from vaxdesk.domain.report.facts import Whom
from vaxdesk.domain.report.form import Row, grid
from vaxdesk.domain.report.table import Report, ReportKind
from vaxdesk.registry import rules

UID = "aBcDeFgHi12"


def report(*rows, names=ONE) -> Report:
    return daily.daily(form(ReportKind.DAILY), Asked(kind=ReportKind.DAILY, until=DAY), Day(rows=rows), names, unit="A")


def values(made: dict) -> dict[tuple[str, str], str]:
    return {(one["orgUnit"], one["dataElement"]): one["value"] for one in made["dataValues"]}


def test_units_go_by_code_until_all_of_them_are_mapped() -> None:
    mapping = rules.dhis2()
    people = mapping.report["daily"].element["people"]
    made = report(row(1, doses=(dose(),)), row(2, unit="B", doses=(dose(),)), names=TWO)
    plain = dhis2.value_set(made, mapping, TWO, unit="A")
    assert plain["orgUnitIdScheme"] == "CODE" and plain["period"] == "20261123"
    assert {org for org, _ in values(plain)} == {"A", "B"}
    half = dhis2.value_set(made, replace(mapping, unit={"2025-07:A": UID}), TWO, unit="A")
    assert {org for org, _ in values(half)} == {"A", "B"}, "one scheme a set"
    whole = dhis2.value_set(made, replace(mapping, unit={"2025-07:A": UID, "B": "bBcDeFgHi12"}), TWO, unit="A")
    assert "orgUnitIdScheme" not in whole
    assert values(whole)[(UID, people)] == "1"


def test_a_vaccine_without_a_combination_goes_under_the_default_and_lots_add_up() -> None:
    mapping = rules.dhis2()
    shape = form(ReportKind.STOCK).grid[0]
    rows = [
        Row(values={"opening": n, "used": "?"}, dims={"unit": "A", "product": "NEW", "lot": str(n)}) for n in (3, 4)
    ]
    made = Report(kind=ReportKind.STOCK, title="", unit="A", since=DAY, until=DAY, grids=(grid(shape, rows),))
    found = dhis2.value_set(made, mapping, ONE, unit="A")["dataValues"]
    assert [(one["categoryOptionCombo"], one["value"]) for one in found] == [(mapping.default_combination, "7")]


def test_months_for_rounds_and_what_has_no_set() -> None:
    asked = Asked(kind=ReportKind.CAMPAIGN, until=DAY)
    made = campaign.campaign(form(ReportKind.CAMPAIGN), asked, [row(1)], ONE, unit="A")
    assert dhis2.value_set(made, rules.dhis2(), ONE, unit="A")["period"] == "202611"
    assert not dhis2.mapped(rules.dhis2(), ReportKind.AEFI)
    for odd in (replace(made, kind=ReportKind.AEFI), replace(made, grids=())):
        with pytest.raises(NotMapped):
            dhis2.value_set(odd, rules.dhis2(), ONE, unit="A")


def test_identifiers_are_looked_at() -> None:
    assert dhis2.bad_identifiers(rules.dhis2()) == []
    assert dhis2.bad_identifiers(replace(rules.dhis2(), unit={"A": "1abc"})) == ["1abc"]


def bundle(*rows, names=ONE) -> Bundle:
    made = fhir.bundle(rows, names, rules.fhir(), rules.aefi(), at=1_795_400_000)
    return Bundle.model_validate(made)


def resources(made: Bundle) -> dict[str, list]:
    found: dict[str, list] = {}
    for entry in made.entry or ():
        found.setdefault(entry.resource.get_resource_type(), []).append(entry.resource)
    return found


def test_everything_known_is_told() -> None:
    whom = Whom(id="P.1", name="Lành", dob="1990", sex="F", doc="015190001234", tel="0912", address="Cu Vai")
    given = dose("D.1", expiry="2027-01-31", ml="0,5")
    told = reaction("R.1", severity="serious", symptoms=("local",), note="ngứa", outcome="recovered")
    found = resources(bundle(row(1, who=whom, doses=(given,), reactions=(told,))))
    (patient,), (shot,), (event,) = found["Patient"], found["Immunization"], found["AdverseEvent"]
    assert (patient.gender, str(patient.birthDate), len(patient.identifier)) == ("female", "1990", 2)
    assert (float(shot.doseQuantity.value), shot.protocolApplied[0].series) == (0.5, "primary")
    assert event.outcome.coding[0].code == "resolved" and "ngứa" in event.event.text
    assert found["Location"][0].id == "2025-07-A"


def test_little_known_is_still_a_bundle() -> None:
    bare = dose("D.1", product="?", kind="", kind_no=0, at=0, lot_no="", late=True)
    nobody = row(1, who=Whom(id="P.1"), unit="?", doses=(bare,))
    found = resources(bundle(nobody, row(2, reactions=(reaction("R.1"),)), row(3)))
    (shot,) = found["Immunization"]
    assert (str(shot.occurrenceDateTime), shot.primarySource, shot.location) == (DAY, False, None)
    assert shot.protocolApplied[0].doseNumberString == "unknown"
    (event,) = found["AdverseEvent"]
    assert (event.suspectEntity, event.event, event.outcome) == (None, None, None)
    assert len(found["Patient"]) == 2, "whoever got nothing and had nothing is not told"
    odd = resources(bundle(row(1, unit="?", reactions=(reaction("R.1", outcome="odd"),))))["AdverseEvent"][0]
    assert odd.outcome.coding[0].code == "unknown" and odd.location is None


def test_names_are_the_same_wherever_they_are_made() -> None:
    one, two = (fhir.bundle([row(1, doses=(dose(),))], ONE, rules.fhir(), rules.aefi(), at=at) for at in (1, 2))
    assert one["entry"] == two["entry"] and one["timestamp"] != two["timestamp"]

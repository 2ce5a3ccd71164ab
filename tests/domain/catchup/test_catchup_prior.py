"""Doses of elsewhere: what a certificate tells, and which of it is new."""

from __future__ import annotations

from tests.domain.clinic import a_dose, schedule
from vaxdesk.domain.catchup.prior import CERTIFICATE, PriorDose, fresh, of_scan
from vaxdesk.domain.scans import Scan, ScanKind, ScannedDose, ScanOutcome


def a_scan(*doses: ScannedDose) -> Scan:
    return Scan(kind=ScanKind.EU_DCC, outcome=ScanOutcome.UNVERIFIED, doses=doses)


def test_the_doses_of_a_certificate() -> None:
    found = of_scan(
        schedule(),
        a_scan(
            ScannedDose(date="2021-08-14", product="EU/1/21/1529", number=1, country="VN", issuer="Bộ Y tế"),
            ScannedDose(date="", product="EU/1/20/1528"),
            ScannedDose(date="2021-11", product="CVnCoV"),
        ),
    )
    assert found == (
        PriorDose(
            date="2021-08-14", product="AZ", product_text="EU/1/21/1529", place="Bộ Y tế, VN", n=1, source=CERTIFICATE
        ),
        PriorDose(date="2021-11", product="", product_text="CVnCoV", source=CERTIFICATE),
    )


def test_only_days_that_are_not_on_record_are_new() -> None:
    doses = [PriorDose(date=one) for one in ("2021-08-14", "2021-11", "2022", "2022-02-03", "2020-01-05", "2020-01-05")]
    on_record = [a_dose("2021-08"), a_dose("2021-12-01")]
    assert [one.date for one in fresh(doses, on_record)] == ["2021-11", "2022", "2020-01-05"]

"""Cards of others and slips of ours: what a scan says of each, before anybody checks a signature."""

from __future__ import annotations

import pytest

from tests.certificates.issuing import SLIP
from tests.certificates.test_shc import EXAMPLES, claims, jws
from vaxdesk.certificates import shc, slip
from vaxdesk.domain.identity import Via, via_of
from vaxdesk.domain.scans import ScanKind, ScanOutcome
from vaxdesk.scanning.reading import read


def test_a_smart_health_card_names_person_and_doses() -> None:
    scan = read("]Q1" + EXAMPLES["cards"][0]["codes"][0] + "\r\n")
    assert (scan.kind, scan.outcome, scan.extras) == (ScanKind.SMART_CARD, ScanOutcome.UNVERIFIED, ())
    assert (scan.name, scan.dob) == ("Anyperson John B.", "1951-01-20")
    assert [(one.date, one.product) for one in scan.doses] == [
        ("2021-01-01", "cvx:207"), ("2021-01-29", "cvx:207"), ("2022-09-05", "cvx:229"),
    ]
    assert via_of(scan) is Via.CERTIFICATE


def test_one_code_of_several_is_a_part() -> None:
    first, *_ = EXAMPLES["cards"][2]["codes"]
    assert (read(first).kind, read(first).outcome) == (ScanKind.SMART_CARD, ScanOutcome.TRUNCATED)


@pytest.mark.parametrize("text", ["shc:/", "shc:/12", "shc:/99999999", shc.digits(jws())[:200], "SHC:/5x"])
def test_a_damaged_card_is_still_called_one(text: str) -> None:
    scan = read(text)
    assert (scan.kind, scan.outcome, scan.name) == (ScanKind.SMART_CARD, ScanOutcome.DAMAGED, "")


def test_a_card_that_names_nobody() -> None:
    empty = {"type": ["https://smarthealth.cards#health-card"], "credentialSubject": {"fhirBundle": {"entry": []}}}
    scan = read(shc.digits(jws(claims(vc=empty))))
    assert (scan.kind, scan.outcome, scan.name, scan.doses) == (ScanKind.SMART_CARD, ScanOutcome.UNVERIFIED, "", ())


def test_a_slip_of_ours_names_person_and_paper() -> None:
    scan = read(slip.sign(SLIP, lambda _: bytes(64), device=7))
    assert (scan.kind, scan.outcome, scan.name) == (ScanKind.CERTIFICATE_SLIP, ScanOutcome.UNVERIFIED, SLIP.name)
    assert len(scan.ref) == 26

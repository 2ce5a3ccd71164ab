"""Pictures with several codes, or none."""

from __future__ import annotations

from vaxdesk.domain.own_codes import roster_code
from vaxdesk.domain.scans import ScanKind, ScanOutcome
from vaxdesk.scanning.decode import Decoded
from vaxdesk.scanning.reading import read_all


def test_the_code_of_a_person_comes_first() -> None:
    texts = ("https://example.vn", "015190001234|NGUYEN THI LANH|1990-01-01|0|1|", roster_code("00000000000ZZ.7"))
    scans = read_all([Decoded(text.encode()) for text in texts])
    assert [scan.kind for scan in scans] == [ScanKind.ROSTER_ROW, ScanKind.PERSONAL_CODE, ScanKind.URL]


def test_no_code_is_an_outcome_too() -> None:
    assert [scan.outcome for scan in read_all([])] == [ScanOutcome.NOTHING_FOUND]

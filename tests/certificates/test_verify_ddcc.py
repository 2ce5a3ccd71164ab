"""WHO's certificates are judged by the list of EU ones; what another site states in WHO's form comes back as it was."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tests.certificates import vector_cases_who as who
from tests.certificates import vector_parts as p
from tests.certificates.test_interop import TOLD
from tests.certificates.vector_keys import document_signer
from vaxdesk import words
from vaxdesk.certificates import ddcc, statement
from vaxdesk.certificates.trusted import Trusted
from vaxdesk.certificates.verdict import Verdict
from vaxdesk.certificates.verify import verify
from vaxdesk.domain.certificate_reasons import CertificateKind, CertificateReason
from vaxdesk.domain.scans import ScanKind, ScanOutcome
from vaxdesk.phrases_verdict import sentences
from vaxdesk.registry.rules import naming, values
from vaxdesk.scanning.reading import read


def judged(text: str) -> Verdict:
    return verify(text, trust=Trusted(p.lists()["usual"]), now=p.NOW, values=values())


def signed(**changes: Any) -> str:
    sets = ddcc.sets(replace(TOLD, **changes), naming())
    return ddcc.sign(sets, document_signer("ec"), issuer="VN", issued=p.NOW - p.DAY, expires=p.NOW + p.DAY)


def test_what_a_site_states_in_the_form_of_who_comes_back() -> None:
    found = judged(signed())
    assert (found.kind, found.valid, found.reasons) == (CertificateKind.DDCC, True, ())
    assert found.person is not None and (found.person.name, found.person.dob) == ("Nguyễn Thị Lành", "1990-02")
    first, second = found.doses
    assert (first.ours, first.lot, first.date, first.number, first.series) == ("AZ", "NJ0342A", "2021-09-14", 1, 2)
    assert (first.issuer, first.certificate, first.place) == ("Trạm Y tế xã Xà Hồ", "CODE1", "Trạm <Bản Mù>")
    assert (second.ours, second.product, second.date) == ("ABD", "Abdala", "2022")


def test_one_that_holds_is_told_on() -> None:
    text = who.stated(who.SET)
    told = statement.of_verdict(judged(text), text)
    assert told is not None and (told.number, told.country) == (p.UVCI, "VN")
    (one,) = ddcc.sets(told, naming())
    assert one.vaccination.brand is not None
    assert (one.vaccination.brand.code, one.vaccination.dose, one.vaccination.lot) == ("XM8NQ0", 2, "FN1234")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_it_is_called_what_it_is_in_plain_words(language: str) -> None:
    before = words.language()
    words.use(language)
    try:
        holds = "\n".join(sentences(judged(who.stated(who.SET))))
        other = sentences(judged(who.stated({"name": "A"}, subclaim=4)))
    finally:
        words.use(before)
    assert "WHO" in holds and "Comirnaty" in holds and "28/10/2026" in holds
    assert "WHO" in other[0] and "COVID-19" in other[2] and "EU" not in " ".join(other)


def test_a_kind_that_is_not_read_is_not_called_forged() -> None:
    found = judged(who.stated({"name": "A"}, subclaim=4))
    assert found.reasons == (CertificateReason.OTHER_KIND,) and found.reasons[0].unreadable
    assert found.kind is CertificateKind.DDCC


def test_a_scan_finds_the_person_of_one() -> None:
    scan = read(who.stated(who.SET))
    assert (scan.kind, scan.outcome, scan.name) == (ScanKind.EU_DCC, ScanOutcome.UNVERIFIED, "Nguyễn Thị Lành")
    (dose,) = scan.doses
    assert (dose.date, dose.product, dose.number, dose.country) == ("2026-10-28", "XM8NQ0", 2, "VN")
    assert read(who.stated(who.SET, subclaim=4)).outcome is ScanOutcome.DAMAGED
    assert read(who.stated({"name": "A"})).outcome is ScanOutcome.DAMAGED

"""What a certificate of the centre waits for, and the file that says for whom one is due."""

from __future__ import annotations

from datetime import date

import pytest

from vaxdesk.domain.certificate_due import CertWait, load_issuing, unsigned, unstated
from vaxdesk.domain.course import course
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.views import DoseView
from vaxdesk.registry import rules

LANH = Person(name="Nguyễn Thị Lành", dob="1990-02-01")
FILE = 'licensed = ["AZ"]\nblocking = ["dup_person"]\nvalid_days = {}\nrenew_days = {}\n'


def given(*doses: tuple[str, str], here: bool = True) -> list[DoseView]:
    return [DoseView(id=f"A.{at}", date=day, product=code, here=here) for at, (code, day) in enumerate(doses)]


@pytest.mark.parametrize(
    ("person", "doses", "missing"),
    [
        (LANH, [], CertWait.COURSE),
        (LANH, given(("AZ", "2026-01-05")), CertWait.COURSE),
        (LANH, given(("AZ", "2026-01-05"), ("AZ", "2026-04-05")), None),
        (LANH, given(("JAN", "2026-01-05")), None),
        (LANH, given(("AZ", "2026-01-05"), ("", "2026-04-05")), CertWait.PRODUCT),
        (LANH, given(("AZ", "2026-01-05"), ("AZ", "2026-04-05"), ("", "2026-10-05")), CertWait.PRODUCT),
        (LANH, given(("AZ", "2026-01-05"), ("AZ", "2026-04-05"), here=False), CertWait.DOSE),
        (LANH, given(("AZ", "2026-01-05"), ("AZ", "2026-04")), CertWait.DOSE),
        (Person(name="Lành"), given(("JAN", "2026-01-05")), CertWait.PERSON),
        (Person(name="", dob="1990"), given(("JAN", "2026-01-05")), CertWait.PERSON),
        (Person(name="Lành", dob="1990-13-40"), given(("JAN", "2026-01-05")), CertWait.PERSON),
        (Person(name="Lành", dob="1990"), given(("JAN", "2026-01-05")), None),
    ],
)
def test_what_cannot_be_stated(person: Person, doses: list[DoseView], missing: CertWait | None) -> None:
    taken = course(rules.schedule(), doses, dob=person.dob, day=date(2026, 11, 27))
    assert unstated(rules.issuing(), person, taken) is missing


def test_what_the_signature_waits_for_comes_in_order() -> None:
    assert unsigned(identified=False, blocked=True, vouched=False) is CertWait.IDENTITY
    assert unsigned(identified=True, blocked=True, vouched=False) is CertWait.ISSUE
    assert unsigned(identified=True, blocked=False, vouched=False) is CertWait.VOUCH
    assert unsigned(identified=True, blocked=False, vouched=True) is None


def test_the_file() -> None:
    assert load_issuing(FILE.format(365, 30)).renew_days == 30
    for text in ("", FILE.format(30, 30), FILE.format(30, 0), FILE.format(365, 30).replace("dup_person", "none")):
        with pytest.raises(ValueError):
            load_issuing(text)
    assert {one.code for one in rules.schedule().product} >= set(rules.issuing().licensed)

from __future__ import annotations

import pytest

from vaxdesk.journal import lease_code
from vaxdesk.journal.enrolment import check_letter
from vaxdesk.journal.lease_code import BadLeaseCode
from vaxdesk.journal.ref import ALPHABET

KEY, OTHER = bytes(range(32)), bytes(32)


def test_a_code_is_short_and_good_for_its_number_and_key_alone() -> None:
    code = lease_code.make(KEY, 421, 4)
    assert len(code.replace("-", "")) <= 12
    assert lease_code.weeks(KEY, 421, code) == 4
    assert lease_code.weeks(KEY, 421, code.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == 4
    for key, number in ((KEY, 422), (OTHER, 421)):
        with pytest.raises(BadLeaseCode):
            lease_code.weeks(key, number, code)


def test_every_slip_of_one_letter_is_noticed_before_it_costs_a_try() -> None:
    code = lease_code.make(KEY, 9999, 26).replace("-", "")
    for at, letter in enumerate(code):
        for other in set(ALPHABET) - {letter}:
            assert not lease_code.is_well_formed(code[:at] + other + code[at + 1 :])
    for at in range(len(code) - 1):
        if code[at] != code[at + 1]:
            assert not lease_code.is_well_formed(code[:at] + code[at + 1] + code[at] + code[at + 2 :])


def test_more_weeks_cannot_be_written_into_a_code() -> None:
    letters = ALPHABET[26] + lease_code.make(KEY, 7, 1).replace("-", "")[1:-1]
    with pytest.raises(BadLeaseCode):
        lease_code.weeks(KEY, 7, letters + check_letter(letters))


@pytest.mark.parametrize("text", ["", "X", "ÄÖÜ", "0" * 11, "1" * 12])
def test_what_is_no_code(text: str) -> None:
    with pytest.raises(BadLeaseCode):
        lease_code.weeks(KEY, 0, text)
    with pytest.raises(BadLeaseCode):
        lease_code.weeks(b"", 0, lease_code.make(b"", 0, 1))


@pytest.mark.parametrize("weeks", [0, 27])
def test_weeks_have_limits(weeks: int) -> None:
    with pytest.raises(ValueError, match=str(weeks)):
        lease_code.make(KEY, 0, weeks)

"""Names of logs and references."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.journal.ref import LOG_PATTERN, BadRef, join, log_name, log_number, split


@given(st.integers(0, (1 << 63) - 1))
def test_a_name_leads_back_to_its_number(number: int) -> None:
    assert len(log_name(number)) == 13
    assert log_number(log_name(number)) == number


@given(st.integers(0, (1 << 63) - 1), st.integers(1, 1 << 31))
def test_a_reference_comes_apart(number: int, seq: int) -> None:
    assert split(join(log_name(number), seq)) == (log_name(number), seq)


@pytest.mark.parametrize(
    "text",
    ["", "7ZK2M4P0Q9XT.1", "7ZK2M4P0Q9XTU.1", "ZZZZZZZZZZZZZ.1", "7ZK2M4P0Q9XTB", "7ZK2M4P0Q9XTB.0", "7ZK2M4P0Q9XTB.٣"],
    ids=["empty", "short", "letter U", "64 bits", "no entry", "entry 0", "digit of another script"],
)
def test_what_is_no_reference(text: str) -> None:
    with pytest.raises(BadRef):
        split(text)


@pytest.mark.parametrize("number", [-1, 1 << 63])
def test_numbers_without_a_name(number: int) -> None:
    with pytest.raises(BadRef):
        log_name(number)


_NEARLY = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ%a", min_size=12, max_size=14)


@given(st.one_of(st.from_regex(LOG_PATTERN), _NEARLY))
def test_the_pattern_lets_the_names_through_that_can_be_read_and_no_others(name: str) -> None:
    try:
        log_number(name)
    except BadRef:
        assert not re.search(LOG_PATTERN, name)
    else:
        assert re.search(LOG_PATTERN, name)

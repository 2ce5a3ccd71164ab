"""Scanner or person: told by pace alone."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scanning.keyboards import seen, typed
from vaxdesk.domain.codes import read_code
from vaxdesk.domain.scans import ScanOutcome
from vaxdesk.domain.wedge import Burst, BurstDetector, Pace

LANH = "015190001234|060812345|Nguyễn Thị Lành|01011990|Nữ|Thôn Cu Vai, Xà Hồ, Trạm Tấu, Yên Bái|15042021"


def play(keys: list[str], gaps: list[int], detector: BurstDetector | None = None) -> list[Burst]:
    """Feeds keys with the gaps before them, then lets time pass; the bursts that came out."""
    detector, now, found = detector or BurstDetector(), 1000, []
    for key, gap in zip(keys, gaps, strict=True):
        now += gap
        found += [detector.feed(now, key)]
    found += [detector.flush(now + 500)]
    return [burst for burst in found if burst]


def steady(keys: list[str], gap: int) -> list[Burst]:
    return play(keys, [gap] * len(keys))


@pytest.mark.parametrize("end", ["\r", "\n", "\t", "\r\n", ""], ids=["CR", "LF", "Tab", "CRLF", "silence"])
@pytest.mark.parametrize("gap", [0, 1, 8, 20, 39])
def test_a_scanner_is_one_burst(end: str, gap: int) -> None:
    (burst,) = steady([*"015190001234", *end], gap)
    assert (burst.text, burst.keys, burst.end) == ("015190001234", 12, end[:1])
    assert burst.lasted == 11 * gap


@pytest.mark.parametrize(
    ("keys", "gap"),
    [
        ([*"Nguyen Van An\r"], 60),
        ([*"015190001234\r"], 90),
        ([*"015190001234\r"], 300),
        ([*"aaaaaaaaaaaaaaaa\r"], 30),  # a key held down
        ([*"abc\r"], 5),
        (["\r"], 5),
        (["\r", "\n", "\r", "\n", "\r", "\n", "\r", "\n"], 5),
        (["\b"] * 12, 5),
        ([""] * 12, 5),  # shift and other keys without text
    ],
    ids=["typist", "digits", "slow", "held key", "short", "enter", "enters", "backspaces", "no text"],
)
def test_a_person_is_none(keys: list[str], gap: int) -> None:
    assert steady(keys, gap) == []


@given(st.lists(st.integers(55, 400), min_size=20, max_size=20))
def test_no_human_rhythm_is_a_scan(gaps: list[int]) -> None:
    assert play([*"Nguyễn Thị Lành 1990"], gaps) == []


def test_hiccups_of_a_real_scanner() -> None:
    rng = Random(4)
    gaps = [rng.choice((2, 4, 8, 15, 100)) if rng.random() < 0.2 else 6 for _ in LANH]
    (burst,) = play([*LANH], gaps)
    assert burst.text == LANH


def test_typing_before_a_scan_is_not_part_of_it() -> None:
    keys = [*"ng", *"015190001234\r"]
    (burst,) = play(keys, [200, 180, 400] + [5] * 12)
    assert burst.text == "015190001234"


def test_two_scans_in_a_row() -> None:
    keys = [*"015190001234\r\n", *"014205006789\r\n"]
    assert [burst.text for burst in steady(keys, 5)] == ["015190001234", "014205006789"]


def test_what_the_widgets_get() -> None:
    detector, passed = BurstDetector(), []
    for place, key in enumerate("015190001234\r\n"):
        burst = detector.feed(place * 5, key)
        if not burst and not detector.swallows(place * 5, key):
            passed.append(key)
        leaked = burst.leaked if burst else None
        if leaked is not None:
            assert leaked == len(passed)
    assert passed == [*"0151"]
    assert not detector.swallows(2000, "\r")


def test_a_slow_scanner_needs_its_own_pace() -> None:
    keys = [*"015190001234\r"]
    assert steady(keys, 55) == []
    assert [burst.text for burst in play(keys, [55] * 13, BurstDetector(Pace(mean_gap=60)))] == ["015190001234"]


@pytest.mark.parametrize("method", ["telex", "vni", "viqr"])
def test_an_input_method_rewrites_with_backspaces(method: str) -> None:
    keys = [*typed(LANH, method), "\r"]
    (burst,) = steady(keys, 6)
    assert burst.text == seen(keys[:-1])
    scan = read_code(burst.text, keyed=True)
    assert (scan.outcome, scan.document, scan.dob, scan.name) == (
        ScanOutcome.MANGLED, "015190001234", "1990-01-01", ""
    )


@given(st.lists(st.tuples(st.integers(0, 200), st.text(max_size=3) | st.sampled_from(["\b", "\r"]))))
def test_never_raises(events: list[tuple[int, str]]) -> None:
    detector, now = BurstDetector(), 0
    for gap, text in events:
        now += gap
        detector.feed(now, text)
        detector.swallows(now, text)
        detector.flush(now)

"""ISO text to the days and moments of papers."""

from __future__ import annotations

import pytest

from vaxdesk.documents.dates import day, moment, parts


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("1990-01-31", "31/01/1990"),
        ("1990-01", "01/1990"),
        ("1990", "1990"),
        ("", ""),
        ("khoảng 1950", "khoảng 1950"),
        ("2026-11-24T08:05", "2026-11-24T08:05"),
    ],
    ids=["day", "month", "year", "unknown", "words", "moment is no day"],
)
def test_day(iso: str, shown: str) -> None:
    assert day(iso) == shown


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2026-11-24T08:05", "08:05 24/11/2026"),
        ("2026-11-24 08:05:59", "08:05 24/11/2026"),
        ("2026-11-24", "24/11/2026"),
        ("", ""),
    ],
    ids=["T", "space and seconds", "day", "unknown"],
)
def test_moment(iso: str, shown: str) -> None:
    assert moment(iso) == shown


@pytest.mark.parametrize(
    ("iso", "known"),
    [
        ("2026-11-24T08:05", ("08", "05", "24", "11", "2026")),
        ("2026-11-24", ("", "", "24", "11", "2026")),
        ("2026", ("", "", "", "", "2026")),
        ("", ("", "", "", "", "")),
    ],
    ids=["moment", "day", "year", "unknown"],
)
def test_parts(iso: str, known: tuple[str, ...]) -> None:
    assert parts(iso) == known

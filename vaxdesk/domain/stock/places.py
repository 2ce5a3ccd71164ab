"""Where vaccine lies: the station's store, or an injection table that it was issued to."""

from __future__ import annotations

STORE = ""
MOST_TABLES = 20
_TABLE = "table:"


def table(no: int) -> str:
    """The place of injection table `no`, counted from 1."""
    return f"{_TABLE}{no}"


def table_no(place: str) -> int:
    """Number of the table that a place is; 0 for the store and whatever else."""
    no = place.removeprefix(_TABLE)
    return int(no) if place.startswith(_TABLE) and no.isascii() and no.isdigit() else 0

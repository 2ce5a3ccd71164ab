"""What is said of vaccine names nobody who was vaccinated, so none of it goes when a person is erased."""

from __future__ import annotations

import pytest

from vaxdesk.domain.erasable import goes, names_people
from vaxdesk.domain.payload import Payload
from vaxdesk.domain.payloads import Amend, Count, Gtin, Lot, Stock, Temp, Vial, VialClose

SAID = {
    "lot": Lot(product="AZ", number="A1", expiry="2027-01-01", locked="recalled: CV 12"),
    "vial": Vial(lot="x.1", no=1, at=5, doses=6, place="table:1", day="2026-11-23"),
    "vialclose": VialClose(wasted=2, why="session_end", day="2026-11-23"),
    "stock": Stock(lot="x.1", doses=6, reason="receipt", partner="TTYT", paper="1", why="x"),
    "count": Count(lot="x.1", seen=6, why="x"),
    "temp": Temp(fridge="Tủ 1", day="2026-11-23", at=5, tenths=45, did="x"),
    "gtin": Gtin(gtin="08934673573399", product="AZ"),
}


@pytest.mark.parametrize("kind", SAID)
def test_it_stays(kind: str) -> None:
    said: Payload = SAID[kind]
    assert not names_people(kind, said)
    assert not goes(kind, said, about="lot")


def test_a_lock_of_a_lot_stays() -> None:
    assert not goes("amend", Amend(set={"locked": "recalled"}), about="lot")

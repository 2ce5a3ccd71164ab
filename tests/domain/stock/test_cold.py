"""Readings of fridges."""

from __future__ import annotations

import pytest

from vaxdesk.assets import resources
from vaxdesk.domain.payloads_stock import UNMEASURED
from vaxdesk.domain.stock.cold import Half, Storage, TempState, half_of, judge, load_storage, parse_tenths
from vaxdesk.registry.rules import schedule


@pytest.fixture(scope="module")
def storage() -> Storage:
    return load_storage((resources() / "schedules" / "storage.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ((45,), TempState.RIGHT), ((20, 20, 80), TempState.RIGHT), ((19,), TempState.COLD), ((81,), TempState.WARM),
        ((0,), TempState.FROZEN), ((45, -5, 120), TempState.FROZEN), ((45, UNMEASURED, 120), TempState.WARM),
        ((45, UNMEASURED, UNMEASURED), TempState.RIGHT), ((UNMEASURED,), TempState.RIGHT),
    ],
)  # fmt: skip
def test_a_fridge(storage: Storage, values: tuple[int, ...], state: TempState) -> None:
    assert judge(storage.find("fridge"), *values) is state


def test_a_freezer_does_not_freeze(storage: Storage) -> None:
    assert judge(storage.find("freezer"), -200) is TempState.RIGHT
    assert judge(storage.find("freezer"), -260) is TempState.COLD
    assert judge(storage.find("freezer"), -100) is TempState.WARM


@pytest.mark.parametrize(
    ("text", "tenths"),
    [("4,5", 45), (" 4.5 °C", 45), ("-18", -180), ("−70,2", -702), ("5", 50), ("", None), ("nóng", None),
     ("4,55", None), ("51", None), ("-101", None), ("50", 500), ("-0,5", -5)],
)  # fmt: skip
def test_what_people_type(text: str, tenths: int | None) -> None:
    assert parse_tenths(text) == tenths


def test_the_file_knows_every_vaccine(storage: Storage) -> None:
    for product in schedule().product:
        keeping = storage.keeping(product.code)
        assert keeping is not None, product.code
        assert {storage.find(one).key for one in keeping.cabinets} == set(keeping.cabinets)
    assert storage.keeping("XYZ") is None
    assert storage.find("cellar").key == "fridge"


def test_halves() -> None:
    assert [half_of(one) for one in ("07:30", "12:00")] == [Half.MORNING, Half.AFTERNOON]


def test_products_whose_days_in_a_fridge_count(storage: Storage) -> None:
    assert storage.fridge_days == {"COM-A": 31, "COM-C": 70, "MOD": 30, "MOD-C": 30, "JAN": 135}

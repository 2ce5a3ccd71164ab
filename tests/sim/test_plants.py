"""A test of the test: each bug put into the real code on purpose is found within a bounded number of worlds."""

from __future__ import annotations

import pytest

from tests.sim.checks import check
from tests.sim.ledger import Violation
from tests.sim.plants import MENDED, PLANTS, WEATHER, Plant
from tests.sim.plants_server import happened
from tests.sim.world import play

MOST_SEEDS = 500
STEPS = 45


@pytest.mark.timeout(600)
@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
def test_a_planted_bug_is_found(plant: Plant) -> None:
    found = next((seed for seed in range(MOST_SEEDS) if _fails(seed, plant)), None)
    assert found is not None, f"{MOST_SEEDS} worlds do not show it: {plant.__doc__}"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("plant", MENDED, ids=lambda plant: plant.__name__)
def test_what_another_rule_mends_breaks_no_promise(plant: Plant) -> None:
    before = happened[plant.__name__]
    with pytest.MonkeyPatch.context() as mp:
        plant(mp)
        for seed in range(16):
            play(seed, check, more=WEATHER[plant.__name__])
    assert happened[plant.__name__] > before


def _fails(seed: int, plant: Plant) -> bool:
    weather = WEATHER.get(plant.__name__, {})
    try:
        with pytest.MonkeyPatch.context() as mp:
            plant(mp)
            play(seed, check, steps=STEPS, more=weather)
    except Violation:
        play(seed, check, steps=STEPS, more=weather)  # sound without the plant, so it was the plant
        return True
    return False

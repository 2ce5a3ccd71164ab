"""A test of the test: each bug put into the real code on purpose is found, by the promise that it breaks."""

from __future__ import annotations

import pytest

from tests.sim.checks import check
from tests.sim.ledger import Violation
from tests.sim.plants import MENDED, PLANTS, Planted
from tests.sim.plants_server import happened
from tests.sim.world import play

MOST_SEEDS = 500
pytestmark = pytest.mark.usefixtures("caplog")  # a server whose disk is full says so, as it should


@pytest.mark.timeout(600)
@pytest.mark.parametrize("planted", PLANTS, ids=lambda planted: planted.name)
def test_a_planted_bug_is_found(planted: Planted) -> None:
    found = next((seed for seed in range(MOST_SEEDS) if _breaks(planted, seed)), None)
    assert found is not None, f"{MOST_SEEDS} worlds do not show it: {planted.plant.__doc__}"
    play(found, check, more=planted.weather)  # sound without the plant, so it was the plant


@pytest.mark.timeout(600)
@pytest.mark.parametrize("planted", MENDED, ids=lambda planted: planted.name)
def test_what_another_rule_mends_breaks_no_promise(planted: Planted) -> None:
    before = happened[planted.name]
    with pytest.MonkeyPatch.context() as mp:
        planted.plant(mp)
        for seed in range(16):
            play(seed, check, more=planted.weather)
    assert happened[planted.name] > before


def _breaks(planted: Planted, seed: int) -> bool:
    """Whether a world with the bug in it breaks a promise that this bug is to break; others do not count."""
    try:
        with pytest.MonkeyPatch.context() as mp:
            planted.plant(mp)
            play(seed, check, more=planted.weather)
    except Violation as error:
        return bool(error.promises.intersection(planted.promises))
    return False

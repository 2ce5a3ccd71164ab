"""The one rule of who reads and writes which feed."""

from __future__ import annotations

import pytest

from sync_server.authority.rights import Act, above, may

OWN = "/1/79/4012/"


@pytest.mark.parametrize(
    ("other", "reads", "writes", "oversees"),
    [
        pytest.param("/1/79/4012/", True, True, True, id="own unit"),
        pytest.param("/1/79/", True, False, True, id="unit above"),
        pytest.param("/1/", True, False, True, id="root"),
        pytest.param("/1/79/4013/", False, False, False, id="neighbour"),
        pytest.param("/1/79/40/", False, False, False, id="number that begins alike"),
        pytest.param("/1/79/4012/7/", False, False, True, id="unit below"),
        pytest.param("/1/79/40123/", False, False, False, id="longer number"),
    ],
)
def test_the_rule(other: str, reads: bool, writes: bool, oversees: bool) -> None:
    assert may(Act.READ, OWN, other) is reads
    assert may(Act.WRITE, OWN, other) is writes
    assert may(Act.WRITE, OWN, other, oversees=True) is writes
    assert may(Act.READ, OWN, other, oversees=True) is oversees


def test_numbers_from_the_own_unit_up() -> None:
    assert above(OWN) == (4012, 79, 1)

from __future__ import annotations

import pytest

from vaxdesk.domain.versions import older


@pytest.mark.parametrize(
    ("one", "other", "is_older"),
    [
        ("1.2.0", "1.10.0", True),
        ("1.10.0", "1.2.0", False),
        ("1.2", "1.2.0", False),
        ("1.2.0", "1.2", False),
        ("0.9", "", False),
        ("1.0.beta", "1.0.1", True),
    ],
)
def test_versions_are_compared_by_number(one: str, other: str, is_older: bool) -> None:
    assert older(one, other) is is_older

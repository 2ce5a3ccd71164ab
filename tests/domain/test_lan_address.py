"""Addresses in the local network as people type them."""

from __future__ import annotations

import pytest

from vaxdesk.domain.lan_address import PORT, read_address, read_addresses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("192.168.1.7", ("192.168.1.7", PORT)),
        (" 10.0.0.7:5000 ", ("10.0.0.7", 5000)),
        ("10.0.0.7:", None),
        ("10.0.0.7:0", None),
        ("10.0.0.7:70000", None),
        ("10.0.0.7:²", None),
        ("10.0.0", None),
        ("10.0.0.256", None),
        ("may-tinh-2", None),
        ("http://10.0.0.7", None),
        ("::1", None),
        ("", None),
    ],
)
def test_an_address_is_numbers_and_perhaps_a_port(text: str, expected: tuple[str, int] | None) -> None:
    assert read_address(text) == expected


def test_several_are_parted_as_people_part_them() -> None:
    typed = "10.0.0.7, 10.0.0.8;10.0.0.9:50"
    assert read_addresses(typed) == (("10.0.0.7", PORT), ("10.0.0.8", PORT), ("10.0.0.9", 50))
    assert read_addresses("  ") == ()
    assert read_addresses("10.0.0.7 máy2") is None

"""Addresses of PCs in the local network, as somebody types them."""

from __future__ import annotations

import re
from ipaddress import IPv4Address

Address = tuple[str, int]

PORT = 47300  # of both TCP and UDP, unless settings say otherwise


def read_address(text: str) -> Address | None:
    """An address as somebody typed it, `10.0.0.7` or `10.0.0.7:47300`; None when it is none.

    Numbers only: looking a name up may take half a minute without a network, and that without a limit of ours.
    """
    host, colon, port = text.strip().partition(":")
    try:
        IPv4Address(host)
    except ValueError:
        return None
    number = int(port) if port.isascii() and port.isdigit() else 0
    return None if colon and not 0 < number < 65536 else (host, number or PORT)


def read_addresses(text: str) -> tuple[Address, ...] | None:
    """Several, parted by spaces, commas or semicolons; None when one of them is none."""
    found = tuple(read_address(part) for part in re.split(r"[\s,;]+", text.strip()) if part)
    known = tuple(one for one in found if one is not None)
    return known if len(known) == len(found) else None

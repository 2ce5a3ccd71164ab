"""How a list of trust is asked for: the address, and the tag by which both sides know which one a desk has."""

from __future__ import annotations

from hashlib import sha256

PATH = "/v1/trust"
MEDIA = "application/vnd.vaxdesk.trust"


def path(unit: int) -> str:
    """Of the list for the province around a unit, by the number that its feed has."""
    return f"{PATH}?unit={unit}"


def tag(data: bytes) -> str:
    """Of a list by its bytes, as in `ETag` and `If-None-Match`."""
    return f'"{sha256(data).hexdigest()[:32]}"'

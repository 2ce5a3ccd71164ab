"""What every entry payload is."""

from __future__ import annotations

import msgspec


class Payload(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Base of all payloads: frozen, defaults left out of the bytes, unknown fields ignored."""

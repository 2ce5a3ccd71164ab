"""What a desk shows of a certificate that was checked: the list it was judged by, and whose record it may be."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from vaxdesk.certificates.verdict import Verdict
from vaxdesk.domain.identity import Presence


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """The list of trust of this PC. `day`: ISO, on which it was made, `days` ago."""

    day: str
    days: int
    keys: int
    devices: int


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate.

    Args:
        people: whose record it may be.
        lacking: how many of its doses each of them lacks, by reference; only where the certificate holds.
    """

    verdict: Verdict
    people: tuple[Presence, ...] = ()
    lacking: Mapping[str, int] = {}

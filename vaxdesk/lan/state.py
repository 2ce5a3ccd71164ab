"""What a page may show of the exchange with neighbours: frozen, made anew whenever something changed."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec


class WhyOff(StrEnum):
    """Why no neighbours are looked for."""

    WORDS = nonmember("lan.off")

    SWITCHED_OFF = "switched_off"  # in the settings
    NOT_ENROLLED = "not_enrolled"
    NO_CERTIFICATE = "no_certificate"  # comes with the next contact with the server


class LanTrouble(StrEnum):
    """What stands in the way of the exchange; none of it stops the work."""

    WORDS = nonmember("lan.trouble")

    NO_PORT = "no_port"  # nobody can knock here; this desk may knock at others
    NO_CALL = "no_call"  # neighbours are found by a typed address alone
    BAD_ADDRESS = "bad_address"  # the typed address is none


class LanPeer(msgspec.Struct, frozen=True, kw_only=True):
    """A desk of this station that is connected now.

    Args:
        name: of the PC, as it says itself.
        device: its number with the server, to tell two of one name apart.
        address: `host:port` as seen from here.
        last_t: seconds since 1970 by this device's clock of its last message or sign of life.
        behind: entries that it has and this desk lacks; `ahead` the other way round.
        taken: entries that came from it since it was connected.
    """

    name: str
    device: int
    address: str
    last_t: int
    behind: int = 0
    ahead: int = 0
    taken: int = 0


class LanState(msgspec.Struct, frozen=True, kw_only=True):
    """How the exchange stands.

    Args:
        on: it runs; `why_off` is a `WhyOff` otherwise.
        listening: `host:port` where neighbours can knock; empty while the port cannot be had.
        trouble: a `LanTrouble`, or empty.
        peers: connected desks by name.
        refused: `NotAdmitted` values, why desks were not let in within the last minutes.
        forked: a log with two histories was seen since the program was opened.
        taken, confirmed: entries that came, and that were seen in the server's feed, through neighbours.
    """

    on: bool = False
    why_off: str = ""
    listening: str = ""
    trouble: str = ""
    peers: tuple[LanPeer, ...] = ()
    refused: tuple[str, ...] = ()
    forked: bool = False
    taken: int = 0
    confirmed: int = 0

"""Whom to knock at: desks that called, and addresses that somebody typed. Pure; times are of a steady clock."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from vaxdesk.domain.lan_address import Address

_FORGET_S = 60.0
_PATIENCE_S = 3.0  # the other side of a pair knocks first; if it cannot, we do
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 2.0, 60.0
_MOST = 64


class _Heard(msgspec.Struct):
    address: Address
    first: float
    last: float


class _Pause(msgspec.Struct):
    until: float
    seconds: float


class Finder:
    """Knows who called and where knocking failed.

    Args:
        run: random letters of this start of the program; the smaller of a pair knocks.
        typed: addresses from the settings.
    """

    def __init__(self, run: str, typed: Collection[Address] = ()) -> None:
        self._run = run
        self._typed: dict[Address, str] = dict.fromkeys(typed, "")  # address -> who answered there
        self._heard: dict[str, _Heard] = {}
        self._pauses: dict[Address, _Pause] = {}

    def heard(self, run: str, address: Address, now: float) -> None:
        """A desk of the station called."""
        if run == self._run:
            return
        known = self._heard.get(run)
        if known is None:
            if len(self._heard) < _MOST:
                self._heard[run] = _Heard(address, now, now)
            return
        known.address, known.last = address, now

    def answered(self, address: Address, run: str) -> None:
        """Who was found at an address."""
        if address in self._typed:
            self._typed[address] = run
        self._pauses.pop(address, None)

    def failed(self, address: Address, now: float) -> None:
        """Nobody answered, or was not let in: knock later, each time later."""
        before = self._pauses.get(address)
        seconds = min(before.seconds * 2, _LONGEST_PAUSE_S) if before else _FIRST_PAUSE_S
        self._pauses[address] = _Pause(now + seconds, seconds)
        if len(self._pauses) > 2 * _MOST:
            self._pauses.pop(next(iter(self._pauses)))

    def due(self, connected: Collection[str], knocking: Collection[Address], now: float) -> list[Address]:
        """Addresses to knock at now.

        Args:
            connected: starts of programs that there is a connection with, this one's included.
            knocking: addresses where it is being tried.
        """
        self._heard = {run: one for run, one in self._heard.items() if now - one.last < _FORGET_S}
        wanted = [address for address, run in self._typed.items() if not run or run not in connected]
        for run, one in self._heard.items():
            mine = self._run < run or now - one.first > _PATIENCE_S
            if run not in connected and mine:
                wanted.append(one.address)
            if run in connected:
                one.first = now
        return [one for one in dict.fromkeys(wanted) if one not in knocking and self._rested(one, now)]

    def _rested(self, address: Address, now: float) -> bool:
        pause = self._pauses.get(address)
        return pause is None or now >= pause.until

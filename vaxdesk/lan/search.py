"""Finding each other: the door where others knock, calls into the network, and knocking at whoever called."""

from __future__ import annotations

import secrets
import selectors
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

import msgspec

from vaxdesk.domain.lan_address import Address
from vaxdesk.lan import beacon
from vaxdesk.lan.circle import Circle
from vaxdesk.lan.doors import Door, Knock
from vaxdesk.lan.finder import Finder
from vaxdesk.lan.party import Party
from vaxdesk.lan.radio import Radio
from vaxdesk.lan.state import LanTrouble


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a desk listens and calls.

    Args:
        host: address to listen at; `0.0.0.0` for all interfaces.
        port: of both TCP and UDP. Where TCP's is taken, any other is: the call tells it.
        targets: broadcast addresses to call at, asked anew each time since cables come and go.
        typed: addresses to knock at besides.
    """

    host: str
    port: int
    targets: Callable[[], Sequence[str]]
    typed: tuple[Address, ...] = ()


class Search:
    """Hands connections to the circle. Everything here works without waiting."""

    def __init__(
        self, party: Party, place: Place, *, selector: selectors.BaseSelector, circle: Circle, finder: Finder
    ) -> None:
        self._party, self._place, self._selector = party, place, selector
        self._circle, self._finder = circle, finder
        self._knocks: dict[Address, Knock] = {}
        self._radio: Radio | None = None
        self._door: Door | None = None
        self._deaf = False

    @property
    def listening(self) -> str:
        """`host:port` where others can knock; empty while there is none."""
        return f"{self._place.host}:{self._door.port}" if self._door else ""

    @property
    def trouble(self) -> str:
        """A `LanTrouble`, or empty."""
        if self._door is None:
            return LanTrouble.NO_PORT.value
        return LanTrouble.NO_CALL.value if self._deaf else ""

    def open(self) -> None:
        """Opens the door, where a port is to be had."""
        self._door = Door.open(self._place.host, self._place.port)
        if self._door is not None:
            self._selector.register(self._door, selectors.EVENT_READ, self._arrived)

    def round(self, now: float) -> None:
        """Calls, and knocks where somebody is to be expected."""
        self._call()
        knocking = {*self._knocks, *(one.address for one in self._circle.all if one.calls)}
        for address in self._finder.due(self._circle.runs, knocking, now):
            self._knock(address, now)

    def check(self, now: float) -> None:
        """Gives up knocking where nobody answers."""
        for knock in tuple(self._knocks.values()):
            if knock.is_overdue(now):
                self._end(knock, now, failed=True)

    def close(self) -> None:
        """Lets all ports go."""
        for one in (*self._knocks.values(), self._door, self._radio):
            if one is not None:
                with suppress(OSError):
                    one.close()

    def _knock(self, address: Address, now: float) -> None:
        knock = Knock.at(address, now)
        if knock is None:
            self._finder.failed(address, now)
            return
        self._knocks[address] = knock
        self._selector.register(knock, selectors.EVENT_WRITE, partial(self._knocked, knock))

    def _knocked(self, knock: Knock, now: float) -> None:
        sock = knock.result()
        self._end(knock, now, failed=sock is None)
        if sock is not None:
            self._circle.went(sock, knock.address, now)

    def _end(self, knock: Knock, now: float, *, failed: bool) -> None:
        self._knocks.pop(knock.address, None)
        self._selector.unregister(knock)
        if failed:
            knock.close()
            self._finder.failed(knock.address, now)

    def _arrived(self, now: float) -> None:
        for sock, address in self._door.arrivals() if self._door else ():
            self._circle.came(sock, address, now)

    def _call(self) -> None:
        if self._radio is None:
            self._tune()
        if self._radio is None or self._door is None:
            return
        me, salt = self._party.me, secrets.token_bytes(beacon.SALT_BYTES)
        call = beacon.make(me.server, me.identity.unit, salt=salt, run=self._party.run, port=self._door.port)
        self._deaf = not self._radio.call(call, self._place.targets())

    def _tune(self) -> None:
        try:
            self._radio = Radio(self._place.host, self._place.port)
        except OSError:
            self._deaf = True
        else:
            self._selector.register(self._radio, selectors.EVENT_READ, self._hear)

    def _hear(self, now: float) -> None:
        me = self._party.me
        for call, host in self._radio.hear(me.server, me.identity.unit) if self._radio else ():
            self._finder.heard(call.run, (host, call.port), now)

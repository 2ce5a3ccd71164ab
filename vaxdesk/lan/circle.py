"""The desks that are connected: one connection with each, and each one's faults cost only itself."""

from __future__ import annotations

import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable

from vaxdesk.domain.lan_address import Address
from vaxdesk.lan.admission import NotAdmitted
from vaxdesk.lan.channel import Channel, Cut
from vaxdesk.lan.conversation import Ended
from vaxdesk.lan.finder import Finder
from vaxdesk.lan.neighbour import Neighbour
from vaxdesk.lan.party import Party

_MOST_CONNECTIONS = 48
_MOST_FROM_ONE = 12  # connections of one address
_REFUSED_S = 300.0  # how long a reason is shown


class Circle:
    """Keeps the connections and their places in the selector."""

    def __init__(self, party: Party, *, selector: selectors.BaseSelector, finder: Finder) -> None:
        self._party, self._selector, self._finder, self._run = party, selector, finder, party.run
        self._refused: dict[NotAdmitted, float] = {}
        self.all: list[Neighbour] = []

    @property
    def runs(self) -> set[str]:
        """Who is connected, this desk included."""
        return {self._run, *(one.run for one in self.all if one.run)}

    def refused(self, now: float) -> tuple[str, ...]:
        """Reasons of the last minutes why desks were not let in."""
        self._refused = {why: at for why, at in self._refused.items() if now - at < _REFUSED_S}
        return tuple(sorted(why.value for why in self._refused))

    def is_quiet(self) -> bool:
        """Whether somebody is here and nothing is left to exchange with anybody."""
        talks = [one.conversation for one in self.all if not one.dismissed]
        return bool(talks) and all(talk is not None and talk.in_step for talk in talks)

    def came(self, sock: socket.socket, address: Address, now: float) -> None:
        """Somebody knocked; turned away when there are too many already."""
        crowd = Counter(one.address[0] for one in self.all)
        if len(self.all) >= _MOST_CONNECTIONS or crowd[address[0]] >= _MOST_FROM_ONE:
            sock.close()
            return
        self._join(Channel(sock, self._party.contexts.incoming, calls=False, now=now), address)

    def went(self, sock: socket.socket, address: Address, now: float) -> None:
        """Somebody opened where this desk knocked."""
        self._join(Channel(sock, self._party.contexts.outgoing, calls=True, now=now), address)

    def moved(self, one: Neighbour, now: float) -> None:
        """Bytes can be read or written."""
        before = one.run
        self.guard(one, lambda: one.step(now))
        if not one.closed and one.run and not before:
            self._known(one)

    def breathe(self, now: float) -> None:
        """A sign of life to each."""
        for one in tuple(self.all):
            if one.channel.open:
                self.guard(one, lambda one=one: one.channel.say(b"", now))
                self.moved(one, now)

    def check(self, now: float) -> None:
        """Parts with those that are too slow, or silent."""
        for one in tuple(self.all):
            self.guard(one, lambda one=one: one.check(now))

    def guard(self, one: Neighbour, act: Callable[[], None]) -> None:
        """Does something with a neighbour; what is wrong with it ends this connection and nothing else."""
        if one.closed:
            return
        try:
            act()
        except Cut:
            self._part(one)
        except Ended as ended:
            if ended.refusal is None:
                self._part(one)
                return
            now = time.monotonic()
            self._refused[ended.refusal] = now
            one.dismiss(now)
            self._watch(one)
        else:
            self._watch(one)

    def close(self) -> None:
        """Parts with all."""
        for one in tuple(self.all):
            self._part(one)

    def _join(self, channel: Channel, address: Address) -> None:
        one = Neighbour(channel, address, self._party.me, self._party.sign)
        self.all.append(one)
        self._selector.register(channel, channel.wants, lambda now: self.moved(one, now))

    def _known(self, one: Neighbour) -> None:
        """The other side has said who it is: one connection with each is enough."""
        if one.calls:
            self._finder.answered(one.address, one.run)
        if one.run == self._run:
            self._part(one)
        for other in tuple(self.all):
            if other is not one and not one.closed and other.run == one.run:
                self._part(other if one.is_better_than(other, self._run) else one)

    def _watch(self, one: Neighbour) -> None:
        key = self._selector.get_key(one.channel)
        if key.events != one.channel.wants:
            self._selector.modify(one.channel, one.channel.wants, key.data)

    def _part(self, one: Neighbour) -> None:
        if one.closed:
            return
        self._selector.unregister(one.channel)
        self.all.remove(one)
        if one.calls and not one.run:
            self._finder.failed(one.address, time.monotonic())
        one.close()

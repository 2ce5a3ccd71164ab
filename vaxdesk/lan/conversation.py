"""One desk talking to another: which message follows which. Pure: bytes and results in, wishes and bytes out.

At most one piece of work of a conversation is with the store at a time, and at most one message with contents is on
its way: a slow desk is told little, not much at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import msgspec

from vaxdesk.journal.frames import BadFrames
from vaxdesk.journal.identity import Identity
from vaxdesk.journal.signing import Sign
from vaxdesk.lan import wire
from vaxdesk.lan.admission import NotAdmitted
from vaxdesk.lan.swapper import Known, Offer, Outcome, Swapper
from vaxdesk.lan.wire import Draft, Message, Their, Told

_MOST_WAITING = 4  # messages not yet taken in; a desk that sends more does not listen


class Wish(msgspec.Struct, frozen=True):
    """Work for the db lane; its result, or None when the store failed, goes to `Conversation.back`."""

    work: Callable[[Swapper], Any]


class Ended(Exception):
    """The conversation cannot go on; the connection is closed."""

    def __init__(self, reason: str, refusal: NotAdmitted | None = None) -> None:
        super().__init__(reason)
        self.refusal = refusal


class Conversation:
    """Feed it with `heard`, `changed` and `back`; after each take `wish()` and `outgoing()`.

    Args:
        who: the other side as its certificate names it.
        sign: the device key's.
    """

    def __init__(self, who: Identity, sign: Sign) -> None:
        self.who = who
        self._sign = sign
        self._their, self._told = Their(), Told()
        self._skip: set[str] = set()  # logs that the other side would not take, until it asks for them
        self._restarted: set[str] = set()  # logs of which it got our history as evidence
        self._n = self._got = 0
        self._acknowledge = False  # the message in hand had contents
        self._awaited = 0  # number of our message with contents that is not acknowledged yet
        self._heard: deque[Message] = deque()
        self._dirty = self._urgent = self._unsaid = self._busy = False
        self._out: deque[bytes] = deque()
        self._greeted = False
        self.name = self.run = ""
        self.behind = self.ahead = self.taken = self.confirmed = 0
        self.in_step = False  # both have said what they hold, and nothing is under way

    def wish(self) -> Wish | None:
        """What the store is to do next; None while there is nothing, or while it is doing something."""
        if self._busy:
            return None
        wish = self._next()
        self._busy = wish is not None
        return wish

    def outgoing(self) -> bytes | None:
        """The next message to send."""
        return self._out.popleft() if self._out else None

    def changed(self, *, at_once: bool = False) -> None:
        """Something changed here: the other side is told with the next round, or at once what it can have from nobody
        else."""
        self._unsaid = True
        self._urgent |= at_once

    def round(self) -> None:
        """A round of all desks begins: time to say what was left unsaid."""
        self._dirty |= self._unsaid
        self._unsaid = False

    def heard(self, body: bytes) -> None:
        """A message arrived.

        Raises:
            Ended: it is none, or more come than can be taken in.
        """
        try:
            message = wire.read(body)
        except BadFrames as error:
            raise Ended(str(error)[:80]) from None
        if len(self._heard) >= _MOST_WAITING:
            raise Ended("too many messages")
        if not self.run:
            self.name, self.run = _printable(message.swap.name), message.swap.run
        self._heard.append(message)

    def back(self, result: Any) -> None:
        """The store has done what was wished.

        Raises:
            Ended: it failed, or the other side is not let in.
        """
        self._busy = False
        if result is None:
            raise Ended("store")
        if isinstance(result, NotAdmitted):
            raise Ended(result.value, result)
        if isinstance(result, Outcome):
            self.taken += result.taken
            self.confirmed += result.confirmed
            self._answer(result.offer)
        elif isinstance(result, Offer):
            self._greeted = True
            self._say(result)

    def _next(self) -> Wish | None:
        if not self._greeted:
            return Wish(lambda swapper: swapper.greet(self.who))
        while self._heard:
            wish = self._take(self._heard.popleft())
            if wish is not None:
                return wish
        if self._awaited or not self.run or not (self._dirty or self._urgent):
            return None
        known, at_once = self._known(), self._urgent and not self._dirty
        self._urgent = self._dirty = False
        return Wish(lambda swapper: swapper.offer(known, at_once=at_once))

    def _take(self, message: Message) -> Wish | None:
        swap = message.swap
        self._acknowledge = message.has_contents
        self._got = swap.n
        if swap.got >= self._awaited:
            self._awaited = 0
        self._skip -= swap.have.keys()
        self._skip -= set(swap.want)
        self._restarted -= set(swap.want)
        self._skip |= swap.no.keys()
        self._their = self._their.after(swap)
        known = self._known()
        if not (message.has_contents or swap.cards or swap.no):  # only what it holds: that changes nothing in the store
            self._dirty |= self._their.lacks(self._told)
            self._settle()
            return None
        return Wish(lambda swapper: swapper.take(message, known))

    def _known(self) -> Known:
        skip = frozenset(self._skip | self._restarted)
        return Known(who=self.who, their=self._their, told=self._told, skip=skip)

    def _answer(self, offer: Offer) -> None:
        if self._awaited:  # what it lacks follows when it has taken in what is on its way
            self._dirty = True
            offer = _without_contents(offer, self._told)
        self._say(offer, always=self._acknowledge)

    def _say(self, offer: Offer, *, always: bool = False) -> None:
        self.behind, self.ahead = offer.behind, offer.ahead
        draft = offer.draft
        if draft.says_something or always:
            self._n += 1
            self._out.append(wire.numbered(draft, n=self._n, got=self._got).encode(self._sign))
            self._told = offer.told
            self._their = self._their.given(draft)
            self._restarted |= offer.restarted
            if draft.has_contents:
                self._awaited = self._n
        self._unsaid |= offer.later
        self._settle()

    def _settle(self) -> None:
        waits = self._awaited or self._heard or self._dirty or self._unsaid or self.behind
        self.in_step = bool(self.run) and not waits


def _without_contents(offer: Offer, before: Told) -> Offer:
    swap = msgspec.structs.replace(offer.draft.swap, feeds={}, cards=[])
    told = Told(offer.told.have, offer.told.marks, before.shown)
    return msgspec.structs.replace(offer, draft=Draft(swap), told=told, restarted=frozenset())


def _printable(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())[:60].strip()

"""A connection with another desk: the channel its bytes go through and the conversation they make up."""

from __future__ import annotations

from vaxdesk.domain.lan_address import Address
from vaxdesk.journal import identity
from vaxdesk.journal.signing import Sign
from vaxdesk.lan.admission import Member, NotAdmitted
from vaxdesk.lan.channel import Channel, Cut
from vaxdesk.lan.conversation import Conversation, Ended, Wish
from vaxdesk.lan.state import LanPeer

_PARTING_S = 3.0  # for so long one that is not let in may still see with whom it spoke


class Neighbour:
    """Made when a connection comes in or goes out; talks from when both have shown their certificates."""

    def __init__(self, channel: Channel, address: Address, me: Member, sign: Sign) -> None:
        self.channel, self.address = channel, address
        self._me, self._sign = me, sign
        self.conversation: Conversation | None = None
        self.closed = False
        self._until: float | None = None

    @property
    def dismissed(self) -> bool:
        """Whether it was not let in: nothing is said to it nor heard from it any more."""
        return self._until is not None

    @property
    def run(self) -> str:
        """Random letters of the other side's start; empty until it has spoken."""
        return self.conversation.run if self.conversation else ""

    @property
    def calls(self) -> bool:
        """Whether this desk knocked."""
        return self.channel.calls

    def step(self, now: float) -> None:
        """Moves what can be moved without waiting.

        Raises:
            Cut: the connection ended or broke its bounds.
            Ended: the other side said what cannot be understood, or is none of ours.
        """
        bodies = self.channel.step(now)
        if self.dismissed:
            return
        for body in bodies:
            self._talk().heard(body)
        if self.channel.open:
            self._talk()
        self.pump(now)

    def pump(self, now: float) -> None:
        """Queues what the conversation has to say."""
        while self.conversation and (body := self.conversation.outgoing()) is not None:
            self.channel.say(body, now)

    def check(self, now: float) -> None:
        """Looks at the time.

        Raises:
            Cut: too slow, silent, or dismissed long enough.
        """
        if self._until is not None and now > self._until:
            raise Cut("dismissed")
        self.channel.check(now)

    def dismiss(self, now: float) -> None:
        """It is not let in. The line stays a moment: closed at once, it would end before the other side knows us.

        TLS lets the caller finish first; the one that was called still reads the caller's certificate, and says on its
        own page why the two do not go together.
        """
        self.conversation, self._until = None, now + _PARTING_S

    def wish(self) -> Wish | None:
        """What the store is to do for this conversation."""
        return self.conversation.wish() if self.conversation else None

    def is_better_than(self, other: Neighbour, own_run: str) -> bool:
        """Which of two connections with the same desk stays: both sides must come to the same."""
        if self.calls == other.calls:
            return True  # the newer: the older is the one that a cut cable left behind
        return self.calls == (own_run < self.run)

    def seen(self, now: float, *, now_t: int) -> LanPeer:
        """The other desk as a page shows it."""
        talk = self._talk()
        return LanPeer(
            name=talk.name,
            device=talk.who.device,
            address=f"{self.address[0]}:{self.address[1]}",
            last_t=now_t - int(self.channel.silent_for(now)),
            behind=talk.behind,
            ahead=talk.ahead,
            taken=talk.taken,
        )

    def close(self) -> None:
        """Ends the connection."""
        self.closed = True
        self.channel.close()

    def _talk(self) -> Conversation:
        if self.conversation is None:
            who = identity.read(self.channel.certificate(), self._me.server)
            if who is None:
                raise Ended(NotAdmitted.STRANGER.value, NotAdmitted.STRANGER)
            self.conversation = Conversation(who, self._sign)
        return self.conversation

"""Two desks of a station exchange without a server: the real conversation, cut or garbled at any message."""

from __future__ import annotations

from contextlib import suppress

from tests.sim.desk import SimDesk
from tests.sim.wire import flipped
from vaxdesk.desk import lan
from vaxdesk.lan.conversation import Conversation, Ended
from vaxdesk.lan.swapper import Swapper

_MOST = 60


class End:
    """One side of the cable."""

    def __init__(self, desk: SimDesk, mine: lan.Ready, theirs: lan.Ready) -> None:
        self.desk = desk
        self.swapper: Swapper = mine.swapper
        self.talk = Conversation(theirs.me.identity, mine.private.sign)

    def move(self, to: End, *, garbled: bool) -> bool:
        """Does one thing: work with the store, or a message; whether there was any."""
        wish = self.talk.wish()
        if wish is not None:
            self.talk.back(wish.work(self.swapper))
        body = self.talk.outgoing()
        if body is not None:
            to.talk.heard(flipped(body, self.desk.rng) if garbled else body)
        return wish is not None or body is not None


def swap(one: SimDesk, other: SimDesk, *, moves: int, noise: float) -> None:
    """Lets two desks talk for so many moves of each, or until neither has anything to say.

    Args:
        noise: chance that a message arrives with a bit turned, which ends the conversation at the latest there.
    """
    left, right = lan.prepare(one.as_desk()), lan.prepare(other.as_desk())
    if not isinstance(left, lan.Ready) or not isinstance(right, lan.Ready):
        return
    ends = End(one, left, right), End(other, right, left)
    try:
        with suppress(Ended):
            _talk(ends, moves, noise)
    finally:
        one.look()
        other.look()
    one.ledger.note(f"{one.name} and {other.name} exchanged {[end.talk.taken for end in ends]}")


def _talk(ends: tuple[End, End], moves: int, noise: float) -> None:
    for _ in range(min(moves, _MOST)):
        moved = [end.move(to, garbled=end.desk.rng.random() < noise) for end, to in (ends, ends[::-1])]
        if not any(moved):
            if all(end.talk.in_step for end in ends):
                return
            for end in ends:
                end.talk.round()

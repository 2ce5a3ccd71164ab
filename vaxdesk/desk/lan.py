"""Exchange with the neighbours of the station: what it takes to begin, and one exchange straight through.

The window runs a `Node` on a lane of its own (`wiring.lan`); the command line runs it here.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vaxdesk.desk.context import Desk
from vaxdesk.lan import admission, secure
from vaxdesk.lan.admission import Member
from vaxdesk.lan.beacon import RUN_BYTES
from vaxdesk.lan.node import Node
from vaxdesk.lan.party import Party
from vaxdesk.lan.search import Place
from vaxdesk.lan.state import LanState, WhyOff
from vaxdesk.lan.swapper import Swapper
from vaxdesk.store import enrolment

_QUIET_S = 2.5  # a round and a little: nothing more is coming


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """What the exchange needs; made on the db lane, used on another."""

    me: Member
    private: Ed25519PrivateKey
    swapper: Swapper
    run: str

    def node(self, place: Place, **options: Any) -> Node:
        """The loop, not yet at work. Takes some ms: a key is read by a library that reads files alone."""
        sides = secure.contexts(self.me, self.private)
        party = Party(me=self.me, contexts=sides, sign=self.private.sign, run=self.run)
        return Node(party, place, **options)


def prepare(desk: Desk) -> Ready | WhyOff:
    """Whether this desk can speak to its neighbours."""
    with desk.store.reading() as conn:
        held = enrolment.enrolment(conn)
    me = admission.member(held)
    if me is None:
        return WhyOff.NO_CERTIFICATE if held else WhyOff.NOT_ENROLLED
    run = desk.store.rng.randbytes(RUN_BYTES).hex()
    swapper = Swapper(desk.store, me, name=platform.node(), run=run)
    return Ready(me=me, private=desk.store.signer(), swapper=swapper, run=run)


def exchange(ready: Ready, place: Place, *, seconds: float, until_quiet: bool = False) -> LanState:
    """Runs the exchange on this thread for a while; for the command line.

    Args:
        until_quiet: end earlier, when somebody was met and nothing is left to exchange.
    """
    states: list[LanState] = []
    node = ready.node(place, ask=_at_once(ready.swapper), tell=states.append)
    began = quiet_since = time.monotonic()

    def ended() -> bool:
        nonlocal quiet_since
        now = time.monotonic()
        if not node.circle.is_quiet():
            quiet_since = now
        return now - began > seconds or (until_quiet and now - quiet_since > _QUIET_S)

    node.work(ended)
    return states[-1] if states else node.state


def _at_once(swapper: Swapper) -> Callable[..., None]:
    def ask(work: Callable[[Swapper], Any], done: Callable[[Any], None]) -> None:
        done(work(swapper))

    return ask

"""Two open desks exchange everything at once, without sockets: the conversations themselves, message by message."""

from __future__ import annotations

from vaxdesk.desk import lan
from vaxdesk.desk.context import Desk
from vaxdesk.lan.conversation import Conversation
from vaxdesk.lan.swapper import Swapper

_MOST = 200


def exchange(one: Desk, other: Desk) -> None:
    """Until neither has anything left to say."""
    left, right = lan.prepare(one), lan.prepare(other)
    assert isinstance(left, lan.Ready) and isinstance(right, lan.Ready)
    ends = (
        (Conversation(right.me.identity, left.private.sign), left.swapper),
        (Conversation(left.me.identity, right.private.sign), right.swapper),
    )
    for _ in range(_MOST):
        moved = [_move(*ends[0], ends[1][0]), _move(*ends[1], ends[0][0])]
        if not any(moved):
            if all(talk.in_step for talk, _ in ends):
                return
            for talk, _ in ends:
                talk.round()
    raise AssertionError("they never came to an end")


def _move(talk: Conversation, swapper: Swapper, to: Conversation) -> bool:
    wish = talk.wish()
    if wish is not None:
        talk.back(wish.work(swapper))
    body = talk.outgoing()
    if body is not None:
        to.heard(body)
    return wish is not None or body is not None

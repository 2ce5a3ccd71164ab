"""The server's next signing key, announced by the one before it (decision 0020).

A statement names both keys and bears both signatures: the old key says who follows, the new one that it is willing.
Devices go forward along such statements from the key they know, and never back: a key that was left, even a stolen
one, can announce nothing to whoever has left it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import msgspec
from msgspec import Meta

from vaxdesk.journal.signing import Sign, from_text, to_text, valid

MOST = 64  # rotations of one server: one a year for longer than anybody will use it
MOST_LETTERS = 1000
HEADER = "VD-Succession"  # of answers, statements with spaces between

Hex = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Text = Annotated[str, Meta(max_length=MOST_LETTERS)]
Texts = Annotated[list[Text], Meta(max_length=MOST)]


class Succession(msgspec.Struct, frozen=True, kw_only=True):
    """From one public key to the next.

    Args:
        time: when, in ms.
        until: answers under the old key count until the new one has told a later time, in ms: processes of a server
            are not all started anew in one moment.
    """

    old: Hex
    new: Hex
    time: int
    until: int


def state(old: Sign, new: Sign, succession: Succession) -> str:
    """The statement as it travels: `payload.old's signature.new's signature`."""
    payload = msgspec.json.encode(succession)
    signed = _stated(payload)
    return ".".join(map(to_text, (payload, old(signed), new(signed))))


def read(text: str) -> Succession | None:
    """The statement of a text; None when one of both keys has not signed it."""
    parts = text.split(".")
    if len(parts) != 3 or len(text) > MOST_LETTERS:
        return None
    payload, by_old, by_new = map(from_text, parts)
    try:
        told = msgspec.json.decode(payload, type=Succession)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    signed = _stated(payload)
    both = valid(bytes.fromhex(told.old), by_old, signed) and valid(bytes.fromhex(told.new), by_new, signed)
    return told if both and told.old != told.new else None


def follow(key: str, texts: Iterable[str]) -> list[tuple[str, Succession]]:
    """The statements that lead on from a key, in order; what does not lead on from there is passed over."""
    steps: list[tuple[str, Succession]] = []
    seen = {key}
    for text in texts:
        told = read(text)
        if told is not None and told.old == key and told.new not in seen:
            steps.append((text, told))
            key = told.new
            seen.add(key)
    return steps


def _stated(payload: bytes) -> bytes:
    return b"vaxdesk/1 succession" + payload

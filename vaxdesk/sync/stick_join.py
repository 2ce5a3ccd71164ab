"""Joining a server by files on a stick: the wish goes out sealed to the server, the certificate comes back."""

from __future__ import annotations

import platform

from vaxdesk.journal import bundle
from vaxdesk.journal import enrolment as wire
from vaxdesk.journal.bundle import BadBundle, Fault, Kind
from vaxdesk.journal.enrolment import Refusal
from vaxdesk.journal.frames import BadFrames, Problem, decode
from vaxdesk.journal.signing import Sign
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.sync import enrol
from vaxdesk.sync.enrol import Wish


def wish_of(text: str) -> Wish | Refusal | Fault:
    """The wish of an invitation; a code alone does not say to which key the file is to be sealed."""
    invitation = wire.read_invitation(text)
    if invitation is None or not invitation.key or not invitation.box_key():
        return Fault.NO_INVITATION
    return enrol.check("", text)


def sealed(wish: Wish, *, sign: Sign, key: str, box: bytes) -> bytes:
    """The file for the server; `box` is this device's raw X25519 key, `key` its public signing key in hex."""
    public = bundle.public_of(box).hex()
    asked = enrol.request(wish, key=key, sign=sign, name=platform.node(), box=public)
    return bundle.seal(Kind.JOIN, [asked], bytes.fromhex(wish.box))


def opened(data: bytes, wish: Wish, *, key: str, box: bytes) -> Enrolment | Refusal:
    """What the server answered to the wish.

    Raises:
        BadBundle: not an answer for this PC.
        Trouble: NOT_OUR_SERVER, not an answer to this wish.
    """
    (told,) = bundle.unseal(bundle.look(data), box, (Kind.JOINED,)) or (b"",)
    try:
        problem = decode(told, Problem)
    except BadFrames:
        return enrol.joined(wish, told, key)
    if not problem.reason:
        raise BadBundle(Fault.OTHER)
    return Refusal.read(problem.reason)

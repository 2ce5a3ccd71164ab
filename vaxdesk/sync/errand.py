"""Carries a file of another station over this PC's line. The carrier can read neither the file nor the answer."""

from __future__ import annotations

import msgspec

from vaxdesk.journal import bundle
from vaxdesk.journal.bundle import BadBundle, Fault, Kind
from vaxdesk.sync.exchange import read_problem
from vaxdesk.sync.http import Busy, Link, Reply
from vaxdesk.trouble import Trouble, TroubleCode

ANSWER = ".vaxanswer"
_ANSWERS = (Kind.ANSWER, Kind.JOINED, Kind.REFUSAL)
_HEADERS = {"Content-Type": bundle.MEDIA, "Accept-Encoding": "identity"}


class Errand(msgspec.Struct, frozen=True):
    """Where to: address, pinned authority, and the server's public X25519 key in hex, empty while it is not known."""

    url: str
    ca: str
    box: str


def run(errand: Errand, data: bytes) -> bytes:
    """Brings a file and gives the answer file.

    Raises:
        BadBundle: it is no file for our server, or the server says what is wrong with it.
        Trouble: NO_LINE, NOT_OUR_SERVER, LOGIN_WANTED, SERVER_BUSY.
    """
    cover = bundle.look(data)
    if cover.kind not in (Kind.REQUEST, Kind.JOIN):
        raise BadBundle(Fault.OTHER_KIND)
    if errand.box and not cover.is_for(bytes.fromhex(errand.box)):
        raise BadBundle(Fault.NOT_FOR_US)
    with Link(errand.url, ca=errand.ca) as link:
        reply = link.post(bundle.PATH, data, headers=_HEADERS)
    if reply.status == 200 and reply.media == bundle.MEDIA:
        return _checked(reply.body)
    raise _wrong(reply)


def _checked(answer: bytes) -> bytes:
    try:
        kind = bundle.look(answer).kind
    except BadBundle as bad:
        raise Trouble(TroubleCode.NOT_OUR_SERVER, bad.fault.value) from None
    if kind not in _ANSWERS:
        raise Trouble(TroubleCode.NOT_OUR_SERVER, kind.name)
    return answer


def _wrong(reply: Reply) -> Exception:
    if reply.status == 429 or reply.status >= 500:
        return Busy(str(reply.status), reply.retry_after)
    if reply.status == 413:
        return BadBundle(Fault.TOO_BIG)
    told = read_problem(reply)
    known = {fault.value: fault for fault in Fault}
    if told.reason in known:
        return BadBundle(known[told.reason])
    return BadBundle(known.get(told.error, Fault.DAMAGED))

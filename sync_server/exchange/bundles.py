"""Files that come on a stick: opened, filed as what came over the line, and answered by a file (decision 0017).

Whoever brings a file is nobody to us: what is inside is signed by the device that wrote it, and the answer can be read
by that device alone. Age and repetition of a file do no harm, so neither is judged.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from hashlib import sha256

import msgspec
from msgspec import UNSET

from sync_server.durable.database import writing
from sync_server.exchange import farewell, feeds
from sync_server.exchange.problems import Denied
from sync_server.exchange.syncing import Done, Round, Who, recognise
from sync_server.joining import cards, devices, enrol
from sync_server.settings import Server
from vaxdesk.journal import auth, bundle, carrying, segment
from vaxdesk.journal import enrolment as wire
from vaxdesk.journal.bundle import Kind
from vaxdesk.journal.carrying import Letter
from vaxdesk.journal.enrolment import Refusal
from vaxdesk.journal.frames import BadFrames, Mark, Problem, decode, encode, join, split

_log = logging.getLogger("vaxdesk.server")
_ROOM = bundle.MAX_ANSWER - 64 * 1024  # what heads and seals of the parts take


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The answer file, and what is told to whoever brought the question.

    Args:
        filed: entries that are on the server now, of those that the file brought.
        refused: why something is not: `Verdict` codes, or the code of a refusal of the whole.
    """

    kind: Kind
    answer: bytes
    filed: int = 0
    refused: tuple[str, ...] = ()


def take(server: Server, data: bytes, *, address: str = "") -> Outcome:
    """Takes a file in; blocking, for the thread pool.

    Args:
        address: whoever brings it, for the limit on wrong enrolment codes; empty for an operator.

    Raises:
        BadBundle: no file for this server.
        Denied: 401, what is inside was not signed by a device that we know; 429.
        BadFrames: what is inside is not of our form.
    """
    cover = bundle.look(data)
    parts = bundle.unseal(cover, server.key.box, (Kind.REQUEST, Kind.JOIN))
    if cover.kind is Kind.JOIN:
        return _join(server, parts[0], address)
    letters = [carrying.read(part) for part in parts]
    outcome = _exchange(server, letters)
    _log.info("a file of %d parts: %d entries filed, refused: %s", len(parts), outcome.filed, outcome.refused or "none")
    return outcome


def _exchange(server: Server, letters: Sequence[Letter]) -> Outcome:
    try:
        who = [recognise(server, one.header, one.certificate, late=True) for one in letters]
    except Denied as denied:
        return _turned_away(server, letters, denied)
    if len({one.device.no for one in who}) > 1 or len({one.note.box for one in letters}) > 1:
        raise BadFrames("several devices")
    rounds = [_round(server, one, letter) for one, letter in zip(who, letters, strict=True)]
    done = [one.file() for one in rounds]  # a part that is not proven ends it; what is proven before it is filed
    whole = Done(
        done[-1].ask,
        [filed for one in done for filed in one.filed],
        [refused for one in done for refused in one.refused],
        set().union(*(one.whole for one in done)),
    )
    answers = _answers(server, rounds[-1], who[-1], whole)
    return Outcome(
        kind=Kind.ANSWER,
        answer=bundle.seal(Kind.ANSWER, answers, bytes.fromhex(letters[-1].note.box)),
        filed=_entries(letters, {(one.log, one.upto) for one in whole.filed}),
        refused=tuple(sorted({one.code for one in whole.refused})),
    )


def _round(server: Server, who: Who, letter: Letter) -> Round:
    one = Round(server, who, None, path=bundle.PATH, before=letter.before)
    for frame in one.arrived(letter.body):
        one.frame(frame)
    return one


def _answers(server: Server, last: Round, who: Who, whole: Done) -> list[bytes]:
    """The answer in parts, each as over the line and under heads of its own, up to what a file may hold."""
    told, frames = last.tell(whole)
    parts = [join([encode(told), *frames])]
    room = _ROOM - len(parts[0])
    while told.more and room > 0 and len(parts) < bundle.MAX_PARTS:
        marks = {number: [Mark(head.pos, head.fh[:16])] for number, head in told.heads.items()}
        ask = msgspec.structs.replace(whole.ask, marks=marks, most=min(room, whole.ask.most))
        pulled = feeds.pull(server, who.device, ask=ask, whole=whole.whole, time_ms=told.time)
        page = {"heads": pulled.heads, "since": pulled.since, "more": int(pulled.more)}
        shown = cards.told(server, who.device, whole.ask.cards, pulled.begun)
        told = msgspec.structs.replace(told, **page, ok=[], no=[], identity=UNSET, standing=UNSET, cards=shown)
        parts.append(join([encode(told), *pulled.frames]))
        room -= len(parts[-1])
    return parts


def _turned_away(server: Server, letters: Sequence[Letter], denied: Denied) -> Outcome:
    """A device that is known, and not dealt with: what a revoked one holds is kept for review, and it is told so.

    Raises:
        Denied: nobody knows who wrote the file, or the signature does not hold.
    """
    claim = _claimed(letters[0])
    with writing(server.engine) as conn:
        device = devices.by_number_in(conn, claim.device)
    if device is None or not all(_holds(one, device.public) for one in letters):
        raise denied
    if device.status == devices.REVOKED:
        farewell.keep(server, device, (frame for one in letters for frame in split(one.body)[1:]))
    problem = Problem(error=denied.error, time=denied.time_ms, sig=denied.sig)
    told = encode(carrying.Refused(problem=problem, nonce=claim.nonce, successions=list(server.key.successions)))
    answer = bundle.seal(Kind.REFUSAL, [told], bytes.fromhex(letters[0].note.box))
    return Outcome(kind=Kind.REFUSAL, answer=answer, refused=(denied.error,))


def _join(server: Server, part: bytes, address: str) -> Outcome:
    request = decode(part, wire.Request)
    if request.box is None:
        raise BadFrames("no key to answer to")
    wait = enrol.wait(server, request, address) if address else 0.0
    if wait:
        outcome: wire.Reply | Refusal = Refusal.TOO_MANY
    else:
        outcome = enrol.enrol(server, request)
    if isinstance(outcome, Refusal):
        told, refused = encode(Problem(error="refused", reason=outcome.value)), (outcome.value,)
    else:
        told, refused = encode(outcome), ()
        if address:
            enrol.accepted(server, request, address)
    answer = bundle.seal(Kind.JOINED, [told], bytes.fromhex(request.box))
    return Outcome(kind=Kind.JOINED, answer=answer, refused=refused)


def _claimed(letter: Letter) -> auth.Claim:
    try:
        return auth.parse(letter.header)
    except auth.BadAuth:
        raise Denied(401, "auth") from None


def _holds(letter: Letter, public: bytes) -> bool:
    claim, digest = _claimed(letter), sha256(letter.signed).digest()
    return claim.holds(public, method=carrying.METHOD, path=bundle.PATH, digest=digest)


def _entries(letters: Sequence[Letter], filed: set[tuple[str, int]]) -> int:
    """Entries of the segments that are filed."""
    count = 0
    for frame in (frame for one in letters for frame in split(one.body)[1:]):
        log, end, n = segment.extent(frame)
        count += n if (log, end) in filed else 0
    return count

"""Exchange by files on a stick: the same requests and answers as over the line, without a line (decision 0017).

    letters = outgoing(conn, enrolment, …)     inside a read transaction: everything that waits
    data = sealed(letters, …)                  no connection needed
    answers = opened(data, box, enrolment)     no connection needed: opens, inflates, checks the heads
    settle(books, answers, …)                  one write transaction an answer

Files come back in any order and any number of times. What an answer says about a feed counts as far as it goes beyond
what is held; whether it is the newest word of the server is asked of the time that the server signed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

import msgspec
import sqlalchemy as sa
from msgspec import UNSET

from vaxdesk.dictionaries import shipped
from vaxdesk.journal import auth, bundle, carrying
from vaxdesk.journal.bundle import BadBundle, Fault, Kind
from vaxdesk.journal.frames import BadFrames, Filed, decode
from vaxdesk.journal.signing import Sign
from vaxdesk.journal.verdict import Verdict
from vaxdesk.store import delivery, feeds, outbox, trust
from vaxdesk.store import enrolment as shelf
from vaxdesk.store.enrolment import Contact, Enrolment, SignedHead
from vaxdesk.store.feeds import Unsent
from vaxdesk.sync import answer, authors, intake, refusals, standings, vouched
from vaxdesk.sync import round as rounds
from vaxdesk.sync.answer import Answer
from vaxdesk.sync.pace import FeedDiffers, Pace
from vaxdesk.sync.round import Draft

_ROOM = 8 * 1024 * 1024  # bytes of lines in one part; a tenth of it when compressed
_WANTED_BACK = bundle.MAX_ANSWER
_FIRST = 2000  # a stick does not break amid a segment
_WHY = "stick"
_SAID = {fault.value: fault for fault in (Fault.REVOKED, Fault.SUSPENDED, Fault.UNKNOWN_DEVICE)}


class Books(intake.Books, Protocol):
    """What reading an answer needs of the store."""

    now: Callable[[], float]

    def changing(self) -> AbstractContextManager[sa.Connection]:
        """A write transaction."""


class ReadBack(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer file has changed.

    Args:
        confirmed: entries held here that the feed now shows; `upto` is the position of our feed that is confirmed.
        taken: entries of others that came in.
        known: nothing in it was new: it was read before, or something newer was.
        more: the server had more to give than a file holds; the next file brings it.
        refused: verdicts on what the server did not file.
        server_ms: when the server made it, by its own clock.
        rescued: entries that were entered anew under another name.
    """

    confirmed: int
    upto: int
    taken: int
    known: bool
    more: bool
    refused: tuple[str, ...]
    server_ms: int
    rescued: int = 0


def outgoing(conn: sa.Connection, enrolment: Enrolment, *, now: float, app: str) -> list[Draft]:
    """Everything that waits, what rests after a refusal too, in parts of bounded size; one part when nothing does."""
    known = shipped()
    first = rounds.outgoing(
        conn, enrolment, now=now, pace=Pace(probe=True), app=app, why=_WHY, dictionaries=known
    )
    shown = authors.to_show(conn, feeds.unsent(conn), shelf.held_back(conn), me=enrolment.key) or UNSET
    ask = msgspec.structs.replace(first.ask, most=_WANTED_BACK, standing="", authors=shown)
    plain = frozenset(refusals.rebuilt(shelf.held_back(conn)))
    drafts = [Draft(ask=ask, slices=(), probe=False)]
    left = feeds.unsent(conn)
    while len(drafts) <= bundle.MAX_PARTS:
        pieces = outbox.slices(conn, left, device=enrolment.key, first=_FIRST, room=_ROOM)
        if not pieces:
            break
        drafts.append(Draft(ask=ask, slices=tuple(pieces), probe=False, dictionary=first.dictionary, plain=plain))
        left = _after(left, {piece.log: piece.a + len(piece.lines) for piece in pieces})
    return drafts[1:] or drafts


def sealed(
    drafts: Sequence[Draft],
    enrolment: Enrolment,
    sign: Sign,
    *,
    box: bytes,
    file: int,
    now: float,
    nonce: Callable[[int], bytes],
) -> bytes:
    """The file for the server; `box` is this device's raw X25519 key, `nonce` gives random bytes.

    Raises:
        BadBundle: NO_KEY, the server's key for files comes with the next contact over a line.
    """
    if not enrolment.box:
        raise BadBundle(Fault.NO_KEY)
    public = bundle.public_of(box).hex()
    parts = [
        carrying.write(
            sign,
            device=enrolment.device,
            certificate=enrolment.certificate,
            note=carrying.Note(box=public, file=file, part=number, of=len(drafts)),
            body=draft.encode(sign),
            t=max(int(now), 0),
            nonce=nonce(auth.NONCE_BYTES),
        )
        for number, draft in enumerate(drafts, 1)
    ]
    return bundle.seal(Kind.REQUEST, parts, bytes.fromhex(enrolment.box))


def opened(data: bytes, box: bytes, enrolment: Enrolment) -> list[Answer]:
    """The answers in a file.

    Raises:
        BadBundle: not an answer for this PC; REVOKED, SUSPENDED or UNKNOWN_DEVICE by the server's signed word.
        Trouble: NOT_OUR_SERVER.
    """
    cover = bundle.look(data)
    parts = bundle.unseal(cover, box, (Kind.ANSWER, Kind.REFUSAL))
    if cover.kind is Kind.REFUSAL:
        raise _refusal(parts[0], enrolment)
    return [answer.read(part, enrolment, shipped()) for part in parts]


def settle(books: Books, answers: Sequence[Answer], enrolment: Enrolment) -> ReadBack:
    """Takes answers in as far as they go beyond what is held.

    Raises:
        BadBundle: DOES_NOT_FIT what is held, as after this PC was put back to a copy. What came before it holds.
    """
    try:
        done = [_settle(books, one, enrolment) for one in answers]
    except FeedDiffers:
        raise BadBundle(Fault.DOES_NOT_FIT) from None
    last = answers[-1].told
    own = last.heads[enrolment.feed]
    return ReadBack(
        confirmed=sum(one.confirmed for one in done),
        upto=own.pos,
        taken=sum(one.taken for one in done),
        known=not any(one.is_news for one in done),
        more=bool(last.more),
        refused=tuple(sorted({code for one in done for code in one.refused})),
        server_ms=last.time,
        rescued=sum(one.rescued for one in done),
    )


class _Settled(msgspec.Struct, frozen=True, kw_only=True):
    confirmed: int = 0
    taken: int = 0
    rescued: int = 0
    refused: tuple[str, ...] = ()
    is_news: bool = False


def _settle(books: Books, one: Answer, enrolment: Enrolment) -> _Settled:
    """Where we hold a feed further than its beginning in the answer, it is first tried as what goes on from there."""
    try:
        with books.changing() as conn:
            return _take(conn, books, _beyond(conn, one), enrolment)
    except FeedDiffers:
        with books.changing() as conn:  # the server went back since; its newest word counts, an older one is let be
            newer = _if_newest(conn, one)
            return _take(conn, books, newer, enrolment) if newer.told.heads else _Settled()


def _take(conn: sa.Connection, books: Books, one: Answer, enrolment: Enrolment) -> _Settled:
    told = one.told
    taking = intake.Intake(conn, books, me=enrolment.key)
    went_back = False
    for number, head in told.heads.items():
        places = [place for place in one.places if place.item.f == number]
        went_back |= taking.read_feed(number, places, since=told.since[number], head=head)
    heard = shelf.contact(conn)
    newest = heard is None or told.time > heard.server_ms
    refused: tuple[str, ...] = ()
    if newest:
        refused = _keep_news(conn, books, one, enrolment, taking=taking, went_back=went_back, heard=heard)
    else:
        taking.close(())
    _note_heads(conn, one)
    vouched.keep(conn, told.identity)
    authors.keep(conn, told.cards, enrolment)
    return _Settled(
        confirmed=taking.confirmed,
        taken=taking.taken,
        rescued=taking.rescued,
        refused=refused,
        is_news=bool(newest or taking.confirmed or taking.taken),
    )


def _keep_news(
    conn: sa.Connection,
    books: Books,
    one: Answer,
    enrolment: Enrolment,
    *,
    taking: intake.Intake,
    went_back: bool,
    heard: Contact | None,
) -> tuple[str, ...]:
    """What only the server's newest word decides: what was sent and refused, how this device stands, the contact."""
    told, now = one.told, books.now()
    delivery.note_sent(conn, _still_waiting(conn, told.ok), went_back=went_back)
    rule = refusals.Rule(me=enrolment.key, circumstances="", now=now)
    refused = refusals.counted(told.no, (), shelf.held_back(conn))
    taking.close(no.log for no in refused if no.verdict is Verdict.TAKEN and _is_mine(conn, no.log, enrolment))
    shelf.hold_back(conn, rule.held_back(shelf.held_back(conn), refused, shown=taking.shown))
    trust.keep(conn, one.enrolment)
    standings.keep(conn, told.standing, one.enrolment, now=now)
    offset = heard.offset if heard else 0.0  # a file says nothing of this device's clock, only that it was heard
    at = int(told.time / 1000 - offset)
    shelf.note_contact(conn, Contact(t=at, server_ms=told.time, dictionaries=told.dictionaries))
    return tuple(no.verdict.value for no in refused if not no.is_settled)


def _beyond(conn: sa.Connection, one: Answer) -> Answer:
    """The answer without what is held of its feeds; a feed that it does not carry further is left out."""
    told, since, heads = one.told, {}, {}
    for number, head in told.heads.items():
        at = max(told.since[number], min(feeds.newest(conn, number), head.pos))
        fh = feeds.hash_at(conn, number, head.pos)
        if head.pos < feeds.newest(conn, number) and fh is not None and fh.hex() == head.fh:
            continue
        since[number], heads[number] = at, head
    places = tuple(it for it in one.places if it.item.f in heads and it.item.p > since[it.item.f])
    return Answer(msgspec.structs.replace(told, since=since, heads=heads), places, one.enrolment)


def _if_newest(conn: sa.Connection, one: Answer) -> Answer:
    """The whole answer, for feeds of which the server has said nothing later."""
    known, told = shelf.heads(conn), one.told
    heads = {n: head for n, head in told.heads.items() if n not in known or told.time >= known[n].time_ms}
    since = {n: told.since[n] for n in heads}
    places = tuple(place for place in one.places if place.item.f in heads)
    return Answer(msgspec.structs.replace(told, since=since, heads=heads), places, one.enrolment)


def _note_heads(conn: sa.Connection, one: Answer) -> None:
    known, told = shelf.heads(conn), one.told
    news = {n: SignedHead(*msgspec.structs.astuple(head), told.time) for n, head in told.heads.items()}
    shelf.note_heads(conn, {n: head for n, head in news.items() if n not in known or head.time_ms > known[n].time_ms})


def _still_waiting(conn: sa.Connection, filed: Sequence[Filed]) -> dict[str, int]:
    waits = {one.log for one in feeds.unsent(conn)}
    return {one.log: one.upto for one in filed if one.log in waits}


def _is_mine(conn: sa.Connection, log: str, enrolment: Enrolment) -> bool:
    """A name that was given up may stand for its owner's log by now."""
    held = feeds.held(conn, log)
    return held is not None and held.device == enrolment.key


def _after(logs: Sequence[Unsent], done: dict[str, int]) -> list[Unsent]:
    """What is left of some logs; one that gave nothing has nothing that we could sign for."""
    cut = [msgspec.structs.replace(one, covered=done.get(one.log, one.covered)) for one in logs]
    last = max(at for at, one in enumerate(logs) if one.log in done)
    return [one for at, one in enumerate(cut) if one.covered < one.head_seq and at >= last]


def _refusal(part: bytes, enrolment: Enrolment) -> BadBundle:
    try:
        told = decode(part, carrying.Refused)
    except BadFrames:
        return BadBundle(Fault.DAMAGED)
    problem, facts = told.problem, {"nonce": told.nonce, "time_ms": told.problem.time}
    keys = trust.trusted(trust.moved(enrolment, told.successions))
    if not any(auth.problem_is_signed(key, problem.sig, problem.error, **facts) for key in keys):
        return BadBundle(Fault.DAMAGED)
    return BadBundle(_SAID.get(problem.error, Fault.OTHER))

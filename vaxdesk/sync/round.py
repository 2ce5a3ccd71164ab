"""One round of exchange without I/O of its own: what goes out, and what an answer changes in the store.

    draft = outgoing(conn, enrolment, …)      inside a read transaction
    body = draft.encode(sign)                 no connection needed: compresses and signs
    answer = answer.read(reply, enrolment)    no connection needed: inflates, checks the heads
    settled = settle(conn, draft, answer, …)  inside one write transaction

Dying between any two of these is repaired by running again: nothing counts as confirmed until `settle` has noted
the feed item that shows it.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec
import sqlalchemy as sa
from msgspec import UNSET

from vaxdesk.journal import segment
from vaxdesk.journal.frames import MAX_SENT, Ask, Sent, encode, join
from vaxdesk.journal.pack import NO_DICTIONARIES, Dictionaries
from vaxdesk.journal.signing import Sign
from vaxdesk.journal.verdict import Verdict
from vaxdesk.store import authors as author_shelf
from vaxdesk.store import delivery, feeds, outbox, trust
from vaxdesk.store import enrolment as shelf
from vaxdesk.store.asides import behind_everything
from vaxdesk.store.enrolment import Contact, Enrolment, SignedHead
from vaxdesk.store.outbox import Slice
from vaxdesk.sync import authors, refusals, standings, vouched
from vaxdesk.sync.answer import Answer
from vaxdesk.sync.intake import Books, Intake
from vaxdesk.sync.pace import Pace
from vaxdesk.sync.refusals import RefusedLog

BUTTON = "now"
_WANTED_BACK = 16 * 1024  # some 1,500 entries: what is taken in at once holds the store while it is folded


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A request before it is compressed and signed."""

    ask: Ask
    slices: tuple[Slice, ...]
    probe: bool
    dictionary: bytes = b""  # one that the server reads
    plain: frozenset[str] = frozenset()  # logs built without it, because the server could not read them
    quick: bool = False  # compresses in less time, to more bytes

    @property
    def entries(self) -> int:
        """Entries that it carries."""
        return sum(len(piece.lines) for piece in self.slices)

    def encode(self, sign: Sign) -> bytes:
        """The body of the request; `sign` is the device key's."""
        return join([encode(self.ask), *(self._segment(piece, sign) for piece in self.slices)])

    def _segment(self, piece: Slice, sign: Sign) -> bytes:
        dictionary = b"" if piece.log in self.plain else self.dictionary
        how = {"dictionary": dictionary, "seeds": piece.seeds, "quick": self.quick}
        if piece.sig:
            return segment.seal(piece.log, piece.a, piece.lines, piece.sig, **how)
        return segment.build(piece.log, sign, piece.a, piece.lines, piece.h_end, **how)


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What a round has changed.

    Args:
        confirmed: entries held here that the feed now shows for the first time (or again, after it went back).
        taken: entries of other devices that came in.
        rescued: entries of a log with two histories, or of a taken name, that were entered anew under another name.
        refused: what the server did not file.
        went_back: the server is at an earlier state than it was; what it lost waits again and is sent by itself.
        again: run another round at once.
        server_ms: the server's signed time.
        poll: seconds until it wants to be asked again.
        min_app: oldest version it wants for new sessions; empty for any.
    """

    confirmed: int
    taken: int
    rescued: int
    refused: tuple[RefusedLog, ...]
    went_back: bool
    again: bool
    server_ms: int
    poll: int
    min_app: str


def outgoing(
    conn: sa.Connection,
    enrolment: Enrolment,
    *,
    now: float,
    pace: Pace,
    app: str,
    why: str,
    dictionaries: Dictionaries = NO_DICTIONARIES,
    resting: Collection[str] = (),
) -> Draft:
    """Gathers marks and what waits.

    Args:
        conn: inside a read transaction; nothing is written.
        now: seconds by this device's clock, for logs held back.
        why: timer, entry or `BUTTON`, which sends what rests after a refusal too; told to the server's operator.
        resting: logs that somebody else is likely to send.
        dictionaries: held here; the newest that the server named at the last contact, or when it enrolled us, is used.
    """
    logs, heard, back = behind_everything(conn, feeds.unsent(conn)), shelf.contact(conn), shelf.held_back(conn)
    tried = logs if why == BUTTON else _rule(conn, enrolment, app, now).sendable(logs, back)
    ready = [one for one in tried if one.log not in resting and not pace.probe]
    ask = Ask(
        app=app,
        dictionaries=sorted(dictionaries),
        marks={number: feeds.marks(conn, number) for number in {*feeds.known_feeds(conn), enrolment.feed}},
        sent=[] if pace.full else [Sent(one.log, one.head_seq) for one in logs[:MAX_SENT]],
        most=_WANTED_BACK,
        why=why,
        standing=standings.wanted(conn, now),
        key=trust.tag(enrolment),
        identity=1 if vouched.is_wanted(enrolment, heard) else UNSET,
        cards=author_shelf.tag(conn),
        authors=authors.to_show(conn, ready, back, me=enrolment.key) or UNSET,
    )
    anew = frozenset(one.log for one in ready if one.log in refusals.rebuilt(back))
    pieces = outbox.slices(conn, ready, device=enrolment.key, first=1 if anew else pace.first, room=pace.room)
    shared = _shared(dictionaries, heard.dictionaries if heard else enrolment.dictionaries)
    return Draft(ask=ask, slices=tuple(pieces), probe=pace.probe, dictionary=shared, plain=anew, quick=pace.fast)


def _rule(conn: sa.Connection, enrolment: Enrolment, app: str, now: float) -> refusals.Rule:
    circumstances = refusals.under(enrolment, app, shelf.standing(conn))
    return refusals.Rule(me=enrolment.key, circumstances=circumstances, now=now)


def _shared(dictionaries: Dictionaries, named: Collection[int]) -> bytes:
    """The newest dictionary that the server named too; empty for none."""
    both = set(dictionaries).intersection(named)
    return dictionaries[max(both)] if both else b""


def _note(conn: sa.Connection, answer: Answer, now: float) -> None:
    """Keeps what the server said beside the entries."""
    told = answer.told
    trust.keep(conn, answer.enrolment)
    shelf.note_contact(conn, Contact(t=int(now), server_ms=told.time, dictionaries=told.dictionaries))
    shelf.note_heads(conn, {n: SignedHead(*msgspec.structs.astuple(head), told.time) for n, head in told.heads.items()})
    vouched.keep(conn, told.identity)
    authors.keep(conn, told.cards, answer.enrolment)
    standings.keep(conn, told.standing, answer.enrolment, now=now)


def settle(
    conn: sa.Connection, draft: Draft, answer: Answer, *, books: Books, enrolment: Enrolment, now: float
) -> Settled:
    """Notes what the feed shows and takes in what other devices wrote.

    Args:
        conn: inside one write transaction, rolled back by the caller when this raises.

    Raises:
        FeedDiffers: the items do not lead to the signed head; nothing of the answer holds.
    """
    told = answer.told
    intake = Intake(conn, books, me=enrolment.key)
    went_back = False
    for number, head in told.heads.items():
        places = [place for place in answer.places if place.item.f == number]
        went_back |= intake.read_feed(number, places, since=told.since[number], head=head)
    delivery.note_sent(conn, {one.log: one.upto for one in told.ok}, went_back=went_back)
    rule = _rule(conn, enrolment, draft.ask.app, now)
    refused = tuple(refusals.counted(told.no, draft.slices, shelf.held_back(conn)))
    intake.close(one.log for one in refused if one.verdict is Verdict.TAKEN)
    back = rule.held_back(shelf.held_back(conn), refused, shown=intake.shown)
    shelf.hold_back(conn, back)
    _note(conn, answer, now)
    books.erase(conn)
    progress = bool(intake.confirmed or intake.rescued or refused or went_back or draft.probe)
    left = progress and rule.sendable(feeds.unsent(conn), back)
    return Settled(
        confirmed=intake.confirmed,
        taken=intake.taken,
        rescued=intake.rescued,
        refused=refused,
        went_back=went_back,
        again=bool(told.more or left),
        server_ms=told.time,
        poll=told.poll,
        min_app=told.min_app,
    )

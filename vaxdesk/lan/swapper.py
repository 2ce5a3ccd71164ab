"""What one desk tells another and takes from it: the part of the exchange that touches the store; db lane only.

    draft = swapper.greet(who)                     the first message, or why this neighbour is not let in
    draft = swapper.offer(their, told=…)           what changed here since, and what the other side lacks
    outcome = swapper.take(message, their, told=…) takes a message in; the answer is in the outcome

No connection leaves this module, no bytes are signed or compressed here. Dying anywhere is repaired by what the next
message says is held.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

import msgspec
import sqlalchemy as sa

from vaxdesk.journal import segment
from vaxdesk.journal.frames import Mark
from vaxdesk.journal.identity import Identity
from vaxdesk.lan import admission, relay
from vaxdesk.lan.admission import Member, NotAdmitted
from vaxdesk.lan.intake import Intake, verdicts
from vaxdesk.lan.wire import Draft, FeedPart, Held, Message, Swap, Their
from vaxdesk.store import feeds, neighbours, outbox
from vaxdesk.store.feeds import Unsent
from vaxdesk.store.neighbours import Holding
from vaxdesk.store.outbox import Slice

RECENT_LOGS = 200  # a log is a run of the program: more than three days of a station with six desks
ROOM = 160 * 1024  # bytes of lines a message, some 1,500 entries: what is taken in at once holds the store


class Books(Protocol):
    """What an exchange needs of the store."""

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A read transaction."""

    def changing(self) -> AbstractContextManager[sa.Connection]:
        """A write transaction."""

    def take_in(self, conn: sa.Connection, log: str, device: str, from_seq: int, lines: list[bytes]) -> object:
        """Takes entries of another device in, inside the given transaction."""

    def begin_log(self) -> None:
        """What is written next goes into another log."""


class Told(msgspec.Struct, frozen=True):
    """What the other side was told that this desk holds.

    `shown` is, per feed, what was known of the other side when items were last shown to it: they are shown again only
    when it has come further since.
    """

    have: Mapping[str, Held] = {}
    marks: Mapping[int, list[Mark]] = {}
    shown: Mapping[int, tuple[int, ...]] = {}


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A draft and what follows from its being sent.

    Args:
        told: what the other side knows of us after it.
        restarted: logs sent from their beginning, since the other side's history differs: as evidence, once.
        behind: entries that the other side has and this desk lacks; `ahead` the other way round.
    """

    draft: Draft
    told: Told
    restarted: frozenset[str] = frozenset()
    behind: int = 0
    ahead: int = 0


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a message brought.

    Args:
        offer: the answer.
        taken: entries that came in, of `logs`; `confirmed` those that the feed now shows.
        forked: logs with two histories, each signed by its author.
        lost_log: the running log of this desk is among them; what is written next goes into another.
    """

    offer: Offer
    taken: int = 0
    logs: frozenset[str] = frozenset()
    confirmed: int = 0
    forked: frozenset[str] = frozenset()
    lost_log: bool = False


class Swapper:
    """The exchange's hands in the store.

    Args:
        name: of this PC, shown to the neighbours.
        run: random letters of this start of the program.
    """

    def __init__(self, books: Books, me: Member, *, name: str, run: str) -> None:
        self.me = me
        self._books, self._name, self._run = books, name, run
        self._seen: tuple[int, ...] = ()
        self._recent: list[Holding] = []

    def signature(self) -> tuple[int, ...]:
        """Changes whenever there may be something to tell."""
        with self._books.reading() as conn:
            return neighbours.signature(conn)

    def greet(self, who: Identity | None) -> Offer | NotAdmitted:
        """The first message to a neighbour."""
        with self._books.reading() as conn:
            refusal = admission.judge(conn, self.me, who)
            if refusal is not None:
                return refusal
            first = Swap(n=0, name=self._name[:100], run=self._run, cards=[self.me.enrolment.certificate])
            return self._offer(conn, Their(), Told(), swap=first)

    def offer(self, their: Their, *, told: Told, skip: Collection[str] = ()) -> Offer:
        """What changed since, and what the other side lacks.

        Args:
            skip: logs that the other side would not take.
        """
        with self._books.reading() as conn:
            return self._offer(conn, their, told, skip=skip)

    def take(
        self, message: Message, their: Their, *, who: Identity, told: Told, skip: Collection[str] = ()
    ) -> Outcome | NotAdmitted:
        """Takes a message in; `their` is what is known of the other side after it.

        Raises:
            Trouble: the disk failed; nothing of the message holds.
        """
        with self._books.changing() as conn:
            refusal = admission.judge(conn, self.me, who)  # it may have been revoked since it was let in
            if refusal is not None:
                return refusal
            outcome, answer = self._take(conn, message)
            made = self._offer(conn, their, told, swap=answer, skip=skip)
        outcome = msgspec.structs.replace(outcome, offer=made)
        if outcome.lost_log:
            self._books.begin_log()
        return outcome

    def _take(self, conn: sa.Connection, message: Message) -> tuple[Outcome, Swap]:
        swap, me = message.swap, self.me
        parts = (relay.verify(conn, number, part, server=me.server) for number, part in swap.feeds.items())
        shown = [part for part in parts if part is not None]
        intake = Intake(conn, self._books.take_in, me=me.enrolment, shown=shown)
        intake.keep_cards(swap.cards)
        for body in message.segments:
            intake.take(body)
        noted = [relay.note(conn, part) for part in shown]
        mentioned = {one.log: Held.of(one.head_seq, one.h) for one in neighbours.named(conn, list(intake.mentioned))}
        wanted = {log: held for one in noted for log, held in one.wanted.items()}
        absent = {log: Held(0) for log in intake.mentioned}
        answer = Swap(n=0, have={**absent, **wanted, **mentioned}, no=verdicts(intake.refused))
        forked = frozenset({*intake.forked, *(one.forked for one in noted if one.forked)})
        mine = [one for one in neighbours.named(conn, list(forked)) if one.device == me.enrolment.key]
        outcome = Outcome(
            offer=Offer(draft=Draft(answer), told=Told()),
            taken=intake.taken,
            logs=frozenset(intake.grown),
            confirmed=sum(one.confirmed for one in noted),
            forked=forked,
            lost_log=bool(mine),
        )
        return outcome, answer

    def _offer(
        self, conn: sa.Connection, their: Their, told: Told, *, swap: Swap | None = None, skip: Collection[str] = ()
    ) -> Offer:
        recent = self._holdings(conn)
        swap = swap or Swap(n=0)
        have = {one.log: Held.of(one.head_seq, one.h) for one in recent}
        numbers = {*feeds.known_feeds(conn), self.me.enrolment.feed}
        marks = {number: feeds.marks(conn, number) for number in numbers}
        known = {one.log for one in recent}
        asked = [log for log in their.have if log not in known]
        every = recent + (neighbours.named(conn, asked) if asked else [])
        lacking = [one for one in every if _lacks(one, their) and one.log not in skip and their.marks]
        restarted, slices = self._slices(conn, lacking, their)
        devices = {one.log: one.device for one in lacking}
        cards = [neighbours.card(conn, device) for device in {devices[piece.log] for piece in slices}]
        parts = relay.parts(conn, their.marks, own=self.me.enrolment.feed)
        stands = {number: _standing(part, their) for number, part in parts.items()}
        fresh = {number: part for number, part in parts.items() if told.shown.get(number) != stands[number]}
        full = msgspec.structs.replace(
            swap,
            have={**{log: held for log, held in have.items() if told.have.get(log) != held}, **swap.have},
            marks={number: shown for number, shown in marks.items() if told.marks.get(number) != shown},
            cards=[*swap.cards, *filter(None, cards)],
            feeds=fresh,
        )
        return Offer(
            draft=Draft(full, tuple(slices)),
            told=Told({**told.have, **full.have}, {**told.marks, **full.marks}, {**told.shown, **stands}),
            restarted=restarted,
            behind=_missing(their.have, {one.log: one.head_seq for one in every}),
            ahead=sum(one.head_seq - _their_seq(one, their) for one in lacking),
        )

    def _slices(
        self, conn: sa.Connection, lacking: list[Holding], their: Their
    ) -> tuple[frozenset[str], list[Slice]]:
        restarted, wanted = set(), []
        for one in lacking:
            covered = _their_seq(one, their)
            held = their.have.get(one.log, Held(0))
            if covered and held.h and not held.agrees(feeds.entry_hash(conn, one.local_no, covered)):
                restarted.add(one.log)
                covered = 0
            wanted.append(
                Unsent(
                    local_no=one.local_no, log=one.log, device=one.device, covered=covered, head_seq=one.head_seq
                )
            )
        key = self.me.enrolment.key
        return frozenset(restarted), outbox.slices(conn, wanted, device=key, first=segment.MAX_LINES, room=ROOM)

    def _holdings(self, conn: sa.Connection) -> list[Holding]:
        now = neighbours.signature(conn)
        if now != self._seen:
            self._recent, self._seen = neighbours.recent(conn, RECENT_LOGS), now
        return self._recent


def _their_seq(one: Holding, their: Their) -> int:
    held = their.have.get(one.log)
    return held.seq if held else 0


def _lacks(one: Holding, their: Their) -> bool:
    return _their_seq(one, their) < one.head_seq


def _standing(part: FeedPart, their: Their) -> tuple[int, ...]:
    """What has to change before these items are worth showing again: they wait for entries that are still to come."""
    entries = sum(held.seq for held in their.have.values()) if part.items else 0
    return (part.since, part.head.pos, part.head.safe, entries)


def _missing(their: Mapping[str, Held], own: Mapping[str, int]) -> int:
    """Entries that they have and we lack, as far as both have named the logs."""
    return sum(max(held.seq - own.get(log, 0), 0) for log, held in their.items())

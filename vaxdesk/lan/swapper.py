"""What one desk tells another and takes from it: the part of the exchange that touches the store; db lane only.

    offer = swapper.greet(who)               the first message, or why this neighbour is not let in
    offer = swapper.offer(known)             what changed here since, and what the other side lacks
    outcome = swapper.take(message, known)   takes a message in; the answer is in the outcome

Own entries are told at once. Those of others only to a desk that was told before that they are here and has not said
since that it holds them too: six desks that all hear of an entry from its author need not tell each other.

No connection leaves this module, no bytes are signed or compressed here. Dying anywhere is repaired by what the next
message says is held.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

import msgspec
import sqlalchemy as sa

from vaxdesk.journal import segment
from vaxdesk.journal.frames import Mark
from vaxdesk.journal.identity import Identity
from vaxdesk.journal.verdict import Verdict
from vaxdesk.lan import admission, relay
from vaxdesk.lan import intake as intake_
from vaxdesk.lan.admission import Member, NotAdmitted
from vaxdesk.lan.intake import Intake, verdicts
from vaxdesk.lan.wire import Draft, FeedPart, Held, Message, Swap, Their, Told
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import erasing, feeds, neighbours, outbox, trust
from vaxdesk.store.feeds import Unsent
from vaxdesk.store.neighbours import Holding
from vaxdesk.store.outbox import Slice

RECENT_LOGS = 200  # a log is a run of the program: more than three days of a station with six desks
ROOM = 160 * 1024  # bytes of lines a message, some 1,500 entries: what is taken in at once holds the store


class Books(intake_.Books, Protocol):
    """What an exchange needs of the store."""

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A read transaction."""

    def changing(self) -> AbstractContextManager[sa.Connection]:
        """A write transaction."""

    def erase(self, conn: sa.Connection) -> frozenset[int]:
        """Erases what the server has ordered; returns the entries that it named."""

    def leave_log(self, log: str) -> None:
        """What is written next goes into another log, if this one is running."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a conversation knows when it asks the store.

    Args:
        who: the other side; `their` is what it holds, `told` what it was told.
        skip: logs that it would not take.
    """

    who: Identity
    their: Their
    told: Told
    skip: frozenset[str] = frozenset()


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A draft and what follows from its being sent.

    Args:
        told: what the other side knows of us after it.
        restarted: logs sent from their beginning, since the other side's history differs: as evidence, once.
        later: there is something of others that it may lack; it is given the time to say so.
        behind: entries that the other side has and this desk lacks; `ahead` the other way round.
    """

    draft: Draft
    told: Told
    restarted: frozenset[str] = frozenset()
    later: bool = False
    behind: int = 0
    ahead: int = 0


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a message brought.

    Args:
        offer: the answer.
        taken: entries that came in, of `logs`; `confirmed` those that the feed now shows.
        forked: logs with two histories, each signed by its author.
    """

    offer: Offer
    taken: int = 0
    logs: frozenset[str] = frozenset()
    confirmed: int = 0
    forked: frozenset[str] = frozenset()


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
            known = shelf.enrolment(conn) or self.me.enrolment
            first = Swap(
                n=0,
                name=self._name[:100],
                run=self._run,
                cards=[known.certificate],
                successions=list(known.successions),
            )
            return self._offer(conn, Known(who=who, their=Their(), told=Told()), swap=first)

    def offer(self, known: Known, *, at_once: bool = False) -> Offer | NotAdmitted:
        """What changed since, and what the other side lacks.

        Args:
            at_once: only what this desk is the first to know: own entries, and what the server has just confirmed.
        """
        with self._books.reading() as conn:
            refusal = admission.judge(conn, self.me, known.who)  # it may have been revoked since it was let in
            return refusal or self._offer(conn, known, at_once=at_once)

    def take(self, message: Message, known: Known) -> Outcome | NotAdmitted:
        """Takes a message in; `known` is after it.

        Raises:
            Trouble: the disk failed; nothing of the message holds.
        """
        with self._books.changing() as conn:
            refusal = admission.judge(conn, self.me, known.who)
            if refusal is not None:
                return refusal
            outcome, answer = self._take(conn, message)
            made = self._offer(conn, known, swap=answer)
        outcome = msgspec.structs.replace(outcome, offer=made)
        for log in outcome.forked:
            self._books.leave_log(log)
        return outcome

    def _take(self, conn: sa.Connection, message: Message) -> tuple[Outcome, Swap]:
        swap = message.swap
        me = trust.moved(shelf.enrolment(conn) or self.me.enrolment, swap.successions)
        trust.keep(conn, me)
        keys = trust.trusted(me)
        parts = (relay.verify(conn, number, part, server=keys) for number, part in swap.feeds.items())
        shown = [part for part in parts if part is not None]
        intake = Intake(conn, self._books, me=me, shown=shown)
        intake.keep_cards(swap.cards)
        for body in message.segments:
            intake.take(body)
        intake.close()
        noted = [relay.note(conn, part) for part in shown]
        behind = erasing.logs_behind(conn, self._books.erase(conn))
        mentioned = {one.log: Held.of(one.head_seq, one.h) for one in neighbours.named(conn, list(intake.mentioned))}
        wanted = {log: held for one in noted for log, held in one.wanted.items()}
        absent = {log: Held(0) for log in intake.mentioned}
        answer = Swap(n=0, have={**absent, **mentioned, **wanted}, no=verdicts(intake.refused))
        disputed = {one.forked for one in noted if one.forked}
        refused = {log for log, code in swap.no.items() if Verdict.read(code) is Verdict.FORK}
        forked = frozenset({*intake.forked, *disputed, *refused})
        answer = msgspec.structs.replace(answer, want=sorted({*disputed, *behind}))
        outcome = Outcome(
            offer=Offer(draft=Draft(answer), told=Told()),
            taken=intake.taken,
            logs=frozenset(intake.grown),
            confirmed=sum(one.confirmed for one in noted),
            forked=forked,
        )
        return outcome, answer

    def _offer(
        self, conn: sa.Connection, known: Known, *, swap: Swap | None = None, at_once: bool = False
    ) -> Offer:
        their, told = known.their, known.told
        recent = self._holdings(conn)
        have = {one.log: Held.of(one.head_seq, one.h) for one in recent}
        marks = self._marks(conn)
        asked = [log for log in {*their.have, *their.want} if log not in have]
        every = recent + (neighbours.named(conn, asked) if asked else [])
        spoken = bool(their.marks)
        lacking = [one for one in every if spoken and their.seq(one.log) < one.head_seq and one.log not in known.skip]
        due = [one for one in lacking if one.device == self.me.enrolment.key or (not at_once and _was_told(one, known))]
        restarted, slices = self._slices(conn, due, their)
        parts = relay.parts(conn, their.marks, own=self.me.enrolment.feed)
        stands = {number: _standing(part, their) for number, part in parts.items()}
        shown = {
            number: part
            for number, part in parts.items()
            if told.shown.get(number) != stands[number] and (at_once or told.marks.get(number) == marks.get(number))
        }
        swap = swap or Swap(n=0)
        full = msgspec.structs.replace(
            swap,
            have={**{log: held for log, held in have.items() if told.have.get(log) != held}, **swap.have},
            marks={number: one for number, one in marks.items() if told.marks.get(number) != one},
            cards=[*swap.cards, *self._cards(conn, due, slices)],
            feeds=shown,
        )
        return Offer(
            draft=Draft(full, tuple(slices)),
            told=Told(
                {**told.have, **full.have},
                {**told.marks, **full.marks},
                {**told.shown, **{number: stands[number] for number in shown}},
            ),
            restarted=restarted,
            later=len(due) < len(lacking) or len(shown) < len(parts),
            behind=_missing(their.have, {one.log: one.head_seq for one in every}),
            ahead=sum(one.head_seq - their.seq(one.log) for one in lacking),
        )

    def _marks(self, conn: sa.Connection) -> dict[int, list[Mark]]:
        numbers = {*feeds.known_feeds(conn), self.me.enrolment.feed}
        return {number: feeds.marks(conn, number) for number in numbers}

    def _cards(self, conn: sa.Connection, due: list[Holding], slices: list[Slice]) -> list[str]:
        """Certificates of the authors of what is sent, where they are held."""
        sent = {piece.log for piece in slices}
        devices = {one.device for one in due if one.log in sent and one.device != self.me.enrolment.key}
        return [card for device in sorted(devices) if (card := neighbours.card(conn, device))]

    def _slices(
        self, conn: sa.Connection, lacking: list[Holding], their: Their
    ) -> tuple[frozenset[str], list[Slice]]:
        restarted, wanted = set(), []
        for one in lacking:
            covered = their.seq(one.log)
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


def _standing(part: FeedPart, their: Their) -> tuple[int, ...]:
    """What has to change before these items are worth showing again: they wait for entries that are still to come."""
    entries = sum(map(their.seq, their.have)) if part.items else 0
    return (part.since, part.head.pos, part.head.safe, entries)


def _was_told(one: Holding, known: Known) -> bool:
    """Whether the other side has had the time to say that it holds as much of a log as this desk did."""
    told = known.told.have.get(one.log)
    return told is not None and told.seq > known.their.seq(one.log)


def _missing(their: Mapping[str, Held], own: Mapping[str, int]) -> int:
    """Entries that they have and we lack, as far as both have named the logs."""
    return sum(max(held.seq - own.get(log, 0), 0) for log, held in their.items())

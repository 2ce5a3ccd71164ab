"""What the server would not file, and when it is worth sending again (sync design 2.7). Pure; seconds.

Nothing that was refused is ever dropped. A gap mends itself in the next round; a segment that could not be read is
built anew once, small and without a dictionary, and then tried once a day; what is not ours to send waits until the
certificate or what the server states of us changes; what we bring for others is sent once more at once, then with its
author's certificate. A new program, and somebody who presses the button, try at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

import msgspec

from vaxdesk.journal import standing
from vaxdesk.journal.frames import Refused
from vaxdesk.journal.verdict import Verdict
from vaxdesk.store.enrolment import Enrolment, HeldBack, KnownStanding
from vaxdesk.store.feeds import Unsent
from vaxdesk.store.outbox import Slice

UNREADABLE = (Verdict.BAD_SIG, Verdict.TOO_BIG, Verdict.BAD_FRAME)
REST = 3600
LONG_REST = 24 * 3600
_TRIES = 2


class RefusedLog(msgspec.Struct, frozen=True):
    """A log of which the server did not file something; `n` entries behind entry `a` were sent, `times` in a row.

    What FORK and TAKEN shut out is rescued by quotes.
    """

    log: str
    verdict: Verdict
    a: int = 0
    n: int = 0
    times: int = 1
    kept: bool = False  # all that was sent lies with the server for review

    @property
    def is_settled(self) -> bool:
        """Whether rescue takes care of it, so that nobody has to be told."""
        return self.verdict in (Verdict.FORK, Verdict.TAKEN)

    @property
    def is_lasting(self) -> bool:
        """Whether it was refused again after it had been built anew: a case for technicians."""
        return self.verdict in UNREADABLE and self.times >= _TRIES


def under(enrolment: Enrolment, app: str, known: KnownStanding | None) -> str:
    """Names the circumstances of a refusal: another certificate, program, or place of the unit is worth another try."""
    stated = standing.tag(known.text) if known else ""
    return sha256(f"{app}\n{enrolment.certificate}\n{stated}".encode()).hexdigest()[:16]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """Judges by what this device is, and when it is.

    Args:
        me: public key in hex of this device.
        circumstances: see `under`.
        now: seconds by this device's clock; one that jumped ends a rest as its time does.
    """

    me: str
    circumstances: str
    now: float

    def sendable(self, logs: Iterable[Unsent], back: Mapping[str, HeldBack]) -> list[Unsent]:
        """Logs that do not rest for now."""
        return [one for one in logs if one.log not in back or not self._rests(back[one.log], one.device == self.me)]

    def held_back(
        self, back: Mapping[str, HeldBack], refused: Iterable[RefusedLog], *, shown: set[str]
    ) -> dict[str, HeldBack]:
        """Refusals after a round: those of logs that went forward or were rescued are forgotten, new ones kept."""
        after = {log: one for log, one in back.items() if log not in shown}
        for one in refused:
            if one.verdict is Verdict.TAKEN or (one.verdict is Verdict.FORK and one.log in shown):
                continue
            after[one.log] = HeldBack(
                one.verdict.value, int(self.now), one.times, self.circumstances, one.kept
            )
        return after

    def _rests(self, one: HeldBack, own: bool) -> bool:
        if one.under != self.circumstances:
            return False
        verdict, waited = Verdict.read(one.code), abs(self.now - one.t)
        if verdict is Verdict.NOT_YOURS and own:
            return True
        if verdict in UNREADABLE:
            return one.times >= _TRIES and waited < LONG_REST
        at_once = verdict in (Verdict.FORK, Verdict.TAKEN)  # sending it again changes nothing
        rest = LONG_REST if one.kept else REST  # what lies there for review brings nothing new
        return (at_once or one.times >= _TRIES) and waited < rest


def rebuilt(back: Mapping[str, HeldBack]) -> set[str]:
    """Logs whose segments are to be built anew: small and without a dictionary."""
    return {log for log, one in back.items() if Verdict.read(one.code) in UNREADABLE}


def counted(told: Sequence[Refused], slices: Iterable[Slice], back: Mapping[str, HeldBack]) -> list[RefusedLog]:
    """Refusals of an answer, each log once, with what was sent of it and how often it was refused by now."""
    codes = {one.log: one.code for one in reversed(told)}  # the first says why the others of its log could not follow
    lost = {one.log for one in told if not one.kept}
    sent: dict[str, list[Slice]] = {}
    for piece in slices:
        sent.setdefault(piece.log, []).append(piece)
    return [
        RefusedLog(
            log,
            Verdict.read(code),
            min((piece.a for piece in sent.get(log, ())), default=0),
            sum(len(piece.lines) for piece in sent.get(log, ())),
            back[log].times + 1 if log in back and back[log].code == code else 1,
            log not in lost,
        )
        for log, code in codes.items()
    ]

"""The segments of one request: own ones are filed as they arrive, those of other devices once the request is proven.

A device's own segment proves itself by its signature, so a line that breaks loses only the frame in flight. A
relayed one waits until the signature over the whole request holds, since `pushed_by` is evidence.
"""

from __future__ import annotations

import msgspec

from sync_server.durable.database import writing
from sync_server.joining import cards
from sync_server.joining.devices import Device
from sync_server.segments import filing
from sync_server.segments.evidence import Evidence
from sync_server.segments.filing import Logs
from sync_server.segments.grouping import Wish
from sync_server.settings import Server
from vaxdesk.journal import ref
from vaxdesk.journal.frames import Filed, Refused
from vaxdesk.journal.verdict import Verdict

_KEPT = (Verdict.FORK.value, Verdict.TAKEN.value, Verdict.NOT_YOURS.value)
_LIKE_OURS = b"VDS"  # a segment of a form that this version cannot read, perhaps of a later one: its bytes are kept


class Intake:
    """Takes the segments of one request."""

    def __init__(self, server: Server, pusher: Device) -> None:
        self._server = server
        self._pusher = pusher
        self._waiting: list[bytes] = []
        self._waiting_logs: set[str] = set()
        self._strays: list[tuple[int, bytes]] = []  # place in `refused`, and the segment
        self.authors: list[str] = []  # certificates that the pusher shows of those whose entries it brings
        self.waits = False  # whether own segments are filed by the caller, with those of other requests
        self.wishes: list[Wish] = []  # at most one of a request
        self.went_on = False  # whether something was filed after the wishes
        self.filed: list[Filed] = []
        self.refused: list[Refused] = []

    def arrive(self, data: bytes, logs: Logs = filing.NOTHING) -> None:
        """Files a segment of the pusher at once; keeps another device's for `finish`. `logs` as for `filing.judge`."""
        if self.wishes:  # what was judged before the wish is filed might not be so after it
            self._waiting.append(data)
            return
        plan = filing.judge(self._server.engine, data, self._pusher, logs=logs)
        if self._continues_waiting(plan) or self._may_be_vouched(plan):
            self._wait(plan.log, data)
        elif not isinstance(plan, filing.Plan):
            self._note(plan, data)
        elif plan.author.no != self._pusher.no:
            self._wait(ref.log_name(plan.log_id), data)
        elif self.waits:
            self.wishes.append(Wish(plan, self._pusher.no, self._server.now_ms()))
        else:
            pos = filing.file(self._server.engine, plan, pusher=self._pusher, now_ms=self._server.now_ms())
            self._settle(data) if pos is None else self._note(_filed(plan, pos), data)

    def finish(self) -> None:
        """Files what waited and keeps the evidence; only after the request's signature was found to hold."""
        for wish in self.wishes:
            if wish.error is not None:
                raise wish.error
            self._settle(wish.plan.data) if wish.pos is None else self._note(_filed(wish.plan, wish.pos), b"")
        if self.authors and self._waiting:
            cards.readmit(self._server, self.authors)
        for data in self._waiting:
            self._settle(data)
        if self._strays:
            with writing(self._server.engine) as conn:
                evidence = Evidence(conn, self._pusher, now_ms=self._server.now_ms())
                for at, data in self._strays:
                    kept = evidence.keep(data, self.refused[at].code)
                    self.refused[at] = msgspec.structs.replace(self.refused[at], kept=int(kept))

    def forked(self) -> set[str]:
        """Logs of which the sender has another history: their bodies are never left out of the answer."""
        return {one.log for one in self.refused if one.code == Verdict.FORK.value}

    def _continues_waiting(self, plan: filing.Plan | Filed | Refused) -> bool:
        """Whether a gap is one only because what goes before waits for `finish`."""
        return isinstance(plan, Refused) and plan.code == Verdict.GAP.value and plan.log in self._waiting_logs

    def _may_be_vouched(self, plan: filing.Plan | Filed | Refused) -> bool:
        """Whether the author may be one that is known again once the certificates count."""
        return bool(self.authors) and isinstance(plan, Refused) and plan.code == Verdict.NOT_YOURS.value

    def _wait(self, log: str, data: bytes) -> None:
        self._waiting.append(data)
        self._waiting_logs.add(log)

    def _settle(self, data: bytes) -> None:
        self.went_on = True
        engine, now_ms = self._server.engine, self._server.now_ms()
        self._note(filing.settle(engine, data, pusher=self._pusher, now_ms=now_ms), data)

    def _note(self, outcome: Filed | Refused, data: bytes) -> None:
        if isinstance(outcome, Filed):
            self.filed.append(outcome)
            return
        self.refused.append(outcome)
        if outcome.code in _KEPT or (outcome.code == Verdict.BAD_FRAME.value and data.startswith(_LIKE_OURS)):
            self._strays.append((len(self.refused) - 1, data))


def _filed(plan: filing.Plan, pos: int) -> Filed:
    return Filed(ref.log_name(plan.log_id), plan.a + plan.n, pos)

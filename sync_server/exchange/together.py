"""Requests that wait at the same time are answered together: one thread, one transaction for all that they bring.

Each request says what it brings; then everything is filed by one transaction, so one sync of the disk serves all; then
each is proven and told. The order inside one request is that of `syncing.Round`, so it comes to the same; only its
signature is checked earlier, by a second thread, since the check needs nothing but the request.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import msgspec

from sync_server.authority import limits
from sync_server.authority.limits import Gate
from sync_server.authority.nonces import Fresh
from sync_server.durable import quick
from sync_server.exchange import feeds, syncing
from sync_server.exchange.feeds import Place, Recent, View
from sync_server.exchange.problems import Denied
from sync_server.exchange.syncing import Proof, Round, Who
from sync_server.joining import devices
from sync_server.joining.devices import Device
from sync_server.segments import filing
from sync_server.segments.filing import Logs
from sync_server.segments.grouping import Wish
from sync_server.settings import Server
from vaxdesk.domain import times
from vaxdesk.journal import ref, segment
from vaxdesk.journal.auth import Claim

_T = TypeVar("_T")


class Asked(msgspec.Struct, frozen=True):
    """A whole `POST /v1/sync`, and the address that it came from."""

    header: str
    certificate: str
    address: str
    body: bytes


class Counter:
    """What requests are answered with; blocking."""

    def __init__(self, server: Server, nonces: Fresh, gate: Gate) -> None:
        self._server = server
        self._nonces = nonces
        self._gate = gate
        self._prover = ThreadPoolExecutor(1, "prover")

    def answer(self, asked: Sequence[Asked]) -> list[bytes | Exception]:
        """The body of each answer, or why there is none (`Denied`, `BadFrames`, the database's errors)."""
        try:
            return self._answers(asked)
        except Exception as error:  # noqa: BLE001 - a database that is away: each is told to come again
            return [error] * len(asked)

    def _answers(self, asked: Sequence[Asked]) -> list[bytes | Exception]:
        brought = self._bring(asked)
        signed = self._prover.submit(_signed, [one.round for one in brought if isinstance(one, _Brought)])
        judged = self._judge(brought)
        rounds = [one for one in judged if isinstance(one, Round)]
        if rounds:
            wishes = [wish for one in rounds for wish in one.wishes]
            filing.file_all(self._server.engine, wishes)
            self._prove(rounds, signed.result())
            seen = self._view([one.device for one in rounds], wishes)
        return [_tried(one.answer, seen) if isinstance(one, Round) else one for one in judged]

    def let_in(self, who: Who, address: str, size: int) -> Round:
        """A request of a known device that is not too soon; its body is still to come.

        Raises:
            Denied: 429, too often.
        """
        pause = self._gate.wait(who.device.no, address, size)
        if pause:
            raise Denied(429, "too_often", retry_after=limits.retry_after(self._server, pause))
        return Round(self._server, who, self._nonces)

    def _bring(self, asked: Sequence[Asked]) -> list[_Brought | Exception]:
        claims = [_tried(syncing.claimed, one.header) for one in asked]
        numbers = [one.device for one in claims if isinstance(one, Claim)]
        known = devices.by_numbers(quick.of(self._server.engine), numbers) if numbers else {}
        return [
            _tried(self._take, one, claim, known.get(claim.device)) if isinstance(claim, Claim) else claim
            for one, claim in zip(asked, claims, strict=True)
        ]

    def _take(self, asked: Asked, claim: Claim, known: Device | None) -> _Brought:
        who = syncing.admit(self._server, claim, known, asked.certificate, status=devices.ACTIVE)
        one = self.let_in(who, asked.address, len(asked.body))
        return _Brought(one, one.bring(asked.body))

    def _judge(self, brought: Sequence[_Brought | Exception]) -> list[Round | Exception]:
        segments = [data for one in brought if isinstance(one, _Brought) for data in one.segments]
        named = {ref.log_number(name) for data in segments if (name := segment.extent(data)[0])}
        logs = filing.held(self._server.engine, sorted(named)) if named else filing.NOTHING
        return [_tried(one.judged, logs) if isinstance(one, _Brought) else one for one in brought]

    def _prove(self, rounds: Sequence[Round], signed: set[Round]) -> None:
        proven = [one for one in rounds if one in signed]  # no other may use a nonce up
        fresh = self._nonces.all_fresh([one.shown for one in proven]) if proven else []
        for one in rounds:
            one.proof = Proof(False, False)
        for one, new in zip(proven, fresh, strict=True):
            one.proof = Proof(True, new)
        heard = (one.heard for one, new in zip(proven, fresh, strict=True) if new)
        devices.seen(quick.of(self._server.engine), heard, self._server.now_ms())

    def _view(self, readers: Sequence[Device], wishes: Sequence[Wish]) -> View:
        day = times.day_of(self._server.told_ms() // 1000)
        return feeds.view(quick.of(self._server.engine), readers, day=day, recent=_recent(wishes))


class _Brought(msgspec.Struct, frozen=True):
    """A request and the segments that it brings."""

    round: Round
    segments: list[bytes]

    def judged(self, logs: Logs) -> Round:
        """The request when its segments were judged; what one of them brings about is told to its sender alone."""
        for data in self.segments:
            self.round.judge(data, logs)
        return self.round


def _signed(rounds: Sequence[Round]) -> set[Round]:
    """Those requests that their devices have signed: checked beside the judging and filing, which do not hang on it."""
    return {one for one in rounds if one.is_signed()}


def _recent(wishes: Sequence[Wish]) -> dict[int, Recent]:
    recent: dict[int, Recent] = {}
    for put, plan in ((wish.put, wish.plan) for wish in wishes if wish.put is not None):
        last = recent.setdefault(plan.feed, Recent(put.pos - 1, put.before, []))
        last.places.append(Place(put.pos, put.fh, plan.log_id, plan.a, plan.n, plan.data))
    return recent


def _tried(step: Callable[..., _T], *values: object) -> _T | Exception:
    try:
        return step(*values)
    except Exception as error:  # noqa: BLE001 - each request is told its own
        return error

"""Sends in the background: shortly after a save, else at the server's pace; backs off when the line fails.

A round goes db lane -> net lane -> db lane; nothing of it is on the UI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from vaxdesk import __version__
from vaxdesk.domain.true_times import Watched
from vaxdesk.domain.versions import older
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.lanes import Lanes
from vaxdesk.wiring.letting_go import LettingGo
from vaxdesk.wiring.session import Session
from vaxdesk.wiring.trusting import Trusting

if TYPE_CHECKING:
    from vaxdesk.desk.sending import Courier

_COLLECT_S = 3  # entries of one visit go together
_FIRST_S = 1
_AGAIN_MS = 300


class LoopState(msgspec.Struct, frozen=True, kw_only=True):
    """What the sending page shows of the loop.

    `trouble` is empty while all is well; `next_s` and `next_at` say when the next try is meant, counted from when that
    was decided and in seconds since 1970; `min_app` is a version that the server wants and this is not, else empty.
    """

    sending: bool = False
    trouble: str = ""
    detail: str = ""
    failures: int = 0
    next_s: int = 0
    next_at: int = 0
    min_app: str = ""
    confirmed: int = 0  # since the program was opened
    taken: int = 0
    went_back: bool = False
    rescued: int = 0  # entries of a second history, said again under another name, since the program was opened


class SendingLoop(QObject):
    """Runs rounds while the desk is open. `settled(confirmed, taken)` follows each round that was answered.

    Args:
        resting: logs of neighbours that are not sent for now: their authors may have a line of their own.
    """

    changed = Signal(object)
    settled = Signal(int, int)
    barred = Signal()  # who acts now has other rights than at sign-in, or none
    erased = Signal()  # this PC was revoked, has handed everything over, and its keys are gone

    def __init__(
        self,
        session: Session,
        lanes: Lanes,
        *,
        rng: Random | None = None,
        resting: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        super().__init__()
        self._resting = resting
        self._session, self._lanes, self._rng = session, lanes, rng or Random()
        self._pace: object | None = None
        self._told_clock = False
        self._clock = Watched()
        self._courier: Courier | None = None
        self._closed = False
        self._letting_go = LettingGo(session, lanes, gone=lambda: self.settled.emit(0, 1))  # people are fewer here
        self._trusting = Trusting(session, lanes, self._carrier)
        self.state = LoopState()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self._begin())

    def start(self) -> None:
        """The first round soon after the desk was opened."""
        self._wait(_FIRST_S)

    def close(self) -> None:
        """No further round; one under way is finished by the next start."""
        self._closed = True
        self._timer.stop()
        self._letting_go.close()
        if self._courier is not None:
            self._lanes.net.run(self._courier.close)

    def saved(self) -> None:
        """Something was saved: send it soon, together with what follows at once. A failing line keeps its pause."""
        if not self.state.failures and not self.state.sending:
            self._wait(min(_COLLECT_S, self._remaining()))

    def now(self) -> None:
        """The button: try at once, whatever pause was meant, and send for the neighbours too."""
        if not self.state.sending:
            self._begin(frozenset())

    def fetch(self) -> None:
        """Something waits for this desk at the server: begin a round, after the one under way if there is one."""
        if self.state.sending:
            QTimer.singleShot(_AGAIN_MS, self, self.fetch)
        else:
            self.now()

    def _remaining(self) -> float:
        return self._timer.remainingTime() / 1000 if self._timer.isActive() else _COLLECT_S

    def _wait(self, seconds: float) -> None:
        if not self._closed:
            self._timer.start(round(seconds * 1000))
            self._become(next_s=round(seconds), next_at=self._session.desk.now() + round(seconds))

    def _begin(self, resting: frozenset[str] | None = None) -> None:
        from vaxdesk.desk import sending
        from vaxdesk.sync.pace import Pace

        if self._closed:
            return
        self._timer.stop()
        self._become(sending=True)
        pace = self._pace or Pace()
        self._pace = pace
        why, resting = ("timer", self._resting()) if resting is None else ("now", resting)
        draft = lambda: sending.draft(self._session.desk, pace=pace, why=why, resting=resting)  # noqa: E731
        self._lanes.db.run(draft, self._send, self._failed)

    def _send(self, parcel: object) -> None:
        courier = self._carrier()
        self._lanes.net.run(lambda: courier.carry(parcel), lambda back: self._settle(parcel, back), self._failed)

    def _carrier(self) -> Courier:
        from vaxdesk.desk.sending import Courier

        self._courier = self._courier or Courier()
        return self._courier

    def _settle(self, parcel: object, back: object) -> None:
        from vaxdesk.desk import authority, sending

        def work() -> object:
            settled, pace = sending.settle(self._session.desk, parcel, back)
            if self._clock.is_news(settled.server_ms / 1000 - self._session.desk.store.now()):
                sending.note_clock(self._session.desk, settled.server_ms, seconds=back.seconds)
            if settled.taken and authority.has_changed(self._session.desk):
                self.barred.emit()
            return settled, pace

        self._lanes.db.run(work, self._done, self._failed)

    def _done(self, answer: tuple) -> None:
        from vaxdesk.sync import backoff

        settled, self._pace = answer
        again = settled.again or not self._told_clock
        self._told_clock = True
        self._become(
            sending=False,
            trouble="",
            detail="",
            failures=0,
            confirmed=self.state.confirmed + settled.confirmed,
            taken=self.state.taken + settled.taken,
            went_back=settled.went_back,
            rescued=self.state.rescued + settled.rescued,
            min_app=settled.min_app if older(__version__, settled.min_app) else "",
        )
        self.settled.emit(settled.confirmed, settled.taken)
        self._letting_go.wake()
        self._trusting.wake()
        self._wait(0 if again else backoff.next_poll(settled.poll, self._rng))

    def _failed(self, err: Err) -> None:
        from vaxdesk.sync import backoff
        from vaxdesk.sync.pace import Pace

        trouble = err.trouble
        failures = self.state.failures + 1
        if trouble is None or trouble.code is TroubleCode.NOT_ENROLLED:
            code = "" if trouble is not None else "bug"  # a bug was shown by the crash door already
            self._become(sending=False, trouble=code, failures=0 if trouble is not None else failures)
            self._become(next_s=0, next_at=0)
            return
        if trouble.code is TroubleCode.DEVICE_REVOKED:
            self._become(trouble=trouble.code.value)
            self._part()
            return
        pace = self._pace if isinstance(self._pace, Pace) else Pace()
        self._pace = pace.failed(trouble)
        self._become(sending=False, trouble=trouble.code.value, detail=trouble.detail, failures=failures)
        self._wait(backoff.delay(failures, self._rng, retry_after=_pause(trouble)))

    def _part(self) -> None:
        """This PC was revoked: hand over, step by step, then erase."""
        from vaxdesk.desk import farewell

        self._lanes.db.run(lambda: farewell.draft(self._session.desk), self._hand_over, self._held_up)

    def _hand_over(self, parcel: object) -> None:
        from vaxdesk.desk import farewell

        if parcel is None:
            self._closed = True
            self._lanes.db.run(lambda: farewell.erase(self._session.desk), lambda _: self.erased.emit(), self._held_up)
            return
        courier = self._carrier()
        self._lanes.net.run(lambda: courier.part(parcel), lambda kept: self._handed(parcel, kept), self._held_up)

    def _handed(self, parcel: object, kept: object) -> None:
        from vaxdesk.desk import farewell

        def work() -> None:
            if not farewell.settle(self._session.desk, parcel, kept):
                raise Trouble(TroubleCode.SERVER_REFUSED, "farewell")

        self._lanes.db.run(work, lambda _: self._part(), self._held_up)

    def _held_up(self, err: Err) -> None:
        """The line failed amid the last exchange; the next round is refused again and goes on with it."""
        from vaxdesk.sync import backoff

        failures = self.state.failures + 1
        self._become(sending=False, failures=failures, detail=err.trouble.detail if err.trouble else "")
        self._wait(backoff.delay(failures, self._rng, retry_after=_pause(err.trouble) if err.trouble else 0))

    def _become(self, **changes: object) -> None:
        self.state = msgspec.structs.replace(self.state, **changes)
        self.changed.emit(self.state)


def _pause(trouble: Trouble) -> float:
    """Seconds that a busy server asked for."""
    return float(getattr(trouble, "retry_after", 0) or 0)

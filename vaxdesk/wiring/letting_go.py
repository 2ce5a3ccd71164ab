"""Lets people go whom the station need not hold, a few at a time on the db lane, beside sending."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from vaxdesk.ui.jobs import Err
from vaxdesk.ui.lanes import Lanes
from vaxdesk.wiring.session import Session
from vaxdesk.wiring.steps import Steps

_REST_MS = 1_000  # between two steps: saves and screens go first
_SOON_MS = 20_000  # after a round


class LettingGo(QObject):
    """Goes on with the turn of the server's day.

    Args:
        gone: people were let go in the last steps; UI thread.
    """

    def __init__(self, session: Session, lanes: Lanes, *, gone: Callable[[], None]) -> None:
        super().__init__()
        self._session, self._lanes, self._gone = session, lanes, gone
        self._people = 0  # let go in this turn, as far as it was told
        self._steps = Steps(self._step, soon_ms=_SOON_MS, rest_ms=_REST_MS)

    def wake(self) -> None:
        """The server has answered; nothing happens when the day's turn is done."""
        self._steps.wake()

    def close(self) -> None:
        """No further step."""
        self._steps.close()

    def _step(self) -> None:
        from vaxdesk.desk import pruning

        self._lanes.db.run_newest("letting go", lambda: pruning.step(self._session.desk), self._done, self._failed)

    def _done(self, turn: object) -> None:
        if self._steps.closed:
            return
        if turn is None:
            self._people = 0
            return
        self._steps.rest()
        people = getattr(turn, "people", 0)
        if people != self._people:
            self._people = people
            self._gone()

    def _failed(self, err: Err) -> None:
        """A full disk is told by the save that meets it; a bug was shown already. The next round tries anew."""
        del err

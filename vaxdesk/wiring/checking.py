"""Runs the checks a little at a time on the db lane, while nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from vaxdesk.ui.jobs import Err
from vaxdesk.ui.lanes import Lanes
from vaxdesk.wiring.session import Session
from vaxdesk.wiring.steps import Steps

_REST_MS = 400  # between two steps: saves go first
_SOON_MS = 3_000  # after the last change


class Checking(QObject):
    """Looks at what has changed.

    Args:
        found: other issues are open than before; UI thread.
    """

    def __init__(self, session: Session, lanes: Lanes, *, found: Callable[[], None]) -> None:
        super().__init__()
        self._session, self._lanes, self._found = session, lanes, found
        self._steps = Steps(self._step, soon_ms=_SOON_MS, rest_ms=_REST_MS)

    def wake(self) -> None:
        """Something may have changed."""
        self._steps.wake()

    def close(self) -> None:
        """No further step."""
        self._steps.close()

    def _step(self) -> None:
        self._lanes.db.run_newest("checks", lambda: _look(self._session), self._looked, self._failed)

    def _looked(self, answer: tuple[int, bool]) -> None:
        looked, other = answer
        if self._steps.closed:
            return
        if looked:
            self._steps.rest()
        if other:
            self._found()

    def _failed(self, err: Err) -> None:
        """A full disk is told by the save that meets it; a bug was shown already. The next change tries anew."""
        del err


def _look(session: Session) -> tuple[int, bool]:
    """On the lane, which loads the checks as well: the window would halt for that."""
    from vaxdesk.desk import issues

    return issues.look(session.desk)

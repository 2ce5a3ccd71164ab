"""Keeps the list of trust of this PC up to date, behind the rounds that send.

Once a day, and nobody is told of a line that fails, since the list ages visibly wherever it is used.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from vaxdesk.ui.jobs import Err
from vaxdesk.ui.lanes import Lanes
from vaxdesk.wiring.session import Session

if TYPE_CHECKING:
    from vaxdesk.desk.sending import Courier

_REST_S = 3600.0  # until a server is asked again that had none, or gave a list that is not its own


class Trusting:
    """Asks whenever the server has just answered a round, if the list is a day old.

    Args:
        courier: of the net lane, with the connection of the rounds.
    """

    def __init__(self, session: Session, lanes: Lanes, courier: Callable[[], Courier]) -> None:
        self._session, self._lanes, self._courier = session, lanes, courier
        self._rests_until = 0.0

    def wake(self) -> None:
        """The server has answered; UI thread."""
        from vaxdesk.desk import trust

        if monotonic() < self._rests_until:
            return
        self._rests_until = monotonic() + _REST_S
        self._lanes.db.run(lambda: trust.due(self._session.desk), self._fetch, self._failed)

    def _fetch(self, errand: object) -> None:
        if errand is None:
            return
        courier = self._courier()
        self._lanes.net.run(lambda: courier.fetch(errand), self._keep, self._failed)

    def _keep(self, data: object) -> None:
        if data is None:
            return
        from vaxdesk.desk import trust

        self._lanes.db.run(lambda: trust.taken(self._session.desk, data), lambda _: None, self._failed)

    def _failed(self, err: Err) -> None:
        """The line or the server; a bug was shown already."""
        del err

"""The typed sheets of a stack, as they stand at all PCs: asked for anew, and one left of those that two PCs typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from vaxdesk.domain.catchup.stack import TypedSheet
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.screen import Room
from vaxdesk.ui.screens.catchup.keeping import Keeping
from vaxdesk.ui.screens.catchup.ports import CatchupPorts


class Rows(QObject):
    """Asks on the db lane.

    Args:
        came: is told the stack and its sheets in the order of time. failed: is told an Err.
    """

    settled = Signal()  # one entry is left of a sheet that two PCs typed, and what came is fresh

    def __init__(
        self,
        room: Room,
        ports: CatchupPorts,
        keeping: Keeping,
        *,
        came: Callable[[str, tuple[TypedSheet, ...]], None],
        failed: Callable[[Err], None],
    ) -> None:
        super().__init__()
        self._room, self._ports, self._keeping = room, ports, keeping
        self._tell, self._failed = came, failed
        self._stack, self._settling = "", False
        keeping.settled.connect(self._left)

    def look(self, stack: str) -> None:
        """Ask for the rows of a stack."""
        self._stack = stack
        work, then = partial(self._ports.typed, stack), partial(self._came, stack)
        self._room.lanes.db.run_newest("catchup.rows", work, then, self._failed)

    def settle(self, says: str) -> None:
        """Leave one entry of a sheet that two PCs typed: the one that says what the paper says."""
        self._keeping.settle(self._stack, says)

    def _left(self) -> None:
        self._settling = True
        self.look(self._stack)

    def _came(self, stack: str, rows: tuple[TypedSheet, ...]) -> None:
        self._tell(stack, rows)
        settling, self._settling = self._settling, False
        if settling:
            self.settled.emit()

"""One window for one data folder: a second start brings the first one forward."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_WAIT_MS = 500


class OneWindow(QObject):
    """Holds the lock of a data folder and hears of later starts."""

    raised = Signal()

    def __init__(self, home: Path) -> None:
        super().__init__()
        home.mkdir(parents=True, exist_ok=True)
        self._home = home
        self._lock = QLockFile(str(home / "desk.lock"))
        self._lock.setStaleLockTime(0)  # a lock is stale only when its process is gone
        self._server: QLocalServer | None = None

    def raise_other(self) -> bool:
        """True when the folder is open in another window, which was told to come forward."""
        if self._lock.tryLock(0):
            return False
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name())
        socket.waitForConnected(_WAIT_MS)
        socket.disconnectFromServer()
        return True

    def listen(self) -> None:
        """Hear of later starts from now on; once the first page is shown, for the network classes take their time."""
        from PySide6.QtNetwork import QLocalServer

        if self._server is None:
            name = self._name()
            QLocalServer.removeServer(name)
            self._server = QLocalServer(self)
            self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
            self._server.newConnection.connect(self._hear)
            self._server.listen(name)

    def close(self) -> None:
        """Let the folder go."""
        if self._server:
            self._server.close()
        self._lock.unlock()

    def _name(self) -> str:
        from hashlib import sha256  # needed after the first page only

        return "vaxdesk-" + sha256(str(self._home.resolve()).encode()).hexdigest()[:16]

    def _hear(self) -> None:
        connection = self._server.nextPendingConnection() if self._server else None
        if connection:
            connection.deleteLater()
            self.raised.emit()

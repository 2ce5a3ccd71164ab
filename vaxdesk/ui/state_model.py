"""A screen's model: one frozen state, replaced as a whole, and a signal that says so."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import msgspec
from PySide6.QtCore import QObject, Signal

S = TypeVar("S", bound=msgspec.Struct)


class StateModel(QObject, Generic[S]):
    """Holds `state`; subclasses add intents (verbs) that end in `become(...)`.

    `changed(state)` is emitted after the swap and only if something differs.
    """

    changed = Signal(object)

    def __init__(self, state: S) -> None:
        super().__init__()
        self._state = state

    @property
    def state(self) -> S:
        """The state now."""
        return self._state

    def become(self, **changes: Any) -> None:
        """Replace the named fields of the state."""
        new = msgspec.structs.replace(self._state, **changes)
        if new != self._state:
            self._state = new
            self.changed.emit(new)

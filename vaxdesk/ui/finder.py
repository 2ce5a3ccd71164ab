"""Finding the person before a desk by scan or typing; the same for screening and injection."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from vaxdesk.domain.identity import Found, Identified, Presence, Several, Unknown, Unread
from vaxdesk.domain.scans import Scan, ScanKind
from vaxdesk.ui.screen import RawScan, Room
from vaxdesk.words import say

_LABELS = (ScanKind.LOT, ScanKind.VIAL)


class Finder(QObject):
    """Asks on the db lane and says who was meant.

    Args:
        identify: what a code means (`identify(payload, keyed=…)`).
        search: people for what was typed.
    """

    met = Signal(str)  # reference of the person meant
    listed = Signal(object)  # tuple of Presence to choose from; None when nobody searches any more
    vaccine = Signal(object)  # Scan of a label of ours on a lot or vial, or of a maker's box

    def __init__(
        self,
        room: Room,
        *,
        identify: Callable[..., Identified],
        search: Callable[[str], tuple[Presence, ...]],
    ) -> None:
        super().__init__()
        self._room, self._identify, self._search = room, identify, search
        self._entered = ""
        self._shown: tuple[str, tuple[Presence, ...]] = ("", ())

    def scanned(self, raw: RawScan) -> None:
        """A code was read."""
        work = partial(self._identify, raw.payload, keyed=raw.keyed)
        self._room.lanes.db.run_newest("finder", work, self._identified)

    def searched(self, text: str) -> None:
        """Somebody types; an empty text ends the search."""
        self._entered = ""
        if not text.strip():
            self._shown = ("", ())
            self.listed.emit(None)
            return
        self._room.lanes.db.run_newest("finder", partial(self._search, text), partial(self._came, text))

    def submit(self, text: str) -> None:
        """Enter after typing: the first of those found is meant, as soon as they are."""
        if self._shown[0] != text:
            self.searched(text)
        if self._shown[0] == text:
            self._take()
        else:
            self._entered = text

    def _came(self, text: str, people: tuple[Presence, ...]) -> None:
        self._shown = (text, people)
        self.listed.emit(people)
        if self._entered == text:
            self._take()

    def _take(self) -> None:
        self._entered = ""
        people = self._shown[1]
        if people:
            self.met.emit(people[0].person.id)
        else:
            self._room.notices.warn(say("finding.nobody", text=self._shown[0]))

    def _identified(self, answer: Identified) -> None:
        if isinstance(answer, (Unknown, Unread)) and _is_vaccine(answer.scan):
            self.vaccine.emit(answer.scan)
        elif isinstance(answer, Found):
            self.met.emit(answer.presence.person.id)
        elif isinstance(answer, Several):
            self.listed.emit(tuple(one.presence for one in answer.candidates))
            self._room.notices.warn(say("finding.several"))
        elif isinstance(answer, Unknown):
            self._room.notices.warn(say("finding.unknown", name=answer.scan.name or answer.scan.document))
        else:
            key = answer.scan.outcome.value
            self._room.notices.warn(f"{say(f'scan.outcome.{key}')} {say(f'scan.next.{key}')}")


def _is_vaccine(scan: Scan) -> bool:
    return scan.kind is ScanKind.GS1 or (scan.kind in _LABELS and bool(scan.ref))

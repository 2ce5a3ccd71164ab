"""Whom a sheet is about: asked of the store by code, by number, or by letters of the name."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from vaxdesk.domain.catchup.views import Offered
from vaxdesk.domain.identity import Found, Identified, Presence, Several, Unknown
from vaxdesk.domain.payloads import Person
from vaxdesk.ui.screen import Room
from vaxdesk.ui.screens.catchup.ports import CatchupPorts
from vaxdesk.words import say

_NUMBER_DIGITS = 8  # from so many digits on, what was typed is a number and not the beginning of one
_OWN_CODE = "VX"


class Seeking(QObject):
    """Asks on the db lane and says who was meant; `told` are the doses of the certificate that was scanned last."""

    met = Signal(str)  # reference of the person meant
    several = Signal(object)  # tuple of Presence to choose from
    listed = Signal(str, object)  # what was typed, and the people found for it
    unknown = Signal(object)  # Person with which an entry form begins
    offered = Signal(object)  # Offered: doses of the certificate, for whoever was met
    failed = Signal(object)  # Err

    def __init__(self, room: Room, ports: CatchupPorts) -> None:
        super().__init__()
        self._room, self._ports = room, ports
        self.told: tuple[Any, ...] = ()

    def search(self, text: str) -> None:
        """People for what is typed."""
        self.told = ()
        then = partial(self.listed.emit, text)  # a tuple of Presence follows
        self._room.lanes.db.run_newest("catchup.search", partial(self._ports.search, text), then, self.failed.emit)

    def read(self, payload: str | bytes, *, keyed: bool = False) -> None:
        """What a code means."""
        work = partial(self._ports.identify, payload, keyed=keyed)
        self._room.lanes.db.run_newest("catchup.person", work, self._identified, self.failed.emit)

    def nobody(self, text: str) -> None:
        """Enter where nobody was found: a whole number tells more than the form could be told by hand."""
        if sum(letter.isdigit() for letter in text) >= _NUMBER_DIGITS and not any(map(str.isalpha, text)):
            self.read(text)
        else:
            self.unknown.emit(named(text))

    def offer(self, person: str) -> None:
        """Which of the doses told the record of a person lacks."""
        work = partial(self._ports.offer, person, self.told)
        self._room.lanes.db.run(work, self._offered, self.failed.emit)

    def _offered(self, answer: Any) -> None:
        if isinstance(answer, Offered):
            self.offered.emit(answer)

    def _identified(self, answer: Identified) -> None:
        scan = answer.scan
        self.told = self._ports.told(scan) if scan and scan.doses else ()
        if isinstance(answer, Found):
            self.met.emit(answer.presence.person.id)
        elif isinstance(answer, Several):
            self._choose(tuple(one.presence for one in answer.candidates))
        elif isinstance(answer, Unknown) and answer.similar:
            self._choose(answer.similar)
        elif isinstance(answer, Unknown):
            self.unknown.emit(answer.draft)
        else:
            key = answer.scan.outcome.value
            self._room.notices.warn(f"{say(f'scan.outcome.{key}')} {say(f'scan.next.{key}')}")

    def _choose(self, people: tuple[Presence, ...]) -> None:
        self._room.notices.warn(say("finding.several"))
        self.several.emit(people)


def is_own_code(text: str) -> bool:
    """Whether a code of ours is typed by hand, which is no name."""
    return text.strip().upper().startswith(_OWN_CODE)


def named(text: str) -> Person:
    """What an entry begins with: a number as it was typed; letters without marks are no name yet."""
    plain = text.strip()
    if plain.replace(" ", "").isdigit():
        return Person(name="", doc=plain.replace(" ", ""))
    return Person(name="" if plain.isascii() else plain)

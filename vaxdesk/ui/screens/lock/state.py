"""What the lock page shows."""

from __future__ import annotations

from enum import StrEnum

import msgspec

PIN_DIGITS = 6
PIN_TRIES = 5


class Way(StrEnum):
    """How the desk is opened again."""

    PIN = "pin"
    PASSWORD = "password"


class LockPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A user who may take over the desk; `new` is one from above who has not been at this desk yet."""

    no: int
    login: str
    name: str
    has_pin: bool = False
    new: bool = False


class OwnPassword(msgspec.Struct, frozen=True):
    """The password is right and good for once: another of their own is wanted; `fault` is why theirs will not do."""

    fault: str = ""  # key of the sentence


class LockState(msgspec.Struct, frozen=True, kw_only=True):
    """`wrong` counts wrong PINs by user number; `refused` is why it did not open. `practice`: PIN and password that
    open a practice station, where nothing is protected."""

    station: str
    people: tuple[LockPerson, ...]
    chosen: int
    way: Way
    busy: bool = False
    refused: str = ""
    left: int = 0  # tries left, for the sentence
    tries: int = 0  # grows with each refusal
    own: bool = False  # a password of their own is wanted beside the one given
    wrong: dict[int, int] = {}
    idle_minutes: int = 0  # why it is locked: 0 when somebody locked it
    practice: tuple[str, str] | None = None

    @property
    def person(self) -> LockPerson:
        """The one chosen."""
        return next(person for person in self.people if person.no == self.chosen)

    @property
    def pin_counts(self) -> bool:
        """Whether the one chosen has a PIN that was not tried wrongly too often."""
        return self.person.has_pin and self.wrong.get(self.chosen, 0) < PIN_TRIES

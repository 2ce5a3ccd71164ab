"""What the sign-in page shows."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from vaxdesk.domain.passwords import PasswordFault


class Step(StrEnum):
    """A password, or the recovery words with a new password."""

    PASSWORD = "password"
    RECOVER = "recover"


class Tile(msgspec.Struct, frozen=True):
    """Somebody who may sign in."""

    login: str
    name: str


class Door(msgspec.Struct, frozen=True):
    """What is known before the store is open."""

    station: str  # code
    name: str
    people: tuple[Tile, ...]
    question: str = ""  # rows for the province, when all passwords are lost


class RecoverRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Recovery words and the new password of a login."""

    login: str
    words: str
    password: str


class SignInState(msgspec.Struct, frozen=True, kw_only=True):
    """`chosen` is a login; `refused` the key of the sentence why it did not open; `tries` grows with each refusal."""

    door: Door
    step: Step = Step.PASSWORD
    chosen: str = ""
    busy: bool = False
    refused: str = ""
    tries: int = 0
    marked: bool = False  # the password just typed has letters with marks: an input method is on
    fault: PasswordFault | None = None
    different: bool = False
    short: int = 0  # letters of the recovery words typed so far, when too few

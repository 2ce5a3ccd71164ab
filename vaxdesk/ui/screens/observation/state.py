"""What observation shows; every clock is derived anew from the moment of the injection and of now."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.after_injection import Watched
from vaxdesk.domain.names import fold
from vaxdesk.domain.observation import Alarm
from vaxdesk.domain.refusals import Refused

OVER = (Alarm.DUE, Alarm.OVERDUE)


class Call(StrEnum):
    """What the banner calls for, the gravest last."""

    WORDS = nonmember("observation.call")

    NOBODY = "nobody"
    NEXT = "next"
    DUE = "due"
    OVERDUE = "overdue"
    REACTION = "reaction"


class Released(msgspec.Struct, frozen=True, kw_only=True):
    """Who was released last: a certificate may follow, and the release may be undone."""

    person: str
    name: str
    no: int
    entry: str
    transferred: bool = False


class ObservationState(msgspec.Struct, frozen=True, kw_only=True):
    """`at` is the person highlighted; `refused` is about that person; `rings`: alarms still to sound."""

    loaded: bool = False
    busy: bool = False
    now: int = 0
    people: tuple[Watched, ...] = ()
    query: str = ""
    at: str = ""
    refused: Refused | None = None
    released: Released | None = None
    rings: int = 0

    @property
    def shown(self) -> tuple[Watched, ...]:
        """The people whose name or number was typed; all when nothing was."""
        wanted = fold(self.query).split()
        return tuple(one for one in self.people if all(_fits(one, part) for part in wanted))

    @property
    def highlighted(self) -> Watched | None:
        """The person on whom the keys act."""
        return next((one for one in self.shown if one.id == self.at), None)

    def alarm(self, one: Watched) -> Alarm:
        """How a person stands now."""
        return one.clock(self.now).alarm

    @property
    def over(self) -> tuple[Watched, ...]:
        """Whose time is over."""
        return tuple(one for one in self.people if self.alarm(one) in OVER)

    @property
    def overdue(self) -> tuple[Watched, ...]:
        """Whose time was over long ago: perhaps they went home unseen."""
        return tuple(one for one in self.people if self.alarm(one) is Alarm.OVERDUE)

    @property
    def reacting(self) -> tuple[Watched, ...]:
        """Who is watched after a serious reaction."""
        return tuple(one for one in self.people if one.row.reaction == "serious")

    @property
    def call(self) -> Call:
        """What to call for."""
        if self.reacting:
            return Call.REACTION
        if self.over:
            return Call.OVERDUE if self.overdue else Call.DUE
        return Call.NEXT if self.people else Call.NOBODY


def _fits(one: Watched, part: str) -> bool:
    if part.isdigit():
        return part == str(one.row.no) or one.row.person.doc.endswith(part)
    return part in fold(one.row.person.name)

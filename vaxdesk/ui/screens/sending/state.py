"""What the sending page shows."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.cases.question import QuestionTask
from vaxdesk.domain.clock import ClockState
from vaxdesk.domain.completeness import Completeness, Rung
from vaxdesk.domain.issues import IssueCase, IssueKind
from vaxdesk.domain.plea import PleaTask
from vaxdesk.domain.sealing import DayEnd
from vaxdesk.domain.views import PersonView


class Neighbour(msgspec.Struct, frozen=True, kw_only=True):
    """Another PC of the station that is connected now: its name, its last sign of life, what each lacks."""

    name: str
    last: int = 0  # seconds since 1970
    behind: int = 0  # entries that it has and this desk lacks
    ahead: int = 0  # entries that this desk has and it lacks


class Near(msgspec.Struct, frozen=True, kw_only=True):
    """The local network: keys of sentences why nobody is looked for or what stands in the way, and who is there."""

    off: str = ""
    notes: tuple[str, ...] = ()
    peers: tuple[Neighbour, ...] = ()


class LeaseFace(msgspec.Struct, frozen=True, kw_only=True):
    """The lease as the page shows it: whether older records are hidden, and what the lead reads out by telephone.

    `refused` is the sentence why a code was not taken.
    """

    lapsed: bool = False
    number: str = ""
    device: int = 0
    may_unlock: bool = False
    busy: bool = False
    refused: str = ""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What the store says, read on the db lane. `waiting_seconds` is None while the line's speed is not known."""

    enrolled: bool
    server: str
    saved: int
    waiting: int
    waiting_since: int
    waiting_bytes: int
    last_contact: int
    refused: tuple[str, ...]
    lacks: int = 0
    now: int
    waiting_seconds: int | None = None
    clock: ClockState = ClockState.PLAUSIBLE
    ladder: Completeness = Completeness()
    may_seal: bool = False
    issues: dict[IssueKind, int] = {}
    lease: LeaseFace | None = None
    pleas: tuple[PleaTask, ...] = ()
    questions: tuple[QuestionTask, ...] = ()
    may_resolve: bool = False
    may_answer: bool = False


class SendingState(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of the store and of the loop that sends. Instants are seconds since 1970, 0 for never.

    `trouble` is a code of `trouble.*` while the line fails; `refused` are verdicts of `sync.verdict.*`, `lacks` counts
    logs that the server lost although it had called them safe. `rung` is where the missing people are shown, `issue`
    the kind whose issues are shown instead. `day_end` is the day whose seal is looked at, None while none is.
    """

    known: bool = False  # the figures have been read once
    enrolled: bool = False
    server: str = ""
    saved: int = 0
    waiting: int = 0
    waiting_since: int = 0
    waiting_bytes: int = 0
    waiting_seconds: int | None = None
    last_contact: int = 0
    refused: tuple[str, ...] = ()
    lacks: int = 0
    now: int = 0
    clock: ClockState = ClockState.PLAUSIBLE
    ladder: Completeness = Completeness()
    may_seal: bool = False
    issues: dict[IssueKind, int] = {}
    lease: LeaseFace | None = None
    pleas: tuple[PleaTask, ...] = ()  # that wait for an answer
    questions: tuple[QuestionTask, ...] = ()  # of those above, that wait for an answer of this station
    may_resolve: bool = False
    may_answer: bool = False
    rung: Rung | None = None
    issue: IssueKind | None = None
    missing: tuple[PersonView, ...] = ()
    cases: tuple[IssueCase, ...] = ()  # of the kind `issue`
    day_end: DayEnd | None = None
    sealing: bool = False
    sending: bool = False
    trouble: str = ""
    next_s: int = 0
    next_at: int = 0
    min_app: str = ""
    confirmed: int = 0
    taken: int = 0
    went_back: bool = False
    rescued: int = 0
    near: Near | None = None  # None: nothing is known of it yet
    stick: str = ""  # how the last way with a stick ended
    stick_failed: bool = False
    joining: bool = False
    join_refused: str = ""  # key of the sentence

"""What the page of paper stacks shows: one panel at a time, each with a state of its own."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from vaxdesk.domain.catchup.checking import Reread
from vaxdesk.domain.catchup.prior import PriorDose
from vaxdesk.domain.catchup.sheet import Sheet
from vaxdesk.domain.catchup.stack import StackView, TypedSheet
from vaxdesk.domain.catchup.twice import Twice
from vaxdesk.domain.catchup.views import Offered, Rechecked, ToRead, Weighed
from vaxdesk.domain.identity import Presence
from vaxdesk.domain.payloads_catchup import Batch
from vaxdesk.domain.refusals import Refused


class Panel(StrEnum):
    """What the page is about."""

    STACKS = "stacks"
    HEAD = "head"
    TYPING = "typing"
    NEWCOMER = "newcomer"
    RECHECK = "recheck"
    PRIOR = "prior"


class CatchupState(msgspec.Struct, frozen=True, kw_only=True):
    """The stacks, and which panel is open. `draft` is the stack being announced."""

    panel: Panel = Panel.STACKS
    busy: bool = False
    today: str = ""
    stacks: tuple[StackView, ...] = ()
    draft: Batch = Batch(day="", product="")
    refused: Refused | None = None

    @property
    def missing(self) -> int:
        """Sheets announced and not typed, over all stacks."""
        return sum(one.missing for one in self.stacks)


class TypingState(msgspec.Struct, frozen=True, kw_only=True):
    """The stack being typed: `rows` are its sheets, the newest first, `no` the place of the next one.

    `people` were found for `query`; `weighed` is what `sheet` would come to for the person shown; `offered` are doses
    of a certificate. `twice` are sheets that two PCs typed, `shared` numbers that two PCs gave; both as of the last
    look at the store.
    """

    busy: bool = False
    stack: StackView | None = None
    rows: tuple[TypedSheet, ...] = ()
    twice: tuple[Twice, ...] = ()
    shared: tuple[int, ...] = ()
    no: int = 1
    query: str = ""
    settled: bool = True
    people: tuple[Presence, ...] = ()
    at: int = -1
    sheet: Sheet = Sheet()
    weighed: Weighed | None = None
    refused: Refused | None = None
    offered: Offered | None = None

    @property
    def at_work(self) -> bool:
        """Whether a sheet is in hand."""
        return bool(self.query or self.weighed or self.people)

    @property
    def highlighted(self) -> Presence | None:
        """The person under the cursor of the list."""
        return self.people[self.at] if 0 <= self.at < len(self.people) else None

    @property
    def awaited(self) -> bool:
        """Whether the highlighted one is still being looked up: what is shown beside is about somebody else."""
        one, shown = self.highlighted, self.weighed
        return one is not None and (shown is None or shown.person.id != one.person.id)


class RecheckState(msgspec.Struct, frozen=True, kw_only=True):
    """A sample being read again: `at` is the sheet in hand; `found` is the result once all are read."""

    busy: bool = False
    stack: StackView | None = None
    sample: tuple[ToRead, ...] = ()
    at: int = 0
    read: tuple[Reread, ...] = ()
    found: Rechecked | None = None
    mended: frozenset[str] = frozenset()
    refused: Refused | None = None

    @property
    def current(self) -> ToRead | None:
        """The sheet to read now."""
        return self.sample[self.at] if self.found is None and self.at < len(self.sample) else None


class PriorState(msgspec.Struct, frozen=True, kw_only=True):
    """Doses of elsewhere for a person: `draft` is being typed, `doses` wait, `offered` says which of them are new."""

    busy: bool = False
    today: str = ""
    person: str = ""
    draft: PriorDose = PriorDose(date="")
    doses: tuple[PriorDose, ...] = ()
    offered: Offered | None = None
    refused: Refused | None = None

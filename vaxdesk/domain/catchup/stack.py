"""A stack of sheets: what was announced, what is typed, and who has checked it."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.catchup.sheet import Happened
from vaxdesk.domain.refusals import Notice
from vaxdesk.domain.views import PersonView

_NOTHING_AMISS = frozenset(
    one.value for one in (Notice.HALF_DOSE, Notice.COMPONENT, Notice.BIRTH_IMPRECISE, Notice.LOT_LAST_DAY)
)
MOST_SHEETS = 5000  # of one stack; more is a slip of the finger


class CheckView(msgspec.Struct, frozen=True, kw_only=True):
    """Checks of a stack: how many sheets were read again, how many said otherwise, the latest by whom and when.

    Args:
        partial: the only checker typed some of the stack, which nobody has read again.
    """

    id: str
    sample: int
    wrong: int
    user: int
    t: int
    partial: bool = False


class StackView(msgspec.Struct, frozen=True, kw_only=True):
    """A stack as announced, with how many of its sheets are typed, at whichever desk.

    Args:
        typed: people about whom there is a sheet; one typed at two desks counts once.
        twice: entries beyond those, of sheets that were typed at two desks.
        check: what was found; of each checker the latest.
    """

    id: str
    day: str
    product: str
    here: bool = True
    place: str = ""
    lot_no: str = ""
    expiry: str = ""
    given_by: str = ""
    form: str = ""
    sheets: int = 0
    typed: int = 0
    twice: int = 0
    entered_at: int = 0
    check: CheckView | None = None

    @property
    def missing(self) -> int:
        """Sheets that were announced and are not typed yet."""
        return max(0, self.sheets - self.typed)

    @property
    def over(self) -> int:
        """Sheets typed beyond those announced: one was counted wrong, or lies in the wrong stack."""
        return max(0, self.typed - self.sheets)


class TypedSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet that is typed: whom it is about and what it came to.

    Args:
        entry: the entry that it became: `inject`, `history`, `screen`, `decline` or `known`.
        known: the dose was on record already, nothing was entered.
        warnings: codes of what is to be looked at.
        at: time of the dose, seconds since 1970; 0 where there is none. nth: which dose of the person it is.
        twice: another entry of the stack is about the same person.
        user: number of whoever typed it. desk: name of the PC where it was typed, empty for this one.
    """

    entry: str
    person: PersonView
    sheet: int
    happened: Happened = Happened.INJECTED
    known: bool = False
    lot_no: str = ""
    kind: str = ""
    kind_no: int = 0
    site: str = ""
    warnings: tuple[str, ...] = ()
    at: int = 0
    nth: int = 0
    twice: bool = False
    reaction: str = ""
    desk: str = ""
    user: int = 0
    t: int = 0
    h: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether somebody should look at it."""
        return bool(self.amiss) or self.reaction == "serious"

    @property
    def amiss(self) -> tuple[str, ...]:
        """Codes of what is against a rule; what is merely worth knowing at the table is not."""
        return tuple(one for one in self.warnings if one not in _NOTHING_AMISS)

"""What reports are reckoned from: one frozen row a person and day, a vial, a listed person; none knows a database."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.stock.balance import VialUse
from vaxdesk.domain.views import DoseView

LATE = "paper"  # `source` of a dose that was typed later from a sheet


class Given(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A dose given on the day; `lot` and `vial` are references, `at` seconds since 1970."""

    id: str
    product: str
    lot: str = ""
    lot_no: str = ""
    expiry: str = ""
    kind: str = ""
    kind_no: int = 0
    at: int = 0
    vial: str = ""
    site: str = ""
    route: str = ""
    ml: str = ""
    late: bool = False


class Reaction(msgspec.Struct, frozen=True, kw_only=True):
    """An adverse event, told for the visit at which the suspected dose (`inject`) was given."""

    id: str
    severity: str
    onset: int
    t: int  # when it was first told, or told to be serious
    symptoms: tuple[str, ...] = ()
    grade: int = 0
    treatment: str = ""
    outcome: str = ""
    note: str = ""
    inject: str = ""


class Whom(msgspec.Struct, frozen=True, kw_only=True):
    """Of a person what reports group by, and what lists that name people show."""

    id: str = ""
    name: str = ""
    dob: str = ""
    sex: str = ""
    doc: str = ""
    tel: str = ""
    grp: str = ""
    commune: str = ""
    hamlet: str = ""
    address: str = ""


class Attendance(msgspec.Struct, frozen=True, kw_only=True):
    """A person's day at one unit, from the entries that were written there.

    Args:
        unit: key of the unit; a person who was at two units has two rows.
        no, row: number in the queue, row of the list; 0 for none.
        planned: product of the list line.
        received: came in through reception.
        refused: the conclusion or the person's own wish was against a dose, whatever was done then.
    """

    who: Whom
    unit: str
    day: str
    stage: Stage = Stage.WAITING
    outcome: Outcome | None = None
    no: int = 0
    row: int = 0
    listed: bool = False
    received: bool = False
    refused: bool = False
    planned: str = ""
    doses: tuple[Given, ...] = ()
    reactions: tuple[Reaction, ...] = ()

    @property
    def came(self) -> bool:
        """Whether the person belongs to those of the day: something was done with them, not only planned."""
        return self.stage is not Stage.WAITING

    @property
    def product(self) -> str:
        """The vaccine under which the person is counted: of the first dose, else the planned one."""
        return self.doses[0].product if self.doses else self.planned


class Drawn(VialUse, frozen=True, kw_only=True):
    """A vial opened on a day, with what was given from it until now."""

    unit: str
    day: str
    product: str
    lot: str
    lot_no: str
    expiry: str = ""
    no: int


class StockLine(msgspec.Struct, frozen=True, kw_only=True):
    """A lot over some days in a unit, in doses. `kept`: receipts or counts are known, so opening and closing hold.

    `late`: of what is adjusted the doses that came into the books after a stock-take though dated before it.
    `thawed` as `Lot.thawed`: boxes of one number that thawed on different days are lots of their own.
    """

    unit: str
    lot: str
    product: str
    number: str
    expiry: str
    opening: int = 0
    received: int = 0
    used: int = 0
    extra: int = 0
    wasted: int = 0
    disposed: int = 0
    transferred: int = 0
    returned_up: int = 0
    adjusted: int = 0
    closing: int = 0
    difference: int = 0
    kept: bool = True
    late: int = 0
    thawed: str = ""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the lists with all doses known of them."""

    who: Whom
    unit: str
    doses: tuple[DoseView, ...] = ()


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit as reports name it; `code` is `SCHEME:CODE` or the station's own."""

    key: str
    code: str
    name: str

"""Frozen pictures of what the registry knows; they cross lanes, rows never do."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.days import span
from vaxdesk.domain.delivery import Delivery
from vaxdesk.domain.outcomes import Outcome, Stage
from vaxdesk.domain.thaw import FROZEN, last_day


class PersonView(msgspec.Struct, frozen=True, kw_only=True):
    """A person as effective now (original with corrections applied). `id` is the reference of the creating entry."""

    id: str
    name: str
    dob: str = ""
    sex: str = ""
    doc: str = ""
    old_doc: str = ""
    bhyt: str = ""
    tel: str = ""
    grp: str = ""
    work: str = ""
    job: str = ""
    eth: str = ""
    nat: str = ""
    adr: str = ""
    province: str = ""
    province_code: str = ""
    district: str = ""
    district_code: str = ""
    commune: str = ""
    commune_code: str = ""
    scheme: str = ""
    guardian: str = ""
    guardian_tel: str = ""
    note: str = ""
    voided: bool = False

    @property
    def address(self) -> str:
        """Detail, commune, district, province, as people write it."""
        return ", ".join(part for part in (self.adr, self.commune, self.district, self.province) if part)


class DoseView(msgspec.Struct, frozen=True, kw_only=True):
    """One dose of a person, given here (`id` of the inject entry) or known from a list or paper (history)."""

    id: str
    date: str  # ISO, may be partial
    product: str
    product_text: str = ""
    lot: str = ""
    place: str = ""
    kind: str = ""
    kind_no: int = 0
    overall_no: int = 0
    at: int = 0  # seconds since 1970 when given here
    here: bool = False


class EventView(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a visit, decoded; `data` is the payload as plain values.

    `origin` is the unit (`SCHEME:CODE`) of an entry that was written elsewhere and quoted here, `place` its name;
    `user` is then 0 unless it is a number that the server gave.
    """

    id: str
    kind: str
    person: str
    day: str
    t: int
    user: int
    voided: bool
    h: str = ""  # entry hash in hex; breaks ties
    data: dict
    origin: str = ""
    place: str = ""


class PairView(msgspec.Struct, frozen=True, kw_only=True):
    """Two records declared to be one person (`same`) or two (`differ`); `id` is the entry that says so."""

    id: str
    kind: str
    a: str
    b: str


class VisitRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the session board."""

    person: PersonView
    day: str
    stage: Stage
    outcome: Outcome | None = None
    no: int = 0  # queue number
    row: int = 0  # row on the roster, 0 for walk-ins
    slot: str = ""
    received_at: int = 0
    screened_at: int = 0
    injected_at: int = 0
    left_at: int = 0
    conclusion: str = ""
    product: str = ""
    reaction: str = ""  # "", common, serious
    walk_in: bool = False
    verified: str = ""  # VerifyResult of the latest comparison by the police, if any
    sent: Delivery | None = None  # how far everything about the person's day has come, where it was asked for


class LotView(msgspec.Struct, frozen=True, kw_only=True):
    """A vaccine lot of the station with what was drawn from it here.

    `thawed`: ISO day on which it came out of the freezer, `thaw.FROZEN`, or empty when nobody said; `fridge_days`: how
    long its product lasts then, 0 without limit.
    """

    id: str
    product: str
    number: str
    expiry: str
    doses_per_vial: int
    maker: str = ""
    vials: int = 0
    vials_opened: int = 0
    doses_given: int = 0
    locked: str = ""
    vvm: int = 0
    thawed: str = ""
    fridge_days: int = 0

    @property
    def fridge_until(self) -> str:
        """The last ISO day of use after the thaw; empty without a limit."""
        return last_day(self.thawed, self.fridge_days)

    @property
    def usable_until(self) -> str:
        """The last ISO day of use: the earlier one of expiry and thaw. Empty for an expiry that is no date."""
        expiry = span(self.expiry)
        last = expiry.latest.isoformat() if expiry else ""
        return min(last, self.fridge_until or last)

    @property
    def frozen(self) -> bool:
        """Whether it still lies in a freezer and cannot be drawn."""
        return self.thawed == FROZEN

    @property
    def thaw_unknown(self) -> bool:
        """Whether its days in a fridge count and nobody said since when it stands there."""
        return self.fridge_days > 0 and not self.thawed


class VialView(msgspec.Struct, frozen=True, kw_only=True):
    """An open vial."""

    id: str
    lot: LotView
    no: int
    opened_at: int
    doses: int
    given: int
    closed: bool = False
    place: str = ""  # from which it was taken


class UserView(msgspec.Struct, frozen=True, kw_only=True):
    """A user of the station; `today` are the roles that only the team of this day gives."""

    no: int
    name: str
    login: str
    roles: tuple[str, ...]
    title: str = ""
    active: bool = True
    today: tuple[str, ...] = ()


class StationView(msgspec.Struct, frozen=True, kw_only=True):
    """The station as papers print it."""

    code: str
    name: str
    address: str = ""
    phone: str = ""
    commune: str = ""
    province: str = ""
    head: str = ""

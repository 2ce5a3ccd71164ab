"""The catalogue of entry payloads: what the journal holds under the key `d` for each kind.

Fields are only ever added, always with a default; a changed meaning is a new kind (sync design, section 2.9).
Times are whole seconds since 1970 as the device believed them; days are ISO dates of the station's own calendar.
A reference to another entry is the text `LOG.seq`. Birth dates are ISO as far as known: `1990`, `1990-01-31`.
"""

from __future__ import annotations

from vaxdesk.domain.payload import Payload
from vaxdesk.domain.payloads_stock import Count, Lot, Stock, Vial, VialClose
from vaxdesk.domain.payloads_sync import (
    Checkpoint,
    Clock,
    Close,
    DaySeal,
    Differ,
    Forget,
    Grant,
    Plea,
    Quote,
    Resolve,
    Revoke,
    Same,
)  # fmt: skip


class Open(Payload):
    """First entry of a log: one run of the program on one device."""

    device: str  # public key, hex
    station: str
    app: str
    prev: str = ""  # `LOG.seq` of the device's previous log, and its hash
    prev_hash: str = ""
    uptime: int = 0  # seconds since the machine started; 0 = unknown
    pc: str = ""  # name of the PC, so that people can tell the desks of a station apart


class Config(Payload):
    """Facts about the station that papers print; corrected by `amend`."""

    code: str
    name: str
    address: str = ""
    phone: str = ""
    commune: str = ""
    province: str = ""
    head: str = ""  # person who signs


class User(Payload):
    """A user of this station. `no` is the number that entries carry under `u`."""

    no: int
    name: str
    login: str = ""
    roles: list[str] = []
    title: str = ""
    active: bool = True
    verifier: str = ""  # Argon2id of the password, for users that the server gave: they sign in without a line
    once: bool = False  # the password behind the verifier is for the first sign-in on a desk, which asks for another


class SignIn(Payload):
    """A user took the desk: `how` is password, pin or recovery."""

    how: str


class Session(Payload):
    """The lead opened the day; `confirmed` when the clock was in doubt and a person vouched for the date."""

    day: str
    product: str = ""
    confirmed: bool = False


class Roster(Payload):
    """One imported list: what came in and what did not."""

    file: str
    sha256: str
    day: str
    rows: int
    accepted: int
    warnings: int = 0
    problems: int = 0
    duplicates: int = 0
    prior_doses: int = 0


class Person(Payload):
    """A recipient as first recorded. All values are text; empty is unknown. Corrected by `amend`."""

    name: str
    dob: str = ""
    sex: str = ""  # M, F
    doc: str = ""  # citizen ID, old ID, passport as written, without spaces
    old_doc: str = ""
    bhyt: str = ""
    tel: str = ""
    grp: str = ""  # priority group 1..16 (QĐ 3355/QĐ-BYT)
    work: str = ""  # đơn vị công tác
    job: str = ""
    eth: str = ""
    nat: str = ""
    adr: str = ""  # detail: house, hamlet
    province: str = ""
    province_code: str = ""
    district: str = ""
    district_code: str = ""
    commune: str = ""
    commune_code: str = ""
    scheme: str = ""  # which scheme the unit codes are of: 2021 or 2025-07
    guardian: str = ""
    guardian_tel: str = ""
    note: str = ""
    source: str = ""  # list, walk_in, quote


class Amend(Payload):
    """A correction: fields set anew. Last writer by (rev, hash) wins per field; the original stays."""

    set: dict[str, str]
    prior: dict[str, str] = {}  # first 8 hex of the hash that held each field
    why: str = ""


class Void(Payload):
    """Takes an entry back (v true) or restores it (v false). Last writer by (rev, hash) wins."""

    v: bool
    why: str


class Appt(Payload):
    """A line of the day's roster for a person."""

    day: str
    slot: str = ""
    roster: str = ""  # reference of the roster entry
    row: int = 0
    product: str = ""


class History(Payload):
    """A dose given elsewhere or earlier, learned from a list, a paper or a certificate."""

    date: str  # ISO, may be partial
    product: str = ""  # code of the schedule file; empty when the text could not be recognised
    product_text: str = ""
    lot: str = ""
    place: str = ""
    n: int = 0  # as numbered in the source
    kind: str = ""
    source: str = ""  # list, paper, certificate


class CheckIn(Payload):
    """A person was received today. `no` is the number on the queue slip."""

    day: str
    no: int = 0
    via: str = ""  # card, bhyt, personal_code, roster_code, search, walk_in, typed
    guardian_present: bool = False


class Decline(Payload):
    """A person was received and then left the line without an injection, of their own will."""

    day: str
    stage: str
    why: str = ""


class Screen(Payload):
    """One filled screening form and its conclusion."""

    day: str
    form: str  # id of the form file, e.g. qd5785
    answers: dict[str, bool]
    notes: dict[str, str] = {}
    vitals: dict[str, float] = {}  # temp °C, pulse /min, sys mmHg, dia mmHg, resp /min, spo2 %, usual_sys, usual_dia
    weeks: int = 0  # of pregnancy
    breastfeeding: bool = False
    consent: bool = False
    consent_by: str = ""  # guardian's name when not the person
    proposed: str = ""  # Conclusion by rule
    conclusion: str = ""  # Conclusion decided
    until: str = ""  # for defer: earliest day to come back
    why: str = ""  # reason when decided differs from proposed
    doctor: str = ""


class Inject(Payload):
    """A dose given."""

    day: str
    at: int
    product: str
    lot: str  # reference
    lot_no: str
    expiry: str
    vial: str = ""  # reference
    ml: str = ""
    site: str = "left_deltoid"
    route: str = "im"
    kind: str = ""  # DoseKind
    kind_no: int = 0
    overall_no: int = 0
    prepared_by: str = ""
    given_by: str = ""
    rules: str = ""  # version of the schedule that was applied
    warnings: list[str] = []
    why: str = ""  # reason when a warning was overridden


class Leave(Payload):
    """End of observation."""

    day: str
    at: int
    state: str = "well"  # well, reaction, transferred
    early: bool = False
    why: str = ""


class Aefi(Payload):
    """An adverse event following immunisation, first report; follow-ups are `amend`."""

    day: str
    severity: str  # common, serious
    onset: int  # seconds since 1970
    symptoms: list[str] = []
    grade: int = 0  # anaphylaxis grade 1-4, TT 51/2017/TT-BYT; 0 = none
    treatment: str = ""
    outcome: str = ""
    note: str = ""
    form: dict[str, str] = {}  # further fields of the serious report (TT 34/2018 annex, WHO core variables)
    inject: str = ""  # reference of the suspected dose


class Cert(Payload):
    """A certificate or slip was issued; `code` is 128 random bits in base32, never derived from the person."""

    day: str
    code: str
    doses: list[str]


class Print(Payload):
    """A paper was printed."""

    what: str
    copies: int = 1
    pages: int = 0
    day: str = ""


KINDS: dict[str, type[Payload]] = {
    "open": Open,
    "clock": Clock,
    "config": Config,
    "user": User,
    "signin": SignIn,
    "session": Session,
    "roster": Roster,
    "person": Person,
    "amend": Amend,
    "void": Void,
    "appt": Appt,
    "history": History,
    "checkin": CheckIn,
    "decline": Decline,
    "screen": Screen,
    "lot": Lot,
    "vial": Vial,
    "vialclose": VialClose,
    "inject": Inject,
    "leave": Leave,
    "aefi": Aefi,
    "cert": Cert,
    "print": Print,
    "stock": Stock,
    "count": Count,
    "close": Close,
    "dayseal": DaySeal,
    "checkpoint": Checkpoint,
    "quote": Quote,
    "same": Same,
    "differ": Differ,
    "resolve": Resolve,
    "grant": Grant,
    "revoke": Revoke,
    "forget": Forget,
    "plea": Plea,
}

PERSON_FIELDS = tuple(name for name in Person.__struct_fields__ if name != "source")

"""Entry payloads about the steps of a visit; part of the catalogue in `payloads`."""

from __future__ import annotations

from vaxdesk.domain.payload import Payload


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
    source: str = ""  # paper: typed from paper later
    batch: str = ""  # reference of the stack that the paper lay in
    sheet: int = 0  # place of the paper in the stack, from 1


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
    source: str = ""  # paper; then answers are not known, only the conclusion
    batch: str = ""
    sheet: int = 0


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
    source: str = ""  # paper: given long ago or without power, typed from paper; `at` is noon where no time was written
    batch: str = ""  # reference of the stack that the paper lay in
    sheet: int = 0  # place of the paper in the stack, from 1


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

"""Entry payloads about people, lists, earlier doses, and corrections; part of the catalogue in `payloads`."""

from __future__ import annotations

from vaxdesk.domain.payload import Payload


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
    source: str = ""  # list, walk_in, quote, portal


class Amend(Payload):
    """A correction: fields set anew. Last writer by (rev, hash) wins per field; the original stays."""

    set: dict[str, str]
    prior: dict[str, str] = {}  # first 8 hex of the hash that held each field
    why: str = ""
    evidence: str = ""  # what it rests on: a list and who signed it, or the reference of a merge


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
    plan: str = ""  # reference of the session to which the person is invited
    replan: bool = False  # the place was lost or missed, and another is wanted: set by `amend`


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
    batch: str = ""  # reference of the stack that the paper lay in
    sheet: int = 0  # place of the paper in the stack, from 1

"""Entry payloads about lists for the commune police and their answers; part of the catalogue in `payloads`.

Facts 8.3 (CV 2262/BYT-CNTT): the station lists residents whose data do not hold, the police sign the list and hand it
back, the station corrects. What is corrected is an `amend` of the person; that somebody looked is `verified`.
"""

from __future__ import annotations

from vaxdesk.domain.payload import Payload


class PoliceList(Payload):
    """A list was handed out. It says how many people stood on it, never who; `sha` is the digest of its rows."""

    no: str  # number printed on it, unique at the station
    day: str
    kinds: list[str]  # ListKind
    people: int
    commune: str = ""
    commune_code: str = ""
    scheme: str = ""
    sha: str = ""


class Verified(Payload):
    """Somebody compared a person's basic data with the population register; the person is what the entry is about.

    `data` says of which values the result speaks: it says nothing of what they are corrected to later. With `by`, who
    answered, it names people, so the entry goes with the person when the law has them erased (`domain.erasable`).
    """

    day: str
    result: str  # VerifyResult
    sheet: str = ""  # reference of the `policelist` entry
    row: int = 0  # number of the row on that list
    by: str = ""
    evidence: str = ""  # SHA-256 of the file that came back, hex
    note: str = ""
    data: dict[str, str] = {}  # the compared fields (`cleaning.police.COMPARED`) once the answer was taken over


class Complaint(Payload):
    """Somebody says that their record is wrong (facts 8.4); about the person, where the record was found.

    `at` is the server's clock when it was registered, or sent by the public: the 48 hours run from it. The last three
    fields are set by answers (`amend`); `reasons` are joined by commas. It names people, so it goes when one of them is
    erased.
    """

    day: str
    way: str  # ComplaintWay
    about: str  # ComplaintAbout
    at: int = 0
    name: str = ""
    dob: str = ""
    sex: str = ""
    doc: str = ""
    tel: str = ""
    adr: str = ""
    guardian: str = ""
    guardian_kin: str = ""
    guardian_tel: str = ""
    place: str = ""  # of the doses, as told
    doses: list[dict[str, str]] = []  # product, lot, day
    text: str = ""
    state: str = "new"  # ComplaintState
    reasons: str = ""  # RejectReason
    answer: str = ""

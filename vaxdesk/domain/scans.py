"""What a read code is: closed lists of kinds and outcomes, and the frozen picture that leaves the reader."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.documents import DocumentFinding


class ScanKind(StrEnum):
    """What was shown to the scanner or typed into the scan box."""

    WORDS = nonmember("scan.kind")

    CITIZEN_CARD_2021 = "citizen_card_2021"
    CITIZEN_CARD_2024 = "citizen_card_2024"
    BHYT = "bhyt"
    PERSONAL_CODE = "personal_code"
    EU_DCC = "eu_dcc"
    SMART_CARD = "smart_card"
    ROSTER_ROW = "roster_row"
    CERTIFICATE_SLIP = "certificate_slip"
    LOT = "lot"
    VIAL = "vial"
    POLICE_LIST = "police_list"
    GS1 = "gs1"
    TYPED_DOCUMENT = "typed_document"
    TYPED_PHONE = "typed_phone"
    URL = "url"
    UNKNOWN = "unknown"


class ScanOutcome(StrEnum):
    """How reading ended. Its words say what it is; `scan.next.<value>` says what to do next."""

    WORDS = nonmember("scan.outcome")

    READ = "read"
    READ_MASKED = "read_masked"
    READ_DOUBTFUL = "read_doubtful"
    UNVERIFIED = "unverified"
    MANGLED = "mangled"
    TRUNCATED = "truncated"
    BAD_NUMBER = "bad_number"
    DAMAGED = "damaged"
    VACCINE_BOX = "vaccine_box"
    NOT_FOR_US = "not_for_us"
    OTHER_CODE = "other_code"
    NOTHING_FOUND = "nothing_found"

    @property
    def names_a_person(self) -> bool:
        """Whether the fields may be used to look for a person."""
        return self in _PERSONAL


_PERSONAL = frozenset(
    {ScanOutcome.READ, ScanOutcome.READ_MASKED, ScanOutcome.READ_DOUBTFUL, ScanOutcome.UNVERIFIED, ScanOutcome.MANGLED}
)


class ScannedDose(msgspec.Struct, frozen=True, kw_only=True):
    """One dose of a vaccine passport, as its JSON says it (EU DCC schema 1.3, `v`)."""

    date: str
    product: str  # code `mp`, e.g. EU/1/20/1528
    vaccine: str = ""  # `vp`
    maker: str = ""  # `ma`
    number: int = 0  # `dn`
    series: int = 0  # `sd`
    country: str = ""
    issuer: str = ""
    certificate: str = ""  # `ci`


class Scan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One read code. Empty text is unknown; `raw` is the text as it came, byte for byte.

    `plain_name` marks a name in capitals without tone marks: good for searching, never to be written to a record.
    `suffix` is what a masked number still shows, its last characters.
    """

    kind: ScanKind
    outcome: ScanOutcome
    raw: str = ""
    name: str = ""
    plain_name: bool = False
    dob: str = ""
    sex: str = ""
    document: str = ""
    suffix: str = ""
    old_document: str = ""
    bhyt: str = ""
    tel: str = ""
    address: str = ""
    issued: str = ""
    facility: str = ""  # BHYT: where first care is given, 5 digits
    valid_from: str = ""
    valid_to: str = ""
    parent: str = ""
    qid: str = ""  # personal code: national QR id, and that of a helper who declared
    helper_qid: str = ""
    ref: str = ""  # our own codes: reference of the entry, or code of the certificate
    extras: tuple[str, ...] = ()
    doses: tuple[ScannedDose, ...] = ()
    findings: tuple[DocumentFinding, ...] = ()

    def fields(self) -> dict[str, object]:
        """What was read, without the empty fields, as plain values; `raw`, kind and outcome left out."""
        plain = msgspec.to_builtins(self)
        return {key: value for key, value in plain.items() if key not in ("kind", "outcome", "raw", "findings")}

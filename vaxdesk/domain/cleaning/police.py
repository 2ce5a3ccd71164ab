"""Lists for the commune police: who stands on which, and what comes back (facts 8.3, CV 2262/BYT-CNTT).

Number, name, birth date and sex are compared with the population register, not for foreigners (CV 8938). The health
sector answers for data of vaccination, the police for data of identity (CV 9438): what they write is a correction.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.documents import DocumentFinding, DocumentKind, check_document, document_kind
from vaxdesk.domain.names import fold
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.registration import PersonFlaw, check_person

COMPARED = ("name", "dob", "sex", "doc")  # in the order of the columns
_HOME = frozenset(("", "viet nam", "vietnam", "vn", "vnm"))
_NO_FORMAT = frozenset(
    (DocumentFinding.NOT_A_NUMBER, DocumentFinding.PROVINCE_NOT_ASSIGNED, DocumentFinding.EIGHT_DIGITS)
)
_DOUBTFUL = frozenset(
    (
        PersonFlaw.NAME_NOT_A_NAME,
        PersonFlaw.NAME_ONE_WORD,
        PersonFlaw.BIRTH_MISSING,
        PersonFlaw.BIRTH_UNREADABLE,
        PersonFlaw.BIRTH_IN_FUTURE,
        PersonFlaw.BIRTH_TOO_OLD,
        PersonFlaw.BIRTH_VAGUE,
        PersonFlaw.SEX_MISSING,
        PersonFlaw.DOCUMENT_SEX,
        PersonFlaw.DOCUMENT_BIRTH,
    )
)


class ListKind(StrEnum):
    """The three kinds of people whose data the police are asked about."""

    WORDS = nonmember("cleaning.list")

    NO_ID = "no_id"
    BAD_FORMAT = "bad_format"
    WRONG_DATA = "wrong_data"


class ListMaker(StrEnum):
    """The kinds of units that make lists, as the block for signatures names them."""

    WORDS = nonmember("cleaning.maker")

    STATION = "station"
    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"
    OTHER = "other"


def maker_of(kind: str) -> ListMaker:
    """The maker of a unit of a kind as the tree of units tells it."""
    return ListMaker(kind) if kind in list(ListMaker) else ListMaker.OTHER


class ListedPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A row as it is handed out; dates ISO."""

    key: str
    kind: ListKind
    name: str
    dob: str = ""
    sex: str = ""
    doc: str = ""
    address: str = ""


class VerifyResult(StrEnum):
    """What the comparison with the population register found (facts 8.1).

    Nobody writes CHANGED: it is what an answer has become when a value that was compared is corrected later.
    """

    WORDS = nonmember("cleaning.result")

    RIGHT = "right"
    CORRECTED = "corrected"
    WRONG = "wrong"
    NO_DOC = "no_doc"
    BAD_FORMAT = "bad_format"
    UNVERIFIABLE = "unverifiable"
    CHANGED = "changed"

    @property
    def settles(self) -> bool:
        """Whether the identity is sure now: what was right, or was put right."""
        return self in (VerifyResult.RIGHT, VerifyResult.CORRECTED)


ANSWERS = tuple(one for one in VerifyResult if one is not VerifyResult.CHANGED)  # what the police may write


def as_it_stands(result: VerifyResult, compared: Mapping[str, str], now: Mapping[str, str]) -> VerifyResult:
    """What a result says of a person today.

    Args:
        compared: values by field as they stood once the answer was taken over; empty in entries of earlier versions,
            which say it of whatever stands.
        now: values of the record that stands, of all fields of `COMPARED`.
    """
    changed = any(now[name] != value for name, value in compared.items() if name in now)
    return VerifyResult.CHANGED if changed else result


class VerifiedView(msgspec.Struct, frozen=True, kw_only=True):
    """The latest comparison of a person's data with the population register."""

    id: str
    person: str
    day: str
    result: VerifyResult
    by: str = ""
    sheet: str = ""  # number of the list
    row: int = 0


class PoliceListView(msgspec.Struct, frozen=True, kw_only=True):
    """A list that was handed out; `stamp` in seconds since 1970, `answered` how many of its rows were taken back."""

    id: str
    no: str
    day: str
    kinds: tuple[ListKind, ...]
    people: int
    commune: str = ""
    commune_code: str = ""
    scheme: str = ""
    sha: str = ""
    stamp: int = 0
    answered: int = 0


def kind_of(person: Person, *, today: str, clashes: bool = False) -> ListKind | None:
    """The list on which a person stands; None when there is nothing to ask, or for a foreigner.

    Args:
        today: ISO day of the station.
        clashes: somebody else carries the same number.
    """
    if is_foreigner(person):
        return None
    if not person.doc:
        return ListKind.NO_ID if not person.old_doc else ListKind.WRONG_DATA
    unfit = _NO_FORMAT.intersection(check_document(person.doc))
    if unfit or document_kind(person.doc) is DocumentKind.BHYT:
        return ListKind.BAD_FORMAT
    doubts = _DOUBTFUL.intersection(one.flaw for one in check_person(person, today=today))
    return ListKind.WRONG_DATA if doubts or clashes else None


def is_foreigner(person: Person) -> bool:
    """Whether a nationality other than Vietnamese was written down."""
    return fold(person.nat) not in _HOME

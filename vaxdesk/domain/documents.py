"""Identity numbers as written on cards, in lists and by hand: kind, structure, lost zeros, phone numbers."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.birth_codes import assigned
from vaxdesk.domain.outcomes import Sex

_JOINTS = re.compile(r"[\s.\-'’‘`_]+")
_WHOLE_FLOAT = re.compile(r"(\d+)\.0")
_PHONE_SPLIT = re.compile(r"[/,;&\n]|\s+-\s+")
_LAST_CENTURY_DIGIT = "3"  # 2/3 are births of 2000-2099; higher digits are refused when guessing lost zeros


class DocumentKind(StrEnum):
    """What an identity number is, by its shape alone."""

    CCCD = "cccd"
    CMND = "cmnd"
    PASSPORT = "passport"
    BHYT = "bhyt"
    UNKNOWN = "unknown"


_SHAPES = (
    (DocumentKind.CCCD, re.compile(r"[0-9]{12}")),
    (DocumentKind.CMND, re.compile(r"[0-9]{8,9}")),
    (DocumentKind.BHYT, re.compile(r"[0-9]{10}|[A-Z]{2}[0-9]{13}")),
    (DocumentKind.PASSPORT, re.compile(r"(?=[A-Z0-9]*[0-9])(?=[A-Z0-9]*[A-Z])[A-Z0-9]{6,9}")),
)


class DocumentFinding(StrEnum):
    """What is odd about an identity number. An error is not a number; a warning never blocks (facts 1.1)."""

    WORDS = nonmember("scan.document")

    NOT_A_NUMBER = "not_a_number"
    PROVINCE_NOT_ASSIGNED = "province_not_assigned"
    SEX_DISAGREES = "sex_disagrees"
    BIRTH_YEAR_DISAGREES = "birth_year_disagrees"
    BIRTH_YEAR_AHEAD = "birth_year_ahead"
    EIGHT_DIGITS = "eight_digits"

    @property
    def is_error(self) -> bool:
        """Errors make the number unusable; the rest are warnings for a person to look at."""
        return self in (DocumentFinding.NOT_A_NUMBER, DocumentFinding.PROVINCE_NOT_ASSIGNED)


class CitizenId(msgspec.Struct, frozen=True):
    """What the 12 digits `PPP G YY NNNNNN` say (TT 59/2021/TT-BCA article 4); there is no check digit."""

    birth_code: str
    sex: Sex
    birth_year: int


def normalise_document(text: str) -> str:
    """The number without spaces, dots, dashes and apostrophes, letters as capitals; `15190001234.0` loses its `.0`."""
    plain = unicodedata.normalize("NFKC", text).strip()
    whole = _WHOLE_FLOAT.fullmatch(plain)
    if whole:
        return whole[1]
    return _JOINTS.sub("", plain).replace("\u200b", "").replace("\ufeff", "").upper()


def restore_zeros(digits: str) -> str:
    """An identity number from a numeric cell with its lost leading zeros, where the result is plausible.

    10 or 11 digits become a citizen ID when province and century digit then fit; 8 digits become a 9-digit CMND
    (numbers of nine provinces begin with 0). Anything else comes back unchanged.
    """
    if not digits.isascii() or not digits.isdigit():
        return digits
    if len(digits) == 8:
        return "0" + digits
    if len(digits) in (10, 11):
        full = digits.zfill(12)
        if assigned(full[:3]) and full[3] <= _LAST_CENTURY_DIGIT:
            return full
    return digits


def document_kind(number: str) -> DocumentKind:
    """Kind of a normalised number by its shape."""
    return next((kind for kind, shape in _SHAPES if shape.fullmatch(number)), DocumentKind.UNKNOWN)


def read_citizen_id(number: str) -> CitizenId | None:
    """What a 12-digit number says about its holder, None when it is not 12 digits."""
    if document_kind(number) is not DocumentKind.CCCD:
        return None
    century, year = int(number[3]), int(number[4:6])
    return CitizenId(
        birth_code=number[:3],
        sex=Sex.FEMALE if century % 2 else Sex.MALE,
        birth_year=(19 + century // 2) * 100 + year,
    )


def check_document(number: str, *, sex: str = "", dob: str = "", today: str = "") -> tuple[DocumentFinding, ...]:
    """Findings on a normalised number, against what else is known; unknown values (empty) are not compared.

    Args:
        number: as `normalise_document` returns it; empty has no findings.
        sex: `M`, `F` or empty.
        dob: ISO, may be partial.
        today: ISO day of the station.
    """
    if not number:
        return ()
    if document_kind(number) is DocumentKind.UNKNOWN:
        return (DocumentFinding.NOT_A_NUMBER,)
    if len(number) == 8 and number.isdigit():
        return (DocumentFinding.EIGHT_DIGITS,)
    citizen = read_citizen_id(number)
    return _check_citizen(citizen, sex=sex, dob=dob, today=today) if citizen else ()


def _check_citizen(citizen: CitizenId, *, sex: str, dob: str, today: str) -> tuple[DocumentFinding, ...]:
    doubts = (
        (not assigned(citizen.birth_code), DocumentFinding.PROVINCE_NOT_ASSIGNED),
        (bool(sex) and sex != citizen.sex, DocumentFinding.SEX_DISAGREES),
        (bool(dob) and dob[:4] != str(citizen.birth_year), DocumentFinding.BIRTH_YEAR_DISAGREES),
        (bool(today) and citizen.birth_year > int(today[:4]), DocumentFinding.BIRTH_YEAR_AHEAD),
    )
    return tuple(finding for found, finding in doubts if found)


def normalise_phone(text: str) -> str | None:
    """A phone number as `0912345678`, or `+…` for a foreign one; None when the text holds none.

    `+84` and `84` become 0, a zero lost in a numeric cell comes back, and of several numbers the first counts.
    """
    for part in _PHONE_SPLIT.split(unicodedata.normalize("NFKC", text)):
        number = _phone(part.strip())
        if number:
            return number
    return None


def _phone(text: str) -> str | None:
    whole = _WHOLE_FLOAT.fullmatch(text)
    compact = re.sub(r"[\s.\-()'’]", "", whole[1] if whole else text)
    if not re.fullmatch(r"\+?[0-9]{8,15}", compact):
        return None
    digits = re.sub(r"^(?:\+84|0084|84(?=[0-9]{9,10}$))0?", "0", compact)
    if digits.startswith("+"):
        return digits
    if re.fullmatch(r"[1-9][0-9]{8}|2[0-9]{9}", digits):
        digits = "0" + digits
    # eleven digits: a land line, or a mobile number from before the change of 2018
    return digits if re.fullmatch(r"0[1-9][0-9]{8}|0(?:2[0-9]|1[2689])[0-9]{8}", digits) else None

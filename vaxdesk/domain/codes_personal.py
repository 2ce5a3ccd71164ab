"""The personal code of PC-Covid and Sổ sức khỏe điện tử, version 1.1 (QĐ 1405/QĐ-BTTTT; facts 1.3)."""

from __future__ import annotations

import re

from vaxdesk.domain.birthdates import parse_birth
from vaxdesk.domain.codes_insurance import card_number
from vaxdesk.domain.documents import (
    DocumentFinding,
    check_document,
    normalise_document,
    normalise_phone,
)
from vaxdesk.domain.letters import looks_like_name
from vaxdesk.domain.names import clean, fold
from vaxdesk.domain.outcomes import Sex
from vaxdesk.domain.scans import Scan, ScanKind, ScanOutcome

_FIELDS = 6
_DAY = re.compile(r"[0-9]{4}-..-..")
_YEAR = re.compile(r"[0-9]{4}(?:-|\Z)")
_MASKED = 6  # characters of the number that are shown to nobody


def is_personal(fields: list[str]) -> bool:
    """Six fields, an ISO day that may be masked, declared by oneself (0) or by a helper (1)."""
    return len(fields) == _FIELDS and _DAY.fullmatch(fields[2]) is not None and fields[3] in ("0", "1")


def read_personal(fields: list[str], *, today: str) -> Scan:
    """Reads the code. The name has no tone marks; a masked code shows only the end of the number and the year."""
    document, name = normalise_document(fields[0]), clean(fields[1]).upper()
    masked = "*" in document or "*" in fields[2]
    helper, sex, bhyt, tel = _ext(fields[5])
    dob = parse_birth(fields[2]) or ""
    intact = name.isascii() and looks_like_name(name)
    findings = () if masked else check_document(document, sex=sex, dob=dob, today=today)
    return Scan(
        kind=ScanKind.PERSONAL_CODE,
        outcome=_outcome(findings, masked=masked, intact=intact),
        document="" if "*" in document else document,
        suffix=document.rpartition("*")[2] if "*" in document else "",
        name=name if intact else "",
        plain_name=intact,
        dob=dob,
        sex=sex,
        bhyt=bhyt,
        tel=tel,
        qid=fields[4],
        helper_qid=helper,
        findings=findings,
    )


def write_personal(document: str, name: str, dob: str, sex: str) -> str:
    """The code of somebody, masked as apps show it unless told otherwise: six characters of the number, day and month.

    It has no QID, which the national platform gives. Empty where number, name or year of birth is not known.
    """
    number, plain = normalise_document(document), fold(name).upper()
    if len(number) <= _MASKED or not plain or not _YEAR.match(dob):
        return ""
    code = {Sex.MALE: "1", Sex.FEMALE: "2"}.get(Sex(sex) if sex in list(Sex) else None, "0")
    return "|".join(("*" * _MASKED + number[_MASKED:], plain, f"{dob[:4]}-**-**", "0", "", f"<{code}<<<"))


def _outcome(findings: tuple[DocumentFinding, ...], *, masked: bool, intact: bool) -> ScanOutcome:
    if any(finding.is_error for finding in findings):
        return ScanOutcome.BAD_NUMBER
    if not intact:
        return ScanOutcome.MANGLED
    if masked:
        return ScanOutcome.READ_MASKED
    return ScanOutcome.READ_DOUBTFUL if findings else ScanOutcome.READ


def _ext(text: str) -> tuple[str, str, str, str]:
    """Helper's QID, sex, BHYT number and phone from `QID<sex<BHYT<phone<signature`."""
    helper, sex, bhyt, tel = (text.split("<") + [""] * 4)[:4]
    return helper, {"1": Sex.MALE, "2": Sex.FEMALE}.get(sex, ""), card_number(bhyt), normalise_phone(tel) or ""

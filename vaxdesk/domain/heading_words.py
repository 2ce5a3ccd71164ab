"""How column headings name their content: folded synonyms, Vietnamese and English, as rules.

Sources: the national template PL1 and the platform's export (facts 5.2), lists of wards, schools and companies.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from vaxdesk.domain.names import fold


class Field(StrEnum):
    """What a column of a roster can hold, doses apart."""

    ORDER = "order"
    NAME = "name"
    SURNAME = "surname"
    MIDDLE = "middle"
    GIVEN = "given"
    BIRTH = "birth"
    BIRTH_YEAR = "birth_year"
    BIRTH_MONTH = "birth_month"
    BIRTH_DAY = "birth_day"
    SEX = "sex"
    MALE = "male"
    FEMALE = "female"
    GROUP = "group"
    WORK = "work"
    JOB = "job"
    PHONE = "phone"
    DOCUMENT = "document"
    OLD_DOCUMENT = "old_document"
    PASSPORT = "passport"
    INSURANCE = "insurance"
    PROVINCE = "province"
    PROVINCE_CODE = "province_code"
    DISTRICT = "district"
    DISTRICT_CODE = "district_code"
    COMMUNE = "commune"
    COMMUNE_CODE = "commune_code"
    AREA = "area"
    ADDRESS = "address"
    ETHNIC = "ethnic"
    NATIONALITY = "nationality"
    GUARDIAN = "guardian"
    GUARDIAN_PHONE = "guardian_phone"
    NOTE = "note"
    RESULT = "result"


class DosePart(StrEnum):
    """What a column says about one prior dose; `mixed` is a column headed by the dose alone."""

    DATE = "date"
    PRODUCT = "product"
    LOT = "lot"
    PLACE = "place"
    MIXED = "mixed"


_DOSE_NUMBER = re.compile(r"\b(?:mui|lieu|dose)(?: tiem| thu| so| no)* ?([1-9])\b|\b([1-9])(?:st|nd|rd|th) dose\b")
_DOSE_PARTS = (
    (DosePart.DATE, re.compile(r"\b(?:ngay|thoi gian|date|khi nao)\b")),
    (DosePart.LOT, re.compile(r"\b(?:lo|lot|batch)\b")),
    (DosePart.PLACE, re.compile(r"\b(?:dia diem|noi tiem|noi|co so|don vi|place|site|where|facility)\b")),
    (DosePart.PRODUCT, re.compile(r"\b(?:vac ?xin|vacxin|vaccine|thuoc|san pham|product|loai|ten)\b")),
)
_FOR_GUARDIAN = re.compile(r"\b(?:giam ho|phu huynh|nguoi than|guardian|parent|bo me|cha me|me|bo|cha|mother|father)\b")
_NOT_OURS = re.compile(
    r"\b(?:chu ho|ngay cap|noi cap|co quan cap|ngay hen|ngay dang ky|email|e mail)\b|^(?:chu ky|ky ten)"
)
_SECOND_HOME = re.compile(r"\b(?:thuong tru|ho khau|que quan|nguyen quan|noi sinh|permanent)\b")

_BIRTH = (
    r"ngay(?: thang)?(?: nam)? sinh(?: dang.*| dd.*| d m.*)?|sinh ngay|ns|ntns|dob|(?:date of )?birth(?: ?date|day)?"
)
_PHONE = r"(?:so )?(?:dien thoai|dt|phone|di dong|mobile|cell)(?: (?:lien he|di dong|no|number|phone|ca nhan|so))*"
_HOME = (
    r"(?:noi|cho) (?:o|cu tru|tam tru|thuong tru)(?: hien (?:tai|nay))?|(?:dang ky )?(?:ho khau )?thuong tru|tam tru"
)
_HAMLET = r"thon|ban|buon|ap|xom|khom|to|khu pho|khu|phum|soc|tdp|to dan pho|to dan cu|doi|dia ban(?: co so)?"
_ID = r"(?:so |ma )?(?:the )?"
_CITIZEN = r"cccd|can cuoc(?: cong dan)?|cc|dinh danh(?: ca nhan)?|ddcn"
_OLD_ID = r"cmnd|cmt(?:nd)?|chung minh(?: nhan dan| thu)?"
_ABROAD = r"ho chieu|hc|passport"
_ANY_ID = rf"(?:{_CITIZEN}|{_OLD_ID}|{_ABROAD})"

_RULES: tuple[tuple[Field, re.Pattern[str]], ...] = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        (Field.RESULT, r"ket qua import.*|import result"),
        (Field.ORDER, r"stt|tt|so tt|so thu tu|no|index|id stt"),
        (Field.SURNAME, r"ho|ho (?:va )?(?:chu )?(?:ten )?(?:dem|lot)|ho lot|surname|last name|family name"),
        (Field.MIDDLE, r"(?:ten |chu )?(?:dem|lot)|middle names?"),
        (Field.GIVEN, r"ten|ten goi|given names?|first name"),
        (
            Field.NAME,
            r"ho(?: va)?(?: chu| ten)?(?: dem)?(?: va)? ten(?: (?:khai sinh|nguoi.*|doi tuong.*|hoc sinh|cong nhan|tre"
            r"|nhan vien|day du|cong dan|benh nhan))?|ten (?:nguoi|doi tuong|hoc sinh|benh nhan).*|(?:full ?)?name"
            r"|name of .*|patient name",
        ),
        (Field.BIRTH, _BIRTH),
        (Field.BIRTH_YEAR, r"nam sinh|year of birth|birth year|yob"),
        (Field.SEX, r"gioi(?: tinh)?|phai|sex|gender|gt|nam nu"),
        (Field.GROUP, r"(?:ma |thuoc )?(?:nhom|doi tuong)(?: doi tuong)?(?: uu tien)?(?: tiem)?|priority group|group"),
        (Field.PHONE, rf"{_PHONE}|sdt(?: lien he)?|dtdd|tel(?:ephone)?(?: no| number)?|contact number"),
        (Field.INSURANCE, rf"{_ID}(?:bhyt|bao hiem y te|bhxh|bao hiem)(?: .*)?|(?:health )?insurance(?: .*)?"),
        (Field.DOCUMENT, rf"{_ID}(?:{_ANY_ID} ?)*(?:{_CITIZEN})(?: {_ANY_ID})*(?: .*)?"),
        (Field.DOCUMENT, r"(?:national|citizen|identity|personal)? ?(?:id|identification)(?: card)?(?: no| number)?"),
        (Field.DOCUMENT, r"(?:so )?giay to(?: tuy than)?|identity card(?: no| number)?|document(?: no| number)?"),
        (Field.OLD_DOCUMENT, rf"{_ID}(?:{_OLD_ID})(?: {_ANY_ID}| cu)*"),
        (Field.PASSPORT, rf"{_ID}(?:{_ABROAD})(?: no| number)?"),
        (Field.PROVINCE_CODE, r"(?:ma|code) (?:tinh|thanh pho|tp).*|province code"),
        (Field.DISTRICT_CODE, r"(?:ma|code) (?:quan|huyen).*|district code"),
        (Field.COMMUNE_CODE, r"(?:ma|code) (?:xa|phuong).*|(?:commune|ward) code"),
        (Field.PROVINCE, r"(?:ten )?tinh(?: (?:thanh pho|thanh|tp))?|thanh pho(?: tinh)?|province(?: city)?|city"),
        (Field.DISTRICT, r"(?:ten )?(?:quan|huyen)(?: (?:quan|huyen|thi xa|tx|thanh pho|tp|thuoc tinh))*|district"),
        (
            Field.COMMUNE,
            r"(?:ten )?(?:xa|phuong)(?: (?:xa|phuong|thi tran|tt|dac khu))*|commune(?: ward)?|ward(?: commune)?",
        ),
        (Field.AREA, rf"(?:ten )?(?:{_HAMLET})(?: (?:{_HAMLET}))*|hamlet|village"),
        (
            Field.ADDRESS,
            rf"(?:so nha )?(?:dia chi(?: .*)?|{_HOME})|so nha(?: duong)?(?: .*)?|(?:home )?address(?: .*)?",
        ),
        (
            Field.WORK,
            r"(?:ten )?(?:don vi|co quan)(?: .*)?|noi (?:cong tac|lam viec|hoc).*|cong ty|truong(?: hoc)?|lop(?: hoc)?"
            r"|phong ban|bo phan|phong|to san xuat|work ?place|company|school|class|department|organi[sz]ation",
        ),
        (Field.JOB, r"nghe(?: nghiep)?|chuc (?:vu|danh)(?: .*)?|cong viec|occupation|job(?: title)?|profession"),
        (Field.ETHNIC, r"dan toc|ethnic(?: group|ity)?|ethnicity"),
        (Field.NATIONALITY, r"quoc tich|nationality|country"),
        (Field.NOTE, r"ghi chu.*|notes?|remarks?|luu y"),
    )
)
_IN_BIRTH = {"ngay": Field.BIRTH_DAY, "thang": Field.BIRTH_MONTH, "nam": Field.BIRTH_YEAR, "day": Field.BIRTH_DAY,
             "month": Field.BIRTH_MONTH, "year": Field.BIRTH_YEAR}
_IN_SEX = {"nam": Field.MALE, "nu": Field.FEMALE, "male": Field.MALE, "female": Field.FEMALE, "m": Field.MALE,
           "f": Field.FEMALE}
_PRODUCT_ALONE = re.compile(r"(?:ten |loai |ma )?(?:vac ?xin|vaccine|thuoc)(?: .*)?")
_NOTES = re.compile(r"\([^()]*\)|\*")


def plain(heading: str) -> str:
    """A heading as folded words, without stars and what stands in brackets: `Giới tính (*) (0:nam)` is `gioi tinh`."""
    return fold(_NOTES.sub(" ", heading)) or fold(heading)


def is_birth(heading: str) -> bool:
    """Whether a heading names a birth date or year."""
    return _field_of(plain(heading)) in (Field.BIRTH, Field.BIRTH_YEAR)


class Meaning(NamedTuple):
    """What one heading says: a field, or a part of dose `dose`; a product without a dose number has `dose` 0.

    `second` marks an address that is not the present one (hộ khẩu thường trú).
    """

    field: Field | None = None
    dose: int = 0
    part: DosePart | None = None
    second: bool = False


def meaning_of(path: tuple[str, ...], leaves: frozenset[str] = frozenset()) -> Meaning | None:
    """What a column holds, by its headings from the group down to its own; None when they say nothing known.

    Args:
        path: heading texts as written, group first.
        leaves: `plain` text of every lowest heading of the header; tells `Nam` beside `Nữ` from `Năm` beside `Tháng`.
    """
    words = tuple(plain(text) for text in path)
    if not any(words):
        return Meaning(Field.ORDER) if path and path[-1].strip() == "#" else None
    leaf, whole = words[-1], " ".join(words)
    numbered = _DOSE_NUMBER.search(whole)
    if numbered:
        return Meaning(dose=int(numbered[1] or numbered[2]), part=_dose_part(leaf))
    if _NOT_OURS.search(whole):
        return None
    if _FOR_GUARDIAN.search(whole):
        return Meaning(Field.GUARDIAN_PHONE if _rule(Field.PHONE).fullmatch(leaf) or "sdt" in leaf else Field.GUARDIAN)
    field = _of_subheading(words, leaves) or _field_of(leaf) or (_field_of(whole) if len(words) > 1 else None)
    if field:
        return Meaning(field, second=bool(_SECOND_HOME.search(whole)))
    return Meaning(part=DosePart.PRODUCT) if _PRODUCT_ALONE.fullmatch(leaf) else None


def _of_subheading(words: tuple[str, ...], leaves: frozenset[str]) -> Field | None:
    leaf = words[-1]
    groups = {_field_of(word) for word in words[:-1]}
    dates = bool(leaves & {"thang", "month"})
    if leaf in _IN_BIRTH and dates and groups & {Field.BIRTH, Field.BIRTH_YEAR}:
        return _IN_BIRTH[leaf]
    beside = leaf in ("nu", "female") or bool(leaves & {"nu", "female", "f"})
    return _IN_SEX.get(leaf) if beside and not dates else None


def field_of(words: str) -> Field | None:
    """The field that a heading in `plain` words names; None when it says nothing known."""
    return _field_of(words)


@lru_cache(maxsize=4096)
def _field_of(words: str) -> Field | None:
    return next((field for field, pattern in _RULES if pattern.fullmatch(words)), None)


def _rule(field: Field) -> re.Pattern[str]:
    return next(pattern for known, pattern in _RULES if known is field)


def _dose_part(leaf: str) -> DosePart:
    return next((part for part, pattern in _DOSE_PARTS if pattern.search(leaf)), DosePart.MIXED)

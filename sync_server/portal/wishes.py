"""What somebody wants corrected: the form as typed, read into a complaint for staff (facts 8.4, decision 0052)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum, nonmember

import msgspec

from sync_server.portal.record import Record, ShownDose
from vaxdesk.domain.birthdates import parse_birth
from vaxdesk.domain.complaints.complaint import ComplaintAbout, ComplaintWay
from vaxdesk.domain.documents import DocumentKind, document_kind, normalise_document, normalise_phone
from vaxdesk.domain.names import clean
from vaxdesk.domain.payloads import Complaint
from vaxdesk.registry import rules

FIELDS = ("what", "dose", "right", "product", "lot", "day", "place", "text", "tel", "name")
MOST_FIELD, MOST_TEXT = 200, 500
_MOST_NOTE = 1000  # of a complaint (`domain.complaints`)
Say = Callable[..., str]


class What(StrEnum):
    """What is wrong, as the person says it."""

    WORDS = nonmember("portal_correction.what")

    NAME = "name"
    DOB = "dob"
    SEX = "sex"
    DOC = "doc"
    TEL = "tel"
    ADR = "adr"
    DOSE = "dose"
    MISSING = "missing"
    LOCKED = "locked"  # the record does not open
    OTHER = "other"


OF_PERSON = (What.NAME, What.DOB, What.SEX, What.DOC, What.TEL, What.ADR)
OPENED = (*OF_PERSON, What.MISSING, What.OTHER)  # with the record open; each dose is one more
CLOSED = (What.MISSING, What.LOCKED, What.OTHER)
_ABOUT = {What.MISSING: ComplaintAbout.DOSE_MISSING, What.DOSE: ComplaintAbout.DOSE_WRONG,
          What.OTHER: ComplaintAbout.OTHER}  # fmt: skip


class WishFault(StrEnum):
    """What is wrong with the form."""

    WORDS = nonmember("portal_correction.fault")

    MISSING = "missing"
    NO_CHOICE = "no_choice"
    BIRTH = "birth"
    DOCUMENT = "document"
    PHONE = "phone"
    DAY = "day"


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """A form that was read. `faults` by field are keys of sentences."""

    what: What
    given: dict[str, str]
    dose: ShownDose | None
    faults: dict[str, str]


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """Whom somebody without an open record says to be; only the telephone is proven."""

    number: str
    born: str
    tel: str


def read(values: dict[str, str], *, one: Record | None, today: str) -> Wish | None:
    """A form as typed, with what is wrong with it; None where it names nothing that can be wrong.

    Args:
        one: the record that is open, if one is.
    """
    given = {name: clean(values.get(name, ""))[:MOST_FIELD] for name in FIELDS}
    given["text"] = values.get("text", "").strip()[:MOST_TEXT]
    dose = next((one for one in one.doses if one.ref == given["dose"]), None) if one else None
    what = What(given["what"]) if given["what"] in (OPENED if one else CLOSED) else None
    what = What.DOSE if given["what"] == What.DOSE and dose else what
    if what is None:
        return None
    found = dict(_faults(what, given, today=today, closed=one is None))
    faults = {name: f"{WishFault.WORDS}.{fault.value}" for name, fault in found.items()}
    return Wish(what=what, given=given, dose=dose, faults=faults)


def blank(what: What) -> Wish:
    """A form that nobody has filled in."""
    return Wish(what=what, given=dict.fromkeys(FIELDS, ""), dose=None, faults={})


def complaint(wish: Wish, say: Say, *, at: int, day: str, who: Record | Claimed) -> Complaint:
    """What staff get of it.

    Args:
        say: sentences in the language of staff.
        at: seconds since 1970.
    """
    given, doses = wish.given, _doses(wish)
    tel = who.tel if isinstance(who, Claimed) else normalise_phone(given["tel"]) or given["tel"]
    note = ". ".join((*_notes(wish, say, who), given["text"]))
    said = Complaint(
        day=day, way=ComplaintWay.PORTAL.value, at=at, name=given["name"], tel=tel, place=given["place"],
        about=_ABOUT.get(wish.what, ComplaintAbout.PERSON_WRONG).value, doses=doses, text=note.strip(". ")[:_MOST_NOTE],
    )  # fmt: skip
    if isinstance(who, Claimed):
        return msgspec.structs.replace(said, doc=who.number, dob=who.born)
    one = who.person
    return msgspec.structs.replace(said, name=one.name, dob=one.dob, sex=one.sex, doc=one.doc or one.old_doc)


def _faults(what: What, given: dict[str, str], *, today: str, closed: bool) -> dict[str, WishFault]:
    found: dict[str, WishFault] = {}
    if what in OF_PERSON and (wrong := _wrong(what, given["right"])):
        found["right"] = wrong
    if what in (What.DOSE, What.MISSING) and not _is_past(given["day"], today):
        found["day"] = WishFault.DAY
    if what is What.OTHER and not given["text"]:
        found["text"] = WishFault.MISSING
    if closed and not given["name"]:
        found["name"] = WishFault.MISSING
    if not closed and normalise_phone(given["tel"]) is None:
        found["tel"] = WishFault.PHONE
    return found


def _wrong(what: What, right: str) -> WishFault | None:
    if not right:
        return WishFault.MISSING
    if what is What.SEX:
        return None if right in ("F", "M") else WishFault.NO_CHOICE
    if what is What.DOB:
        return None if parse_birth(right) else WishFault.BIRTH
    if what is What.DOC:
        known = document_kind(normalise_document(right)) is not DocumentKind.UNKNOWN
        return None if known else WishFault.DOCUMENT
    return WishFault.PHONE if what is What.TEL and normalise_phone(right) is None else None


def _doses(wish: Wish) -> list[dict[str, str]]:
    """The dose as it should be, where vaccine and day are known as a complaint has them."""
    given = wish.given
    known = wish.what in (What.DOSE, What.MISSING) and rules.schedule().find(given["product"]) is not None
    return [{name: given[name] for name in ("product", "lot", "day")}] if known and given["day"] else []


def _notes(wish: Wish, say: Say, who: Record | Claimed) -> list[str]:
    """What the fields of a complaint have no place for."""
    given, notes = wish.given, []
    opened = isinstance(who, Record)
    notes.append(say(f"portal_correction.note.{'opened' if opened else 'closed'}"))
    if wish.what is What.LOCKED:
        notes.append(say("portal_correction.note.locked"))
    if wish.what in OF_PERSON:
        right = say(f"portal_correction.sex.{given['right']}") if wish.what is What.SEX else given["right"]
        field = say(f"{What.WORDS}.{wish.what.value}")
        notes.append(say("portal_correction.note.field", field=field, right=right))
    if wish.dose is not None:
        was = ", ".join(one for one in (wish.dose.day, wish.dose.vaccine, wish.dose.lot) if one)
        notes.append(say("portal_correction.note.dose", was=was))
    if wish.what in (What.DOSE, What.MISSING) and not _doses(wish):
        right = ", ".join(one for one in (given["day"], given["lot"]) if one)
        notes.append(say("portal_correction.note.unsure", right=right))
    return notes


def _is_past(day: str, today: str) -> bool:
    try:
        return date.fromisoformat(day).isoformat() == day <= today
    except ValueError:
        return False

"""Sentences put together from several words, shared by screens, sheets and the command line: a row's fate."""

from __future__ import annotations

from vaxdesk.domain.places.communes import Commune
from vaxdesk.domain.places.judging import Finding
from vaxdesk.domain.places.matching import Fate, PlaceRow
from vaxdesk.domain.places.records import FIELDS, FacilityKind, Key, StaffRole, What
from vaxdesk.domain.roster import Flaw, Remark, RowResult, RowStatus
from vaxdesk.domain.stick import StickAnswer
from vaxdesk.domain.units import Scheme
from vaxdesk.journal.verdict import Verdict
from vaxdesk.words import say

_LISTS = {Key.KIND: FacilityKind, Key.ROLE: StaffRole}


def row_reason(result: RowResult) -> str:
    """One text for a row: its fate, then each warning or problem with its column."""
    return "; ".join([fate(result), *(finding(f) for f in (*result.problems, *result.warnings))])


def fate(result: RowResult) -> str:
    """Accepted, known, duplicate of whom on what evidence, or problem."""
    key = f"{RowStatus.WORDS}.{result.status.value}"
    if result.status is not RowStatus.DUPLICATE or result.same is None:
        return say(key)
    same = say(f"{result.same.WORDS}.{result.same.value}")
    return say("roster.duplicate_row", n=result.of_row, same=same) if result.of_row else say(key, same=same)


def finding(found: Remark | Flaw) -> str:
    """A warning or a problem with its column and the offending text."""
    words = say(f"{found.code.WORDS}.{found.code.value}", text=found.text, other=found.other)
    return say("roster.in_column", column=found.column, what=words) if found.column else words


def stick_answer(found: StickAnswer) -> str:
    """What an answer file has brought."""
    if found.known:
        return say("usb.known")
    lines = [say("usb.confirmed", n=found.confirmed, upto=found.upto)]
    lines += [say("usb.taken", n=found.taken)] if found.taken else []
    lines += [say("usb.waiting", n=found.waiting)] if found.waiting else []
    lines += [say(f"{Verdict.WORDS}.{Verdict.read(code).value}") for code in found.refused]
    return "\n".join([*lines, say("usb.more")] if found.more else lines)


def place_reason(row: PlaceRow) -> str:
    """One text for a row: what becomes of it, then each finding with its field."""
    return "; ".join([place_fate(row), *(place_finding(one) for one in row.findings)])


def place_fate(row: PlaceRow) -> str:
    """Taken, to be looked at, not possible, or whom it repeats."""
    if row.fate is Fate.THERE:
        return say("places.of_row", n=row.of_row) if row.of_row else say("places.of_other")
    return say(f"{Fate.WORDS}.{row.fate.value}")


def place_finding(one: Finding) -> str:
    """A flaw with its field."""
    return say("places.in_field", field=say(f"{Key.WORDS}.{one.key.value}"), what=place_fault(one))


def place_fault(one: Finding) -> str:
    """A flaw, where its field is plain."""
    return say(f"{one.flaw.WORDS}.{one.flaw.value}", text=one.text, other=one.other)


def value_text(key: Key, text: str) -> str:
    """A field's text as people read it: kinds and roles in words, a lock as a mark."""
    if key in _LISTS and text in tuple(_LISTS[key]):
        return say(f"{_LISTS[key].WORDS}.{text}")
    return "x" if key is Key.LOCKED and text else text


def scheme_text(scheme: Scheme) -> str:
    """Which list of units a code is of."""
    return say("places.scheme.new") if scheme is Scheme.NEW else say("places.scheme.old")


def commune_text(one: Commune) -> str:
    """A commune with code and list."""
    place = f"{one.name}, {one.district}" if one.district else one.name
    return f"{place} ({one.code}, {scheme_text(one.scheme)})"


def place_headings(what: What) -> dict[Key, str]:
    """Headings of a list's sheet, that of the name with its star."""
    named = {Key.NAME: say(f"places.heading.{what.value}_name")}
    return {key: say(f"{Key.WORDS}.{key.value}") for key in FIELDS[what]} | named

"""The serious report: filled from what the desk knows, and checked field by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum, nonmember
from typing import Any

import msgspec

from vaxdesk.domain.aefi import AefiForm, Field, FieldType
from vaxdesk.domain.days import span

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_CHILD = 18
_FINAL = frozenset(("recovered", "sequelae", "died"))


class FieldNeed(StrEnum):
    """What is wrong with a field."""

    WORDS = nonmember("clinical.field_need")

    EMPTY = "empty"
    INVALID = "invalid"


class FieldGap(msgspec.Struct, frozen=True):
    """A field of the report that is still to be filled or mended."""

    code: str
    need: FieldNeed


def fill(form: AefiForm, given: Mapping[str, str], *, known: Mapping[str, str]) -> dict[str, str]:
    """Values by field code: as given by hand, else from what is known under the field's source (`person.name`).

    Sources: today; person.* station.* user.* (fields of the views); vaccine.kind/name/maker; inject.* (fields of the
    entry, and inject.clock); vial.clock; screen.pregnancy; session.vials/syringes/people/reactions of the same lot;
    aefi.onset_day/onset_clock/events/grade/note/treatment/outcome. Days are ISO, clocks HH:MM.
    """
    values = {field.code: given.get(field.code, "").strip() or known.get(field.source, "") for field in form.field}
    return {code: value for code, value in values.items() if value}


def report_gaps(form: AefiForm, values: Mapping[str, str], *, age: int | None) -> tuple[FieldGap, ...]:
    """Required fields that are empty, and filled fields that cannot be read."""
    found = []
    for field in form.field:
        value = values.get(field.code, "")
        if value and not _readable(field, value):
            found.append(FieldGap(field.code, FieldNeed.INVALID))
        elif not value and _required(field, values, age):
            found.append(FieldGap(field.code, FieldNeed.EMPTY))
    return tuple(found)


def concluded(report: Mapping[str, Any]) -> bool:
    """Whether the outcome of a reported event is final, so that nobody has to ask after it any more."""
    return (report["outcome"] or report["form"].get("outcome", "")) in _FINAL


def _required(field: Field, values: Mapping[str, str], age: int | None) -> bool:
    when = field.required_when
    if when is not None and when.has in values.get(when.field, "").split(","):
        return True
    of_child = field.required_for == "child" and age is not None and age < _CHILD
    return field.required or of_child


def _readable(field: Field, value: str) -> bool:
    codes = {choice.code for choice in field.choice}
    match field.type:
        case FieldType.CHOICE:
            return value in codes
        case FieldType.CHOICES:
            return set(value.split(",")) <= codes
        case FieldType.NUMBER:
            return value.isascii() and value.isdigit()
        case FieldType.CLOCK:
            return _CLOCK.fullmatch(value) is not None
        case FieldType.DAY:
            on = span(value)
            return on is not None and on.exact
        case FieldType.PARTIAL:
            return span(value) is not None
    return True

"""Answers of the rules as people read them: refusals, notices, when a dose is due, which dose it is."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.domain.forms import Vital
from vaxdesk.domain.limits import TooEarly
from vaxdesk.domain.refusals import Note, Refused
from vaxdesk.domain.schedule import Due
from vaxdesk.domain.views import DoseView
from vaxdesk.ui import written
from vaxdesk.ui.refused import refusal_text, said
from vaxdesk.words import say

Names = Callable[[str], str]


def note_text(note: Note, *, product: Names = str) -> str:
    """The sentence of a notice; `product` names a product by its code."""
    return say(f"clinical.notice.{note.code.value}", **said(note.facts, product=product))


def answer_text(answer: Refused | TooEarly, *, product: Names = str) -> str:
    """Why a dose is not given: a refusal, or the day from which it may be."""
    if isinstance(answer, Refused):
        return refusal_text(answer, product=product)
    days = {"until": written.day(answer.until), "recommended_from": written.day(answer.recommended_from)}
    return say("clinical.too_early", **days)


def dose_name(kind: str, kind_no: int) -> str:
    """`Liều cơ bản 2`; empty when the kind is not known."""
    return say(f"clinical.dose_name.{kind}", kind_no=kind_no) if kind else ""


def due_text(due: Due, name: str) -> str:
    """The dose that is due, with product and amount: `Liều cơ bản 2 – Pfizer 0,3 ml`."""
    return say("clinical.due_dose", dose=dose_name(due.kind.value, due.kind_no), product=name, ml=decimal(due.ml))


def dose_line(dose: DoseView, *, product: Names = str) -> str:
    """A dose of the past in short: day and product."""
    name = product(dose.product) if dose.product else dose.product_text
    return " ".join(part for part in (written.day(dose.date), name or say("clinical.product_unknown")) if part)


def decimal(number: str) -> str:
    """A figure with the decimal sign of the language: `0,3`."""
    return number.replace(".", say("clinical.decimal_sign"))


def figure(value: float, decimals: int = 0) -> str:
    """A measured value as people write it."""
    return decimal(f"{value:.{decimals}f}")


def limits_text(vital: Vital) -> str:
    """What is abnormal for a vital sign: `Bất thường khi < 35,5 hoặc > 37,5 °C`."""
    below, above = ("≤", "≥") if vital.inclusive else ("<", ">")
    parts = []
    if vital.low is not None:
        parts.append(f"{below} {figure(vital.low, vital.decimals)}")
    if vital.high is not None:
        parts.append(f"{above} {figure(vital.high, vital.decimals)}")
    bounds = say("clinical.or").join(parts)
    return say("clinical.abnormal_when", bounds=bounds, unit=say(f"clinical.unit.{vital.code}")) if parts else ""

"""What every certificate has in common: headings, labels in two languages, seven places with dotted lines."""

from __future__ import annotations

from functools import cache

from vaxdesk.documents.certificate_plan import SECTIONS, Plan
from vaxdesk.documents.pen import FIRM, Align, Box, Pen, Point, Rise, width_of
from vaxdesk.documents.sheet import nation, title
from vaxdesk.words import say_in

_IDENTITY = {
    "name": (0, 0.0),
    "sex": (1, 0.0),
    "dob": (1, 0.4),
    "document": (2, 0.0),
    "phone": (3, 0.0),
    "address": (4, 0.0),
}  # row, and share of the width where the label begins
_SLOT_LINES = ("date", "vaccine", "lot")
_PAD = 1.5


def draw_frame(pen: Pen, plan: Plan) -> None:
    """Everything but the values, the code and the footer."""
    across = Box(plan.margin, plan.margin - 2, plan.width, 10)
    nation(pen, across, size=plan.nation)
    head = Box(plan.margin, plan.title_top, plan.width, plan.title * 0.9)
    title(pen, head, text=_vi("title"), under=_en("title"), size=plan.title)
    for key in _IDENTITY:
        _identity_label(pen, plan, key=key)
    _sentence(pen, plan)
    for (section, _), strip in zip(SECTIONS, plan.strips(), strict=True):
        _strip(pen, plan, strip=strip, section=section)
    for number, slot in enumerate(plan.slots(), start=1):
        _slot(pen, plan, slot=slot, number=number)
    whole = Box(plan.margin, plan.table_top, plan.width, plan.slots()[-1].foot - plan.table_top)
    pen.frame(whole, weight=FIRM)




def value_at(plan: Plan, key: str) -> tuple[Point, float]:
    """Where the value of an identity field begins, and how wide it may be."""
    at = _label_at(plan, key)
    start = at[0] + _label_width(plan, key) + 1
    end = plan.identity.right
    if key == "sex":
        end = _label_at(plan, "dob")[0] - 2
    return (start, at[1]), end - start


@cache
def value_indent(plan: Plan) -> float:
    """Where the values of a slot begin, right of the longest label: millimetres from the slot's left edge."""
    return _PAD + max(_label_width(plan, key) for key in _SLOT_LINES) + 1


def baseline(plan: Plan, slot: Box, *, line: int) -> float:
    """Baseline of line 1..4 in a slot."""
    return slot.y + (line - 0.12) * plan.step


def _label_at(plan: Plan, key: str) -> Point:
    row, share = _IDENTITY[key]
    return plan.identity.x + share * plan.identity.width, plan.identity.y + 4 + row * plan.identity_step


def _label_width(plan: Plan, key: str) -> float:
    return width_of(_vi(key), plan.label) + width_of(f"/{_en(key)}:", plan.gloss)


def _identity_label(pen: Pen, plan: Plan, *, key: str) -> None:
    _label(pen, plan, at=_label_at(plan, key), key=key)
    at, width = value_at(plan, key)
    pen.dots(at, width=width)


def _sentence(pen: Pen, plan: Plan) -> None:
    vi, en = _vi("statement"), f" / {_en('statement')}"
    first = width_of(vi, plan.section)
    start = plan.margin + (plan.width - first - width_of(en, plan.gloss)) / 2
    pen.line(vi, (start, plan.table_top - 2.2), style=plan.section, width=first + 1)
    pen.line(en.strip(), (start + first + 1, plan.table_top - 2.2), style=plan.gloss, width=plan.width)


def _strip(pen: Pen, plan: Plan, *, strip: Box, section: str) -> None:
    pen.frame(strip, shade=True)
    text = f"{_vi(f'section.{section}')} / {_en(f'section.{section}')}"
    pen.write(text, strip.inset(0.4), style=plan.section, align=Align.CENTRE, rise=Rise.MIDDLE)


def _slot(pen: Pen, plan: Plan, *, slot: Box, number: int) -> None:
    left, right = plan.left(slot), plan.right(slot)
    pen.frame(left)
    pen.frame(right)
    first = baseline(plan, slot, line=1)
    _label(pen, plan, at=(left.x + _PAD, first), key=f"slot.{number}", colon="", head=True)
    value = left.x + value_indent(plan)
    for line, key in enumerate(_SLOT_LINES, start=2):
        at = baseline(plan, slot, line=line)
        _label(pen, plan, at=(left.x + _PAD, at), key=key)
        pen.dots((value, at), width=left.right - _PAD - value)
    _label(pen, plan, at=(right.x + _PAD, first), key="unit")
    sign = f"{_vi('sign')}/({_en('sign')})"
    foot = (right.x + _PAD, baseline(plan, slot, line=4))
    pen.line(sign, foot, style=plan.gloss, width=right.width - 2 * _PAD)


def _label(pen: Pen, plan: Plan, *, at: Point, key: str, colon: str = ":", head: bool = False) -> None:
    style = plan.head if head else plan.label
    taken = width_of(_vi(key), style)
    pen.line(_vi(key), at, style=style, width=taken + 0.5)
    gloss = f"/{_en(key)}{colon}"
    pen.line(gloss, (at[0] + taken, at[1]), style=plan.gloss, width=width_of(gloss, plan.gloss) + 0.5)


def _vi(key: str) -> str:
    return say_in("vi", f"paper.certificate.{key}")


def _en(key: str) -> str:
    return say_in("en", f"paper.certificate.{key}")

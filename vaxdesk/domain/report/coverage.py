"""Coverage: of the people of the lists, who has which dose, by group, area, age or sex. All doses known count.

Which dose a dose is follows from the person's course (`domain.course`), so that an earlier dose from a paper counts
like one given here, and a dose written twice counts once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from vaxdesk.domain.course import Course, course
from vaxdesk.domain.days import age
from vaxdesk.domain.products import Schedule
from vaxdesk.domain.report import balance
from vaxdesk.domain.report.asked import Asked, Axis
from vaxdesk.domain.report.daily import where
from vaxdesk.domain.report.facts import Listed, Whom
from vaxdesk.domain.report.form import ReportForm, Row, grid
from vaxdesk.domain.report.measures import DOSE_KEYS, OTHER_DOSE, dose_key
from vaxdesk.domain.report.naming import Naming, group, group_order
from vaxdesk.domain.report.table import Cell, Rank, Report, ReportKind, Said, Words, percent

MAIN = "coverage"
_NOT_KNOWN = ""


def coverage(
    form: ReportForm, asked: Asked, people: Iterable[Listed], names: Naming, *, unit: str, schedule: Schedule
) -> Report:
    """Target and done by `asked.axis`, on the day `asked.until`."""
    day = date.fromisoformat(asked.until)
    counted = [(one, _doses(one, schedule, day, asked.product)) for one in people]
    lines = [
        Row(values={"of": said, **_values(some)}, dims={"axis": asked.axis.value, "value": key, **_unit_of(some)})
        for key, said, some in _parts(form, asked, counted, names)
    ]
    lines.append(Row(values={"of": Said("report.total"), **_values(counted)}, rank=Rank.TOTAL))
    table = form.of(MAIN)
    made, faults = (), ()
    if table is not None:
        done, found = balance.checked(table, grid(table, lines), who=lambda *_: (), where=where)
        made, faults = (done,), tuple(found)
    return Report(
        kind=ReportKind.COVERAGE, title=form.title, basis=form.basis, unit=unit, since=asked.first, until=asked.until,
        grids=made, faults=faults, notes=(Said(f"report.note.axis_{asked.axis.value}"),), signs=form.sign,
    )  # fmt: skip


Counted = tuple[Listed, frozenset[str]]


def _doses(one: Listed, schedule: Schedule, day: date, product: str) -> frozenset[str]:
    """Keys of the doses that a person has, `complete` for the primary course."""
    known = course(schedule, one.doses, dob=one.who.dob, day=day)
    return frozenset(_keys(known, product))


def _keys(known: Course, product: str) -> Iterable[str]:
    for given in known.given:
        if not product or given.product == product:
            yield "any"
            yield dose_key(given.kind.value, given.kind_no)
    if known.given and known.complete:
        yield "complete"


def _values(some: Sequence[Counted]) -> dict[str, Cell]:
    found = Counter(key for _, keys in some for key in keys)
    target = len(some)
    return {
        "target": target,
        "any": found["any"],
        "complete": found["complete"],
        "none": target - found["any"],
        **{key: found[key] for key in (*DOSE_KEYS, OTHER_DOSE)},
        "any_percent": percent(found["any"], target),
        "complete_percent": percent(found["complete"], target),
        "booster_percent": percent(found["booster_1"], target),
    }


Part = tuple[str, Words, list[Counted]]


def _parts(form: ReportForm, asked: Asked, counted: Iterable[Counted], names: Naming) -> list[Part]:
    """People by the value of the axis, in the order of its lines, those of whom it is not known last."""
    day, found = date.fromisoformat(asked.until), {}
    for one in counted:
        found.setdefault(_key(asked.axis, form.bands, one[0], day), []).append(one)
    order = {Axis.GROUP: group_order, Axis.AGE: lambda key: (not key, int(key.partition("-")[0] or 0))}
    plain = order.get(asked.axis, lambda key: (not key, key))
    return [(key, _said(asked.axis, key, names), found[key]) for key in sorted(found, key=plain)]


def _key(axis: Axis, bands: tuple[int, ...], one: Listed, day: date) -> str:
    who = one.who
    match axis:
        case Axis.AGE:
            return band(bands, who, day)
        case Axis.UNIT:
            return one.unit
        case Axis.COMMUNE:
            return who.commune
        case Axis.HAMLET:
            return " – ".join(part for part in (who.commune, who.hamlet) if part) if who.hamlet else _NOT_KNOWN
        case Axis.SEX:
            return who.sex
    return who.grp


def band(bands: tuple[int, ...], who: Whom, day: date) -> str:
    """The band of ages as `from-before`, its end empty for the last; empty where the birth date leaves two possible."""
    years = age(who.dob, day)
    if years is None:
        return _NOT_KNOWN
    ends = (0, *bands)
    at = {max(n for n, start in enumerate(ends) if start <= one) for one in (years.youngest, years.oldest)}
    if len(at) > 1:
        return _NOT_KNOWN
    place = at.pop()
    return f"{ends[place]}-{ends[place + 1] if place + 1 < len(ends) else ''}"


def _said(axis: Axis, key: str, names: Naming) -> Words:
    if not key:
        return Said("report.not_known")
    match axis:
        case Axis.GROUP:
            return group(key)
        case Axis.SEX:
            return Said(f"clinical.sex.{key}")
        case Axis.UNIT:
            return names.unit(key)
        case Axis.AGE:
            start, _, end = key.partition("-")
            return Said("report.band", {"a": start, "b": int(end) - 1}) if end else Said("report.band_on", {"a": start})
    return key


def _unit_of(some: Sequence[Counted]) -> dict[str, str]:
    """The unit, where all of a line are of one."""
    units = {one.unit for one, _ in some}
    return {"unit": units.pop()} if len(units) == 1 else {}

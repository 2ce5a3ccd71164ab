"""Prior doses in a row of a list. A dose that cannot be right is left out with a warning, never the person."""

from __future__ import annotations

import re
from collections.abc import Callable

from vaxdesk.domain.birthdates import parse_birth
from vaxdesk.domain.headings import Columns, DoseColumns
from vaxdesk.domain.payloads import History
from vaxdesk.domain.roster import RowWarning
from vaxdesk.domain.roster_line import Line

FIRST_COVID_DOSE = "2020-12"  # no COVID-19 vaccine was given to the public before
_DATE_INSIDE = re.compile(r"\b\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{4}\b|\b\d{4}-\d{2}-\d{2}\b")
_JOINTS = " ,;:-–()/"

ProductOf = Callable[[str], str | None]


def doses_of(line: Line, columns: Columns, *, birth: str, today: str, product_of: ProductOf) -> tuple[History, ...]:
    """The prior doses of a row, as the list numbers them.

    Args:
        birth: ISO birth date of the person, may be partial or empty.
        today: ISO day; a later dose is no prior dose.
        product_of: code of the schedule file for a written name of a vaccine, None when not known.
    """
    doses: list[History] = []
    for place in columns.doses:
        dose = _dose(line, place, product_of)
        if dose and _plausible(line, place, dose, birth=birth, today=today):
            if doses and dose.date < doses[-1].date[: len(dose.date)]:
                line.warn(RowWarning.DOSE_OUT_OF_ORDER, _date_column(place), dose.date)
            if any(dose.date == other.date and len(dose.date) == 10 for other in doses):
                line.warn(RowWarning.DOSE_REPEATED, _date_column(place), dose.date)
                continue
            doses.append(dose)
    return tuple(doses)


def _date_column(place: DoseColumns) -> int:
    return place.date if place.date >= 0 else place.mixed


def _dose(line: Line, place: DoseColumns, product_of: ProductOf) -> History | None:
    product, lot, site = (line.filled_at(column) for column in (place.product, place.lot, place.place))
    column = _date_column(place)
    written = line.filled_at(column)
    day = line.day_at(column) if written else ""
    if day is None and place.mixed >= 0:
        day, product = _mixed(written, product)
    if not written:
        if product or lot:
            line.warn(RowWarning.DOSE_DATE_MISSING, column, product or lot)
        return None
    if not day:
        line.warn(RowWarning.DOSE_DATE_UNREADABLE, column, written)
        return None
    code = product_of(product) if product else None
    if product and not code:
        line.warn(RowWarning.DOSE_PRODUCT_UNKNOWN, place.product if place.product >= 0 else column, product)
    return History(date=day, product=code or "", product_text=product, lot=lot, place=site, n=place.n, source="list")


def _mixed(written: str, product: str) -> tuple[str | None, str]:
    """`AstraZeneca 12/08/2021`: the date inside a text, the rest is the product."""
    found = _DATE_INSIDE.search(written)
    if found is None:
        return None, product
    rest = " ".join((written[: found.start()] + " " + written[found.end() :]).split()).strip(_JOINTS)
    return parse_birth(found[0]), product or rest


def _plausible(line: Line, place: DoseColumns, dose: History, *, birth: str, today: str) -> bool:
    day = dose.date
    doubts = (
        (RowWarning.DOSE_IN_FUTURE, day > today[: len(day)]),
        (RowWarning.DOSE_BEFORE_BIRTH, bool(birth) and day[: len(birth)] < birth[: len(day)]),
        (RowWarning.DOSE_BEFORE_CAMPAIGN, bool(dose.product) and day < FIRST_COVID_DOSE[: len(day)]),
    )
    for code, wrong in doubts:
        if wrong:
            line.warn(code, _date_column(place), day)
            return False
    return True

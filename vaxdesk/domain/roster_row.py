"""Judges one row of a list: a person with prior doses and warnings, or the problems that keep it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import msgspec

from vaxdesk.domain.cells import Cell
from vaxdesk.domain.ethnic import ethnic_group
from vaxdesk.domain.heading_words import Field, is_birth
from vaxdesk.domain.headings import Columns
from vaxdesk.domain.names import fold, title
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.places.communes import Communes
from vaxdesk.domain.roster import RowResult, RowStatus
from vaxdesk.domain.roster_contact import Place, group_of, phone_of, placer
from vaxdesk.domain.roster_doses import ProductOf, doses_of
from vaxdesk.domain.roster_identity import birth_of, check_numbers, name_of, numbers_of, sex_of
from vaxdesk.domain.roster_line import Line
from vaxdesk.domain.roster_survey import Survey
from vaxdesk.domain.units import Units

_OF_A_PERSON = (Field.BIRTH, Field.BIRTH_YEAR, Field.SEX, Field.PHONE, Field.DOCUMENT, Field.INSURANCE, Field.GROUP,
                Field.MALE, Field.FEMALE, Field.COMMUNE_CODE)
_FOOTERS = ("tong", "tong cong", "tong so", "cong", "nguoi lap", "nguoi lap bieu", "nguoi lap danh sach", "thu truong",
            "danh sach nay", "total")
_FEWEST = 2  # cells that make a line without a name somebody's all the same
_NAMES = (Field.NAME, Field.SURNAME, Field.GIVEN)


class RosterRules(msgspec.Struct, frozen=True):
    """What judging needs beside the sheet.

    Attributes:
        today: ISO day of the station.
        units: provinces of both schemes (`units.read_units`).
        product_of: the schedule's code of a vaccine's written name (`products.recognise_product`), None if not known.
        communes: of both schemes, against which codes are held; None: codes are taken as they are written.
    """

    today: str
    units: Units
    product_of: ProductOf
    communes: Communes | None = None


class RowReader:
    """Reads the rows of one sheet. Remembers repeated addresses and vaccine names between rows."""

    def __init__(self, columns: Columns, survey: Survey, rules: RosterRules) -> None:
        self._columns = columns
        self._width = 1 + max((*columns.at.values(), *(max(msgspec.structs.astuple(d)[1:]) for d in columns.doses)))
        self._survey = survey
        self._today = rules.today
        self._place_of: Callable[[Line], Place] = placer(rules.units, rules.communes)
        self._product_of = lru_cache(maxsize=4096)(rules.product_of)

    def read(self, row: int, cells: Sequence[Cell]) -> RowResult | None:
        """The row judged by itself, `row` as the spreadsheet numbers it; None for a line that is about nobody."""
        whole = cells if len(cells) >= self._width else [*cells, *[""] * (self._width - len(cells))]
        line = Line(whole, self._columns, self._survey)
        if _is_blank(line):
            return None
        person = self._person(line)
        doses = doses_of(line, self._columns, birth=person.dob, today=self._today, product_of=self._product_of)
        if line.flaws:
            return RowResult(row=row, status=RowStatus.PROBLEM, name=person.name, problems=tuple(line.flaws))
        return RowResult(row=row, status=RowStatus.ACCEPTED, name=person.name, person=person, doses=doses,
                         warnings=tuple(line.remarks))

    def _person(self, line: Line) -> Person:
        name = name_of(line)
        birth = birth_of(line, self._today)
        numbers = numbers_of(line)
        sex = sex_of(line, self._survey.sex_codes, numbers.document)
        check_numbers(line, numbers, sex=sex, birth=birth, today=self._today)
        phone, more_phones = phone_of(line)
        guardian_phone, more_of_guardian = phone_of(line, Field.GUARDIAN_PHONE)
        place = self._place_of(line)
        note = "; ".join(part for part in (line.text(Field.NOTE), more_phones, more_of_guardian) if part)
        return Person(
            name=name, dob=birth, sex=sex, doc=numbers.document, old_doc=numbers.old, bhyt=numbers.insurance,
            tel=phone, grp=group_of(line), work=line.text(Field.WORK), job=line.text(Field.JOB),
            eth=ethnic_group(line.text(Field.ETHNIC)), nat=line.text(Field.NATIONALITY), adr=place.address,
            province=place.province, province_code=place.province_code, district=place.district,
            district_code=place.district_code, commune=place.commune, commune_code=place.commune_code,
            scheme=place.scheme, guardian=title(line.text(Field.GUARDIAN)), guardian_tel=guardian_phone, note=note,
            source="list",
        )


def _is_blank(line: Line) -> bool:
    """No person's line: empty, a hamlet's title, a total, a signature, the header printed again on the next page."""
    name = next((text for field in _NAMES if (text := line.text(field))), "")
    birth = line.text(Field.BIRTH)
    if name and birth:
        return birth[:1].isalpha() and is_birth(birth)
    told = sum(1 for field in _OF_A_PERSON if line.text(field))
    if not name:
        return told < _FEWEST
    return not told and fold(name.split(":")[0]).rstrip("0123456789 ") in _FOOTERS

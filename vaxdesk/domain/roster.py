"""The vocabulary of roster import: why a row is accepted, doubted or refused, and what became of it."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.payloads import History, Person

OLDEST = 120  # years; an older birth date is a slip of the pen


class RowStatus(StrEnum):
    """What becomes of a row. `known` is a person of the register who joins this day's list."""

    WORDS = nonmember("roster.status")

    ACCEPTED = "accepted"
    KNOWN = "known"
    DUPLICATE = "duplicate"
    PROBLEM = "problem"


class RowProblem(StrEnum):
    """Why a row cannot be taken. Someone must mend the sheet and import it again."""

    WORDS = nonmember("roster.problem")

    NAME_MISSING = "name_missing"
    NAME_NOT_A_NAME = "name_not_a_name"
    BIRTH_MISSING = "birth_missing"
    BIRTH_UNREADABLE = "birth_unreadable"
    BIRTH_IN_FUTURE = "birth_in_future"
    AGE_OVER_120 = "age_over_120"
    SEX_UNREADABLE = "sex_unreadable"
    DOCUMENT_UNREADABLE = "document_unreadable"
    DOCUMENT_DIGITS_LOST = "document_digits_lost"
    DOCUMENT_PROVINCE = "document_province"
    DOCUMENT_OF_ANOTHER = "document_of_another"


class RowWarning(StrEnum):
    """What is odd about a row that is taken all the same."""

    WORDS = nonmember("roster.warning")

    NAME_MARKS_LOST = "name_marks_lost"
    NAME_ONE_WORD = "name_one_word"
    BIRTH_YEAR_ONLY = "birth_year_only"
    BIRTH_MONTH_ONLY = "birth_month_only"
    BIRTH_DIFFERS = "birth_differs"
    MONTH_FIRST = "month_first"
    SEX_MISSING = "sex_missing"
    SEX_FROM_DOCUMENT = "sex_from_document"
    DOCUMENT_SEX = "document_sex"
    DOCUMENT_BIRTH_YEAR = "document_birth_year"
    OLD_DOCUMENT_UNREADABLE = "old_document_unreadable"
    INSURANCE_UNREADABLE = "insurance_unreadable"
    PHONE_UNREADABLE = "phone_unreadable"
    PHONE_SECOND = "phone_second"
    GROUP_UNKNOWN = "group_unknown"
    UNIT_UNKNOWN = "unit_unknown"
    COMMUNE_UNKNOWN = "commune_unknown"
    COMMUNE_DIFFERS = "commune_differs"
    DOSE_DATE_MISSING = "dose_date_missing"
    DOSE_DATE_UNREADABLE = "dose_date_unreadable"
    DOSE_IN_FUTURE = "dose_in_future"
    DOSE_BEFORE_BIRTH = "dose_before_birth"
    DOSE_BEFORE_CAMPAIGN = "dose_before_campaign"
    DOSE_OUT_OF_ORDER = "dose_out_of_order"
    DOSE_REPEATED = "dose_repeated"
    DOSE_PRODUCT_UNKNOWN = "dose_product_unknown"
    POSSIBLE_TWIN = "possible_twin"


class Sameness(StrEnum):
    """On what evidence a row is the same person as another row or record (facts 5.4)."""

    WORDS = nonmember("roster.same")

    SAME_LINE = "same_line"
    SAME_DOCUMENT = "same_document"
    SAME_INSURANCE = "same_insurance"
    SAME_NAME_BIRTH = "same_name_birth"
    SAME_PHONE_BIRTH = "same_phone_birth"


class Remark(msgspec.Struct, frozen=True, gc=False):
    """A warning on one cell. `text` is what is written, `other` the person or unit that it is held against."""

    code: RowWarning
    column: str
    text: str = ""
    other: str = ""


class Flaw(msgspec.Struct, frozen=True, gc=False):
    """A problem with one cell: the column's letter and the offending text; `other` whose document it is."""

    code: RowProblem
    column: str
    text: str = ""
    other: str = ""


class RowResult(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What became of one row of the sheet.

    Attributes:
        row: number as the spreadsheet shows it, from 1.
        name: the person's name as it is understood, for the eye; also of a row with problems.
        person: what would be recorded; None exactly when there are problems.
        doses: prior doses not yet known, to be recorded for the person, also when the row is `known` or `duplicate`.
        of_row: row of the same sheet that this row repeats, 0 for none.
        of_person: id of the known person that this row is, empty for none.

    Not walked over by the collector: a list has 100,000 of these, and they hold no cycles.
    """

    row: int
    status: RowStatus
    name: str = ""
    person: Person | None = None
    doses: tuple[History, ...] = ()
    warnings: tuple[Remark, ...] = ()
    problems: tuple[Flaw, ...] = ()
    same: Sameness | None = None
    of_row: int = 0
    of_person: str = ""

"""Makers and readers for the schedule: one product judged for one person on one day."""

from __future__ import annotations

from tests.domain.clinic import a_dose, schedule
from vaxdesk.domain.course import Circumstances
from vaxdesk.domain.limits import TooEarly
from vaxdesk.domain.outcomes import DoseKind
from vaxdesk.domain.refusals import Notice, Refusal, Refused
from vaxdesk.domain.schedule import Due, next_dose

P, A, B = DoseKind.PRIMARY, DoseKind.ADDITIONAL, DoseKind.BOOSTER
ADULT, ELDER, TEEN, CHILD = "1980-05-05", "1950-05-05", "2006-05-05", "2014-05-05"
CODES = [one.code for one in schedule().product]
VERO2 = [("2021-08-01", "VERO"), ("2021-08-29", "VERO")]
SPUT2 = [("2021-08-01", "SPUT"), ("2021-08-22", "SPUT")]
AZ2 = [("2021-06-01", "AZ"), ("2021-08-29", "AZ")]
COM2 = [("2021-08-01", "COM-A"), ("2021-08-29", "COM-A")]
AZ3 = [*AZ2, ("2022-02-10", "COM-A")]


def judged(history, code: str, day: str, *, dob: str = ADULT, **person):
    doses = [a_dose(*dose) if isinstance(dose, tuple) else dose for dose in history]
    return next_dose(schedule(), doses, product=code, dob=dob, day=day, person=Circumstances(**person))


def notes(answer) -> list[Notice]:
    assert isinstance(answer, Due), answer
    return [note.code for note in answer.notes]


def reason(answer) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.reason


def expect(answer, expected) -> None:
    if isinstance(expected, Refusal):
        assert reason(answer) is expected
    elif isinstance(expected, str):
        assert isinstance(answer, TooEarly), answer
        assert answer.until == expected
    else:
        assert isinstance(answer, Due), answer
        assert (answer.kind, answer.kind_no) == expected

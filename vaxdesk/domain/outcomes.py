"""Closed lists that every floor shares: sex, outcome of a visit, stage of a visit, roles at the station."""

from __future__ import annotations

from enum import StrEnum, nonmember


class Sex(StrEnum):
    """Sex as on the citizen card; empty text in a record means not known."""

    WORDS = nonmember("clinical.sex")

    MALE = "M"
    FEMALE = "F"


class Outcome(StrEnum):
    """How a person's day ended; every received person has exactly one (QĐ 3588 appendix 5 A, columns of counts)."""

    WORDS = nonmember("clinical.outcome")

    VACCINATED = "vaccinated"
    REFERRED = "referred"
    DECLINED = "declined"
    DEFERRED = "deferred"
    CONTRAINDICATED = "contraindicated"


class Stage(StrEnum):
    """Where a person stands today; the board's columns, in order."""

    WORDS = nonmember("clinical.stage")

    WAITING = "waiting"
    RECEIVED = "received"
    SCREENED = "screened"
    INJECTED = "injected"
    OBSERVED = "observed"
    DONE = "done"


class Conclusion(StrEnum):
    """Conclusion of a screening form, by precedence from weakest to strongest (QĐ 4355, QĐ 5785, QĐ 5002)."""

    WORDS = nonmember("clinical.conclusion")

    ELIGIBLE = "eligible"
    CAUTION = "caution"
    REFER = "refer"
    DEFER = "defer"
    CONTRAINDICATED = "contraindicated"


class DoseKind(StrEnum):
    """Kinds of dose that the circulars tell apart (QĐ 43/QĐ-BYT: cơ bản, bổ sung, nhắc lại)."""

    WORDS = nonmember("clinical.dose_kind")

    PRIMARY = "primary"
    ADDITIONAL = "additional"
    BOOSTER = "booster"


class Role(StrEnum):
    """What a user of the station may do; one user may hold several."""

    WORDS = nonmember("clinical.role")

    RECEPTION = "reception"
    SCREENING = "screening"
    INJECTION = "injection"
    OBSERVATION = "observation"
    DATA_ENTRY = "data_entry"
    LEAD = "lead"


class DayRole(StrEnum):
    """What only the team of a day gives; nobody holds it for longer (decision 0023)."""

    HEAD = "day_head"


class GivenRole(StrEnum):
    """What a user given by the server may do, at the unit where the role was given and those below it."""

    WORDS = nonmember("rights.role")

    RECORD = "record"
    LEAD = "lead"
    STOCK = "stock"
    OVERSEE = "oversee"
    RECONCILE = "reconcile"
    VERIFY = "verify"
    ADMIN = "admin"
    DIRECT = "direct"

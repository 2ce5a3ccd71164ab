"""What somebody asks for: which report, of which days, of which round, of which vaccine."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.report.table import ReportKind


class Axis(StrEnum):
    """By what coverage is shown."""

    WORDS = nonmember("report.axis")

    GROUP = "group"
    COMMUNE = "commune"
    HAMLET = "hamlet"
    AGE = "age"
    SEX = "sex"
    UNIT = "unit"


class Format(StrEnum):
    """As what a report is given out."""

    WORDS = nonmember("report.format")

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    DHIS2 = "dhis2"
    FHIR = "fhir"

    @property
    def suffix(self) -> str:
        """End of the file's name."""
        return {"dhis2": ".dhis2.json", "fhir": ".fhir.json"}.get(self.value, f".{self.value}")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A question; `since` is empty for one day.

    Args:
        since, until: ISO days, both included.
        campaign: number of the round, as people call it.
        before: ISO day since which doses of earlier rounds count; empty: all known.
        product: only this vaccine; empty: all.
        axis: for coverage.
        now: seconds since 1970, for what is due.
    """

    kind: ReportKind
    until: str
    since: str = ""
    campaign: str = ""
    before: str = ""
    product: str = ""
    axis: Axis = Axis.GROUP
    now: int = 0

    @property
    def first(self) -> str:
        """The first day."""
        return self.since or self.until

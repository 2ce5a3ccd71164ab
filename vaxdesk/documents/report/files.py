"""A report as bytes of a format, and the name of its file."""

from __future__ import annotations

import msgspec

from vaxdesk.documents.report.saying import written
from vaxdesk.domain.aefi import AefiForm
from vaxdesk.domain.report import dhis2, fhir
from vaxdesk.domain.report.asked import Asked, Format
from vaxdesk.domain.report.dhis2 import Mapping
from vaxdesk.domain.report.facts import Attendance
from vaxdesk.domain.report.fhir import Codes
from vaxdesk.domain.report.naming import Naming
from vaxdesk.domain.report.table import Report, ReportKind
from vaxdesk.domain.views import StationView


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """All that any format needs.

    Args:
        unit: key of the unit that reports.
        made_at: seconds since 1970; `printed_at` the same as `YYYY-MM-DDTHH:MM`.
        rows: the visits, for what names single doses.
    """

    report: Report
    names: Naming
    station: StationView
    unit: str
    made_at: int
    printed_at: str
    mapping: Mapping
    codes: Codes
    aefi: AefiForm
    rows: tuple[Attendance, ...] = ()


def offered(kind: ReportKind, mapping: Mapping) -> tuple[Format, ...]:
    """The formats that a report is given out in."""
    formats = [Format.PDF, Format.XLSX, Format.CSV]
    formats += [Format.DHIS2] if dhis2.mapped(mapping, kind) else []
    formats += [Format.FHIR] if kind in (ReportKind.DAILY, ReportKind.AEFI) else []
    return tuple(formats)


def names_people(kind: ReportKind, format_: Format) -> bool:
    """Whether the file names people, so that not everybody may have it."""
    return kind is ReportKind.AEFI or format_ is Format.FHIR


def render(contents: Contents, format_: Format, *, language: str = "vi") -> bytes:
    """The file's bytes.

    Raises:
        NotMapped: the report has no data value set.
    """
    match format_:
        case Format.DHIS2:
            made = dhis2.value_set(contents.report, contents.mapping, contents.names, unit=contents.unit)
            return msgspec.json.format(msgspec.json.encode(made), indent=2)
        case Format.FHIR:
            found = fhir.bundle(contents.rows, contents.names, contents.codes, contents.aefi, at=contents.made_at)
            return msgspec.json.format(msgspec.json.encode(found), indent=2)
    report = written(contents.report, language)
    if format_ is Format.XLSX:
        from vaxdesk.documents.report import workbook

        return workbook.render(report, language=language)
    if format_ is Format.CSV:
        from vaxdesk.documents.report import plain

        return plain.render(report, language=language)
    from vaxdesk.documents.report import pdf

    return pdf.render(report, station=contents.station, language=language, printed_at=contents.printed_at)


def file_name(asked: Asked, format_: Format) -> str:
    """A name for the file: report, days, format."""
    days = asked.until if asked.first == asked.until else f"{asked.first}_{asked.until}"
    return f"{asked.kind.value}-{days}{format_.suffix}"

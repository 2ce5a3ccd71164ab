"""The shipped rules that desks and the server both look things up in, read once."""

from __future__ import annotations

from functools import cache

from vaxdesk.assets import resources
from vaxdesk.certificates.interop import Naming, load_interop
from vaxdesk.certificates.values import Values, load_values
from vaxdesk.domain.aefi import AefiForm, load_aefi
from vaxdesk.domain.cases.harm import Harm, load_harm
from vaxdesk.domain.certificate_due import IssuingRules, load_issuing
from vaxdesk.domain.matching.judge import Judge
from vaxdesk.domain.matching.weights import load_weights
from vaxdesk.domain.places.communes import Communes
from vaxdesk.domain.products import Schedule, load_schedule
from vaxdesk.domain.report.dhis2 import Mapping, load_mapping
from vaxdesk.domain.report.fhir import Codes, load_codes
from vaxdesk.domain.report.form import ReportForm, load_report
from vaxdesk.domain.report.table import ReportKind
from vaxdesk.domain.stock.cold import Storage, load_storage
from vaxdesk.domain.units import Units, read_units


@cache
def schedule() -> Schedule:
    """Products, intervals, mixing and booster rules in use."""
    return load_schedule(_read("schedules", "vn-covid19"))


@cache
def values() -> Values:
    """Vaccines, makers and tests under the codes of certificates."""
    return load_values(_read("certificates", "values"))


@cache
def naming() -> Naming:
    """How other health systems call the vaccines of these."""
    return Naming(values(), load_interop(_read("certificates", "interop")))


@cache
def issuing() -> IssuingRules:
    """For whom the centre signs certificates, and for how long."""
    return load_issuing(_read("certificates", "issuing"))


@cache
def aefi() -> AefiForm:
    """Symptoms, signs and the serious report on adverse events."""
    return load_aefi(_read("forms", "aefi"))


@cache
def harm() -> dict[str, Harm]:
    """Kinds of cases with the harm that may lie in them, the worst first."""
    return load_harm(_read("cases", "harm"))


@cache
def storage() -> Storage:
    """What each kind of cabinet must keep, and how long a product lasts in a fridge."""
    return load_storage(_read("schedules", "storage"))


@cache
def report(kind: ReportKind) -> ReportForm:
    """Tables and columns of a report."""
    return load_report(_read("reports", kind.value))


@cache
def dhis2() -> Mapping:
    """How reports become data value sets, as shipped; a district has identifiers of its own."""
    return load_mapping(_read("reports", "dhis2"))


@cache
def fhir() -> Codes:
    """Codes for the FHIR bundle."""
    return load_codes(_read("reports", "fhir"))


@cache
def judge() -> Judge:
    """Says whether two records are one person."""
    return Judge(load_weights(_read("matching", "weights")), successors)


@cache
def successors(code: str) -> frozenset[str]:
    """Codes of the communes of 2025-07 that one of 2021 went into."""
    return frozenset(one.code for one in communes().successors(code))


@cache
def units() -> Units:
    """Provinces before and since 01/07/2025."""
    return read_units(_read("units", "provinces"))


@cache
def communes() -> Communes:
    """Communes of both schemes; read when first asked for."""
    return Communes((resources() / "units" / "communes.tsv").read_text(encoding="utf-8"))


def _read(folder: str, name: str) -> str:
    return (resources() / folder / f"{name}.toml").read_text(encoding="utf-8")

"""How other health systems call a vaccine: its kind in ATC and ICD-11, the product in SNOMED, ICD-11, the EU's sets."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from vaxdesk.certificates.values import Product, Values
from vaxdesk.certificates.verdict import ProvenDose

SNOMED = "http://snomed.info/sct"
ATC = "http://www.whocc.no/atc"
ICD11 = "http://id.who.int/icd/release/11/mms"  # as HL7 names it
ICD11_DDCC = "http://id.who.int/icd11/mms"  # as WHO's DDCC names it
PRODUCTS = "https://ec.europa.eu/health/documents/community-register/html/"
MAKERS = "https://spor.ema.europa.eu/v1/organisations"


class Coding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A code of a system, with the name it has there."""

    system: str
    code: str
    display: str = ""


class VaccineClass(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which kind of vaccine: classes of ATC and ICD-11, and the name of the latter."""

    atc: str
    icd11: str
    name: str


class Interop(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file `resources/certificates/interop.toml`."""

    version: str
    other: VaccineClass
    kind: dict[str, VaccineClass]
    product: dict[str, VaccineClass] = {}
    title: dict[str, str] = {}
    absent: dict[str, str] = {}


class Naming:
    """Value sets and the classes beside them, asked together."""

    def __init__(self, values: Values, interop: Interop) -> None:
        self.values, self.interop = values, interop

    def product(self, dose: ProvenDose) -> Product | None:
        """The vaccine of a dose: by its certified code, else by our own."""
        return self.values.by_mp(dose.product) or self.values.by_ours(dose.ours)

    def kind(self, dose: ProvenDose) -> VaccineClass:
        """Its class; that of all vaccines against COVID-19 where the kind is not known."""
        found = self.product(dose)
        named = self.interop.product.get(found.mp) if found else None
        return named or self.interop.kind.get(dose.vaccine or (found.vp if found else ""), self.interop.other)

    def codings(self, dose: ProvenDose) -> Iterator[Coding]:
        """Codes of a dose's vaccine, the most exact first: product of SNOMED CT and ICD-11, then class of ATC."""
        found = self.product(dose)
        if found is not None:
            for code, ours in found.snomed.items():
                if ours == dose.ours:
                    yield Coding(system=SNOMED, code=code)
            if found.icd11:
                yield Coding(system=ICD11, code=found.icd11, display=found.name)
        yield Coding(system=ATC, code=self.kind(dose).atc)

    def brand(self, dose: ProvenDose) -> Coding | None:
        """The product as DDCC names it: in ICD-11, else as the EU does; None for one of no list."""
        found = self.product(dose)
        if found is None:
            return None
        if found.icd11:
            return Coding(system=ICD11_DDCC, code=found.icd11, display=found.name)
        return Coding(system=PRODUCTS, code=found.mp, display=found.name)

    def maker(self, dose: ProvenDose) -> Coding | None:
        """Who holds the authorisation; None where nobody is known."""
        found = self.product(dose)
        code = dose.maker or (found.ma if found else "")
        if not code:
            return None
        return Coding(system=MAKERS, code=code, display=self.values.file.maker.get(code, ""))


def load_interop(text: str) -> Interop:
    """The data file.

    Raises:
        msgspec.DecodeError: no TOML, or not of this shape.
    """
    return msgspec.toml.decode(text, type=Interop)

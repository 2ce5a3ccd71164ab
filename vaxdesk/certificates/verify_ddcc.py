"""What a WHO certificate (DDCC:VS) says: whom it names and which doses; the rules of who signed are those of `HC1:`."""

from __future__ import annotations

from vaxdesk.certificates import dcc
from vaxdesk.certificates.ddcc import CoreDataSet
from vaxdesk.certificates.interop import ICD11, ICD11_DDCC, PRODUCTS, SNOMED, Coding
from vaxdesk.certificates.meaning import Setting, adult_form
from vaxdesk.certificates.numbering import is_booster
from vaxdesk.certificates.statement import day
from vaxdesk.certificates.values import Product
from vaxdesk.certificates.verdict import Holder, ProvenDose

_SYSTEMS = {ICD11_DDCC: "icd11", ICD11: "icd11", SNOMED: "snomed", "http://hl7.org/fhir/sid/cvx": "cvx"}
# As the value set `WHO_DDCC_Disease_Targeted_COVID_19` and its maps have it: SNOMED CT, ICD-11, ICD-10.
_COVID = frozenset({dcc.COVID, "RA01", "RA01.0", "U07.1"})


def of_covid(found: tuple[CoreDataSet, ...]) -> tuple[CoreDataSet, ...]:
    """The sets about COVID-19; one that names no disease is about it, for that is what the model is for."""
    return tuple(one for one in found if _disease(one) in _COVID)


def holder(found: tuple[CoreDataSet, ...]) -> Holder:
    """Whom the sets name; `ddcc.read` has seen that it is one person."""
    return Holder(name=dcc.nfc(found[0].name).strip(), dob=day(found[0].birth_date))


def doses(found: tuple[CoreDataSet, ...], setting: Setting) -> tuple[ProvenDose, ...]:
    """One dose a set, by day."""
    return tuple(sorted((_dose(one, setting) for one in found), key=lambda one: one.date))


def _disease(one: CoreDataSet) -> str:
    return one.vaccination.disease.code if one.vaccination.disease else dcc.COVID


def _dose(one: CoreDataSet, setting: Setting) -> ProvenDose:
    told, stated = one.vaccination, one.certificate
    code, named, product, ours = _vaccine(one, setting)
    return ProvenDose(
        date=day(told.date),
        product=code,
        name=product.name if product else dcc.nfc(named),
        vaccine=product.vp if product else "",
        maker=product.ma if product else "",
        number=told.dose or 0,
        series=told.total_doses or 0,
        lot=told.lot,
        place=dcc.nfc(told.centre),
        country=told.country.code,
        issuer=dcc.nfc(stated.issuer.display) if stated else "",
        certificate=stated.hcid.value if stated else "",
        ours=ours or adult_form(product),
        booster=_is_booster(told.dose or 0, told.total_doses or 0, product),
        days=setting.days_since(day(told.date)),
    )


def _is_booster(number: int, series: int, product: Product | None) -> bool:
    return bool(series) and is_booster(number, series, course=product.doses if product else 0)


def _vaccine(one: CoreDataSet, setting: Setting) -> tuple[str, str, Product | None, str]:
    """The code as certified, its name there, our product and form: of the brand, else of the class of vaccine."""
    codings = [coding for coding in (one.vaccination.brand, one.vaccination.vaccine) if coding]
    for coding in codings:
        found = _listed(coding, setting)
        if found:
            return _code(coding), coding.display, *found
    return _code(codings[0]), codings[0].display, None, ""


def _listed(coding: Coding, setting: Setting) -> tuple[Product, str] | None:
    if coding.system == PRODUCTS:
        product = setting.values.by_mp(coding.code)
        return (product, "") if product else None
    return setting.values.by_code(_SYSTEMS.get(coding.system, ""), coding.code)


def _code(coding: Coding) -> str:
    system = _SYSTEMS.get(coding.system, "")
    return f"{system}:{coding.code}" if system else coding.code

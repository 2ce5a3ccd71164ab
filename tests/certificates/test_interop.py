"""A person's doses as FHIR (IPS) and as WHO's DDCC: shape, references, codes, and what is read back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.certificates.issuing import DOSE, NOW, SHOT, SLIP, UVCI, issuer, judged, signed
from tests.certificates.test_slip import signed as slip_of
from vaxdesk.certificates import cwt, ddcc, hcert, ips, statement
from vaxdesk.certificates.cose import read as opened
from vaxdesk.certificates.statement import StatedDose, Statement
from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.certificates.verdict import Holder, ProvenDose
from vaxdesk.registry import rules
from vaxdesk.registry.rules import naming

GUIDE = "http://hl7.org/fhir/uv/ips/StructureDefinition/"
DEMANDED = {"10160-0", "48765-2", "11450-4"}  # sections without which a document is no summary of the guide
XHTML = '<div xmlns="http://www.w3.org/1999/xhtml">'

_AZ = ProvenDose(
    date="2021-09-14", product="EU/1/21/1529", name="Vaxzevria", ours="AZ", number=1, series=2, lot="NJ0342A",
    place="Trạm <Bản Mù>", country="VN",
)
_BOOSTER = ProvenDose(date="2022", product="Abdala", name="Abdala", ours="ABD", number=1, booster=True)
TOLD = Statement(
    number="CODE1", person="0000000000001.2", holder=Holder(name="Nguyễn Thị Lành", dob="1990-02"), sex="F",
    document="015190001234", author="Trạm Y tế xã Xà Hồ", author_code="2025-07:15041", country="VN", made=NOW,
    next_due="2022-09-01",
    doses=(
        StatedDose(dose=_AZ, ref="0000000000001.9", here=True, series="primary", overall=1),
        StatedDose(dose=_BOOSTER, ref="0000000000001.10", series="booster", overall=2),
    ),
)  # fmt: skip


def made(told: Statement = TOLD) -> dict[str, Any]:
    found = ips.bundle(told, naming(), rules.fhir())
    Bundle.model_validate(found)
    check_guide(found)
    return found


def resources(found: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [one["resource"] for one in found["entry"] if one["resource"]["resourceType"] == kind]


def references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [ref for one in value for ref in references(one)]
    if not isinstance(value, dict):
        return []
    own = [value["reference"]] if "reference" in value else []
    return own + [ref for one in value.values() for ref in references(one)]


def texts(value: Any) -> list[str]:
    if isinstance(value, list | dict):
        return [text for one in (value if isinstance(value, list) else value.values()) for text in texts(one)]
    return [value] if isinstance(value, str) else []


def check_guide(found: dict[str, Any]) -> None:
    """The rules of the guide (IPS 1.1) that can be told from the document alone."""
    assert found["type"] == "document" and found["identifier"]["value"] and found["timestamp"]
    assert all(text and text == text.strip() for text in texts(found)), "FHIR has no empty texts"
    urls = [one["fullUrl"] for one in found["entry"]]
    assert len(urls) == len(set(urls))
    assert all(one["fullUrl"] == f"urn:uuid:{one['resource']['id']}" for one in found["entry"])
    assert set(references(found)) <= set(urls), "each reference is to something in the document"
    assert set(urls[1:]) <= set(references(found)), "and nothing is in it that nobody refers to"
    for one in found["entry"]:
        resource = one["resource"]
        assert resource["meta"]["profile"] == [f"{GUIDE}{resource['resourceType']}-uv-ips"]
        assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}", resource["id"])
    first = found["entry"][0]["resource"]
    assert first["resourceType"] == "Composition" and first["type"]["coding"][0]["code"] == "60591-5"
    assert {"status", "subject", "date", "author", "title"} <= first.keys()
    codes = [one["code"]["coding"][0]["code"] for one in first["section"]]
    assert set(codes) >= DEMANDED and "11369-6" in codes and len(codes) == len(set(codes))
    for section in first["section"]:
        assert section["title"] and section["entry"] and section["text"]["div"].startswith(XHTML)
    (patient,) = resources(found, "Patient")
    assert patient["name"][0]["text"] and ("birthDate" in patient or "_birthDate" in patient)
    for shot in resources(found, "Immunization"):
        assert {"status", "vaccineCode", "patient"} <= shot.keys()
        assert ("occurrenceDateTime" in shot) ^ ("occurrenceString" in shot)


def test_a_summary_tells_whom_what_and_who_says_so() -> None:
    found = made()
    (patient,), (author,) = resources(found, "Patient"), resources(found, "Organization")
    assert (patient["name"][0]["family"], patient["name"][0]["given"]) == ("Nguyễn", ["Thị", "Lành"])
    assert (patient["gender"], patient["birthDate"]) == ("female", "1990-02")
    assert patient["identifier"][0]["value"] == "015190001234"
    assert (author["name"], author["address"][0]["country"]) == ("Trạm Y tế xã Xà Hồ", "VN")
    first, second = resources(found, "Immunization")
    codes = {(one["system"], one["code"]) for one in first["vaccineCode"]["coding"]}
    assert codes == {
        ("http://snomed.info/sct", "28761000087108"), ("http://www.whocc.no/atc", "J07BN02"),
        ("http://id.who.int/icd/release/11/mms", "XM4YL8"),
    }  # fmt: skip
    assert (first["lotNumber"], first["primarySource"], first["manufacturer"]["display"]) == (
        "NJ0342A", True, "AstraZeneca AB",
    )  # fmt: skip
    assert first["protocolApplied"][0]["seriesDosesPositiveInt"] == 2
    assert (second["occurrenceDateTime"], second["primarySource"]) == ("2022", False)
    assert second["protocolApplied"][0]["series"] == "booster"
    assert second["vaccineCode"]["coding"][-1]["code"] == "J07BN03", "a protein, which the EU's sets do not say"
    table = found["entry"][0]["resource"]["section"][-1]["text"]["div"]
    assert "Trạm &lt;Bản Mù&gt;" in table and "2021-09-14" in table


def test_the_same_statement_is_the_same_document_and_another_is_not() -> None:
    assert made() == made()
    other = made(replace(TOLD, number="CODE2"))
    assert other["identifier"] != made()["identifier"]
    assert resources(other, "Patient") == resources(made(), "Patient"), "the person is the same one"


def test_nobody_asked_about_medications_and_the_document_says_so() -> None:
    found = made()
    (medication,), (allergy,) = resources(found, "MedicationStatement"), resources(found, "AllergyIntolerance")
    (problem,) = resources(found, "Condition")
    said = [medication["medicationCodeableConcept"], allergy["code"], problem["code"]]
    assert [one["coding"][0]["code"] for one in said] == ["no-medication-info", "no-allergy-info", "no-problem-info"]


def test_certificates_that_were_shown_become_documents() -> None:
    text = signed()
    told = statement.of_verdict(judged(text), text)
    assert told is not None and told.number == UVCI
    (shot,) = resources(made(told), "Immunization")
    assert (shot["identifier"][0]["value"], shot["primarySource"]) == (UVCI, False)
    (one,) = ddcc.sets(told, naming())
    assert (one.vaccination.dose, one.vaccination.total_doses, one.vaccination.lot) == (2, 2, "")
    assert one.certificate is not None and one.certificate.hcid.value == UVCI
    slip_text = slip_of(SLIP)
    told = statement.of_verdict(judged(slip_text), slip_text)
    assert told is not None and (told.author, told.number) == (SLIP.site, SLIP.token.hex())
    assert resources(made(told), "Immunization")[0]["lotNumber"] == "FN1234"
    assert statement.of_verdict(judged("HC1:"), "HC1:") is None


def test_the_core_data_set_has_what_who_demands() -> None:
    first, second = ddcc.plain(ddcc.sets(TOLD, naming(), document_system="urn:x"))
    assert (first["name"], first["birthDate"], first["sex"]) == ("Nguyễn Thị Lành", "1990-02", "female")
    assert first["identifier"] == {"value": "015190001234", "system": "urn:x"}
    assert {"issuer", "hcid", "version"} <= first["certificate"].keys()
    shot = first["vaccination"]
    assert {"vaccine", "brand", "maholder", "lot", "date", "dose", "country"} <= shot.keys()
    assert (shot["vaccine"]["code"], shot["brand"]["code"]) == ("XM9QW8", "XM4YL8")
    assert (shot["dose"], shot["totalDoses"], shot["centre"]) == (1, 2, "Trạm <Bản Mù>")
    assert "nextDose" not in shot and second["vaccination"]["nextDose"] == "2022-09-01"
    assert second["vaccination"]["vaccine"]["code"] == "XM5JC5"
    assert second["vaccination"]["brand"] == {
        "system": "https://ec.europa.eu/health/documents/community-register/html/",
        "code": "Abdala",
        "display": "Abdala",
    }


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_code_of_who_is_read_back(kind: str) -> None:
    sets = ddcc.sets(TOLD, naming())
    text = ddcc.sign(sets, issuer(kind), issuer="VN", issued=NOW, expires=NOW + 1)
    claims = cwt.read(opened(hcert.unwrap(text)).payload)
    assert (claims.issuer, claims.subclaim) == ("VN", cwt.DDCC_VS)
    assert ddcc.read(claims.content) == sets
    assert len(text) < 1600, "fits a code of moderate size"


def test_one_set_alone_is_read_and_what_is_none_is_not() -> None:
    sets = ddcc.sets(TOLD, naming())
    plain = ddcc.plain(sets)
    assert ddcc.read(plain[0]) == sets[:1]
    shot = plain[0]["vaccination"]
    odd = [
        [], plain * 11, None, 7, "x", [1], {}, {"name": "A"}, {"vaccination": shot},
        {**plain[0], "vaccination": {**shot, "date": "2021-13-01"}},
        {**plain[0], "vaccination": {**shot, "dose": 0}},
        {**plain[0], "name": "A" * 201},
    ]  # fmt: skip
    for one in odd:
        with pytest.raises(Unreadable):
            ddcc.read(one)


def test_a_dose_without_a_day_has_no_place_in_a_core_data_set() -> None:
    undated = replace(TOLD, doses=(replace(TOLD.doses[0], dose=replace(_AZ, date="")), TOLD.doses[1]))
    (only,) = ddcc.sets(undated, naming())
    assert only.vaccination.next_dose == "2022-09-01"
    assert resources(made(undated), "Immunization")[0]["occurrenceString"] == "unknown"


def test_every_vaccine_of_the_value_sets_has_a_class_and_ours_have_a_brand() -> None:
    for product in naming().values.file.product:
        dose = ProvenDose(date="2021-01-01", product=product.mp, ours=product.ours[0] if product.ours else "")
        assert naming().kind(dose).atc.startswith("J07BN")
        brand = naming().brand(dose)
        assert brand is not None and brand.code in (product.icd11, product.mp)
    assert naming().kind(ProvenDose(date="")).icd11 == "XM68M6"
    assert naming().brand(ProvenDose(date="")) is None and naming().maker(ProvenDose(date="")) is None


_WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
_DOSES = st.builds(
    ProvenDose,
    date=st.sampled_from(["", "2021", "2021-02", "2021-02-30x", "2021-02-03", "odd"]),
    product=st.sampled_from(["", "Abdala", "EU/1/20/1528", "?"]),
    ours=st.sampled_from(["", "COM-C", "VERO", "?"]),
    name=_WORDS, lot=_WORDS, place=_WORDS,
    number=st.integers(0, 9), series=st.integers(0, 9),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    doses=st.lists(_DOSES, min_size=1, max_size=4),
    name=_WORDS.filter(str.strip),
    dob=st.sampled_from(["", "1990", "1990-02-01", "19xx"]),
    sex=st.sampled_from(["", "M", "F", "?"]),
)
def test_whatever_is_told_is_a_document(doses: list[ProvenDose], name: str, dob: str, sex: str) -> None:
    told = Statement(
        number="N", holder=Holder(name=name, dob=dob), sex=sex, author="", made=NOW,
        doses=tuple(StatedDose(dose=one, ref=f"N {at}", overall=at) for at, one in enumerate(doses)),
    )  # fmt: skip
    found = ips.bundle(told, naming(), rules.fhir())
    Bundle.model_validate(found)
    check_guide(found)
    sets = ddcc.sets(told, naming())
    assert not sets or ddcc.read(ddcc.plain(sets)) == sets


def test_what_an_eu_certificate_says_survives_both_ways() -> None:
    text = signed(replace(SHOT, v=(replace(DOSE, mp="BBIBP-CorV", vp="1157024006", ma="ORG-100020693"),)))
    told = statement.of_verdict(judged(text), text)
    assert told is not None
    (one,) = ddcc.sets(told, naming())
    assert (one.vaccination.brand.code, one.vaccination.vaccine.code) == ("XM8866", "XM1NL1")

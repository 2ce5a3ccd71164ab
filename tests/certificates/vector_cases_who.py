"""Cases of the vectors: WHO's certificates (DDCC:VS, claim -260, subclaim 3) and others that WHO assigns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cbor2

from tests.certificates import vector_parts as p
from tests.certificates.vector_cases import Case
from tests.certificates.vector_parts import DAY, NOW, sealed

COMIRNATY = {"system": "http://id.who.int/icd11/mms", "code": "XM8NQ0", "display": "Comirnaty®"}
RNA = {"system": "http://id.who.int/icd11/mms", "code": "XM0GQ8", "display": "COVID-19 vaccine, RNA based"}
VIET_NAM = {"system": "urn:iso:std:iso:3166", "code": "VN"}
COVID = {"system": "http://snomed.info/sct", "code": "840539006", "display": "COVID-19"}
SHOT = {
    "vaccine": RNA, "brand": COMIRNATY, "lot": "FN1234", "date": "2026-10-28", "dose": 2, "totalDoses": 2,
    "country": VIET_NAM, "centre": p.SITE, "disease": COVID,
}  # fmt: skip
CERTIFICATE = {
    "issuer": {"display": "Bộ Y tế"}, "hcid": {"value": p.UVCI}, "version": "RC2",
    "period": {"start": "2026-11-26T05:00:00+00:00"},
}  # fmt: skip
SET = {
    "name": "Nguyễn Thị Lành", "birthDate": "1990-01-01", "sex": "female",
    "identifier": {"value": "015190001234"}, "certificate": CERTIFICATE, "vaccination": SHOT,
}  # fmt: skip


def of(**changes: Any) -> dict[str, Any]:
    """The set with its dose changed."""
    return SET | {"vaccination": SHOT | changes}


def stated(*sets: Any, subclaim: Any = 3, name: str = "ec", **times: int) -> str:
    """A signed text of these sets under a subclaim."""
    claims = {1: "VN", 6: times.get("issued", NOW - DAY), 4: times.get("expires", NOW + DAY)}
    return sealed(cbor2.dumps(claims | {-260: {subclaim: list(sets)}}), name=name)


def holding_cases() -> Iterator[Case]:
    """Such as hold."""
    yield Case("WHO, one dose", stated(SET))
    yield Case("WHO, signed with PS256", stated(SET, name="rsa"))
    earlier = of(date="2026-09-01", dose=1)
    booster = of(date="2026-11-01", dose=3, totalDoses=3)
    yield Case("WHO, three doses in any order", stated(booster, SET, earlier))
    yield Case("WHO, one set without a list", sealed(cbor2.dumps({1: "VN", 4: NOW + DAY, -260: {3: SET}})))
    bare = {"vaccine": RNA, "date": "2026", "country": VIET_NAM}
    yield Case("WHO, the least that it may say", stated({"name": "Páo", "vaccination": bare}))
    yield Case("WHO, null for what is not known", stated(SET | {"sex": None, "vaccination": SHOT | {"lot": None}}))
    abdala = {"system": "https://ec.europa.eu/health/documents/community-register/html/", "code": "Abdala"}
    yield Case("WHO, a brand of the EU's set", stated(of(brand=abdala, dose=4, totalDoses=3)))
    other = {"system": "urn:x", "code": "77", "display": "Vắc xin khác"}
    yield Case("WHO, a vaccine that is not known", stated(of(brand=other, vaccine=other)))
    yield Case("WHO, only the year of birth", stated(SET | {"birthDate": "1990"}))
    ended = {**CERTIFICATE, "hcid": {"value": p.UVCI[:-1] + "!"}}
    yield Case("WHO, number with a wrong check letter", stated(SET | {"certificate": ended}))
    link = {**CERTIFICATE, "hcid": {"value": "https://example.vn/c#a"}}
    yield Case("WHO, an address for a number", stated(SET | {"certificate": link}))
    fever = of(disease={"system": "http://snomed.info/sct", "code": "16541001"})
    yield Case("WHO, a dose against another disease beside", stated(SET, fever))
    eu = {1: p.content(), 3: [SET]}
    yield Case("EU and WHO in one", sealed(cbor2.dumps({1: "VN", 4: NOW + DAY, -260: eu})))


def failing_cases() -> Iterator[Case]:
    """Such as do not, and why."""
    gone = SET | {"certificate": CERTIFICATE | {"hcid": {"value": p.GONE}}}
    yield Case("WHO, revoked by its number", stated(gone), ("revoked",))
    yield Case("WHO, run out", stated(SET, expires=NOW - 5), ("expired",))
    yield Case("WHO, of tomorrow", stated(SET, issued=NOW + DAY // 2), ("not_yet",))
    yield Case("WHO, signer of tests alone", stated(SET, name="test"), ("key_usage",))
    yield Case("WHO, without a list", stated(SET), ("key_unknown",), None)
    forged = sealed(cbor2.dumps({1: "VN", -260: {3: [SET]}}), name="twin", protected=p.head("rsa") | {1: -7})
    yield Case("WHO, forged", forged, ("signature",))
    yield Case("WHO, sets of two people", stated(SET, SET | {"name": "Sùng A Páo"}), ("content",))
    yield Case("WHO, nobody named", stated(SET | {"name": " "}), ("content",))
    yield Case("WHO, no dose", stated({"name": "A"}), ("content",))
    yield Case("WHO, no sets", stated(), ("content",))
    yield Case("WHO, too many sets", stated(*[SET] * 21), ("content",))
    yield Case("WHO, a day of no calendar", stated(of(date="2026-02-30")), ("content",))
    yield Case("WHO, dose 0", stated(of(dose=0)), ("content",))
    yield Case("WHO, a float for a count", stated(of(dose=2.0)), ("content",))
    yield Case("WHO, a code without a system", stated(of(vaccine={"code": "XM0GQ8"})), ("content",))
    yield Case("WHO, a name that is too long", stated(SET | {"name": "A" * 201}), ("content",))
    yield Case("WHO, a number for a key", stated(SET | {7: "x"}), ("content",))
    yield Case("WHO, a text for sets", sealed(cbor2.dumps({1: "VN", -260: {3: "A"}})), ("content",))
    fever = of(disease={"system": "http://id.who.int/icd11/mms", "code": "1D47"})
    yield Case("WHO, another disease alone", stated(fever), ("other_kind",))
    yield Case("WHO, a test result", stated({"name": "A", "test": {}}, subclaim=4), ("other_kind",))
    yield Case("WHO, a link to a record", stated({"u": "vhlink:/eyJ1"}, subclaim=5), ("other_kind",))
    yield Case("WHO, a claim under trial", stated({}, subclaim=-6), ("other_kind",))
    yield Case("WHO, a claim of letters", stated(SET, subclaim="3"), ("claims",))
    yield Case("WHO, no claim", sealed(cbor2.dumps({1: "VN", -260: {}})), ("claims",))

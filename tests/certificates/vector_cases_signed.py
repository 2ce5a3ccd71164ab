"""Cases of the vectors: envelopes, claims and contents as others might write them, and how they are judged."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import cbor2
from msgspec.structs import replace

from tests.certificates import vector_parts as p
from tests.certificates.vector_cases import Case
from tests.certificates.vector_keys import kid
from tests.certificates.vector_parts import DAY, NOW, SHOT, claims, content, of, sealed, signed
from vaxdesk.certificates import dcc, hcert, uvci
from vaxdesk.certificates.dcc import Name


def envelopes_cases() -> Iterator[Case]:
    """Faults of the signed envelope."""
    yield Case("without a tag", sealed(claims(), tags=()))
    yield Case("as a CWT around it", sealed(claims(), tags=(18, 61)))
    yield Case("with another tag", sealed(claims(), tags=(17,)), ("envelope",))
    yield Case("the two tags in the other order", sealed(claims(), tags=(61, 18)), ("envelope",))
    yield Case("key named outside", sealed(claims(), protected={1: -7}, unprotected={4: kid("ec")}))
    yield Case("algorithm and key outside", sealed(claims(), protected={}, unprotected=p.head()))
    yield Case("two keys named, the protected one counts", sealed(claims(), unprotected={4: b"other888"}))
    yield Case(
        "the key that counts is not known", sealed(claims(), protected={1: -7, 4: b"other888"},
        unprotected={4: kid("ec")}), ("key_unknown",),
    )  # fmt: skip
    yield Case("no key named", sealed(claims(), protected={1: -7}), ("key_unknown",))
    yield Case("two keys of one identifier", sealed(claims(), name="twin", protected=p.head("ec")))
    yield Case("no algorithm", sealed(claims(), protected={4: kid("ec")}), ("algorithm",))
    yield Case("algorithm as a float", sealed(claims(), protected={1: -7.0, 4: kid("ec")}), ("algorithm",))
    yield Case("an algorithm that is not accepted", sealed(claims(), protected={1: -35, 4: kid("ec")}), ("algorithm",))
    yield Case("the algorithm of another key", sealed(claims(), protected={1: -37, 4: kid("ec")}), ("signature",))
    yield Case("signed by another key", sealed(claims(), name="rogue", protected=p.head()), ("signature",))
    yield Case("three parts", p.packed(zlib.compress(cbor2.dumps([b"", {}, b""]))), ("envelope",))
    yield Case("text for the payload", p.packed(zlib.compress(cbor2.dumps([b"", {}, "", b""]))), ("envelope",))
    yield Case("header that is no map", sealed(claims(), protected=[1]), ("envelope",))
    yield Case("header that is no CBOR", sealed(claims(), protected=b"\xff"), ("envelope",))
    yield Case("bytes behind the envelope", hcert.wrap(p.envelope(claims()) + b"\0"), ("envelope",))
    yield Case("a number", hcert.wrap(b"\0"), ("envelope",))
    yield Case("endless nesting", hcert.wrap(b"\x81" * 5000 + b"\0"), ("envelope",))
    yield Case("an array that claims 2^32 elements", hcert.wrap(b"\x9a\xff\xff\xff\xff\0"), ("envelope",))
    one, other = (cbor2.loads(p.envelope(payload)).value for payload in (claims(), claims(k1="LA")))
    yield Case("a signature of another certificate", hcert.wrap(cbor2.dumps([*one[:3], other[3]])), ("signature",))
    spliced = hcert.wrap(cbor2.dumps([*one[:2], other[2], one[3]]))
    yield Case("a payload of another certificate", spliced, ("signature",))
    yield Case("half a signature", hcert.wrap(cbor2.dumps([*one[:3], one[3][:32]])), ("signature",))
    yield Case("no signature", hcert.wrap(cbor2.dumps([*one[:3], b""])), ("signature",))


def claims_cases() -> Iterator[Case]:
    """Faults of what is claimed around the certificate."""
    yield Case("times as floats", sealed(claims(k6=NOW - DAY + 0.5, k4=float(NOW + DAY))))
    yield Case("times with a tag", sealed(claims(k6=cbor2.CBORTag(1, NOW - DAY), k4=cbor2.CBORTag(1, NOW + DAY))))
    yield Case("time as text", sealed(claims(k4="2026-12-01T00:00:00Z")))
    yield Case("no times", sealed(claims(k6=None, k4=None)))
    yield Case("no issuer", sealed(claims(k1=None)))
    yield Case("issuer of another country than its key", sealed(claims(k1="TH")))
    yield Case("an expiry that is no time", sealed(claims(k4="soon")), ("claims",))
    yield Case("an expiry beyond all calendars", sealed(claims(k4=1 << 60)), ("claims",))
    yield Case("an expiry that is no number", sealed(claims(k4=float("nan"))), ("claims",))
    yield Case("an expiry below zero", sealed(claims(k4=-1)), ("claims",))
    yield Case("an expiry that is true", sealed(claims(k4=True)), ("claims",))
    yield Case("no certificate in it", sealed(cbor2.dumps({1: "VN"})), ("claims",))
    yield Case("a certificate of another kind", sealed(cbor2.dumps({1: "VN", -260: {2: {}}})), ("other_kind",))
    yield Case("a list for claims", sealed(cbor2.dumps([1, 2])), ("claims",))
    yield Case("claims named twice", sealed(b"\xa2\x01\x62VN\x01\x62LA"), ("claims",))
    yield Case("a big number among the claims", sealed(claims(k99=1 << 70)), ("claims",))
    deep: Any = 0
    for _ in range(40):
        deep = [deep]
    yield Case("deep nesting in the claims", sealed(claims(k99=deep)), ("claims",))
    yield Case("text that is no UTF-8", sealed(b"\xa1\x01\x62\xff\xfe"), ("claims",))


def contents_cases() -> Iterator[Case]:
    """Faults of the certificate itself."""
    wrong = ("content",)
    yield Case("null for what is left out", sealed(claims(content(t=None, r=None))))
    yield Case("empty groups", sealed(claims(content(t=[], r=[]))))
    yield Case("fields that the schema does not know", sealed(claims(content(more=1))))
    yield Case("a day with a time behind it", signed(of(dt="2026-10-28T00:00:00Z")))
    yield Case("a day with a tag", _dose_with(dt=cbor2.CBORTag(1004, "2026-10-28")))
    yield Case("a day of no calendar", signed(of(dt="2026-02-30")), wrong)
    yield Case("a birth on no day", signed(replace(SHOT, dob="1990-13-01")), wrong)
    yield Case("a birth written otherwise", sealed(claims(content(dob="01/01/1990"))), wrong)
    yield Case("no dose, no test, no recovery", signed(replace(SHOT, v=())), wrong)
    yield Case("a dose and a test", signed(replace(SHOT, t=(p.TEST,))), wrong)
    yield Case("two doses from version 1.3 on", signed(replace(SHOT, v=(p.DOSE, p.DOSE))), wrong)
    yield Case("no name for passports", signed(replace(SHOT, nam=Name(fn="Nguyễn"))), wrong)
    yield Case("small letters in the name for passports", signed(replace(SHOT, nam=Name(fnt="Nguyen"))), wrong)
    yield Case("a name that is too long", signed(replace(SHOT, nam=Name(fn="N" * 81, fnt="N"))), wrong)
    yield Case("dose 0", _dose_with(dn=0), wrong)
    yield Case("a dose number as text", _dose_with(dn="2"), wrong)
    yield Case("a dose number as a float", _dose_with(dn=2.0), wrong)
    yield Case("no identifier", _dose_with(ci=None), wrong)
    yield Case("a version that is none", sealed(claims(content(ver="one"))), wrong)
    yield Case("a number for a certificate", sealed(claims(7)), wrong)


def _dose_with(**changes: Any) -> str:
    """A certificate whose dose has other fields; None leaves one out."""
    dose = dcc.plain(SHOT)["v"][0] | changes
    return sealed(claims(content(v=[{name: value for name, value in dose.items() if value is not None}])))


def judged_cases() -> Iterator[Case]:
    """What the list, the time and the key have to say."""
    yield Case("no list at all", signed(), ("key_unknown",), None)
    yield Case("a list without keys", signed(), ("key_unknown",), "empty")
    yield Case("a list of ten days", signed(), (), "ageing")
    yield Case("a list of forty days", signed(), (), "old")
    yield Case("a list of tomorrow", signed(), (), "ahead")
    yield Case("issued tomorrow", signed(issued=NOW + DAY, expires=NOW + 2 * DAY), ("not_yet",))
    yield Case("issued within what clocks differ", signed(issued=NOW + 299))
    yield Case("run out", signed(expires=NOW - 1), ("expired",))
    yield Case("runs out now", signed(expires=NOW))
    forged = sealed(claims(k4=NOW - 5), name="rogue", protected=p.head())
    yield Case("run out and forged", forged, ("signature", "expired"))
    yield Case("before its signer's key", signed(name="late"), ("key_not_yet",))
    yield Case("after its signer's key", signed(name="spent"), ("key_expired",))
    yield Case("a key for tests under a dose", signed(name="test"), ("key_usage",))
    yield Case("a key for tests under a test", signed(replace(SHOT, v=(), t=(p.TEST,)), "test"))
    yield Case("a key of another country", signed(name="abroad"))
    yield Case("revoked", signed(of(ci=p.GONE)), ("revoked",))
    yield Case("revoked by country and identifier", signed(of(ci=uvci.make("VN", 2))), ("revoked",))
    yield Case("a key of cards alone", sealed(claims(), name="card", protected={1: -7, 4: p.thumb()}), ("key_unknown",))

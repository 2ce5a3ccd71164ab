"""The EU's public test data: what each vector expects, and what we find (see VECTORS.md)."""

from __future__ import annotations

import json
import lzma
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from vaxdesk.certificates import base45, cose, cwt, dcc, hcert, trust
from vaxdesk.certificates.meaning import Setting
from vaxdesk.certificates.trust import Key, TrustList
from vaxdesk.certificates.trusted import NOTHING, Trusted
from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.certificates.values import NONE
from vaxdesk.certificates.verify_hcert import signing_key
from vaxdesk.domain.certificate_reasons import CertificateReason

DATA = Path(__file__).parents[1] / "data" / "certificates" / "eu-vectors.json.xz"
Vector = dict[str, Any]


@cache
def packed() -> dict[str, Any]:
    """The whole file: source, commit, licence, certificates of signers, vectors."""
    return json.loads(lzma.decompress(DATA.read_bytes()))


def expectations() -> Iterator[tuple[Vector, str, bool]]:
    """Each expected result of each vector that has a check here and the fields that the check compares."""
    for vector in packed()["vectors"]:
        for name, expected in vector["expected"].items():
            if name in CHECKS and all(vector[field] is not None for field in NEEDS[name]):
                yield vector, name, expected


def holds(vector: Vector, name: str) -> bool:
    """Whether a check succeeds; what cannot be read does not. Anything else raised is a fault of ours."""
    try:
        return CHECKS[name](vector)
    except (Unreadable, LookupError, ValueError):
        return False


def _prefix(vector: Vector) -> bool:
    text = vector["prefix"]
    try:
        hcert.unwrap(text)
    except Unreadable as stopped:  # what stands behind the prefix has a check of its own
        if stopped.reason is CertificateReason.NOT_A_CERTIFICATE:
            raise
    return text.removeprefix(hcert.PREFIX) == vector["base45"]


def _base45(vector: Vector) -> bool:
    return base45.decode(vector["base45"].encode("ascii")).hex() == vector["compressed"].lower()


def _compression(vector: Vector) -> bool:
    return hcert.inflate(bytes.fromhex(vector["compressed"])).hex() == vector["cose"].lower()


def _signature(vector: Vector) -> bool:
    envelope = cose.read(_cose(vector))
    return signing_key(envelope, listed(vector).keys(envelope.kid))[0] is not None


def _decoded(vector: Vector) -> bool:
    return _same(cwt.read(cose.read(_cose(vector)).payload).content, vector["json"])


def _whole(vector: Vector) -> bool:
    return _same(cwt.read(cose.read(hcert.unwrap(vector["prefix"])).payload).content, vector["json"])


def _schema(vector: Vector) -> bool:
    dcc.read(cwt.read(cose.read(_cose(vector)).payload).content)
    return True


def _in_time(vector: Vector) -> bool:
    claims = cwt.read(cose.read(_cose(vector)).payload)
    return not Setting(trust=NOTHING, now=clock(vector), values=NONE).times(claims.issued, claims.expires)


def clock(vector: Vector) -> int:
    """The moment at which a vector is to be judged, in seconds; a middle one when it names none."""
    told = datetime.fromisoformat(vector["clock"] or "2021-07-01")
    return int((told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp())


def _usage(vector: Vector) -> bool:
    """Whether the signer may sign such contents; whether it did is the business of another check."""
    use, content = _key(vector).use, cwt.read(cose.read(_cose(vector)).payload).content
    return not use or any(content.get(group) and group in use for group in ("v", "t", "r"))


def _cose(vector: Vector) -> bytes:
    if vector["cose"]:
        return bytes.fromhex(vector["cose"])
    return hcert.unwrap(vector["prefix"])


def _key(vector: Vector) -> Key:
    return trust.key_of(b64decode(packed()["certificates"][vector["cert"]]))


def listed(vector: Vector) -> Trusted:
    """A list that holds the vector's signer alone."""
    return Trusted(TrustList(made=datetime(2021, 5, 1, tzinfo=UTC), keys=(_key(vector),)))


def _same(found: Any, wanted: Any) -> bool:
    """Maps in any order, whole numbers as floats, and empty fields left out."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        one, other = ({key: field for key, field in each.items() if field is not None} for each in (found, wanted))
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(found, list | tuple) and isinstance(wanted, list | tuple):
        return len(found) == len(wanted) and all(map(_same, found, wanted))
    return found == wanted


CHECKS: dict[str, Callable[[Vector], bool]] = {
    "UNPREFIX": _prefix,
    "B45DECODE": _base45,
    "COMPRESSION": _compression,
    "VERIFY": _signature,
    "DECODE": _decoded,
    "VALIDJSON": _whole,
    "SCHEMAVALIDATION": _schema,
    "EXPIRATIONCHECK": _in_time,
    "KEYUSAGE": _usage,
}
NEEDS: dict[str, tuple[str, ...]] = {
    "UNPREFIX": ("prefix", "base45"),
    "B45DECODE": ("base45", "compressed"),
    "COMPRESSION": ("compressed", "cose"),
    "VERIFY": ("cert",),
    "DECODE": ("json",),
    "VALIDJSON": ("json", "prefix"),
    "SCHEMAVALIDATION": (),
    "EXPIRATIONCHECK": ("clock",),
    "KEYUSAGE": ("cert",),
}

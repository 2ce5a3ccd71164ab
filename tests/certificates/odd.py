"""Certificates as somebody else might write them, signed rightly."""

from __future__ import annotations

from typing import Any

import cbor2

from tests.certificates.issuing import DAY, NOW, SHOT, issuer, key
from vaxdesk.certificates import cose, dcc, hcert


def sealed(payload: bytes, *, protected: Any = None, unprotected: Any = None, kind: str = "ec", tag: int = 18) -> str:
    """A text with headers as somebody else might write them, signed rightly."""
    head = cbor2.dumps(protected) if protected != {} else b""
    signature = issuer(kind).sign(cose.to_be_signed(head, payload))
    parts = [head, unprotected or {}, payload, signature]
    return hcert.wrap(cbor2.dumps(cbor2.CBORTag(tag, parts) if tag else parts))


def claims(content: Any = None, **changes: Any) -> bytes:
    """A payload; `changes` as `k4=…` replace the claim of that key."""
    stated = {1: "VN", 6: NOW - DAY, 4: NOW + DAY, -260: {1: dcc.plain(SHOT) if content is None else content}}
    return cbor2.dumps(stated | {int(name[1:]): value for name, value in changes.items()})


HEAD = {1: -7, 4: key().kid}

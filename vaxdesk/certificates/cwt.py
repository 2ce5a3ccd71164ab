"""The claims around a certificate (CWT, RFC 8392; hcert-spec 3.3): who issued it, when, until when."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from typing import Any

import msgspec

from vaxdesk.certificates import cbor
from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.domain.certificate_reasons import CertificateReason

_ISS, _EXP, _IAT, _HCERT = 1, 4, 6, -260
DCC_V1, DDCC_VS = 1, 3  # subclaims: EU certificate; WHO's vaccination status (smart-trust, hcert.fsh)
READ = (DCC_V1, DDCC_VS)  # others are assigned by WHO as well: test results, links to a record
_LATEST = 253_402_300_799  # the last second of the year 9999
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    """`issuer` two letters of a country, or empty. `issued`, `expires` in seconds, None when not stated.

    `content` is the certificate as it was decoded, not yet looked at; `subclaim` says of which kind it is,
    one of `READ` or one that is not read here.
    """

    issuer: str
    issued: int | None
    expires: int | None
    content: Any
    subclaim: int = DCC_V1


def read(payload: bytes) -> Claims:
    """The claims of a payload.

    Raises:
        Unreadable: CLAIMS.
    """
    try:
        claims = cbor.numbered(cbor.decode(payload))
        issuer = claims.get(_ISS, "")
        found = cbor.numbered(claims[_HCERT])
        subclaim = next(one for one in (DCC_V1, DDCC_VS, *found) if one in found)
        return Claims(
            issuer=issuer if isinstance(issuer, str) else "",
            issued=_seconds(claims.get(_IAT)),
            expires=_seconds(claims.get(_EXP)),
            content=found[subclaim],
            subclaim=subclaim,
        )
    except (ValueError, TypeError, KeyError, StopIteration) as error:
        raise Unreadable(CertificateReason.CLAIMS, type(error).__name__) from None


def write(content: Any, *, issuer: str, issued: int, expires: int, subclaim: int = DCC_V1) -> bytes:
    """The payload of a certificate."""
    return cbor.encode({_ISS: issuer, _EXP: expires, _IAT: issued, _HCERT: {subclaim: content}})


def _seconds(value: Any) -> int | None:
    """Whole seconds of a NumericDate; also of floats and of times in text, which some issuers write.

    A time without a zone is UTC.

    Raises:
        ValueError: no time, or one of no calendar.
    """
    if value is None:
        return None
    if isinstance(value, str):
        if not _TIME.fullmatch(value):
            raise ValueError("time")
        found = datetime.fromisoformat(value)
        value = (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("time")
    if not 0 <= value <= _LATEST:
        raise ValueError("time")
    return int(value)

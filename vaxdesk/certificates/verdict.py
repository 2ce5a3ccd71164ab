"""What verifying a certificate ends with: whether it holds, why not, of whom and what it speaks."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.certificate_reasons import (
    CertificateCaution,
    CertificateContent,
    CertificateKind,
    CertificateReason,
)


class Holder(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whom a certificate names. Names in normal form C; `plain_*` as passports write them, `<` for a space.

    `dob` is ISO, perhaps partial or empty; a slip knows the year alone.
    """

    name: str
    surname: str = ""
    given: str = ""
    plain_surname: str = ""
    plain_given: str = ""
    dob: str = ""


class ProvenDose(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A dose as a certificate states it, and what it is here.

    Args:
        date: ISO day.
        product: code as certified (`mp`, or `cvx:207`, or of our schedule on a slip); `name` of it for people.
        vaccine, maker: codes `vp` and `ma`.
        number, series: `dn` of `sd`, 0 when not stated.
        lot, place: where stated.
        ours: code of our schedule, empty when the product is not one of it. Where several forms share the certified
            code (`COM-A`, `COM-C`) it is that for adults.
        booster: beyond its series.
        days: since it was given, None when it lies ahead.
        certificate: UVCI.
    """

    date: str
    product: str = ""
    name: str = ""
    vaccine: str = ""
    maker: str = ""
    number: int = 0
    series: int = 0
    lot: str = ""
    place: str = ""
    country: str = ""
    issuer: str = ""
    certificate: str = ""
    ours: str = ""
    booster: bool = False
    days: int | None = None


class Result(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A test or a recovery. `taken` ISO time or day; `counts_from`, `counts_until` ISO days of a recovery.

    `detected`: None when the result is of no list.
    """

    taken: str
    detected: bool | None = None
    test: str = ""  # code `tt`
    counts_from: str = ""
    counts_until: str = ""
    country: str = ""
    issuer: str = ""
    certificate: str = ""


class Facts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What sentences name. Times in seconds, 0 when not stated."""

    country: str = ""  # who issued it, as it says
    issued: int = 0
    expires: int = 0
    alg: str = ""
    kid: str = ""  # hex
    signer: str = ""  # name of the key on the list
    signer_country: str = ""
    signer_until: int = 0
    device: int = 0  # of a slip
    unit: str = ""
    site: str = ""
    token: str = ""  # hex
    list_made: int = 0
    list_days: int = 0


class Verdict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Valid when there is no reason against it. What it says is shown also when it does not hold.

    `cautions` are to be told in either case and make nothing invalid.
    """

    kind: CertificateKind
    valid: bool
    content: CertificateContent = CertificateContent.NOTHING
    reasons: tuple[CertificateReason, ...] = ()
    cautions: tuple[CertificateCaution, ...] = ()
    person: Holder | None = None
    doses: tuple[ProvenDose, ...] = ()
    results: tuple[Result, ...] = ()
    facts: Facts = Facts()

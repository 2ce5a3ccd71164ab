"""Whether an EU certificate, or one of WHO in the same envelope, holds (hcert-spec 6.3).

Signature first, then key, time, revocation and what it says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vaxdesk.certificates import cose, cwt, dcc, ddcc, hcert, public_keys, revocation, uvci, verify_ddcc
from vaxdesk.certificates.cose import Sign1
from vaxdesk.certificates.cwt import Claims
from vaxdesk.certificates.dcc import Dcc
from vaxdesk.certificates.meaning import Setting, adult_form, unknown_products
from vaxdesk.certificates.numbering import is_booster
from vaxdesk.certificates.trust import Key
from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.certificates.verdict import Facts, Holder, ProvenDose, Result, Verdict
from vaxdesk.domain.certificate_reasons import (
    CertificateCaution,
    CertificateContent,
    CertificateKind,
    CertificateReason,
)

_Judged = tuple[list[CertificateReason], list[CertificateCaution], Facts]
_Say = Callable[[Any, Sign1, Key | None, _Judged, Setting], Verdict]
_UVCI = "URN:UVCI:"  # WHO's certificates may have numbers of any other kind
_USE = {"vaccination": "v", "test": "t", "recovery": "r"}


def verify_hcert(text: str, setting: Setting) -> Verdict:
    """The verdict on an `HC1:` text.

    Raises:
        Unreadable: it has no envelope.
    """
    envelope = cose.read(hcert.unwrap(text))
    key, reasons = signing_key(envelope, setting.trust.keys(envelope.kid))
    try:
        claims = cwt.read(envelope.payload)
    except Unreadable as stopped:
        facts = _facts(envelope, key, None, setting)
        return Verdict(kind=CertificateKind.EU_DCC, valid=False, reasons=(*reasons, stopped.reason), facts=facts)
    reasons += [] if key is None else _key_times(key, claims, setting.now)
    reasons += setting.times(claims.issued, claims.expires)
    cautions = setting.cautions() + _doubts(claims, key, reasons)
    judged = reasons, cautions, _facts(envelope, key, claims, setting)
    kind = CertificateKind.EU_DCC if claims.subclaim == cwt.DCC_V1 else CertificateKind.DDCC
    said_by = _SAID.get(claims.subclaim, _unread)
    try:
        return said_by(claims.content, envelope, key, judged, setting)
    except Unreadable as stopped:
        reasons.append(stopped.reason)
        return Verdict(kind=kind, valid=False, reasons=tuple(reasons), cautions=_once(cautions), facts=judged[2])


def signing_key(envelope: Sign1, keys: list[Key]) -> tuple[Key | None, list[CertificateReason]]:
    """The key of the list that signed, or why there is none."""
    if envelope.alg not in (cose.ES256, cose.PS256):
        return None, [CertificateReason.ALGORITHM]
    if not keys:
        return None, [CertificateReason.KEY_UNKNOWN]
    signed = envelope.signed
    for key in keys:
        public = public_keys.load(key.spki)
        fits = public is not None and public_keys.algorithm(public) == envelope.alg
        if fits and public_keys.signed_by(public, envelope.signature, signed):
            return key, []
    return None, [CertificateReason.SIGNATURE]


def _dcc(content: Any, envelope: Sign1, key: Key | None, judged: _Judged, setting: Setting) -> Verdict:
    """An EU certificate."""
    found = dcc.read(content)
    reasons, cautions, facts = judged
    if key is not None and key.use and _USE[found.content.value] not in key.use:
        reasons.append(CertificateReason.KEY_USAGE)
    for one in found.entries:
        if setting.trust.revoked(revocation.sums(one.ci, one.co, envelope.signature, envelope.alg)):
            reasons.append(CertificateReason.REVOKED)
        if uvci.fits(one.ci) is False:
            cautions.append(CertificateCaution.IDENTIFIER)
    doses = tuple(_dose(one, setting) for one in found.v)
    return Verdict(
        kind=CertificateKind.EU_DCC,
        valid=not reasons,
        content=found.content,
        reasons=_once(reasons),
        cautions=_once(cautions + unknown_products(doses)),
        person=_holder(found),
        doses=doses,
        results=(*(_test(one, setting) for one in found.t), *map(_recovery, found.r)),
        facts=facts,
    )


def _ddcc(content: Any, envelope: Sign1, key: Key | None, judged: _Judged, setting: Setting) -> Verdict:
    """WHO's vaccination status: by the same list, under the same rules, as a certificate of vaccination."""
    found = verify_ddcc.of_covid(ddcc.read(content))
    if not found:
        raise Unreadable(CertificateReason.OTHER_KIND, "disease")
    reasons, cautions, facts = judged
    if key is not None and key.use and _USE["vaccination"] not in key.use:
        reasons.append(CertificateReason.KEY_USAGE)
    doses = verify_ddcc.doses(found, setting)
    for one in doses:
        if setting.trust.revoked(revocation.sums(one.certificate, one.country, envelope.signature, envelope.alg)):
            reasons.append(CertificateReason.REVOKED)
        if one.certificate.startswith(_UVCI) and uvci.fits(one.certificate) is False:
            cautions.append(CertificateCaution.IDENTIFIER)
    return Verdict(
        kind=CertificateKind.DDCC,
        valid=not reasons,
        content=CertificateContent.VACCINATION,
        reasons=_once(reasons),
        cautions=_once(cautions + unknown_products(doses)),
        person=verify_ddcc.holder(found),
        doses=doses,
        facts=facts,
    )


def _unread(*_: object) -> Verdict:
    raise Unreadable(CertificateReason.OTHER_KIND, "subclaim")


_SAID: dict[int, _Say] = {cwt.DCC_V1: _dcc, cwt.DDCC_VS: _ddcc}


def _key_times(key: Key, claims: Claims, now: int) -> list[CertificateReason]:
    found = []
    if key.begins and claims.issued is not None and claims.issued < int(key.begins.timestamp()):
        found.append(CertificateReason.KEY_NOT_YET)
    if key.until and key.until.timestamp() < now:
        found.append(CertificateReason.KEY_EXPIRED)
    return found


def _doubts(claims: Claims, key: Key | None, reasons: list[CertificateReason]) -> list[CertificateCaution]:
    found = []
    if CertificateReason.NOT_YET in reasons and key is not None:
        found.append(CertificateCaution.CLOCK)  # its issuer is believed, so our clock may be what is wrong
    if key is not None and claims.issuer and key.country and claims.issuer != key.country:
        found.append(CertificateCaution.COUNTRY)
    return found


def _facts(envelope: Sign1, key: Key | None, claims: Claims | None, setting: Setting) -> Facts:
    return setting.facts(
        country=claims.issuer if claims else "",
        issued=(claims.issued if claims else None) or 0,
        expires=(claims.expires if claims else None) or 0,
        alg=cose.NAMES.get(envelope.alg, ""),
        kid=envelope.kid.hex(),
        signer=key.name if key else "",
        signer_country=key.country if key else "",
        signer_until=int(key.until.timestamp()) if key and key.until else 0,
    )


def _holder(found: Dcc) -> Holder:
    name = found.nam
    written = " ".join(filter(None, (dcc.nfc(name.fn).strip(), dcc.nfc(name.gn).strip())))
    plain = f"{name.fnt} {name.gnt}".replace("<", " ").strip()
    return Holder(
        name=written or plain,
        surname=dcc.nfc(name.fn),
        given=dcc.nfc(name.gn),
        plain_surname=name.fnt,
        plain_given=name.gnt,
        dob=found.dob[:10],
    )


def _dose(one: dcc.Vaccination, setting: Setting) -> ProvenDose:
    product = setting.values.by_mp(one.mp)
    return ProvenDose(
        date=one.dt[:10],
        product=one.mp,
        name=product.name if product else "",
        vaccine=one.vp,
        maker=one.ma,
        number=one.dn,
        series=one.sd,
        country=one.co,
        issuer=dcc.nfc(one.issuer),
        certificate=one.ci,
        ours=adult_form(product),
        booster=is_booster(one.dn, one.sd, course=product.doses if product else 0),
        days=setting.days_since(one.dt),
    )


def _test(one: dcc.Test, setting: Setting) -> Result:
    return Result(
        taken=one.sc,
        detected=setting.values.detected(one.tr),
        test=one.tt,
        country=one.co,
        issuer=dcc.nfc(one.issuer),
        certificate=one.ci,
    )


def _recovery(one: dcc.Recovery) -> Result:
    return Result(
        taken=one.fr[:10],
        detected=True,
        counts_from=one.df[:10],
        counts_until=one.du[:10],
        country=one.co,
        issuer=dcc.nfc(one.issuer),
        certificate=one.ci,
    )


def _once(found: list) -> tuple:
    return tuple(dict.fromkeys(found))

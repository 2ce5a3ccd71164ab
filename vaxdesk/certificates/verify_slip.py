"""Whether the slip of a site holds: signed by a device of the list, for its own unit, and not taken back."""

from __future__ import annotations

from vaxdesk.certificates import cose, revocation, slip
from vaxdesk.certificates.meaning import Setting, unknown_products
from vaxdesk.certificates.public_keys import signed_by_raw
from vaxdesk.certificates.slip import SealedSlip, SlipDose
from vaxdesk.certificates.trust import Site
from vaxdesk.certificates.verdict import Facts, Holder, ProvenDose, Verdict
from vaxdesk.domain.certificate_reasons import (
    CertificateCaution,
    CertificateContent,
    CertificateKind,
    CertificateReason,
)


def verify_slip(text: str, setting: Setting) -> Verdict:
    """The verdict on a `VXS:` text.

    Raises:
        Unreadable: it is none.
    """
    sealed = slip.read(text)
    said = sealed.slip
    site, reasons = _signing_site(sealed, setting.trust.sites(sealed.device))
    if site is not None and site.until and said.issued > site.until:
        reasons.append(CertificateReason.KEY_EXPIRED)
    if site is not None and site.unit != said.unit:
        reasons.append(CertificateReason.OTHER_SITE)
    reasons += setting.times(said.issued, None)
    if setting.trust.revoked([revocation.of_token(said.token)]):
        reasons.append(CertificateReason.REVOKED)
    doses = tuple(_dose(one, sealed, setting) for one in said.doses)
    cautions = [*setting.cautions(), *unknown_products(doses), CertificateCaution.PROVISIONAL]
    if CertificateReason.NOT_YET in reasons and site is not None:
        cautions.append(CertificateCaution.CLOCK)
    return Verdict(
        kind=CertificateKind.SLIP,
        valid=not reasons,
        content=CertificateContent.VACCINATION,
        reasons=tuple(reasons),
        cautions=tuple(dict.fromkeys(cautions)),
        person=Holder(name=said.name, dob=f"{said.born:04d}" if said.born else ""),
        doses=doses,
        facts=_facts(sealed, site, setting),
    )


def _facts(sealed: SealedSlip, site: Site | None, setting: Setting) -> Facts:
    said = sealed.slip
    return setting.facts(
        country=setting.values.file.country,
        issued=said.issued,
        alg=cose.NAMES.get(sealed.envelope.alg, ""),
        kid=sealed.envelope.kid.hex(),
        signer=site.name if site else "",
        signer_until=site.until if site else 0,
        device=sealed.device,
        unit=said.unit,
        site=said.site,
        token=said.token.hex(),
    )


def _signing_site(sealed: SealedSlip, sites: list[Site]) -> tuple[Site | None, list[CertificateReason]]:
    envelope = sealed.envelope
    if envelope.alg != cose.EDDSA:
        return None, [CertificateReason.ALGORITHM]
    if not sites:
        return None, [CertificateReason.KEY_UNKNOWN]
    signed = envelope.signed
    site = next((one for one in sites if signed_by_raw(one.key, envelope.signature, signed)), None)
    return (site, []) if site else (None, [CertificateReason.SIGNATURE])


def _dose(one: SlipDose, sealed: SealedSlip, setting: Setting) -> ProvenDose:
    product = setting.values.by_ours(one.product)
    return ProvenDose(
        date=one.day,
        product=one.product,
        name=product.name if product else "",
        vaccine=product.vp if product else "",
        maker=product.ma if product else "",
        number=one.kind_no,
        lot=one.lot,
        place=sealed.slip.site,
        country=setting.values.file.country,
        ours=one.product if product else "",
        booster=one.kind in ("booster", "additional"),
        days=setting.days_since(one.day),
    )

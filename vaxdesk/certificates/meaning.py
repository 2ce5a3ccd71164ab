"""What the formats have in common when they are judged: the list, the time, the vaccines; and what follows of each."""

from __future__ import annotations

from datetime import date

import msgspec

from vaxdesk.certificates import trust as lists
from vaxdesk.certificates.trusted import Trusted
from vaxdesk.certificates.values import Product, Values
from vaxdesk.certificates.verdict import Facts, ProvenDose
from vaxdesk.domain.certificate_reasons import CertificateCaution, CertificateReason

SKEW = 300  # seconds by which two honest clocks may differ


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """Against what a certificate is judged; `now` in seconds."""

    trust: Trusted
    now: int
    values: Values

    def facts(self, **known: object) -> Facts:
        """Facts of the list, with those known of the certificate."""
        listed = self.trust.listed
        if listed is None:
            return Facts(**known)
        made = int(listed.made.timestamp())
        return Facts(list_made=made, list_days=max(0, lists.age_days(listed, self.now)), **known)

    def cautions(self) -> list[CertificateCaution]:
        """What is to be minded about the list, whatever the certificate."""
        listed = self.trust.listed
        if listed is None:
            return [CertificateCaution.NO_LIST]
        found = []
        days = lists.age_days(listed, self.now)
        if days >= lists.OLD_DAYS:
            found.append(CertificateCaution.LIST_OLD)
        elif days >= lists.AGEING_DAYS:
            found.append(CertificateCaution.LIST_AGEING)
        if listed.made.timestamp() > self.now + SKEW:
            found.append(CertificateCaution.CLOCK)
        return found

    def times(self, issued: int | None, expires: int | None) -> list[CertificateReason]:
        """Why a certificate does not hold at this time."""
        found = []
        if issued is not None and issued > self.now + SKEW:
            found.append(CertificateReason.NOT_YET)
        if expires is not None and expires < self.now:
            found.append(CertificateReason.EXPIRED)
        return found

    def days_since(self, day: str) -> int | None:
        """Whole days from an ISO day to today in UTC; None when it lies ahead or is none."""
        try:
            days = self.now // 86_400 - (date.fromisoformat(day[:10]) - date(1970, 1, 1)).days
        except ValueError:
            return None
        return days if days >= 0 else None


def unknown_products(doses: tuple[ProvenDose, ...]) -> list[CertificateCaution]:
    """The caution about vaccines that are not of our schedule."""
    return [CertificateCaution.PRODUCT_UNKNOWN] if any(not one.ours for one in doses) else []


def adult_form(product: Product | None) -> str:
    """The code of our schedule, of several forms that for adults; empty for a vaccine that is none of it."""
    return product.ours[0] if product and product.ours else ""

"""Closed lists about certificates that somebody shows: what they are, why they do not hold, what to mind."""

from __future__ import annotations

from enum import StrEnum, nonmember


class CertificateKind(StrEnum):
    """The format of what was shown."""

    WORDS = nonmember("verdict.kind")

    EU_DCC = "eu_dcc"  # `HC1:`, also the vaccine passport of Viet Nam (QĐ 5772/QĐ-BYT)
    DDCC = "ddcc"  # `HC1:` with a claim of WHO: doses (DDCC:VS), or one that is not read here
    SMART = "smart"  # SMART Health Card, `shc:/`
    SLIP = "slip"  # our own, signed by the device of a site, `VXS:`
    UNKNOWN = "unknown"


class CertificateContent(StrEnum):
    """What a certificate says of somebody."""

    WORDS = nonmember("verdict.content")

    VACCINATION = "vaccination"
    TEST = "test"
    RECOVERY = "recovery"
    NOTHING = "nothing"  # unreadable, or of another matter


class CertificateReason(StrEnum):
    """Why a certificate does not hold. Sentences name the facts behind each."""

    WORDS = nonmember("verdict.reason")

    # it cannot be read
    NOT_A_CERTIFICATE = "not_a_certificate"
    LETTERS = "letters"  # not Base45, or not the digits of a SMART Health Card
    PARTS_MISSING = "parts_missing"  # a code of several, without the others
    COMPRESSION = "compression"
    TOO_LARGE = "too_large"
    ENVELOPE = "envelope"  # no COSE_Sign1, no JWS
    CLAIMS = "claims"  # no CWT, no health certificate in it
    CONTENT = "content"  # not of the schema
    VERSION = "version"  # a later version of our slip
    OTHER_KIND = "other_kind"  # a claim of WHO that is not read here, or doses against another disease
    # nobody stands behind it
    ALGORITHM = "algorithm"
    KEY_UNKNOWN = "key_unknown"
    SIGNATURE = "signature"
    # whoever stands behind it may not
    KEY_USAGE = "key_usage"
    KEY_NOT_YET = "key_not_yet"  # issued before the key was valid
    KEY_EXPIRED = "key_expired"
    OTHER_SITE = "other_site"  # the device belongs to another unit than the slip states
    # not at this time
    NOT_YET = "not_yet"  # at
    EXPIRED = "expired"  # at
    REVOKED = "revoked"

    @property
    def unreadable(self) -> bool:
        """Whether nothing of what the certificate says can be shown."""
        return self in _UNREADABLE


_UNREADABLE = frozenset(
    {
        CertificateReason.NOT_A_CERTIFICATE, CertificateReason.LETTERS, CertificateReason.PARTS_MISSING,
        CertificateReason.COMPRESSION, CertificateReason.TOO_LARGE, CertificateReason.ENVELOPE,
        CertificateReason.CLAIMS, CertificateReason.CONTENT, CertificateReason.VERSION,
        CertificateReason.OTHER_KIND,
    }
)


class CertificateCaution(StrEnum):
    """What to mind about a certificate, whether it holds or not. Sentences name the facts behind each."""

    WORDS = nonmember("verdict.caution")

    NO_LIST = "no_list"  # no trust list on this computer
    LIST_AGEING = "list_ageing"  # days
    LIST_OLD = "list_old"  # days
    CLOCK = "clock"  # this computer's clock is behind the trust list, or the certificate ahead of the clock
    COUNTRY = "country"  # the certificate names another country than the key
    PRODUCT_UNKNOWN = "product_unknown"  # not a vaccine of the schedule
    IDENTIFIER = "identifier"  # the check letter of the UVCI does not fit
    PROVISIONAL = "provisional"  # the slip of a site; the certificate comes later

"""Signers, lists and certificates of people who do not exist, for the tests of certificates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from msgspec.structs import replace

from vaxdesk.certificates import hcert, trust
from vaxdesk.certificates.cose import Signer, signer
from vaxdesk.certificates.dcc import COVID, Dcc, Name, Recovery, Test, Vaccination
from vaxdesk.certificates.slip import Slip, SlipDose
from vaxdesk.certificates.trust import Key, Site, TrustList
from vaxdesk.certificates.trusted import Trusted
from vaxdesk.certificates.verdict import Verdict
from vaxdesk.certificates.verify import verify
from vaxdesk.registry.rules import values

NOW = int(datetime(2022, 8, 9, tzinfo=UTC).timestamp())
DAY = 86_400
MADE = trust.utc(NOW - DAY)
SERVER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
DEVICE = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
SITE = Site(70123, DEVICE.public_key().public_bytes_raw(), "OLD:12345", 0, "Trạm Y tế xã Hạnh Phúc")
UVCI = "URN:UVCI:01:VN:79EYBB6FPGYKEMZTDK42HJB6NB#C"
NAME = Name(fn="Nguyễn", gn="Thị Lành", fnt="NGUYEN", gnt="THI<LANH")
DOSE = Vaccination(
    tg=COVID, vp="1119349007", mp="EU/1/20/1528", ma="ORG-100030215", dn=2, sd=2, dt="2022-07-10", co="VN",
    issuer="Ministry of Health", ci=UVCI,
)
TEST = Test(tg=COVID, tt="LP6464-4", sc="2022-08-08T06:30:00Z", tr="260415000", co="VN", issuer="MOH", ci=UVCI)
RECOVERY = Recovery(tg=COVID, fr="2022-06-01", co="VN", issuer="MOH", df="2022-06-11", du="2022-11-28", ci=UVCI)
SHOT = Dcc(ver="1.3.0", nam=NAME, dob="1990-01-01", v=(DOSE,))
SLIP = Slip(
    name="Nguyễn Thị Lành", born=1990, doses=(SlipDose("COM-A", "FN1234", "2022-08-08", "primary", 2),),
    unit=SITE.unit, site=SITE.name, token=bytes(range(16)), issued=NOW - 3600,
)


def private(kind: str = "ec") -> Any:
    """A key of a document signer, made once: `ec`, `rsa`, `short` (RSA of 1024 bits), `other` curve."""
    return _private(kind)


@cache
def _private(kind: str) -> Any:
    if kind in ("rsa", "short"):
        return rsa.generate_private_key(65537, 1024 if kind == "short" else 2048)
    return ec.generate_private_key(ec.SECP384R1() if kind == "other" else ec.SECP256R1())


@cache
def document_signer(kind: str = "ec", *, oids: tuple[str, ...] = (), country: str = "VN") -> bytes:
    """A self-signed certificate of that key in DER, valid two years around NOW."""
    name = x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, country), x509.NameAttribute(NameOID.COMMON_NAME, "Test DSC")]
    )
    middle = datetime.fromtimestamp(NOW, UTC)
    built = x509.CertificateBuilder(name, name, private(kind).public_key(), 7)
    built = built.not_valid_before(middle - timedelta(days=365)).not_valid_after(middle + timedelta(days=365))
    if oids:
        built = built.add_extension(x509.ExtendedKeyUsage([x509.ObjectIdentifier(oid) for oid in oids]), critical=False)
    return built.sign(private(kind), hashes.SHA256()).public_bytes(Encoding.DER)


def key(kind: str = "ec", **about: Any) -> Key:
    """The entry of that signer in a list."""
    return trust.key_of(document_signer(kind, **about))


def issuer(kind: str = "ec") -> Signer:
    """Who signs with that key."""
    return signer(private(kind), key(kind).kid)


def signed(certificate: Dcc = SHOT, kind: str = "ec", *, issued: int = NOW - DAY, expires: int = NOW + DAY) -> str:
    """The text of a certificate."""
    return hcert.sign(certificate, issuer(kind), issuer="VN", issued=issued, expires=expires)


def listed(*keys: Key, **changes: Any) -> Trusted:
    """A list of these keys, else of the usual one."""
    made = TrustList(made=MADE, keys=keys or (key(),), devices=(SITE,))
    return Trusted(replace(made, **changes))


def judged(text: str, trusted: Trusted | None = None, *, now: int = NOW) -> Verdict:
    """The verdict with the shipped value sets."""
    return verify(text, trust=trusted or listed(), now=now, values=values())

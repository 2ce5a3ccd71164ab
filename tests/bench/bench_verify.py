"""Certificates verified and signed a second of processor time on one core, beside bare cryptography and `cwt` (PyPI).

    .venv/bin/python -m tests.bench.bench_verify [CERTIFICATES] [--no-peer]

Each certificate is another person's. Verifying is the whole door: text, Base45, zlib, COSE, ES256, key, times,
revocation among 1,000,000 sums, schema, value sets. Signing is from the values of a person and a dose to the text, with
the identifier and its check letter, the names as passports write them, ES256 with a key of a file. The floor is one
ES256 signature checked, or made, over the same bytes and nothing else.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from msgspec.structs import replace

from tests.bench import peer_install
from tests.bench.peer_install import NotHad
from tests.certificates.issuing import DAY, DEVICE, NOW, SITE, SLIP, listed, private
from vaxdesk.certificates import cose, hcert, names, numbering, public_keys, revocation, slip, uvci
from vaxdesk.certificates.cose import Signer, signer
from vaxdesk.certificates.dcc import COVID, Dcc, Name, Vaccination
from vaxdesk.certificates.trust import Key
from vaxdesk.certificates.trusted import Trusted
from vaxdesk.certificates.verify import verify
from vaxdesk.registry.rules import values

CERTIFICATES = 5000
REVOKED = 1_000_000
_FAMILY = ("Nguyễn", "Trần", "Lò", "Sùng", "Giàng", "Hoàng", "Bùi", "Đặng")
_GIVEN = ("Thị Lành", "A Páo", "Thị Mỷ", "Văn Ắng", "Thị Ngọc Quỳnh", "Minh Tuấn", "Đức Hạnh")


def certificate(number: int, bits: int) -> Dcc:
    """What is signed for a person, from a name as it stands in a record."""
    parted = names.part(f"{_FAMILY[number % 8]} {_GIVEN[number % 7]}")
    product = values().by_ours("COM-A")
    dn, sd = numbering.numbered(number % 3 + 1, course=2)
    written = Name(
        fn=parted.surname, gn=parted.given, fnt=names.latin(parted.surname), gnt=names.latin(parted.given)
    )
    dose = Vaccination(
        tg=COVID, vp=product.vp, mp=product.mp, ma=product.ma, dn=dn, sd=sd, dt=f"2022-0{number % 7 + 1}-1{number % 9}",
        co="VN", issuer=values().file.issuer, ci=uvci.make("VN", bits),
    )
    return Dcc(ver="1.3.0", nam=written, dob=f"19{number % 90 + 10}-05-1{number % 9}", v=(dose,))


def rate(work: Callable[[], object], n: int) -> float:
    """A second of processor time."""
    began = time.process_time()
    work()
    return n / (time.process_time() - began)


def key_of(one: ec.EllipticCurvePrivateKey) -> Key:
    """Its entry in a list."""
    spki = one.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return Key(kid=sha256(spki).digest()[:8], alg="ES256", spki=spki, country="VN")


def believed(key: Key) -> Trusted:
    """The key among 500 others, beside a million revoked certificates."""
    rng = Random(3)
    others = [key_of(ec.generate_private_key(ec.SECP256R1())) for _ in range(500)]
    revoked = tuple(rng.randbytes(revocation.OURS) for _ in range(REVOKED))
    return listed(key, *others, revoked=revoked)


def main() -> None:
    """Prints both with their floors; ends with 1 when a target is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("certificates", nargs="?", type=int, default=CERTIFICATES)
    parser.add_argument("--no-peer", action="store_true")
    options = parser.parse_args()
    n, rng, own = options.certificates, Random(5), private()
    key = key_of(own)
    who = signer(own, key.kid)
    bits = [rng.getrandbits(128) for _ in range(n)]
    texts: list[str] = []

    def issue() -> None:
        for number, one in enumerate(bits):
            made = certificate(number, one)
            texts.append(hcert.sign(made, who, issuer="VN", issued=NOW - DAY, expires=NOW + DAY))

    issued = rate(issue, n)
    trusted = believed(key)
    verified = rate(lambda: _all_hold(texts, trusted), n)
    envelopes = [cose.read(hcert.unwrap(text)) for text in texts]
    public = public_keys.load(key.spki)
    floor_sign = rate(lambda: [who.sign(one.signed) for one in envelopes], n)
    floor_verify = rate(lambda: [public_keys.signed_by(public, one.signature, one.signed) for one in envelopes], n)
    slips = [slip.sign(replace(SLIP, born=1900 + at % 100), DEVICE.sign, device=SITE.device) for at in range(n // 5)]
    slipped = rate(lambda: _all_hold(slips, trusted), len(slips))
    tell("verified (HC1)", verified, floor_verify, 3000)
    tell("issued (HC1)", issued, floor_sign, 5000)
    tell("verified (slip)", slipped, None, None)
    if not options.no_peer:
        beside(who, key, own, envelopes)
    if verified < 3000 or issued < 5000:
        sys.exit(1)


def _all_hold(texts: list[str], trusted: Trusted) -> None:
    sets = values()
    for text in texts:
        if not verify(text, trust=trusted, now=NOW, values=sets).valid:
            raise AssertionError(text)


def beside(who: Signer, key: Key, own: ec.EllipticCurvePrivateKey, envelopes: list[cose.Sign1]) -> None:
    """The same envelopes and payloads with `cwt`: COSE alone, without Base45, zlib, schema, times and revocation."""
    part = envelopes[:1000]
    told = {
        "kid": key.kid.hex(),
        "private": own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        "public": own.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
        "envelopes": [cose.sign(one.payload, who).hex() for one in part],
        "payloads": [one.payload.hex() for one in part],
    }
    try:
        programs = peer_install.cwt()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "told.json")
            path.write_text(json.dumps(told), "utf-8")
            script = Path(__file__).with_name("peer_cwt.py")
            done = subprocess.run([programs / "python", script, path], capture_output=True, text=True, check=True,
                                  timeout=300)  # fmt: skip
    except (NotHad, subprocess.SubprocessError) as error:
        sys.stdout.write(f"cwt: {error}\n")
        return
    found = json.loads(done.stdout)
    ours_verified = rate(lambda: [cose_verified(bytes.fromhex(one), key) for one in told["envelopes"]], len(part))
    ours_signed = rate(lambda: [cose.sign(one.payload, who) for one in part], len(part))
    sys.stdout.write(
        f"COSE alone: verified {ours_verified:7.0f}/s, cwt {found['verified']:7.0f}/s; "
        f"signed {ours_signed:7.0f}/s, cwt {found['signed']:7.0f}/s\n"
    )


def cose_verified(envelope: bytes, key: Key) -> bool:
    """One envelope opened and its signature checked."""
    opened = cose.read(envelope)
    public = public_keys.load(key.spki)
    return public is not None and public_keys.signed_by(public, opened.signature, opened.signed)


def tell(what: str, found: float, floor: float | None, target: int | None) -> None:
    """One line: what, how many, the floor as a ratio, the target."""
    beside_it = f"  bare ES256 {floor:7.0f}/s ({floor / found:.2f} x)" if floor else ""
    wanted = f"  target >= {target}/s" if target else ""
    sys.stdout.write(f"{what:18}{found:7.0f}/s{beside_it}{wanted}\n")


if __name__ == "__main__":
    main()

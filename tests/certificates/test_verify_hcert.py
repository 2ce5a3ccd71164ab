"""EU certificates of our own making, good ones and each way in which one does not hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import cbor2
import pytest
from msgspec.structs import replace

from tests.certificates.issuing import (
    DAY,
    DOSE,
    MADE,
    NOW,
    RECOVERY,
    SHOT,
    TEST,
    UVCI,
    judged,
    key,
    listed,
    private,
    signed,
)
from tests.certificates.odd import HEAD, claims, sealed
from vaxdesk.certificates import cose, dcc, hcert, revocation, trust
from vaxdesk.certificates.trusted import NOTHING
from vaxdesk.domain.certificate_reasons import CertificateCaution as C
from vaxdesk.domain.certificate_reasons import CertificateContent, CertificateKind
from vaxdesk.domain.certificate_reasons import CertificateReason as R


@pytest.mark.parametrize(("kind", "alg"), [("ec", "ES256"), ("rsa", "PS256")])
def test_what_we_sign_holds(kind: str, alg: str) -> None:
    found = judged(signed(kind=kind), listed(key(kind)))
    assert (found.kind, found.valid, found.reasons, found.cautions) == (CertificateKind.EU_DCC, True, (), ())
    assert found.person is not None
    assert (found.person.name, found.person.plain_given, found.person.dob) == (
        "Nguyễn Thị Lành", "THI<LANH", "1990-01-01",
    )
    assert (found.facts.alg, found.facts.signer_country, found.facts.list_days) == (alg, "VN", 1)
    (dose,) = found.doses
    assert (dose.ours, dose.name, dose.number, dose.series, dose.booster, dose.days) == (
        "COM-A", "Comirnaty", 2, 2, False, 30,
    )


@pytest.mark.parametrize(
    ("protected", "unprotected"),
    [
        (HEAD, {}),
        ({1: -7}, {4: key().kid}),
        ({}, HEAD),
        (HEAD, {4: b"other888"}),  # the protected one counts
    ],
)
def test_the_key_is_named_in_either_header(protected: Any, unprotected: Any) -> None:
    assert judged(sealed(claims(), protected=protected, unprotected=unprotected)).valid


@pytest.mark.parametrize("tag", [0, 18, 61])
def test_envelopes_with_and_without_a_tag(tag: int) -> None:
    text = sealed(claims(), protected=HEAD, tag=tag)
    assert judged(text).valid


def test_of_two_keys_with_one_name_each_is_tried() -> None:
    twin = replace(key("rsa"), kid=key().kid)
    assert judged(signed(), listed(twin, key())).valid
    assert judged(signed(), listed(twin)).reasons == (R.SIGNATURE,)


@pytest.mark.parametrize("when", [NOW - DAY + 0.5, f"{MADE:%Y-%m-%dT%H:%M:%S}Z", cbor2.CBORTag(1, NOW - DAY)])
def test_times_as_others_write_them(when: Any) -> None:
    found = judged(sealed(claims(k6=when), protected=HEAD))
    assert found.valid
    assert found.facts.issued == NOW - DAY


def test_nobody_signs_without_a_list() -> None:
    found = judged(signed(), NOTHING)
    assert (found.reasons, found.cautions) == ((R.KEY_UNKNOWN,), (C.NO_LIST,))
    assert found.doses  # what it says is shown all the same


def test_another_text_under_a_signature() -> None:
    envelope = cbor2.loads(hcert.unwrap(signed())).value
    forged = cbor2.dumps([envelope[0], {}, claims(dcc.plain(replace(SHOT, dob="1991-01-01"))), envelope[3]])
    assert judged(hcert.wrap(forged)).reasons == (R.SIGNATURE,)


@pytest.mark.parametrize("signature", [b"", b"\0" * 64, b"\xff" * 64, b"\1" * 63])
def test_signatures_that_are_none(signature: bytes) -> None:
    text = hcert.wrap(cbor2.dumps([cbor2.dumps(HEAD), {}, claims(), signature]))
    assert judged(text).reasons == (R.SIGNATURE,)


@pytest.mark.parametrize("alg", [-8, -35, -257, 5, None, "ES256"])
def test_algorithms_that_are_not_taken(alg: Any) -> None:
    assert judged(sealed(claims(), protected={1: alg, 4: key().kid})).reasons == (R.ALGORITHM,)


def test_the_algorithm_must_be_that_of_the_key() -> None:
    assert judged(sealed(claims(), protected={1: -37, 4: key().kid})).reasons == (R.SIGNATURE,)


def test_keys_too_short_or_of_another_curve_count_for_nothing() -> None:
    for kind in ("short", "other"):
        with pytest.raises(ValueError, match=r"key|P-256"):
            cose.signer(private(kind), b"")
        with pytest.raises(ValueError, match="no key"):
            key(kind)


@pytest.mark.parametrize(
    ("issued", "expires", "reasons", "cautions"),
    [
        (NOW + 299, NOW + DAY, (), ()),
        (NOW + 301, NOW + DAY, (R.NOT_YET,), (C.CLOCK,)),
        (NOW - DAY, NOW, (), ()),
        (NOW - DAY, NOW - 1, (R.EXPIRED,), ()),
        (NOW - 400 * DAY, NOW + DAY, (R.KEY_NOT_YET,), ()),
    ],
)
def test_times(issued: int, expires: int, reasons: tuple[R, ...], cautions: tuple[C, ...]) -> None:
    found = judged(signed(issued=issued, expires=expires))
    assert (found.reasons, found.cautions) == (reasons, cautions)
    assert found.valid is not bool(reasons)


def test_a_signer_who_has_run_out() -> None:
    gone = replace(key(), until=trust.utc(NOW) - timedelta(seconds=1))
    assert judged(signed(), listed(gone)).reasons == (R.KEY_EXPIRED,)


@pytest.mark.parametrize("base", ["1.3.6.1.4.1.1847.2021.1", "1.3.6.1.4.1.0.1847.2021.1"])
@pytest.mark.parametrize(("use", "letter"), [("1", "t"), ("2", "v"), ("3", "r")])
def test_what_a_signer_may_sign(base: str, use: str, letter: str) -> None:
    narrow = replace(key(oids=(f"{base}.{use}",)), kid=key().kid)
    assert narrow.use == (letter,)
    contents = {"v": SHOT, "t": replace(SHOT, v=(), t=(TEST,)), "r": replace(SHOT, v=(), r=(RECOVERY,))}
    for one, certificate in contents.items():
        found = judged(signed(certificate), listed(narrow))
        assert found.reasons == (() if one == letter else (R.KEY_USAGE,))


def test_foreign_usages_limit_nothing() -> None:
    assert key(oids=("1.3.6.1.5.5.7.3.2",)).use == ()


def test_a_test_and_a_recovery() -> None:
    found = judged(signed(replace(SHOT, v=(), t=(TEST,))))
    assert (found.content, found.results[0].detected) == (CertificateContent.TEST, False)
    found = judged(signed(replace(SHOT, v=(), r=(RECOVERY,))))
    assert (found.content, found.results[0].counts_until) == (CertificateContent.RECOVERY, "2022-11-28")


def test_each_way_to_list_a_revoked_one() -> None:
    text = signed()
    envelope = cose.read(hcert.unwrap(text))
    sums = list(revocation.sums(UVCI, "VN", envelope.signature, envelope.alg))
    assert revocation.of_identifier(UVCI) in sums
    assert len(set(sums)) == 6
    for one in sums:
        assert judged(text, listed(revoked=(one,))).reasons == (R.REVOKED,)
    assert judged(text, listed(revoked=(sums[0][:9], bytes(10)))).valid


def test_the_second_half_of_a_signature_says_nothing() -> None:
    """Anybody can turn s into n - s, which makes another certificate with another sum that holds as well."""
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    envelope = cose.read(hcert.unwrap(signed()))
    other = envelope.signature[:32] + (order - int.from_bytes(envelope.signature[32:], "big")).to_bytes(32, "big")
    text = hcert.wrap(cbor2.dumps([envelope.protected, {}, envelope.payload, other]))
    assert judged(text).valid
    by_signature = list(revocation.sums("", "", envelope.signature, envelope.alg))[-1]
    assert judged(text, listed(revoked=(by_signature,))).reasons == (R.REVOKED,)


def test_cautions() -> None:
    old = judged(signed(expires=NOW + 90 * DAY), now=NOW + 40 * DAY)
    assert (old.valid, old.cautions, old.facts.list_days) == (True, (C.LIST_OLD,), 41)
    assert judged(signed(expires=NOW + 90 * DAY), now=NOW + 6 * DAY).cautions == (C.LIST_AGEING,)
    assert judged(signed(), listed(made=trust.utc(NOW + DAY))).cautions == (C.CLOCK,)
    assert judged(signed(), listed(replace(key(), country="AT"))).cautions == (C.COUNTRY,)
    odd = replace(SHOT, v=(replace(DOSE, mp="Covaxin", ci=UVCI[:-1] + "D"),))
    assert judged(signed(odd)).cautions == (C.IDENTIFIER, C.PRODUCT_UNKNOWN)

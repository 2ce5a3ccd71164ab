"""Texts, claims and contents that are none, and such as are odd but good."""

from __future__ import annotations

import time
import zlib
from typing import Any

import cbor2
import pytest
from msgspec.structs import replace

from tests.certificates.issuing import (
    DAY,
    DOSE,
    NAME,
    NOW,
    SHOT,
    TEST,
    judged,
    key,
    signed,
)
from tests.certificates.odd import HEAD, claims, sealed
from vaxdesk.certificates import base45, cwt, dcc, hcert
from vaxdesk.certificates.dcc import Dcc
from vaxdesk.domain.certificate_reasons import CertificateReason as R

PLAIN = dcc.plain(SHOT)
SHOT_PLAIN = PLAIN["v"][0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", R.NOT_A_CERTIFICATE),
        ("HC2:6BF", R.NOT_A_CERTIFICATE),
        ("HC1:", R.COMPRESSION),
        ("HC1:a?", R.LETTERS),
        ("HC1:ß0", R.LETTERS),
        ("HC1:" + "0" * 9000, R.TOO_LARGE),
        ("HC1:" + base45.encode(b"\xd2\x84"), R.COMPRESSION),
        (hcert.wrap(b"\0" * (hcert.MOST_INFLATED + 1)), R.TOO_LARGE),
        ("HC1:" + base45.encode(zlib.compress(b"x" * 99)[:-4]), R.COMPRESSION),
        ("HC1:" + base45.encode(zlib.compress(b"x") + b"y"), R.COMPRESSION),
        (hcert.wrap(b""), R.ENVELOPE),
        (hcert.wrap(cbor2.dumps([b"", {}, b"", b""]) + b"\0"), R.ENVELOPE),
        (hcert.wrap(cbor2.dumps([b"", {}, b""])), R.ENVELOPE),
        (hcert.wrap(cbor2.dumps({1: 2, 3: 4, 5: 6, 7: 8})), R.ENVELOPE),
    ],
)
def test_texts_that_cannot_be_opened(text: str, reason: R) -> None:
    found = judged(text)
    assert (found.valid, found.reasons, found.person, found.doses) == (False, (reason,), None, ())
    assert reason.unreadable


@pytest.mark.parametrize(
    "payload",
    [
        b"", b"\xff", cbor2.dumps([1]), cbor2.dumps({1: "VN"}), cbor2.dumps({-260: 1}), claims(k6="soon"),
        claims(k4=float("nan")), claims(k4=float("inf")), claims(k4=True), claims(k6=-1), claims(k4=1 << 70),
        claims(k6="20220809T100000Z"), claims(k6="２022-08-09"), cbor2.dumps({-260: [0, PLAIN]}),
        cbor2.dumps({-260: {True: PLAIN}}), cbor2.dumps({-260.0: {1: PLAIN}}), cbor2.dumps({-260: {1.0: PLAIN}}),
        claims() + b"\0", cbor2.dumps({-260: {1: cbor2.CBORTag(28, [cbor2.CBORTag(29, 0)])}}),
        cbor2.dumps({-260: {1: cbor2.CBORTag(35, "(a+)+$")}}), b"\x81" * 3000, b"\xa2\x01\x61a\x01\x61b",
    ],
)
def test_claims_that_are_none(payload: bytes) -> None:
    assert judged(sealed(payload, protected=HEAD)).reasons == (R.CLAIMS,)


def test_keys_that_only_look_like_the_numbers_say_nothing() -> None:
    stated = cbor2.loads(claims())
    odd = cbor2.dumps({True: stated.pop(1), **stated})
    assert cwt.read(odd).issuer == ""
    assert judged(sealed(claims(), protected={True: -7, 4: key().kid})).reasons == judged(
        sealed(claims(), protected={4: key().kid})
    ).reasons


@pytest.mark.parametrize("zone", ["UTC", "Asia/Ho_Chi_Minh"])
def test_a_time_without_a_zone_is_the_same_everywhere(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        texts = ("2022-08-08T00:00:00", "2022-08-08", "2022-08-08T07:00+07:00", "2022-08-08 00:00:00.5Z")
        read = {cwt.read(claims(k6=text)).issued for text in texts}
    finally:
        monkeypatch.undo()
        time.tzset()
    assert read == {1_659_916_800}


@pytest.mark.parametrize(
    "content",
    [
        1, [], {}, PLAIN | {"ver": "1.3"}, PLAIN | {"dob": "90"}, PLAIN | {"dob": "1990-13-01"}, PLAIN | {"nam": {}},
        PLAIN | {"nam": {"fn": "Lò"}}, PLAIN | {"nam": {"fnt": "Lo"}}, PLAIN | {"nam": {"fnt": "A" * 81}},
        PLAIN | {"v": []}, PLAIN | {"v": [SHOT_PLAIN] * 2}, PLAIN | {"v": [SHOT_PLAIN | {"dn": 0}]},
        PLAIN | {"v": [SHOT_PLAIN | {"dn": "2"}]}, PLAIN | {"v": [SHOT_PLAIN | {"dt": "2021-02-30"}]},
        PLAIN | {"v": [SHOT_PLAIN | {"dt": "٢022-07-10"}]}, PLAIN | {"dob": "199٠"}, PLAIN | {"ver": "1.3.٠"},
        PLAIN | {"v": [SHOT_PLAIN | {"dt": "10.07.2022"}]}, PLAIN | {"v": [SHOT_PLAIN | {"co": "vn"}]},
        PLAIN | {"t": [dcc.plain(replace(SHOT, v=(), t=(TEST,)))["t"][0]]},
        PLAIN | {"v": [{name: text for name, text in SHOT_PLAIN.items() if name != "ci"}]},
        {name: text for name, text in PLAIN.items() if name != "v"} | {
            "t": [dcc.plain(replace(SHOT, v=(), t=(TEST,)))["t"][0] | {"sc": "yesterday"}]
        },
    ],
)
def test_contents_that_do_not_follow_the_schema(content: Any) -> None:
    assert judged(sealed(claims(content), protected=HEAD)).reasons == (R.CONTENT,)


@pytest.mark.parametrize("dob", ["", "1990", "1990-05", "1990-05-31", "1990-05-31T00:00:00"])
def test_births_known_in_part(dob: str) -> None:
    found = judged(signed(replace(SHOT, dob=dob)))
    assert found.valid
    assert found.person is not None
    assert found.person.dob == dob[:10]


def test_older_versions_hold_several_doses() -> None:
    two = replace(SHOT, ver="1.2.1", v=(replace(DOSE, dn=1), DOSE))
    assert [dose.number for dose in judged(signed(two)).doses] == [1, 2]


def test_dates_as_some_issuers_write_them() -> None:
    tagged = PLAIN | {"v": [SHOT_PLAIN | {"dt": cbor2.CBORTag(1004, "2022-07-10")}], "r": None, "t": []}
    timed = PLAIN | {"v": [SHOT_PLAIN | {"dt": "2022-07-10T00:00:00Z"}]}
    for content in (tagged, timed):
        assert judged(sealed(claims(content), protected=HEAD)).doses[0].date == "2022-07-10"


def test_names_in_another_normal_form_and_with_one_part() -> None:
    split = replace(SHOT, nam=replace(NAME, fn="Nguye\u0302\u0303n"))
    assert judged(signed(split)).person.name == "Nguyễn Thị Lành"  # type: ignore[union-attr]
    bare = replace(SHOT, nam=dcc.Name(gnt="THI<LANH"))
    assert judged(signed(bare)).person.name == "THI LANH"  # type: ignore[union-attr]


def test_what_is_written_reads_the_same() -> None:
    opened = hcert.read(signed())
    assert isinstance(opened.certificate, Dcc)
    assert opened.certificate == SHOT
    assert cwt.read(opened.envelope.payload).expires == NOW + DAY
    assert hcert.read(signed().lower() + "\r\n").certificate == SHOT

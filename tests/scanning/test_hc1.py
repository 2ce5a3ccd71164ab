"""Vaccine passports: the sample, forged and broken ones, and any bytes at all."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import base45
import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.certificates.hcert import MOST_INFLATED
from vaxdesk.domain.scans import Scan, ScanKind, ScanOutcome
from vaxdesk.scanning.reading import read

SAMPLE = json.loads((Path(__file__).parents[1] / "data" / "qr-samples.json").read_text("utf-8"))["hc1"][0]["payload"]
DOSE = {"dt": "2021-10-20", "mp": "EU/1/20/1528", "dn": 2, "sd": 2, "co": "VN", "is": "MOH", "tg": "840539006"}
PERSON = {"nam": {"fn": "Nguyễn", "gn": "Thị Lành", "fnt": "NGUYEN", "gnt": "THI<LANH"}, "dob": "1990-01-01"}


def sealed(message: bytes, *, packed: bool = True) -> str:
    return "HC1:" + base45.b45encode(zlib.compress(message) if packed else message).decode()


def passport(certificate: Any, **habits: bool) -> str:
    claims = cbor2.dumps({1: "VN", -260: {1: certificate}})
    return sealed(cbor2.dumps(cbor2.CBORTag(18, [b"", {}, claims, b"sig"])), **habits)


def test_the_sample() -> None:
    scan = read(SAMPLE)
    assert (scan.kind, scan.outcome) == (ScanKind.EU_DCC, ScanOutcome.UNVERIFIED)
    assert (scan.name, scan.dob, scan.raw) == ("Nguyễn Thị Lành", "1990-01-01", SAMPLE)
    (dose,) = scan.doses
    assert (dose.date, dose.product, dose.number, dose.series) == ("2021-10-20", "EU/1/20/1528", 2, 2)


def test_caps_lock_and_line_ends_do_no_harm() -> None:
    assert read(SAMPLE.swapcase() + "\r\n", keyed=True).name == "Nguyễn Thị Lành"
    assert read("]Q1" + SAMPLE).name == "Nguyễn Thị Lành"


def test_spaces_mean_something() -> None:
    assert " " in SAMPLE
    assert read(SAMPLE.replace(" ", "")).outcome is ScanOutcome.DAMAGED


@pytest.mark.parametrize("letter", ["?", "â", "%"])
def test_what_an_input_method_changed_is_damaged(letter: str) -> None:
    assert read(SAMPLE[:80] + letter + SAMPLE[81:], keyed=True).outcome is ScanOutcome.DAMAGED


def test_names_that_were_only_transliterated() -> None:
    scan = read(passport({"nam": {"fnt": "NGUYEN", "gnt": "THI<LANH"}, "dob": "1990", "v": [DOSE]}))
    assert (scan.name, scan.plain_name, scan.dob) == ("NGUYEN THI LANH", True, "1990")
    assert not read(passport(PERSON | {"v": [DOSE, DOSE]})).plain_name


def test_a_certificate_of_recovery_has_no_doses() -> None:
    scan = read(passport(PERSON | {"r": [{"fr": "2021-09-01"}]}))
    assert (scan.outcome, scan.doses) == (ScanOutcome.UNVERIFIED, ())


def test_unpacked_and_untagged_ones_are_read() -> None:
    assert read(passport(PERSON | {"v": [DOSE]}, packed=False)).name == "Nguyễn Thị Lành"
    claims = cbor2.dumps({-260: {1: PERSON | {"v": [DOSE]}}})
    assert read(sealed(cbor2.dumps([b"", {}, claims, b""]))).name == "Nguyễn Thị Lành"


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\x81" * 200_000,  # nested lists
        b"\x5b" + b"\xff" * 8,  # a string of 2^64 bytes
        b"\x9b\x00" + b"\xff" * 7,  # a list of 2^56 items
        b"\xd8\x1c\x81\xd8\x1d\x00",  # a list that holds itself
        cbor2.dumps({1: 2}),
        cbor2.dumps([1, 2, 3, 4]),
        cbor2.dumps([b"", {}, b"\xff", b""]),
        cbor2.dumps([b"", {}, cbor2.dumps({-260: 1}), b""]),
        cbor2.dumps([b"", {}, cbor2.dumps({-260: {1: {"nam": 5}}}), b""]),
        cbor2.dumps([b"", {}, cbor2.dumps({-260: {1: PERSON | {"v": [DOSE | {"dn": "two"}]}}}), b""]),
    ],
    ids=["empty", "deep", "endless string", "endless list", "cycle", "no list", "no bytes", "no claims",
         "no certificate", "no name", "dose number in letters"],
)
def test_broken_and_hostile_ones(message: bytes) -> None:
    for packed in (True, False):
        assert read(sealed(message, packed=packed)) == Scan(
            kind=ScanKind.EU_DCC, outcome=ScanOutcome.DAMAGED, raw=sealed(message, packed=packed)
        )


def test_a_bomb_is_not_inflated() -> None:
    assert read(sealed(b"\x00" * (MOST_INFLATED + 1))).outcome is ScanOutcome.DAMAGED


@given(st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", max_size=80))
def test_any_text(text: str) -> None:
    assert read("HC1:" + text).kind is ScanKind.EU_DCC


@given(st.binary(max_size=80), st.booleans())
def test_any_message(message: bytes, packed: bool) -> None:
    assert read(sealed(message, packed=packed)).kind is ScanKind.EU_DCC


KEYS = st.text(max_size=4) | st.sampled_from(["nam", "dob", "v", "dt", "mp"])
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(PLAIN)
def test_any_certificate(certificate: Any) -> None:
    assert read(passport(certificate)).outcome in (ScanOutcome.DAMAGED, ScanOutcome.UNVERIFIED)

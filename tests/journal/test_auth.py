"""Signed requests: what is covered, what is in time, and what is no header at all."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journal.keys import DEVICE, OTHER, PUBLIC
from vaxdesk.journal import auth
from vaxdesk.journal.auth import BadAuth, parse

T = 1_795_400_000
HEADER = auth.header(DEVICE.sign, 77, t=T, nonce=bytes(12), method="POST", path="/v1/sync", body=b"body")
TRUE = {"method": "POST", "path": "/v1/sync", "digest": sha256(b"body").digest()}


def test_a_header_of_the_first_release() -> None:
    assert HEADER == (
        "VD1 77.1795400000.AAAAAAAAAAAAAAAA."
        "1Vrqqjv11MmFmM6nLtUTstcVTBpubqIOy_EVfLmM5s0fUXjFnIuFcxbgG6O8YeIBLGM_SdHCm2ZiZBbw1CpLCA"
    )
    claim = parse(HEADER)
    assert (claim.device, claim.t, claim.nonce) == (77, T, "AAAAAAAAAAAAAAAA")
    assert claim.holds(PUBLIC, **TRUE)


@pytest.mark.parametrize(
    "change",
    [{"method": "GET"}, {"path": "/v1/other"}, {"digest": sha256(b"Body").digest()}],
    ids=["method", "path", "body"],
)
def test_a_signature_covers_method_path_and_body(change: dict) -> None:
    assert not parse(HEADER).holds(PUBLIC, **TRUE | change)


@pytest.mark.parametrize(
    "old, new", [("77.", "78."), ("1795400000", "1795400001"), ("AAAA.", "AAAB."), ("1Vrq", "1Vrr")]
)
def test_a_signature_covers_device_time_and_nonce(old: str, new: str) -> None:
    assert not parse(HEADER.replace(old, new, 1)).holds(PUBLIC, **TRUE)
    assert not parse(HEADER).holds(OTHER.public_key().public_bytes_raw(), **TRUE)


@pytest.mark.parametrize(("off", "in_time"), [(0, True), (600, True), (-600, True), (601, False), (-601, False)])
def test_ten_minutes_either_way(off: int, in_time: bool) -> None:
    assert parse(HEADER).in_time(T + off) is in_time


@pytest.mark.parametrize(
    "text",
    [
        "",
        "VD1",
        "VD2 " + HEADER[4:],
        HEADER + ".x",
        HEADER[:-4],
        HEADER.replace("77.", "-7."),
        HEADER.replace("77.", "٧."),
        HEADER.replace("77.", "9" * 16 + "."),
        HEADER.replace("AAAA.", "AAA."),
    ],
    ids=[
        "empty",
        "scheme alone",
        "another scheme",
        "a part more",
        "short signature",
        "negative",
        "other digits",
        "long number",
        "short nonce",
    ],
)
def test_what_is_no_signed_request(text: str) -> None:
    with pytest.raises(BadAuth):
        parse(text)


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    for candidate in (text, f"VD1 {text}", f"VD1 1.2.{text}.{text}"):
        try:
            parse(candidate)
        except BadAuth:
            continue


def test_a_problem_is_bound_to_its_request() -> None:
    sig = auth.sign_problem(DEVICE.sign, "clock", nonce="n", time_ms=5)
    assert auth.problem_is_signed(PUBLIC, sig, "clock", nonce="n", time_ms=5)
    for error, nonce, time_ms in (("revoked", "n", 5), ("clock", "m", 5), ("clock", "n", 6)):
        assert not auth.problem_is_signed(PUBLIC, sig, error, nonce=nonce, time_ms=time_ms)

"""Codes that this program prints, scanned and typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.domain.own_codes import (
    OwnCode,
    certificate_code,
    certificate_name,
    hand_text,
    lot_code,
    read_own_code,
    roster_code,
    vial_code,
)
from vaxdesk.domain.scans import ScanKind
from vaxdesk.journal.ref import join, log_name

REFS = st.builds(lambda log, seq: join(log_name(log), seq), st.integers(0, 2**63 - 1), st.integers(1, 10**9 - 1))
REF = join(log_name(2**62 + 12345), 17)
MAKERS = {ScanKind.ROSTER_ROW: roster_code, ScanKind.LOT: lot_code, ScanKind.VIAL: vial_code}


@given(REFS, st.sampled_from(list(MAKERS)))
def test_round_trip(ref: str, kind: ScanKind) -> None:
    code = MAKERS[kind](ref)
    assert read_own_code(code) == OwnCode(kind, ref)
    assert read_own_code(hand_text(code)) == OwnCode(kind, ref)
    assert re.fullmatch(r"VX[RLV]:[0-9]{22,30}", code)  # no letter that an input method would touch


@given(st.integers(0, 2**128 - 1))
def test_certificate_round_trip(bits: int) -> None:
    name = certificate_name(bits)
    code = certificate_code(name)
    assert len(name) == 26
    assert read_own_code(code) == read_own_code(hand_text(code)) == OwnCode(ScanKind.CERTIFICATE_SLIP, name)


@pytest.mark.parametrize(
    "spoil",
    [str.lower, lambda text: text.replace(":", ";"), lambda text: f" {text} \r\n"],
    ids=["case", "sign", "space"],
)
def test_forgives_case_and_spacing(spoil) -> None:
    for text in (roster_code(REF), hand_text(roster_code(REF))):
        assert read_own_code(spoil(text)) == OwnCode(ScanKind.ROSTER_ROW, REF)


def test_forgives_letters_that_look_like_digits() -> None:
    ref = join(log_name(1 + 32), 101)
    typed = hand_text(roster_code(ref)).replace("1", "I").replace("0", "O")
    assert read_own_code(typed) == OwnCode(ScanKind.ROSTER_ROW, ref)
    assert read_own_code(typed.replace("I", "l")) == OwnCode(ScanKind.ROSTER_ROW, ref)


def test_every_wrong_digit_and_every_swap_is_noticed() -> None:
    code = roster_code(REF)
    for place in range(4, len(code)):
        for digit in "0123456789":
            if digit != code[place]:
                wrong = code[:place] + digit + code[place + 1:]
                assert read_own_code(wrong) == OwnCode(ScanKind.ROSTER_ROW, ""), wrong
    for place in range(4, len(code) - 1):
        if code[place] != code[place + 1]:
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2:]
            assert read_own_code(swapped) == OwnCode(ScanKind.ROSTER_ROW, ""), swapped


@pytest.mark.parametrize("text", ["", "VXR", "VX:123", "VXT|012", "0123456789", "VXQ:1", "XVXR:12"])
def test_other_texts_are_not_ours(text: str) -> None:
    assert read_own_code(text) is None


@pytest.mark.parametrize("text", ["VXR:", "VXR:1", "VXR:0.0-00", "VXC:" + "9" * 41, "VXR:" + "9" * 23, "VXR:Ư1"])
def test_ours_but_broken(text: str) -> None:
    found = read_own_code(text)
    assert found is None or found.ref == ""


@given(st.text(alphabet="VXRCL:.-0123456789ABCZilo "))
def test_never_raises(text: str) -> None:
    read_own_code("VXR:" + text)
    read_own_code("VXC" + text)

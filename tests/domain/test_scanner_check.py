"""The scanner test: the verdict for each kind of keyboard."""

from __future__ import annotations

import pytest

from tests.scanning.keyboards import seen, typed
from vaxdesk.domain.scanner_check import PAYLOADS, ScannerVerdict, SheetStep, judge, judge_step


def sheet(method: str = "off", **habits) -> ScannerVerdict:
    return judge((step, seen(typed(payload, method, **habits)) + "\r") for step, payload in PAYLOADS.items())


@pytest.mark.parametrize(
    ("habits", "verdict"),
    [
        ({"unknown": "as is"}, ScannerVerdict.FINE),
        ({}, ScannerVerdict.DIGITS_ONLY),
        ({"unknown": ""}, ScannerVerdict.DIGITS_ONLY),
        ({"method": "telex"}, ScannerVerdict.INPUT_METHOD_ON),
        ({"method": "vni"}, ScannerVerdict.INPUT_METHOD_ON),
        ({"method": "viqr"}, ScannerVerdict.INPUT_METHOD_ON),
        ({"method": "telex", "unknown": "as is"}, ScannerVerdict.INPUT_METHOD_ON),
        ({"caps": True}, ScannerVerdict.CAPS_LOCK_ON),
        ({"caps": True, "method": "telex"}, ScannerVerdict.CAPS_LOCK_ON),
        ({"layout": True}, ScannerVerdict.KEYBOARD_LAYOUT),
    ],
    ids=str,
)
def test_verdicts(habits: dict, verdict: ScannerVerdict) -> None:
    assert sheet(**habits) is verdict


def test_cut_missing_and_wrong_readings() -> None:
    assert judge_step(SheetStep.DIGITS, PAYLOADS[SheetStep.DIGITS][:-4]) is ScannerVerdict.CUT_SHORT
    assert judge_step(SheetStep.DIGITS, "8934673573399") is ScannerVerdict.UNREADABLE
    assert judge_step(SheetStep.DIGITS, "") is ScannerVerdict.UNREADABLE
    assert judge([(SheetStep.DIGITS, PAYLOADS[SheetStep.DIGITS])]) is ScannerVerdict.UNREADABLE
    assert judge([]) is ScannerVerdict.UNREADABLE

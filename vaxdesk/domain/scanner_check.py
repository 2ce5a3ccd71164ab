"""The scanner test of the settings: three printed codes, and what each reading says about scanner and keyboard."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum, nonmember

from vaxdesk.domain.letters import undo_layout


class SheetStep(StrEnum):
    """The three codes of the test sheet, in order."""

    WORDS = nonmember("scan.step")

    DIGITS = "digits"
    LETTERS = "letters"
    VIETNAMESE = "vietnamese"


class ScannerVerdict(StrEnum):
    """What was found about a scanner; `scan.remedy.<value>` says what to do about it."""

    WORDS = nonmember("scan.verdict")

    FINE = "fine"
    DIGITS_ONLY = "digits_only"
    INPUT_METHOD_ON = "input_method_on"
    CAPS_LOCK_ON = "caps_lock_on"
    KEYBOARD_LAYOUT = "keyboard_layout"
    CUT_SHORT = "cut_short"
    UNREADABLE = "unreadable"


PAYLOADS = {
    SheetStep.DIGITS: "VXT|012345678901|31011990|",
    SheetStep.LETTERS: "VXT|as ar ax aj aa ee oo ow dd a1 e2 o6 d9 a' e^|0123456789abcdef|$",
    SheetStep.VIETNAMESE: "VXT|Nguyễn Thị Đào Ưng Ắng|Buôn Đôn, Đắk Lắk|Nữ|$",
}


def judge_step(step: SheetStep, received: str) -> ScannerVerdict:
    """What one reading of the sheet's code says."""
    sent, got = PAYLOADS[step], received.strip("\r\n\t")
    if got == sent:
        return ScannerVerdict.FINE
    if got == sent.swapcase():
        return ScannerVerdict.CAPS_LOCK_ON
    if got and sent.startswith(got):
        return ScannerVerdict.CUT_SHORT
    # no vowel in the mark: no input method changes it
    if "VXT" not in got.upper():
        return ScannerVerdict.UNREADABLE
    if step is SheetStep.DIGITS:
        return _digits_changed(got)
    return ScannerVerdict.INPUT_METHOD_ON if step is SheetStep.LETTERS else ScannerVerdict.DIGITS_ONLY


def _digits_changed(got: str) -> ScannerVerdict:
    return ScannerVerdict.KEYBOARD_LAYOUT if undo_layout(got) != got else ScannerVerdict.UNREADABLE


def judge(readings: Iterable[tuple[SheetStep, str]]) -> ScannerVerdict:
    """The verdict of the whole test: its worst step decides; a step without a reading counts as unreadable."""
    received = dict(readings)
    found = {judge_step(step, received.get(step, "")) for step in SheetStep}
    by_weight = (
        ScannerVerdict.UNREADABLE, ScannerVerdict.CUT_SHORT, ScannerVerdict.KEYBOARD_LAYOUT,
        ScannerVerdict.CAPS_LOCK_ON, ScannerVerdict.INPUT_METHOD_ON, ScannerVerdict.DIGITS_ONLY, ScannerVerdict.FINE,
    )
    return next(verdict for verdict in by_weight if verdict in found)

"""Vital signs: which must be measured, which are abnormal, which cannot be true."""

from __future__ import annotations

from collections.abc import Mapping

from vaxdesk.domain.forms import Vital


def due(vital: Vital, answers: Mapping[str, bool], *, age: int | None) -> bool:
    """Whether the sign must be measured: of everyone, over an age, or in a condition that was ticked."""
    older = vital.age_over is not None and age is not None and age > vital.age_over
    return vital.always or older or any(answers.get(code) for code in vital.conditions)


def possible(vital: Vital, value: float) -> bool:
    """Whether a living person may have this value; what is not is a slip of the keys."""
    return vital.sane_low <= value <= vital.sane_high


def abnormal(vital: Vital, values: Mapping[str, float]) -> bool:
    """Whether the measured value is outside its limits or too far above the person's usual one (QĐ 4355, QĐ 5785)."""
    value = values.get(vital.code)
    if value is None or not possible(vital, value):
        return False
    if vital.inclusive and value in (vital.low, vital.high):
        return True
    usual = values.get(vital.usual)
    return (
        (vital.low is not None and value < vital.low)
        or (vital.high is not None and value > vital.high)
        or (usual is not None and value - usual > vital.above_usual)
    )

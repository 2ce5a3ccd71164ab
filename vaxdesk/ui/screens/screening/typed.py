"""Measured values as they are typed on the number keys: `365` is 36.5."""

from __future__ import annotations

import re

from vaxdesk.domain.forms import Vital

_FIGURES = re.compile(r"(\d{1,3})(?:[.,](\d*))?")


def measured(vital: Vital, text: str) -> float | None:
    """The value of what was typed, None when it is no figure; a sign with a decimal may be typed without the comma."""
    found = _FIGURES.fullmatch(text.strip())
    if found is None:
        return None
    if found[2] is None and vital.decimals and len(found[1]) > 2:
        return int(found[1]) / 10**vital.decimals
    value = float(f"{found[1]}.{found[2] or 0}")
    return value if vital.decimals or value.is_integer() else None


def whole(vital: Vital, text: str) -> bool:
    """Whether nothing more can follow, so that the cursor may move on."""
    digits = sum(letter.isdigit() for letter in text)
    return bool(vital.decimals) and digits >= 2 + vital.decimals and measured(vital, text) is not None

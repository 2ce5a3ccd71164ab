"""A refusal in words: its sentence, with codes, times and days filled in as people say them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from vaxdesk.domain.refusals import Refused
from vaxdesk.ui import written
from vaxdesk.words import known, say

_WORDS = {
    "act": "clinical.act",
    "kind": "clinical.kind",
    "conclusion": "clinical.conclusion_short",
    "lock": "stock.lock_reason",
}
_DAYS = frozenset(("until", "recommended_from", "date", "day", "dob", "expiry", "thawed"))
_PRODUCTS = frozenset(("product", "given"))


def refusal_text(refused: Refused, *, product: Callable[[str], str] = str) -> str:
    """The sentence of a refusal; `product` names a product by its code."""
    return say(f"refusal.reason.{refused.reason.value}", **said(refused.facts, product=product))


def said(facts: Mapping[str, Any], *, product: Callable[[str], str] = str) -> dict[str, Any]:
    """Facts of a refusal or a notice as its sentence wants them."""
    return {key: _said(key, value, product) for key, value in facts.items()}


def _said(key: str, value: Any, product: Callable[[str], str]) -> Any:
    if key in _WORDS:
        words = f"{_WORDS[key]}.{value}"
        return say(words) if value and known(words) else value
    if key == "at":
        return written.clock(value)
    if key in _DAYS:
        return written.day(value)
    return product(value) if key in _PRODUCTS and isinstance(value, str) else value

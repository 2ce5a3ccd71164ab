"""The two sentences of a finding, with codes turned into words; the printed check says them too."""

from __future__ import annotations

from typing import Any

from vaxdesk.domain.clock import ClockState
from vaxdesk.domain.readiness.findings import Finding, Item, Light
from vaxdesk.domain.scanner_check import ScannerVerdict
from vaxdesk.domain.team.roles import TeamRole
from vaxdesk.ui import written
from vaxdesk.words import say


def is_text(found: Finding) -> str:
    """How it is."""
    return say(f"readiness.is.{found.item}.{found.word}", **_facts(found))


def todo_text(found: Finding) -> str:
    """What to do about it; empty when there is nothing to do."""
    if found.light is Light.GREEN:
        return ""
    return say(f"readiness.todo.{found.item}.{found.word}", **_facts(found))


def _facts(found: Finding) -> dict[str, Any]:
    facts = dict(found.facts)
    if "day" in facts:
        facts["day"] = written.day(facts["day"])
    if "verdict" in facts:
        facts["verdict"] = say(f"{ScannerVerdict.WORDS}.{facts['verdict']}")
    if "roles" in facts:
        facts["roles"] = ", ".join(say(f"{TeamRole.WORDS}.{one}") for one in facts["roles"])
    if "why" in facts:
        words = "follow.why" if found.item is Item.SECOND_PLACE else ClockState.WORDS
        facts["why"] = say(f"{words}.{facts['why']}")
    return facts

"""What to say when a scanned code does not lead to exactly one person."""

from __future__ import annotations

from vaxdesk.domain.identity import Several, Unknown, Unread
from vaxdesk.words import say


def nobody_text(answer: Several | Unknown | Unread) -> str:
    """The sentence, with what to do next."""
    if isinstance(answer, Several):
        return say("aefi.several")
    if isinstance(answer, Unknown):
        return say("aefi.unknown")
    outcome = answer.scan.outcome.value
    return " ".join((say(f"scan.outcome.{outcome}"), say(f"scan.next.{outcome}")))

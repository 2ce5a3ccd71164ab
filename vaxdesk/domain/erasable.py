"""Which entries hold what identifies a person, so that the law may have them erased (decisions 0005, 0018)."""

from __future__ import annotations

from typing import Any

from vaxdesk.domain.payload import Payload
from vaxdesk.domain.payloads import Amend

FREE: dict[str, tuple[str, ...]] = {  # what is typed freely into a step and so may name people, or says who it is
    "screen": ("notes", "consent_by", "why"),
    "inject": ("why",),
    "leave": ("why",),
    "decline": ("why",),
    "aefi": ("treatment", "outcome", "note", "form"),
    "history": ("place",),
    "plea": ("paper", "answer"),
    "checklist": ("notes",),
    "verified": ("by", "note", "data"),
    "ask": ("text",),
    "answer": ("text",),
    "called": ("text",),
}
# What goes with the words typed into it; a dose never goes.
_WHOLE = ("screen", "decline", "leave", "aefi", "checklist", "verified", "ask", "answer", "called")
_OF_PEOPLE = ("person", "staff", "photo", "complaint", "hcert", "told")  # what says who somebody is
ALONE = ("staff", "checklist", "ask", "answer", "complaint")  # also by their own reference, with corrections


def names_people(kind: str, payload: Payload) -> bool:
    """Whether an entry may be erased one day: its digest must then not be found by guessing (decision 0005)."""
    return kind in (*_OF_PEOPLE, "amend", "aefi") or (kind in _WHOLE and _says(payload, FREE[kind]))


def goes(kind: str, payload: Payload, *, about: str) -> bool:
    """Whether an entry goes when the person it concerns is erased; doses, days and takings-back stay.

    Args:
        about: kind of the entry that it is about; `person` for what is said of the person or done at a step.
    """
    if kind in _OF_PEOPLE:
        return True
    if isinstance(payload, Amend):
        return about in _OF_PEOPLE or any(name.partition(".")[0] in FREE.get(about, ()) for name in payload.set)
    return kind in _WHOLE and _says(payload, FREE[kind])


def says_more(kind: str, payload: Payload) -> bool:
    """Whether an entry that stays holds words that somebody typed, at which somebody should look."""
    return _says(payload, (*FREE.get(kind, ()), "why"))


def free_texts(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """The payload of a step with what was typed freely emptied."""
    return {name: type(value)() if name in FREE[kind] else value for name, value in data.items()}


def _says(payload: Payload, fields: tuple[str, ...]) -> bool:
    return any(getattr(payload, name, None) for name in fields)

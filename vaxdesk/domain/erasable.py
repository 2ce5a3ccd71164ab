"""Which entries hold what identifies a person, so that the law may have them erased (decision 0005)."""

from __future__ import annotations

from vaxdesk.domain.payloads import Payload, Screen


def names_people(kind: str, payload: Payload) -> bool:
    """Whether an entry holds what identifies a person, so that the law may have it erased (decision 0005)."""
    if isinstance(payload, Screen):
        return bool(payload.notes or payload.consent_by)
    return kind in ("person", "amend", "aefi")

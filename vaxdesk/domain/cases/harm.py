"""How much harm may lie in an open case: data with a reason for each kind, by which the work list is ordered."""

from __future__ import annotations

import tomllib

import msgspec

from vaxdesk.domain.issues import IssueKind

LINKED = "linked"  # records that a rule has linked: nobody has looked at it yet
KINDS = (*(kind.value for kind in IssueKind), LINKED)


class Harm(msgspec.Struct, frozen=True):
    """What may come of a case of a kind: a weight up to 100, and the reason of it for whoever changes the data."""

    weight: int
    why: str


def load_harm(text: str) -> dict[str, Harm]:
    """Kinds of cases with their harm, the worst first.

    Raises:
        ValueError: a kind is missing, is none, or weighs less than 1 or more than 100.
    """
    found = msgspec.convert(tomllib.loads(text).get("harm", {}), dict[str, Harm])
    if set(found) != set(KINDS):
        raise ValueError(f"kinds that differ: {sorted(set(found) ^ set(KINDS))}")
    wrong = sorted(kind for kind, harm in found.items() if not 1 <= harm.weight <= 100)
    if wrong:
        raise ValueError(f"weights out of bounds: {wrong}")
    return dict(sorted(found.items(), key=lambda one: (-one[1].weight, one[0])))

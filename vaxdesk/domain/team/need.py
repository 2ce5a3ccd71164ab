"""The least team of a session, as data, and which roles are missing."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from vaxdesk.domain.team.member import Member
from vaxdesk.domain.team.roles import TeamRole


class Need(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So many people are needed in a role; `tag` is V, M or U as in the facts, `source` says whose rule it is."""

    role: TeamRole
    count: int
    tag: str
    source: str


class Gap(msgspec.Struct, frozen=True):
    """A role with too few people."""

    role: str
    needed: int
    there: int

    @property
    def missing(self) -> int:
        """How many are lacking."""
        return self.needed - self.there


class _Needs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    need: tuple[Need, ...]


def read_needs(text: str) -> tuple[Need, ...]:
    """The needs from the text of `resources/plans/team.toml`."""
    return msgspec.toml.decode(text, type=_Needs).need


def gaps(needs: Iterable[Need], members: Iterable[Member]) -> tuple[Gap, ...]:
    """Roles that lack people, in the order of the needs; who was ended does not count, nobody twice in a role."""
    there: dict[str, set[str]] = {}
    for one in members:
        if not one.over:
            there.setdefault(one.role, set()).add(one.who)
    found = (Gap(need.role.value, need.count, len(there.get(need.role.value, ()))) for need in needs)
    return tuple(gap for gap in found if gap.missing > 0)

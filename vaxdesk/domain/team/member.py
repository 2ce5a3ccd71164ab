"""A line of the team: who works in which role on a day."""

from __future__ import annotations

import msgspec


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """`user` is 0 for somebody without an account; hours are seconds since 1970, 0 for beginning and end of the day."""

    id: str
    day: str
    role: str
    name: str
    user: int = 0
    from_at: int = 0
    until_at: int = 0
    over: bool = False
    plan: str = ""

    @property
    def who(self) -> str:
        """What tells people apart: the account, or the name as written."""
        return f"#{self.user}" if self.user else self.name.casefold()

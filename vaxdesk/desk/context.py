"""Who acts, where and on which day: the first argument of every use case, and the answer of every one that saves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import msgspec

from vaxdesk.domain import permission, rights, times
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import UserView
from vaxdesk.store.store import Store


@dataclass(frozen=True)
class Desk:
    """An unlocked desk. Used on the db lane only; frozen values alone leave it.

    Args:
        store: the open store.
        user: who acts now.
        day: the session's day, ISO.
        table: the injection table at which this PC stands (`domain.stock.places`); empty: none was named.
    """

    store: Store
    user: UserView
    day: str
    table: str = ""

    def now(self) -> int:
        """Seconds since 1970 as the device believes."""
        return int(self.store.now())

    def today(self) -> str:
        """The calendar day of the device's clock."""
        return times.day_of(self.store.now())

    def as_user(self, user: UserView) -> Desk:
        """The same desk in another user's hands."""
        return replace(self, user=user)

    def on(self, day: str) -> Desk:
        """The same desk on another day."""
        return replace(self, day=day)

    def at(self, table: str) -> Desk:
        """The same desk at an injection table."""
        return replace(self, table=table)

    def refuses(self, *acts: rights.Act, why: str | None = None) -> Refused | None:
        """The refusal when the user's roles do not cover each of these acts, or no reason is given where one is needed.

        Args:
            why: the reason, for what needs one.
        """
        lacking = next((act for act in acts if not rights.may(self.user.roles, act)), None)
        if lacking is not None:
            return Refused(reason=Refusal.NO_RIGHT, facts={"act": lacking.value})
        reason = permission.has_reason(why) if why is not None else None
        return reason if isinstance(reason, Refused) else None


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """Saved: references of the new entries, the kinds of entry that were folded, and what the use case answers."""

    refs: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    value: Any = None

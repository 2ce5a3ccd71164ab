"""What the page shows."""

from __future__ import annotations

import msgspec

from vaxdesk.certificates.checked import Checked, Held
from vaxdesk.domain.identity import Presence


class VerifyState(msgspec.Struct, frozen=True, kw_only=True):
    """`looked`: whether `held` was asked for yet; `person`: whose record was picked, empty for the only one."""

    busy: bool = False
    looked: bool = False
    held: Held | None = None
    found: tuple[Checked, ...] = ()
    person: str = ""

    @property
    def first(self) -> Checked | None:
        """The certificate whose doses may be taken: the first."""
        return self.found[0] if self.found else None

    @property
    def whose(self) -> Presence | None:
        """The record that its doses would go to; None while nobody is meant, or several and none was picked."""
        people = self.first.people if self.first else ()
        if len(people) == 1:
            return people[0]
        return next((one for one in people if one.person.id == self.person), None)

    @property
    def lacking(self) -> int:
        """How many doses that record would get."""
        whose = self.whose
        return self.first.lacking.get(whose.person.id, 0) if self.first and whose else 0

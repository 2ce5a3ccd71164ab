"""What the page of the team shows."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.names import fold
from vaxdesk.domain.team.board import TeamBoard
from vaxdesk.domain.team.member import Member
from vaxdesk.domain.team.roles import TeamRole


class Someone(msgspec.Struct, frozen=True):
    """Whom one may put into the team: a user, or with 0 somebody known by name alone."""

    user: int
    name: str


class TeamState(msgspec.Struct, frozen=True, kw_only=True):
    """`role` is where whoever is named next goes; `typed` are the letters of a name so far."""

    day: str = ""
    today: str = ""
    board: TeamBoard | None = None
    role: str = TeamRole.RECEPTION.value
    typed: str = ""
    busy: bool = False

    def members(self, role: str) -> tuple[Member, ...]:
        """The people of a role, those ended last."""
        found = self.board.members if self.board else ()
        return tuple(sorted((one for one in found if one.role == role), key=lambda one: (one.over, one.from_at)))

    def missing(self, role: str) -> int:
        """How many a role lacks."""
        gaps = self.board.gaps if self.board else ()
        return next((gap.missing for gap in gaps if gap.role == role), 0)

    @property
    def suggestions(self) -> tuple[Someone, ...]:
        """Whom the letters may mean, by how well their name fits: the beginnings of any words, accents or not."""
        if self.board is None or not self.typed.strip():
            return ()
        everybody = [Someone(one.no, one.name) for one in self.board.users]
        everybody += [Someone(0, name) for name in self.board.known]
        wanted = fold(self.typed).split()
        return tuple(one for one in everybody if _fits(fold(one.name).split(), wanted))


def _fits(name: list[str], wanted: list[str]) -> bool:
    return bool(wanted) and all(any(word.startswith(part) for word in name) for part in wanted)

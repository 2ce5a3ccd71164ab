"""Whom a station goes on holding: people of its lists, those it served lately, open cases (sync design 3.5).

Days are the server's: a clock that runs years ahead here lets nobody go. Lists of days to come are always kept.
"""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct


class Keeping(Struct, frozen=True, kw_only=True):
    """What the server lets a station hold; 0 days of either: nobody is let go.

    Args:
        listed: days that it holds a person after the day of the list.
        served: days that it holds whom it served, or asked for, once that is filed.
    """

    listed: int = 30
    served: int = 90

    @property
    def lets_go(self) -> bool:
        """Whether anybody is ever let go."""
        return self.listed > 0 and self.served > 0

    def days(self, seen: LastSeen) -> int:
        """How long ago the youngest entry about a person must have been filed."""
        return self.listed if seen.listed and not seen.served else self.served

    def holds(self, seen: LastSeen, today: str) -> bool:
        """Whether a person is held by what their steps and list lines say.

        Args:
            today: ISO, by the time that the server last signed.
        """
        return (
            seen.open_case
            or (bool(seen.listed) and seen.listed >= _before(today, self.listed))
            or (bool(seen.served) and seen.served >= _before(today, self.served))
        )


class LastSeen(Struct, frozen=True, kw_only=True):
    """When a person was last here: ISO days, empty for never. `open_case`: a serious reaction without an outcome."""

    listed: str = ""
    served: str = ""
    open_case: bool = False


def _before(today: str, days: int) -> str:
    return (date.fromisoformat(today) - timedelta(days=days)).isoformat()

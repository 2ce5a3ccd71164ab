"""The figures that are summed, by the names that reports use, and how a figure of one kind of things is called."""

from __future__ import annotations

from vaxdesk.domain.outcomes import Outcome
from vaxdesk.domain.products import Schedule

PEOPLE = ("listed", "absent", "people", *(one.value for one in Outcome), "unfinished")
DOSES = ("doses", "late", "same_day", "next_day", "later_day", "unsure_day")
REACTIONS = ("common", "serious")
STOCK = (
    "received", "used", "extra", "wasted", "disposed", "transferred", "returned_up", "adjusted", "left",
)  # fmt: skip
SITES = ("sites", "places", "sealed", "seal_people", "seal_outcomes", "seal_waiting", "planned")
FROM_ABOVE = ("allocated",)
# In this order they are kept: a new one goes to the end. `sites`: days of units on which somebody came.
HEADS = (*PEOPLE, *DOSES, *REACTIONS, *STOCK, *SITES, *FROM_ABOVE)
PLACE = {name: at for at, name in enumerate(HEADS)}
LOT = ("doses", "common", "serious", "received", "lost", "left")  # what is summed by lot

_MOST_CODE, _MOST_LOT = 16, 40
_GROUPS = frozenset(str(number) for number in range(1, 17))  # QĐ 3355/QĐ-BYT
OTHER_GROUP = "other"
BETWEEN = "/"


def named(*parts: str) -> str:
    """A figure of one kind of things: `dose/COM-A/primary_1`, `group/9/people`, `age/F/18-29/doses`."""
    return BETWEEN.join(parts)


def parts(name: str) -> tuple[str, ...]:
    """The parts of such a name."""
    return tuple(name.split(BETWEEN))


def product(code: str) -> str:
    """A vaccine's code as sums name it: whatever an entry says, no more kinds of it than letters allow."""
    return code[:_MOST_CODE].replace(BETWEEN, "-")


def lot(number: str) -> str:
    """The number of a lot, as it is the same on all its boxes however somebody typed it."""
    return "".join(number.split()).upper()[:_MOST_LOT]


def group(code: str) -> str:
    """A priority group; what is none of the list is another."""
    return code if code in _GROUPS or not code else OTHER_GROUP


def in_order(schedule: Schedule, code: str) -> tuple[int, str]:
    """Where a vaccine stands: as in the schedule, unknown ones behind, none at the end."""
    codes = [one.code for one in schedule.product]
    return (codes.index(code) if code in codes else len(codes) + (not code), code)

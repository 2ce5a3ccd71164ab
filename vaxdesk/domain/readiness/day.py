"""Rules about the day itself: the list, the team, the vaccine at hand."""

from __future__ import annotations

from collections.abc import Sequence

from vaxdesk.domain.readiness.findings import Finding, Item, Light


def roster(people: int) -> Finding:
    """Whether anybody is on the list of the day; a day of walk-ins alone is possible."""
    if not people:
        return Finding(item=Item.ROSTER, light=Light.AMBER, word="empty")
    return Finding(item=Item.ROSTER, light=Light.GREEN, word="fine", facts={"people": people})


def team(members: int, missing: Sequence[str]) -> Finding:
    """Whether everybody whom a session needs is named.

    Args:
        members: named for the day.
        missing: roles nobody has; names of the team's roles.
    """
    if not members:
        return Finding(item=Item.TEAM, light=Light.AMBER, word="unnamed")
    if missing:
        return Finding(item=Item.TEAM, light=Light.RED, word="missing", facts={"roles": tuple(missing)})
    return Finding(item=Item.TEAM, light=Light.GREEN, word="fine", facts={"members": members})


def stock(doses: int, people: int, *, counted: bool) -> Finding:
    """Whether the doses that may be used on the day are enough for the people on its list.

    Args:
        doses: in lots and open vials that may be used on the day.
        counted: whether the vials of every such lot are known; a lot may have been made known without them.
    """
    facts = {"doses": doses, "people": people}
    if doses >= people and doses:
        return Finding(item=Item.STOCK, light=Light.GREEN, word="fine", facts=facts)
    if not counted:
        return Finding(item=Item.STOCK, light=Light.AMBER, word="uncounted", facts=facts)
    if not doses:
        return Finding(item=Item.STOCK, light=Light.RED, word="none", facts=facts)
    return Finding(item=Item.STOCK, light=Light.AMBER, word="short", facts={**facts, "lack": people - doses})

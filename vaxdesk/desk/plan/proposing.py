"""Who of those chosen could come to which slot: people are looked at block by block, their doses asked for together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

import sqlalchemy as sa

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk
from vaxdesk.desk.plan import standing
from vaxdesk.desk.plan.hands import doses_at_hand, injectors
from vaxdesk.desk.plan.shipped import defaults
from vaxdesk.domain import aefi
from vaxdesk.domain.plan import choice as choosing
from vaxdesk.domain.plan.capacity import lacks
from vaxdesk.domain.plan.choice import Choice, Way
from vaxdesk.domain.plan.fitness import Fit, Fitness, LeftOut, Waits
from vaxdesk.domain.plan.proposal import Placed, Proposal, free_places
from vaxdesk.domain.plan.session import SessionView
from vaxdesk.domain.plan.shortlist import Shortlist
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.views import PersonView
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import courses, invited, people
from vaxdesk.registry.queries import plan as queries

_LISTED = (Way.ROSTER, Way.HAND)  # whose order is that of the list


def propose(desk: Desk, session: str, choice: Choice) -> Proposal | Refused:
    """Who of those chosen could come to which slot, and who is left out and why; nothing is written."""
    with desk.store.reading() as conn:
        names = desk.store.names
        found = standing.session(conn, names, session)
        if isinstance(found, Refused):
            return found
        free = free_places(found.slots, found.filled)
        chosen = _shortlist(conn, desk, found, choice, places=len(free))
        fit = chosen.fit()
        replaces = _superseded(conn, names, found, choice, [one for one, _ in fit])
        doses, hands = doses_at_hand(conn, names, found), injectors(conn, names, found)
        wanted = wanted_doses(queries.meant(conn, names, session), (one.product for _, one in fit), found)
    hours = zip(fit, free, strict=False)
    placed = tuple(Placed(one, hour, replaces.get(one.id, ()), meant) for (one, meant), hour in hours)
    people_by_slot = Counter(found.filled) + Counter(one.slot for one in placed)
    return Proposal(
        plan=session,
        chosen=chosen.seen,
        placed=placed,
        left=chosen.left(),
        warnings=lacks(
            found.slots, people_by_slot, doses=doses, injectors=hands, defaults=defaults(), wanted=wanted
        ),
    )


def wanted_doses(meant: Counter[str], more: Iterable[str], session: SessionView) -> Counter[str]:
    """For how many people each product is meant; of a session with one product the slots say it."""
    return meant + Counter(more) if len(session.products) > 1 else Counter()


def fits(
    conn: sa.Connection, names: LogNames, session: SessionView, people_of: Iterable[PersonView]
) -> dict[str, Fit | LeftOut]:
    """What each of these people may be given at a session, or why nothing; by person."""
    fitness, asked = fitness_for(session), list(people_of)
    had = courses.of_many(conn, names, (one.id for one in asked))
    return {one.id: _judged(fitness, one, had.get(one.id, courses.NOTHING)) for one in asked}


def fitness_for(session: SessionView) -> Fitness:
    """The judgement of people for a session."""
    return Fitness(rules.schedule(), products=session.products, kinds=session.kinds, day=session.day)


def _shortlist(
    conn: sa.Connection, desk: Desk, session: SessionView, choice: Choice, *, places: int
) -> Shortlist:
    names, short, at, fitness = desk.store.names, Shortlist(places), count(), fitness_for(session)
    taken, waits = queries.taken(conn, names, desk.day), Waits(rules.schedule(), day=session.day, today=desk.today())
    for block in _chosen(conn, desk, choice):
        had = courses.of_many(conn, names, (one.id for one in block))
        for one in block:
            theirs = had.get(one.id, courses.NOTHING)
            if choice.way is Way.DUE and not waits.of(one.dob, theirs.doses):
                continue
            key = (next(at),) if choice.way in _LISTED else choosing.neighbours_first(one)
            short.take(key, one, LeftOut.ALLOTTED if one.id in taken else _judged(fitness, one, theirs))
    return short


def _judged(fitness: Fitness, one: PersonView, had: courses.Had) -> Fit | LeftOut:
    return fitness.of(one.dob, had.doses, aefi.anaphylaxis_after(had.reactions) if had.reactions else ())


def _chosen(conn: sa.Connection, desk: Desk, choice: Choice) -> Iterator[list[PersonView]]:
    """Those of the choice, block by block."""
    names = desk.store.names
    if choice.way is Way.ROSTER:
        yield from _blocks(queries.of_roster(conn, names, choice.roster))
    elif choice.way is Way.HAND:
        found = people.many(conn, names, choice.people)
        yield from _blocks([found[one] for one in choice.people if one in found and not found[one].voided])
    elif choice.way is Way.CANCELLED:
        yield from _blocks(queries.to_plan_anew(conn, names, since="", today=desk.today()))
    else:
        group = choice.text.strip() if choice.way is Way.GROUP else ""
        for block in invited.everyone(conn, names, group=group, dosed=choice.way is Way.DUE):
            yield [one for one in block if choosing.wants(choice, one)]


def _blocks(found: Sequence[PersonView]) -> Iterator[list[PersonView]]:
    for start in range(0, len(found), invited.BLOCK):
        yield list(found[start : start + invited.BLOCK])


def _superseded(
    conn: sa.Connection, names: LogNames, session: SessionView, choice: Choice, placed: Iterable[PersonView]
) -> dict[str, tuple[str, ...]]:
    """Lines of lists that a place takes the place of: those of the same day, and of the list that was chosen."""
    found = {}
    for one, lines in queries.listed(conn, names, (one.id for one in placed)).items():
        meant = (line for line in lines if line["day"] == session.day or line["roster"] == (choice.roster or None))
        found[one] = tuple(line["id"] for line in meant)
    return found

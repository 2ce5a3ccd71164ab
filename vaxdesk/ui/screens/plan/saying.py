"""What is planned, in words: doses and vaccines, what is lacking, and what a correction does to people."""

from __future__ import annotations

from collections.abc import Iterable

from vaxdesk.domain.plan.capacity import Lack
from vaxdesk.domain.plan.effects import Effects
from vaxdesk.domain.plan.fitness import Fit, LeftOut
from vaxdesk.domain.plan.kinds import numbered
from vaxdesk.domain.views import PersonView
from vaxdesk.ui import written
from vaxdesk.words import say

_NAMED = 3


def effects_texts(effects: Effects, *, done: bool = False) -> tuple[str, ...]:
    """A sentence for each thing that happens to people; none when nobody is concerned."""
    tense = "done" if done else "will"
    found = []
    if effects.told and effects.day:
        found.append(say(f"plan.effect.{tense}.day", n=effects.told, day=written.day(effects.day)))
    elif effects.told and effects.place:
        found.append(say(f"plan.effect.{tense}.place", n=effects.told))
    if effects.rehoured:
        found.append(say(f"plan.effect.{tense}.hour", n=effects.rehoured))
    for reason, some in effects.by_reason().items():
        facts = {"why": say(f"{LeftOut.WORDS}.{reason.value}"), "names": names_of(one.person for one in some)}
        found.append(say(f"plan.effect.{tense}.waiting", n=len(some), **facts))
    return tuple(found)


def names_of(people: Iterable[PersonView], *, n: int = 0) -> str:
    """The first names, and a sign that there are more.

    Args:
        n: of how many they are the first; 0: of those given.
    """
    some = tuple(people)
    few = ", ".join(one.name for one in some[:_NAMED])
    return few if max(n, len(some)) <= _NAMED else f"{few}…"


def doses_text(kinds: Iterable[str]) -> str:
    """For which doses a session is meant."""
    return ", ".join(say(f"{one.WORDS}.{one.value}") for one in numbered(kinds))


def fit_text(fit: Fit, products: dict[str, str]) -> str:
    """What somebody would get: vaccine and dose."""
    dose = doses_text((f"{fit.kind}_{fit.kind_no}",))
    return say("plan.fit", product=products.get(fit.product, fit.product), dose=dose)


def lack_text(lack: Lack, facts: dict, products: dict[str, str]) -> str:
    """A lack in words, vaccines by their names."""
    named = {"product": products.get(facts["product"], facts["product"])} if "product" in facts else {}
    return say(f"{Lack.WORDS}.{lack.value}", **{**facts, **named})

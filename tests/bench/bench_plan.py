"""Who of everybody could come to a session: doses asked for in blocks, beside asking person by person.

    .venv/bin/python tests/bench/bench_plan.py [PEOPLE]

Nine in ten had one to four doses, of several vaccines; a few had an anaphylaxis. The session has three vaccines and
is meant for second doses and boosters. The old way is measured on some of the same people in the same run and
reckoned up to all. Memory is what Python holds at most while it works, told for a quarter of the people and for all:
it must not grow with them.
"""

from __future__ import annotations

import random
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from tests.bench.bench_cleaning import processor, say
from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk
from vaxdesk.desk.plan import proposing, sessions
from vaxdesk.desk.practice_people import people as synthetic
from vaxdesk.domain import aefi
from vaxdesk.domain.payloads import Aefi, History, Inject, Plan
from vaxdesk.domain.plan.choice import Choice, Way
from vaxdesk.domain.plan.fitness import Fit, Fitness
from vaxdesk.domain.plan.kinds import SessionDose
from vaxdesk.domain.plan.proposal import Proposal
from vaxdesk.domain.views import PersonView, UserView
from vaxdesk.registry.queries import invited, people, visits
from vaxdesk.store.store import Store

DAY = "2026-11-23"
SESSION_DAY = "2026-12-08"
KEY = bytes(range(32))
BATCH = 5000
LIMIT = 30.0  # seconds of processor for 200,000 people
ALL_OF = 200_000
_LOT = {"lot": "", "lot_no": "A1", "expiry": "2027-01-01"}
_SAMPLE = 2000
_PRODUCTS = ("COM-A", "AZ", "MOD")
_KINDS = (SessionDose.PRIMARY_2, SessionDose.BOOSTER_1, SessionDose.BOOSTER_2)
_WAYS = {"by area": Choice(way=Way.AREA, text="xã"), "who is due": Choice(way=Way.DUE)}


def filled(home: Path, n: int) -> Store:
    """A store of n people with their doses."""
    store, waiting, rng = Store(home, KEY), synthetic(n, seed=7), random.Random(3)
    for start in range(0, n, BATCH):
        with store.writing(user=1) as w:
            for _ in range(start, min(n, start + BATCH)):
                one = w.add("person", next(waiting))
                product, number = rng.choice((*_PRODUCTS, "VERO")), 0
                for number in range(1, rng.choice((0, 1, 1, 2, 2, 2, 2, 3, 3, 4)) + 1):
                    day = f"{2020 + number}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
                    if rng.random() < 0.5:
                        w.add("history", History(date=day, product=product, n=number), of=one)
                    else:
                        w.add("inject", Inject(day=day, at=1, product=product, **_LOT, overall_no=number), of=one)
                if number and rng.random() < 0.002:
                    w.add("aefi", Aefi(day=day, symptoms=["anaphylaxis"], severity="serious", grade=3, onset=1), of=one)
    return store


def one_by_one(desk: Desk, session: str) -> Callable[[list[PersonView]], dict[str, object]]:
    """The old way: two questions to the store and a judgement of its own for each person."""
    found = sessions.page(desk, session).session

    def judge(some: list[PersonView]) -> dict[str, object]:
        said = {}
        with desk.store.reading() as conn:
            for one in some:
                doses = people.doses(conn, desk.store.names, one.id)
                steps = visits.injections_and_reactions(conn, desk.store.names, one.id) if doses else ()
                fresh = Fitness(rules.schedule(), products=found.products, kinds=found.kinds, day=found.day)
                said[one.id] = fresh.of(one.dob, doses, aefi.anaphylaxis_after(steps))
        return said

    return judge


def in_blocks(desk: Desk, session: str) -> Callable[[list[PersonView]], dict[str, object]]:
    """The way that is used, for the same people."""
    found = sessions.page(desk, session).session

    def judge(some: list[PersonView]) -> dict[str, object]:
        with desk.store.reading() as conn:
            return dict(proposing.fits(conn, desk.store.names, found, some))

    return judge


def some_people(desk: Desk, n: int) -> list[PersonView]:
    with desk.store.reading() as conn:
        everyone = [one for block in invited.everyone(conn, desk.store.names) for one in block]
    return random.Random(1).sample(everyone, min(n, len(everyone)))


def peak(work: Callable[[], object]) -> float:
    """Megabytes of Python at most while something works."""
    tracemalloc.start()
    work()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def bench(folder: Path, n: int) -> None:
    store = filled(folder, n)
    desk = Desk(store=store, user=UserView(no=1, name="Mai", login="mai", roles=("lead",)), day=DAY)
    made = sessions.add(desk, Plan(day=SESSION_DAY, products=list(_PRODUCTS), kinds=[one.value for one in _KINDS]))
    say(f"{n:,} people")
    for name, choice in _WAYS.items():
        took, proposal = processor(lambda choice=choice: proposing.propose(desk, made.value, choice))
        assert isinstance(proposal, Proposal)
        left = ", ".join(f"{reason.value} {some.n:,}" for reason, some in proposal.left.items())
        say(f"{name}: {proposal.chosen:,} looked at, {len(proposal.placed)} placed; left out: {left}")
        say(f"  proposal                     {took:7.2f} s of processor   (target <= {LIMIT * n / ALL_OF:.1f} s)")
    some = some_people(desk, _SAMPLE)
    slow, said = processor(lambda: one_by_one(desk, made.value)(some))
    fast, same = processor(lambda: in_blocks(desk, made.value)(some))
    if said != same:
        raise SystemExit("the two ways do not agree")
    whole = slow * n / len(some)
    fit = sum(isinstance(one, Fit) for one in said.values())
    say(f"person by person               {whole:7.2f} s of processor, reckoned up from {len(some):,} ({fit:,} of them "
        f"fit): {whole / took:.1f} x as long as who is due; in blocks {slow / fast:.1f} x faster for so few, "
        f"with the same answers")  # fmt: skip
    with store.reading() as conn:
        statements = sum(1 for _ in invited.everyone(conn, store.names))
    say(f"blocks of {invited.BLOCK:,}: {statements} questions for people and {2 * statements} for their doses, "
        f"against {3 * n:,}")  # fmt: skip
    say(f"memory at most {peak(lambda: proposing.propose(desk, made.value, _WAYS['by area'])):.1f} MB")
    store.close()


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else ALL_OF
    for some in (n // 4, n):
        with tempfile.TemporaryDirectory() as folder:
            bench(Path(folder), some)


if __name__ == "__main__":
    main()

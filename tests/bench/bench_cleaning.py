"""Merge proposals over everybody, and around one record, with duplicates planted that are known.

    .venv/bin/python tests/bench/bench_cleaning.py [PEOPLE]

Beside it, in the same run and in processor time: the field's own rule (facts 5.4: one number; one name and birth date;
one name in one hamlet) as self-joins in SQL, and every record compared with every other of its birth year by
`difflib` (and by `rapidfuzz`, where that is installed) on a sample, reckoned up to all.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

import msgspec

from tests.bench.bench_store import filled, share
from vaxdesk.domain.payloads import Person
from vaxdesk.registry.queries import alikes, recipients
from vaxdesk.store.store import Store

PLANTED = 2000
_ROUNDS = 200
_YEARS = 3  # birth years whose pairs the naive peer compares
_ALIKE = 0.84
_FIELD_RULE = (
    "SELECT count(*) FROM person a JOIN person b ON a.doc = b.doc AND a.id < b.id WHERE a.doc != ''",
    "SELECT count(*) FROM person a JOIN person b ON a.name_fold = b.name_fold AND a.dob = b.dob AND a.id < b.id "
    "WHERE a.dob != ''",
    "SELECT count(*) FROM person a JOIN person b ON a.name_fold = b.name_fold AND lower(a.adr) = lower(b.adr) "
    "AND a.commune = b.commune AND a.id < b.id WHERE a.adr != '' AND a.id % 40 = 0",  # for a fortieth of the people
)  # fmt: skip


def spoilt(one: Person, rng: random.Random) -> Person:
    """The same person as somebody else would have written: a slip in the name, in the date, or no number."""
    change = rng.choice(("letter", "date", "year", "marks", "none"))
    name, dob = one.name, one.dob
    if change == "letter":
        at = rng.randrange(1, len(name) - 1)
        name = name[:at] + rng.choice("aeinhtu") + name[at + 1 :]
    elif change == "date" and len(dob) == 10:
        dob = f"{dob[:5]}{dob[8:]}-{dob[5:7]}" if dob[8:] <= "12" else f"{dob[:9]}{(int(dob[9]) + 1) % 10}"
    elif change == "year":
        dob = dob[:4]
    elif change == "marks":
        name = name.upper()
    return msgspec.structs.replace(one, name=name, dob=dob, doc="", old_doc="", bhyt="")


def planted(store: Store, n: int) -> set[frozenset[str]]:
    """Second records of some people; which pairs they are."""
    rng = random.Random(11)
    with store.reading() as conn:
        everyone = [(one, who) for one, who in recipients.everyone(conn, store.names) if len(who.dob) == 10]
        chosen = rng.sample(everyone, n)
    with store.writing(user=1) as w:
        return {frozenset((reference, w.add("person", spoilt(one, rng)))) for reference, one in chosen}


def processor(work: Callable[[], object]) -> tuple[float, object]:
    """Seconds of processor that something takes, and what it answers."""
    start = time.process_time()
    answer = work()
    return time.process_time() - start, answer


def around(store: Store, pairs: set[frozenset[str]]) -> list[float]:
    """Milliseconds of processor around single records."""
    rng = random.Random(5)
    taken = []
    with store.reading() as conn:
        for pair in rng.sample(sorted(map(sorted, pairs)), min(_ROUNDS, len(pairs))):
            taken.append(processor(lambda one=pair[1]: alikes.around(conn, store.names, one))[0] * 1000)
    return sorted(taken)


def naive(store: Store, ratio: Callable[[str, str], float]) -> float:
    """Seconds of processor for all pairs within a birth year, from some years reckoned up."""
    with store.reading() as conn:
        by_year: dict[str, list[str]] = defaultdict(list)
        for year, name in conn.exec_driver_sql("SELECT substr(dob, 1, 4), name_fold FROM person"):
            by_year[year].append(name)
    all_pairs = sum(len(names) * (len(names) - 1) // 2 for names in by_year.values())
    some = [one for year in sorted(by_year)[10 : 10 + _YEARS] for one in combinations(by_year[year][:400], 2)]
    took, _ = processor(lambda: sum(ratio(a, b) >= _ALIKE for a, b in some))
    return took / len(some) * all_pairs


def peers() -> dict[str, Callable[[str, str], float]]:
    """Comparisons of two names."""
    found = {"difflib": lambda a, b: SequenceMatcher(None, a, b, autojunk=False).ratio()}
    try:
        from rapidfuzz.fuzz import ratio

        found["rapidfuzz"] = lambda a, b: ratio(a, b) / 100
    except ImportError:
        pass
    return found


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        store = filled(Path(folder), n)
        pairs = planted(store, min(PLANTED, n // 10))

        def search() -> list[alikes.Alike]:
            with store.reading() as conn:
                return alikes.everywhere(conn, store.names) or []

        took, found = processor(search)
        got = {frozenset((one.one, one.other)) for one in found}
        say(f"{n:,} people, {len(pairs):,} second records planted")
        say(f"{len(got):,} proposals, {len(pairs & got):,} of them planted")
        say(f"proposals over everybody          {took:8.1f} s of processor   (target <= 60 s)")
        ms = around(store, pairs)
        say(f"around one record                 {share(ms, 0.5):8.1f} ms p50, {share(ms, 0.95):.1f} ms p95, "
            f"{ms[-1]:.1f} ms most   (target <= 50 ms)")  # fmt: skip
        with store.reading() as conn:
            parts = [processor(lambda one=one: conn.exec_driver_sql(one).scalar()) for one in _FIELD_RULE]
        rule = parts[0][0] + parts[1][0] + 40 * parts[2][0]
        say(f"the field's rule as joins         {rule:8.1f} s of processor   ({took / rule:.2f} x), reckoned up")
        for name, ratio in peers().items():
            all_ = naive(store, ratio)
            say(f"{name}, all pairs of a birth year {all_:8.0f} s of processor   ({took / all_:.4f} x), reckoned up")
        store.close()


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

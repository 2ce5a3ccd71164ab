"""Which records are one person: ours, splink (PyPI) and the field's own rules (facts 5.4) on the same synthetic people.

    .venv/bin/python -m tests.bench.bench_matching [RECORDS] [--seed N] [--no-splink] [--fold RECORDS]

The truth is known (`people_truth`); the weights of ours were fitted on other seeds, with names of other ranks. Pairs
are counted: precision, recall and F1 over all pairs of records of one person. splink is taken at the threshold that is
best for it on this very truth; of the readings of the field's rule the best one counts. `--fold` fills the tables of a
server on SQLite instead and has the real checks go through them: wall time, processor time and memory.
"""

from __future__ import annotations

import argparse
import csv
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from hashlib import sha256
from itertools import combinations, islice
from pathlib import Path

import sqlalchemy as sa

from sync_server.durable.database import open_engine
from sync_server.durable.tables import logname
from sync_server.reading.naming import names
from tests.bench import peer_install
from tests.bench.fit_matching import Row, pairs, rows, true_pairs
from tests.bench.people_truth import JUDGED, population
from vaxdesk.domain.matching.judge import Verdict
from vaxdesk.domain.names import fold
from vaxdesk.domain.payloads import PERSON_FIELDS
from vaxdesk.registry import bulk, rules
from vaxdesk.registry import fold as tables
from vaxdesk.registry.checks import run
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.tables import person
from vaxdesk.registry.tables_exchange import held, issue

Pairs = set[tuple[int, int]]
_LONGEST = 3600  # seconds for splink
_CHUNK = 10_000
_LOG = 1 << SEQ_BITS


def ours(found: list[Row]) -> dict[Verdict, Pairs]:
    """Pairs by what the shipped weights make of them."""
    judge = rules.judge()
    told: dict[Verdict, Pairs] = {verdict: set() for verdict in Verdict}
    for a, b in pairs(found):
        told[judge.compare(found[a].person, found[b].person).verdict].add((a, b))
    return told


def _number(one: Row) -> str:
    return one.doc


def _name_birth(one: Row) -> str:
    return f"{one.person.name.lower()}|{one.dob}" if one.dob else ""


def _name_area(one: Row) -> str:
    return f"{one.person.name.lower()}|{one.person.adr.lower()}|{one.commune.lower()}" if one.person.adr else ""


def _grouped(found: list[Row], key: Callable[[Row], str]) -> Pairs:
    groups: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(found):
        if key(one):
            groups[key(one)].append(at)
    return {pair for group in groups.values() for pair in combinations(group, 2)}


def field_rules(found: list[Row]) -> dict[str, Pairs]:
    """The readings of facts 5.4: all three codes; number or name and birth; as lists are taken in there."""
    number, birth, area = (_grouped(found, key) for key in (_number, _name_birth, _name_area))
    taken_in = number | {(a, b) for a, b in birth if not found[a].doc or not found[b].doc}
    return {"codes 1 to 3": number | birth | area, "codes 1 and 2": number | birth, "as taken in": taken_in}


def splinks(found: list[Row]) -> tuple[dict[tuple[int, int], float], str]:
    """Pairs with splink's probability, and the wall and processor seconds it says it took.

    Raises:
        NotHad: it cannot be installed.
    """
    programs = peer_install.splink()
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "records.csv"), Path(folder, "pairs.csv")
        with source.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(("id", "name_fold", "dob", "year", "doc", "bhyt", "tel", "sex", "adr", "commune"))
            for at, one in enumerate(found):
                who = one.person
                out.writerow((at, one.name_fold, who.dob, who.dob[:4], who.doc, who.bhyt[-10:], who.tel, who.sex,
                              fold(who.adr), fold(who.commune)))  # fmt: skip
        script = Path(__file__).with_name("peer_splink.py")
        done = subprocess.run([programs / "python", script, source, target], capture_output=True, text=True,
                              timeout=_LONGEST, check=True)  # fmt: skip
        with target.open(encoding="utf-8") as file:
            told = {tuple(sorted((int(row["id_l"]), int(row["id_r"])))): float(row["match_probability"])
                    for row in csv.DictReader(file)}  # fmt: skip
    return told, done.stdout.split("\n")[-2]


def best(told: dict[tuple[int, int], float], truth: Pairs) -> tuple[float, Pairs]:
    """The threshold with the best F1 on the truth itself, and the pairs from it on."""
    thresholds = [0.001, 0.01, 0.05, *(n / 20 for n in range(2, 20)), 0.98, 0.99, 0.995, 0.999, 0.9999]
    found = {at: {pair for pair, sure in told.items() if sure >= at} for at in thresholds}
    at = max(found, key=lambda one: score(found[one], truth)[2])
    return at, found[at]


def score(got: Pairs, truth: Pairs) -> tuple[float, float, float]:
    """Precision, recall and F1 of pairs."""
    right = len(got & truth)
    return right / max(1, len(got)), right / max(1, len(truth)), 2 * right / max(1, len(got) + len(truth))


def say(name: str, got: Iterable[tuple[int, int]], truth: Pairs, took: str = "") -> None:
    found = set(got)
    precision, recall, both = score(found, truth)
    tell(f"{name:36} {len(found):8,} pairs  precision {precision:.4f}  recall {recall:.4f}  F1 {both:.4f}  {took}")


def compared(n: int, seed: int, *, splink: bool) -> None:
    """Prints all of them on the same records."""
    found = rows(population(n, seed))
    truth = true_pairs(found)
    people = len({one.who for one in found})
    tell(f"{n:,} records of {people:,} people, seed {seed}; {len(truth):,} pairs are one person")
    began, used = time.monotonic(), time.process_time()
    told = ours(found)
    took = f"{time.monotonic() - began:.1f} s, {time.process_time() - used:.1f} s of processor"
    say("ours, sure or likely", told[Verdict.SURE] | told[Verdict.LIKELY], truth, took)
    say("ours, sure (linked by rule)", told[Verdict.SURE], truth)
    for name, got in field_rules(found).items():
        say(f"field rule, {name}", got, truth)
    if splink:
        try:
            sure, seconds = splinks(found)
        except peer_install.NotHad as error:
            tell(f"splink: {error}")
            return
        wall, processor = seconds.split()
        at, got = best(sure, truth)
        say(f"splink at its best threshold, {at}", got, truth, f"{wall} s, {processor} s of processor")
        say("splink at 0.5", {pair for pair, one in sure.items() if one >= 0.5}, truth)


def folded(n: int, seed: int) -> None:
    """Fills the tables of a fold and has the checks go through all of it."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/fold.db", durable=False)
        truth = iter(population(n, seed))
        with engine.begin() as conn:
            logname.create(conn)
            tables.create(conn)
            names(conn).number("0000000000001")
            seq = 0
            while chunk := list(islice(truth, _CHUNK)):
                some = [_filled(seq + at, one.person) for at, one in enumerate(chunk, 1)]
                bulk.insert_new(conn, person, some)
                bulk.insert_new(conn, held, [_held(row["id"]) for row in some])  # by it a crowd remembers its members
                run.mark(conn, "person", [row["id"] for row in some])
                seq += len(chunk)
        began, used = time.monotonic(), time.process_time()
        while _look(engine):
            continue
        wall, processor = time.monotonic() - began, time.process_time() - used
        with engine.connect() as conn:
            counts = conn.execute(sa.select(issue.c.kind, sa.func.count()).group_by(issue.c.kind)).all()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        tell(f"{n:,} records compared by the checks: {wall:.0f} s, {processor:.0f} s of processor, {memory:.0f} MB")
        tell(", ".join(f"{kind} {count:,}" for kind, count in counts))
        engine.dispose()


def _filled(seq: int, one: object) -> dict[str, object]:
    row = {name: getattr(one, name) for name in PERSON_FIELDS}
    return row | {"id": _LOG | seq, "canon": _LOG | seq, "name_fold": fold(row["name"]), "voided": 0, "stamp": 0}


def _held(id_: int) -> dict[str, object]:
    row = {"id": id_, "kind": "person", "h": sha256(id_.to_bytes(8)).digest()}
    return row | dict.fromkeys(("stamp", "user", "doubt", "quoted"), 0)


def _look(engine: sa.Engine) -> int:
    with engine.begin() as conn:
        return run.catch_up(conn, names(conn), least_days=lambda _product: 0, most=1000)


def tell(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("records", nargs="?", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=JUDGED + 3)
    parser.add_argument("--no-splink", dest="splink", action="store_false")
    parser.add_argument("--fold", type=int, default=0)
    given = parser.parse_args()
    if given.fold:
        folded(given.fold, given.seed)
    else:
        compared(given.records, given.seed, splink=given.splink)


if __name__ == "__main__":
    main()

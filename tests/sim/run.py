"""Many worlds, or one again with its trace: python -m tests.sim.run --seeds 20000 --from 0 --jobs 2 | --seed 4711.

A world that failed is kept by `--seed 4711 --keep "what was wrong"`, and then played in every run of the tests.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from multiprocessing import get_context
from time import monotonic, process_time

import msgspec

from tests.sim import kept
from tests.sim.checks import check
from tests.sim.ledger import Violation
from tests.sim.plan import Plan
from tests.sim.world import World, play

_CHUNK = 10
_SHOWN_EVERY = 100


class Outcome(msgspec.Struct, frozen=True):
    """What became of a seed; `failure` is empty when every promise was kept. `seconds` of processor time."""

    seed: int
    failure: str
    counts: dict[str, int]
    seconds: float


def outcome(seed: int) -> Outcome:
    """Plays a seed to its end; whatever it raises is its failure."""
    began = process_time()
    try:
        world = play(seed, check)
    except Violation as error:
        return Outcome(seed, str(error)[:500], {}, process_time() - began)
    return Outcome(seed, "", dict(world.ledger.counts), process_time() - began)


def replay(plan: Plan) -> int:
    """Plays a world again and prints what happened in it; exit code 1 when a promise is broken."""
    worlds: list[World] = []

    def hold(world: World) -> None:
        worlds.append(world)

    try:
        world = play(plan, check, traced=True, begun=hold)
    except Violation:
        sys.stdout.write("\n".join(worlds[0].ledger.trace or []) + "\n")
        sys.stdout.write(traceback.format_exc())
        return 1
    sys.stdout.write("\n".join(world.ledger.trace or []) + "\n")
    return 0


def main() -> int:
    """The command; exit code 1 when a seed failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, help="play this one again and print its trace")
    parser.add_argument("--keep", metavar="WHY", help="with --seed: keep its plan for the tests")
    parser.add_argument("--kept", type=int, help="play this one of the kept worlds again, counted from 0")
    parser.add_argument("--seeds", type=int, default=300)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    if options.keep is not None:
        kept.keep(Plan.of(options.seed), options.keep)
        return 0
    if options.seed is not None or options.kept is not None:
        return replay(Plan.of(options.seed) if options.kept is None else kept.worlds()[options.kept].plan)
    began, spent, counts, failed = monotonic(), 0.0, Counter[str](), list[int]()
    for done, one in enumerate(_outcomes(options), 1):
        counts.update(one.counts)
        spent += one.seconds
        if one.failure:
            failed.append(one.seed)
            sys.stdout.write(f"seed {one.seed}: {one.failure}\n")
        if done % _SHOWN_EVERY == 0:
            sys.stdout.write(f"... {done} seeds, {len(failed)} failed, {monotonic() - began:.0f} s\n")
        sys.stdout.flush()
    _table(counts)
    sys.stdout.write(
        f"{options.seeds} seeds, {len(failed)} failed {failed[:50]}, {monotonic() - began:.0f} s with {options.jobs}"
        f" processes, {spent / options.seeds:.3f} s of processor time a seed\n"
    )
    return 1 if failed else 0


def _outcomes(options: argparse.Namespace) -> Iterator[Outcome]:
    seeds = range(options.first, options.first + options.seeds)
    with get_context("spawn").Pool(options.jobs) as pool:
        yield from pool.imap_unordered(outcome, seeds, chunksize=_CHUNK)


def _table(counts: Counter[str]) -> None:
    for what, times in sorted(counts.items(), key=lambda pair: -pair[1]):
        sys.stdout.write(f"{times:10,}  {what}\n")


if __name__ == "__main__":
    sys.exit(main())

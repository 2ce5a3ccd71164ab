"""Bytes of an entry on the line, with and without the shipped dictionary, on stations that did not train it.

Run: `python tests/bench/bench_bytes.py`. Counts whole segments, head and signature included, as they travel in a body.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.bench import floor, synthetic
from tests.bench.synthetic import Written
from tests.bench.synthetic_day import WATCHED
from vaxdesk.dictionaries import shipped
from vaxdesk.domain.payloads import Appt
from vaxdesk.journal import line, salts, segment

SIZES = (1, 10, 50, 500)
SEEDS = (1, 2, 3)
LISTED, WALK_INS = 432, 68
DAY, LIVE, ROSTER = 12.5, 21.0, 30.0  # targets: bytes an entry of a day, of a push of ten (body alone), a listed person
KEPT = ("bhyt", "old_doc")  # left out of a bare list
_LOG = "7ZK2M4P0Q9XTB"
_HEAD = segment.HEAD_BYTES
_MOST_PIECES = 80


def cost(log: Written, n: int, dictionary: bytes, *, head: int = _HEAD) -> float:
    """Bytes an entry in segments of n entries; of small segments a sample."""
    starts = range(0, len(log.lines), n)
    chosen = Random(1).sample(starts, min(len(starts), _MOST_PIECES))
    sent = [len(seal) - _HEAD + head for start in chosen for seal in _sealed(log, start, n, dictionary)]
    return sum(sent) / sum(len(log.lines[start : start + n]) for start in chosen)


def _sealed(log: Written, start: int, n: int, dictionary: bytes) -> Iterator[bytes]:
    lines = log.lines[start : start + n]
    for part in segment.cut(lines, first=segment.MAX_LINES):
        how = {"dictionary": dictionary, "seeds": log.seeds}
        yield segment.seal(_LOG, start + part.start, lines[part], bytes(64), **how)


def day_of(folder: Path, seed: int) -> Written:
    """What was written on a day on which everybody is observed for half an hour."""
    home = folder / "home"
    return synthetic.logs(home, seed, listed=LISTED, walk_ins=WALK_INS, seats=WATCHED)[1]


def roster(n: int, seed: int, *, bare: bool) -> Written:
    """A ward's list as entries: person and line of the day; `bare` without insurance and old numbers."""
    rng = Random(seed)
    people = [
        {name: value for name, value in one.items() if value and not (bare and name in KEPT)}
        for one in ({name: getattr(person, name) for name in person.__struct_fields__} for person in _people(n, seed))
    ]
    seeds = {block: salts.drawn(rng.randbytes) for block in salts.blocks(0, 2 * n)}
    persons = [
        salts.salted(line.encode("person", one, t=1_795_400_000, user=1, salt=salts.PLACE), seq,
                     seeds[salts.block_of(seq)])
        for seq, one in enumerate(people, 1)
    ]  # fmt: skip
    appts = [
        line.encode("appt", Appt(day="2026-11-23", slot="07:30", roster=f"{_LOG}.5", row=9 + number),
                    t=1_795_400_000, user=1, of=6 + number)
        for number in range(n)
    ]  # fmt: skip
    return Written(persons + appts, seeds)


def _people(n: int, seed: int) -> list:
    return synthetic.local(n, seed)


def main() -> None:
    """Prints the figures, the targets beside them."""
    dictionary = shipped()[max(shipped())]
    days = []
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as folder:
            days.append(day_of(Path(folder), seed))
    counts = [len(day.lines) for day in days]
    out = [f"days of {LISTED + WALK_INS} people: {counts} entries; bytes an entry, heads included"]
    for n in (*SIZES, segment.MAX_LINES):
        plain, small = (sum(cost(day, n, one) for day in days) / len(days) for one in (b"", dictionary))
        out.append(f"  {n:5} a segment: {plain:6.1f} without, {small:6.1f} with  ({1 - small / plain:.0%} less)")
    day = sum(cost(day, segment.MAX_LINES, dictionary) for day in days) / len(days)
    live = sum(cost(day, 10, dictionary, head=0) for day in days) / len(days)
    out.append(f"a day: {day:.1f} (target {DAY}); a push of ten, body alone: {live:.1f} (target {LIVE})")
    for bare in (False, True):
        lines = roster(500, 7, bare=bare)
        person = 2 * cost(lines, segment.MAX_LINES, dictionary)
        out.append(f"list of 500, {'without' if bare else 'with'} insurance numbers: {person:.1f} "
                   f"(target {ROSTER}, floor {floor.bytes_each(_people(500, 7), bare=bare):.1f})")  # fmt: skip
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()

"""Trains the compression dictionary on synthetic stations alone, the same bytes from the same library every time.

Run: `python -m tests.bench.train_dictionary NUMBER FILE`. A released dictionary is never trained anew under its number:
segments that name it must be read for ever. A new one gets the next number and is shipped beside the older ones.
"""

from __future__ import annotations

import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

import zstandard

from tests.bench import synthetic
from tests.bench.synthetic import Written
from vaxdesk.journal import salts

SIZE = 16 * 1024
LEVEL = 19  # at which number 1 was trained; segments are made at `pack.LEVEL`
STATIONS = 48
_LISTED, _WALK_INS = 40, 8
_LINES = 10  # a push during the day; measured: the size of a sample hardly matters
_SEGMENT, _MATCH = 500, 8  # COVER's k and d; nothing searched, so that training takes a second and never varies


def station(seed: int) -> list[Written]:
    """What a station that trains wrote."""
    with tempfile.TemporaryDirectory() as folder:
        return synthetic.logs(Path(folder) / "home", seed, listed=_LISTED, walk_ins=_WALK_INS)


def samples(stations: list[list[Written]]) -> list[bytes]:
    """Pieces of their logs as a dictionary meets them, salts left out, in a mixed order."""
    pieces = [
        b"\n".join(salts.left_out(log.lines[start : start + _LINES], start, log.seeds)[1])
        for logs in stations
        for log in logs
        for start in range(0, len(log.lines), _LINES)
    ]
    Random(1).shuffle(pieces)
    return pieces


def train(number: int) -> bytes:
    """The dictionary of that number."""
    with ProcessPoolExecutor(2) as pool:
        stations = list(pool.map(station, range(synthetic.TRAINING, synthetic.TRAINING + STATIONS)))
    made = zstandard.train_dictionary(SIZE, samples(stations), k=_SEGMENT, d=_MATCH, level=LEVEL, dict_id=number)
    return made.as_bytes()


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(train(int(sys.argv[1])))

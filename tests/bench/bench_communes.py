"""Reading the list of communes of both schemes, beside splitting the same text into rows and columns.

    python -m tests.bench.bench_communes

A page that asks for the list must not be seen to wait: at most three times the plain split (some 15 ms of processor).
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from time import process_time

from vaxdesk.desk import rules
from vaxdesk.domain.places.communes import Communes

ROUNDS, LIMIT = 15, 3.0


def main() -> None:
    """Prints the ratio of both, the least of several rounds each."""
    text = (rules.resources() / "units" / "communes.tsv").read_text(encoding="utf-8")
    ours = min(_spent(lambda: Communes(text)) for _ in range(ROUNDS))
    plain = min(_spent(lambda: list(csv.reader(io.StringIO(text), delimiter="\t"))) for _ in range(ROUNDS))
    told = f"communes {ours * 1000:.1f} ms, plain split {plain * 1000:.1f} ms: {ours / plain:.1f} x (limit {LIMIT})"
    sys.stdout.write(f"{told}\n")
    if ours > LIMIT * plain:
        sys.exit(1)


def _spent(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return process_time() - began


if __name__ == "__main__":
    main()

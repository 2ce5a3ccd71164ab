"""The benches of sending and of the server one after the other, each figure with its limit and peer beside it.

    python -m tests.bench.all [--quick] [--only NAME,…]

`--quick` takes some five minutes on a quiet machine: fewer rounds, fewer entries; the figures of sizes are the same.
What one bench cannot have here (node, root, a line to the registries) it says, and the others go on.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from typing import NamedTuple

_LONGEST = 3600.0


class Bench(NamedTuple):
    """A module of this folder, and its arguments in both forms."""

    name: str
    whole: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()


BENCHES = (
    Bench("bench_bytes"),
    Bench("bench_pull"),
    Bench("bench_peers", quick=("--rounds", "1", "--days", "2")),
    Bench("bench_link", quick=("--clean", "1", "--lossy", "2", "--quick")),
    Bench("bench_server", quick=("--pushes", "2000", "--workers", "1")),
    Bench("bench_readers", quick=("10000",)),
    Bench("bench_fold", quick=("20000",)),
    Bench("bench_sync", quick=("2",)),
    Bench("bench_lan"),
)


def main() -> None:
    """Runs what is asked for; ends with 1 when one failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="", help="names without bench_, with commas")
    options = parser.parse_args()
    wanted = {f"bench_{name}" for name in options.only.split(",") if name}
    chosen = [one for one in BENCHES if not wanted or one.name in wanted]
    tell(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before; ratios count, not milliseconds")
    failed = [one.name for one in chosen if not ran(one, quick=options.quick)]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def ran(bench: Bench, *, quick: bool) -> bool:
    """Runs one; its figures come as it prints them."""
    arguments = bench.quick if quick else bench.whole
    tell(f"\n== {' '.join((bench.name, *arguments))}")
    began = time.monotonic()
    command = [sys.executable, "-m", f"tests.bench.{bench.name}", *arguments]
    try:
        done = subprocess.run(command, check=False, timeout=_LONGEST).returncode == 0
    except subprocess.TimeoutExpired:
        done = False
    tell(f"   {time.monotonic() - began:.0f} s, load {os.getloadavg()[0]:.1f}")
    return done


def tell(text: str) -> None:
    """Prints a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

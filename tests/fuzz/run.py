"""Hunts with atheris: `python -m tests.fuzz.run segment --seconds 600`, or `all` for ten minutes each.

Needs the extra `fuzz` (Linux). What is found is written into the corpus of the target, where `test_corpus.py` replays
it for ever; give it a speaking name and keep it with the change that mends it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

MEMORY_MIB = 512  # of the whole process with its instrumentation; the bound of the targets is in `test_corpus.py`


def main() -> int:
    """Runs one target in this process, or all one after the other; the exit code is 0 when nothing was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=600)
    options = parser.parse_args()
    if options.target != "all":
        return _hunt(options.target, options.seconds)
    from tests.fuzz.targets import TARGETS

    command, rest = [sys.executable, "-m", "tests.fuzz.run"], ["--seconds", str(options.seconds)]
    return max(subprocess.run([*command, one, *rest], check=False).returncode for one in TARGETS)


def _hunt(name: str, seconds: int) -> int:
    import atheris

    with atheris.instrument_imports(include=["vaxdesk"]):  # so nothing of it may be imported before
        from tests.fuzz import corpus, targets
    found = Path.cwd() / "build" / "fuzz" / name
    found.mkdir(parents=True, exist_ok=True)
    for label, data in corpus.seeds(name).items():
        (found / f"seed-{label}").write_bytes(data)
    flags = [f"-max_total_time={seconds}", f"-rss_limit_mb={MEMORY_MIB}", "-timeout=10", "-max_len=65536"]
    kept = corpus.HERE / name
    kept.mkdir(parents=True, exist_ok=True)
    atheris.Setup([sys.argv[0], *flags, f"-artifact_prefix={kept}/", str(found)], targets.TARGETS[name])
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())

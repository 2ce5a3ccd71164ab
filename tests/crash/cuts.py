"""Cuts the power at random moments of recorded days and opens what is left: python -m tests.crash.cuts --cuts 10000."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

from tests.crash.at_work import LOGIN, PASSWORD, new_station
from tests.crash.disk import Disk, Op
from tests.crash.kills import Broken, check_chains, lines_of
from tests.crash.on_disk import COPY, SECOND
from tests.crash.recording import record
from vaxdesk.desk import door, entrance
from vaxdesk.desk.context import Desk
from vaxdesk.domain.payloads import Print
from vaxdesk.registry import digest
from vaxdesk.store import backup, kv
from vaxdesk.store.keyfile import DATABASE
from vaxdesk.store.store import Store
from vaxdesk.trouble import Trouble, TroubleCode

_FOLDED_ANEW = 25  # every so many cuts the fold is made anew and compared


class Told:
    """What people had been told at a moment."""

    def __init__(self) -> None:
        self.saved: set[str] = set()
        self.copied: set[str] | None = None  # what the copy on the stick must hold; None before there is one
        self._copying: set[str] = set()
        self.once: Counter[str] = Counter()
        self.shelved = -1

    def hear(self, said: str) -> None:
        """Takes in one line of what the desk said."""
        match said.split():
            case ["saved", *refs]:
                self.saved.update(refs)
            case ["copying"]:
                self._copying = set(self.saved)
            case ["copied"]:
                self.copied = self._copying
            case ["shelved", number]:
                self.shelved = int(number)
        self.once[said.split()[0]] += 1


def recorded(how: str, folder: Path) -> list[Op]:
    """The days of `on_disk`, as they went to the disk."""
    root = folder / "root"
    (root / "stick").mkdir(parents=True)
    ops = record(["-m", "tests.crash.on_disk", str(root), how], root, folder / "trace")
    (folder / "trace").unlink()
    return ops


def cut_at_random(ops: list[Op], *, cuts: int, seed: int, folder: Path) -> Counter[str]:
    """Counts what became of so many cuts: `whole`, or the first thing that was lost or broken."""
    rng, disk, told = Random(seed), Disk(), Told()
    moments = Counter(rng.randint(0, len(ops)) for _ in range(cuts))
    found: Counter[str] = Counter()
    done = 0
    for at in range(len(ops) + 1):
        for _ in range(moments[at]):
            left = folder / f"cut-{seed}"
            (left / "stick").mkdir(parents=True)
            disk.cut(rng, left)
            done += 1
            found[_outcome(left, told, thorough=done % _FOLDED_ANEW == 0)] += 1
            shutil.rmtree(left)
        if at < len(ops):
            disk.do(ops[at])
            if ops[at].kind == "said":
                told.hear(ops[at].path)
    return found


def _outcome(left: Path, told: Told, *, thorough: bool) -> str:
    try:
        _check_station(left, told, thorough=thorough)
        _check_copy(left, told)
    except Broken as broken:
        return str(broken)
    except Trouble as trouble:
        return f"does not open: {trouble.code.value}"
    return "whole"


def _check_station(left: Path, told: Told, *, thorough: bool) -> None:
    home = left / "home"
    if not told.once["made"]:
        if door.exists(home):
            _opened(home, told).store.close()
        else:  # nobody was told of a station: it is made as if nothing had been
            new_station(home).desk.store.close()
        return
    if not door.exists(home):
        raise Broken("no station")
    desk = _opened(home, told)
    try:
        with desk.store.reading() as conn:
            if conn.exec_driver_sql("PRAGMA quick_check").scalar() != "ok":
                raise Broken("corrupt")
            check_chains(conn)
            held = set(lines_of(conn))
            shelf = int(kv.text(conn, "crash.shelf") or -1)
        aside = _set_aside(home, desk.store.key)
        if told.saved - held - aside:
            raise Broken("saved entries lost")
        if shelf < told.shelved and not aside:
            raise Broken("shelf lost")
        with desk.store.writing(user=1) as w:
            w.add("print", Print(what="roster", pages=1))
        if thorough:
            _check_fold(desk.store)
    finally:
        desk.store.close()


def _opened(home: Path, told: Told) -> Desk:
    """Signed in with the newest password that somebody was told is set, or is being set."""
    try:
        return entrance.unlock(home, LOGIN, SECOND, quiet=True)
    except Trouble as trouble:
        if trouble.code is not TroubleCode.WRONG_PASSWORD or told.once["password"]:
            raise
        return entrance.unlock(home, LOGIN, PASSWORD, quiet=True)


def _set_aside(home: Path, key: bytes) -> set[str]:
    """Entries of the station as it was before it was put back to a copy."""
    held: set[str] = set()
    for kept in home.glob(f"before-restore-*/{DATABASE}"):
        store = Store(kept.parent, key)
        with store.reading() as conn:
            held |= set(lines_of(conn))
        store.close()
    return held


def _check_fold(store: Store) -> None:
    with store.reading() as conn:
        before = digest.of(conn, store.names)
    store.rebuild()
    with store.reading() as conn:
        if digest.of(conn, store.names) != before:
            raise Broken("the fold is not what the entries say")


def _check_copy(left: Path, told: Told) -> None:
    copy, home = left / "stick" / COPY, left / "from-copy"
    if told.copied is None or not told.once["copied"]:
        return
    backup.restore(copy, home)
    desk = entrance.unlock(home, LOGIN, SECOND, quiet=True)
    with desk.store.reading() as conn:
        held = set(lines_of(conn))
    desk.store.close()
    if told.copied - held:
        raise Broken("the copy on the stick lacks entries")


def main() -> int:
    """The command; exit code 1 when something was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--how", default="full", choices=("full", "normal", "off", "unsynced"))
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        ops = recorded(options.how, Path(folder))
        found = cut_at_random(ops, cuts=options.cuts, seed=options.seed, folder=Path(folder))
    syncs = sum(op.kind == "sync" for op in ops)
    sys.stdout.write(f"{len(ops)} changes of the disk, {syncs} syncs; {options.cuts} cuts in ")
    sys.stdout.write(f"{time.monotonic() - began:.0f} s: {dict(found)}\n")
    return int(found["whole"] != options.cuts)


if __name__ == "__main__":
    sys.exit(main())

"""What was promised in a world, noted as it was promised: the checker compares the end with this and nothing else."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

SERVER = "the server"  # as a holder
_QUOTED = re.compile(rb'"h":"([0-9a-f]{64})"')
_QUOTE = b'"k":"quote"'
_PROMISE = re.compile(r"^([IPE]\d):", re.MULTILINE)


class Violation(AssertionError):
    """Promises were broken; each line of the text says which one and where."""

    @classmethod
    def of(cls, errors: Iterable[Exception]) -> Violation:
        """All of them in one; what is no violation is a bug, for nobody may raise it."""
        said = (str(one) if isinstance(one, cls) else f"a bug: {type(one).__name__}: {one}" for one in errors)
        return cls("\n".join(said))

    @property
    def promises(self) -> set[str]:
        """The names of those that were broken; none for a bug that was raised."""
        return set(_PROMISE.findall(str(self)))


class Written(msgspec.Struct, frozen=True):
    """An entry as its author wrote it."""

    log: str
    seq: int
    line: bytes
    by: str  # desk
    step: int


class Ledger:
    """Entries by their hash: who wrote them, who was told what of them, and where a holder lost them."""

    def __init__(self) -> None:
        self.step = 0
        self.trace: list[str] | None = None
        self.counts: Counter[str] = Counter()
        self.written: dict[bytes, Written] = {}
        self.saved: set[bytes] = set()  # shown to the nurse as saved
        self.confirmed: dict[bytes, int] = {}  # shown as confirmed, and at which step
        self.holders: dict[bytes, set[str]] = defaultdict(set)  # desks and the server that held it at some time
        self.quotes: dict[bytes, bytes] = {}  # hash of a quote to that of what it quotes
        self.dropped: dict[bytes, set[str]] = defaultdict(set)  # those of them that were put back or lost since

    def note(self, text: str) -> None:
        """Adds a line to the trace, when one is kept."""
        if self.trace is not None:
            self.trace.append(f"{self.step:4} {text}")

    def count(self, what: str, times: int = 1) -> None:
        """Counts for the table at the end."""
        self.counts[what] += times

    def author(self, new: Iterable[tuple[bytes, Written]]) -> None:
        """Notes entries that a desk has written, whether it was told so or died before."""
        for h, one in new:
            self.written.setdefault(h, one)

    def saves(self, log: str, end: int, new: set[bytes], n: int) -> None:
        """Notes what was shown as saved: n entries of a log up to one.

        Raises:
            Violation: they are not there.
        """
        there = {h for h in new if self.written[h].log == log and end - n < self.written[h].seq <= end}
        if len(there) != n:
            raise Violation(f"P1: {n} entries of {log} up to {end} were shown as saved, {len(there)} are there")
        self.saved |= there

    def shows(self, who: str, hashes: set[bytes], filed: set[bytes]) -> None:
        """Notes what was shown as confirmed.

        Raises:
            Violation: the server never had it.
        """
        if hashes - filed:
            raise Violation(f"P2: {who} shows {self.names(hashes - filed)} as confirmed, the server never had it")
        for h in hashes:
            self.confirmed[h] = self.step

    def holds(self, who: str, before: set[bytes], now: set[bytes]) -> None:
        """Notes what a holder holds after an act that may not lose anything.

        Raises:
            Violation: something has gone from it.
        """
        gone = before - now
        if gone:
            raise Violation(f"P3: {self.names(gone)} vanished from {who}")
        for h in now - before:
            self.holders[h].add(who)
            self.dropped[h].discard(who)

    def lets_go(self, who: str, hashes: set[bytes], backed_up: set[bytes]) -> None:
        """Notes whose lines a desk has let go.

        Raises:
            Violation: a finished backup does not hold one of them.
        """
        if hashes - backed_up:
            raise Violation(f"P3: {who} let {self.names(hashes - backed_up)} go, which is not safe")
        self.count("lines let go", len(hashes))

    def what(self, h: bytes, text: bytes) -> bytes:
        """The hash by which an entry counts: of a quote that of what it quotes, also when its line was let go."""
        original = quoted(text)
        if original is not None:
            self.quotes[h] = original
        return self.quotes.get(h, h)

    def loses(self, who: str, before: set[bytes], now: set[bytes]) -> None:
        """Notes a mishap that lost a holder what it held."""
        for h in before - now:
            self.dropped[h].add(who)
        for h in now - before:
            self.holders[h].add(who)
            self.dropped[h].discard(who)

    def names(self, hashes: Iterable[bytes]) -> str:
        """Entries for a message."""
        return ", ".join(sorted(self.name(h) for h in hashes)[:8])

    def name(self, h: bytes) -> str:
        """An entry for a message."""
        one = self.written.get(h)
        return f"{one.log}.{one.seq} ({one.by}, step {one.step})" if one else f"unknown {h.hex()[:12]}"


def quoted(line: bytes) -> bytes | None:
    """Hash of the entry that a line quotes; None when it is no quote."""
    if _QUOTE not in line:
        return None
    found = _QUOTED.search(line)
    return bytes.fromhex(found[1].decode()) if found else None

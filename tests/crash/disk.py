"""A disk as a power cut leaves it: what was synced is there, of the rest any part, torn at sectors, in any order.

The strictest reading of POSIX is modelled, with one kindness that every journalling file system grants: names (made,
renamed, removed) become durable in the order in which they were changed, and those of a folder when it is synced.
Syncing a file makes its bytes durable, not its name.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import msgspec

SECTOR = 512


class Op(msgspec.Struct, frozen=True):
    """One change of the disk, or `said`: something the program had told people by then.

    Args:
        kind: make, folder, write, truncate, sync, rename, link, remove, said.
        path: name of the file, or what was said.
        file: number of the file, the same whatever its name.
        at: offset of a write, new length of a truncation.
        to: the other name of a rename or link.
    """

    kind: str
    path: str = ""
    file: int = 0
    at: int = 0
    data: bytes = b""
    to: str = ""


class _File:
    def __init__(self) -> None:
        self.safe = bytearray()
        self.pending: list[Op] = []


class Disk:
    """What is safe, and what is not yet."""

    def __init__(self) -> None:
        self._files: dict[int, _File] = {}
        self._names: dict[str, int] = {}  # safe ones; 0 is a folder
        self._renamed: list[Op] = []  # changes of names that are not safe yet

    def do(self, op: Op) -> None:
        """Takes a change in."""
        if op.kind in ("write", "truncate"):
            self._files.setdefault(op.file, _File()).pending.append(op)
        elif op.kind == "sync" and op.file:
            file = self._files.setdefault(op.file, _File())
            _apply(file.safe, file.pending)
            file.pending.clear()
        elif op.kind == "sync":
            last = max((at for at, one in enumerate(self._renamed) if _touches(one, op.path)), default=-1)
            _rename(self._names, self._renamed[: last + 1])
            del self._renamed[: last + 1]
        elif op.kind != "said":
            self._renamed.append(op)

    def cut(self, rng: Random, to: Path) -> None:
        """Lays out what a cut at this moment may leave."""
        names = dict(self._names)
        _rename(names, self._renamed[: rng.randint(0, len(self._renamed))])
        share, garbage = rng.choice((0.0, 0.1, 0.5, 0.9, 1.0)), rng.random() < 0.5
        made: dict[int, bytes] = {}
        for path, number in sorted(names.items()):
            place = to / path
            if not number:
                place.mkdir(parents=True, exist_ok=True)
                continue
            if number not in made:
                made[number] = _torn(self._files.get(number) or _File(), rng, share, garbage=garbage)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(made[number])


def _touches(op: Op, folder: str) -> bool:
    return any(name and str(Path(name).parent) == folder for name in (op.path, op.to))


def _rename(names: dict[str, int], ops: list[Op]) -> None:
    for op in ops:
        if op.kind == "rename":
            for name in [name for name in names if name == op.path or name.startswith(f"{op.path}/")]:
                names[op.to + name[len(op.path) :]] = names.pop(name)
        elif op.kind == "remove":
            names.pop(op.path, None)
        elif op.kind == "link":
            names[op.to] = op.file
        else:
            names[op.path] = op.file


def _apply(data: bytearray, ops: list[Op]) -> None:
    for op in ops:
        if op.kind == "truncate":
            _resize(data, op.at)
        else:
            _resize(data, max(len(data), op.at + len(op.data)))
            data[op.at : op.at + len(op.data)] = op.data


def _resize(data: bytearray, size: int) -> None:
    if size < len(data):
        del data[size:]
    else:
        data.extend(bytes(size - len(data)))


def _torn(file: _File, rng: Random, share: float, *, garbage: bool) -> bytes:
    """The safe bytes and a random part of the sectors written since; where none were, zeros or garbage."""
    data = bytearray(file.safe)
    for op in file.pending:
        if op.kind == "truncate":
            if rng.random() < share:
                _resize(data, op.at)
            continue
        for start, piece in _sectors(op):
            if rng.random() >= share:
                continue
            if start > len(data):
                data.extend(rng.randbytes(start - len(data)) if garbage else bytes(start - len(data)))
            data[start : start + len(piece)] = piece
    return bytes(data)


def _sectors(op: Op) -> list[tuple[int, bytes]]:
    """A write cut where sectors of the disk begin."""
    found, at = [], 0
    while at < len(op.data):
        end = min(len(op.data), at + SECTOR - (op.at + at) % SECTOR)
        found.append((op.at + at, op.data[at:end]))
        at = end
    return found

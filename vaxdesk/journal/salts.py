"""Salts that a seed gives: what keeps an erased line's digest from being guessed costs nothing on the line.

A line that names people carries sixteen letters `s` (decision 0005). They follow from a seed, which the author draws
for each block of a log, and from the line itself:

    s = base64url(HMAC-SHA-256(seed, seq u32 | the line with `s` empty)[:12])

Whoever holds the seed can leave the letters out of a line (`cut`) and put them back (`filled`), the same bytes. Who
holds neither seed nor line has 96 bits to guess. So a seed must be gone wherever a line of its block was erased or let
go (decision 0021). The line is part of it: two histories of one log that share a seed share no salt.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from vaxdesk.journal.signing import to_text
from vaxdesk.journal.verdict import BadSegment, Verdict

BLOCK = 256  # sequence numbers under one seed: what an erasure makes travel whole again
SEED_BYTES = 12
PLACE = "-" * 16  # in a line whose salt is not drawn yet
_LETTERS = len(PLACE)
_BEFORE, _AFTER = b'"s":"', b'"'
_NONE = bytes(SEED_BYTES)  # in the place of a seed that no line needs

Seeds = Mapping[int, bytes]  # by block
NO_SEEDS: Seeds = MappingProxyType({})


def block_of(seq: int) -> int:
    """The block that an entry belongs to."""
    return seq // BLOCK


def blocks(a: int, n: int) -> range:
    """The blocks that entries a+1 … a+n touch."""
    return range(block_of(a + 1), block_of(a + n) + 1)


def drawn(random: Callable[[int], bytes]) -> bytes:
    """A new seed; `random` gives so many random bytes."""
    return random(SEED_BYTES)


def free(random: Callable[[int], bytes]) -> str:
    """A salt that no seed gives."""
    return to_text(random(SEED_BYTES))


def salted(line: bytes, seq: int, seed: bytes) -> bytes:
    """A new line with the salt that its seed gives, in the place of `PLACE`."""
    at = _place(line)
    return filled(line[:at] + line[at + _LETTERS :], seq, seed)


def cut(line: bytes, seq: int, seed: bytes) -> bytes | None:
    """The line without its salt; None where it carries none that this seed gives."""
    at = _place(line)
    end = at + _LETTERS
    if at < 0 or line[end : end + 1] != _AFTER:
        return None
    bare = line[:at] + line[end:]
    return bare if line[at:end] == _salt(bare, seq, seed) else None


def is_bare(line: bytes) -> bool:
    """Whether a line looks like one whose salt was left out."""
    at = _place(line)
    return at >= 0 and line[at : at + 1] == _AFTER


def filled(bare: bytes, seq: int, seed: bytes) -> bytes:
    """The line as it was before its salt was left out."""
    at = _place(bare)
    return bare[:at] + _salt(bare, seq, seed) + bare[at:]


def left_out(lines: Sequence[bytes], a: int, seeds: Seeds) -> tuple[bytes, Sequence[bytes]]:
    """The seeds that lines a+1 … need, as they travel, and the lines without what these give.

    No seeds and the lines as they are where nothing can be left out: where no line carries such a salt, or where one
    looks like a line whose salt was left out.
    """
    if not seeds or any(map(is_bare, lines)):
        return b"", lines
    used: dict[int, bytes] = {}
    short = list(lines)
    for at, line in enumerate(lines):
        seed = seeds.get(block_of(a + 1 + at))
        bare = cut(line, a + 1 + at, seed) if seed else None
        if seed and bare is not None:
            short[at], used[block_of(a + 1 + at)] = bare, seed
    if not used:
        return b"", lines
    return b"".join(used.get(block, _NONE) for block in blocks(a, len(lines))), short


def taken_off(body: bytes, a: int, n: int) -> tuple[Seeds, bytes]:
    """The seeds before a body of lines a+1 … a+n, and the rest of it.

    Raises:
        BadSegment: BAD_FRAME, shorter than its seeds.
    """
    touched = blocks(a, n)
    if len(body) < len(touched) * SEED_BYTES:
        raise BadSegment(Verdict.BAD_FRAME, "shorter than its seeds")
    found = {block: body[at * SEED_BYTES : (at + 1) * SEED_BYTES] for at, block in enumerate(touched)}
    return {block: seed for block, seed in found.items() if seed != _NONE}, body[len(touched) * SEED_BYTES :]


def put_back(lines: Iterable[bytes], a: int, seeds: Seeds, *, most: int) -> tuple[bytes, ...]:
    """The lines a+1 … as their author wrote them.

    Raises:
        BadSegment: BAD_FRAME where a salt was left out whose seed is not there, or a seed is there for nothing; TOO_BIG
            beyond `most` bytes, so that whoever passes them on can always write them out.
    """
    whole: list[bytes] = []
    used: set[int] = set()
    for seq, line in enumerate(lines, a + 1):
        if is_bare(line):
            seed = seeds.get(block_of(seq))
            if seed is None:
                raise BadSegment(Verdict.BAD_FRAME, "no seed")
            used.add(block_of(seq))
            whole.append(filled(line, seq, seed))
        else:
            whole.append(line)
    if not used or used != seeds.keys():
        raise BadSegment(Verdict.BAD_FRAME, "seeds for nothing")
    if sum(map(len, whole)) + len(whole) - 1 > most:
        raise BadSegment(Verdict.TOO_BIG, "salts")
    return tuple(whole)


def without(seeds: Seeds, seqs: Iterable[int]) -> Seeds:
    """Seeds but for those of the blocks of some entries."""
    gone = {block_of(seq) for seq in seqs}
    return {block: seed for block, seed in seeds.items() if block not in gone}


def _place(line: bytes) -> int:
    """Where the letters of a salt begin: nothing behind them in a line is text. Negative for none."""
    at = line.rfind(_BEFORE)
    return at if at < 0 else at + len(_BEFORE)


def _salt(bare: bytes, seq: int, seed: bytes) -> bytes:
    return to_text(hmac.digest(seed, seq.to_bytes(4, "big") + bare, "sha256")[:SEED_BYTES]).encode()

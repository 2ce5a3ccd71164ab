"""Replays the corpus and damaged copies of it, the same in every run, without atheris; within 64 MiB."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from random import Random

import pytest

from tests.fuzz.corpus import HERE, seeds
from tests.fuzz.targets import TARGETS

_MOST = 64 * 1024 * 1024
_COPIES = 60  # damaged copies of each piece


def damaged(data: bytes, rng: Random) -> Iterator[bytes]:
    """Copies with bytes turned, taken out, doubled and cut off."""
    for _ in range(_COPIES):
        copy = bytearray(data)
        for _ in range(rng.randint(1, 4)):
            at, much = rng.randrange(len(copy) + 1), rng.randint(1, 8)
            match rng.randrange(4):
                case 0:
                    copy[at : at + much] = rng.randbytes(much)
                case 1:
                    del copy[at : at + much]
                case 2:
                    copy[at:at] = copy[at : at + much] * rng.randint(1, 3)
                case _:
                    del copy[at:]
        yield bytes(copy)


@pytest.mark.parametrize("name", TARGETS)
def test_the_corpus_finds_nothing_any_more(name: str) -> None:
    target, rng = TARGETS[name], Random(name)
    tracemalloc.start()
    try:
        for data in seeds(name).values():
            for piece in (data, *damaged(data, rng)):
                target(piece)
        assert tracemalloc.get_traced_memory()[1] < _MOST
    finally:
        tracemalloc.stop()


def test_each_kept_piece_belongs_to_a_target() -> None:
    assert {path.name for path in HERE.iterdir() if path.is_dir()} <= set(TARGETS)
    assert sum(path.stat().st_size for path in HERE.rglob("*") if path.is_file()) < 512 * 1024

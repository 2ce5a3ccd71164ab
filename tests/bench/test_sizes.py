"""What entries cost on the line does not grow unseen: exact sizes of synthetic days and lists, nothing timed."""

from __future__ import annotations

import re
from pathlib import Path

from tests.bench import bench_bytes as bench
from vaxdesk.dictionaries import shipped
from vaxdesk.journal import segment

_SALT = re.compile(rb'"s":"\d+",')


def test_a_day_of_five_hundred_people(tmp_path: Path) -> None:
    lines = bench.day_of(tmp_path, seed=1)
    assert len(lines) > 1500
    dictionary = shipped()[max(shipped())]
    assert bench.cost(lines, segment.MAX_LINES, dictionary) <= bench.DAY
    assert bench.cost(lines, 10, dictionary, head=0) <= 24.5  # 21 was aimed at, of shorter entries


def test_a_list_of_five_hundred_people() -> None:
    dictionary = shipped()[max(shipped())]

    def person(lines: list[bytes]) -> float:
        return 2 * bench.cost(lines, segment.MAX_LINES, dictionary)  # a person and a line of the list

    bare = bench.roster(500, 7, bare=True)
    assert person([_SALT.sub(b"", one) for one in bare]) <= bench.ROSTER
    assert person(bare) <= 33.5  # with the digits that make an erasure safe (decision 0005)
    assert person(bench.roster(500, 7, bare=False)) <= 42  # and with insurance and old numbers

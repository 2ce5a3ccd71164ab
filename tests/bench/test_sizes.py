"""What entries cost on the line does not grow unseen: exact sizes of synthetic days and lists, nothing timed."""

from __future__ import annotations

from pathlib import Path

from tests.bench import bench_bytes as bench
from tests.bench import bench_travel, floor, synthetic
from tests.bench.synthetic import Written
from vaxdesk.certificates import cose
from vaxdesk.dictionaries import shipped
from vaxdesk.journal import segment


def test_a_day_of_five_hundred_people(tmp_path: Path) -> None:
    day = bench.day_of(tmp_path, seed=1)
    assert len(day.lines) > 1500
    dictionary = shipped()[max(shipped())]
    assert bench.cost(day, segment.MAX_LINES, dictionary) <= 9 < bench.DAY
    assert bench.cost(day, 10, dictionary, head=0) <= 24  # 21 was aimed at, of shorter entries


def test_a_list_of_five_hundred_people() -> None:
    dictionary = shipped()[max(shipped())]

    def person(log: Written) -> float:
        return 2 * bench.cost(log, segment.MAX_LINES, dictionary)  # a person and a line of the list

    bare = bench.roster(500, 7, bare=True)
    assert person(bare) <= 21.5
    assert person(Written(bare.lines, {})) >= person(bare) + 10  # what salts cost where no seed is at hand
    assert person(bench.roster(500, 7, bare=False)) <= bench.ROSTER  # with insurance and old numbers (decision 0021)


def test_a_certificate_that_is_brought_elsewhere() -> None:
    _, log = bench_travel.signed(200, cose.ES256)
    dictionary = shipped()[max(shipped())]
    assert bench.cost(bench_travel.quoted(log), 200, dictionary) <= 275
    assert bench.cost(bench_travel.quoted(log), 1, dictionary) <= 850


def test_nothing_goes_below_the_floor() -> None:
    people = synthetic.local(500, 7)
    for bare in (True, False):
        each = 2 * bench.cost(bench.roster(500, 7, bare=bare), segment.MAX_LINES, b"")
        assert 8 < floor.bytes_each(people, bare=bare) < each
    assert floor.bytes_each(people, bare=True) + 4 < floor.bytes_each(people, bare=False)

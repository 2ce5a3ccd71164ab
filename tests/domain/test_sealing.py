"""Which logs a seal names and what is written after it, worked out by hand."""

from __future__ import annotations

from vaxdesk.domain.sealing import MOST_LOGS, LogEnd, to_name, vouched, written_after


def end(log: str, seq: int, *, no: int, before: str = "", upto: int = 0) -> LogEnd:
    return LogEnd(log=log, local_no=no, seq=seq, h="00", before=before, before_seq=upto)


MORNING = end("M", 10, no=1)
AFTERNOON = end("A", 5, no=2, before="M", upto=10)
TABLE = end("T", 7, no=3)
ALL = [MORNING, AFTERNOON, TABLE]


def test_a_log_that_is_vouched_for_vouches_for_those_before_it() -> None:
    assert vouched(ALL, [{"A": "5:00"}]) == {"A": 5, "M": 10}
    assert vouched(ALL, [{"A": "5:00"}, {"T": "3:00", "A": "2:00"}]) == {"A": 5, "M": 10, "T": 3}
    assert vouched([], [{"X": "9:00"}]) == {"X": 9}


def test_a_seal_names_the_logs_that_went_on() -> None:
    assert to_name(ALL, {}) == ALL
    assert to_name(ALL, {"A": 4, "M": 10, "T": 7}) == [AFTERNOON]
    assert to_name(ALL, {"A": 5, "M": 10, "T": 7}) == []


def test_more_logs_than_a_page_holds_are_named_by_those_that_follow_them() -> None:
    chain = [end("L0", 3, no=1)]
    for at in range(1, MOST_LOGS + 5):
        chain.append(end(f"L{at}", 3, no=at + 1, before=f"L{at - 1}", upto=3))
    restored = end("R", 2, no=99, before="L3", upto=2)
    named = to_name([*chain, restored], {})
    assert [one.log for one in named] == [f"L{MOST_LOGS + 4}", "R"]
    known = vouched([*chain, restored], [{one.log: f"{one.seq}:00" for one in named}])
    assert all(known[one.log] == one.seq for one in chain)


def test_what_was_written_after_the_seal_is_counted() -> None:
    known = vouched(ALL, [{"A": "4:00"}])
    assert written_after([(1, 10), (2, 4), (2, 5), (3, 1)], ALL, known) == 2
    assert written_after([(77, 1)], ALL, known) == 0, "quoted from elsewhere"

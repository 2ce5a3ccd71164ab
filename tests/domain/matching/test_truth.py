"""On people of whom the truth is known, none of whom the weights were fitted on: better than the field's rules.

`tests/bench/bench_matching.py` prints the same for more of them, beside splink.
"""

from __future__ import annotations

import pytest

from tests.bench.bench_matching import field_rules, ours, score
from tests.bench.fit_matching import SEEDS, rows, true_pairs, word_bits, written
from tests.bench.people_truth import JUDGED, population
from vaxdesk.domain.matching.judge import Verdict
from vaxdesk.domain.matching.weights import load_weights
from vaxdesk.registry import rules


@pytest.mark.parametrize("seed", [JUDGED + 5, JUDGED + 6])
def test_more_is_found_than_by_the_fields_rules_and_no_sure_pair_is_wrong(seed: int) -> None:
    found = rows(population(10_000, seed))
    truth, told = true_pairs(found), ours(found)
    precision, recall, both = score(told[Verdict.SURE] | told[Verdict.LIKELY], truth)
    assert both > max(score(got, truth)[2] for got in field_rules(found).values()) + 0.05
    assert both > 0.94 and precision > 0.93 and recall > 0.93
    sure = told[Verdict.SURE]
    assert len(sure) > len(truth) / 2
    assert len(sure - truth) <= len(sure) / 1000


def test_the_same_seed_makes_the_same_people_and_judged_ones_were_never_fitted_on() -> None:
    assert list(population(300, 7)) == list(population(300, 7))
    assert list(population(300, 7)) != list(population(300, 8))
    assert max(SEEDS) < JUDGED
    assert len(list(population(1234, JUDGED))) == 1234


def test_weights_are_read_as_they_were_written() -> None:
    shipped = rules.judge()._weights
    assert load_weights(written(shipped)) == shipped
    bits = word_bits(rows(population(2000, 1)))
    assert bits and bits["thi"] < bits["lan"]

"""Fits the weights of `resources/matching/weights.toml` on synthetic populations of which the truth is known.

    .venv/bin/python -m tests.bench.fit_matching [RECORDS] > weights.toml

The pairs are those that blocks bring together; each level of a field is a feature, and logistic regression finds the
weights whose sum are the odds. That is Fellegi and Sunter's sum, but for what hangs together: the telephone, hamlet and
family name of a household say the same thing, and are counted once. Seeds from `people_truth.JUDGED` on never go in.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from math import log2
from typing import NamedTuple

import numpy as np

from tests.bench.people_truth import Truth, population
from vaxdesk.domain.matching import names
from vaxdesk.domain.matching.blocks import BLOCKS
from vaxdesk.domain.matching.judge import Judge
from vaxdesk.domain.matching.levels import AGAINST, FIELDS, Level
from vaxdesk.domain.matching.weights import NameWords, Weights
from vaxdesk.domain.names import fold
from vaxdesk.domain.payloads import Person
from vaxdesk.registry import rules

SEEDS = (1, 2)
MOST = 50  # records of a block that are compared with each other
_UNKNOWN, _MOST = 7.0, 20.0
_PENALTY = 1.0
_LIKELY, _SURE = 0.5, 10.0  # from even odds on it is a case for people; from a thousand to one on, for a rule
_RARE = 0.004  # share of a word among the people of a commune, below which it is not written down
# No level may speak more against one person, or for one, than a little slip of what was not modelled could upset.
_HEAVIEST = 16.0


class Row(NamedTuple):
    """A record with what blocks are made of."""

    who: int
    person: Person
    name_fold: str
    dob: str
    doc: str
    bhyt: str
    tel: str
    commune: str


def rows(found: Iterable[Truth]) -> list[Row]:
    """Records as the fold has them."""
    return [Row(one.who, one.person, fold(one.person.name), one.person.dob, one.person.doc, one.person.bhyt,
                one.person.tel, one.person.commune) for one in found]  # fmt: skip


def pairs(found: list[Row]) -> set[tuple[int, int]]:
    """Places of the records that share a block."""
    wanted: set[tuple[int, int]] = set()
    for sharing in _sharing(found):
        if 1 < len(sharing) <= MOST:
            wanted.update(combinations(sharing, 2))
    return wanted


def _sharing(found: list[Row]) -> Iterator[list[int]]:
    for block in BLOCKS.values():
        groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at, one in enumerate(found):
            key = block.key(one)
            if key:
                groups[key].append(at)
        yield from groups.values()


def true_pairs(found: list[Row]) -> set[tuple[int, int]]:
    """Places of all records that are one person."""
    by_person: dict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(found):
        by_person[one.who].append(at)
    return {pair for places in by_person.values() for pair in combinations(places, 2)}


def word_bits(found: list[Row]) -> dict[str, float]:
    """How rare each word of a name is in the commune where it is most common."""
    people: Counter[str] = Counter()
    having: dict[str, Counter[str]] = defaultdict(Counter)
    for one in found:
        people[one.commune] += 1
        for word in set(names.words(one.person.name)):
            having[word][one.commune] += 1
    bits = {}
    for word, by_commune in having.items():
        share = max((n / people[commune] for commune, n in by_commune.items() if people[commune] > 500), default=0.0)
        if share >= _RARE and len(word) > 1:
            bits[word] = round(-log2(share), 1)
    return dict(sorted(bits.items()))


def fit(n: int) -> Weights:
    """Weights from so many records of each seed."""
    sets = [rows(population(n, seed)) for seed in SEEDS]
    bits = word_bits([one for found in sets for one in found])
    known = NameWords(share=0.0, unknown=_UNKNOWN, most=_MOST, bits=bits)
    blank = Judge(Weights(start=0.0, likely=0.0, sure=0.0, fields={name: {} for name in FIELDS}, names=known),
                  rules.successors)  # fmt: skip
    features = [(name, level) for name in FIELDS for level in Level if level is not Level.UNKNOWN]
    place = {one: at for at, one in enumerate(features)}
    lines, truth = [], []
    for found in sets:
        for a, b in pairs(found):
            one, other = found[a].person, found[b].person
            levels = blank.compare(one, other).levels
            line = np.zeros(len(features) + 2, dtype=np.float32)
            for name, level in levels.items():
                if level is not Level.UNKNOWN:
                    line[place[name, level]] = 1
            if levels["name"] not in names.TWO:
                line[-2] = names.rarity(one.name, other.name, bits, unknown=_UNKNOWN, most=_MOST)
            line[-1] = 1
            lines.append(line)
            truth.append(found[a].who == found[b].who)
    matrix, same = np.stack(lines), np.array(truth, dtype=float)
    signs = [_sign(name, level) for name, level in features] + [1, 0]
    found_weights = _signed(matrix, same, np.array(signs)) / np.log(2)
    by_field: dict[str, dict[Level, float]] = {name: {} for name in FIELDS}
    for (name, level), at in place.items():
        if matrix[:, at].any():
            by_field[name][level] = round(float(np.clip(found_weights[at], -_HEAVIEST, _HEAVIEST)), 1)
    share, start = round(float(found_weights[-2]), 2), round(float(found_weights[-1]), 1)
    known = NameWords(share=share, unknown=_UNKNOWN, most=_MOST, bits=bits)
    return Weights(start=start, likely=_LIKELY, sure=_SURE, fields=by_field, names=known)


def _sign(name: str, level: Level) -> int:
    """Which way a level may speak: what agrees never against one person, what differs never for it."""
    if level in AGAINST:
        return -1
    return 1 if level in (Level.SAME, Level.KIN, Level.UNMARKED) or name in ("adr", "tel") else 0


def _signed(matrix: np.ndarray, same: np.ndarray, signs: np.ndarray) -> np.ndarray:
    """The weights of best odds among those that speak the right way: what would not is left out, over and over.

    Blocks alone would have it otherwise: who shares one through a commune is a namesake more often than who does not.
    """
    kept = np.ones(matrix.shape[1], dtype=bool)
    weights = np.zeros(matrix.shape[1])
    while True:
        weights[:] = 0
        weights[kept] = _logistic(matrix[:, kept], same)
        wrong = weights * signs < -1e-9
        if not wrong.any():
            return weights
        kept &= ~wrong


def _logistic(matrix: np.ndarray, same: np.ndarray) -> np.ndarray:
    """Newton's steps with a little pull towards nothing, but none on the start."""
    weights = np.zeros(matrix.shape[1])
    pull = np.full(matrix.shape[1], _PENALTY)
    pull[-1] = 1e-6
    wide = matrix.astype(float)
    for _ in range(40):
        guess = 1 / (1 + np.exp(-np.clip(wide @ weights, -35, 35)))
        slope = wide.T @ (same - guess) - pull * weights
        curve = (wide * (guess * (1 - guess))[:, None]).T @ wide + np.diag(pull)
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def written(made: Weights) -> str:
    """The weights as a file."""
    lines = [
        "# How much each level of a field speaks for two records being one person, in bits (vaxdesk.domain.matching).",
        "# Made by `.venv/bin/python -m tests.bench.fit_matching`; do not edit by hand.",
        f"start = {made.start}", f"likely = {made.likely}", f"sure = {made.sure}",
    ]  # fmt: skip
    for name, levels in made.fields.items():
        lines += ["", f"[fields.{name}]", *(f"{level.value} = {bits}" for level, bits in levels.items())]
    known = made.names
    lines += ["", "[names]", f"share = {known.share}", f"unknown = {known.unknown}", f"most = {known.most}"]
    lines += ["", "[names.bits]", *(f"{word} = {bits}" for word, bits in known.bits.items())]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(written(fit(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)))

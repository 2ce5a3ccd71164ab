"""How few bytes a listed person can cost whoever knows how such a list is made: the entropy of what cannot be known.

For each field the Shannon entropy a person, with the frequencies in the list itself and all rules given for free: of a
name its words by place and sex; of a birth date the year by frequency, the day evenly; of a citizen number six digits,
since province, century, sex and year follow from the rest (Decree 137/2015); of a phone number seven digits behind its
head; of an insurance number ten digits behind its head; of an old identity number eight digits behind its first; how
many have one at all; of address, unit, people and group which of those that occur. Nothing is counted for order, for
times, for who follows whom in the log, and nothing for chain, signature and salts: no coder of any kind gets below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from math import log2

from vaxdesk.domain.payloads import Person

DAYS = 28 * 12  # as the synthetic people are born
DIGIT = log2(10)


def of(people: Sequence[Person], *, bare: bool) -> dict[str, float]:
    """Bits a person by field; `bare` without insurance and old numbers."""
    found = {
        "name": _name(people),
        "dob": _entropy(one.dob[:4] for one in people) + _share(len(one.dob) > 4 for one in people) * log2(DAYS)
        + _entropy(len(one.dob) > 4 for one in people),
        "sex": _entropy(one.sex for one in people),
        "doc": 6 * DIGIT,
        "tel": _entropy(one.tel[:3] for one in people) + 7 * DIGIT,
        "group": _given((one.grp for one in people), (one.dob[:3] for one in people)),
        "place": _entropy((one.scheme, one.commune_code) for one in people) + _entropy(one.adr for one in people),
    }  # fmt: skip
    if not bare:
        found["bhyt"] = _number((one.bhyt for one in people), head=3, digits=10)
        found["old_doc"] = _number((one.old_doc for one in people), head=1, digits=8)
    return found


def bytes_each(people: Sequence[Person], *, bare: bool) -> float:
    """Bytes a person that no way of writing goes below on average."""
    return sum(of(people, bare=bare).values()) / 8


def _name(people: Sequence[Person]) -> float:
    """Words by place in the name; how often a people gives them is given too."""
    split = [(one.name.split(), (one.sex, one.eth)) for one in people]
    longest = max(len(words) for words, _ in split)
    padded = [((*words, *[""] * (longest - len(words))), about) for words, about in split]
    words = (_given((name[at] for name, _ in padded), (about for _, about in padded)) for at in range(longest))
    return _entropy(one.eth for one in people) + sum(words)


def _number(values: Iterable[str], *, head: int, digits: int) -> float:
    held = list(values)
    there = [one for one in held if one]
    share = len(there) / len(held)
    return _entropy(bool(one) for one in held) + share * (_entropy(one[:head] for one in there) + digits * DIGIT)


def _entropy(values: Iterable[Hashable]) -> float:
    counts = Counter(values)
    total = counts.total()
    return -sum(n / total * log2(n / total) for n in counts.values())


def _given(values: Iterable[Hashable], about: Iterable[Hashable]) -> float:
    """Entropy of values where something else is known."""
    pairs = list(zip(values, about, strict=True))
    return _entropy(pairs) - _entropy(known for _, known in pairs)


def _share(values: Iterable[bool]) -> float:
    held = list(values)
    return sum(held) / len(held)

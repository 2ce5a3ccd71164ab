"""A synthetic population of which it is known which records are one person: households, and what sites write of them.

Nobody in it exists. People, households and communes are made here; how a site writes them down, and what goes wrong
then, is `people_errors`. Seeds below 100 are for fitting weights (`fit_matching.py`), those from 100 on for judging:
the latter also have other given names, and other communes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

import msgspec

from tests.bench.people_errors import Site, write
from tests.bench.people_names import Naming, namings
from vaxdesk.assets import resources
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.places.communes import Commune, Communes
from vaxdesk.domain.units import Scheme

JUDGED = 100  # first seed of those that judge
YEAR = 2021
_COMMUNES = (1500, 3000, 6000, 11_000)  # records of a commune
_PHONES = ("032", "033", "034", "035", "036", "037", "038", "039", "070", "079", "077", "081", "082", "083", "084",
           "085", "086", "090", "091", "093", "094", "096", "097", "098", "099")  # fmt: skip
_HAMLETS = ("Thôn", "Xóm", "Bản", "Ấp", "Khu phố", "Tổ dân phố", "Buôn")
_HAMLET_NAMES = ("Trung Tâm", "Đông", "Đoài", "Thượng", "Hạ", "Tân Lập", "Tân Tiến", "Nà Sản", "Cu Vai", "Bái", "Lọt")
_RECORDS = (0.83, 0.13, 0.032, 0.008)  # shares of people with one record, with two, …
_YEAR_ONLY_BORN = 1965  # who was born before often knows the year alone


class Truth(NamedTuple):
    """A record as a site wrote it; `who` numbers the person whom it is about."""

    who: int
    person: Person


class Place(msgspec.Struct, frozen=True):
    """A commune under both schemes, its hamlets, and how its people name their children."""

    province: str
    old: tuple[str, str]
    new: tuple[str, str]
    new_province: str
    hamlets: tuple[str, ...]
    naming: Naming


class Living(msgspec.Struct):
    """A person as they are."""

    who: int
    family: str
    middle: str
    given: str
    born: str  # ISO, a year alone where nobody knows more
    sex: str
    doc: str
    old_doc: str
    bhyt: str
    tel: str
    hamlet: str
    place: Place
    mother: Living | None = None

    def name(self, family: str = "", middle: str | None = None, given: str = "") -> str:
        """As on the birth certificate, or with parts of it otherwise."""
        between = self.middle if middle is None else middle
        return self.place.naming.written(self.sex, family or self.family, between, given or self.given)


def population(records: int, seed: int) -> Iterator[Truth]:
    """So many records, in the order in which sites wrote them, the same for the same seed."""
    rng = Random(seed)
    shares = list(_shares(rng, records))
    places = _places(rng, len(shares), other=seed >= JUDGED)
    serials, who = _Serials(rng), 0
    for place, share in zip(places, shares, strict=True):
        chiefs_phone, made = _phone(rng), 0
        while made < share:
            for one in _household(rng, place, serials, who):
                who = one.who + 1
                for _ in range(rng.choices(range(1, 5), _RECORDS)[0]):
                    site = _site(rng, place, places)
                    if made < share:
                        yield Truth(one.who, write(rng, one, site, chiefs_phone=chiefs_phone))
                    made += 1


def _shares(rng: Random, records: int) -> Iterator[int]:
    """How many records each commune has."""
    while records > 0:
        share = min(records, rng.choice(_COMMUNES))
        yield share
        records -= share


class _Serials:
    """Numbers on cards: the last six digits of a citizen number are given in order of registration, place by place."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._next: dict[str, int] = {}

    def citizen(self, province: str, sex: str, born: int) -> str:
        """A citizen number that nobody else has."""
        head = f"0{province}{2 * (born // 100 - 19) + (sex == 'F')}{born % 100:02d}"
        at = self._next.get(head, self._rng.randrange(30_000))
        self._next[head] = at + (1 if self._rng.random() < 0.5 else self._rng.randrange(1, 40))
        return f"{head}{at % 10**6:06d}"


def _places(rng: Random, n: int, *, other: bool) -> list[Place]:
    """So many communes of one province, and of the next where it has too few."""
    communes = Communes((resources() / "units" / "communes.tsv").read_text(encoding="utf-8"))
    found = [one for code in range(1, 32_300) if (one := communes.of_code(str(code), Scheme.OLD))]
    by_province: dict[str, list[Commune]] = defaultdict(list)
    for one in found:
        by_province[one.province_code].append(one)
    provinces = sorted(by_province)
    rng.shuffle(provinces)
    wanted = [one for code in provinces for one in rng.sample(by_province[code], len(by_province[code]))]
    named = namings(other=other)
    return [_place(rng, old, communes.successors(old.code), named) for old in wanted[:n]]


def _place(rng: Random, old: Commune, became: Sequence[Commune], named: list[Naming]) -> Place:
    new = rng.choice(became) if became else old
    hamlets = (f"{rng.choice(_HAMLETS)} {rng.choice(_HAMLET_NAMES) if rng.random() < 0.6 else number}"
               for number in range(1, rng.randint(6, 14)))  # fmt: skip
    return Place(
        province=old.province_code, old=(old.code, old.name), new=(new.code, new.name),
        new_province=new.province_code, hamlets=tuple(hamlets), naming=rng.choice(named),
    )  # fmt: skip


def _site(rng: Random, home: Place, places: list[Place]) -> Site:
    """Mostly the commune's own; a worker is vaccinated where the work is."""
    where = home if rng.random() < 0.86 else rng.choice(places)
    kind = rng.choices(("list", "card", "paper"), (0.5, 0.2, 0.3))[0]
    return Site(kind=kind, new_scheme=rng.random() < 0.3, place=where)


def _household(rng: Random, place: Place, serials: _Serials, who: int) -> Iterator[Living]:
    """A couple or a widow, their children, twins among them, sometimes their parents; often one telephone for all."""
    make, hamlet = place.naming.make, rng.choice(place.hamlets)
    shared = _phone(rng)

    def person(sex: str, born: int, *, family: str = "", middle: str = "", mother: Living | None = None,
               day: str = "") -> Living:  # fmt: skip
        nonlocal who
        drawn = make(rng, sex, family, middle)
        whole = day or f"{born}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        if born < _YEAR_ONLY_BORN and rng.random() < 0.12:
            whole = str(born)
        elif rng.random() < 0.012:
            whole = f"{born}-01-01"  # papers were made out later, on what somebody remembered
        age = YEAR - born
        one = Living(
            who=who, family=drawn[0], middle=drawn[1], given=drawn[2], born=whole, sex=sex,
            doc=serials.citizen(place.province, sex, born) if age < 14 or rng.random() < 0.97 else "",
            old_doc=f"{rng.choice('0123')}{rng.randrange(10**8):08d}" if age > 17 and rng.random() < 0.7 else "",
            bhyt=_insurance(rng, place, age) if rng.random() < 0.85 else "",
            tel=shared if age < 16 or age > 65 or rng.random() < 0.35 else _phone(rng), hamlet=hamlet, place=place,
            mother=mother,
        )  # fmt: skip
        who += 1
        return one

    born = YEAR - rng.choices((24, 30, 36, 44, 52, 60), (1, 2, 3, 3, 2, 1))[0] - rng.randint(0, 7)
    father, mother = person("M", born), person("F", born + rng.randint(-3, 7))
    yield from (father, mother) if rng.random() < 0.9 else (mother,)
    first = max(int(father.born[:4]), int(mother.born[:4])) + rng.randint(19, 28)
    for at in range(rng.choices((0, 1, 2, 3, 4), (2, 3, 5, 2, 1))[0]):
        yield from _children(rng, person, father, mother, first + at * rng.randint(1, 5))
    if rng.random() < 0.25:
        yield person(rng.choice("MF"), born - rng.randint(19, 32), family=father.family)


def _children(rng: Random, person, father: Living, mother: Living, born: int) -> Iterator[Living]:
    """A child of a year, perhaps two; none where the year is still to come."""
    if born >= YEAR:
        return
    sex = rng.choice("MF")
    kept = father.middle if sex == "M" and rng.random() < 0.5 else ""
    child = person(sex, born, family=father.family, middle=kept, mother=mother)
    if sex == "M" and rng.random() < 0.004:
        child.given, child.middle = father.given, father.middle  # named after the father
    yield child
    if rng.random() < 0.02:
        twin_sex = sex if rng.random() < 0.65 else "FM"["FM".index(sex) - 1]
        twin = person(twin_sex, born, family=father.family, middle=child.middle if twin_sex == sex else "",
                      mother=mother, day=child.born)  # fmt: skip
        twin.given = father.place.naming.like(rng, child.given, twin_sex)
        yield twin


def _phone(rng: Random) -> str:
    return f"{rng.choice(_PHONES)}{rng.randrange(10**7):07d}"


def _insurance(rng: Random, place: Place, age: int) -> str:
    head = "TE1" if age < 6 else "HS4" if age < 18 else rng.choice(("HN2", "DT2", "GD4", "CN3", "DN4"))
    return f"{head}{place.province}{rng.randrange(10**10):010d}"

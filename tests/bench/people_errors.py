"""How a site writes a person down, and what goes wrong (facts 5.4, 8.2): for the synthetic population alone.

Numbers left out, of the mother for the child, without their first zero, with a slip; names without marks, misheard,
damaged by an input method or a code page, cut off, a nickname; days of birth swapped, reckoned by the moon, set to the
first of January; telephones shared, old, or the village chief's; communes of the other scheme; whole rows displaced.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import msgspec

from vaxdesk.domain.names import fold
from vaxdesk.domain.payloads import Person

if TYPE_CHECKING:
    from tests.bench.people_truth import Living, Place

_TROUBLE = {"card": 0.15, "list": 1.0, "paper": 1.6}  # how often things go wrong, by how a record came about
_MISHEARD = (
    ("l", "n"), ("n", "l"), ("s", "x"), ("x", "s"), ("tr", "ch"), ("ch", "tr"), ("d", "gi"), ("gi", "d"), ("r", "d"),
    ("i", "y"), ("y", "i"), ("ng", "n"), ("n", "ng"), ("c", "t"), ("t", "c"), ("ươ", "ư"), ("ao", "au"), ("ửu", "ảo"),
    ("hoa", "hoan"), ("uy", "i"), ("v", "d"), ("ê", "i"), ("ơ", "â"), ("qu", "q"),
)  # fmt: skip
_BASES = {"a": "aăâ", "e": "eê", "o": "oôơ", "u": "uư", "d": "dđ"}
_TONES = {"a": "aáàảãạ", "o": "oóòỏõọ", "u": "uúùủũụ", "e": "eéèẻẽẹ", "i": "iíìỉĩị", "â": "âấầẩẫậ", "ê": "êếềểễệ",
          "ô": "ôốồổỗộ", "ư": "ưứừửữự", "ơ": "ơớờởỡợ", "ă": "ăắằẳẵặ"}  # fmt: skip
_TELEX = (("ă", "aw"), ("â", "aa"), ("ê", "ee"), ("ô", "oo"), ("ơ", "ow"), ("ư", "uw"), ("đ", "dd"))
_NEAR_KEYS = {"a": "sq", "n": "bm", "h": "gj", "i": "uo", "t": "ry", "g": "fh", "o": "ip", "u": "yi", "e": "wr"}
_JUNK_DOCS = ("000000000", "123456789", "111111111", "0", "00000000000", "123456789012", "000000000000")
_NICKNAMES = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Út", "Cu", "Tèo", "Tí", "Bé")


class Site(msgspec.Struct, frozen=True):
    """Who writes: from a list, by scanning a card, or from paper; under which scheme, and where."""

    kind: str
    new_scheme: bool
    place: Place


def write(rng: Random, one: Living, site: Site, *, chiefs_phone: str) -> Person:
    """The person as that site wrote them."""
    trouble = _TROUBLE[site.kind]
    chance = rng.random

    def befalls(share: float) -> bool:
        return chance() < share * trouble

    doc, old_doc = _documents(rng, one, site, befalls)
    written = {
        "name": _name(rng, one, befalls), "dob": _birth(rng, one, befalls), "sex": _sex(one, befalls), "doc": doc,
        "old_doc": old_doc, "bhyt": _insurance(rng, one, befalls), "tel": _phone(rng, one, befalls, chiefs_phone),
        **_address(rng, one, site, befalls),
    }  # fmt: skip
    if befalls(0.0015):  # columns of a list slid against each other: another person's day of birth and telephone
        written["dob"] = f"{rng.randint(1940, 2015)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        written["tel"] = f"09{rng.randrange(10**8):08d}"
    return Person(**written)


def _documents(rng: Random, one: Living, site: Site, befalls) -> tuple[str, str]:
    doc, old = one.doc, one.old_doc
    child = one.mother is not None and int(one.born[:4]) > 2007
    if site.kind == "card":
        return _slip(rng, doc, befalls), old if rng.random() < 0.7 else ""
    if child and (befalls(0.55) or not doc):  # who has no card yet comes without a number, or with the mother's
        return (one.mother.doc, "") if one.mother and rng.random() < 0.06 else ("", "")
    if befalls(0.1) or not doc:
        doc = ""
    elif old and befalls(0.28):
        doc, old = old, ""
    elif befalls(0.005):
        doc = rng.choice(_JUNK_DOCS)
    if doc and befalls(0.02):
        doc = doc.lstrip("0")
    return _slip(rng, doc, befalls), _slip(rng, old, befalls) if rng.random() < 0.25 else ""


def _slip(rng: Random, number: str, befalls) -> str:
    """A digit off, two swapped, one left out, one typed twice."""
    if not number or not befalls(0.025):
        return number
    at = rng.randrange(len(number) - 1) if len(number) > 1 else 0
    how = rng.choice(("digit", "digit", "digit", "swap", "swap", "lost", "twice"))
    if how == "digit":
        return number[:at] + rng.choice("0123456789") + number[at + 1 :]
    if how == "swap":
        return number[:at] + number[at + 1 : at + 2] + number[at] + number[at + 2 :]
    return number[:at] + number[at + 1 :] if how == "lost" else number[:at] + number[at] + number[at:]


def _name(rng: Random, one: Living, befalls) -> str:
    family, middle, given = one.family, one.middle, one.given
    if middle and befalls(0.025):
        middle = "" if rng.random() < 0.7 else middle.split()[0]
    if befalls(0.004):
        given = rng.choice(_NICKNAMES)
    if befalls(0.01):
        family, given = (_misheard(rng, family), given) if rng.random() < 0.33 else (family, _misheard(rng, given))
    name = one.name(family, middle, given)
    if befalls(0.004):
        first, *rest = name.split()
        name = " ".join([*rest, first]) if rng.random() < 0.7 else " ".join(reversed([first, *rest]))
    for share, change in _WAYS:
        if befalls(share):
            name = change(rng, name)
    draw = rng.random()
    return name.upper() if draw < 0.3 else name.lower() if draw < 0.33 else name


def _misheard(rng: Random, part: str) -> str:
    low = part.lower()
    fitting = [(a, b) for a, b in _MISHEARD if a in low]
    if not fitting:
        return _other_tone(rng, part)
    a, b = rng.choice(fitting)
    return low.replace(a, b, 1).title()


def _other_tone(rng: Random, name: str) -> str:
    """Another tone, or the hat of a vowel, on one letter."""
    places = [at for at, letter in enumerate(name) if letter.lower() in _TONES or letter.lower() in _BASES]
    if not places:
        return name
    at = rng.choice(places)
    return name[:at] + rng.choice(_TONES.get(name[at].lower()) or _BASES[name[at].lower()]) + name[at + 1 :]


def _typed(rng: Random, name: str) -> str:
    at = rng.randrange(1, max(2, len(name)))
    letter = name[at : at + 1].lower()
    how = rng.choice(("near", "lost", "twice", "swap"))
    if how == "near":
        return name[:at] + rng.choice(_NEAR_KEYS.get(letter, "aeimnt")) + name[at + 1 :]
    if how == "swap":
        return name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]
    return name[:at] + name[at + 1 :] if how == "lost" else name[:at] + letter + name[at:]


def _telex(rng: Random, name: str) -> str:  # noqa: ARG001
    low = name.lower()
    for letter, keys in _TELEX:
        low = low.replace(letter, keys)
    return low.title()


def _damaged(rng: Random, name: str) -> str:  # noqa: ARG001
    return "".join(letter if letter.isascii() else "?" for letter in name)


_WAYS = (
    (0.07, lambda rng, name: fold(name).upper()),  # noqa: ARG005
    (0.02, _other_tone),
    (0.012, _typed),
    (0.002, _telex),
    (0.002, _damaged),
    (0.001, lambda rng, name: name[: rng.randint(8, 14)]),
    (0.002, lambda rng, name: name.replace(" ", "", 1)),  # noqa: ARG005
    (0.002, lambda rng, name: f"{name} ({rng.choice(_NICKNAMES)})"),
)


def _birth(rng: Random, one: Living, befalls) -> str:
    born = one.born
    year, month, day = (born[:4], born[5:7], born[8:]) if len(born) == 10 else (born, "", "")
    if befalls(0.006):  # by age, by the moon's calendar, or on other papers
        year = str(int(year) + rng.choice((-1, 1, -1, 1, -2, 2, 10, -10)))
    if not month:
        return f"{year}-01-01" if befalls(0.2) else year
    if befalls(0.03):
        return year
    if befalls(0.02):
        return f"{year}-01-01"
    if befalls(0.012) and day <= "12":
        month, day = day, month
    if befalls(0.012):
        day = f"{min(28, max(1, int(day) + rng.choice((-10, -1, 1, 10, 2, -20, 20)))):02d}"
    if befalls(0.006):
        month = f"{rng.randint(1, 12):02d}"
    if befalls(0.003):
        day, month = f"{rng.randint(1, 28):02d}", f"{rng.randint(1, 12):02d}"
    return f"{year}-{month}-{day}" if not befalls(0.004) else ""


def _sex(one: Living, befalls) -> str:
    if befalls(0.05):
        return ""
    return {"M": "F", "F": "M"}[one.sex] if befalls(0.006) else one.sex


def _insurance(rng: Random, one: Living, befalls) -> str:
    if not one.bhyt or rng.random() < 0.5:
        return ""
    if befalls(0.1):  # the head says by what right, and changes with it
        return f"{rng.choice(('GD4', 'HN2', 'DN4'))}{one.bhyt[3:]}"
    return one.bhyt[-10:] if befalls(0.05) else _slip(rng, one.bhyt, befalls)


def _phone(rng: Random, one: Living, befalls, chiefs: str) -> str:
    draw = rng.random()
    if draw < 0.08:
        return ""
    if draw < 0.1 and befalls(0.3):
        return chiefs
    if draw < 0.24:  # another one in the family's, or a new one
        return one.mother.tel if one.mother and rng.random() < 0.6 else f"09{rng.randrange(10**8):08d}"
    return _slip(rng, one.tel, befalls)


def _address(rng: Random, one: Living, site: Site, befalls) -> dict[str, str]:
    place = site.place if rng.random() < 0.6 else one.place
    hamlet = one.hamlet if place is one.place else rng.choice(place.hamlets)
    if befalls(0.06):
        hamlet = rng.choice(place.hamlets)
    elif befalls(0.1):
        hamlet = f"Số {rng.randint(1, 99)}, {hamlet}"
    elif befalls(0.08):
        hamlet = hamlet.split(" ", 1)[1] if rng.random() < 0.5 else fold(hamlet)
    if befalls(0.08):
        hamlet = ""
    code, name = place.new if site.new_scheme else place.old
    written = {"adr": hamlet, "commune": name, "commune_code": code, "scheme": "2025-07" if site.new_scheme else "2021",
               "province_code": place.new_province if site.new_scheme else place.province}  # fmt: skip
    if befalls(0.12):  # typed as text, without a code
        written |= {"commune_code": "", "scheme": "", "commune": name.split(" ", 1)[-1] if rng.random() < 0.5 else name}
    return written if not befalls(0.02) else {**written, "commune": "", "commune_code": "", "scheme": ""}

"""Value sets as data (resources/certificates/values.toml): a vaccine under the codes of many countries."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Product(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A vaccine.

    Args:
        mp, ma, vp: codes of the EU's value sets for product, maker and kind of vaccine.
        name: as the value set has it.
        ours: codes of our schedule, the form for adults first; empty for a vaccine that is none of it.
        doses: of a primary course, 0 where not known here.
        icd11, snomed, cvx: codes elsewhere; the latter two with the form of ours that they name.
        formerly: older codes `mp` that certificates still carry.
        retired: no new certificate says so.
    """

    mp: str
    name: str
    ma: str
    vp: str
    ours: tuple[str, ...] = ()
    doses: int = 0
    icd11: str = ""
    snomed: dict[str, str] = {}
    cvx: dict[str, str] = {}
    formerly: tuple[str, ...] = ()
    retired: bool = False


class ValueFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file. Tables lead from codes to names in English, as the sets have them.

    `negative` and `positive` are the codes of test results. `issuer` is the text that our certificates name as theirs.
    """

    version: str
    country: str = ""
    issuer: str = ""
    product: tuple[Product, ...] = ()
    maker: dict[str, str] = {}
    vaccine: dict[str, str] = {}
    test: dict[str, str] = {}
    negative: tuple[str, ...] = ()
    positive: tuple[str, ...] = ()


class Values:
    """Value sets made ready to be asked; built once."""

    def __init__(self, file: ValueFile) -> None:
        self.file = file
        products = tuple(reversed(file.product))  # of two with one code the first counts
        self._by_mp = {code: one for one in products for code in (*one.formerly, one.mp)}
        self._by_ours = {code: one for one in products for code in one.ours}
        self._by_code = {key: found for one in products for key, found in _codes(one)}

    def by_mp(self, code: str) -> Product | None:
        """The vaccine of a code `mp`, also of an older one."""
        return self._by_mp.get(code)

    def by_ours(self, code: str) -> Product | None:
        """The vaccine of a code of our schedule."""
        return self._by_ours.get(code)

    def by_code(self, system: str, code: str) -> tuple[Product, str] | None:
        """The vaccine of a code of `cvx`, `snomed` or `icd11`, and the form of our schedule that it names."""
        return self._by_code.get((system, code))

    def detected(self, result: str) -> bool | None:
        """Whether a test found the agent; None for a code of no list."""
        if result in self.file.positive:
            return True
        return False if result in self.file.negative else None


def load_values(text: str) -> Values:
    """Value sets from a TOML file.

    Raises:
        msgspec.DecodeError: no TOML, or not of this shape.
    """
    return Values(msgspec.toml.decode(text, type=ValueFile))


NONE = Values(ValueFile(version=""))  # nothing is recognised


def _codes(one: Product) -> Iterable[tuple[tuple[str, str], tuple[Product, str]]]:
    adult = one.ours[0] if one.ours else ""
    if one.icd11:
        yield ("icd11", one.icd11), (one, adult)
    for system, table in (("snomed", one.snomed), ("cvx", one.cvx)):
        for code, ours in table.items():
            yield (system, code), (one, ours)

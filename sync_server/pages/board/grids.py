"""Tables of the dashboard with their words: the same for a page and for a file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum

import msgspec

from sync_server.district.board.aiming import Towards
from sync_server.district.board.seeing import Allotted, Below, Seen, Stock, together
from sync_server.pages.board.naming import Naming
from vaxdesk.domain.report.measures import DOSE_KEYS, OTHER_DOSE
from vaxdesk.domain.totals import figures
from vaxdesk.domain.totals.share import BANDS, Sums
from vaxdesk.registry import rules

Cell = str | int | float | None
Row = tuple[Cell, ...]
PER = 100_000  # doses, of a rate of reactions


class Kind(StrEnum):
    """How the cells of a column are shown."""

    TEXT = "text"
    WHOLE = "whole"
    SHARE = "share"  # per cent, with a bar
    RATE = "rate"


class Column(msgspec.Struct, frozen=True):
    """A column with its heading in the reader's language."""

    label: str
    kind: Kind = Kind.WHOLE


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """A table. `links`: where each row leads, empty for nowhere; `rows` begin with what the row is of."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    links: tuple[str, ...] = ()


def share(part: int, of: int) -> float | None:
    """Per cent; None where there is nothing that it is a share of."""
    return round(100 * part / of, 1) if of > 0 else None


def rate(part: int, of: int) -> float | None:
    """Per 100,000; None where there is nothing."""
    return round(PER * part / of, 1) if of > 0 else None


Measure = tuple[str, Kind, Callable[[Sums], Cell]]


def _plain(*names: str) -> tuple[Measure, ...]:
    return tuple((name, Kind.WHOLE, lambda sums, name=name: sums[name]) for name in names)


PROGRESS: tuple[Measure, ...] = (
    *_plain("listed", "people", "vaccinated"),
    ("progress", Kind.SHARE, lambda sums: share(sums["vaccinated"], sums["listed"])),
    *_plain("doses", "unfinished", "serious"),
)
WHOLE_DATA: tuple[Measure, ...] = (
    *_plain("people", "unfinished"),
    ("finished", Kind.SHARE, lambda sums: share(sums["people"] - sums["unfinished"], sums["people"])),
    *_plain("sites", "sealed", "seal_people"),
    ("same", Kind.SHARE, lambda sums: share(sums["same_day"], sums["doses"])),
    *_plain("same_day", "next_day", "later_day", "unsure_day", "late"),
)


REACTIONS: tuple[Measure, ...] = (
    *_plain("doses", "common"),
    ("common_rate", Kind.RATE, lambda sums: rate(sums["common"], sums["doses"])),
    *_plain("serious"),
    ("serious_rate", Kind.RATE, lambda sums: rate(sums["serious"], sums["doses"])),
)


_TOWARDS = (("target", Kind.WHOLE), ("done", Kind.WHOLE), ("of_target", Kind.SHARE), ("to_do", Kind.WHOLE))


def _towards(one: Towards | None) -> Row:
    if one is None:
        return (None,) * len(_TOWARDS)
    return (one.n, one.done, share(one.done, one.n), max(one.n - one.done, 0))


class Grids:
    """Makes the tables of a page."""

    def __init__(self, seen: Seen, naming: Naming, link: Callable[[int], str]) -> None:
        self._seen, self._names, self._link = seen, naming, link
        self._say = naming.say

    def _grid(
        self, key: str, first: str, columns: Iterable[tuple[str, Kind]], rows: Iterable[Row], caption: str = ""
    ) -> Grid:
        heads = (Column(self._say(f"district_board.{first}"), Kind.TEXT),
                 *(Column(self._say(f"district_board.figure.{name}"), kind) for name, kind in columns))  # fmt: skip
        caption = caption or self._say(f"district_board.grid.{key}")
        return Grid(key=key, caption=caption, columns=heads, rows=tuple(rows))

    def units(self, measures: tuple[Measure, ...] = PROGRESS, key: str = "units") -> Grid:
        """The units right below, each leading on to its own page, and all together."""
        rows = [(one.unit.name, *(of(one.sums) for _, _, of in measures)) for one in self._seen.below]
        rows.append((self._say("district_board.together"), *(of(self._seen.sums) for _, _, of in measures)))
        made = self._grid(key, "unit", ((name, kind) for name, kind, _ in measures), rows)
        links = (*(self._link(one.unit.org_no) for one in self._seen.below), "")
        return msgspec.structs.replace(made, links=links)

    def targets(self, found: Iterable[tuple[Towards, str]]) -> Grid:
        """Targets of the unit, each with what is done and what is still to be."""
        rows = [(said, *_towards(one), self._say(f"district_board.target.{'own' if one.own else 'below'}"))
                for one, said in found]  # fmt: skip
        return self._grid("targets", "target_of", (*_TOWARDS, ("set_for", Kind.TEXT)), rows)

    def target_units(self, found: Mapping[int, Towards], said: str) -> Grid:
        """One target of the units right below; those that have none are named without figures."""
        rows = [(one.unit.name, *_towards(found.get(one.unit.org_no))) for one in self._seen.below]
        caption = self._say("district_board.of_target_units", target=said)
        made = self._grid("target_units", "unit", _TOWARDS, rows, caption)
        links = tuple(self._link(one.unit.org_no) for one in self._seen.below)
        return msgspec.structs.replace(made, links=links)

    def days(self, bars: Iterable[tuple[str, Sums]]) -> Grid:
        """By day, or by month."""
        names = ("listed", "people", "vaccinated", "doses", "late", "places")
        rows = [(self._names.span(span), *(sums[name] for name in names)) for span, sums in bars]
        return self._grid("days", "when", ((name, Kind.WHOLE) for name in names), rows)

    def doses(self) -> Grid:
        """By vaccine and kind of dose."""
        sums, keys = self._seen.sums, (*DOSE_KEYS, OTHER_DOSE)
        products = self._products("dose", "product")
        rows = []
        for code in products:
            mine = [sums[figures.named("dose", code, key)] for key in keys]
            rows.append((self._names.product(code), *mine, sum(mine)))
        totals = [sum(row[at] for row in rows) for at in range(1, len(keys) + 2)]
        rows.append((self._say("district_board.together"), *totals))
        heads = (
            Column(self._say("district_board.product"), Kind.TEXT),
            *(Column(self._names.dose(key)) for key in keys),
            Column(self._say("district_board.figure.doses")),
        )
        return Grid(key="doses", caption=self._say("district_board.grid.doses"), columns=heads, rows=tuple(rows))

    def groups(self) -> Grid:
        """By priority group."""
        codes = [*map(str, range(1, 17)), figures.OTHER_GROUP, ""]
        names = ("listed", "people", "vaccinated", "doses")
        rows = []
        for code in codes:
            one = {name: self._seen.sums[figures.named("group", code, name)] for name in names}
            if any(one.values()):
                called, came, done, doses = one.values()
                rows.append((self._names.group(code), called, came, done, share(done, called), doses))
        columns = (*((name, Kind.WHOLE) for name in names[:3]), ("progress", Kind.SHARE), ("doses", Kind.WHOLE))
        return self._grid("groups", "group", columns, rows)

    def ages(self) -> Grid:
        """People vaccinated by age and sex; those of whom either is not known stand last."""
        ends = (0, *BANDS)
        bands = [f"{start}-{end}" for start, end in zip(ends, (*ends[1:], ""), strict=True)]
        rows = []
        for band in (*bands, ""):
            mine = [self._seen.sums[figures.named("age", sex, band, "vaccinated")] for sex in ("M", "F", "")]
            if band or any(mine):
                rows.append((self._names.band(band), *mine))
        return self._grid("ages", "age", ((name, Kind.WHOLE) for name in ("men", "women", "sex_unknown")), rows)

    def stock(self, allotted: Mapping[str, Allotted]) -> Grid:
        """By vaccine: what was allocated, came, went and is left, and for how long it lasts."""
        names = ("received", "transferred", "used", "wasted", "disposed")
        codes = self._products("stock", also={code for code, one in allotted.items() if one.doses})
        rows = [self._stock_row(self._names.product(code), code, names, allotted) for code in codes]
        sums, all_ = self._seen.sums, self._seen.stock.get("", Stock(left=0, used=0, days=None))
        came, *went = (sums[name] for name in names)
        every = together(allotted.values())
        label = self._say("district_board.together")
        rows.append((label, every.doses, came, every.awaited, *went, all_.left, all_.days))
        columns = ("allocated", "received", "awaited", *names[1:], "left", "days_left")
        return self._grid("stock", "product", ((name, Kind.WHOLE) for name in columns), rows)

    def _stock_row(
        self, label: str, code: str, names: Iterable[str], allotted: Mapping[str, Allotted]
    ) -> tuple[Cell, ...]:
        stand = self._seen.stock.get(code, Stock(left=0, used=0, days=None))
        came, *went = (self._seen.sums[figures.named("stock", code, name)] for name in names)
        mine = allotted.get(code, Allotted())
        return (label, mine.doses, came, mine.awaited, *went, stand.left, stand.days)

    def stock_units(self, stands: Mapping[int, Stock], allotted: Mapping[int, Allotted]) -> Grid:
        """Units right below by how long their vaccine lasts, the shortest first."""
        def order(one: Below) -> tuple[bool, int, str]:
            days = stands[one.unit.org_no].days
            return (days is None, days or 0, one.unit.name)

        below = sorted(self._seen.below, key=order)
        rows = []
        for one in below:
            stand, mine, sums = stands[one.unit.org_no], allotted[one.unit.org_no], one.sums
            rows.append((one.unit.name, mine.doses, sums["received"], mine.awaited, sums["used"],
                         sums["wasted"] + sums["disposed"], stand.left, stand.days))  # fmt: skip
        columns = ("allocated", "received", "awaited", "used", "lost", "left", "days_left")
        made = self._grid("stock_units", "unit", ((name, Kind.WHOLE) for name in columns), rows)
        return msgspec.structs.replace(made, links=tuple(self._link(one.unit.org_no) for one in below))

    def reactions(self) -> Grid:
        """By vaccine: reactions by severity and their rate."""
        sums, rows = self._seen.sums, []
        for code in self._products("dose", "event"):
            doses = sum(n for name, n in sums.items() if name.startswith(figures.named("dose", code, "")))
            common, serious = (sums[figures.named("event", code, one)] for one in ("common", "serious"))
            rows.append((self._names.product(code), doses, common, rate(common, doses), serious, rate(serious, doses)))
        columns = (("doses", Kind.WHOLE), ("common_events", Kind.WHOLE), ("common_rate", Kind.RATE),
                   ("serious", Kind.WHOLE), ("serious_rate", Kind.RATE))  # fmt: skip
        return self._grid("reactions", "product", columns, rows)

    def symptoms(self) -> Grid:
        """By symptom, the most frequent first."""
        found: dict[str, list[int]] = {}
        for name, n in self._seen.sums.items():
            parts = figures.parts(name)
            if parts[0] == "symptom" and n:
                found.setdefault(parts[1], [0, 0])[parts[2] == "serious"] += n
        ordered = sorted(found.items(), key=lambda one: (-sum(one[1]), one[0]))
        rows = [(self._names.symptom(code), *counts) for code, counts in ordered]
        return self._grid("symptoms", "symptom", (("common_events", Kind.WHOLE), ("serious", Kind.WHOLE)), rows)

    def lots(self, found: dict[tuple[str, str], dict[str, int]], most: int) -> Grid:
        """Lots with the most reactions for their doses first."""
        def order(key: tuple[str, str]) -> tuple[float, int]:
            one = found[key]
            return (-(one["serious"] * 1000 + one["common"]) / max(one["doses"], 1), -one["doses"])

        rows = []
        for product, lot in sorted((key for key in found if found[key]["doses"]), key=order)[:most]:
            one = found[product, lot]
            rows.append((lot or self._say("district_board.no_lot"), self._names.product(product), one["doses"],
                         one["common"], one["serious"], rate(one["common"] + one["serious"], one["doses"]),
                         None if self._seen.period.round_no else one["left"]))  # fmt: skip
        columns = (("of_product", Kind.TEXT), ("doses", Kind.WHOLE), ("common_events", Kind.WHOLE),
                   ("serious", Kind.WHOLE), ("event_rate", Kind.RATE), ("left", Kind.WHOLE))  # fmt: skip
        return self._grid("lots", "lot", columns, rows)

    def _products(self, *kinds: str, also: Collection[str] = ()) -> list[str]:
        codes = {figures.parts(name)[1] for name, n in self._seen.sums.items() if n and name.split("/")[0] in kinds}
        codes |= {code for code, one in self._seen.stock.items() if "stock" in kinds and code and one.left}
        return sorted({*codes, *also}, key=lambda code: figures.in_order(rules.schedule(), code))

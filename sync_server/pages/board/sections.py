"""What each section of the dashboard shows, as values for its template and as tables for files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from sync_server.browsing import wording
from sync_server.district import telling
from sync_server.district.board import aiming, seeing
from sync_server.district.board.periods import Period
from sync_server.pages.board import drawing
from sync_server.pages.board.grids import REACTIONS, WHOLE_DATA, Grid, Grids, rate, share
from sync_server.pages.board.naming import Naming
from sync_server.pages.visit import Visit
from vaxdesk.domain.rights import Act
from vaxdesk.domain.totals import shades
from vaxdesk.domain.totals.share import Sums
from vaxdesk.domain.totals.tiles import layout

Link = Callable[[int], str]
SECTIONS = ("progress", "targets", "people", "stock", "reactions", "data")
WITHOUT_ROUNDS = ("stock", "data")  # vaccine and seals belong to no round: everything of its days is shown
_TILES_WIDE = 12
_MOST_LOTS = 60
_MOST_COLUMNS = 40  # of a chart of units
_LETTERS_OF_COLUMN = 12


class _Made:
    """A section under way: the figures of the unit, its tables, its words."""

    def __init__(self, visit: Visit, unit: sa.Row, period: Period, link: Link) -> None:
        self.visit, self.conn = visit, visit.conn
        self.seen = seeing.whole(visit.conn, unit, period)
        self.names = Naming(visit.say, visit.language)
        self.grids = Grids(self.seen, self.names, link)
        self.link = link


def of(section: str, visit: Visit, unit: sa.Row, period: Period, link: Link) -> dict[str, Any]:
    """Values of a section's template."""
    made = _Made(visit, unit, _told_of(section, period), link)
    common = {"sums": made.seen.sums, "bar": drawing.bar, "side": drawing.side, "share": share, "rate": rate,
              "stand": made.seen.stock.get("", seeing.Stock(left=0, used=0, days=None))}  # fmt: skip
    return {**common, **_OF[section](made)}


def beside(section: str, visit: Visit, unit: sa.Row) -> str:
    """What a section shows beside the sums, as a text that changes with it."""
    return str(_by_public(visit, unit)) if section == "reactions" else ""


def grids(section: str, visit: Visit, unit: sa.Row, period: Period) -> tuple[Grid, ...]:
    """Tables of a section."""
    values = _OF[section](_Made(visit, unit, _told_of(section, period), lambda _number: ""))
    return tuple(one for one in values.values() if isinstance(one, Grid))


def _told_of(section: str, period: Period) -> Period:
    return period.everything if section in WITHOUT_ROUNDS else period


def _progress(made: _Made) -> dict[str, Any]:
    bars = seeing.bars(made.conn, made.seen)
    say, names = made.visit.say, made.names
    columns = [drawing.Column(_short(span), _told(made, names.span(span), sums), sums["listed"], sums["vaccinated"])
               for span, sums in bars]  # fmt: skip
    return {
        "units": made.grids.units(),
        "days": made.grids.days(bars),
        "chart": drawing.columns(columns, say("district_board.chart.days")),
        "map": _map(made),
        "legend": shades.legend(),
        "towards": _first(made),
        "said_of": made.names.target,
    }


def _short(span: str) -> str:
    return wording.day(span[1:])[: 5 if span.startswith("d") else 7]


def _told(made: _Made, when: str, sums: Sums) -> str:
    number = wording.number
    facts = {name: number(sums[name], made.visit.language) for name in ("listed", "vaccinated", "doses")}
    return made.visit.say("district_board.chart.day", when=when, **facts)


def _map(made: _Made) -> Any:
    groups = seeing.tiles(made.conn, made.seen)
    if not groups:
        return ""
    places = layout([(above.org_no, [one.unit.org_no for one in mine]) for above, mine in groups], width=_TILES_WIDE)
    tiles = {}
    for one in (one for _, mine in groups for one in mine):
        per_cent = share(one.sums["vaccinated"], one.sums["listed"])
        facts = {name: wording.number(one.sums[name], made.visit.language) for name in ("vaccinated", "listed")}
        said = made.visit.say("district_board.chart.tile", unit=one.unit.name, **facts)
        tiles[one.unit.org_no] = drawing.Tile(made.link(one.unit.org_no), one.unit.name, said, per_cent)
    names = {above.org_no: above.name for above, _ in groups}
    return drawing.cartogram(places, names, tiles, made.visit.say("district_board.chart.map"))


def _first(made: _Made) -> aiming.Towards | None:
    """The target that a unit's first page tells of: of those of days the one that ends last, else of inhabitants."""
    return next(iter(aiming.of_unit(made.conn, made.seen.unit.org_no, made.seen.period)), None)


def _targets(made: _Made) -> dict[str, Any]:
    found = aiming.of_unit(made.conn, made.seen.unit.org_no, made.seen.period)
    asked_for = made.visit.query.get("line", "")
    chosen = next((one for one in found if one.line.key == asked_for), found[0] if found else None)
    names = [(one, made.names.target(one.line)) for one in found]
    values = {"targets": made.grids.targets(names), "lines": names, "chosen": chosen, "target_units": None, "chart": "",
              "may_set": made.visit.who.may(Act.SET_TARGETS, made.seen.unit.path)}  # fmt: skip
    if chosen is None:
        return values
    units = [one.unit for one in made.seen.below]
    of_each = aiming.below(made.conn, [one.org_no for one in units], chosen)
    columns = [_aimed(made, one.name, of_each[one.org_no]) for one in units if one.org_no in of_each][:_MOST_COLUMNS]
    values["chart"] = drawing.columns(columns, made.visit.say("district_board.chart.targets")) if columns else ""
    return {**values, "target_units": made.grids.target_units(of_each, made.names.target(chosen.line))}


def _aimed(made: _Made, name: str, one: aiming.Towards) -> drawing.Column:
    number = wording.number
    facts = {"done": number(one.done, made.visit.language), "n": number(one.n, made.visit.language)}
    title = made.visit.say("district_board.chart.target", unit=name, **facts)
    return drawing.Column(name[:_LETTERS_OF_COLUMN], title, one.n, one.done)


def _people(made: _Made) -> dict[str, Any]:
    ages = made.grids.ages()
    most = max((int(n or 0) for row in ages.rows for n in row[1:3]), default=0)
    return {"doses": made.grids.doses(), "groups": made.grids.groups(), "ages": ages, "most": most}


def _stock(made: _Made) -> dict[str, Any]:
    stands = seeing.stock_below(made.conn, made.seen)
    of_product, of_unit = seeing.allotted(made.conn, made.seen)
    return {"stock": made.grids.stock(of_product), "stock_units": made.grids.stock_units(stands, of_unit),
            "may_allocate": made.visit.who.may(Act.ALLOCATE, made.seen.unit.path)}  # fmt: skip


def _reactions(made: _Made) -> dict[str, Any]:
    found = seeing.lots(made.conn, made.seen)
    signals = seeing.standing_out(found)
    return {
        "told": _by_public(made.visit, made.seen.unit),
        "may_see_told": made.visit.who.may(telling.RIGHT, made.seen.unit.path),
        "signals": [(one, made.names.product(one.product)) for one in signals],
        "reactions": made.grids.reactions(),
        "symptoms": made.grids.symptoms(),
        "lots": made.grids.lots(found, _MOST_LOTS),
        "units": made.grids.units(REACTIONS, "reaction_units"),
    }


def _by_public(visit: Visit, unit: sa.Row) -> telling.Figures:
    """What the public told, at the unit and below; of the last 28 days, whatever days are looked at."""
    return telling.figures(visit.conn, (unit.path,), now=int(visit.server.now()))


def _data(made: _Made) -> dict[str, Any]:
    return {"units": made.grids.units(WHOLE_DATA, "data_units")}


_OF: dict[str, Callable[[_Made], dict[str, Any]]] = {
    "progress": _progress,
    "targets": _targets,
    "people": _people,
    "stock": _stock,
    "reactions": _reactions,
    "data": _data,
}

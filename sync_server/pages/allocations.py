"""Allocations of a unit and of those right below it: listed, made for several at once, corrected, taken back."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa
from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing import wording
from sync_server.browsing.visitor import is_number, number_in
from sync_server.district import allocations, scope
from sync_server.district.allocations import Fault, View
from sync_server.pages import frame, nodes
from sync_server.pages.board.naming import Naming
from sync_server.pages.door import staff
from sync_server.pages.identity_lists import said as refused_words
from sync_server.pages.visit import HOME, Visit
from vaxdesk.domain import times
from vaxdesk.domain.names import clean
from vaxdesk.domain.payloads import Allocation
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.rights import Act
from vaxdesk.registry import rules

_RIGHT = Act.ALLOCATE
_AT = f"{HOME}/allocations"
_REFUSED = 409
_TEXTS = ("day", "decision", "lot", "note")
_DOSES, _PRODUCT = "doses-", "product-"  # of one unit's line; the number of the unit follows


def _listed(visit: Visit) -> Response:
    return _shown(visit, changing=visit.query.get("of", ""))


def _shown(visit: Visit, *, wrong: str = "", at: int = 0, changing: str = "") -> Response:
    """The page. `at`: the unit whose line is wrong; `changing`: reference of the allocation whose form is open."""
    unit = nodes.asked(visit, _RIGHT)
    below = scope.children(visit.conn, unit)
    standing = allocations.of_unit(visit.conn, visit.who, unit, below)
    names = Naming(visit.say, visit.language)
    return frame.show(
        visit, "allocations/unit.html", status=_REFUSED if wrong else 200, unit=unit, below=below, standing=standing,
        wrong=wrong, at=at, given=visit.form, name_of=names.product, products=_products(names), today=_today(visit),
        changing=next((one for one in standing if one.ref == changing and one.mine), None),
        beyond=allocations.beyond(visit.conn, unit),
    )  # fmt: skip


def _allocate(visit: Visit) -> Response:
    unit = nodes.asked(visit, _RIGHT)
    done = allocations.allocate(
        visit.conn, visit.server, visit.who, unit, wanted=_wanted(visit), products=_products(_names(visit))
    )
    if isinstance(done, Fault):
        name = next((one.name for one in scope.children(visit.conn, unit) if one.org_no == done.org_no), "")
        said = _told(visit, done.refused)
        return _shown(visit, wrong=f"{name}: {said}" if name else said, at=done.org_no)
    return visit.to(f"{_AT}/{unit.org_no}", "district_allocations.set", n=len(done))


def _correct(visit: Visit) -> Response:
    unit, ref = nodes.asked(visit, _RIGHT), visit.form.get("of", "")
    said = _said(visit, visit.form.get("doses", ""), visit.form.get("product", ""))
    products = _products(_names(visit))
    view = _found(visit, unit, ref)
    done = allocations.correct(visit.conn, visit.server, visit.who, view, said=said, products=products)
    if isinstance(done, Refused):
        return _shown(visit, wrong=_told(visit, done), changing=ref)
    return visit.to(f"{_AT}/{unit.org_no}", "district_allocations.corrected")


def _void(visit: Visit) -> Response:
    unit = nodes.asked(visit, _RIGHT)
    view = _found(visit, unit, visit.form.get("of", ""))
    done = allocations.take_back(visit.conn, visit.server, visit.who, view)
    if isinstance(done, Refused):
        return _shown(visit, wrong=_told(visit, done))
    return visit.to(f"{_AT}/{unit.org_no}", "district_allocations.taken_back")


def _wanted(visit: Visit) -> Sequence[tuple[int, Allocation]]:
    """The lines in which a number stands; a line without a vaccine of its own is of the one that is said for all."""
    filled = [(name.removeprefix(_DOSES), text) for name, text in visit.form.items() if name.startswith(_DOSES)]
    return [
        (number_in(number), _said(visit, text, visit.form.get(_PRODUCT + number) or visit.form.get("product", "")))
        for number, text in filled
        if text.strip()
    ]


def _said(visit: Visit, doses: str, product: str) -> Allocation:
    """What a form says; a number of doses may be written with the dots or spaces that numbers are read with."""
    texts = {name: clean(visit.form.get(name, "")) for name in _TEXTS}
    plain = doses.replace(" ", "").replace("\u00a0", "")
    parts = plain.split(".")
    grouped = len(parts) > 1 and all(len(one) == 3 for one in parts[1:]) and 0 < len(parts[0]) <= 3
    plain = "".join(parts) if grouped else plain
    return Allocation(giver="", product=product, doses=number_in(plain) if is_number(plain) else 0, **texts)


def _told(visit: Visit, refused: Refused) -> str:
    facts = {name: wording.number(value, visit.language) if isinstance(value, int) else value
             for name, value in refused.facts.items()}  # fmt: skip
    return refused_words(visit, msgspec.structs.replace(refused, facts=facts))


def _found(visit: Visit, unit: sa.Row, ref: str) -> View | None:
    standing = allocations.of_unit(visit.conn, visit.who, unit, scope.children(visit.conn, unit))
    return next((one for one in standing if one.ref == ref), None)


def _today(visit: Visit) -> str:
    return times.day_of(visit.server.now())


def _names(visit: Visit) -> Naming:
    return Naming(visit.say, visit.language)


def _products(names: Naming) -> dict[str, str]:
    return {one.code: names.product(one.code) for one in rules.schedule().product}


def routes() -> list[Route]:
    """For the application."""
    allocates = staff(_RIGHT)
    return [
        Route("/allocations/{unit}", allocates(_listed), methods=["GET"]),
        Route("/allocations/{unit}", allocates(_allocate), methods=["POST"]),
        Route("/allocations/{unit}/correct", allocates(_correct), methods=["POST"]),
        Route("/allocations/{unit}/take-back", allocates(_void), methods=["POST"]),
    ]

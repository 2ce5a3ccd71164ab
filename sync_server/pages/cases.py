"""The reconciliation desk: the work list, one case side by side, and what one has done. Decisions: `case_deeds`."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing import wording
from sync_server.browsing.visitor import Missing, number_in
from sync_server.district import scope
from sync_server.district.cases import acts, finding, opening, worklist
from sync_server.district.cases.views import CaseView
from sync_server.district.cases.worklist import Wanted
from sync_server.pages import case_deeds, case_line, frame
from sync_server.pages.case_words import CaseWords
from sync_server.pages.door import staff
from sync_server.pages.visit import HOME, Visit
from vaxdesk.domain import times
from vaxdesk.domain.cases.question import OF_CASES, due, proposed
from vaxdesk.domain.cases.state import CaseState
from vaxdesk.domain.issues import ResolveHow
from vaxdesk.domain.payloads import PERSON_FIELDS
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.registration import CorrectionReason
from vaxdesk.domain.rights import Act
from vaxdesk.registry import rules

_FILTERS = ("unit", "kind", "state")
_UNITS = 300  # in the choice of units; deeper ones are reached step by step
_ACTS = 50
_CODED = frozenset(("province_code", "district_code", "commune_code", "scheme"))


def _listed(visit: Visit) -> Response:
    now_ms = visit.server.now_ms()
    wanted = wanted_of(visit, visit.query)
    mine, unit = "mine" in visit.query, wanted.nodes[0] if "unit" in _chosen(visit.query) else 0
    page = worklist.page(
        visit.conn, _with(wanted, after=visit.query.get("after", ""), mine=visit.who.user_no if mine else 0),
        now_ms=now_ms,
    )  # fmt: skip
    counted = worklist.counts(visit.conn, wanted.nodes)
    by_kind = {kind: sum(n for (_, one), n in counted.items() if one == kind) for kind in rules.harm()}
    by_state = {one.value: sum(n for (state, _), n in counted.items() if state == one.value) for one in CaseState}
    return frame.show(
        visit, "cases/list.html", page=page, kinds={kind: n for kind, n in by_kind.items() if n}, states=by_state,
        total=sum(by_state.values()), units=_units(visit, unit), chosen=_chosen(visit.query), mine=mine, now_ms=now_ms,
        words=CaseWords(visit), may_decide=visit.who.may_somewhere(Act.RESOLVE_ISSUE), link=_link,
        last=acts.last(visit.conn, visit.who.user_no),
    )  # fmt: skip


def _shown(visit: Visit) -> Response:
    return shown(visit)


def shown(visit: Visit, *, wrong: str = "", status: int = 200) -> Response:
    """The page of a case, perhaps with what is wrong with a form that was sent."""
    now_ms = visit.server.now_ms()
    case = opening.of(visit.conn, visit.who, visit.part["case"], now_ms=now_ms)
    if case is None:
        raise Missing(visit.part["case"])
    for record in case.records:
        visit.looked("case", record.id)
    claimed = case.claim is not None and case.claim.user_no != visit.who.user_no
    today = times.day_of(visit.server.now())
    return frame.show(
        visit, "cases/case.html", status=status, case=case, wrong=wrong, now_ms=now_ms, words=CaseWords(visit),
        chosen=_chosen({**visit.query, **visit.form}), link=_link, taken=claimed, offers=_offers(case),
        fields=[name for name in PERSON_FIELDS if name not in _CODED], hows=list(ResolveHow),
        whys=list(CorrectionReason), undos=list(UndoReason), asks=OF_CASES, first_ask=proposed(case.kind).value,
        until=due(today), said=visit.form, last=acts.last(visit.conn, visit.who.user_no),
        dots=case_line.dots(case.doses), waits=any(not one.settled and not one.undone for one in case.acts),
    )  # fmt: skip


def _done(visit: Visit) -> Response:
    before = visit.query.get("before", "")
    number = number_in(before)
    found = acts.of_user(visit.conn, visit.who.user_no, before=number, size=_ACTS)
    more = found[-1].no if len(found) == _ACTS else 0
    return frame.show(visit, "cases/done.html", acts=found, more=more, words=CaseWords(visit))


def wanted_of(visit: Visit, given: dict[str, str]) -> Wanted:
    """What of the list is asked for, within the units of the visitor.

    Raises:
        Missing: a unit that is none of theirs.
    """
    paths = visit.who.paths(Act.SEE_BELOW)
    nodes = finding.nodes(visit.who)
    unit = given.get("unit", "")
    if unit:
        number = number_in(unit)
        if scope.unit(visit.conn, paths, number) is None:
            raise Missing(unit)
        nodes = (number,)
    state = given.get("state", "")
    kind = given.get("kind", "")
    return Wanted(
        nodes=nodes, state=state if state in list(CaseState) else "", kind=kind if kind in rules.harm() else ""
    )


def _with(wanted: Wanted, *, after: str, mine: int) -> Wanted:
    return Wanted(nodes=wanted.nodes, state=wanted.state, kind=wanted.kind, after=after, mine=mine)


def _units(visit: Visit, chosen: int) -> list[tuple[int, str]]:
    """Units to choose from, indented as they stand below each other: the uppermost, those right below them, and, of
    the one that is chosen, the way to it and what is right below it.
    """
    rows = worklist.choice(visit.conn, visit.who.paths(Act.SEE_BELOW), chosen, most=_UNITS)
    least = min((row.path.count("/") for row in rows), default=0)
    return [(row.org_no, "\u2003" * (row.path.count("/") - least) + row.name) for row in rows]


def _chosen(given: dict[str, str]) -> dict[str, str]:
    return {name: given[name] for name in _FILTERS if given.get(name)}


def _link(path: str, chosen: dict[str, str], **changed: object) -> str:
    """An address with the filters that hold, some of them changed; empty ones left out."""
    given = {name: str(value) for name, value in {**chosen, **changed}.items() if value not in ("", None)}
    return f"{HOME}/cases{path}" + (f"?{urlencode(given)}" if given else "")


def _offers(case: CaseView) -> dict[str, list[tuple[str, str]]]:
    """Records and doses that may be changed, by reference, with their letter or day."""
    records = [(one.id, one.letter) for one in case.records if one.mine and not one.voided]
    doses = [(one.id, f"{one.letter} {wording.day(one.day)} {one.product}") for one in case.doses
             if one.mine and not one.voided]  # fmt: skip
    return {"records": records, "doses": doses}


def routes() -> list[Route]:
    """For the application."""
    seen = staff(Act.SEE_BELOW)
    return [
        Route("/cases", seen(_listed), methods=["GET"]),
        Route("/cases/done", seen(_done), methods=["GET"]),
        Route("/cases/c/{case}", seen(_shown), methods=["GET"]),
        *case_deeds.routes(wanted_of, shown),
    ]

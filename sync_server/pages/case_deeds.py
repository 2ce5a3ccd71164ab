"""What is sent from the page of a case: decisions, claims, undoing; after each the next thing to do opens by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing.visitor import Missing, number_in
from sync_server.district.cases import acts, claims, undoing, worklist
from sync_server.district.cases.deciding import Desk
from sync_server.district.cases.views import Answer, Decided, Deed
from sync_server.district.cases.worklist import Wanted
from sync_server.pages.door import staff
from sync_server.pages.visit import HOME, Visit
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.rights import Act

_CASES = f"{HOME}/cases"
_FILTERS = ("unit", "kind", "state")
_STAYS = frozenset((Deed.CORRECT, Deed.VOID))  # after these the case may still be to be decided
_REFUSED = 409
WantedOf = Callable[[Visit, dict[str, str]], Wanted]
Shown = Callable[..., Response]


def _form(visit: Visit, name: str) -> str:
    return visit.form.get(name, "")


_DEEDS: dict[Deed, Callable[[Desk, Visit], Answer]] = {
    Deed.SAME: lambda desk, visit: desk.same(why=_form(visit, "why")),
    Deed.DIFFER: lambda desk, visit: desk.differ(why=_form(visit, "why")),
    Deed.UNLINK: lambda desk, visit: desk.unlink(_form(visit, "of"), why=_form(visit, "why")),
    Deed.RESOLVE: lambda desk, visit: desk.resolve(how=_form(visit, "how"), why=_form(visit, "why")),
    Deed.ASK: lambda desk, visit: desk.ask(
        unit=_number(_form(visit, "unit_asked")), what=_form(visit, "what"), text=_form(visit, "text"),
        until=_form(visit, "until"),
    ),
    Deed.CORRECT: lambda desk, visit: desk.correct(
        _form(visit, "of"), fields={_form(visit, "field"): _form(visit, "value")}, why=_form(visit, "why")
    ),
    Deed.VOID: lambda desk, visit: desk.void(_form(visit, "of"), why=_form(visit, "why")),
}  # fmt: skip


class _Deeds:
    """Handlers, given how the list is asked for and how a case is shown."""

    def __init__(self, wanted_of: WantedOf, shown: Shown) -> None:
        self._wanted_of, self._shown = wanted_of, shown

    def next(self, visit: Visit) -> Response:
        """Takes the next case in hand and opens it."""
        return self._next(visit, "")

    def claim(self, visit: Visit) -> Response:
        """Takes this case in hand."""
        case = self._case(visit)
        taken = claims.take(visit.conn, case, visit.who.user_no, now_ms=visit.server.now_ms())
        return visit.to(self._at(visit, case), "" if taken else "district_cases.taken_already")

    def leave(self, visit: Visit) -> Response:
        """Lays this case back, and opens the one behind it in the list."""
        case = self._case(visit)
        claims.let_go(visit.conn, case, visit.who.user_no)
        return self._next(visit, "", after=worklist.place_of(visit.conn, case))

    def decide(self, what: Deed) -> Callable[[Visit], Response]:
        """The handler of one kind of decision."""

        def decided(visit: Visit) -> Response:
            case = self._case(visit)
            answer = _DEEDS[what](Desk(visit.conn, visit.server, visit.who, case), visit)
            if not isinstance(answer, Decided):
                return self._shown(visit, wrong=_words(visit, answer), status=_REFUSED)
            if what in _STAYS:
                return visit.to(self._at(visit, case), f"district_cases.did.{what.value}")
            return self._next(visit, f"district_cases.did.{what.value}")

        return decided

    def undo(self, visit: Visit) -> Response:
        """Takes an act back, the latest of the visitor's unless one is named, and opens its case."""
        number = _number(_form(visit, "act")) or acts.last(visit.conn, visit.who.user_no)
        row = acts.row(visit.conn, number) if number else None
        if row is None:
            return visit.to(_CASES + self._query(visit), "district_cases.nothing_to_undo")
        answer = undoing.undo(visit.conn, visit.server, visit.who, number)
        if isinstance(answer, Refused) and answer.reason is Refusal.ISSUE_GONE:
            raise Missing(str(number))
        at = f"{_CASES}/c/{row.issue}{self._query(visit)}"
        if isinstance(answer, Decided):
            claims.take(visit.conn, row.issue, visit.who.user_no, now_ms=visit.server.now_ms())
            return visit.to(at, "district_cases.undone")
        return visit.to(at, f"refusal.reason.{answer.reason.value}", **_facts(visit, answer))

    def _next(self, visit: Visit, said: str, *, after: str = "") -> Response:
        wanted = self._wanted_of(visit, visit.form)
        me = visit.who.user_no
        free = Wanted(nodes=wanted.nodes, state=wanted.state, kind=wanted.kind, after=after, free_for=me)
        now_ms = visit.server.now_ms()
        claims.sweep(visit.conn, now_ms=now_ms)
        case = claims.take_next(visit.conn, free, me, now_ms=now_ms)
        if case:
            return visit.to(self._at(visit, case), said)
        return visit.to(_CASES + self._query(visit), said or "district_cases.nothing_left")

    def _case(self, visit: Visit) -> str:
        """The case of the address.

        Raises:
            Missing: none of the visitor's units has such a case.
        """
        case = visit.part["case"]
        if not Desk(visit.conn, visit.server, visit.who, case).is_there:
            raise Missing(case)
        return case

    def _at(self, visit: Visit, case: str) -> str:
        return f"{_CASES}/c/{case}{self._query(visit)}"

    def _query(self, visit: Visit) -> str:
        held = {name: visit.form[name] for name in _FILTERS if visit.form.get(name)}
        return f"?{urlencode(held)}" if held else ""


def _words(visit: Visit, answer: Answer) -> str:
    if isinstance(answer, Refused):
        return visit.say(f"refusal.reason.{answer.reason.value}", **_facts(visit, answer))
    return " ".join(
        f"{visit.say(f'person.field.{one.field}')}: {visit.say(f'person.flaw.{one.flaw.value}')}"
        for one in answer.flaws
    )


def _facts(visit: Visit, answer: Refused) -> dict[str, Any]:
    named = {"act": "clinical.act", "kind": "clinical.kind"}
    return {
        name: visit.say(f"{named[name]}.{value}") if name in named else value for name, value in answer.facts.items()
    }


def _number(text: str) -> int:
    return number_in(text)


def routes(wanted_of: WantedOf, shown: Shown) -> list[Route]:
    """For the application."""
    deeds = _Deeds(wanted_of, shown)
    handlers = {
        "/cases/next": deeds.next,
        "/cases/undo": deeds.undo,
        "/cases/c/{case}/claim": deeds.claim,
        "/cases/c/{case}/leave": deeds.leave,
        **{f"/cases/c/{{case}}/{what.value}": deeds.decide(what) for what in Deed},
    }
    return [Route(path, staff(Act.SEE_BELOW)(handler), methods=["POST"]) for path, handler in handlers.items()]

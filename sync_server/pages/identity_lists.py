"""A list for the police: its paper and workbook, what came back row by row, taking it over, taking it back.

Between looking and taking the file is carried by the form itself: nothing of it is kept at the server but entries.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections import Counter

from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing.visitor import Missing, number_in
from sync_server.district.identity import answers, sheets, takings, workbooks
from sync_server.district.identity.answers import Taken
from sync_server.district.identity.sheets import Sheet
from sync_server.pages import frame
from sync_server.pages.door import staff
from sync_server.pages.visit import HOME, Visit
from vaxdesk.domain.cleaning.answers import Answer, AnswerProblem, ReturnedList
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.rights import Act

MOST_FILE = 2 * 1024 * 1024
_PDF, _XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_REFUSED = 409


def said(visit: Visit, refused: Refused) -> str:
    """Why something was not done."""
    facts = {name: visit.say(f"clinical.act.{value}") if name == "act" else value
             for name, value in refused.facts.items()}  # fmt: skip
    return visit.say(f"refusal.reason.{refused.reason.value}", **facts)


def problem(visit: Visit, answer: Answer) -> str:
    """What is odd with a row, or what becomes of it."""
    if answer.problem is None:
        return visit.say(f"district_identity.becomes.{'taken' if answer.take else 'silent'}")
    detail = answer.detail
    if answer.problem is AnswerProblem.NOT_SOUND:
        detail = visit.say(f"person.flaw.{detail}")
    return visit.say(f"district_identity.problem.{answer.problem.value}", detail=detail)


def _list(visit: Visit) -> Response:
    return _shown(visit, _sheet(visit))


def _shown(visit: Visit, sheet: Sheet, *, wrong: str = "") -> Response:
    done = takings.of_sheet(visit.conn, sheet.id)
    kinds = Counter(kind for kind, _ in sheet.people)
    return frame.show(
        visit, "identity/list.html", status=_REFUSED if wrong else 200, sheet=sheet, takings=done, kinds=kinds,
        wrong=wrong,
    )  # fmt: skip


def _paper(visit: Visit) -> Response:
    sheet = _sheet(visit)
    visit.looked("identity_list", sheet.view.id)
    data = sheets.paper(visit.conn, sheet, now_s=visit.server.now(), language=visit.language)
    return _file(data, _PDF, sheet, "pdf")


def _book(visit: Visit) -> Response:
    sheet = _sheet(visit)
    visit.looked("identity_list", sheet.view.id)
    data = sheets.book(visit.conn, sheet, language=visit.language)
    return _file(data, _XLSX, sheet, "xlsx")


def _look(visit: Visit) -> Response:
    sheet = _sheet(visit)
    name, raw = visit.files.get("file", ("", b""))
    return _looked(visit, sheet, name, raw)


def _looked(visit: Visit, sheet: Sheet, name: str, raw: bytes, *, wrong: str = "") -> Response:
    found = _judged(visit, sheet, name, raw)
    if isinstance(found, Refused):
        return _shown(visit, sheet, wrong=said(visit, found))
    visit.looked("identity_list", sheet.view.id)
    rows = [one for one in found.answers if one.result is not None or one.problem is not None]
    return frame.show(
        visit, "identity/returned.html", status=_REFUSED if wrong else 200, sheet=sheet, found=found, rows=rows,
        silent=len(found.answers) - len(rows), content=b64encode(raw).decode(), wrong=wrong,
        problem=lambda one: problem(visit, one), by=visit.form.get("by", ""),
    )  # fmt: skip


def _result(visit: Visit) -> Response:
    """The workbook as it came back, with what is odd in each row."""
    sheet = _sheet(visit)
    name, raw = _carried(visit)
    found = _judged(visit, sheet, name, raw)
    if isinstance(found, Refused):
        return _shown(visit, sheet, wrong=said(visit, found))
    told = [problem(visit, one) for one in found.answers]
    data = workbooks.with_results(raw, told, heading=visit.say("district_identity.column.becomes"))
    return _file(data, _XLSX, sheet, "xlsx")


def _take(visit: Visit) -> Response:
    sheet = _sheet(visit)
    name, raw = _carried(visit)
    found = _judged(visit, sheet, name, raw)
    if isinstance(found, Refused):
        return _shown(visit, sheet, wrong=said(visit, found))
    rows = [int(one) for one in visit.many.get("row", ()) if one.isascii() and one.isdigit() and len(one) < 10]
    by = visit.form.get("by", "")[:200]
    taken = answers.take(visit.conn, visit.server, visit.who, sheet.id, returned=found, rows=rows, by=by)
    if isinstance(taken, Refused):
        return _looked(visit, sheet, name, raw, wrong=said(visit, taken))
    return _told(visit, sheet, taken)


def _told(visit: Visit, sheet: Sheet, taken: Taken) -> Response:
    key = "district_identity.taken_but" if taken.left else "district_identity.taken"
    return visit.to(f"{HOME}/identity/lists/{sheet.id}", key, n=taken.rows, left=taken.left)


def _undo(visit: Visit) -> Response:
    sheet = _sheet(visit)
    number = visit.form.get("taking", "")
    taking = number_in(number)
    undone = takings.undo(visit.conn, visit.server, visit.who, sheet.id, taking)
    if isinstance(undone, Refused):
        return _shown(visit, sheet, wrong=said(visit, undone))
    return visit.to(f"{HOME}/identity/lists/{sheet.id}", "district_identity.undone")


def _judged(visit: Visit, sheet: Sheet, name: str, raw: bytes) -> ReturnedList | Refused:
    if not 0 < len(raw) <= MOST_FILE:
        return Refused(reason=Refusal.LIST_UNREADABLE)
    return answers.look(visit.conn, visit.server, visit.who, sheet, name=name[:200], raw=raw)


def _carried(visit: Visit) -> tuple[str, bytes]:
    try:
        return visit.form.get("name", ""), b64decode(visit.form.get("content", ""), validate=True)
    except (NotBase64, ValueError):
        return "", b""


def _sheet(visit: Visit) -> Sheet:
    found = sheets.find(visit.conn, visit.who, visit.number("sheet"))
    if found is None:
        raise Missing(visit.part["sheet"])
    return found


def _file(data: bytes, kind: str, sheet: Sheet, ending: str) -> Response:
    name = sheet.view.no.replace("/", "-").encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    headers = {**frame.HEADERS, "Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(data, media_type=kind, headers=headers)


def routes() -> list[Route]:
    """For the application."""
    opened, at = staff(Act.VERIFY_RECORDS), "/identity/lists/{sheet}"
    gets = {"": _list, "/paper": _paper, "/book": _book}
    posts = {"/look": _look, "/result": _result, "/take": _take, "/undo": _undo}
    return [
        *(Route(at + path, opened(handler), methods=["GET"]) for path, handler in gets.items()),
        *(Route(at + path, opened(handler), methods=["POST"]) for path, handler in posts.items()),
    ]

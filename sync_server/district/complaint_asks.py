"""Questions to sites about a complaint, with the photos of paper that come back with the answers (decision 0047).

A question is an entry `ask` in the feed of the site, about the complaint, so that it goes with the complaint and with
whom that is about. Whoever may answer the complaint at a unit may ask the unit; the 48 hours go on.
"""

from __future__ import annotations

from base64 import b64decode
from collections import defaultdict
from collections.abc import Collection
from hashlib import sha256

import msgspec
import sqlalchemy as sa

from sync_server.district import complaints, pictures, scope
from sync_server.district.cases import writers
from sync_server.district.cases.views import Written
from sync_server.district.cases.worklist import unit_names
from sync_server.district.complaints import RIGHT, View
from sync_server.district.who import Who
from sync_server.reading import naming, quoting
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain import times
from vaxdesk.domain.cases.question import MOST_PICTURES, OF_COMPLAINTS, QuestionView, check_question
from vaxdesk.domain.payloads import Ask, Void
from vaxdesk.domain.payloads_catchup import Photo
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.journal import hole, line
from vaxdesk.registry import registers
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import pictures as photos
from vaxdesk.registry.queries import questions


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question that was not withdrawn. `photos` have come whole, `coming` more are said to be on their way."""

    view: QuestionView
    unit: str
    asked: Written | None
    answered: Written | None
    photos: tuple[str, ...] = ()
    coming: int = 0


def send(
    conn: sa.Connection, server: Server, who: Who, ref: str, *, unit: int, what: str, text: str
) -> str | Refused | None:
    """Asks a site about a complaint that waits, in the caller's transaction; gives the reference of the question.

    Args:
        unit: number of the site.
        what: `AskWhat`, one of `OF_COMPLAINTS`.
        text: who and what it is about: the site may know neither.

    Returns:
        None where it is none of one's units; Refused ISSUE_GONE for a complaint that is answered, ALREADY_ASKED while
        the site has the same question, or what is wrong with it.
    """
    found = complaints.find(conn, who, ref, now=int(server.now()))
    row = scope.unit(conn, who.paths(RIGHT), unit)
    if found is None or row is None:
        return None
    if found.clock is None:
        return Refused(reason=Refusal.ISSUE_GONE)
    today = times.day_of(server.now())
    until = max(times.day_of(found.clock.due), today)
    asked = what if what in OF_COMPLAINTS and text.strip() else ""
    wrong = check_question(what=asked, text=text, until=until, today=today)
    if wrong:
        return wrong
    if any(one.what == what and not one.answer for one in _at(conn, ref, unit)):
        return Refused(reason=Refusal.ALREADY_ASKED)
    refs = [found.person] if found.person and _feed(conn, found.person) == unit else []
    said = Ask(issue=issue_of(ref), what=what, text=text.strip(), refs=refs, until=until, photos=MOST_PICTURES)
    return hosted.write(conn, server, unit, [Note(kind="ask", payload=said, of=ref, user=who.user_no)])[0]


def withdraw(conn: sa.Connection, server: Server, who: Who, ref: str, question: str) -> str | Refused | None:
    """Takes a question back that nobody has answered.

    Returns:
        None where it is none about a complaint of one's units; Refused QUESTION_GONE when it was answered.
    """
    names = naming.names(conn)
    found = _one(conn, names, who, server, ref, question)
    unit = _feed(conn, question)
    if found is None or not unit:
        return None
    if found.answer:
        return Refused(reason=Refusal.QUESTION_GONE)
    void = Void(v=True, why=UndoReason.WRONG_ENTRY.value)
    rev = registers.next_rev(conn, names.known(question))
    note = Note(kind="void", payload=void, of=question, rev=rev, user=who.user_no)
    return hosted.write(conn, server, unit, [note])[0]


def about(conn: sa.Connection, ref: str) -> list[Question]:
    """The questions about a complaint, the latest first."""
    names = naming.names(conn)
    views = questions.about(conn, names, [ref])
    ids = {one: names.known(one) for view in views for one in (view.id, view.answer) if one}
    written = writers.of(conn, names, ids.values())
    units = _units(conn, names, [view.id for view in views])
    return [_question(conn, names, one, units.get(one.id, ""), ids, written) for one in reversed(views)]


def standing(conn: sa.Connection, refs: Collection[str]) -> dict[str, tuple[int, int]]:
    """Of complaints that were asked about: how many questions stand, and how many of these have an answer."""
    names = naming.names(conn)
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for one in questions.about(conn, names, refs):
        asked, answered = found[one.person]
        found[one.person] = asked + 1, answered + bool(one.answer)
    return dict(found)


def photo(conn: sa.Connection, server: Server, who: Who, ref: str, question: str, whole: str) -> bytes:
    """A photo that belongs to the answer of a question, as JPEG of our own making; empty where there is none.

    Args:
        whole: its name, `Photo.whole`.
    """
    names = naming.names(conn)
    found = _one(conn, names, who, server, ref, question)
    if found is None or whole not in found.pictures:
        return b""
    pieces = photos.beside(conn, names, ref, question).get(whole, [])
    lines = quoting.filed(conn, names, [names.known(one) for one in pieces])
    texts = [lines[id_][0] for one in pieces if (id_ := names.known(one)) in lines]
    if len(texts) < len(pieces) or any(hole.is_hole(one) for one in texts):
        return b""
    try:
        return pictures.remade(b"".join(_piece(one) for one in texts))
    except ValueError:  # text that is none, of a program that is not ours
        return b""


def issue_of(ref: str) -> str:
    """How questions name a complaint, hex."""
    return sha256(f"complaint {ref}".encode()).hexdigest()[:32]


def _piece(text: bytes) -> bytes:
    return b64decode(msgspec.json.decode(line.decode(text).d, type=Photo).data, validate=True)


def _question(
    conn: sa.Connection, names: LogNames, view: QuestionView, unit: str, ids: dict[str, int],
    written: dict[int, Written],
) -> Question:  # fmt: skip
    there = photos.beside(conn, names, view.person, view.id) if view.pictures else {}
    wanted = dict.fromkeys(view.pictures[:MOST_PICTURES])
    come = tuple(one for one in wanted if one in there)
    return Question(
        view=view,
        unit=unit,
        asked=written.get(ids[view.id]),
        answered=written.get(ids[view.answer]) if view.answer else None,
        photos=come,
        coming=len(wanted) - len(come),
    )


def _one(
    conn: sa.Connection, names: LogNames, who: Who, server: Server, ref: str, question: str
) -> QuestionView | None:
    """A question about a complaint of one's units."""
    found: View | None = complaints.find(conn, who, ref, now=int(server.now()))
    view = questions.by_ref(conn, names, question) if found is not None else None
    return view if view is not None and view.person == ref else None


def _at(conn: sa.Connection, ref: str, unit: int) -> list[QuestionView]:
    return [one for one in questions.about(conn, naming.names(conn), [ref]) if _feed(conn, one.id) == unit]


def _feed(conn: sa.Connection, ref: str) -> int:
    id_ = naming.names(conn).known(ref)
    return naming.feeds_of(conn, [id_]).get(id_, 0) if id_ else 0


def _units(conn: sa.Connection, names: LogNames, refs: Collection[str]) -> dict[str, str]:
    ids = {one: names.known(one) for one in refs}
    feeds = naming.feeds_of(conn, ids.values())
    told = unit_names(conn, sorted(set(feeds.values())))
    return {one: told.get(feeds.get(id_, 0), "") for one, id_ in ids.items()}

"""What the police found at one station is known where the person is met next: board, reception, record."""

from __future__ import annotations

from collections.abc import Callable

from tests.desk.test_lookup import LANH, desk_at, exchanged, server
from tests.servers import RunningServer
from vaxdesk.desk import board, identify
from vaxdesk.desk.context import Desk
from vaxdesk.desk.corrections import amend
from vaxdesk.desk.news import board_news
from vaxdesk.desk.record import record
from vaxdesk.domain.cleaning.police import COMPARED, VerifyResult
from vaxdesk.domain.payloads import Appt, Void
from vaxdesk.domain.payloads_cleaning import PoliceList, Verified
from vaxdesk.registry.queries import verified

__all__ = ["desk_at", "server"]
BY = "Thiếu tá Hà Văn Bình"


def listed(desk: Desk) -> str:
    with desk.store.writing(user=desk.user.no) as w:
        who = w.add("person", LANH)
        w.add("appt", Appt(day=desk.day), of=who)
    return who


def answered(desk: Desk, who: str, result: VerifyResult, *, data: dict[str, str] | None = None) -> str:
    with desk.store.writing(user=desk.user.no) as w:
        sheet = w.add("policelist", PoliceList(no="001/2026", day=desk.day, kinds=["no_id"], people=1))
        said = Verified(day=desk.day, result=result.value, sheet=sheet, row=1, by=BY, data=data or {})
        return w.add("verified", said, of=who)


def seen(desk: Desk) -> tuple[str, str, str]:
    """The mark of the only person on the board, at reception, on the page; which record stands is not ours to say."""
    [line] = board.rows(desk)
    who = line.person.id
    found = identify.look(desk, who)
    page = record(desk, who)
    assert found is not None and page is not None
    return line.verified, found.presence.verified, page.verified.result.value if page.verified else ""


def test_a_verified_person_is_known_at_the_next_station(
    server: RunningServer, desk_at: Callable[[str], Desk]
) -> None:
    here, there = desk_at("TYT-01"), desk_at("TYT-03")
    known, again = listed(here), listed(there)
    exchanged(server, here, there)
    before = board_news(there, {}, "")
    assert seen(here) == ("", "", "")
    said = answered(here, known, VerifyResult.CORRECTED)
    assert seen(here) == ("corrected",) * 3
    exchanged(server, here, there)
    assert seen(there) == ("corrected",) * 3
    page = record(there, again)
    assert page is not None and page.verified is not None
    assert (page.verified.id, page.verified.by, page.verified.sheet) == (said, BY, ""), "the list stays at home"
    with there.store.reading() as conn:
        assert verified.lists(conn, there.store.names) == []
    told = board_news(there, before.mark, before.day)
    assert [one.verified for one in told.rows] == ["corrected"], "the board is told of it like of a dose"


def test_what_is_corrected_after_it_was_verified_is_no_longer_so_anywhere(
    server: RunningServer, desk_at: Callable[[str], Desk]
) -> None:
    here, there = desk_at("TYT-01"), desk_at("TYT-03")
    known, _ = listed(here), listed(there)
    answered(here, known, VerifyResult.RIGHT, data={name: getattr(LANH, name) for name in COMPARED})
    exchanged(server, here, there)
    assert seen(here) == seen(there) == ("right",) * 3
    [line] = board.rows(here)  # what somebody at the desk corrects is the record that stands
    with here.store.writing(user=here.user.no) as w:
        amend(w, line.person.id, {"dob": "1990-12-31"}, why="")
    assert seen(here) == ("changed",) * 3
    with here.store.reading() as conn:
        assert verified.counts(conn) == {VerifyResult.CHANGED: 1}


def test_what_is_taken_back_is_taken_back_there_too(
    server: RunningServer, desk_at: Callable[[str], Desk]
) -> None:
    here, there = desk_at("TYT-01"), desk_at("TYT-03")
    known, _ = listed(here), listed(there)
    said = answered(here, known, VerifyResult.RIGHT)
    exchanged(server, here, there)
    assert seen(there) == ("right",) * 3
    with here.store.writing(user=here.user.no) as w:
        w.change("void", Void(v=True, why="wrong_person"), of=said)
    exchanged(server, here, there)
    assert seen(there) == ("", "", "")

"""Observation's clocks and intents with ports that note what they are asked; time is moved by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.screens.observation_bench import ENTRY, Bench
from vaxdesk.domain.after_injection import Watched
from vaxdesk.domain.identity import Found, Match, Presence, Unread, Via
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.domain.scans import Scan, ScanKind, ScanOutcome
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.notices import Level
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screen import Change, RawScan, ScanSource
from vaxdesk.ui.screens.observation.banner import banner_text
from vaxdesk.ui.screens.observation.gallery import NOW, watched
from vaxdesk.ui.screens.observation.state import Call
from vaxdesk.ui.screens.observation.tile import span

CODE = RawScan("code", ScanSource.WEDGE)


@pytest.fixture
def made():
    benches: list[Bench] = []

    def make(*people: Watched, **how: bool) -> Bench:
        benches.append(Bench(*people, **how))
        return benches[-1]

    yield make
    for bench in benches:
        while bench.notices.current:
            bench.notices.dismiss()


def found(one: Watched) -> Found:
    presence = Presence(person=one.row.person)
    return Found(presence=presence, match=Match.DOCUMENT, via=Via.CARD, check_in=Allowed())


DUE, SOON, LATER = (
    watched(21, "Nguyễn Thị Lành", minutes_ago=31),
    watched(22, "Lò Văn Páo", minutes_ago=29.9),
    watched(23, "Giàng Thị Mỷ", minutes_ago=3),
)
REACTED = watched(24, "Sùng A Chứ", minutes_ago=40, reaction="common")


def test_whoever_may_leave_first_is_highlighted(made) -> None:
    bench = made(DUE, SOON, LATER)
    assert bench.model.state.at == DUE.id
    assert bench.badges[-1] == ("1", Tone.WAIT)
    assert banner_text(bench.model.state) == "1 người đã đủ giờ, có thể cho về: số 21."


def test_the_clock_asks_nobody_and_rings_once_when_somebody_is_due(made) -> None:
    bench = made(SOON, LATER)
    assert (bench.reads, bench.heard) == (1, [])
    bench.seconds(5)
    assert (bench.model.state.over, bench.heard) == ((), [])
    bench.seconds(1)
    assert (bench.model.state.over, bench.heard) == ((SOON,), ["rang"])
    bench.seconds(20)
    assert (bench.reads, bench.heard) == (1, ["rang"])


def test_the_alarm_is_stronger_when_somebody_is_overdue(made) -> None:
    bench = made(watched(21, "Lan", minutes_ago=44.95))
    bench.seconds(1)  # due already when the screen was opened
    bench.heard.clear()
    bench.seconds(10)
    assert bench.heard == ["rang"] * 3
    assert (bench.model.state.call, bench.badges[-1]) == (Call.OVERDUE, ("1", Tone.HARM))


def test_a_reaction_recorded_anywhere_rings_too(made) -> None:
    bench = made(LATER)
    bench.people = (watched(23, "Giàng Thị Mỷ", minutes_ago=3, reaction="serious"),)
    bench.model.look_again()
    bench.seconds(5)
    assert bench.heard == ["rang"] * 3
    assert bench.model.state.call is Call.REACTION


def test_a_clock_set_back_never_shows_more_than_the_whole(made) -> None:
    bench = made(LATER)
    bench.now -= 7200
    bench.model.tick()
    assert bench.model.state.people[0].clock(bench.model.state.now).remaining == 1800


def test_what_was_saved_while_hidden_is_seen_within_a_minute(made) -> None:
    bench = made(LATER)
    bench.seconds(61)
    assert bench.reads == 2


def test_one_act_releases_whose_time_is_over(made) -> None:
    bench = made(DUE, LATER)
    bench.model.release()
    assert bench.asked == [(DUE.id, {"state": "", "why": ""})]
    state = bench.model.state
    assert [one.id for one in state.people] == [LATER.id]
    assert (state.released.no, state.released.entry, state.at) == (21, ENTRY, LATER.id)
    assert bench.published == [{Change.VISITS}]
    bench.notices.act()
    assert bench.heard == ["undo_wanted"]


def test_before_the_time_a_reason_is_asked(made) -> None:
    bench = made(LATER)
    bench.model.release()
    assert (bench.asked, bench.heard) == ([], ["early_wanted"])
    bench.model.let_go(LATER.id, why="family: con ốm")
    assert bench.asked == [(LATER.id, {"state": "", "why": "family: con ốm"})]


def test_after_a_reaction_the_state_is_asked(made) -> None:
    bench = made(REACTED)
    bench.model.release()
    assert (bench.asked, bench.heard) == ([], ["state_wanted"])
    bench.model.let_go(REACTED.id, state="transferred")
    assert bench.model.state.released.transferred
    bench.model.certificate()
    assert bench.went == []


def test_two_presses_release_one(made) -> None:
    bench = made(DUE, REACTED, manual=True)
    bench.db.drain()
    bench.model.release()
    bench.model.release()
    bench.db.drain()
    assert len(bench.asked) == 1


def test_a_scan_releases_or_highlights(made) -> None:
    bench = made(DUE, LATER)
    bench.found = found(DUE)
    bench.model.scanned(CODE)
    assert [person for person, _ in bench.asked] == [DUE.id]
    bench.found = found(LATER)
    bench.answer = Refused(reason=Refusal.STILL_OBSERVED, facts={"minutes": 27})
    bench.model.scanned(CODE)
    assert (bench.model.state.at, bench.model.state.refused) == (LATER.id, bench.answer)


def test_a_scan_of_somebody_who_reacted_asks(made) -> None:
    bench = made(DUE, REACTED)
    bench.found = found(REACTED)
    bench.model.scanned(CODE)
    assert (bench.asked, bench.heard, bench.model.state.at) == ([], ["state_wanted"], REACTED.id)


def test_a_code_of_somebody_elsewhere_is_refused_in_words(made) -> None:
    bench = made(DUE)
    bench.found, bench.answer = found(LATER), Refused(reason=Refusal.NOT_INJECTED)
    bench.model.scanned(CODE)
    assert bench.notices.current.text == "Hôm nay chưa tiêm."
    bench.found = Unread(Scan(kind=ScanKind.UNKNOWN, outcome=ScanOutcome.OTHER_CODE))
    bench.model.scanned(CODE)
    assert bench.notices.current.level is Level.WARN


def test_name_and_number_filter_without_accents(made) -> None:
    bench = made(DUE, SOON, LATER)
    bench.model.searched("giang")
    assert [one.id for one in bench.model.state.shown] == [LATER.id]
    assert bench.model.state.at == LATER.id
    bench.model.searched("21")
    bench.model.submit("21")
    assert [person for person, _ in bench.asked] == [DUE.id]


def test_enter_on_several_releases_nobody(made) -> None:
    bench = made(DUE, REACTED)
    bench.model.submit("s")
    assert bench.asked == []


def test_arrows_stop_at_the_ends(made) -> None:
    bench = made(DUE, SOON, LATER)
    bench.model.move(-1)
    assert bench.model.state.at == DUE.id
    bench.model.move(5)
    assert bench.model.state.at == LATER.id


def test_an_undo_brings_the_person_back(made) -> None:
    bench = made(DUE)
    bench.model.release()
    bench.people = (DUE,)
    bench.model.undo(ENTRY, "wrong_person")
    assert bench.asked[-1] == (ENTRY, {"why": "wrong_person"})
    assert (bench.model.state.at, bench.model.state.released) == (DUE.id, None)


def test_an_undo_refused_is_said(made) -> None:
    bench = made(DUE)
    bench.model.release()
    bench.answer = Refused(reason=Refusal.LATER_STEP_FIRST, facts={"kind": "cert"})
    bench.model.undo(ENTRY, "wrong_person")
    assert "cấp giấy xác nhận" in bench.notices.current.text


def test_the_certificate_by_one_key(made) -> None:
    bench = made(DUE)
    bench.model.certificate()
    bench.model.release()
    bench.model.certificate()
    assert bench.went == [("certificates", DUE.id)]


def test_a_full_disk_is_said_and_the_person_stays(made) -> None:
    bench = made(DUE)
    bench.answer = Trouble(TroubleCode.DISK_FULL)
    bench.model.release()
    assert bench.notices.current.level is Level.ERROR
    assert (bench.model.state.busy, len(bench.model.state.people)) == (False, 1)


@pytest.mark.parametrize(
    ("seconds", "after", "text"),
    [(1800, False, "30:00"), (61, False, "01:01"), (0, True, "+00:00"), (130, True, "+02:10"), (3900, True, "+1h05")],
)
def test_spans(seconds: int, after: bool, text: str) -> None:
    assert span(seconds, after=after) == text


@given(st.lists(st.integers(-4000, 4000), max_size=8), st.integers(0, 4000))
def test_time_only_goes_on(injected: list[int], later: int) -> None:
    """Whatever the moments, nobody whose time is over is watched again."""
    people = tuple(watched(n, "Lan", minutes_ago=at / 60) for n, at in enumerate(injected))
    over = {one.id for one in people if not one.clock(NOW).remaining}
    assert over <= {one.id for one in people if not one.clock(NOW + later).remaining}

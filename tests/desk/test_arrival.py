"""Users from above at a desk: they come with the feed, sign in without a line, and go when their grant does."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sync_server.authority import orgs
from sync_server.durable.database import writing
from sync_server.operating import giving
from tests.desk.conftest import PASSWORD, QUICK, Clock
from tests.servers import RunningServer
from vaxdesk.desk import arrival, authority, entrance, sending, station
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.payloads import User
from vaxdesk.domain.payloads_sync import Grant
from vaxdesk.domain.rights import Act
from vaxdesk.store import keyfile
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.trouble import Trouble, TroubleCode
from vaxdesk.ui.lanes import Lanes
from vaxdesk.ui.window import Window
from vaxdesk.wiring.locking import Locking
from vaxdesk.wiring.session import Session

THEIRS = "một mật khẩu dài"
LOGIN = "lan@24211"


def give(server: RunningServer, role: GivenRole = GivenRole.RECORD, *, once: bool = False, until: str = "") -> int:
    wanted = giving.NewUser(login="lan", name="Nguyễn Thị Lan", password=THEIRS, once=once)
    with writing(server.engine) as conn:
        unit = orgs.find(conn, "24211")
        return giving.add_user(conn, server.server, unit, wanted, role=role, until=until)


def take(server: RunningServer, role: GivenRole = GivenRole.RECORD) -> None:
    with writing(server.engine) as conn:
        giving.ungrant(conn, server.server, LOGIN, orgs.find(conn, "24211"), role=role)


def test_a_user_from_above_signs_in_offline_and_then_opens_the_pc(joined: Desk, server: RunningServer) -> None:
    no = give(server)
    sending.send_all(joined)
    server.stop()  # no line from here on
    assert arrival.expected(joined) == ((LOGIN, "Nguyễn Thị Lan"),)
    for wrong in ((LOGIN, "falsch falsch"), ("nobody@24211", THEIRS)):
        with pytest.raises(Trouble) as trouble:
            arrival.arrive(joined, *wrong, cost=QUICK)
        assert trouble.value.code is TroubleCode.WRONG_PASSWORD
    theirs = arrival.arrive(joined, LOGIN, THEIRS, cost=QUICK)
    assert theirs.user.no == no
    assert theirs.refuses(Act.CHECK_IN) is None
    assert theirs.refuses(Act.MANAGE_USERS) is not None
    assert arrival.expected(joined) == ()
    joined.store.close()
    again = entrance.unlock(joined.store.home, LOGIN, THEIRS, now=joined.store.now)
    assert again.user.no == no
    again.store.close()


def test_a_password_for_once_is_changed_at_the_first_sign_in(joined: Desk, server: RunningServer) -> None:
    give(server, once=True)
    sending.send_all(joined)
    for chosen in ("", "12345678", THEIRS):
        with pytest.raises(arrival.NewPassword):
            arrival.arrive(joined, LOGIN, THEIRS, chosen=chosen, cost=QUICK)
    arrival.arrive(joined, LOGIN, THEIRS, chosen="của riêng tôi", cost=QUICK)
    with pytest.raises(Trouble):
        entrance.switch_by_password(joined, LOGIN, THEIRS)
    assert entrance.switch_by_password(joined, LOGIN, "của riêng tôi").user.login == LOGIN


def test_what_was_taken_back_is_gone_as_soon_as_it_is_known(joined: Desk, server: RunningServer) -> None:
    give(server, GivenRole.LEAD)
    sending.send_all(joined)
    theirs = arrival.arrive(joined, LOGIN, THEIRS, cost=QUICK)
    take(server, GivenRole.LEAD)
    sending.send_all(joined)
    with joined.store.reading() as conn:
        assert authority.find(conn, joined.store.names, theirs.user.no, joined.now()) is None
    with pytest.raises(Trouble):
        entrance.switch_by_password(joined, LOGIN, THEIRS)
    home = joined.store.home
    joined.store.close()
    entrance.unlock(home, "mai", PASSWORD, now=joined.store.now).store.close()
    assert [slot.login for slot in keyfile.load(home).slots] == ["mai", keyfile.RECOVERY_LOGIN]


def test_a_grant_ends_after_its_last_day_and_a_clock_set_back_does_not_bring_it_back(
    joined: Desk, server: RunningServer, desk_clock: Clock
) -> None:
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 7 * 3600))
    no = give(server, until=day)
    sending.send_all(joined)
    with joined.store.reading() as conn:
        assert authority.find(conn, joined.store.names, no, joined.now()) is not None
        assert authority.find(conn, joined.store.names, no, joined.now() + 2 * 86400) is None
    server.now = lambda: time.time() + 2 * 86400
    desk_clock.forward(days=2)
    sending.send_all(joined)
    desk_clock.forward(days=-30)
    with joined.store.reading() as conn:
        assert authority.find(conn, joined.store.names, no, joined.now()) is None


def test_only_the_servers_own_word_gives_rights(joined: Desk) -> None:
    """A desk that writes itself a user of above and a grant has written words, no rights."""
    with joined.store.writing(user=1) as w:
        w.add("user", User(no=200_000, name="X", login="x@66", verifier="x"))
        w.add("grant", Grant(user=200_000, role="lead", unit=":TYT-01"))
    with joined.store.reading() as conn:
        assert authority.find(conn, joined.store.names, 200_000, joined.now()) is None
    assert arrival.expected(joined) == ()


def test_numbers_of_new_users_of_the_station_stay_small(joined: Desk, server: RunningServer) -> None:
    give(server)
    sending.send_all(joined)
    added = station.add_user(joined, name="Vàng A Chú", login="chu", roles=("injection",))
    assert isinstance(added, Done)
    assert added.value == 2


def test_users_and_name_of_the_unit_above_are_not_ours(joined: Desk, server: RunningServer, tmp_path: Path) -> None:
    above = station.create(
        tmp_path / "above", station="66", name="Sở Y tế", user="Ai", login="ai", password=PASSWORD, cost=QUICK,
        now=joined.store.now,
    ).desk  # fmt: skip
    assert isinstance(sending.connect(above, server.url, server.enrol_code("2025-07:66")), Enrolment)
    sending.send_all(above)
    above.store.close()
    sending.send_all(joined)
    assert [(one.no, one.name) for one in station.users(joined)] == [(1, "Lò Thị Mai")]
    assert station.facts(joined).name == "Trạm Y tế xã Xà Hồ"


def test_at_the_window_a_user_from_above_comes_by_the_lock_page(joined: Desk, server: RunningServer, qtbot) -> None:
    give(server, once=True)
    sending.send_all(joined)
    window, taken = Window(), []
    qtbot.addWidget(window)
    locking = Locking(Session(joined), Lanes.inline(), window, taken=taken.append, speak=lambda _: None)
    locking.lock()
    model = locking._model
    theirs = next(one for one in model.state.people if one.login == LOGIN)
    assert theirs.new
    model.choose(theirs.no)
    model.try_password(THEIRS)
    assert model.state.own and not taken
    model.try_password(THEIRS, THEIRS)
    assert model.state.refused == "entrance.lock.own_other"
    model.try_password(THEIRS, "mật khẩu của riêng Lan")
    assert [one.user.login for one in taken] == [LOGIN]
    locking.lock()
    assert not next(one for one in locking._model.state.people if one.login == LOGIN).new

"""Doors of the desk: password, recovery words, PIN, and what each failure is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.conftest import PASSWORD, QUICK, Clock
from vaxdesk.desk import door, entrance, station, timekeeping
from vaxdesk.desk.context import Desk
from vaxdesk.domain import clock
from vaxdesk.domain.passwords import PasswordFault, fault
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.store import keyfile
from vaxdesk.trouble import Trouble, TroubleCode


def trouble_of(call) -> TroubleCode:
    with pytest.raises(Trouble) as caught:
        call()
    return caught.value.code


@pytest.fixture
def made(tmp_path: Path, desk_clock: Clock):
    opened = station.create(
        tmp_path, station="15041", name="Trạm", user="Mai", login="mai", password=PASSWORD, now=desk_clock, cost=QUICK
    )
    opened.desk.store.close()
    return tmp_path, opened.recovery


def test_set_up_opens_again_with_the_password_in_any_case_of_login(made, desk_clock) -> None:
    home, _ = made
    desk = entrance.unlock(home, "MAI", PASSWORD, now=desk_clock)
    assert (desk.user.name, desk.user.roles, desk.day) == ("Mai", ("lead",), "2026-11-23")
    assert station.facts(desk).name == "Trạm"
    desk.store.close()


def test_set_up_is_never_done_over_a_station(made) -> None:
    home, _ = made
    again = lambda: station.create(home, station="1", name="x", user="y", login="y", password=PASSWORD)  # noqa: E731
    assert trouble_of(again) is TroubleCode.STORE_EXISTS


@pytest.mark.parametrize(
    ("login", "password"), [("mai", "sai mật khẩu"), ("ai đó", PASSWORD), ("*", PASSWORD), ("", "")]
)
def test_wrong_password_and_unknown_login_look_alike(made, login: str, password: str) -> None:
    home, _ = made
    assert trouble_of(lambda: entrance.unlock(home, login, password)) is TroubleCode.WRONG_PASSWORD


def test_password_typed_in_another_unicode_form_is_the_same(made) -> None:
    import unicodedata

    home, _ = made
    entrance.unlock(home, "mai", unicodedata.normalize("NFD", PASSWORD)).store.close()


def test_recovery_words_give_a_new_password_as_a_hand_writes_them(made) -> None:
    home, recovery = made
    written = recovery.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert trouble_of(lambda: entrance.recover(home, "AAAA-" * 6, login="mai", password="x" * 9)) is (
        TroubleCode.WRONG_PASSWORD
    )
    entrance.recover(home, written, login="mai", password="trời hôm nay đẹp", cost=QUICK).store.close()
    entrance.unlock(home, "mai", "trời hôm nay đẹp").store.close()
    assert trouble_of(lambda: entrance.unlock(home, "mai", PASSWORD)) is TroubleCode.WRONG_PASSWORD


def test_torn_key_file_is_read_from_its_spare(made) -> None:
    home, _ = made
    (home / keyfile.FILE).write_bytes(b'{"slots": [')
    entrance.unlock(home, "mai", PASSWORD).store.close()
    (home / keyfile.SPARE).write_bytes(b"")
    assert trouble_of(lambda: entrance.unlock(home, "mai", PASSWORD)) is TroubleCode.KEYS_UNREADABLE


def test_no_station_is_said_so(tmp_path: Path) -> None:
    assert trouble_of(lambda: door.look(tmp_path)) is TroubleCode.NO_STORE
    assert not door.exists(tmp_path)


def test_colleagues_switch_by_pin_and_the_fifth_wrong_one_asks_for_the_password(desk: Desk) -> None:
    added = station.add_user(
        desk, name="Vàng A Sếnh", login="senh", roles=("injection",), password="một hai ba bốn", cost=QUICK
    )
    entrance.set_pin(desk, added.value, "482913")
    assert entrance.has_pin(desk) == {added.value}
    handed = entrance.switch_by_pin(desk, added.value, "482913")
    assert (handed.user.name, handed.user.roles) == ("Vàng A Sếnh", ("injection",))
    for _ in range(entrance.PIN_TRIES):
        assert trouble_of(lambda: entrance.switch_by_pin(desk, added.value, "000000")) is TroubleCode.WRONG_PASSWORD
    assert trouble_of(lambda: entrance.switch_by_pin(desk, added.value, "482913")) is TroubleCode.WRONG_PASSWORD
    entrance.switch_by_password(desk, "senh", "một hai ba bốn")
    assert entrance.switch_by_pin(desk, added.value, "482913").user.no == added.value


def test_a_user_taken_off_the_list_finds_no_door(desk: Desk) -> None:
    added = station.add_user(desk, name="Sếnh", login="senh", roles=("injection",), password=PASSWORD, cost=QUICK)
    entrance.set_pin(desk, added.value, "482913")
    station.change_user(desk, added.value, changes={"active": "0"}, why="chuyển công tác")
    assert trouble_of(lambda: entrance.unlock(desk.store.home, "senh", PASSWORD)) is TroubleCode.WRONG_PASSWORD
    assert trouble_of(lambda: entrance.switch_by_pin(desk, added.value, "482913")) is TroubleCode.WRONG_PASSWORD


def test_only_the_lead_manages_users(desk: Desk) -> None:
    added = station.add_user(desk, name="Sếnh", login="senh", roles=("injection",))
    entrance.set_pin(desk, added.value, "482913")
    nurse = entrance.switch_by_pin(desk, added.value, "482913")
    answer = station.add_user(nurse, name="x", login="x", roles=())
    assert isinstance(answer, Refused) and answer.reason is Refusal.NO_RIGHT


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("ngắn", PasswordFault.TOO_SHORT),
        ("x" * 65, PasswordFault.TOO_LONG),
        ("Matkhau123", PasswordFault.COMMON),
        ("mật khẩu 123", PasswordFault.COMMON),
        ("aaaaaaaaaa", PasswordFault.COMMON),
        ("mùa xuân về", None),
    ],
)
def test_password_faults(password: str, expected: PasswordFault | None) -> None:
    assert fault(password) is expected


def test_clock_set_back_is_noticed_and_marks_entries_until_the_lead_vouches(made, desk_clock: Clock) -> None:
    home, _ = made
    desk_clock.forward(days=-3)
    desk = entrance.unlock(home, "mai", PASSWORD, now=desk_clock)
    with desk.store.reading() as conn:
        assert timekeeping.judge(desk.store, conn) is clock.ClockState.BEFORE_RELEASE
        assert b'"q":1' in conn.exec_driver_sql("SELECT line FROM entry ORDER BY local_no DESC, seq DESC").scalar()
        assert not timekeeping.confirmed(desk.store, conn)
    timekeeping.confirm_day(desk)
    with desk.store.reading() as conn:
        assert timekeeping.confirmed(desk.store, conn)
    desk.store.close()


@pytest.mark.parametrize(
    ("now", "facts", "expected"),
    [
        (0, {}, clock.ClockState.BEFORE_RELEASE),
        (clock.BUILT + 10, {}, clock.ClockState.PLAUSIBLE),
        (clock.BUILT + 10, {"last_entry": clock.BUILT + 500}, clock.ClockState.PLAUSIBLE),
        (clock.BUILT + 10, {"last_entry": clock.BUILT + 5000}, clock.ClockState.BEFORE_LAST_ENTRY),
        (clock.BUILT + 200 * 86400, {"last_server": clock.BUILT}, clock.ClockState.FAR_AHEAD),
        (clock.BUILT + 170 * 86400, {"last_server": clock.BUILT}, clock.ClockState.PLAUSIBLE),
    ],
)
def test_clock_is_judged_by_what_it_can_be_compared_with(now: float, facts: dict, expected: clock.ClockState) -> None:
    assert clock.judge(now, **facts) is expected

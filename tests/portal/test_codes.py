"""One-time codes: right once, for one purpose, for ten minutes and five tries; nothing tells who is known."""

from __future__ import annotations

import re
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from sync_server.durable.database import writing
from sync_server.durable.tables_portal import portal_code
from sync_server.portal import codes, rates, senders
from sync_server.portal.codes import Asked, Gone, Proven, TooOften, Wrong
from sync_server.portal.senders import FileSender, Message, UnknownSender, sender_of
from tests.district.staffing import later
from tests.servers import RunningServer

PHONE, ADDRESS = "0912345678", "203.0.113.7"


def ask(server: RunningServer, phone: str = PHONE, address: str = ADDRESS, known: bool = True) -> Asked | TooOften:
    with writing(server.engine) as conn:
        return codes.ask(
            conn, server.server, purpose="register", subject="x.1", phone=phone, address=address, known=known
        )


def prove(
    server: RunningServer, handle: str, code: str, purpose: str = "register", address: str = ADDRESS
) -> Proven | Wrong | Gone | TooOften:
    with writing(server.engine) as conn:
        return codes.prove(conn, server.server, purpose=purpose, handle=handle, code=code, address=address)


def wrong_for(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_code_proves_once(either: RunningServer) -> None:
    asked = ask(either)
    assert re.fullmatch(r"[0-9]{6}", asked.message.code)
    assert prove(either, asked.handle, wrong_for(asked.message.code)) == Wrong(codes.TRIES - 1)
    spaced = f" {asked.message.code[:3]} {asked.message.code[3:]} "
    assert prove(either, asked.handle, spaced) == Proven("x.1")
    assert prove(either, asked.handle, asked.message.code) == Gone(), "a replay"


def test_five_wrong_tries_end_it_and_the_right_one_comes_too_late(either: RunningServer) -> None:
    asked = ask(either)
    lefts = [prove(either, asked.handle, wrong_for(asked.message.code)) for _ in range(codes.TRIES)]
    assert lefts == [Wrong(left) for left in reversed(range(codes.TRIES))]
    assert prove(either, asked.handle, asked.message.code) == Gone()


def test_guesses_at_the_same_time_are_counted_one_by_one(either: RunningServer) -> None:
    asked = ask(either)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: prove(either, asked.handle, wrong_for(asked.message.code)), range(12)))
    assert sorted(one.left for one in found if isinstance(one, Wrong)) == list(range(codes.TRIES))
    assert found.count(Gone()) == 12 - codes.TRIES


def test_of_the_same_code_sent_twice_at_once_one_counts(either: RunningServer) -> None:
    asked = ask(either)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: prove(either, asked.handle, asked.message.code), range(4)))
    assert found.count(Proven("x.1")) == 1
    assert found.count(Gone()) == 3


def test_ten_minutes_are_its_life(either: RunningServer) -> None:
    asked = ask(either)
    later(either, codes.LIFE_MS / 1000 + 1)
    assert prove(either, asked.handle, asked.message.code) == Gone()


def test_a_code_is_for_one_purpose_and_one_handle(server: RunningServer) -> None:
    asked, other = ask(server), ask(server, phone="0912000111")
    assert prove(server, asked.handle, asked.message.code, purpose="other") == Gone()
    if asked.message.code != other.message.code:
        assert prove(server, other.handle, asked.message.code) == Wrong(codes.TRIES - 1)
    assert prove(server, "nonsense", asked.message.code) == Gone()


def test_the_database_holds_neither_code_nor_handle_nor_telephone(server: RunningServer) -> None:
    asked = ask(server)
    row = server.rows(sa.select(portal_code))[0]
    held = repr(tuple(row)) + repr(server.rows(sa.text("SELECT name FROM bucket")))
    assert not [one for one in (asked.message.code, asked.handle, PHONE) if one in held]


def test_for_somebody_unknown_all_is_the_same_but_nothing_is_sent(server: RunningServer) -> None:
    asked = ask(server, known=False)
    assert asked.message is None
    assert len(asked.handle) == len(ask(server, phone="0912000111").handle)
    assert prove(server, asked.handle, "000000") in (Wrong(codes.TRIES - 1), Proven("x.1"))


def test_a_telephone_is_rung_three_times_at_once_and_six_times_an_hour(either: RunningServer) -> None:
    asked = [ask(either, address=f"203.0.113.{n}") for n in range(5)]
    assert [isinstance(one, Asked) for one in asked] == [True, True, True, False, False]
    assert asked[3].wait == pytest.approx(600, rel=0.1)
    assert isinstance(ask(either, phone="0912000111"), Asked), "others are still served"
    later(either, 601)
    assert isinstance(ask(either), Asked)


def test_an_address_is_bounded_too_and_a_network_of_ipv6_is_one(server: RunningServer) -> None:
    most = int(rates.CODES_ADDRESS.most)
    asked = [ask(server, phone=f"09120{n:05d}", address=f"2001:db8::{n:x}") for n in range(most + 1)]
    assert [isinstance(one, Asked) for one in asked] == [True] * most + [False]
    assert isinstance(ask(server, address="2001:db8:0:1::1"), Asked)
    assert rates.net_of("::ffff:203.0.113.7") == "203.0.113.7"


def test_guesses_of_an_address_are_bounded_whatever_they_guess_at(server: RunningServer) -> None:
    most = int(rates.GUESSES_ADDRESS.most)
    asked = ask(server)
    found = [prove(server, f"handle{n}", "123456") for n in range(most + 1)]
    assert found[:-1] == [Gone()] * most
    assert isinstance(found[-1], TooOften)
    assert isinstance(prove(server, asked.handle, asked.message.code), TooOften), "a right one would tell"
    assert prove(server, asked.handle, asked.message.code, address="198.51.100.1") == Proven("x.1")


def test_a_file_of_messages_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "codes"
    sender_of(f"file:{path}").send(Message(phone=PHONE, purpose="register", code="123456", language="en"))
    FileSender(path).send(Message(phone=PHONE, purpose="register", code="654321"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert "123456" in lines[0]


def test_messages_fit_one_short_message() -> None:
    for language in ("vi", "en"):
        text = Message(phone=PHONE, purpose="register", code="123456", language=language).text
        assert text.isascii()
        assert len(text) <= 160


def test_the_console_says_it_and_another_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    sender_of("console").send(Message(phone=PHONE, purpose="register", code="123456"))
    assert "123456" in capsys.readouterr().err
    for name in ("", "file:", "nobody"):
        with pytest.raises(UnknownSender):
            sender_of(name)


def test_a_sender_that_fails_stops_nobody_elses(caplog: pytest.LogCaptureFixture) -> None:
    sent: list[str] = []

    class Broken:
        def send(self, message: Message) -> None:
            if message.code == "111111":
                raise RuntimeError(message.phone)
            sent.append(message.code)

    outbox = senders.Outbox(Broken())
    for code in ("111111", "222222"):
        outbox.put(Message(phone=PHONE, purpose="register", code=code))
    outbox.flush()
    assert sent == ["222222"]
    assert PHONE not in caplog.text
    assert "codes" not in [thread.name for thread in threading.enumerate()], "nothing waits, nobody carries"

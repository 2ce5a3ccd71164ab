"""All passwords and the envelope are lost: the province answers the desk's question, once."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync_server import keys
from tests.desk.conftest import PASSWORD, QUICK, Clock
from tests.servers import RunningServer
from vaxdesk.desk import door, entrance, sending
from vaxdesk.desk.context import Desk
from vaxdesk.journal import province
from vaxdesk.store import keyfile
from vaxdesk.trouble import Trouble, TroubleCode

NEW = "mưa nguồn chớp bể"


def held_by(server: RunningServer) -> bytes:
    """A new key of the province, its public half at the server; the private one."""
    private = X25519PrivateKey.generate()
    path = server.folder / keys.FILE
    held = keys.load(path)
    public = private.public_key().public_bytes_raw().hex()
    keys.write(path, keys.KeyFile(held.keys, held.successions, public))
    server.stop()
    server.start()
    return private.private_bytes_raw()


def recover(home: Path, words: str, clock: Clock, password: str = NEW) -> Desk:
    return entrance.recover(home, words, login="mai", password=password, now=clock, cost=QUICK)


def test_a_desk_without_a_key_of_the_province_has_no_question(joined: Desk) -> None:
    assert door.look(joined.store.home).question == ""


def test_the_answer_opens_once_for_a_new_password(joined: Desk, desk_clock: Clock, server: RunningServer) -> None:
    private = held_by(server)
    desk_clock.seconds += 3600
    sending.send_all(joined)
    home = joined.store.home
    seen = door.look(home)
    assert len(seen.question.split()) == province.QUESTION_ROWS
    assert all(not login.startswith("*") for login, _ in seen.people)
    joined.store.close()
    server.stop()  # no line from here on

    answer = province.answer(private, seen.question)
    typed = answer.lower().replace("-", " ").replace("0", "o")
    opened = recover(home, typed, desk_clock)
    with opened.store.reading() as conn:
        how = conn.exec_driver_sql("SELECT count(*) FROM entry WHERE line LIKE '%recovery%signin%'").scalar_one()
    opened.store.close()
    assert how == 1
    entrance.unlock(home, "mai", NEW, now=desk_clock).store.close()
    for gone in (PASSWORD, answer):
        with pytest.raises(Trouble):
            entrance.unlock(home, "mai", gone, now=desk_clock)
    again = door.look(home).question
    assert again != seen.question
    with pytest.raises(Trouble) as wrong:
        recover(home, answer, desk_clock, "another one 123")
    assert wrong.value.code is TroubleCode.WRONG_PASSWORD
    recover(home, province.answer(private, again), desk_clock, "another one 123").store.close()


def test_another_key_of_the_province_answers_nothing_and_a_new_one_takes_its_place(
    joined: Desk, desk_clock: Clock, server: RunningServer
) -> None:
    held_by(server)
    desk_clock.seconds += 3600
    sending.send_all(joined)
    home = joined.store.home
    before = keyfile.load(home)
    sending.send_all(joined)
    assert keyfile.load(home) == before, "nothing is made anew without need"
    private = held_by(server)
    with pytest.raises(Trouble):
        recover(home, province.answer(private, door.look(home).question), desk_clock)
    desk_clock.seconds += 3600
    sending.send_all(joined)
    joined.store.close()
    recover(home, province.answer(private, door.look(home).question), desk_clock).store.close()

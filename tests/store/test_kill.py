"""A process killed at any moment has lost nothing that it had said was saved."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import sqlalchemy as sa

from tests.store.conftest import KEY
from vaxdesk.journal import chain
from vaxdesk.store.store import Store
from vaxdesk.store.tables import entry, logname

KILLS = 12
WRITER = """
import sys
from pathlib import Path
from vaxdesk.domain.payloads import CheckIn, Person
from vaxdesk.store.store import Store
store = Store(Path(sys.argv[1]), bytes(range(32)))
number = 0
while True:
    number += 1
    with store.writing(user=1) as w:
        one = w.add("person", Person(name=f"Người {number}"))
        last = w.add("checkin", CheckIn(day="2026-11-23", no=number), of=one)
    sys.stdout.write(last + "\\n")
    sys.stdout.flush()
"""


def test_nothing_said_to_be_saved_is_lost_by_kill_9(tmp_path: Path) -> None:
    r = random.Random(20261123)
    said: list[str] = []
    for _ in range(KILLS):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
        )
        assert child.stdout is not None
        said.append(child.stdout.readline().strip())  # it works before it is killed
        time.sleep(r.uniform(0, 0.15))
        child.send_signal(signal.SIGKILL)
        rest, _ = child.communicate()
        said += [line for line in rest.split("\n")[:-1] if line]
    store = Store(tmp_path, KEY)
    with store.reading() as conn:
        names = {row.local_no: row for row in conn.execute(sa.select(logname))}
        rows = conn.execute(sa.select(entry.c.local_no, entry.c.seq))
        held = {f"{names[row.local_no].log}.{row.seq}" for row in rows}
        for number, log in names.items():
            digest = chain.start(log.log, log.device)
            for row in conn.execute(sa.select(entry).where(entry.c.local_no == number).order_by(entry.c.seq)):
                digest = chain.step(digest, row.line)
                assert digest == row.h
            assert digest == log.head_hash
        assert conn.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
        people = conn.exec_driver_sql("SELECT count(*) FROM person").scalar()
        visits = conn.exec_driver_sql("SELECT count(*) FROM visit").scalar()
    store.close()
    assert len(names) == KILLS
    assert len(said) >= KILLS
    assert set(said) <= held
    assert people == visits == (len(held) - KILLS) // 2, "an entry and its fold are one"

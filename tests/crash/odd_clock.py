"""A desk's session under a clock that is wrong, for a process whose time libfaketime makes.

`python -m tests.crash.odd_clock HOME URL CODE CA TIME_FILE`: works, joins over TLS, sends, then jumps to another time,
works and sends again. Says as JSON what it saw.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from tests.crash.at_work import LOGIN, PASSWORD, new_station
from vaxdesk.desk import entrance, reception, sending, status
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain.payloads import Person
from vaxdesk.store.enrolment import Enrolment

JUMP_TO = "@2061-08-15 10:00:00"


def received(desk: Desk, number: int) -> None:
    """Somebody of a list is received."""
    with desk.store.writing(user=desk.user.no) as w:
        person = w.add("person", Person(name=f"Lò Văn Páo {number}", dob="1950-02-03", sex="M"))
    done = reception.check_in(desk, person)
    assert isinstance(done, Done), done


def sent(desk: Desk) -> dict:
    """Sends all, and notes the server's time beside ours as the sending loop does."""
    began = time.monotonic()
    report = sending.send_all(desk)
    sending.note_clock(desk, report.server_ms, seconds=time.monotonic() - began)
    sending.send_all(desk)
    now = status.of(desk)
    return {"waiting": now.waiting, "clock": now.clock, "year": time.gmtime(desk.now()).tm_year}


def main() -> None:
    """The command."""
    home, url, code, ca, time_file = sys.argv[1:]
    new_station(Path(home)).desk.store.close()
    desk = entrance.unlock(Path(home), LOGIN, PASSWORD)
    received(desk, 1)
    joined = sending.connect(desk, url, code, ca=Path(ca).read_text())
    assert isinstance(joined, Enrolment), joined
    before = sent(desk)
    Path(time_file).write_text(JUMP_TO)
    received(desk, 2)
    after = sent(desk)
    desk.store.close()
    sys.stdout.write(json.dumps([before, after]))


if __name__ == "__main__":
    main()

"""The file for technicians names entries by reference and hash and says nothing of people."""

from __future__ import annotations

import json

from tests.desk.day import Make
from vaxdesk.desk import diagnosis
from vaxdesk.desk.context import Desk
from vaxdesk.journal.verdict import Verdict
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.sync.refusals import RefusedLog

WHO = Enrolment(url="", server="", device=77, key="", certificate="", feed=12, unit_code="", unit_name="")


def test_a_lasting_refusal_is_written_down_without_a_name(desk: Desk, make_person: Make) -> None:
    log, _, seq = make_person(desk).partition(".")
    refused = RefusedLog(log, Verdict.BAD_SIG, int(seq) - 1, 2, 2)
    name = diagnosis.note(desk, refused, WHO, server_ms=5)
    text = (desk.store.home / name).read_text(encoding="utf-8")
    told = json.loads(text)
    assert (told["log"], told["after"], told["verdict"], told["device"]) == (log, int(seq) - 1, "bad_sig", 77)
    assert [len(h) for h in told["hashes"]] == [64, 64]
    assert len(told["sizes"]) == 2
    assert "Nguy" not in text
    assert "015190001234" not in text
    assert diagnosis.note(desk, refused, WHO, server_ms=6) == name  # the same case, the same file

"""`vaxdesk-server issue` and `certificates`, with a key in a file and one in a token."""

from __future__ import annotations

import argparse
import json
import time
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from sync_server.cli import main
from sync_server.commands.console import SIGNER_PASSPHRASE, Stopped
from sync_server.commands.issuing import issuing_beside
from sync_server.durable.database import writing
from sync_server.durable.tables_issuing import cert_due, issued
from tests import softhsm
from tests.issuing.people import WORDS, dose, judged, of, served, states
from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, Clinic, read
from vaxdesk.domain.certificate_reasons import CertificateReason
from vaxdesk.domain.certification import WithdrawnFor


def run(
    server: RunningServer, capsys: pytest.CaptureFixture[str], *arguments: str, as_json: bool = True
) -> tuple[int, Any]:
    more = ["--json"] if as_json else []
    where = ["--database", server.database, "--keys", str(server.folder), *more, "--language", "vi"]
    code = main([*arguments, *where])
    text = capsys.readouterr().out
    return code, json.loads(text.splitlines()[-1]) if as_json else text


@pytest.mark.parametrize("where", ["file", "token"])
def test_what_is_due_is_signed_by_one_command(
    server: RunningServer, token: str, where: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SIGNER_PASSPHRASE, WORDS if where == "file" else softhsm.PIN)
    here, there = Clinic(server), Clinic(server, "TYT-02")
    who, _ = served(here)
    waiting = there.write("person", BAO)
    dose(there, waiting, "2026-11-02")
    assert run(server, capsys, "issue", "--once") == (1, {"error": "signer_none", "path": str(server.folder)})
    place = ("--module", token, "--token", softhsm.LABEL, "--key", uuid4().hex) if where == "token" else ()
    assert run(server, capsys, "signer", "make", "--name", "Bộ Y tế", "--alg", "PS256", *place)[0] == 0
    assert run(server, capsys, "issue", "--once") == (1, {"error": "not_read"})
    assert run(server, capsys, "certificates") == (1, {"error": "not_read"})
    for one in (here, there):
        one.send()
    read(server)
    assert run(server, capsys, "certificates") == (0, {"vouched": 1, "waits.course": 1})
    assert run(server, capsys, "certificates", "--unit", "TYT-02") == (0, {"waits.course": 1})
    assert run(server, capsys, "issue", "--once") == (0, {"signed": 1, "withdrawn": 0})
    assert run(server, capsys, "issue", "--once") == (0, {"signed": 0, "withdrawn": 0})
    read(server)
    assert states(server)[who] == "signed"
    [made] = of(server, who)
    assert judged(server, made.text).valid
    withdrawing = ("trust", "withdraw", made.uvci, "--why", "sai người")
    assert [run(server, capsys, *withdrawing)[1]["new"] for _ in range(2)] == [True, False]
    read(server)
    assert states(server)[who] == "withdrawn"
    assert of(server, who)[0].withdrawn is WithdrawnFor.WITHDRAWN
    assert judged(server, made.text).reasons == (CertificateReason.REVOKED,)
    assert run(server, capsys, "issue", "--once") == (0, {"signed": 0, "withdrawn": 0})
    code, text = run(server, capsys, "certificates", as_json=False)
    assert (code, text.split("\n")[:2]) == (0, ["      1 Chưa tiêm đủ liều cơ bản", "      1 Đã thu hồi"])
    with writing(server.engine) as conn:
        conn.execute(cert_due.update().values(state="vouched"))
    code, told = run(server, capsys, "certificates", "--recount")
    assert (code, told["error"]) == (1, "certificates_differ")
    assert run(server, capsys, "certificates", "--recount")[0] == 0
    assert server.rows(sa.select(cert_due.c.state).where(cert_due.c.state == "vouched")) == []


def test_a_key_that_ends_before_its_certificates_signs_none(
    server: RunningServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SIGNER_PASSPHRASE, WORDS)
    here = Clinic(server)
    served(here)
    here.send()
    read(server)
    run(server, capsys, "signer", "make", "--name", "Bộ Y tế", "--days", "300")
    assert run(server, capsys, "issue", "--once") == (1, {"error": "signer_ends"})
    run(server, capsys, "signer", "rotate", "--name", "Bộ Y tế")
    monkeypatch.setenv(SIGNER_PASSPHRASE, "another")
    assert run(server, capsys, "issue", "--once") == (1, {"error": "signer_passphrase"})
    monkeypatch.setenv(SIGNER_PASSPHRASE, WORDS)
    assert run(server, capsys, "issue", "--once") == (0, {"signed": 1, "withdrawn": 0})


def test_a_server_that_reads_signs_beside_it_where_the_key_is_open(
    server: RunningServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Clinic(server)
    who, _ = served(here)
    here.send()
    read(server)
    options = argparse.Namespace(database=server.database, keys=server.folder)
    monkeypatch.setenv(SIGNER_PASSPHRASE, WORDS)
    with issuing_beside(options, server.server):
        assert states(server) == {who: "vouched"}  # no key was made
    run(server, capsys, "signer", "make", "--name", "Bộ Y tế")
    with issuing_beside(options, server.server):
        until = time.monotonic() + 20
        while not server.rows(sa.select(issued)) and time.monotonic() < until:
            time.sleep(0.02)
    read(server)
    assert states(server) == {who: "signed"}
    monkeypatch.setenv(SIGNER_PASSPHRASE, "another")
    with pytest.raises(Stopped), issuing_beside(options, server.server):
        pass

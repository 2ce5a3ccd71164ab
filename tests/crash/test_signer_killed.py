"""Several processes that sign, all killed at random again and again: nothing signed twice, nothing lost."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from multiprocessing.process import BaseProcess
from random import Random

import pytest
import sqlalchemy as sa

from sync_server import sealed_key
from sync_server.durable.database import reading, writing
from sync_server.durable.tables_issuing import issued
from sync_server.issuing import listing, worker
from sync_server.issuing.keys import opening
from sync_server.keeping.verifying import verify
from tests.crash import signing_at_work
from tests.issuing.people import WORDS, brought, in_line, key, of, served
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, Clinic, changed, read
from tests.sync_server.conftest import clinics, database, either

__all__ = ["clinics", "database", "either"]

ROUNDS, EACH, WORKERS = 6, 6, 3
_LONGEST = 60.0


@pytest.mark.timeout(600)
def test_nothing_is_signed_twice_and_nothing_is_lost(
    either: RunningServer, database: str, clinics: tuple[Clinic, Clinic]
) -> None:
    rng, everybody = Random(20261127), []
    der = sealed_key.unseal(key().sealed, WORDS)
    context = multiprocessing.get_context("forkserver")  # a child begins with everything imported
    context.set_forkserver_preload(["tests.crash.signing_at_work"])
    with writing(either.engine) as conn:
        listing.add(conn, key().key, now_ms=0)
    for turn in range(ROUNDS):
        everybody += [_person(clinics[at % 2], turn * EACH + at) for at in range(EACH)]
        stood = brought(either, *clinics)
        assert {stood[who] for who in everybody[-EACH:]} == {"vouched"}
        begun = context.Event()
        given = (database, either.folder, key(), der, begun)
        working = [context.Process(target=signing_at_work.work, args=given) for _ in range(WORKERS)]
        for one in working:
            one.start()
        assert begun.wait(_LONGEST)
        _killed(working, rng)
    with opening.signing(key(), WORDS) as by:
        read(either)
        worker.until_done(either.server, key(), by)
    in_line(either)  # the index is what a recount makes of it
    certs = {who: of(either, who) for who in everybody}
    assert {len(found) for found in certs.values()} == {1}
    assert all(found[0].withdrawn is None for found in certs.values())
    filed = [one for org in ("TYT-01", "TYT-02") for one in either.entries(org) if one["entry"]["k"] == "hcert"]
    noted = either.rows(sa.select(issued.c.ref))
    assert {one["ref"] for one in filed} == {row.ref for row in noted}
    assert len(filed) == len(noted) == ROUNDS * EACH
    with reading(either.engine) as conn:
        assert verify(conn).whole


def _person(clinic: Clinic, at: int) -> str:
    name = f"Vừ Thị {'ABCDEG'[at % 6]}{'aăâeêi'[at // 6 % 6]}ng"
    return served(clinic, changed(LANH, name=name, doc=f"0661900{at:05}", dob=f"{1940 + at}-03-05", tel=""))[0]


def _killed(working: list[BaseProcess], rng: Random) -> None:
    """Kills each at a moment of its own."""
    for one in rng.sample(working, len(working)):
        time.sleep(rng.uniform(0, 0.15))
        assert one.pid is not None
        os.kill(one.pid, signal.SIGKILL)
    for one in working:
        one.join(_LONGEST)
        assert one.exitcode == -signal.SIGKILL

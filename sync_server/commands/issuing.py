"""`vaxdesk-server issue`: signs certificates that are due; `certificates`: how many wait for what, at which unit."""

from __future__ import annotations

import argparse
import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import sqlalchemy as sa

from sync_server.authority import orgs
from sync_server.commands import logs
from sync_server.commands.beside import beside
from sync_server.commands.console import (
    SIGNER_PASSPHRASE,
    Stopped,
    engine_of,
    key_of,
    opened,
    passphrase,
    tell,
)
from sync_server.commands.signer import found, signer_of, told
from sync_server.durable.database import reading, writing
from sync_server.durable.locks import Lock, hold
from sync_server.durable.tables import org
from sync_server.durable.tables_issuing import cert_count
from sync_server.issuing import worker
from sync_server.issuing.keys import opening
from sync_server.issuing.keys.held import Signer
from sync_server.issuing.worker import EndsTooSoon
from sync_server.reading import certifying, naming
from sync_server.settings import Server
from vaxdesk.certificates import cose
from vaxdesk.domain.certificate_due import CertState, CertWait
from vaxdesk.registry import fold
from vaxdesk.words import say


def add(verbs: Any, every: argparse.ArgumentParser) -> None:
    """`issue [--once]`, `certificates [--unit CODE] [--recount]`."""
    issue_ = verbs.add_parser("issue", parents=[every], help=say("certifying.help.issue"))
    issue_.add_argument("--once", action="store_true", help=say("certifying.help.once"))
    issue_.set_defaults(command=issue)
    count = verbs.add_parser("certificates", parents=[every], help=say("certifying.help.certificates"))
    count.add_argument("--unit", default="", metavar="CODE", help=say("certifying.help.unit"))
    count.add_argument("--recount", action="store_true", help=say("certifying.help.recount"))
    count.set_defaults(command=counted)


def issue(options: argparse.Namespace) -> None:
    """Signs until told to stop, or until nothing is left to be signed."""
    logs.to_stderr()
    signer = signer_of(options)
    words = passphrase(of=SIGNER_PASSPHRASE)
    engine = engine_of(options)
    server = Server(engine=engine, key=key_of(options))
    with reading(engine) as conn:
        if not fold.is_current(conn):
            raise Stopped("not_read")
    with told(), opening.signing(signer, words) as by:
        if options.once:
            _once(options, server, signer, by)
        else:
            tell(options, {"issuing": by.kid.hex()}, say("certifying.started", kid=by.kid.hex()))
            stop = Event()
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_told: stop.set())
            worker.run(server, signer, by, stop)
    engine.dispose()


def _once(options: argparse.Namespace, server: Server, signer: Signer, by: cose.Signer) -> None:
    try:
        done = worker.until_done(server, signer, by)
    except EndsTooSoon as error:
        raise Stopped("signer_ends") from error
    facts = {"signed": done.signed, "withdrawn": done.withdrawn}
    tell(options, facts, say("certifying.done", **facts))


@contextmanager
def issuing_beside(options: argparse.Namespace, server: Server) -> Iterator[None]:
    """Signs in a thread as long as the block lasts, where the key is here and its passphrase was given."""
    words = os.environ.get(SIGNER_PASSPHRASE, "")
    signer = found(options) if words else None
    if signer is None:
        yield
        return
    with told(), opening.signing(signer, words) as by, beside("certificates", worker.run, server, signer, by):
        yield


def counted(options: argparse.Namespace) -> None:
    """Counts certificates by state and what they wait for; names nobody.

    Raises:
        Stopped: nothing was read yet, or the index was another than the recount, which now stands in its place.
    """
    with opened(options, writing) as conn:
        if not fold.is_current(conn):
            raise Stopped("not_read")
        wrong = _recounted(conn, options) if options.recount else 0
        query = sa.select(cert_count.c.state, cert_count.c.why, cert_count.c.n).where(cert_count.c.n != 0)
        if options.unit:
            unit = orgs.find(conn, options.unit)
            query = query.join(org, org.c.org_no == cert_count.c.unit).where(orgs.below(org.c.path, [unit.path]))
        sums: Counter[tuple[str, str]] = Counter()
        for state, why, n in conn.execute(query):
            sums[state, why] += n
    lines = [f"{n:7} {_said(*key)}" for key, n in sorted(sums.items())]
    facts = {f"{state}.{why}" if why else state: n for (state, why), n in sorted(sums.items())}
    tell(options, facts, "\n".join(lines) or say("certifying.none"))
    if wrong:
        raise Stopped("certificates_differ", n=wrong)


def _recounted(conn: sa.Connection, options: argparse.Namespace) -> int:
    hold(conn, Lock.CHECKS)  # who looks meanwhile would count into the same rows
    server = Server(engine=conn.engine, key=key_of(options))
    return certifying.recount(conn, naming.names(conn), now=server.now())


def _said(state: str, why: str) -> str:
    if why:
        return say(f"{CertWait.WORDS}.{why}")
    return say(f"{CertState.WORDS}.{state}")

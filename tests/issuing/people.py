"""Stations whose people may get a certificate of the centre, and a key that signs them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from random import Random

import sqlalchemy as sa

from sync_server.durable.database import reading, writing
from sync_server.durable.tables_issuing import cert_count, cert_due
from sync_server.issuing import listing, signing
from sync_server.issuing.keys import held, opening
from sync_server.issuing.keys.opening import Wanted
from sync_server.issuing.signing import Done
from sync_server.reading import certifying, naming
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, Clinic, read
from tests.sync_server.pens import T0
from vaxdesk.certificates import cose
from vaxdesk.certificates.trusted import Trusted
from vaxdesk.certificates.verdict import Verdict
from vaxdesk.certificates.verify import verify
from vaxdesk.domain.certification import SignedView
from vaxdesk.domain.payloads import Inject, Lot, Person, Resolve, Vouch
from vaxdesk.domain.payloads_cleaning import Verified
from vaxdesk.registry.queries import certified
from vaxdesk.registry.rules import values
from vaxdesk.registry.tables_exchange import issue

FIRST, SECOND = "2026-08-03", "2026-11-02"
WORDS = "chim sáo sang sông"


def dose(clinic: Clinic, who: str, day: str, *, product: str = "COM-A") -> str:
    """A dose about which nothing is odd."""
    at = int(datetime.fromisoformat(f"{day}T02:00:00+00:00").timestamp())
    lot = clinic.write("lot", Lot(product=product, number="FN1234", expiry="2028-01-01"))
    said = Inject(day=day, at=at, product=product, lot=lot, lot_no="FN1234", expiry="2028-01-01")
    return clinic.write("inject", said, of=who)


def identified(clinic: Clinic, who: str, person: Person = LANH, *, result: str = "right") -> str:
    """The police have compared."""
    data = {"name": person.name, "dob": person.dob, "sex": person.sex, "doc": person.doc}
    return clinic.write("verified", Verified(day="2026-11-20", result=result, data=data), of=who)


def vouch(clinic: Clinic, who: str, *doses: str, seen: tuple[str, ...] = ()) -> str:
    """The site stands for some doses, having read these corrections of them."""
    return clinic.write("vouch", Vouch(doses=list(doses), seen=list(seen)), of=who)


def served(clinic: Clinic, person: Person = LANH) -> tuple[str, str]:
    """A person with a whole course that the site vouches for, identified; the person and the newest dose."""
    who = clinic.write("person", person)
    dose(clinic, who, FIRST)
    newest = dose(clinic, who, SECOND)
    identified(clinic, who, person)
    vouch(clinic, who, newest)
    return who, newest


def states(server: RunningServer) -> dict[str, str]:
    """By person: the state, and what it waits for."""
    with reading(server.engine) as conn:
        names = naming.names(conn)
        rows = conn.execute(sa.select(cert_due)).all()
        return {names.ref(row.canon): f"{row.state} {row.why}".strip() for row in rows}


def in_line(server: RunningServer) -> None:
    """Reads everything; the index is what a recount makes of it, and its counts are those of its rows."""
    read(server)
    with writing(server.engine) as conn:
        rows = Counter(map(tuple, conn.execute(sa.select(cert_due.c.unit, cert_due.c.state, cert_due.c.why))))
        counts = {(row.unit, row.state, row.why): row.n for row in conn.execute(sa.select(cert_count)) if row.n}
        assert counts == dict(rows)
        assert certifying.recount(conn, naming.names(conn), now=server.server.now()) == 0


def brought(server: RunningServer, *clinics: Clinic) -> dict[str, str]:
    """What these wrote was sent and read; the states."""
    for one in clinics:
        one.send()
    in_line(server)
    return states(server)


def due(server: RunningServer, clinic: Clinic, person: Person = LANH) -> tuple[str, str]:
    """A person served as above, sent and read: a certificate is due. The person and the newest dose."""
    who, newest = served(clinic, person)
    assert brought(server, clinic)[who] == "vouched"
    return who, newest


def answered(server: RunningServer, clinic: Clinic) -> None:
    """Somebody has looked at every issue."""
    for row in server.rows(sa.select(issue.c.id)):
        clinic.write("resolve", Resolve(issue=row.id, how="checked", why="đã xem"))


@cache
def key() -> held.Signer:
    """A key of the centre, made once, valid around now."""
    wanted = Wanted(alg=cose.ES256, name="Bộ Y tế", country="VN", days=3650)
    return opening.make(wanted, WORDS, rng=Random(1), now=T0 - 86_400)


@contextmanager
def signer(server: RunningServer) -> Iterator[cose.Signer]:
    """The key, on the server's list of trust."""
    with writing(server.engine) as conn:
        listing.add(conn, key().key, now_ms=0)
    with opening.signing(key(), WORDS) as by:
        yield by


def sign(server: RunningServer, by: cose.Signer) -> Done:
    """Signs what is due, and reads what was written."""
    done = signing.step(server.server, by)
    in_line(server)
    return done


def of(server: RunningServer, who: str) -> list[SignedView]:
    """All certificates of a person."""
    with reading(server.engine) as conn:
        return certified.signed(conn, naming.names(conn), who)


def judged(server: RunningServer, text: str, *, now: float = 0) -> Verdict:
    """What a stranger finds who has the list of this server."""
    with reading(server.engine) as conn:
        listed = listing.listed(conn, server.server)
    return verify(text, trust=Trusted(listed), now=int(now or server.server.now()), values=values())

"""Certificates of the centre signed a second by each kind of key, and by the whole worker, beside their limit.

    .venv/bin/python -m tests.bench.bench_issuing [CERTIFICATES] [--people N] [--no-peer]

Signing is from a person and a course as the fold has them to the text: values, names as passports write them, the
identifier, CBOR, COSE, zlib, Base45; by a second of processor time on one core, the best of five parts, for each kind
of key as the server opens it. Beside it stands the bare signature over the same bytes, and `cwt` (PyPI) on the same
envelopes. The worker is the one behind the server: people are judged anew by the fold, signed, the entry written and
filed, on both databases.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from cryptography.hazmat.primitives.serialization import load_der_private_key
from msgspec.structs import replace

from sync_server import sealed_key
from sync_server.durable.database import writing
from sync_server.durable.tables_issuing import issued
from sync_server.issuing import listing, worker
from sync_server.issuing.keys import held, opening
from sync_server.issuing.keys.opening import Wanted
from tests import softhsm
from tests.bench import synthetic
from tests.bench.bench_verify import beside, rate
from tests.issuing.people import FIRST, SECOND, WORDS, dose, identified, states, vouch
from tests.postgres import cluster, new_database
from tests.servers import RunningServer, running_server
from tests.sync_server.clinics import Clinic, read
from vaxdesk.certificates import cose, hcert, making, uvci
from vaxdesk.certificates.cose import Signer
from vaxdesk.certificates.dcc import Dcc
from vaxdesk.domain.course import course
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.views import DoseView
from vaxdesk.registry import rules

CERTIFICATES, PEOPLE = 5000, 2000
TARGET = 5000
_PARTS = 5
AT_ONCE = 200  # of a step of the worker
_YEAR_S = 365 * 86_400
_TODAY = date(2026, 11, 27)


def everybody(n: int) -> list[Person]:
    """People who are surely nobody else."""
    listed = synthetic.local(n, 11)
    return [replace(one, doc=f"0661{at:08}", tel="") for at, one in enumerate(listed)]


def key(alg: int, *, module: str = "") -> tuple[held.Signer, str]:
    """A key of the centre as operators make it, in a file or a token, and what opens it."""
    place = held.Place(module=module, token=softhsm.LABEL, key=uuid4().hex) if module else None
    words = softhsm.PIN if module else WORDS
    wanted = Wanted(alg=alg, name="Bộ Y tế", country="VN", days=3650, place=place)
    return opening.make(wanted, words, rng=Random(1), now=int(time.time()) - 86_400), words


def texts(people: list[Person], by: Signer, out: list[str]) -> None:
    """Signs for some people, as many at a time as the worker does."""
    rng, now = Random(3), int(time.time())
    for at in range(0, len(people), AT_ONCE):
        some = people[at : at + AT_ONCE]
        out += hcert.sign_all(certificates(some, rng), by, issuer="VN", issued=now, expires=now + _YEAR_S)


def certificates(people: Iterable[Person], rng: Random) -> Iterator[Dcc]:
    """What is stated of each."""
    schedule = rules.schedule()
    for one in people:
        had = [DoseView(id=f"{at}", date=day, product="COM-A", here=True) for at, day in enumerate((FIRST, SECOND))]
        stated = making.stated(one.name, one.dob, course(schedule, had, dob=one.dob, day=_TODAY), rules.values())
        if stated is None:
            raise AssertionError(one)
        yield making.identified(stated, uvci.make("VN", rng.getrandbits(128)))


def best(given: Sequence[Any], work: Callable[[Sequence[Any]], object]) -> float:
    """Of five parts the most a second: neighbours of a virtual machine slow it by half, for seconds at a time."""
    size = -(-len(given) // _PARTS)
    parts = [given[at : at + size] for at in range(0, len(given), size)]
    return max(rate(lambda part=part: work(part), len(part)) for part in parts)


def signed(people: list[Person], module: str) -> float:
    """Tells what each kind of key signs; gives that of ES256 in a file."""
    found = 0.0
    for alg in (cose.ES256, cose.PS256):
        for where in ("file", *(["token"] if module else [])):
            part = people if (alg, where) == (cose.ES256, "file") else people[: len(people) // 5]
            signer, words = key(alg, module=module if where == "token" else "")
            with opening.signing(signer, words) as by:
                texts(part[:50], by, [])  # reads the files of rules
                out: list[str] = []
                each = best(part, lambda some, by=by, out=out: texts(some, by, out))
                bodies = [cose.read(hcert.unwrap(one)).signed for one in out]
                bare = best(bodies, lambda some, by=by: [by.sign(one) for one in some])
            target = f"  target >= {TARGET}/s" if (alg, where) == (cose.ES256, "file") else ""
            beside_it = f"bare signature {bare:7.0f}/s ({bare / each:.2f} x)"
            tell(f"{cose.NAMES[alg]} {where:6}{each:7.0f}/s  {beside_it}{target}")
            found = each if target else found
    return found


def peer(people: list[Person]) -> None:
    """The envelopes beside `cwt`."""
    signer, words = key(cose.ES256)
    private = load_der_private_key(sealed_key.unseal(signer.sealed, words), None)
    by, out = cose.signer(private, signer.key.kid), []
    texts(people[:1000], by, out)
    beside(by, signer.key, private, [cose.read(hcert.unwrap(one)) for one in out])


def worked(server: RunningServer, people: list[Person]) -> str:
    """How fast the worker is on a database: everybody vouched for, then signed at once."""
    clinic = Clinic(server)
    for at, one in enumerate(people):
        who = clinic.write("person", one)
        dose(clinic, who, FIRST)
        newest = dose(clinic, who, SECOND)
        identified(clinic, who, one)
        vouch(clinic, who, newest)
        if at % 200 == 199:
            clinic.send()
    clinic.send()
    read(server)
    ready = sum(one == "vouched" for one in states(server).values())
    signer, words = key(cose.ES256)
    with writing(server.engine) as conn:
        listing.add(conn, signer.key, now_ms=0)
    with opening.signing(signer, words) as by:
        wall, spent = time.perf_counter(), time.process_time()
        done = worker.until_done(server.server, signer, by)
        taken, here = time.perf_counter() - wall, time.process_time() - spent
    if not done.signed == ready == len(server.rows(sa.select(issued.c.ref))) >= 0.95 * len(people):
        raise AssertionError((done, ready))
    return f"{done.signed / taken:5.0f}/s by the clock, {done.signed / here:5.0f}/s of the worker's processor"


def main() -> int:
    """Prints all of it; 0 when the limit is kept."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("certificates", nargs="?", type=int, default=CERTIFICATES)
    given.add_argument("--people", type=int, default=PEOPLE)
    given.add_argument("--no-peer", action="store_true")
    options = given.parse_args()
    people = everybody(max(options.certificates, options.people))
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        has_token = any(Path(one).exists() for one in softhsm.MODULES)
        module = stack.enter_context(softhsm.token(home)) if has_token else ""
        each = signed(people[: options.certificates], module)
        if not options.no_peer:
            peer(people)
        socket = stack.enter_context(cluster())
        for at, url in enumerate((None, new_database(socket, "worker"))):
            folder = home / f"worker{at}"
            folder.mkdir()
            with running_server(folder, url) as server:
                tell(f"worker, {('SQLite', 'PostgreSQL')[at]:10} {worked(server, people[: options.people])}")
    return int(each < TARGET)


def tell(text: str) -> None:
    """A line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

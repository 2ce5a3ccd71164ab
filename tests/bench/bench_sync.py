"""Sending a day of 500 recipients (2,069 entries) until it is confirmed, beside the usual JSON + gzip in batches.

Run: `python tests/bench/bench_sync.py [rounds]`. Both servers are processes of their own on the loopback, both write
to SQLite with WAL and synchronous=FULL, both are asked in turn. Ours signs, hashes, compresses, files, reads the feed
back and checks it; the plain one takes rows and answers 200, without authentication, order or confirmation.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, NamedTuple
from uuid import UUID

import requests

from vaxdesk.desk.practice_people import people
from vaxdesk.domain.payloads import CheckIn, Inject, Leave, Payload, Screen
from vaxdesk.journal import line
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import feeds
from vaxdesk.store.store import Store
from vaxdesk.sync import enrol
from vaxdesk.sync.exchange import Exchange
from vaxdesk.sync.http import Link
from vaxdesk.sync.run import run

DAY, T0 = "2026-11-23", 1_795_400_000
RECIPIENTS, WALK_INS = 500, 68
QUESTIONS = tuple(f"q{number}" for number in range(1, 11))
BATCH = 500
ROUNDS = 5

LINE = 30_000 / 8  # bytes a second of a bad line


class Sent(NamedTuple):
    """Seconds in all, seconds between request and answer, bytes up and down."""

    seconds: float
    answered: float
    up: int
    down: int


_LOGS = [f"7ZK2M4P0Q9XT{letter}" for letter in "ABCDEFGHJKMNPQRSTVWXYZ"]  # of the people of each day: others each time

Fact = tuple[str, Payload, str]  # kind, payload, what it is about


def day(seed: int) -> list[Fact]:
    """What a day brings: walk-ins, then every recipient received, screened, injected and released."""
    rng = Random(seed)
    home = _LOGS[seed % len(_LOGS)]
    facts: list[Fact] = [
        ("person", person, "") for _, person in zip(range(WALK_INS), people(WALK_INS, seed=seed), strict=True)
    ]
    for number in range(RECIPIENTS):
        about, at = f"{home}.{1000 + number * 2}", T0 + number * 50
        answers = {question: rng.random() < 0.02 for question in QUESTIONS}
        vitals = {"temp": round(rng.gauss(36.6, 0.2), 1)} if rng.random() < 0.8 else {}
        screen = Screen(day=DAY, form="qd5785", answers=answers, vitals=vitals, consent=True, conclusion="eligible")
        inject = Inject(
            day=DAY, at=at + 600, product="COM-A", lot="7ZK2M4P0Q9XTB.7", lot_no="FN4321", expiry="2027-03-31",
            kind="booster", kind_no=1, overall_no=rng.randint(3, 4), given_by="3", rules="2022-10", prepared_by="3",
        )  # fmt: skip
        facts += [
            ("checkin", CheckIn(day=DAY, no=number + 1, via=rng.choice(("card", "search"))), about),
            ("screen", screen, about),
            ("inject", inject, about),
            ("leave", Leave(day=DAY, at=at + 2400), about),
        ]
    return facts


def as_usual(facts: list[Fact], seed: int) -> list[dict[str, Any]]:
    """The same facts as records of the usual kind: UUIDs, ISO times, names in full."""
    rng = Random(seed)
    ids: dict[str, str] = {}

    def uuid(of: str) -> str:
        return ids.setdefault(of, str(UUID(int=rng.getrandbits(128), version=4)))

    return [
        {
            "id": uuid(f"event {number}"),
            "event_type": kind,
            "person_id": uuid(about or f"person {number}"),
            "station_id": uuid("station"),
            "user_id": uuid(f"user {number % 4}"),
            "recorded_at": datetime.fromtimestamp(T0 + number * 12, UTC).isoformat(timespec="milliseconds"),
            "payload": json.loads(line.encode(kind, payload, t=0))["d"],
        }
        for number, (kind, payload, about) in enumerate(facts)
    ]


@contextmanager
def served(*command: str) -> Iterator[str]:
    """A server process; yields its address, which it writes first."""
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield json.loads(process.stdout.readline())["listening"]
    finally:
        process.terminate()
        process.communicate()


def serve_plain(database: str, host: str = "127.0.0.1", certificate: str = "", key: str = "") -> None:
    """The plain peer: takes gzip JSON, inserts rows, answers 200; over TLS if it is given a certificate."""
    import sqlalchemy as sa
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from sync_server.commands import serving
    from sync_server.durable.database import open_engine, writing

    engine = open_engine(database)
    columns = ("id", "event_type", "person_id", "station_id", "user_id", "recorded_at", "payload")
    table = sa.Table("event", sa.MetaData(), *(sa.Column(name, sa.Text, primary_key=name == "id") for name in columns))
    table.metadata.create_all(engine)

    def keep(body: bytes) -> None:
        rows = json.loads(gzip.decompress(body))
        with writing(engine) as conn:
            conn.execute(table.insert(), [{**row, "payload": json.dumps(row["payload"])} for row in rows])

    async def take(request: Request) -> Response:
        await run_in_threadpool(keep, await request.body())
        return Response(b"{}")

    import uvicorn

    listening = serving.bind(host, 0)
    print(json.dumps({"listening": serving.address(listening, tls=bool(certificate))}), flush=True)  # noqa: T201
    app = Starlette(routes=[Route("/", take, methods=["POST"])])
    tls = {"ssl_certfile": certificate or None, "ssl_keyfile": key or None}
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", **tls)
    uvicorn.Server(config).run(sockets=[listening])


def send_usual(
    url: str, records: list[dict[str, Any]], session: requests.Session, *, wait: float = 30
) -> tuple[float, int]:
    """Seconds and bytes of sending records in batches of 500."""
    began, size = time.perf_counter(), 0
    for start in range(0, len(records), BATCH):
        body = gzip.compress(json.dumps(records[start : start + BATCH], ensure_ascii=False).encode(), 9)
        size += len(body)
        session.post(url, data=body, headers={"Content-Encoding": "gzip"}, timeout=wait).raise_for_status()
    return time.perf_counter() - began, size


class Counting(requests.Session):
    """Counts bytes of bodies."""

    up = down = 0

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        self.up += len(request.body.getvalue())
        response = super().send(request, **options)
        self.down += int(response.headers["Content-Length"])
        return response


class Timed(Exchange):
    """Adds up the seconds between request and answer."""

    seconds = 0.0

    def send(self, body: bytes) -> bytes:
        began = time.perf_counter()
        answer = super().send(body)
        self.seconds += time.perf_counter() - began
        return answer


class Desk:
    """A store that is enrolled and sends."""

    def __init__(self, home: Path, url: str, code: str) -> None:
        home.mkdir()
        self.store = Store(home, bytes(32), now=lambda: self.t)
        self.t = float(T0)
        sign = self.store.signer().sign
        device = self.store.signer().public_key().public_bytes_raw().hex()
        self.joined = enrol.enrol(enrol.check(url, code), key=device, sign=sign, name="bench")
        with self.store.changing() as conn:
            shelf.enrol(conn, self.joined)
        self.session = Counting()
        self.exchange = Timed(Link(url, session=self.session), self.joined, sign)

    def save(self, facts: list[Fact]) -> None:
        with self.store.writing(user=3) as writer:
            for kind, payload, about in facts:
                self.t += 12
                writer.add(kind, payload, of=about)

    def send(self) -> Sent:
        """What it took until everything was confirmed."""
        self.session.up = self.session.down = 0
        self.exchange.seconds = 0.0
        began = time.perf_counter()
        run(self.store, self.exchange)
        took = time.perf_counter() - began
        with self.store.reading() as conn:
            assert feeds.waiting(conn).entries == 0
        return Sent(took, self.exchange.seconds, self.session.up, self.session.down)


def main(rounds: int) -> None:
    """Measures both in turn and prints the figures."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        database = f"sqlite:///{home / 'server' / 's.db'}"
        units = "".join(f"S{number},S{number},station\n" for number in range(rounds + 1))
        (home / "units.csv").write_text(f"code,name,kind\n{units}")  # a desk's own unit: it has nothing to read
        command(database, "org", "import", str(home / "units.csv"))
        serve = ("serve", "--listen", "127.0.0.1:0", "--no-limits", "--json")
        ours_url = served("-m", "sync_server", *serve, "--database", database)
        with ours_url as ours, served(__file__, "--plain", f"sqlite:///{home / 'plain.db'}") as plain:
            session = requests.Session()
            results = []
            for number in range(rounds + 1):  # the first warms both up
                code = command(database, "enrol", "--org", f"S{number}")["code"]
                facts = day(number)
                desk = Desk(home / f"desk{number}", ours, code)
                desk.save(facts)
                usual = send_usual(plain, as_usual(facts, number), session)
                results.append((desk.send(), usual))
                desk.save(facts[-10:])
                live = desk.send()
                desk.store.close()
            report(results[1:], live)


def command(database: str, *arguments: str) -> dict[str, Any]:
    """Runs `vaxdesk-server` and reads its answer."""
    done = subprocess.run(
        [sys.executable, "-m", "sync_server", *arguments, "--database", database, "--json"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def report(results: list[tuple[Sent, tuple[float, int]]], live: Sent) -> None:
    """One line a figure, the ratios last."""
    entries = RECIPIENTS * 4 + WALK_INS + 1
    ours = Sent(*(median(one[0][column] for one in results) for column in range(4)))
    usual, usual_up = (median(one[1][column] for one in results) for column in range(2))
    slow, usual_slow = ours.seconds + ours.up / LINE, usual + usual_up / LINE
    lines = [
        f"{entries} entries, median of {len(results)}",
        f"ours, until confirmed:  {ours.seconds * 1000:6.0f} ms  {entries / ours.seconds:7.0f} entries/s"
        f"  {ours.up / entries:5.1f} B up  {ours.down / entries:4.1f} B down an entry",
        f"  of it from request to durable, signed answer: {ours.answered * 1000:.0f} ms"
        f"  {entries / ours.answered:7.0f} entries/s; nearly all else is compressing",
        f"JSON + gzip, until 200: {usual * 1000:6.0f} ms  {entries / usual:7.0f} entries/s"
        f"  {usual_up / entries:5.1f} B up an entry",
        f"a push of 10 entries, until confirmed: {live.seconds * 1000:.0f} ms, {live.up} B up, {live.down} B down",
        f"ratio on the loopback {usual / ours.seconds:.2f} x, with the bytes at 30 kbit/s"
        f" {usual_slow / slow:.1f} x as fast; 1/{usual_up / ours.up:.1f} of the bytes",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--plain"]:
        serve_plain(*sys.argv[2:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)

"""The reconciliation desk with 100,000 open cases in PostgreSQL: list, one case, a decision, as a browser asks.

    .venv/bin/python -m tests.bench.bench_cases [CASES] [ROUNDS]

2,000 stations in 20 districts. The pages that are opened are of real cases, sent by stations and found by the checks;
the volume beside them lies in the tables of the fold as the checks leave it, and its index is brought up by `casebook`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from statistics import quantiles

import msgspec
import sqlalchemy as sa

from sync_server.authority.orgs import UnitRow
from sync_server.durable.database import writing
from sync_server.durable.tables import logname, org
from sync_server.reading import casebook, naming
from tests.district.cases.bench_of import TWIN, Bench
from tests.district.cases.conftest import FAR
from tests.district.staffing import Clerk, staffed
from tests.postgres import cluster, new_database
from tests.servers import TREE, running_server
from tests.sync_server.clinics import LANH, changed
from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.registry import bulk
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.tables_exchange import issue, issue_ref

CASES, ROUNDS = 100_000, 60
BUDGET_MS = 300.0
_DISTRICTS, _STATIONS = 20, 100
_REAL = 80
_FIRST_LOG = 1_000_000
_CHUNK = 5000
_KINDS = (*[IssueKind.DUP_PERSON] * 6, IssueKind.SHORT_INTERVAL, IssueKind.LOT_BAD, IssueKind.FIELD_CONFLICT)


def main() -> None:
    """Prints p50 and p95 of each page beside the budget; other load on the machine counts against us."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    with tempfile.TemporaryDirectory() as home, cluster() as socket:
        database = new_database(socket, "cases")
        with running_server(Path(home), database, tree=(*TREE, *FAR, *_province())) as server:
            bench = Bench(server)
            for number in range(_REAL):
                who = {"tel": f"09051{number:05}", "dob": f"19{60 + number % 40}-01-1{number % 9}"}
                bench.here.listed(changed(LANH, doc="", name=f"Nguyễn Thị Lành {_word(number)}", **who))
                bench.there.listed(changed(TWIN, name=f"Nguyễn Thị Lanh {_word(number)}", **who))
            bench.send()
            real = [one.id for one in bench.rows(kind="dup_person")]
            took = timed(lambda: fill(bench, cases))
            tell(f"{cases:,} cases placed by the index in {took:.1f} s, {cases / took:,.0f}/s")
            ask(bench, real, rounds)


def ask(bench: Bench, real: list[str], rounds: int) -> None:
    """Opens pages as somebody of the province and of one commune does."""
    clerk = Clerk(bench.server)
    clerk.sign_in(staffed(bench.server, "66", GivenRole.RECONCILE, login="mai"))
    station = bench.server.unit("TYT-01").org_no
    pages: dict[str, Callable[[int], object]] = {
        "list of the province": lambda _: clerk.open("/cases"),
        "list of one kind": lambda _: clerk.open("/cases?kind=field_conflict"),
        "list of one station": lambda _: clerk.open(f"/cases?unit={station}"),
        "eleventh page": _deep(clerk),
        "one case": lambda at: clerk.open(f"/cases/c/{real[at % len(real)]}"),
        "decided, and the next one open": lambda at: clerk.send(f"/cases/c/{real[at]}/same", unit=station),
    }
    for name, visit in pages.items():
        if name.startswith("decided"):
            clerk.open("/cases")
        before = time.process_time()
        spent = [timed(lambda at=at, visit=visit: good(visit(at))) * 1000 for at in range(min(rounds, len(real)))]
        worked = (time.process_time() - before) * 1000 / len(spent)
        middle, high = quantiles(spent, n=20)[9], quantiles(spent, n=20)[18]
        line = f"  {name:32} p50 {middle:4.0f} ms  p95 {high:4.0f} ms, {high / BUDGET_MS:4.2f} x the budget of 300 ms"
        tell(f"{line}; processor without the database's {worked:3.0f} ms")
    clerk.close()


def _deep(clerk: Clerk) -> Callable[[int], object]:
    """A page far down the list, asked for as the page before it links to it."""
    clerk.open("/cases?kind=dup_person")
    path = "/cases?kind=dup_person"
    for _ in range(10):
        further = clerk.page.text.partition('rel="next" href="/district')[2].partition('"')[0]
        path = further.replace("&amp;", "&") or path
        clerk.open(path)
    return lambda _: clerk.open(path)


def fill(bench: Bench, cases: int) -> None:
    """Issues of 2,000 stations, as the checks leave them, and their places in the index."""
    stations = sa.select(org.c.org_no).where(org.c.code.like("T-%")).order_by(org.c.code)
    with writing(bench.server.engine) as conn:
        units = conn.execute(stations).scalars().all()
        logs = [{"log_id": _FIRST_LOG + at, "feed_no": unit} for at, unit in enumerate(units)]
        conn.execute(logname.insert(), logs)
        mine = sa.select(logname.c.local_no).where(logname.c.log_id >= _FIRST_LOG, logname.c.feed_no.in_(units))
        numbers = sorted(conn.execute(mine).scalars())
    for rows in _chunks(cases, numbers):
        with writing(bench.server.engine) as conn:
            bulk.insert_new(conn, issue, [row for row, _ in rows])
            refs = [{"obj": obj, "issue": row["id"]} for row, objects in rows for obj in objects]
            bulk.insert_new(conn, issue_ref, refs)
            ids = [row["id"] for row, _ in rows]
            casebook.refresh(conn, naming.names(conn), ids, (), now_ms=bench.server.server.now_ms())
    with bench.server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql("ANALYZE")


def _chunks(cases: int, numbers: list[int]) -> Iterator[list[tuple[dict[str, str], list[int]]]]:
    made = []
    for number in range(cases):
        id_ = sha256(str(number).encode()).hexdigest()[:32]
        first, second = numbers[number % len(numbers)], numbers[number * 7 % len(numbers)]
        facts = msgspec.json.encode({"refs": [], "field": "name", "day": "2026-11-20", "days": "4", "least": "21"})
        row = {"id": id_, "kind": _KINDS[number % len(_KINDS)].value, "facts": facts.decode()}
        made.append((row, [first << SEQ_BITS | number + 2, second << SEQ_BITS | number + 2]))
        if len(made) == _CHUNK:
            yield made
            made = []
    if made:
        yield made


def _province() -> list[UnitRow]:
    """20 districts with 100 stations each, below the province of the other stations."""
    rows = []
    for district in range(_DISTRICTS):
        rows.append(UnitRow(code=f"H-{district}", name=f"Huyện {district}", kind="district", parent="2025-07:66"))
        rows += [
            UnitRow(code=f"T-{district}-{at}", name=f"Trạm {district}.{at}", kind="station", parent=f":H-{district}")
            for at in range(_STATIONS)
        ]
    return rows


def _word(number: int) -> str:
    return "".join("abcdefghkl"[int(digit)] for digit in f"{number:03}").title()


def good(answer: object) -> None:
    assert answer.status_code == 200, answer.status_code


def timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def tell(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""Un-merging restores exactly: records that were declared one, corrected, dosed and parted are as if never merged."""

from __future__ import annotations

from random import Random

import pytest
import sqlalchemy as sa

from tests.registry.conftest import Fold, Written
from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.payloads import Amend, CheckIn, Inject, Person, Resolve, Same, Void
from vaxdesk.registry.checks import run
from vaxdesk.registry.queries import issues
from vaxdesk.registry.tables import event, field, person, visit
from vaxdesk.registry.tables_exchange import issue

SITE, ABOVE = "0000000000001", "0000000000002"
TABLES = (person, event, visit)


def shown(base: Fold) -> dict[str, list[tuple]]:
    """All that people see of records, doses and days."""
    return {table.name: sorted(tuple(map(str, row.values())) for row in base.rows(table)) for table in TABLES}


def a_site(rng: Random) -> Written:
    """A site with some people, their doses and corrections."""
    log = Written(SITE)
    people = [log.add("person", Person(name=f"Lò Văn {number}", dob="1990")) for number in range(4)]
    for _ in range(12):
        who, day = rng.choice(people), f"2026-11-{rng.randint(1, 9):02}"
        roll = rng.random()
        if roll < 0.4:
            log.add("amend", Amend(set={"adr": f"Bản {rng.randint(1, 9)}"}), of=who, rev=rng.randint(1, 5))
        elif roll < 0.7:
            log.add("checkin", CheckIn(day=day, no=rng.randint(1, 9)), of=who)
        else:
            log.add("inject", Inject(day=day, at=1, product="COM-A", lot="", lot_no="L", expiry=""), of=who)
    return log


@pytest.mark.parametrize("seed", range(12))
def test_merged_and_parted_is_as_never_merged(base: Fold, seed: int) -> None:
    rng = Random(seed)
    site = a_site(rng)
    base.take(site)
    never = shown(base)
    base.empty()
    people = [one for one, line in zip(site.refs(), site.lines, strict=True) if b'"k":"person"' in line]
    above = Written(ABOVE)
    merges = [above.add("same", Same(a=a, b=b), user=100_001) for a, b in (rng.sample(people, 2) for _ in range(3))]
    for one in merges:
        above.add("void", Void(v=True, why="nhầm"), of=one, rev=1, user=100_001)
    entries = [(log, one) for log in (site, above) for one in log.refs()]
    rng.shuffle(entries)
    for at in range(0, len(entries), 5):
        base.fold(entries[at : at + 5])
    assert shown(base) == never


def test_a_correction_made_while_merged_stays_with_its_record(base: Fold) -> None:
    site, above = Written(SITE), Written(ABOVE)
    one, other = (site.add("person", Person(name=name)) for name in ("Lò Văn A", "Lò Văn B"))
    base.take(site)
    link = above.add("same", Same(a=one, b=other), user=100_001)
    above.add("amend", Amend(set={"tel": "0905"}), of=other, rev=1, user=100_001)
    above.add("void", Void(v=True, why="nhầm"), of=link, rev=1, user=100_001)
    base.take(above)
    rows = {row["name"]: (row["tel"], row["canon"] == row["id"]) for row in base.rows(person)}
    assert rows == {"Lò Văn A": ("", True), "Lò Văn B": ("0905", True)}
    assert len([row for row in base.rows(field) if row["name"] == "tel"]) == 1


def test_a_decision_quoted_from_above_closes_the_issue_of_a_site(base: Fold) -> None:
    site, above, server = Written(SITE), Written(ABOVE), Written("0000000000003")
    people = [site.add("person", Person(name="Lò Văn A", dob="1990-01-01", tel="0905", sex="M")) for _ in range(2)]
    base.take(site)

    def look() -> None:
        with base.engine.begin() as conn:
            from sync_server.reading.naming import names

            while run.catch_up(conn, names(conn), least_days=lambda _product: 0):
                continue

    look()
    (found,) = base.rows(issue)
    assert found["kind"] == IssueKind.DUP_PERSON
    said = above.add("resolve", Resolve(issue=found["id"], how="checked", refs=people), user=100_001)
    server.add("quote", above.quote(said, unit=":H-1"))
    base.take(server)
    look()
    with base.engine.begin() as conn:
        assert not issues.is_open(conn, found["id"])
        assert conn.execute(sa.select(sa.func.count()).select_from(issue)).scalar() == 1

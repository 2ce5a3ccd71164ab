"""The index of open cases says what a recount of the fold says, whatever happened in whatever order."""

from __future__ import annotations

import json
from random import Random

import pytest
import sqlalchemy as sa

from sync_server.cli import main
from sync_server.durable.database import reading, writing
from sync_server.durable.tables_cases import case_at, case_count, case_of
from sync_server.operating import erasure, org_acts
from sync_server.reading import casebook, folder, naming
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, LANH, Clinic, changed, quoted, read
from tests.sync_server.erasures import erase, everything
from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.payloads import Answer, Ask, Differ, Resolve, Same, Void
from vaxdesk.registry import fold
from vaxdesk.registry.queries import issues

OFFICER = 100_007


def index(server: RunningServer) -> dict[str, list[tuple]]:
    tables = {case_of: ("issue", "kind", "state", "units"), case_at: ("node", "issue", "kind", "state")}
    found = {
        table.name: sorted(tuple(row) for row in server.rows(sa.select(*[table.c[name] for name in names])))
        for table, names in tables.items()
    }
    counts = server.rows(sa.select(case_count).where(case_count.c.n != 0))
    return {**found, case_count.name: sorted(map(tuple, counts))}


def recounted(server: RunningServer) -> dict[str, list[tuple]]:
    with writing(server.engine) as conn:
        casebook.everything(conn, naming.names(conn), now_ms=server.server.now_ms())
    return index(server)


def write(server: RunningServer, org: str, *notes: Note) -> list[str]:
    with writing(server.engine) as conn:
        return hosted.write(conn, server.server, server.unit(org).org_no, notes)


def kinds(server: RunningServer, org: str) -> list[str]:
    """Kinds of the cases that are open below a unit."""
    query = sa.select(case_at.c.kind).where(case_at.c.node == server.unit(org).org_no)
    return sorted(row.kind for row in server.rows(query))


def issue_of(server: RunningServer, kind: IssueKind) -> str:
    with reading(server.engine) as conn:
        return issues.open_issues(conn, naming.names(conn), kind=kind)[0].id


def test_a_case_of_two_sites_is_listed_at_both_and_above_and_nowhere_else(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, there = clinics
    here.listed(LANH)
    there.listed(changed(LANH, doc="", name="Nguyễn Thị Lanh"))
    here.send()
    there.send()
    read(either)
    for org in ("VN", "66", "24211", "TYT-01", "TYT-02"):
        assert kinds(either, org) == ["dup_person"], org
    dose = here.dose(here.listed(BAO))
    here.send()
    read(either)
    assert kinds(either, "TYT-01") == kinds(either, "66") == ["dup_person", "lot_bad"]
    assert kinds(either, "TYT-02") == ["dup_person"]
    here.void(dose)
    here.send()
    read(either)
    assert kinds(either, "66") == ["dup_person"]
    assert index(either) == recounted(either)


def test_the_operator_counts_cases_and_has_a_wrong_index_mended(
    either: RunningServer, clinics: tuple[Clinic, Clinic], capsys: pytest.CaptureFixture[str]
) -> None:
    here, _ = clinics
    for name in ("Lò Văn A", "Lò Văn B"):
        here.dose(here.listed(changed(BAO, name=name, doc="", tel="")))
    here.send()

    def ran(*arguments: str) -> tuple[int, list[dict]]:
        database = either.engine.url.render_as_string(hide_password=False)
        code = main(["cases", *arguments, "--database", database, "--json"])
        return code, [json.loads(one) for one in capsys.readouterr().out.splitlines()]

    assert ran() == (1, [{"error": "not_read"}])
    read(either)
    assert ran("--recount") == (0, [{"lot_bad.open": 2}])
    with writing(either.engine) as conn:
        conn.execute(case_at.delete().where(case_at.c.node == either.unit("66").org_no))
    code, told = ran("--recount")
    assert (code, told[-1]["error"], told[-1]["n"]) == (1, "cases_differ", 2)
    assert ran("--recount") == (0, [{"lot_bad.open": 2}])
    assert kinds(either, "66") == ["lot_bad", "lot_bad"]
    assert main(["cases", "--database", either.engine.url.render_as_string(hide_password=False)]) == 0
    assert "Lô vắc xin" in capsys.readouterr().out


def test_links_by_rule_are_cases_until_somebody_has_looked_or_taken_them_back(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    for clinic in clinics:
        clinic.listed(LANH)
        clinic.send()
    read(either)
    assert kinds(either, "66") == ["linked"]
    [row] = either.rows(sa.select(case_of))
    link = casebook.link_ref(row.issue)
    assert link in {one["ref"] for one in either.entries("TYT-02") if one["entry"]["k"] == "same"}
    [looked] = write(either, "TYT-02", Note(kind="resolve", payload=Resolve(issue=row.issue, how="checked"), user=9))
    read(either)
    assert kinds(either, "66") == []
    write(either, "TYT-02", Note(kind="void", payload=Void(v=True, why="nhầm"), of=looked, rev=1, user=9))
    read(either)
    assert kinds(either, "66") == ["linked"]
    write(either, "TYT-02", Note(kind="void", payload=Void(v=True, why="hai người"), of=link, rev=1, user=9))
    read(either)
    assert "linked" not in kinds(either, "66")
    assert index(either) == recounted(either)


def test_a_question_parks_a_case_and_its_answer_brings_it_to_the_top(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, _ = clinics
    who = here.listed(BAO)
    here.dose(who)
    here.send()
    read(either)
    issue = issue_of(either, IssueKind.LOT_BAD)

    def state() -> str:
        return either.rows(sa.select(case_of.c.state))[0].state

    assert state() == "open"
    [asked] = write(either, "TYT-01", Note(kind="ask", payload=Ask(issue=issue, what="lot_right"), user=OFFICER))
    read(either)
    assert state() == "waiting"
    said = here.write("answer", Answer(ask=asked, choice="right"))
    here.send()
    read(either)
    assert state() == "answered"
    here.void(said)
    here.send()
    read(either)
    assert state() == "waiting"
    write(either, "TYT-01", Note(kind="void", payload=Void(v=True, why="thôi"), of=asked, rev=1, user=OFFICER))
    read(either)
    assert state() == "open"
    assert index(either) == recounted(either)


def test_since_when_a_case_is_open_outlives_a_fold_made_anew(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, _ = clinics
    here.dose(here.listed(BAO))
    here.send()
    read(either)
    before, placed = either.rows(sa.select(case_of)), index(either)
    either.now = lambda began=either.now: began() + 86_400
    with writing(either.engine) as conn:
        fold.drop(conn)
    folder.prepare(either.server)
    assert index(either)["case_at"] == []
    read(either)
    assert either.rows(sa.select(case_of)) == before
    assert index(either) == placed


def test_a_unit_that_is_moved_takes_its_cases_with_it(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    here, there = clinics
    for clinic in (here, there):
        clinic.dose(clinic.listed(changed(BAO, name=f"Lò Văn {clinic.log.name}", doc="", tel="")))
        clinic.send()
    read(either)
    assert kinds(either, "24211") == ["lot_bad", "lot_bad"]
    with writing(either.engine) as conn:
        org_acts.move(conn, either.unit("TYT-02"), either.unit("66"), at_ms=1)
    read(either)
    assert (kinds(either, "24211"), kinds(either, "TYT-02")) == (["lot_bad"], ["lot_bad"])
    assert kinds(either, "66") == ["lot_bad", "lot_bad"]
    assert index(either) == recounted(either)


def test_a_decision_from_above_closes_the_issue_wherever_its_records_are_held(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, there = clinics
    mine, theirs = here.listed(LANH), there.listed(changed(LANH, doc="", name="Nguyễn Thị Lanh"))
    for clinic in clinics:
        clinic.send()
    read(either)
    issue = issue_of(either, IssueKind.DUP_PERSON)
    said = Resolve(issue=issue, how="otherwise", why="đã hỏi", refs=[mine, theirs])
    [closed] = write(either, "TYT-01", Note(kind="resolve", payload=said, user=OFFICER))
    read(either)
    assert closed in quoted(either, "TYT-02")
    undone = Note(kind="void", payload=Void(v=True, why="nhầm"), of=closed, rev=1, user=OFFICER)
    [back] = write(either, "TYT-01", undone)
    read(either)
    assert back in quoted(either, "TYT-02")


def test_questions_and_answers_with_words_go_with_the_person(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, _ = clinics
    who = here.listed(LANH)
    here.dose(who)
    here.send()
    read(either)
    issue = issue_of(either, IssueKind.LOT_BAD)
    spoken = Note(kind="ask", payload=Ask(issue=issue, what="other", text="Chị Dậu là ai?"), of=who, user=OFFICER)
    plain = Note(kind="ask", payload=Ask(issue=issue, what="lot_right"), of=who, user=OFFICER)
    first, second = write(either, "TYT-01", spoken, plain)
    here.write("answer", Answer(ask=first, choice="yes"), of=who)
    here.write("answer", Answer(ask=second, choice="wrong", text="mẹ là bà Tí Hon"), of=who)
    here.send()
    read(either)
    assert "Dậu" in everything(either) and "Tí Hon" in everything(either)
    with reading(either.engine) as conn:
        going = [one.kind for one in erasure.plan(conn, who).going]
    assert (going.count("ask"), going.count("answer")) == (1, 1)
    assert erase(either, who)
    assert "Dậu" not in everything(either) and "Tí Hon" not in everything(either)


@pytest.mark.parametrize("seed", range(3))
def test_the_index_is_a_recount_after_anything(
    either: RunningServer, clinics: tuple[Clinic, Clinic], seed: int
) -> None:
    rng = Random(seed)
    people: list[str] = []
    written: list[str] = []
    for turn in range(14):
        for clinic in clinics:
            for _ in range(rng.randint(0, 3)):
                _anything(rng, clinic, people, written)
            clinic.send()
        if people and rng.random() < 0.6:
            written += _from_above(either, rng, people)
        if rng.random() < 0.7:
            read(either)
        if turn == 7:
            with writing(either.engine) as conn:
                org_acts.move(conn, either.unit("TYT-02"), either.unit("66"), at_ms=1)
    read(either)
    found = index(either)
    assert found["case_of"]
    assert found == recounted(either)


def _anything(rng: Random, clinic: Clinic, people: list[str], written: list[str]) -> None:
    roll = rng.random()
    if roll < 0.4 or not people:
        name = rng.choice(("Nguyễn Thị Lành", "Nguyễn Thị Lanh", "Lò Văn Bảo"))
        people.append(clinic.listed(changed(LANH, name=name, doc=rng.choice(("", LANH.doc)))))
    elif roll < 0.7:
        written.append(clinic.dose(rng.choice(people), day=f"2026-11-{rng.randint(1, 28):02}"))
    elif written:
        clinic.void(rng.choice(written), rev=rng.randint(1, 4), back=rng.random() < 0.4)


def _from_above(server: RunningServer, rng: Random, people: list[str]) -> list[str]:
    open_ = [row.issue for row in server.rows(sa.select(case_of.c.issue))]
    a, b = rng.choice(people), rng.choice(people)
    notes = [
        Note(kind="same", payload=Same(a=a, b=b), user=OFFICER),
        Note(kind="differ", payload=Differ(a=a, b=b), user=OFFICER),
    ]
    if open_:
        notes.append(Note(kind="resolve", payload=Resolve(issue=rng.choice(open_), how="checked"), user=OFFICER))
        notes.append(Note(kind="ask", payload=Ask(issue=rng.choice(open_), what="lot_right"), user=OFFICER))
    return write(server, rng.choice(("TYT-01", "TYT-02")), *rng.sample(notes, k=min(2, len(notes))))

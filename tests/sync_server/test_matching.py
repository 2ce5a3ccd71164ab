"""Records of one person over all sites: sure pairs are linked once, likely ones are issues with score and reasons."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from sync_server.cli import main
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import linked
from sync_server.reading import anew, naming, worker
from sync_server.reading.standing import Standing
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, Clinic, changed, read, same_person
from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.payloads import Differ
from vaxdesk.registry.queries import issues
from vaxdesk.registry.tables_exchange import issue

SLIPPED = changed(LANH, name="Nguyễn Thị Lanhf", doc="", dob="1990-01-02")


def twice(server: RunningServer) -> list[issues.IssueView]:
    with reading(server.engine) as conn:
        return issues.open_issues(conn, naming.names(conn), kind=IssueKind.DUP_PERSON)


def ran(server: RunningServer, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, int]:
    database = server.engine.url.render_as_string(hide_password=False)
    assert main(["match", *arguments, "--database", database, "--keys", str(server.folder), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_likely_pair_is_an_issue_that_says_how_likely_and_why(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, there = clinics
    known, again = here.listed(LANH), there.listed(SLIPPED)
    for clinic in clinics:
        clinic.send()
    read(either)
    assert same_person(either, known) == {known}
    [found] = twice(either)
    assert set(found.refs) == {known, again}
    assert found.facts["levels"] == "name=slip dob=swapped sex=same tel=same"
    assert found.facts["verdict"] == "likely" and 60 <= int(found.facts["score"]) < 100
    there.amend(again, name=LANH.name, dob="1962-05-06", tel="")
    there.send()
    read(either)
    assert twice(either) == []


def test_what_changed_is_compared_when_it_is_asked_for(
    either: RunningServer, clinics: tuple[Clinic, Clinic], capsys: pytest.CaptureFixture[str]
) -> None:
    here, there = clinics
    known, again = here.listed(LANH), there.listed(LANH)
    there.listed(SLIPPED)
    for clinic in clinics:
        clinic.send()
    assert ran(either, capsys) == {"people": 3, "sure": 0, "likely": 1, "clash": 0, "linked": 1}
    assert same_person(either, known) == {known, again}
    assert ran(either, capsys, "--all") == {"people": 3, "sure": 0, "likely": 1, "clash": 0, "linked": 0}
    assert main(["match", "--database", either.engine.url.render_as_string(hide_password=False), "--keys",
                 str(either.folder)]) == 0  # fmt: skip
    assert "3 hồ sơ" in capsys.readouterr().out


def test_all_anew_finds_what_was_lost_and_links_what_no_rule_has_linked(
    either: RunningServer, clinics: tuple[Clinic, Clinic], capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    here, there = clinics
    known, again = here.listed(LANH), there.listed(LANH)
    parted = [clinic.listed(changed(LANH, name="Lò Văn Páo", doc="066185001234")) for clinic in clinics]
    likely = there.listed(SLIPPED)
    with monkeypatch.context() as before:  # as a server without this rule would have left them
        before.setattr("sync_server.reading.linking.sure", lambda _conn, _persons: [])
        for clinic in clinics:
            clinic.send()
        read(either)
    here.write("differ", Differ(a=parted[0], b=parted[1]))
    here.send()
    read(either)
    assert same_person(either, known) == {known}
    with writing(either.engine) as conn:
        conn.execute(issue.delete())
    found = ran(either, capsys, "--all")
    assert (found["people"], found["linked"], found["sure"]) == (5, 1, 0)
    assert same_person(either, known) == {known, again}
    assert same_person(either, parted[0]) == {parted[0]}
    assert any(likely in one.refs for one in twice(either))
    assert len(either.rows(sa.select(linked))) == 1


def test_going_through_all_in_small_portions_leaves_nobody_out(
    either: RunningServer, clinics: tuple[Clinic, Clinic], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anew, "_MARKED", 2)
    monkeypatch.setattr(anew, "_LINKED", 2)
    for number in range(5):
        clinics[number % 2].listed(changed(LANH, doc=f"06619000{number}234", name=f"Lò Thị {'ABCDE'[number]}úc"))
    for clinic in clinics:
        clinic.send()
    read(either)
    assert anew.mark_everybody(either.server) == 5
    assert anew.link_everybody(either.server) == 0
    worker.until_idle(either.server)


def test_groups_that_were_parted_stay_so_whoever_joins_them() -> None:
    known = Standing(frozenset())
    known.part(1, 2)
    known.join(3, 1)
    known.join(3, 1)
    assert not known.may_join(2, 3) and not known.may_join(2, 1)
    assert not known.may_join(1, 3)
    assert known.may_join(2, 4)
    known.part(3, 1)  # inside one group nothing is parted
    known.join(4, 2)
    assert not known.may_join(4, 1)

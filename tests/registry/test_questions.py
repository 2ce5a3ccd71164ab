"""Questions and answers fold in any order, are found by issue and site, and stir the issue that they are about."""

from __future__ import annotations

import itertools

import sqlalchemy as sa

from tests.registry.conftest import Fold, Written
from vaxdesk.domain.payloads import Answer, Ask, Person, Resolve, Void
from vaxdesk.registry import stirring
from vaxdesk.registry.queries import questions
from vaxdesk.registry.tables_exchange import stirred

HERE, ABOVE = "0000000000001", "0000000000002"
ISSUE = "ab" * 16


def two() -> tuple[Written, Written, str, str]:
    site, above = Written(HERE), Written(ABOVE)
    who = site.add("person", Person(name="Lò Văn Bảo"))
    wanted = Ask(issue=ISSUE, what="dose_given", text="Ai tiêm?", refs=[who], until="2026-11-30")
    asked = above.add("ask", wanted, of=who, user=100_001)
    site.add("answer", Answer(ask=asked, choice="not_given", text="nhầm"), of=who, user=4, t=1_795_500_000)
    return site, above, who, asked


def test_question_and_answer_fold_in_any_order(base: Fold) -> None:
    site, above, who, asked = two()
    entries = [(log, one) for log in (site, above) for one in log.refs()]
    seen = set()
    for order in itertools.permutations(entries):
        base.empty()
        for one in order:
            base.fold([one])
        [view] = base.ask(questions.of_issue, ISSUE)
        assert (view.id, view.what, view.text, view.refs, view.person) == (asked, "dose_given", "Ai tiêm?", (who,), who)
        assert (view.choice, view.words, view.answered_by, view.asked_by) == ("not_given", "nhầm", 4, 100_001)
        seen.add(str(base.digests()))
    assert len(seen) == 1


def test_a_question_waits_until_its_answer_stands(base: Fold) -> None:
    site, above, _, asked = two()
    answer = site.refs()[-1]
    base.take(above)
    assert [one.id for one in base.ask(questions.waiting)] == [asked]
    assert waiting(base) == 1
    base.take(site)
    assert (base.ask(questions.waiting), waiting(base)) == ([], 0)
    assert [one.answer for one in base.ask(questions.answered)] == [answer]
    site.add("void", Void(v=True, why="nhầm"), of=answer, rev=1)
    base.take(site)
    assert waiting(base) == 1
    above.add("void", Void(v=True, why="thôi"), of=asked, rev=1)
    base.take(above)
    assert waiting(base) == 0
    assert base.ask(questions.by_ref, asked) is None


def waiting(base: Fold) -> int:
    with base.engine.begin() as conn:
        return questions.count(conn)


def noted(base: Fold) -> set[str]:
    return {row["issue"] for row in base.rows(stirred)}


def test_what_answers_or_asks_stirs_its_issue_and_so_does_its_taking_back(base: Fold) -> None:
    site, above, _, asked = two()
    closing = above.add("resolve", Resolve(issue="cd" * 16, how="checked"))
    for entry, issue in (((above, asked), ISSUE), ((site, site.refs()[-1]), ISSUE), ((above, closing), "cd" * 16)):
        base.fold([entry])
        assert noted(base) == {issue}
        with base.engine.begin() as conn:
            assert stirring.take(conn, 5) == {issue}
            assert not stirring.waits(conn)
    void = above.add("void", Void(v=True, why="nhầm"), of=closing, rev=1)
    base.fold([(above, void)])
    assert noted(base) == {"cd" * 16}


def test_what_is_taken_out_of_the_fold_stirs_as_well(base: Fold) -> None:
    from sync_server.reading.naming import names
    from vaxdesk.registry import fold

    _, above, _, asked = two()
    base.take(above)
    with base.engine.begin() as conn:
        conn.execute(sa.delete(stirred))
        fold.withdraw(conn, names(conn), [names(conn).id(asked)])
    assert noted(base) == {ISSUE}

"""Certificates at the district: counted by unit and stage, listed, one person's, withdrawn, put back."""

from __future__ import annotations

import re

import sqlalchemy as sa

from sync_server.district.certificates import counts, people
from sync_server.durable.database import reading
from sync_server.durable.tables import access
from sync_server.durable.tables_issuing import cert_due, withdrew
from sync_server.issuing import signing
from sync_server.reading import naming
from tests.district.certificates.wards import FAR_AWAY, LANH, Wards
from tests.district.staffing import Clerk, staffed
from tests.issuing.people import answered, dose, in_line, judged, of, signer, states, vouch
from vaxdesk.domain.certificate_reasons import CertificateReason
from vaxdesk.domain.certification import WithdrawnFor
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import say_in


def vi(key: str, **facts: object) -> str:
    return say_in("vi", key, **facts)


def looks(wards: Wards) -> list[str]:
    query = sa.select(access.c.result).where(access.c.action == "certificates").order_by(access.c.id)
    return [row.result for row in wards.server.rows(query)]


def paths(wards: Wards, who: str) -> tuple[str, str]:
    """The page of a person, and of the newest certificate on it."""
    page = f"/certificates/person/{who}"
    return page, f"{page}/{of(wards.server, who)[0].id}"


def test_units_are_counted_from_the_top_down_by_what_is_waited_for(wards: Wards, clerk: Clerk) -> None:
    server = wards.server
    clerk.open("/certificates")
    assert clerk.page.url.endswith(f"/certificates/{server.unit('66').org_no}"), "the one unit opens by itself"
    assert vi("district_certificates.lead", n="3", signed="1") in clerk.text
    assert "Huế" not in clerk.text
    clerk.open(f"/certificates/{server.unit('24211').org_no}")
    rows = re.findall(r"/certificates/(\d+)\">([^<]+)</a></th><td class=\"n\">(\d)", clerk.page.text)
    sites = {code: server.unit(code) for code in ("TYT-01", "TYT-02")}
    counted = {"TYT-01": "2", "TYT-02": "1"}
    assert sorted(rows) == sorted((str(one.org_no), one.name, counted[code]) for code, one in sites.items())
    clerk.open(f"/certificates/{server.unit('TYT-01').org_no}")
    found = re.findall(r"stage=(\w+)\">(\d)<", clerk.page.text)
    assert found == [("identity", "1"), ("vouch", "1")], "a site's own people are reached by its counts"
    with reading(server.engine) as conn:
        for code in ("VN", "66", "24211", "TYT-01"):
            own, below = counts.of_unit(conn, server.unit(code).org_no)
            everybody = counts.together(own, *below.values()).people
            assert everybody == {"VN": 4, "66": 3, "24211": 3, "TYT-01": 2}[code]


def test_people_at_a_stage_are_listed_a_page_at_a_time_and_every_look_is_noted(
    wards: Wards, clerk: Clerk
) -> None:
    server, at = wards.server, f"/certificates/{wards.server.unit('TYT-01').org_no}/people"
    clerk.open(f"{at}?stage=vouch")
    assert "Lò Văn Bảo" in clerk.text and "Đặng Thị Mỵ" not in clerk.text
    assert vi("district_certificates.total", n="1") in clerk.text
    assert looks(wards) == [f"/district{at}"]
    with reading(server.engine) as conn:
        names, unit = naming.names(conn), server.unit("TYT-01").org_no
        conn.execute(cert_due.update().values(state="waits", why="vouch", unit=unit))  # rolled back
        first = people.page(conn, names, unit, "vouch", most=2)
        rest = people.page(conn, names, unit, "vouch", after=first.people[-1].ref, most=2)
        assert (first.more, rest.more, len(first.people), len(rest.people)) == (True, False, 2, 2)
        assert len({one.ref for one in (*first.people, *rest.people)}) == 4
        assert people.page(conn, names, unit, "vouch", after="nonsense", most=2) == first
        conn.rollback()
    assert clerk.open(f"{at}?stage=nonsense").status_code == 404
    assert clerk.open(f"{at}?stage=waits").status_code == 404


def test_a_person_is_shown_with_who_vouched_and_which_key_signed(wards: Wards, clerk: Clerk) -> None:
    [made] = of(wards.server, wards.signed)
    clerk.open(f"/certificates/person/{wards.signed}")
    for said in (LANH.name, made.uvci, made.kid, "Bộ Y tế", vi("district_certificates.of_course", dn=2, sd=2)):
        assert said in clerk.text
    assert clerk.text.count(vi("district_certificates.holds")) == 1
    vouched = re.search(r"<th scope=\"row\">2</th>(.*?)</tr>", clerk.page.text, re.S)[1]
    assert wards.server.unit("TYT-02").name in vouched and "–" not in re.sub("<[^>]+>", "", vouched)
    clerk.open(f"/certificates/person/{wards.unvouched}")
    assert vi("certifying.wait.vouch") in clerk.text and vi("district_certificates.not_signed") in clerk.text
    for nobody in (wards.away, "x", "AAAAAAAAAAA.1", f"{wards.signed}1"):
        assert clerk.open(f"/certificates/person/{nobody}").status_code == 404
    assert len(looks(wards)) == 2


def test_a_certificate_is_withdrawn_once_with_a_reason_and_put_back(wards: Wards, clerk: Clerk) -> None:
    server = wards.server
    page, at = paths(wards, wards.signed)
    [made] = of(server, wards.signed)
    for missing in ({"why": "error"}, {"said": "sai người"}, {"why": "corrected", "said": "sai người"}):
        clerk.open(page)
        assert clerk.send(f"{at}/withdraw", **missing).status_code == 409
        assert vi("refusal.reason.reason_needed") in clerk.text
    clerk.open(page)
    assert clerk.send(f"{at}/withdraw", why="error", said="x" * 301).status_code == 409
    clerk.open(page)
    clerk.send(f"{at}/withdraw", why="error", said="Nhầm với người <cùng tên>")
    assert vi("district_certificates.was_withdrawn") in clerk.text
    assert judged(server, made.text).reasons == (CertificateReason.REVOKED,), "strangers know before the fold does"
    clerk.send(f"{at}/withdraw", why="error", said="Lần nữa")
    assert vi("refusal.reason.not_yet_read") in clerk.text
    in_line(server)
    assert states(server)[wards.signed] == "withdrawn"
    assert of(server, wards.signed)[0].withdrawn is WithdrawnFor.ERROR
    clerk.open(page)
    for said in ("Trần Thị Lan", "Nhầm với người <cùng tên>", vi("certifying.withdrawn.error")):
        assert said in clerk.text
    clerk.send(f"{at}/withdraw", why="error", said="Lần nữa")
    assert vi("refusal.reason.nothing_changed") in clerk.text
    clerk.send(f"{at}/put-back")
    assert vi("district_certificates.was_put_back") in clerk.text
    assert judged(server, made.text).valid
    in_line(server)
    assert states(server)[wards.signed] == "signed"
    assert server.rows(sa.select(withdrew)) == []
    clerk.open(page)
    clerk.send(f"{at}/put-back")
    assert vi("refusal.reason.nothing_changed") in clerk.text
    kinds = [one["entry"]["k"] for one in server.entries("TYT-02") if one["entry"].get("u", 0) >= 100_000]
    assert kinds == ["uncert", "void"]


def test_it_may_be_withdrawn_again_and_an_old_click_puts_nothing_back(wards: Wards, clerk: Clerk) -> None:
    server = wards.server
    page, at = paths(wards, wards.signed)
    [made] = of(server, wards.signed)
    withdrawing = {"why": "withdrawn", "said": "Theo công văn 12"}
    clerk.open(page)
    clerk.send(f"{at}/withdraw", **withdrawing)
    in_line(server)
    clerk.open(page)
    clerk.send(f"{at}/put-back")
    with signer(server) as by:  # what comes while the fold does not know yet
        assert signing.step(server.server, by).looked == 0
    in_line(server)
    clerk.open(page)
    clerk.send(f"{at}/withdraw", **withdrawing)
    clerk.send(f"{at}/put-back")  # the fold still shows it as one that holds
    assert vi("refusal.reason.nothing_changed") in clerk.text
    in_line(server)
    assert states(server)[wards.signed] == "withdrawn"
    assert judged(server, made.text).reasons == (CertificateReason.REVOKED,)


def test_what_states_something_else_by_now_is_not_put_back(wards: Wards, clerk: Clerk) -> None:
    server = wards.server
    page, at = paths(wards, wards.signed)
    clerk.open(page)
    clerk.send(f"{at}/withdraw", why="error", said="Sai mũi")
    in_line(server)
    vouch(wards.beside, wards.signed, dose(wards.beside, wards.signed, "2026-11-25"))
    wards.bring()
    answered(server, wards.beside)
    wards.bring()
    assert wards.sign() == 1
    clerk.open(page)
    clerk.send(f"{at}/put-back")
    assert vi("refusal.reason.changed_since") in clerk.text
    assert clerk.text.count(vi("district_certificates.holds")) == 1


def test_nobody_withdraws_what_stands_elsewhere(wards: Wards) -> None:
    server = wards.server
    page, at = paths(wards, wards.away)
    mine, mine_at = paths(wards, wards.signed)
    tried = (("46", GivenRole.OVERSEE, 403), ("24211", GivenRole.RECONCILE, 403), ("66", GivenRole.VERIFY, 409))
    for org, role, code in tried:
        clerk = Clerk(server)
        clerk.sign_in(staffed(server, org, role, login=f"{role.value}-{org}"))
        clerk.open("/own")
        for where in (at, mine_at) if code == 403 else (at, f"{mine}/{at.rpartition('/')[2]}"):
            assert clerk.send(f"{where}/withdraw", why="error", said="x").status_code in (code, 404)
            assert clerk.send(f"{where}/put-back").status_code in (code, 404)
        assert FAR_AWAY.name not in clerk.text
        clerk.close()
    in_line(server)
    assert states(server)[wards.away] == states(server)[wards.signed] == "signed"
    assert page != mine

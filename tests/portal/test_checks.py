"""The code of a paper: a word and a day for anybody, nothing of a person, twenty times a minute."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests

from sync_server.portal import rates
from sync_server.settings import Limits, Settings
from tests.portal.test_lookup import CODE, Site
from tests.servers import RunningServer, running_server
from tests.sync_server.clinics import LANH
from vaxdesk.domain import own_codes
from vaxdesk.domain.payloads import Cert
from vaxdesk.words import LANGUAGES, say_in

LATER = own_codes.certificate_name(2**126 + 77)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_of_a_paper_says_a_word_and_a_day_and_nothing_else(
    server: RunningServer, language: str
) -> None:
    site, http = Site(server), requests.Session()
    http.cookies.set("vd-language", language)

    def checked(code: str) -> str:
        page = http.get(f"{server.url}/v/{code}", timeout=20)
        assert page.status_code == 200 and LANH.name not in page.text and LANH.doc not in page.text
        states = ("valid", "replaced", "withdrawn", "unknown")
        [state] = [one for one in states if say_in(language, f"portal_checks.state_about.{one}") in page.text]
        return state

    assert checked(CODE) == checked(own_codes.certificate_code(CODE)) == "valid"
    assert checked(LATER) == checked("x") == checked("VXC:%3C0-0") == "unknown"
    newer = site.clinic.write("cert", Cert(day="2026-10-01", code=LATER, doses=[site.first]), of=site.lanh)
    site.send()
    assert (checked(CODE), checked(LATER)) == ("replaced", "valid")
    site.clinic.void(newer)
    site.send()
    assert (checked(CODE), checked(LATER)) == ("valid", "withdrawn")
    http.close()


def test_an_address_asks_twenty_times_and_waits(tmp_path: Path) -> None:
    with running_server(tmp_path, settings=Settings(limits=Limits())) as server, requests.Session() as http:
        asked = [http.get(f"{server.url}/portal/v/x", timeout=5).status_code for _ in range(int(rates.CHECKS.most) + 3)]
        assert asked[:20] == [503] * 20, "nothing was folded yet"
        assert asked[-1] == 429
        assert http.get(f"{server.url}/portal/", timeout=5).status_code == 200, "other pages are another bucket"

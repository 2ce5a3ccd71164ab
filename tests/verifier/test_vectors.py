"""The published vectors: Python and the page in Chromium come to the same verdict on every one."""

from __future__ import annotations

from typing import Any

import msgspec
from playwright.sync_api import Browser

from tests.certificates import make_page, make_vectors
from tests.certificates import vector_parts as p
from tests.verifier.conftest import Folder
from tests.verifier.opened import opened
from vaxdesk.certificates import trust
from vaxdesk.domain.certificate_reasons import CertificateCaution, CertificateReason

_ALL = """async () => {
  const [{ verify }, trust, { fromHex }] = await Promise.all(
    ["verify", "trust", "bytes"].map((name) => import(`./js/${name}.js`)));
  const { server, cases } = await (await fetch("vectors/cases.json")).json();
  const lists = { null: new trust.Trusted(null) };
  for (const { list } of cases) {
    if (lists[list]) continue;
    lists[list] = await trust.read(await (await fetch(`vectors/list-${list}.json`)).text(), [fromHex(server)]);
  }
  const found = [];
  for (const { text, now, list } of cases) found.push(await verify(text, { trust: lists[list], now }));
  return found;
}"""


def published() -> dict[str, Any]:
    return msgspec.json.decode((make_vectors.FOLDER / "cases.json").read_bytes())


def test_the_published_cases_are_those_of_the_generator() -> None:
    """Their texts too, but for signatures with random salt (PS256); each verdict is what Python comes to now."""
    told = published()["cases"]
    made = list(make_vectors.cases())
    assert [one["name"] for one in told] == [one.name for one in made]
    assert len({one["name"] for one in told}) == len(told) >= 60
    for one, case in zip(told, made, strict=True):
        given = case._replace(text=one["text"])
        assert one["text"] == case.text or "PS256" in case.name, case.name
        assert (one["now"], one["list"]) == (case.now, case.listed), case.name
        assert make_vectors.judged(given) == one["expected"], case.name
        assert tuple(one["expected"].get("reasons", ())) == case.reasons, case.name
        assert one["expected"]["valid"] == (not case.reasons), case.name


def test_every_reason_and_every_caution_has_its_case() -> None:
    told = [one["expected"] for one in published()["cases"]]
    assert {reason for one in told for reason in one.get("reasons", ())} == {one.value for one in CertificateReason}
    assert {caution for one in told for caution in one.get("cautions", ())} == {one.value for one in CertificateCaution}


def test_the_lists_are_signed_and_those_of_the_generator() -> None:
    server = bytes.fromhex(published()["server"])
    for name, listed in p.lists().items():
        assert trust.read((make_vectors.FOLDER / f"list-{name}.json").read_bytes(), [server]) == listed


def test_the_page_comes_to_the_same_verdicts(browser: Browser, folder: Folder) -> None:
    with opened(browser, folder.url) as page:
        found = page.evaluate(_ALL)
    told = published()["cases"]
    pairs = zip(told, found, strict=True)
    apart = [f"{one['name']}: {is_} and not {one['expected']}" for one, is_ in pairs if is_ != one["expected"]]
    assert not apart, "\n".join(apart)


def test_what_the_page_is_made_of_is_up_to_date() -> None:
    """Words, value sets, the files that phones keep. `python -m tests.certificates.make_page` makes them anew."""
    stale = [name for name, text in make_page.made().items() if (make_page.PAGE / name).read_text("utf-8") != text]
    assert not stale

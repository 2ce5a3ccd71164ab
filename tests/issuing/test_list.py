"""`GET /v1/trust`: who is on the list, for which province, and when it is another one; `vaxdesk-server trust`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests
from msgspec.structs import replace

from sync_server.authority.orgs import UnitRow
from sync_server.cli import main
from sync_server.durable.database import reading, writing
from sync_server.issuing import listing
from sync_server.joining import devices
from sync_server.operating import device_acts
from tests.certificates.issuing import NOW as ISSUED
from tests.certificates.issuing import SLIP, UVCI, document_signer, judged, signed
from tests.certificates.test_shc import EXAMPLES
from tests.servers import TREE, RunningServer
from tests.sync_server.pens import Pen
from vaxdesk.certificates import revocation, slip, trust
from vaxdesk.certificates.trust import TrustList
from vaxdesk.certificates.trusted import Trusted
from vaxdesk.domain.certificate_reasons import CertificateReason as R

FAR = (
    UnitRow(code="46", name="Huế", kind="province", parent=":VN", scheme="2025-07"),
    UnitRow(code="TYT-09", name="Trạm y tế A Lưới", kind="station", parent="2025-07:46"),
)


def asked(server: RunningServer, query: str = "", **headers: str) -> requests.Response:
    return requests.get(f"{server.url}/v1/trust{query}", headers=headers, timeout=10)


def around(server: RunningServer, unit: str = "") -> TrustList:
    """The list for the province of a unit, its signature checked."""
    reply = asked(server, f"?unit={server.unit(unit).org_no}" if unit else "")
    assert reply.status_code == 200
    return trust.read(reply.content, [server.server.key.public])


def slip_of(pen: Pen, unit: str) -> str:
    return slip.sign(replace(SLIP, unit=unit, issued=ISSUED), pen.private.sign, device=pen.device)


def test_a_list_names_the_devices_of_the_province_around_a_unit(either: RunningServer) -> None:
    either.import_orgs((*TREE, *FAR))
    near, far = Pen(either), Pen(either, "TYT-09")
    assert {one.device for one in around(either).devices} == {near.device, far.device}
    for unit in ("TYT-01", "TYT-02", "24211", "66"):
        (site,) = around(either, unit).devices
        assert (site.device, site.key, site.unit) == (near.device, near.public, ":TYT-01")
        assert site.name == "Trạm y tế Cư Êbur"
    assert [one.device for one in around(either, "TYT-09").devices] == [far.device]
    assert {one.device for one in around(either, "VN").devices} == {near.device, far.device}


def test_a_slip_of_a_neighbour_holds_by_the_fetched_list_until_its_device_is_revoked(either: RunningServer) -> None:
    pen = Pen(either)
    text = slip_of(pen, ":TYT-01")
    assert judged(text, Trusted(around(either, "TYT-02"))).reasons == ()
    assert judged(slip_of(pen, ":TYT-02"), Trusted(around(either, "TYT-02"))).reasons == (R.OTHER_SITE,)
    with writing(either.engine) as conn:
        device_acts.revoke(conn, either.server, device_acts.find(conn, str(pen.device)), from_ms=0)
    either.now = lambda: ISSUED + 10_000_000_000  # a process keeps a list for a minute
    found = around(either, "TYT-02")
    assert found.devices == ()
    assert judged(text, Trusted(found)).reasons == (R.KEY_UNKNOWN,)


def test_it_is_the_same_list_until_something_changes(server: RunningServer) -> None:
    at = 1_795_785_600.0
    server.now = lambda: at
    first = asked(server)
    tag = first.headers["ETag"]
    assert asked(server, **{"If-None-Match": f'"other", W/{tag}'}).status_code == 304
    with writing(server.engine) as conn:
        assert listing.withdraw(conn, revocation.of_identifier(UVCI), why="sai người", now_ms=0)
        assert not listing.withdraw(conn, revocation.of_identifier(UVCI), why="sai người", now_ms=0)
    assert asked(server, **{"If-None-Match": tag}).status_code == 304  # for a minute
    at += 61
    second = asked(server, **{"If-None-Match": tag})
    assert (second.status_code, second.headers["ETag"] != tag) == (200, True)
    assert trust.read(second.content, [server.server.key.public]).revoked == (revocation.of_identifier(UVCI),)
    at += 3600
    assert asked(server, **{"If-None-Match": second.headers["ETag"]}).status_code == 200  # made in another hour


@pytest.mark.parametrize("unit", ["0", "99", "9999999999", "-1", "1.5", "٣", "abc", "9" * 40, "%00", "1%0a"])
def test_a_unit_that_is_none(server: RunningServer, unit: str) -> None:
    reply = asked(server, f"?unit={unit}")
    assert (reply.status_code, reply.json()) == (404, {"error": "unknown_unit"})


def run(
    capsys: pytest.CaptureFixture[str], server: RunningServer, *arguments: str | Path
) -> tuple[int, dict[str, Any]]:
    where = ["--database", server.database, "--keys", str(server.folder)]
    code = main(["trust", *map(str, arguments), *where, "--json", "--language", "en"])
    return code, json.loads(capsys.readouterr().out)


def test_an_operator_keeps_the_list(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "signer.pem"
    file.write_bytes(document_signer("ec"))
    code, told = run(capsys, server, "add", file)
    assert (code, told["found"], told["added"]) == (0, 1, 1)
    assert run(capsys, server, "add", file)[1]["added"] == 0
    kid = told["kids"][0]
    assert [one["kid"] for one in run(capsys, server, "list")[1]["keys"]] == [kid]
    assert judged(signed(), Trusted(around(server))).reasons == ()

    out = tmp_path / "trust.json"
    assert run(capsys, server, "withdraw", UVCI, "--why", "sai người")[1]["new"]
    assert not run(capsys, server, "withdraw", revocation.of_identifier(UVCI).hex(), "--why", "lần nữa")[1]["new"]
    assert run(capsys, server, "write", "--out", out)[1]["revoked"] == 1
    written = trust.read(out.read_bytes(), [server.server.key.public])
    assert judged(signed(), Trusted(written)).reasons == (R.REVOKED,)

    assert run(capsys, server, "drop", kid)[1]["dropped"] == 1
    assert run(capsys, server, "list")[1]["keys"] == []


def test_issuers_of_health_cards_come_with_their_set_of_keys(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issuer, file = "https://spec.smarthealth.cards/examples/issuer", tmp_path / "jwks.json"
    file.write_text(json.dumps(EXAMPLES["jwks"]))
    assert run(capsys, server, "add", file, "--issuer", issuer)[1]["added"] >= 1
    with reading(server.engine) as conn:
        assert {one.issuer for one in listing.keys(conn)} == {issuer}


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("drop", "abcd"), "trust_no_key"),
        (("drop", "khóa"), "trust_no_key"),
        (("withdraw", "abcd", "--why", "x"), "trust_not_a_sum"),
        (("withdraw", "tờ giấy", "--why", "x"), "trust_not_a_sum"),
        (("add", "/nowhere.pem"), "trust_file"),
        (("write", "--out", "/nowhere/trust.json"), "trust_file"),
    ],
)
def test_what_cannot_be_is_said(
    server: RunningServer, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], error: str
) -> None:
    code, told = run(capsys, server, *arguments)
    assert (code, told["error"]) == (1, error)


@pytest.mark.parametrize("content", [b"", b"-----BEGIN CERTIFICATE-----\nAA\n", b"{}", b"\xff"])
def test_a_file_that_is_no_key(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    for more in ((), ("--issuer", "https://a.example")):
        assert run(capsys, server, "add", file, *more)[1]["error"] == "trust_not_a_key"


def test_a_hosted_device_signs_no_slips(server: RunningServer) -> None:
    assert around(server).devices == ()
    assert devices.NO_UNIT not in {one.device for one in around(server).devices}

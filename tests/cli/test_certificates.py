"""`vaxdesk certificates export` and `vaxdesk verify --as`: documents for other systems, from the outside."""

from __future__ import annotations

import errno
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from fhir.resources.R4B.bundle import Bundle
from msgspec.structs import replace

from tests.certificates.issuing import DAY, SHOT, TEST, signed
from tests.certificates.test_interop import check_guide, resources
from tests.cli.test_papers import answer, home, run  # noqa: F401  the fixture of a station with a few people
from tests.cli.test_verify import FRESH, TODAY, listed  # noqa: F401  a list of trust of today
from tests.documents.reading import all_text, squeezed
from vaxdesk.certificates import ddcc
from vaxdesk.cli import main
from vaxdesk.desk import entrance
from vaxdesk.domain.payloads import CheckIn, Inject, Leave
from vaxdesk.registry.queries import people
from vaxdesk.store.tables import entry

LANH = "015190001234"
PASSWORD = "mùa xuân về bản"
Out = pytest.CaptureFixture[str]


@pytest.fixture
def issued(home: Path, tmp_path: Path, capsys: Out) -> Path:  # noqa: F811
    assert run(home, "certificate", LANH, "--out", str(tmp_path / "giay.pdf")) == 0
    capsys.readouterr()
    return home


def test_an_issued_certificate_as_a_summary(issued: Path, tmp_path: Path, capsys: Out) -> None:
    out = tmp_path / "giay.json"
    assert run(issued, "certificates", "export", LANH, "--out", str(out), "--json") == 0
    assert answer(capsys)["doses"] == 1
    found = json.loads(out.read_bytes())
    Bundle.model_validate(found)
    check_guide(found)
    (shot,), (patient,) = resources(found, "Immunization"), resources(found, "Patient")
    assert (shot["occurrenceDateTime"], shot["lotNumber"], shot["primarySource"]) == ("2021-09-14", "NJ0342A", False)
    assert (patient["gender"], patient["identifier"][0]["value"]) == ("female", LANH)
    assert resources(found, "Organization")[0]["name"] == "Trạm Y tế xã Xà Hồ"


def test_an_issued_certificate_as_who_has_it(issued: Path, tmp_path: Path, capsys: Out) -> None:
    out = tmp_path / "giay.json"
    assert run(issued, "certificates", "export", LANH, "--format", "ddcc", "--out", str(out)) == 0
    assert str(out) in capsys.readouterr().out
    (only,) = ddcc.read(json.loads(out.read_bytes()))
    assert only.vaccination.brand is not None and only.certificate is not None
    assert (only.vaccination.brand.code, only.vaccination.lot, only.vaccination.dose) == ("XM4YL8", "NJ0342A", 1)
    assert only.vaccination.total_doses == 2


def prints(home: Path) -> int:  # noqa: F811
    """Entries that say that a paper left the desk."""
    desk = entrance.unlock(home, "mai", PASSWORD, quiet=True)
    try:
        with desk.store.reading() as conn:
            return sum(b'"k":"print"' in line for line in conn.execute(sa.select(entry.c.line)).scalars())
    finally:
        desk.store.close()


def test_that_it_left_the_desk_is_an_entry(issued: Path, tmp_path: Path) -> None:
    before = prints(issued)
    assert run(issued, "certificates", "export", LANH, "--out", str(tmp_path / "a.json")) == 0
    assert prints(issued) == before + 1


def test_what_could_not_be_written_has_not_left_the_desk(
    issued: Path, tmp_path: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = prints(issued)
    kept = tmp_path / "folder" / "a.json"
    kept.parent.mkdir()
    kept.write_text("of before", encoding="utf-8")
    asked = ("certificates", "export", LANH, "--json", "--out")
    assert run(issued, *asked, str(tmp_path / "no folder" / "a.json")) == 1
    assert answer(capsys)["error"] == "file_not_writable"
    assert run(issued, *asked, str(kept.parent)) == 1
    assert answer(capsys)["error"] == "file_not_writable"
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", no_room)
        assert run(issued, *asked, str(kept)) == 1
    assert answer(capsys)["error"] == "disk_full"
    assert [(one.name, one.read_text(encoding="utf-8")) for one in kept.parent.iterdir()] == [("a.json", "of before")]
    assert prints(issued) == before


def no_room(_file: int) -> None:
    raise OSError(errno.ENOSPC, "no space left")


@pytest.mark.parametrize(
    ("person", "code"),
    [("015190007777", "person_several"), ("099999999999", "person_unknown"), ("015088000111", "not_injected")],
    ids=["two people", "nobody", "no dose"],
)
def test_what_cannot_be_told_is_said(issued: Path, tmp_path: Path, capsys: Out, person: str, code: str) -> None:
    out = tmp_path / "giay.json"
    assert run(issued, "certificates", "export", person, "--out", str(out), "--json") == 1
    assert answer(capsys)["error"] == code
    assert not out.exists()


def test_nothing_is_told_before_a_certificate_was_issued(home: Path, tmp_path: Path, capsys: Out) -> None:  # noqa: F811
    assert run(home, "certificates", "export", LANH, "--out", str(tmp_path / "a.json"), "--json") == 1
    assert answer(capsys)["error"] == "not_left"


def test_a_certificate_that_holds_is_printed_as_a_document(listed: Path, capsys: Out) -> None:  # noqa: F811
    assert main(["verify", signed(**FRESH), "--trust", str(listed), "--as", "ips"]) == 0
    found = json.loads(capsys.readouterr().out)
    Bundle.model_validate(found)
    check_guide(found)
    assert main(["verify", signed(**FRESH), "--trust", str(listed), "--as", "ddcc"]) == 0
    assert ddcc.read(json.loads(capsys.readouterr().out))[0].name == "Nguyễn Thị Lành"


def test_one_that_does_not_hold_becomes_none(listed: Path, capsys: Out) -> None:  # noqa: F811
    gone = signed(issued=TODAY - 9 * DAY, expires=TODAY - DAY)
    assert main(["verify", gone, "--trust", str(listed), "--as", "ips", "--json"]) == 1
    told = answer(capsys)
    assert told["reasons"] == ["expired"] and "resourceType" not in told


def test_a_test_result_has_no_dose_to_tell(listed: Path, capsys: Out) -> None:  # noqa: F811
    text = signed(replace(SHOT, v=(), t=(TEST,)), **FRESH)
    assert main(["verify", text, "--trust", str(listed), "--as", "ips", "--json"]) == 2
    assert answer(capsys)["error"] == "no_doses"


@pytest.fixture
def vaccinated(home: Path) -> Path:  # noqa: F811
    """Lành's course is complete with a dose of today; nobody has signed for it."""
    desk = entrance.unlock(home, "mai", PASSWORD, quiet=True)
    with desk.store.reading() as conn:
        [lanh] = people.by_number(conn, desk.store.names, LANH)
    said = Inject(
        day=desk.day, at=desk.now() - 3600, product="AZ", lot="", lot_no="NK0115", expiry="2030-01-31", kind="primary"
    )
    with desk.store.writing(user=desk.user.no) as w:
        w.add("checkin", CheckIn(day=desk.day, no=1), of=lanh.id)
        w.add("inject", said, of=lanh.id)
        w.add("leave", Leave(day=desk.day, at=desk.now() - 1800), of=lanh.id)
    desk.store.close()
    return home


def test_the_certificates_of_a_day_are_listed(vaccinated: Path, capsys: Out) -> None:
    assert run(vaccinated, "certificates", "list", "--json") == 0
    found = answer(capsys)
    assert (found["to_sign"], found["others"]) == (1, {})
    [row] = found["people"]
    assert (row["person"]["name"], row["state"], row["doses"][0]["lot"]) == ("Nguyễn Thị Lành", "open", "NK0115")
    assert run(vaccinated, "certificates", "list") == 0
    assert "Nguyễn Thị Lành  1990-01-01  Chưa ký" in capsys.readouterr().out
    assert run(vaccinated, "certificates", "list", "--day", "2020-01-02", "--json") == 0
    assert answer(capsys)["people"] == []


def test_the_papers_of_a_day_are_written_one_a_person(vaccinated: Path, tmp_path: Path, capsys: Out) -> None:
    before, out = prints(vaccinated), tmp_path / "giấy" / "hôm nay"
    today = datetime.now(UTC) + timedelta(hours=7)
    assert run(vaccinated, "certificates", "print", "--day", today.date().isoformat(), "--out", str(out), "--json") == 0
    found = answer(capsys)
    [one] = found["files"]
    assert (one["code"], found["left_out"], prints(vaccinated)) == ("site", {}, before + 1)
    assert [str(file) for file in out.iterdir()] == [one["file"]]
    assert squeezed("Nguyễn Thị Lành") in all_text(Path(one["file"]).read_bytes())
    assert run(vaccinated, "certificates", "print", LANH, "--out", str(out)) == 0
    assert str(out) in capsys.readouterr().out


@pytest.mark.parametrize(("person", "code"), [("099999999999", "person_unknown"), ("015088000111", "not_injected")])
def test_who_can_have_no_paper_is_said(home: Path, tmp_path: Path, capsys: Out, person: str, code: str) -> None:  # noqa: F811
    assert run(home, "certificates", "print", person, "--out", str(tmp_path / "out"), "--json") == 1
    assert answer(capsys)["error"] == code
    assert not (tmp_path / "out").exists()

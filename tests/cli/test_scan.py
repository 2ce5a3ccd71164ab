"""`vaxdesk scan`: pictures and payloads in, JSON or sentences out."""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path

import cv2
import pytest

from tests.certificates.issuing import SLIP
from tests.certificates.test_shc import EXAMPLES
from tests.scanning.pictures import drawn_by_zxing
from tests.scanning.test_hc1 import SAMPLE as PASSPORT
from vaxdesk import words
from vaxdesk.certificates import slip
from vaxdesk.cli import scan
from vaxdesk.cli.options import add_common
from vaxdesk.domain.documents import DocumentFinding
from vaxdesk.domain.scanner_check import ScannerVerdict, SheetStep
from vaxdesk.domain.scans import Scan, ScanKind, ScanOutcome
from vaxdesk.trouble import Trouble, TroubleCode

LANH = "015190001234|060812345|Nguyễn Thị Lành|01011990|Nữ|Thôn Cu Vai, Xà Hồ|15042021"

UNNAMED = ("kind", "outcome", "raw", "extras", "findings")


def png(payload: str) -> bytes:
    return cv2.imencode(".png", drawn_by_zxing(payload))[1].tobytes()


def run(source: str, *, as_json: bool = True) -> int:
    parser = argparse.ArgumentParser()
    add_common(parser)
    scan.add(parser.add_subparsers())
    args = parser.parse_args(["scan", source, *(["--json"] if as_json else [])])
    return args.run(args)


@pytest.fixture
def standard_input(monkeypatch: pytest.MonkeyPatch):
    def give(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give


def test_a_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "card.png"
    path.write_bytes(png(LANH))
    assert run(str(path)) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["kind"], answer["outcome"], answer["raw"]) == ("citizen_card_2021", "read", LANH)
    assert answer["fields"] == {
        "name": "Nguyễn Thị Lành", "dob": "1990-01-01", "sex": "F", "document": "015190001234",
        "old_document": "060812345", "address": "Thôn Cu Vai, Xà Hồ", "issued": "2021-04-15",
    }


@pytest.mark.parametrize("data", [png(LANH), LANH.encode() + b"\n"], ids=["picture", "payload"])
def test_standard_input(data: bytes, standard_input, capsys: pytest.CaptureFixture[str]) -> None:
    standard_input(data)
    assert run("-") == 0
    assert json.loads(capsys.readouterr().out)["fields"]["document"] == "015190001234"


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        (PASSPORT, "eu_dcc", "Nguyễn Thị Lành"),
        (EXAMPLES["cards"][0]["codes"][0], "smart_card", "Anyperson John B."),
        (slip.sign(SLIP, lambda _: bytes(64), device=7), "certificate_slip", SLIP.name),
    ],
    ids=["vaccine passport", "smart health card", "slip"],
)
def test_certificates_are_named_and_told_to_be_unverified(
    text: str, kind: str, name: str, standard_input, capsys: pytest.CaptureFixture[str]
) -> None:
    standard_input(text.encode())
    assert run("-") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["kind"], told["outcome"], told["fields"]["name"]) == (kind, "unverified", name)


def test_findings_come_as_codes(standard_input, capsys: pytest.CaptureFixture[str]) -> None:
    standard_input(LANH.replace("015190", "015090").encode())
    assert run("-") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["outcome"], answer["findings"]) == ("read_doubtful", ["sex_disagrees"])


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_sentences_for_people(language: str, standard_input, capsys: pytest.CaptureFixture[str]) -> None:
    before = words.language()
    words.use(language)
    try:
        standard_input(LANH.encode())
        assert run("-", as_json=False) == 0
        said = capsys.readouterr().out
        assert words.say("scan.next.read") in said
    finally:
        words.use(before)
    assert "Nguyễn Thị Lành" in said


def test_a_picture_without_a_code_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.png"
    path.write_bytes(cv2.imencode(".png", drawn_by_zxing("x")[:20])[1].tobytes())
    assert run(str(path)) == 1
    assert json.loads(capsys.readouterr().out)["outcome"] == "nothing_found"


def test_no_picture(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        run(str(tmp_path / "none.png"))
    assert caught.value.code is TroubleCode.IMAGE_UNREADABLE


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_outcome_verdict_and_field_has_its_words(language: str) -> None:
    keys = [f"scan.next.{outcome.value}" for outcome in ScanOutcome]
    keys += [f"scan.remedy.{verdict.value}" for verdict in ScannerVerdict]
    keys += [f"scan.field.{name}" for name in Scan.__struct_fields__ if name not in UNNAMED]
    for listed in (ScanKind, ScanOutcome, DocumentFinding, SheetStep, ScannerVerdict):
        keys += [f"{listed.WORDS}.{member.value}" for member in listed]
    assert all(words.say_in(language, key) for key in keys)

"""An organisation registers its people: judged first, then a list of the station; hostile files, replays, floods."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import Workbook, load_workbook

from sync_server.durable.tables_portal import portal_group
from sync_server.portal import groups, list_reader, lists, rates
from sync_server.portal.lists import Judged, ListFault
from sync_server.reading.groups import file_name
from tests.portal.group_lists import HEAD, PEOPLE, TEMPLATE, begin, confirm, form, look, saved, workbook
from tests.portal.people import Visitor, codes_sent
from tests.portal.test_register import lines
from tests.servers import RunningServer
from tests.sync_server.clinics import read, today
from vaxdesk.registry.tables import appt, roster
from vaxdesk.sheets.template import write_template
from vaxdesk.words import say_in

TODAY = "2026-11-27"


def said(key: str, **facts: object) -> str:
    return say_in("vi", f"portal_group.{key}", **facts)


@pytest.fixture
def lone(server: RunningServer) -> Iterator[Visitor]:
    """Somebody at a server on SQLite."""
    read(server)
    made = Visitor(server)
    yield made
    made.close()


def test_a_list_is_judged_confirmed_reaches_the_station_and_is_cancelled(
    either: RunningServer, visitor: Visitor
) -> None:
    read(either)
    begin(visitor, either)
    look(visitor, workbook())
    told = (said("row", n=11), "“hôm qua”", said("column", column="C"), said("same_as", n=9), said("nothing_yet"))
    for words in told:
        assert words in visitor.text
    assert said("confirm", n=2) in visitor.page.text
    read(either)
    assert lines(either, "person", "TYT-02") == [], "nothing before the word of the contact"
    found = visitor.page
    code = confirm(visitor)
    assert said("done") in visitor.text
    visitor.page = found
    assert confirm(visitor) == code, "again changes nothing"
    read(either)
    day = today(either, plus=5)
    (held,) = either.rows(sa.select(roster))
    assert (held.file, held.day, held.rows) == (f"dang-ky-to-chuc-cong-ty-ca-phe-ea-tul-{day}", day, 2)
    people = lines(either, "person", "TYT-02")
    assert [one["name"] for one in people] == ["Nguyễn Thị Lành", "Lò Văn Bảo"]
    assert {one["work"] for one in people} == {"Công ty Cà phê Êa Tul"}
    for words in ("Trần Văn Quản", "0905666777", "Buôn Ky", "Ca sáng"):
        assert words in people[0]["note"]
    assert [(one["day"], one["row"]) for one in lines(either, "appt", "TYT-02")] == [(day, 1), (day, 2)]
    assert either.rows(sa.select(portal_group.c.said))[0].said is None
    visitor.open("/group/mine")
    visitor.send("/group/mine", registration=code.lower().replace(" ", ""))
    assert said("state.filed") in visitor.text and "Lành" not in visitor.text, "the slip names nobody of the list"
    visitor.send("/group/cancel")
    read(either)
    assert len(lines(either, "void", "TYT-02")) == 2
    assert {row.voided for row in either.rows(sa.select(appt.c.voided))} == {1}
    visitor.open("/group/mine")
    visitor.send("/group/cancel", registration=code)
    read(either)
    assert len(lines(either, "void", "TYT-02")) == 2, "again changes nothing"
    assert said("state.cancelled") in visitor.text


def test_a_draft_lasts_an_hour_and_is_no_registration(server: RunningServer, lone: Visitor) -> None:
    begin(lone, server)
    look(lone, workbook())
    found, code = lone.page, lone.hidden["registration"]
    lone.open("/group/mine")
    assert said("no_such_code") in lone.send("/group/mine", registration=code).text
    start = server.now()
    server.now = lambda: start + groups.LIFE_MS / 1000 + 1
    lone.page = found
    assert confirm(lone) == "" and said("over") in lone.text
    begin(lone, server)
    look(lone, workbook(PEOPLE[:1]))
    assert len(server.rows(sa.select(portal_group))) == 1, "the old draft and its people are gone"
    lone.send("/group/confirm")
    lone.send("/group/cancel", registration=lone.page.text.split('<p class="code">')[1].split("<")[0])
    read(server)
    assert lines(server, "person", "TYT-02") == [], "cancelled before it was filed: it never reached the station"


def test_only_whoever_proved_the_telephone_sends_a_list(server: RunningServer, lone: Visitor) -> None:
    unit = str(server.unit("TYT-02").org_no)
    lone.open("/group", unit=unit)
    look_at = {**form(server), "unit": unit}
    lone.send("/group/list", files={"list": ("x.xlsx", workbook())}, **look_at)
    assert said("over") in lone.text
    begin(lone, server)
    page = lone.page
    lone.send("/group/list", files={"list": ("x.xlsx", workbook())}, tel="0912345678")
    assert said("over") in lone.text, "another telephone than was proven"
    other = Visitor(server)
    other.page = page
    assert other.send("/group/list", files={"list": ("x.xlsx", workbook())}).status_code == 403, "another browser"
    other.close()
    assert server.rows(sa.select(portal_group)) == []
    lone.open("/group", unit=unit)
    lone.send("/group", **form(server))
    asked, code = lone.page, codes_sent(server)[-1]["code"]
    assert lone.send("/group/code", code=code).status_code == 200
    lone.page = asked
    assert lone.send("/group/code", code=code).status_code == 422, "a code is used once"
    for where in ("/group?unit=x", "/group?unit=99999", f"/group?unit={server.unit('66').org_no}"):
        assert lone.open(where).status_code == 404, "nobody reads lists there"


def test_an_address_and_a_telephone_send_few_lists(server: RunningServer, lone: Visitor) -> None:
    begin(lone, server)
    page, raw = lone.page, workbook(PEOPLE[:1])
    answers = []
    for _ in range(int(rates.FILES_ADDRESS.most) + 1):
        lone.page = page
        answers.append(lone.send("/group/list", files={"list": ("x.xlsx", raw)}).status_code)
    most = int(rates.GROUPS_SUBJECT.most)
    assert answers == [200] * most + [429] * (len(answers) - most)
    assert len(server.rows(sa.select(portal_group))) == most


def test_the_form_says_what_is_missing_or_wrong(server: RunningServer, lone: Visitor) -> None:
    good = form(server)
    for fields, wrong in (
        ({"name": ""}, "name"), ({"kind": "x"}, "kind"), ({"adr": " "}, "adr"), ({"people": "0"}, "people"),
        ({"people": "viele"}, "people"), ({"contact": ""}, "contact"), ({"tel": "12"}, "tel"),
        ({"from_day": "2020-01-01"}, "from_day"), ({"until_day": today(server, plus=1)}, "until_day"),
    ):  # fmt: skip
        assert set(groups.read({**good, **fields}, today=today(server)).faults) == {wrong}, fields
    assert not groups.read(good, today=today(server)).faults
    lone.open("/group", unit=str(server.unit("TYT-02").org_no))
    lone.send("/group", **{**good, "name": "<b>", "tel": "12"})
    assert lone.page.status_code == 422 and "<b>" not in lone.page.text and codes_sent(server) == []


def _plain(count: int, *, birth: str = "01/02/1990") -> list[list[str]]:
    return [["Họ và tên", "Ngày sinh", "Giới tính"], *([f"Nguyễn Thị {_word(at)}", birth, "Nữ"] for at in range(count))]


def _word(at: int) -> str:
    """A word for a number, so that no two people have one name."""
    letters = "aeiou"
    return "B" + "".join(letters[at // 5**place % 5] + "n" for place in range(5))


def test_hostile_files_are_refused_plainly_and_end_no_server(server: RunningServer, lone: Visitor) -> None:
    begin(lone, server)
    page, bomb = lone.page, BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (list_reader.MOST_UNPACKED + 1))
    assert len(bomb.getvalue()) < lists.MOST_BYTES
    laughs = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook())) as given, zipfile.ZipFile(laughs, "w") as made:
        for one in given.namelist():
            text = given.read(one)
            if one == "xl/workbook.xml":
                names = [b'<!ENTITY a "%s">' % (b"x" * 1000)]
                names += [b'<!ENTITY %c "%s">' % (97 + n, b"&%c;" % (96 + n) * 100) for n in range(1, 8)]
                text = b"<!DOCTYPE x [" + b"".join(names) + b"]><workbook>&h;</workbook>"
            made.writestr(one, text)
    strange = Workbook()
    strange.active.append(["Thực đơn", "Giá"])
    for raw, fault in (
        (bomb.getvalue(), "unreadable"), (laughs.getvalue(), "unreadable"), (b"PK\x03\x04" + b"\0" * 400, "unreadable"),
        (b"", "missing"), (saved(Workbook()), "nobody"), (saved(strange), "no_header"),
    ):  # fmt: skip
        lone.page = page
        facts = {"most": lists.MOST_PEOPLE, "megabytes": 2}
        assert say_in("vi", f"portal_group.file_fault.{fault}", **facts) in look(lone, raw), fault
        assert lone.page.status_code == 422
    lone.page = page
    assert lone.send("/group/list", files={"list": ("x.xlsx", b"x" * 3_000_000)}).status_code == 413
    assert server.rows(sa.select(portal_group)) == []
    assert lone.open("/").status_code == 200


def test_bounds_of_rows_and_of_what_is_said_of_them() -> None:
    assert lists.judge([], today=TODAY) is ListFault.NOBODY
    assert lists.judge([_plain(0)], today=TODAY) is ListFault.NOBODY
    assert lists.judge([_plain(lists.MOST_PEOPLE + 1)], today=TODAY) is ListFault.TOO_MANY
    whole = lists.judge([_plain(lists.MOST_PEOPLE)], today=TODAY)
    assert isinstance(whole, Judged) and len(whole.people) == lists.MOST_PEOPLE
    bad = lists.judge([_plain(3, birth="hôm qua")], today=TODAY)
    assert isinstance(bad, Judged) and bad.people == () and len(bad.flawed) == 3
    assert file_name("  Chợ 5/7 – “Đầu Mối”  ", "2026-12-01") == "dang-ky-to-chuc-cho-5-7-dau-moi-2026-12-01"
    assert file_name("工場", "2026-12-01") == "dang-ky-to-chuc-khac-2026-12-01"


def test_the_template_is_the_one_that_desks_write(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx")
    ours, theirs = ([list(sheet.values) for sheet in load_workbook(path).worksheets] for path in (
        TEMPLATE, tmp_path / "a.xlsx"
    ))  # fmt: skip
    assert ours == theirs and len(ours[0]) == HEAD

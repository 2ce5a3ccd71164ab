"""A member of staff is erased by law: a reference names the entry; facilities and other staff stay."""

from __future__ import annotations

from sync_server.durable.database import reading
from sync_server.operating import erasure
from sync_server.reading import naming
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, Clinic, read
from tests.sync_server.erasures import erase, everything, holds
from vaxdesk.domain.payloads import Checklist, Facility, Staff
from vaxdesk.registry.queries import places


def test_staff_and_notes_of_a_checklist_go_by_their_reference(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, _ = clinics
    here.listed(LANH)
    station = here.write("facility", Facility(name="Trạm Y tế xã Xà Hồ", code="15041"))
    member = here.write("staff", Staff(name="Cầm Thị Hương", phone="0905111222", facility=station))
    here.write("staff", Staff(name="Hờ A Chứ", facility=station))
    here.amend(member, phone="0905333444")
    noted = here.write("checklist", Checklist(part="C", day="2026-11-26", answers={}, notes={"people": "Hương nghỉ"}))
    here.send()
    read(either)
    with reading(either.engine) as conn:
        wanted = erasure.plan(conn, member)
    assert sorted(one.kind for one in wanted.going) == ["amend", "staff"]
    assert wanted.feeds == {}
    assert erase(either, member)
    here.amend(member, rev=2, phone="0905555666")  # written by a desk that did not know yet
    here.send()
    assert erase(either, noted)
    after = everything(either)
    assert not [secret for secret in ("Hương", "0905111222", "0905333444", "0905555666") if secret in after]
    assert holds(either)
    with reading(either.engine) as conn:
        names = naming.names(conn)
        assert [one.name for one in places.staff(conn, names)] == ["Hờ A Chứ"]
        assert [one.name for one in places.records(conn, names)] == ["Trạm Y tế xã Xà Hồ", "Hờ A Chứ"]
        assert places.checklists(conn, names) == []
    assert "Lành" in after
    assert erase(either, member) == []

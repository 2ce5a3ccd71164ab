"""What goes with a person of what is typed from paper, and what cannot name one."""

from __future__ import annotations

from vaxdesk.domain.erasable import goes, names_people
from vaxdesk.domain.payloads import Decline, Inject, Screen
from vaxdesk.domain.payloads_catchup import Batch, Checked, Known, Photo

PAPER = {"source": "paper", "batch": "0000000000001.9", "sheet": 3}
PHOTO = Photo(day="2026-11-20", entry="0000000000001.12", whole="ab", part=1, parts=1, data="AAAA")
STAYS = {
    "batch": Batch(day="2026-11-20", product="AZ", place="Trạm Y tế xã Bản Mù", given_by="Tổ 2", sheets=4),
    "known": Known(day="2026-11-20", batch="0000000000001.9", dose="0000000000001.12"),
    "checked": Checked(batch="0000000000001.9", sample=["0000000000001.12"]),
    "inject": Inject(day="2026-11-20", at=1, product="AZ", lot="", lot_no="A1", expiry="", **PAPER),
    "screen": Screen(day="2026-11-20", form="", answers={}, conclusion="defer", **PAPER),
}


def test_a_photo_goes_with_the_person_and_is_salted() -> None:
    assert names_people("photo", PHOTO)
    assert goes("photo", PHOTO, about="person")


def test_what_names_nobody_stays() -> None:
    for kind, payload in STAYS.items():
        assert not names_people(kind, payload)
        assert not goes(kind, payload, about="person")


def test_a_reason_on_a_sheet_goes() -> None:
    assert goes("decline", Decline(day="2026-11-20", stage="received", why="not_stated", **PAPER), about="person")

"""The person card and strip, and the comparison of card and record."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from vaxdesk.domain.outcomes import Stage
from vaxdesk.domain.views import PersonView
from vaxdesk.ui.kit.chips import Chip, ChipFace, stage_face
from vaxdesk.ui.kit.person_card import Difference, Differences, PersonCard, PersonStrip, birth_line
from vaxdesk.ui.palette import Tone

LAN = PersonView(
    id="1.2", name="Nguyễn Thị Lan", dob="1988-03-05", sex="F", doc="001188012345", tel="0912345678",
    adr="Thôn Nà Lòng", commune="Xã Tân Lập", province="Tỉnh Bắc Kạn",
)
BARE = PersonView(id="1.3", name="Bé gái")
TODAY = "2026-11-23"


def texts(widget: QWidget) -> list[str]:
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]
    return labels + [chip.text() for chip in widget.findChildren(Chip) if chip.isVisible()]


def test_the_card_shows_what_is_known_and_says_what_is_not(qtbot: QtBot) -> None:
    card = PersonCard()
    qtbot.addWidget(card)
    card.show()
    card.show_person(LAN, today=TODAY, faces=(stage_face(Stage.RECEIVED), ChipFace("Dị ứng", Tone.HARM, "warn")))
    shown = texts(card)
    assert {"Nguyễn Thị Lan", "05/03/1988  ·  38 tuổi  ·  Nữ", "001188012345", "0912345678"} <= set(shown)
    assert {"Thôn Nà Lòng, Xã Tân Lập, Tỉnh Bắc Kạn", "Đã tiếp nhận", "Dị ứng"} <= set(shown)
    card.show_person(BARE, today=TODAY)
    shown = texts(card)
    assert {"Bé gái", "Chưa rõ ngày sinh", "Chưa có số giấy tờ", "Chưa có số điện thoại"} <= set(shown)
    assert not {"001188012345", "Đã tiếp nhận", "Dị ứng"} & set(shown)


def test_the_strip_is_one_row(qtbot: QtBot) -> None:
    strip = PersonStrip()
    qtbot.addWidget(strip)
    strip.resize(700, strip.sizeHint().height())
    strip.show()
    strip.show_person(LAN, today=TODAY)
    assert "05/03/1988  ·  38 tuổi  ·  Nữ  ·  001188012345  ·  0912345678" in texts(strip)
    assert strip.height() < 80


def test_birth_line_of_partial_knowledge() -> None:
    assert birth_line(PersonView(id="", name="", dob="1988", sex="M"), today=TODAY) == "1988  ·  37–38 tuổi  ·  Nam"


def test_differences_can_be_taken_one_by_one(qtbot: QtBot) -> None:
    table = Differences()
    qtbot.addWidget(table)
    table.show()
    pairs = (
        Difference("name", "Họ tên", "Lan Anh", "Lan"),
        Difference("dob", "Ngày sinh", "05/03/1988", "05/03/1988"),
        Difference("adr", "Địa chỉ", "", "Tân Lập"),
    )
    changes: list[None] = []
    table.changed.connect(lambda: changes.append(None))
    table.show_differences(pairs, taken=frozenset({"name"}))
    boxes = table.findChildren(QCheckBox)
    assert (len(boxes), table.taken(), changes) == (1, frozenset({"name"}), [])
    boxes[0].click()
    assert (table.taken(), len(changes)) == (frozenset(), 1)
    table.show_differences((Difference("tel", "Điện thoại", "1", "2"),))
    qtbot.waitUntil(lambda: "Điện thoại" in texts(table))
    assert "Họ tên" not in texts(table)

"""The store page tells what the station was allocated and has not received; the receipt, what of its vaccine is."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.stock.awaited import Given
from vaxdesk.domain.stock.views import Overview
from vaxdesk.ui.kit.labels import Elided
from vaxdesk.ui.screens.stock.awaited import hint_text
from vaxdesk.ui.screens.stock.gallery import DAY, SEEN, a_page
from vaxdesk.ui.screens.stock.state import Tab


def test_what_was_allocated_and_has_not_arrived_stands_above_the_lots(qtbot) -> None:
    view = a_page()
    qtbot.addWidget(view)
    assert view.awaited.head.text() == "Được phân bổ, chưa về: Pfizer 540 liều · AstraZeneca 50 liều"
    assert view.awaited.said()[:2] == (
        "Pfizer · còn 240 trên 600 liều theo quyết định 1204/QĐ-SYT ngày 12/11/2026 · lô FK1234",
        "AstraZeneca · 50 liều theo quyết định 1251/QĐ-SYT ngày 19/11/2026 · đợt 2",
    )
    assert not view.awaited.isHidden()
    view._model.show_tab(Tab.COLD)
    assert view.awaited.isHidden()


def test_nothing_is_said_where_nothing_is_awaited(qtbot) -> None:
    view = a_page(Overview(day=DAY, may_keep=True))
    qtbot.addWidget(view)
    assert view.awaited.isHidden()


def test_the_receipt_tells_what_of_its_vaccine_is_awaited(qtbot) -> None:
    view = a_page(tab=Tab.RECEIVE)
    qtbot.addWidget(view)
    assert view.receive.awaited.isHidden()
    view.receive.product.set_value("AZ")
    view.receive._chosen("AZ")
    assert view.receive.awaited.text() == (
        "Được phân bổ, chưa về: 50 liều theo quyết định 1251/QĐ-SYT ngày 19/11/2026 · đợt 2"
    )
    view.receive.product.set_value("MOD")
    view.receive._chosen("MOD")
    assert view.receive.awaited.isHidden()


def test_of_many_decisions_the_oldest_are_told_and_how_many_there_are_besides(qtbot) -> None:
    many = tuple(Given(ref=f"a{day}", product="AZ", doses=9, day=f"2026-11-{day}", decision=f"{day}/QĐ", left=9)
                 for day in range(10, 17))  # fmt: skip
    view = a_page(msgspec.structs.replace(SEEN, awaited=many))
    qtbot.addWidget(view)
    assert view.awaited.head.text().endswith("AstraZeneca 63 liều") and not view.awaited.findChildren(Elided)[1:]
    view.awaited.more.click()
    told = [one.text() for one in view.awaited.findChildren(Elided)[1:]]
    assert len(told) == 5 and "13/QĐ" in told[3] and told[4] == "và 3 quyết định sau đó"
    assert hint_text(many, "AZ").endswith("và 3 quyết định sau đó")

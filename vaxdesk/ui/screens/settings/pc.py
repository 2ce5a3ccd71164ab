"""This PC: what it is used for, how it looks, when it locks, its camera and scanner."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from vaxdesk.domain.lan_address import read_addresses
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.fields import Field, TextField
from vaxdesk.ui.screen import DeskMode
from vaxdesk.ui.screens.settings.model import SettingsModel
from vaxdesk.ui.screens.settings.state import Device, SettingsState
from vaxdesk.words import say

_SCALES = ("1.0", "1.15", "1.3")
_MINUTES = ("1", "3", "5", "10")
_TABLES = 6


class PcPart(QWidget):
    """Every change takes hold at once."""

    def __init__(self, model: SettingsModel) -> None:
        super().__init__()
        modes = tuple(Option(mode.value, say(f"{DeskMode.WORDS}.{mode.value}")) for mode in DeskMode)
        self._mode = ChoiceField(say("settings.mode"), modes, columns=3)
        self._language = ChoiceField(
            say("settings.language"), tuple(Option(code, say(f"settings.languages.{code}")) for code in ("vi", "en"))
        )
        self._contrast = ChoiceField(
            say("settings.contrast"),
            tuple(Option(code, say(f"settings.contrasts.{code}")) for code in ("calm", "stark")),
        )
        self._scale = ChoiceField(
            say("settings.scale"),
            tuple(Option(value, say("settings.percent", n=round(float(value) * 100))) for value in _SCALES),
        )
        self._minutes = ChoiceField(
            say("settings.lock"), tuple(Option(value, say("settings.minutes", n=int(value))) for value in _MINUTES)
        )
        tables = (Option(str(no), say("settings.table_no", no=no)) for no in range(1, _TABLES + 1))
        self._table = ChoiceField(
            say("settings.table"), (Option("0", say("settings.no_table")), *tables), columns=4
        )
        self._camera = _Pick(say("settings.camera"), none=say("settings.no_camera"))
        self._port = _Pick(say("settings.port"), none=say("settings.keyboard_scanner"))
        self._lan = ChoiceField(
            say("settings.lan"), tuple(Option(code, say(f"settings.lans.{code}")) for code in ("on", "off"))
        )
        self._near = TextField(say("settings.near"), hint=say("settings.near_hint"), placeholder="192.168.1.7")
        self._lay_out()
        self._wire(model)

    def show_state(self, state: SettingsState) -> None:
        """Show the settings of this PC."""
        pc = state.pc
        self._mode.set_value(pc.mode)
        self._language.set_value(pc.language)
        self._contrast.set_value("stark" if pc.stark else "calm")
        self._scale.set_value(f"{pc.scale:g}" if f"{pc.scale:g}" in _SCALES else f"{pc.scale:.1f}")
        self._table.set_value(str(pc.table))
        self._minutes.set_value(str(pc.lock_minutes))
        self._camera.show_devices(state.cameras, str(pc.camera))
        self._port.show_devices((Device("", say("settings.keyboard_scanner")), *state.ports), pc.scanner_port)
        self._lan.set_value("on" if pc.lan else "off")
        self._near.set_value(pc.lan_address)
        self._near.setEnabled(pc.lan)

    def _wire(self, model: SettingsModel) -> None:
        self._mode.edited.connect(lambda value: model.change_pc(mode=value))
        self._language.edited.connect(lambda value: model.change_pc(language=value))
        self._contrast.edited.connect(lambda value: model.change_pc(stark=value == "stark"))
        self._scale.edited.connect(lambda value: model.change_pc(scale=float(value)))
        self._minutes.edited.connect(lambda value: model.change_pc(lock_minutes=int(value)))
        self._table.edited.connect(lambda value: model.change_pc(table=int(value)))
        self._camera.edited.connect(lambda value: model.change_pc(camera=int(value)))
        self._port.edited.connect(lambda value: model.change_pc(scanner_port=value))
        self._lan.edited.connect(lambda value: model.change_pc(lan=value == "on"))
        self._near.line.editingFinished.connect(lambda: self._keep_near(model))

    def _keep_near(self, model: SettingsModel) -> None:
        """An address is kept when it is one, or taken away."""
        wrong = read_addresses(self._near.value()) is None
        self._near.complain(say("lan.trouble.bad_address") if wrong else "")
        if not wrong and self._near.value() != model.state.pc.lan_address:
            model.change_pc(lan_address=self._near.value())

    def _lay_out(self) -> None:
        use, look, devices = Card(say("settings.use")), Card(say("settings.look")), Card(say("settings.devices"))
        use.add(self._mode)
        use.add(self._table)
        use.add(self._minutes)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        for at, field in enumerate((self._language, self._contrast, self._scale)):
            grid.addWidget(field, at // 2, at % 2)
        look.body.addLayout(grid)
        pair = QGridLayout()
        pair.setHorizontalSpacing(24)
        pair.addWidget(self._camera, 0, 0)
        pair.addWidget(self._port, 0, 1)
        devices.body.addLayout(pair)
        others = Card(say("settings.others"))
        others.add(self._lan)
        others.add(self._near)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        for card in (use, look, devices, others):
            layout.addWidget(card)
        layout.addStretch(1)


class _Pick(Field):
    """One of the devices found."""

    def __init__(self, label: str, *, none: str) -> None:
        self._box = QComboBox()
        super().__init__(label, self._box)
        self._none = none
        self._box.activated.connect(lambda _: self.edited.emit(self._box.currentData()))

    def show_devices(self, devices: Sequence[Device], chosen: str) -> None:
        """Show the devices found; the chosen one stays chosen although it is not there now."""
        wanted = [(one.value, one.name) for one in devices]
        if chosen not in [value for value, _ in wanted]:
            wanted.append((chosen, self._none if not devices else say("settings.not_there", name=chosen)))
        if wanted != [(self._box.itemData(at), self._box.itemText(at)) for at in range(self._box.count())]:
            self._box.clear()
            for value, name in wanted:
                self._box.addItem(name, value)
        self._box.setCurrentIndex(max(0, self._box.findData(chosen)))

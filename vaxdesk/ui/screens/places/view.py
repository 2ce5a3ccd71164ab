"""The page of facilities, areas, staff, units and safety: its parts as tiles, one part at a time."""

from __future__ import annotations

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from vaxdesk.ui.kit.choice import ChoiceField, Option
from vaxdesk.ui.kit.page import Page
from vaxdesk.ui.screen import Change, Keys, ScreenWidget
from vaxdesk.ui.screens.places.form_part import FormPart
from vaxdesk.ui.screens.places.import_part import ImportPart
from vaxdesk.ui.screens.places.list_part import ListPart
from vaxdesk.ui.screens.places.model import PlacesModel
from vaxdesk.ui.screens.places.safety_part import SafetyPart
from vaxdesk.ui.screens.places.state import LISTS, Tab
from vaxdesk.ui.screens.places.units_part import UnitsPart
from vaxdesk.words import say

_SHEETS = "*.xlsx *.xls *.xlsm *.xlsb *.ods *.csv *.txt"
_ICONS = {Tab.FACILITY: "home", Tab.AREA: "pin", Tab.STAFF: "users", Tab.UNITS: "globe", Tab.SAFETY: "shield"}


class PlacesView(ScreenWidget):
    """Shows the state of a PlacesModel and of the part at hand."""

    concerns = frozenset((Change.PLACES, Change.PEOPLE, Change.USERS, Change.SETTINGS, Change.DAY))
    keys = (Keys("1 … 5", "places_page.keys.tabs"), Keys("1 / 0 / 3", "places_page.keys.answer"))

    def __init__(self, model: PlacesModel) -> None:
        super().__init__(look_again=model.look)
        self._model = model
        self._page = Page(say("places_page.title"), parent=self)
        options = tuple(Option(tab.value, say(f"{Tab.WORDS}.{tab.value}"), _ICONS[tab]) for tab in Tab)
        self._tabs = self._page.add(ChoiceField("", options))
        self._list, self._form = ListPart(model.lists), FormPart(model.lists)
        self._import = ImportPart(model.lists)
        self._units, self._safety = UnitsPart(model.units), SafetyPart(model.safety)
        self._parts: tuple[QWidget, ...] = (self._list, self._form, self._import, self._units, self._safety)
        for part in self._parts:
            part.hide()
            self._page.add(part, stretch=1)
        self._shown: QWidget | None = None
        self._tabs.edited.connect(lambda value: model.show(Tab(value)))
        self._list.import_wanted.connect(self._ask_file)
        self._list.template_wanted.connect(lambda: self._ask_list(filled=False))
        self._list.export_wanted.connect(lambda: self._ask_list(filled=True))
        self._import.result_wanted.connect(self._ask_result)
        self.setAcceptDrops(True)
        for part in (model, model.lists, model.units, model.safety):
            part.changed.connect(lambda _: self.show_state(model.state))
        self.show_state(model.state)

    def show_state(self, state: object) -> None:  # noqa: ARG002 - each part shows its own
        """Show the part at hand."""
        tab = self._model.state.tab
        self._tabs.set_value(tab.value)
        shown = self._part()
        for part in self._parts:
            part.setVisible(part is shown)
        if tab is Tab.UNITS:
            self._units.show_state(self._model.units.state)
        elif tab is Tab.SAFETY:
            self._safety.show_state(self._model.safety.state)
        else:
            self._list.show_state(self._model.lists.state)
            self._form.show_state(self._model.lists.state)
            self._import.show_state(self._model.lists.state)
        if shown is not self._shown and self.isVisible():  # what had the focus is hidden; Qt would take it to the rail
            (self._form.take_focus if shown is self._form else shown.setFocus)()
        self._shown = shown

    def activate(self, subject: object | None = None) -> None:
        if isinstance(subject, str) and subject in tuple(Tab):
            self._model.show(Tab(subject))
        self._model.look()
        self._tabs.setFocus()

    def leave(self) -> None:
        self._form.leave()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self._model.state.tab in LISTS:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self._model.lists.choose(files[0])

    def _part(self) -> QWidget:
        tab, lists = self._model.state.tab, self._model.lists.state
        if tab not in LISTS:
            return self._units if tab is Tab.UNITS else self._safety
        if lists.filling is not None:
            return self._form
        return self._import if lists.importing is not None else self._list

    def _ask_file(self) -> None:
        title, kinds = say("places_page.import"), f"{say('places_page.sheets')} ({_SHEETS})"
        path, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        if path:
            self._model.lists.choose(path)

    def _ask_list(self, *, filled: bool) -> None:
        what = self._model.lists.state.what
        name = say(f"places_page.file.{what.value}") + ("" if filled else f" - {say('places_page.template')}")
        path = _save_as(self, say("places_page.export") if filled else say("places_page.template"), f"{name}.xlsx")
        if path:
            self._model.lists.save_list(path, filled=filled)

    def _ask_result(self) -> None:
        importing = self._model.lists.state.importing
        if importing is not None:
            name = f"{importing.file.rpartition('.')[0]} - {say('places.result_heading')}.xlsx"
            path = _save_as(self, say("places_page.save_result"), name)
            if path:
                self._model.lists.save_result(path)


def _save_as(parent: QWidget, title: str, name: str) -> str:
    path, _ = QFileDialog.getSaveFileName(parent, title, name, "Excel (*.xlsx)")
    return path

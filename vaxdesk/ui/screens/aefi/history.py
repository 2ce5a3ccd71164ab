"""What was added to a report, the newest first, and who made the first one."""

from __future__ import annotations

from vaxdesk.domain.aefi import AefiForm, Field, FieldType
from vaxdesk.domain.after_injection import FollowUp
from vaxdesk.ui import written
from vaxdesk.ui.kit.cards import Card
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.screens.aefi.state import AefiState
from vaxdesk.words import language, say

_IN_FORM = "form."


class HistoryCard(Card):
    """One line for each entry."""

    def __init__(self) -> None:
        super().__init__(say("aefi.history.title"), ground="sunk")
        self._text = Label("", Role.BODY)
        self.add(self._text)

    def show_state(self, state: AefiState) -> None:
        """Show the history of the case."""
        sheet, form = state.sheet, state.form
        self.setVisible(sheet is not None and form is not None)
        if sheet is None or form is None:
            return
        told = written.moment(sheet.case.event.t, now=state.now)
        first = say("aefi.history.first", at=told, by=sheet.reported_by)
        lines = [line_of(form, one, now=state.now) for one in sheet.follow_ups]
        self._text.setText("\n".join((*lines, first)))


def line_of(form: AefiForm, one: FollowUp, *, now: int) -> str:
    """`09:40 · Lò Thị Mai · Xử trí: thở oxy; Kết quả: Khỏi (lý do)`."""
    said = "; ".join(f"{_label(form, name)}: {_value(form, name, text, now)}" for name, text in one.set.items())
    parts = (written.moment(one.t, now=now), one.user, said)
    why = f" ({one.why})" if one.why else ""
    return "  ·  ".join(part for part in parts if part) + why


def _label(form: AefiForm, name: str) -> str:
    if name in ("severity", "onset"):
        return say(f"aefi.history.{name}")
    field = _field(form, name)
    return field.said(language()) if field else name


def _value(form: AefiForm, name: str, text: str, now: int) -> str:
    if name == "severity":
        return say(f"clinical.severity.{text}")
    if name == "onset":
        return written.moment(int(text), now=now)
    field = _field(form, name)
    if field is None:
        return text
    if field.choice:
        said = {one.code: one.said(language()) for one in field.choice}
        return ", ".join(said.get(code, code) for code in text.split(","))
    return written.day(text) if field.type in (FieldType.DAY, FieldType.PARTIAL) else text


def _field(form: AefiForm, name: str) -> Field | None:
    code, source = name.removeprefix(_IN_FORM), f"aefi.{name}"
    return next((one for one in form.field if code == one.code or source == one.source), None)

"""A campaign to be begun, corrected, declared over, or taken back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from vaxdesk.domain.payloads import Campaign
from vaxdesk.domain.plan.reasons import CloseReason
from vaxdesk.domain.plan.session import CampaignView
from vaxdesk.ui import reasons
from vaxdesk.ui.asking import ask, ask_undo
from vaxdesk.ui.kit import question
from vaxdesk.ui.kit.buttons import Button, Kind
from vaxdesk.ui.kit.confirm import Confirm
from vaxdesk.ui.kit.date_field import DateField
from vaxdesk.ui.kit.fields import TextField
from vaxdesk.ui.kit.labels import Label, Role
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.screens.plan.form import Form, whole
from vaxdesk.ui.screens.plan.tasks_model import TasksModel
from vaxdesk.words import say


class CampaignDialog(Form):
    """Begins a campaign with the shipped tasks, or corrects the one that is shown."""

    def __init__(self, parent: QWidget, model: TasksModel, campaign: CampaignView | None = None) -> None:
        self._model, self._campaign = model, campaign
        self.no = TextField(say("plan.field.no"), limit=20)
        self.name = TextField(say("plan.field.name"))
        self.decision = TextField(say("plan.field.decision"))
        self.from_day, self.until_day = DateField(say("plan.field.from_day")), DateField(say("plan.field.until_day"))
        title, does, icon = say("plan.new_campaign"), say("plan.begin"), "flag"
        if campaign is not None:
            title, does, icon = say("plan.edit_campaign"), say("plan.save"), "check"
        agree = Button(does, Kind.PRIMARY, icon=icon, keys="Ctrl+Return")
        fields = (self.no, self.name, self.from_day, self.until_day, self.decision)
        super().__init__(parent, title, fields, agree)
        self.body.addWidget(Label(say("plan.begin_text" if campaign is None else "plan.edit_text"), Role.SOFT))
        self.outside = Label("", Role.ADVICE)
        self.body.addWidget(self.outside)
        self.end = Button(say("plan.close_campaign"), Kind.HARM)
        self.drop = Button(say("plan.drop_campaign"), Kind.HARM)
        foot = question.foot(self, agree)
        foot.insertWidget(0, self.end)
        foot.insertWidget(1, self.drop)
        self.body.addLayout(foot)
        self._fill(campaign)
        for field in fields:
            field.edited.connect(self._look)
            field.submitted.connect(self._take)
        agree.clicked.connect(self._take)
        self.end.clicked.connect(self._ask_end)
        self.drop.clicked.connect(self._ask_drop)
        self._look()
        self.no.setFocus()

    def _fill(self, campaign: CampaignView | None) -> None:
        sessions = self._model.state.sessions_of_campaign
        self.end.setVisible(campaign is not None)
        self.drop.setVisible(campaign is not None and not sessions)
        if campaign is not None:
            for name in ("no", "name", "decision", "from_day", "until_day"):
                getattr(self, name).set_value(getattr(campaign, name))

    def _look(self) -> None:
        first, last = self.from_day.value(), self.until_day.value()
        days = whole(self.from_day) and whole(self.until_day)
        turned = days and bool(last) and last < first
        self.until_day.complain(say("plan.days_turned") if turned else "")
        self.agree.setEnabled(bool(self.name.value()) and days and not turned)
        self._count_outside(first, last)

    def _count_outside(self, first: str, last: str) -> None:
        """Sessions that would lie outside of the campaign's days."""
        sessions = self._model.state.sessions_of_campaign if self._campaign else ()
        n = sum(bool(first) and one.day < first or bool(last) and one.day > last for one in sessions)
        self.outside.setText(say("plan.outside", n=n) if n else "")
        self.outside.setVisible(bool(n))
        if self.isVisible():
            question.fit(self)

    def _take(self) -> None:
        if not self.agree.isEnabled():
            return
        made = Campaign(
            no=self.no.value(),
            name=self.name.value(),
            decision=self.decision.value(),
            from_day=self.from_day.value(),
            until_day=self.until_day.value(),
        )
        if self._campaign is None:
            self._model.begin(made, then=self.accept)
        else:
            self._model.correct(made, then=self.accept)

    def _ask_end(self) -> None:
        model, parent = self._model, self.parentWidget()
        question.agreed(self, lambda: ask(end_question(parent, model), model.close))

    def _ask_drop(self) -> None:
        model, parent, name = self._model, self.parentWidget(), self._campaign.name
        asked = {"title": say("plan.drop_campaign_title"), "text": name, "agree": say("plan.drop_campaign")}
        question.agreed(self, lambda: ask_undo(parent, model.drop_campaign, **asked))


def end_question(parent: QWidget, model: TasksModel) -> Confirm:
    """Whether the campaign shown is over: what happens to its sessions and people is said."""
    state = model.state
    shown, open_tasks = state.campaign_shown, sum(one.open for one in state.tasks)
    standing = [one for one in state.sessions_of_campaign if not one.closed]
    ahead = [one for one in standing if one.day >= state.today]
    held = len(standing) - len(ahead)
    texts = [say("plan.close_campaign_held", n=held)] if held else []
    if ahead:
        texts.append(say("plan.close_campaign_ahead", n=len(ahead), people=sum(one.people for one in ahead)))
    if open_tasks:
        texts.append(say("plan.close_campaign_tasks", n=open_tasks))
    return Confirm(
        parent,
        say("plan.close_campaign_title", name=shown.name if shown else ""),
        text="\n".join(texts),
        agree=say("plan.close_campaign"),
        reasons=reasons.options(CloseReason),
        tone=Tone.HARM,
    )

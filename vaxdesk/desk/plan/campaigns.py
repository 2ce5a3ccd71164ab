"""Campaigns and the task plan that the guidance demands of each."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.plan.shipped import seeds
from vaxdesk.domain import rights
from vaxdesk.domain.days import span
from vaxdesk.domain.names import clean
from vaxdesk.domain.payloads import Amend, Campaign, Task, Void
from vaxdesk.domain.plan.tasks import TaskState, TaskView, TaskWords, deadline
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries import plan as queries

TASK_FIELDS = ("title", "lead", "partners", "person", "deadline", "state", "note")


def begin(desk: Desk, campaign: Campaign, *, words: Mapping[str, TaskWords]) -> Done | Refused:
    """Begins a campaign with the shipped tasks; `value` is its reference.

    Args:
        words: of the shipped tasks by code, in the language of whoever begins it.
    """
    refused = desk.refuses(rights.Act.PLAN_SESSIONS)
    if refused:
        return refused
    tidy = msgspec.structs.replace(campaign, name=clean(campaign.name), no=clean(campaign.no))
    if not tidy.name:
        return Refused(reason=Refusal.NAME_MISSING)
    wrong = _unreadable(tidy.from_day, tidy.until_day)
    if wrong:
        return wrong
    with desk.store.writing(user=desk.user.no) as w:
        reference = w.add("campaign", tidy)
        for seed in seeds():
            if seed.code in words:
                due = deadline(seed, first=tidy.from_day, last=tidy.until_day)
                said = msgspec.structs.asdict(words[seed.code])
                w.add("task", Task(campaign=reference, code=seed.code, deadline=due, **said))
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=reference)


def tasks(desk: Desk, campaign: str = "") -> tuple[TaskView, ...]:
    """The tasks of a campaign, or of all, by deadline."""
    with desk.store.reading() as conn:
        return queries.tasks(conn, desk.store.names, campaign)


def add_task(desk: Desk, campaign: str, *, fields: Mapping[str, str]) -> Done | Refused:
    """A task of the site's own; `value` is its reference."""
    refused = desk.refuses(rights.Act.PLAN_SESSIONS) or _wrong(fields)
    if refused:
        return refused
    if not clean(fields.get("title", "")):
        return Refused(reason=Refusal.NAME_MISSING)
    with desk.store.writing(user=desk.user.no) as w:
        if campaign not in {one.id for one in queries.campaigns(w.conn, w.names)}:
            return Refused(reason=Refusal.CAMPAIGN_GONE)
        said = {name: clean(fields[name]) for name in TASK_FIELDS if fields.get(name)}
        reference = w.add("task", Task(campaign=campaign, **said))
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=reference)


def change_task(desk: Desk, task: str, *, changes: Mapping[str, str], why: str = "") -> Done | Refused:
    """Sets fields of a task anew; what is so already is left out, and with nothing left nothing is written."""
    refused = desk.refuses(rights.Act.PLAN_SESSIONS) or _wrong(changes)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        held = next((one for one in queries.tasks(w.conn, w.names) if one.id == task), None)
        if held is None:
            return Refused(reason=Refusal.TASK_GONE)
        fresh = {name: clean(changes[name]) for name in TASK_FIELDS if name in changes}
        fresh = {name: value for name, value in fresh.items() if value != getattr(held, name)}
        if fresh.get("title") == "":
            return Refused(reason=Refusal.NAME_MISSING)
        refs = (w.change("amend", Amend(set=fresh, why=why), of=task),) if fresh else ()
        w.flush()
    return Done(refs=refs, kinds=w.kinds, value=task)


def drop_task(desk: Desk, task: str, *, why: str) -> Done | Refused:
    """Takes a task out of the plan."""
    refused = desk.refuses(rights.Act.PLAN_SESSIONS, why=why)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        if task not in {one.id for one in queries.tasks(w.conn, w.names)}:
            return Refused(reason=Refusal.TASK_GONE)
        reference = w.change("void", Void(v=True, why=why.strip()), of=task)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=task)


def _wrong(fields: Mapping[str, str]) -> Refused | None:
    if fields.get("state", TaskState.AHEAD.value) not in list(TaskState):
        return Refused(reason=Refusal.TASK_GONE)
    return _unreadable(fields.get("deadline", ""))


def _unreadable(*days: str) -> Refused | None:
    for day in days:
        found = span(day) if day else None
        if day and (found is None or not found.exact):
            return Refused(reason=Refusal.DAY_UNREADABLE, facts={"day": day})
    return None

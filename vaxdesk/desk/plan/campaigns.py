"""Campaigns and the task plan that the guidance demands of each."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.plan import standing
from vaxdesk.desk.plan.shipped import seeds
from vaxdesk.domain import rights
from vaxdesk.domain.days import span
from vaxdesk.domain.names import clean
from vaxdesk.domain.payloads import Amend, Campaign, Task, Void
from vaxdesk.domain.plan.session import CampaignView
from vaxdesk.domain.plan.tasks import TaskState, TaskView, TaskWords, deadline, overdue
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries import plan as queries
from vaxdesk.store.writer import Writer

FIELDS = ("no", "name", "decision", "from_day", "until_day")
TASK_FIELDS = ("title", "lead", "partners", "person", "deadline", "state", "note")


def begin(desk: Desk, campaign: Campaign, *, words: Mapping[str, TaskWords]) -> Done | Refused:
    """Begins a campaign with the shipped tasks; `value` is its reference.

    Args:
        words: of the shipped tasks by code, in the language of whoever begins it.
    """
    refused = desk.refuses(rights.Act.PLAN_SESSIONS)
    if refused:
        return refused
    tidy = _tidy(campaign)
    wrong = _wrong_days(tidy)
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


def change(desk: Desk, campaign: str, wanted: Campaign) -> Done | Refused:
    """Sets fields of a campaign anew; `value` is how many tasks are due on another day for it.

    Tasks that are still to be done and stand as shipped by the campaign's days go with them; what the site set stays.
    """
    refused = desk.refuses(rights.Act.PLAN_SESSIONS)
    if refused:
        return refused
    tidy = _tidy(wanted)
    wrong = _wrong_days(tidy)
    if wrong:
        return wrong
    with desk.store.writing(user=desk.user.no) as w:
        held = standing.campaign(w.conn, w.names, campaign)
        if isinstance(held, Refused):
            return held
        fresh = {name: getattr(tidy, name) for name in FIELDS if getattr(tidy, name) != getattr(held, name)}
        refs = [w.change("amend", Amend(set=fresh), of=campaign)] if fresh else []
        later = _due_anew(w, held, tidy)
        refs += [w.change("amend", Amend(set={"deadline": due}), of=task) for task, due in later.items()]
        w.flush()
    return Done(refs=tuple(refs), kinds=w.kinds, value=len(later))


def reopen(desk: Desk, campaign: str) -> Done | Refused:
    """Takes it back that a campaign is over; what was closed and cancelled with it stays so."""
    refused = desk.refuses(rights.Act.PLAN_SESSIONS)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        held = standing.campaign(w.conn, w.names, campaign, closed=True)
        if isinstance(held, Refused):
            return held
        refs = (w.change("amend", Amend(set={"closed": ""}), of=campaign),) if held.closed else ()
        w.flush()
    return Done(refs=refs, kinds=w.kinds, value=campaign)


def drop(desk: Desk, campaign: str, *, why: str) -> Done | Refused:
    """Takes a campaign back that was begun by mistake; one with sessions is declared over instead."""
    refused = desk.refuses(rights.Act.PLAN_SESSIONS, why=why)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        held = standing.campaign(w.conn, w.names, campaign, closed=True)
        if isinstance(held, Refused):
            return held
        n = sum(one.campaign == campaign for one in queries.sessions(w.conn, w.names))
        if n:
            return Refused(reason=Refusal.CAMPAIGN_IN_USE, facts={"n": n})
        reference = w.change("void", Void(v=True, why=why.strip()), of=campaign)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=campaign)


def late(desk: Desk) -> int:
    """How many tasks of campaigns that are not over should have been done before today."""
    with desk.store.reading() as conn:
        names = desk.store.names
        running = {one.id for one in queries.campaigns(conn, names) if not one.closed}
        found = queries.tasks(conn, names)
    return sum(one.campaign in running and overdue(one, desk.today()) for one in found)


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
        held = standing.campaign(w.conn, w.names, campaign)
        if isinstance(held, Refused):
            return held
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


def _tidy(campaign: Campaign) -> Campaign:
    said = {name: clean(getattr(campaign, name)) for name in FIELDS}
    return msgspec.structs.replace(campaign, **said, closed="")


def _wrong_days(campaign: Campaign) -> Refused | None:
    if not campaign.name:
        return Refused(reason=Refusal.NAME_MISSING)
    turned = bool(campaign.until_day) and campaign.until_day < campaign.from_day
    return _unreadable(campaign.from_day, campaign.until_day) or (
        Refused(reason=Refusal.DAYS_TURNED) if turned else None
    )


def _due_anew(w: Writer, held: CampaignView, wanted: Campaign) -> dict[str, str]:
    """Open tasks that are due as shipped by the days so far, each with the day that follows from the new ones."""
    shipped = {seed.code: seed for seed in seeds()}
    found = {}
    for one in queries.tasks(w.conn, w.names, held.id):
        seed = shipped.get(one.code)
        if seed is None or not one.open:
            continue
        before = deadline(seed, first=held.from_day, last=held.until_day)
        after = deadline(seed, first=wanted.from_day, last=wanted.until_day)
        if one.deadline == before != after:
            found[one.id] = after
    return found


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

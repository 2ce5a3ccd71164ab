"""The serious report of a case: filled from all that the station knows, and mended field by field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.desk import aefi as cases
from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import aefi, aefi_report, days, times
from vaxdesk.domain.after_injection import AefiCase, FollowUp, ReportSheet
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import EventView
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import history, people, things
from vaxdesk.registry.queries import visits as queries


def sheet(desk: Desk, event: str) -> ReportSheet | Refused:
    """The report of a case as it stands now."""
    with desk.store.reading() as conn:
        names = desk.store.names
        found = queries.event_by_ref(conn, names, event)
        person = people.by_ref(conn, names, found.person) if found else None
        if found is None or found.kind != "aefi" or found.voided or person is None:
            return Refused(reason=Refusal.OTHER_VISIT)
        case = cases.case_of(conn, names, found, person)
        reporter = next((one.name for one in things.users(conn) if one.no == found.user), "")
        years = days.age(person.dob, date.fromisoformat(times.day_of(found.data["onset"])))
        age = years.youngest if years else None
        known = _known(desk, conn, case, age)
        values = aefi_report.fill(rules.aefi(), found.data["form"], known=known)
        return ReportSheet(
            case=case,
            values=values,
            gaps=aefi_report.report_gaps(rules.aefi(), values, age=age),
            reported_by=reporter,
            follow_ups=_follow_ups(conn, names, event),
            age=age,
        )


def fill_in(desk: Desk, event: str, *, values: Mapping[str, str], why: str = "") -> Done | Refused:
    """Writes what was changed on the report, by field code, as one follow-up; `refs` is empty when nothing was.

    A field that the first report has too is set there. What is now of serious kind becomes a serious event.
    """
    now = sheet(desk, event)
    if isinstance(now, Refused):
        return now
    changed = {code: text.strip() for code, text in values.items() if text.strip() != now.values.get(code, "")}
    if not changed:
        return Done(value=event)
    return cases.follow_up(desk, event, changes=_entry_changes(now, changed), why=why)


def _entry_changes(now: ReportSheet, changed: Mapping[str, str]) -> dict[str, str]:
    """Changes of the report as changes of the entry: `outcome` and the like where the entry has such a field."""
    owners = {field.code: field.source.removeprefix("aefi.") for field in rules.aefi().field}
    found = {}
    for code, text in changed.items():
        owner = owners.get(code, "")
        found[owner if owner in ("grade", "treatment", "outcome", "note") else f"form.{code}"] = text
    found |= _onset(now, changed)
    data, after = now.case.event.data, {**now.values, **changed}
    grade = after.get("grade", "")
    severity = aefi.proposed_severity(
        rules.aefi(),
        symptoms=data["symptoms"],
        grade=int(grade) if grade.isascii() and grade.isdigit() else 0,
        seriousness=after.get("seriousness", ""),
    )
    if severity is aefi.Severity.SERIOUS:
        found["severity"] = severity.value
    return found


def _onset(now: ReportSheet, changed: Mapping[str, str]) -> dict[str, str]:
    """The onset of the entry, when day or hour were mended and can be read."""
    if not {"onset_on", "onset_at"} & changed.keys():
        return {}
    after = {**now.values, **changed}
    try:
        return {"onset": str(times.at(after.get("onset_on", ""), after.get("onset_at", "")))}
    except ValueError:
        return {}


def _follow_ups(conn: sa.Connection, names: LogNames, event: str) -> tuple[FollowUp, ...]:
    """What was added, the newest first."""
    users = {one.no: one.name for one in things.users(conn)}
    found = [
        FollowUp(t=one.t, user=users.get(one.user, ""), set=one.set, why=one.why)
        for one in history.changes(conn, names, [event])
        if one.set
    ]
    return tuple(reversed(found))


def _known(desk: Desk, conn: sa.Connection, case: AefiCase, age: int | None) -> dict[str, str]:
    """All that the station knows, under the names by which the fields of the form ask for it."""
    return {
        "today": desk.today(),
        **_texts("person", case.person),
        **_texts("station", things.station(conn)),
        **_texts("user", desk.user),
        **_of_dose(case.inject),
        **_of_reaction(case.event),
        "person.age": "" if age is None else str(age),
        **_of_session(conn, desk.store.names, case),
    }


def _texts(prefix: str, struct: msgspec.Struct) -> dict[str, str]:
    values: Mapping[str, Any] = msgspec.structs.asdict(struct)
    return {f"{prefix}.{name}": value for name, value in values.items() if isinstance(value, str)}


def _of_dose(inject: EventView | None) -> dict[str, str]:
    if inject is None:
        return {}
    data = inject.data
    known = {f"inject.{name}": str(value) for name, value in data.items() if isinstance(value, str | int) and value}
    known["inject.clock"] = times.clock_of(data["at"])
    product = rules.schedule().find(data["product"])
    if product:
        known |= {"vaccine.kind": product.platform, "vaccine.name": product.name, "vaccine.maker": product.maker}
    return known


def _of_reaction(event: EventView) -> dict[str, str]:
    data = event.data
    stands_for = {one.code: one.event for one in rules.aefi().symptom}
    events = dict.fromkeys(stands_for.get(one, "") for one in data["symptoms"])
    return {
        **{f"aefi.{name}": data[name] for name in ("note", "treatment", "outcome")},
        "aefi.grade": str(data["grade"]) if data["grade"] else "",
        "aefi.onset_day": times.day_of(data["onset"]),
        "aefi.onset_clock": times.clock_of(data["onset"]),
        "aefi.events": ",".join(one for one in events if one),
    }


def _of_session(conn: sa.Connection, names: LogNames, case: AefiCase) -> dict[str, str]:
    """Totals of the session for the lot (TT 12/2014/TT-BYT article 13), and what concerns vial and screening."""
    inject = case.inject
    if inject is None:
        return {}
    doses = [one for one in queries.events_of_kind(conn, names, "inject", inject.day) if _same_lot(one, inject)]
    ids = {one.id for one in doses}
    reactions = [one for one in queries.events_of_kind(conn, names, "aefi", inject.day) if one.data["inject"] in ids]
    vial = next((one for one in things.vials(conn, names, open_only=False) if one.id == inject.data["vial"]), None)
    screens = queries.of_person(conn, names, case.person.id, inject.day)
    pregnant = any(one.kind == "screen" and not one.voided and one.data["weeks"] for one in screens)
    return {
        "session.vials": str(len({one.data["vial"] or one.id for one in doses})),
        "session.syringes": str(len(doses)),
        "session.people": str(len({one.person for one in doses})),
        "session.reactions": str(len({one.person for one in reactions})),
        "vial.clock": times.clock_of(vial.opened_at) if vial else "",
        "screen.pregnancy": "pregnant" if pregnant else "",
    }


def _same_lot(one: EventView, other: EventView) -> bool:
    return (one.data["product"], one.data["lot_no"]) == (other.data["product"], other.data["lot_no"])

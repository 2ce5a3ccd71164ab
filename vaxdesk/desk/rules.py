"""The shipped rules, read once: schedule of vaccines, screening forms, administrative units."""

from __future__ import annotations

from functools import cache

from vaxdesk.assets import resources
from vaxdesk.domain.forms import Form, load_form
from vaxdesk.domain.places.checklist import ChecklistForm, load_checklist
from vaxdesk.domain.team.need import Need, read_needs
from vaxdesk.registry.rules import aefi, communes, schedule, storage, units

__all__ = ["aefi", "checklist", "communes", "forms", "schedule", "storage", "team_needs", "units"]


@cache
def forms() -> tuple[Form, ...]:
    """All screening forms, oldest first."""
    found = (load_form(file.read_text(encoding="utf-8")) for file in (resources() / "forms").glob("qd*.toml"))
    return tuple(sorted(found, key=lambda form: (form.valid_from, form.id)))


@cache
def checklist() -> ChecklistForm:
    """The safety self-assessment of a facility."""
    return load_checklist((resources() / "checklists" / "qd3518.toml").read_text(encoding="utf-8"))


@cache
def team_needs() -> tuple[Need, ...]:
    """The least team of a session, as shipped."""
    return read_needs((resources() / "plans" / "team.toml").read_text(encoding="utf-8"))

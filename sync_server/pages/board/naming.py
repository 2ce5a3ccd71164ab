"""Names of vaccines, groups, ages, symptoms and days in the reader's language."""

from __future__ import annotations

from typing import Protocol

from sync_server.browsing import wording
from vaxdesk.domain.direction.target import Line, TargetOf
from vaxdesk.domain.report.measures import OTHER_DOSE
from vaxdesk.domain.totals import figures
from vaxdesk.registry import rules


class Say(Protocol):
    """The sentence of a key."""

    def __call__(self, key: str, **facts: object) -> str: ...


class Naming:
    """How things are called."""

    def __init__(self, say: Say, language: str) -> None:
        self.say, self._language = say, language

    def product(self, code: str) -> str:
        """A vaccine's short name; a code that the schedule lacks stands for itself."""
        found = rules.schedule().find(code)
        return found.short.said(self._language) if found else code or self.say("report.no_product")

    def group(self, code: str) -> str:
        """A priority group with its number."""
        if code == figures.OTHER_GROUP:
            return self.say("district_board.other_group")
        return self.say(f"person.group.{code}") if code else self.say("report.not_known")

    def band(self, band: str) -> str:
        """Ages from a year to another."""
        start, _, end = band.partition("-")
        if not start:
            return self.say("report.not_known")
        return self.say("report.band", a=start, b=int(end) - 1) if end else self.say("report.band_on", a=start)

    def dose(self, key: str) -> str:
        """A kind of dose with its number."""
        if key == OTHER_DOSE:
            return self.say("district_board.other_dose")
        kind, _, number = key.rpartition("_")
        return self.say(f"clinical.dose_name.{kind}", kind_no=number)

    def target(self, line: Line) -> str:
        """What a target is of: whom, with what, in which round, on which days."""
        parts = [self.say(f"{TargetOf.WORDS}.{line.what.value}")]
        parts += [self.product(line.product)] if line.product else []
        parts += [self.dose(line.dose)] if line.dose else []
        parts += [self.say("district_targets.round", no=line.campaign)] if line.campaign else []
        if line.what.has_days:
            parts.append(f"{wording.day(line.since)}–{wording.day(line.until)}")
        return ", ".join(parts)

    def symptom(self, code: str) -> str:
        """A symptom of the form."""
        found = {one.code: one for one in rules.aefi().symptom}.get(code)
        return found.said(self._language) if found else self.say("district_board.other_symptom")

    def span(self, span: str) -> str:
        """A day or a month as people write it."""
        return wording.day(span[1:])

"""Cases in words: kinds, what a check found, ages, values of fields."""

from __future__ import annotations

from sync_server.browsing import wording
from sync_server.district.cases.views import Written
from sync_server.pages.visit import Visit
from vaxdesk.domain.cases.harm import LINKED
from vaxdesk.domain.cases.question import AnswerChoice
from vaxdesk.registry import rules
from vaxdesk.words import known

_HOUR_MS = 3_600_000
_DAYS = frozenset(("dob", "day", "date"))
_SEXES = frozenset(("M", "F"))


class CaseWords:
    """In the language of a visitor."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    def kind(self, kind: str) -> str:
        """What a case is about."""
        return self._visit.say("district_cases.linked" if kind == LINKED else f"issue.kind.{kind}")

    def harm(self, kind: str) -> str:
        """What may come of it, as a tone: harm, wait or none."""
        weight = rules.harm()[kind].weight if kind in rules.harm() else 0
        return "harm" if weight >= 70 else "wait" if weight >= 40 else ""

    def facts(self, kind: str, facts: dict[str, str]) -> str:
        """What the check found; empty where the kind says it all."""
        key = f"issue.fact.{kind}"
        if not known(key):
            return ""
        return self._visit.say(key, **{name: self._fact(name, value) for name, value in facts.items()})

    def age(self, since_ms: int, now_ms: int) -> str:
        """For how long a case has been open."""
        hours = max(now_ms - since_ms, 0) // _HOUR_MS
        if not hours:
            return self._visit.say("district_cases.just_now")
        if hours < 24:
            return self._visit.say("district_cases.hours", n=hours)
        return self._visit.say("district_cases.days", n=hours // 24)

    def value(self, name: str, value: str) -> str:
        """The value of a field as people write it."""
        if name in _DAYS:
            return wording.day(value)
        return self._visit.say(f"kit.sex.{value}") if name == "sex" and value in _SEXES else value

    def field(self, name: str) -> str:
        """The name of a field; one that has none is shown as it is."""
        key = f"person.field.{name}"
        return self._visit.say(key) if known(key) else name

    def why(self, text: str) -> str:
        """A reason: of the lists, or as it was written."""
        code, _, note = text.partition(": ")
        keys = (f"clinical.undo_reason.{code}", f"person.why.{code}")
        found = next((self._visit.say(key) for key in keys if code and known(key)), "")
        return (f"{found}: {note}" if note else found) if found else text

    def choice(self, choice: str) -> str:
        """What a site answered; a choice that this program does not know as it was written."""
        key = f"{AnswerChoice.WORDS}.{choice}"
        return self._visit.say(key) if choice in list(AnswerChoice) else choice

    def product(self, code: str) -> str:
        """The name of a vaccine."""
        found = rules.schedule().find(code)
        return found.name if found else code

    def moment(self, seconds: int) -> str:
        """An instant as a device told it."""
        return wording.moment(seconds * 1000) if 0 < seconds < 1 << 34 else ""

    def by(self, one: Written) -> str:
        """Who wrote something, and where."""
        who = one.user or self._visit.say("district_cases.program" if not one.t else "district_cases.somebody")
        return f"{who}, {one.unit}" if one.unit else who

    def _fact(self, name: str, value: str) -> str:
        if name == "day":
            return wording.day(value)
        key = f"person.field.{value}"
        return self._visit.say(key) if name == "field" and known(key) else value

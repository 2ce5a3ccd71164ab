"""Screening forms as data: questions, rules, vital signs and the days on which a form is valid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

from vaxdesk.domain.outcomes import Conclusion


class Input(StrEnum):
    """What is to be filled in beside a YES."""

    NONE = "none"
    TEXT = "text"
    DATE = "date"
    WEEKS = "weeks"
    VITALS = "vitals"


class Meaning(StrEnum):
    """What a YES means to the schedule, whatever number the question has on the form."""

    NONE = ""
    ANAPHYLAXIS_SAME = "anaphylaxis_same"
    PREGNANT = "pregnant"
    IMMUNOCOMPROMISED = "immunocompromised"
    COVID = "covid"


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Text(_Part, kw_only=True):
    """A text in both languages."""

    vi: str
    en: str

    def said(self, language: str) -> str:
        return self.en if language == "en" else self.vi


class Question(Text, kw_only=True):
    """One item of the form; `sex` F: asked of women only. `mark` names footnotes, one character each.

    With `weeks_below`/`weeks_from` the weeks of pregnancy decide the answer; `until_months` after the date that is
    filled in the item no longer applies.
    """

    code: str
    sex: str = ""
    input: Input = Input.NONE
    input_label: Text | None = None
    input_required: bool = True
    weeks_below: int = 0
    weeks_from: int = 0
    until_months: int = 0
    means: Meaning = Meaning.NONE
    mark: str = ""


class Rule(Text, kw_only=True):
    """A conclusion and what leads to it: YES at `any` item, an abnormal sign of `vitals`, breastfeeding.

    `products` limits the rule to these vaccines. `doctor_decides`: the conclusion is only a proposal to be confirmed.
    """

    id: str
    conclusion: Conclusion
    any: tuple[str, ...] = ()
    vitals: tuple[str, ...] = ()
    breastfeeding: bool = False
    products: tuple[str, ...] = ()
    doctor_decides: bool = False


class Footnote(Text, kw_only=True):
    """The text behind a mark."""

    mark: str


class Condition(Text, kw_only=True):
    """A circumstance, ticked beside the form, in which further vital signs are measured."""

    code: str


class Vital(_Part, kw_only=True):
    """A vital sign: when it must be measured, what is abnormal (facts 2.4), what cannot be true of a living person.

    Abnormal is below `low` or above `high`, with `inclusive` also on them, or more than `above_usual` over the
    value under `usual`. It must be measured `always`, in one of `conditions`, or over the age `age_over`.
    """

    code: str
    always: bool = False
    conditions: tuple[str, ...] = ()
    age_over: int | None = None
    low: float | None = None
    high: float | None = None
    inclusive: bool = False
    usual: str = ""
    above_usual: float = 0
    sane_low: float
    sane_high: float
    decimals: int = 0


class Consent(_Part, kw_only=True):
    """The statement that is signed; by a parent or guardian for children."""

    by_guardian: bool
    agree: Text
    refuse: Text


class Form(_Part, kw_only=True):
    """A screening form as decided; ages in completed years, `age_below` excluded; `valid_to` included."""

    id: str
    decision: str
    valid_from: date
    valid_to: date | None = None
    age_from: int
    age_below: int | None = None
    title: Text
    consent: Consent
    question: tuple[Question, ...]
    rule: tuple[Rule, ...]
    vital: tuple[Vital, ...]
    footnote: tuple[Footnote, ...] = ()
    condition: tuple[Condition, ...] = ()

    def suits(self, age_years: int | None) -> bool:
        """Whether the form is for this age; of unknown age, only the form without an upper limit."""
        if age_years is None:
            return self.age_below is None
        return self.age_from <= age_years and (self.age_below is None or age_years < self.age_below)


def load_form(text: str) -> Form:
    """A form file.

    Raises:
        msgspec.DecodeError: no TOML, or not of this shape.
    """
    return msgspec.toml.decode(text, type=Form)


def form_for(forms: Iterable[Form], *, age_years: int | None, day: str) -> Form | None:
    """The form for an age on an ISO day, also of the past (entered late); None when no form is for this age.

    Where a form has run out with no successor the last one goes on; a day before all of them gets the oldest.
    """
    fitting = sorted((form for form in forms if form.suits(age_years)), key=lambda form: form.valid_from)
    in_force = [form for form in fitting if form.valid_from.isoformat() <= day]
    return in_force[-1] if in_force else next(iter(fitting), None)

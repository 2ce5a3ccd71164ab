"""What the dialog for a reaction shows; grade, severity and gaps follow from what is ticked and typed."""

from __future__ import annotations

import msgspec

from vaxdesk.domain import aefi, times
from vaxdesk.domain.aefi import AefiForm, AefiNeed, Severity, Symptom
from vaxdesk.domain.after_injection import Suspect
from vaxdesk.domain.payloads import Aefi
from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.reaction.onset import seconds

ANAPHYLAXIS = "anaphylaxis"


class ReactionState(msgspec.Struct, frozen=True, kw_only=True):
    """`form` and `suspect` are None until asked for; `raised`: held to be serious by whoever reports.

    `onset_day` is ISO, `onset` as typed. `asked`: a save was tried. `told`: the public's report that it is made of.
    """

    busy: bool = False
    form: AefiForm | None = None
    suspect: Suspect | None = None
    now: int = 0
    symptoms: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()
    onset_day: str = ""
    onset: str = ""
    treatment: str = ""
    note: str = ""
    raised: bool = False
    told: str = ""
    asked: bool = False
    refused: Refused | None = None

    @property
    def grade(self) -> int:
        """Grade of anaphylaxis that the ticked signs amount to, 0 for none."""
        return aefi.anaphylaxis_grade(self.form, self.signs) if self.form else 0

    @property
    def proposed(self) -> Severity:
        """Severity by rule."""
        if self.form is None:
            return Severity.COMMON
        return aefi.proposed_severity(self.form, symptoms=self.symptoms, grade=self.grade)

    @property
    def severity(self) -> Severity:
        """Severity by rule, unless whoever reports raises it."""
        return Severity.SERIOUS if self.raised else self.proposed

    @property
    def threatening(self) -> tuple[Symptom, ...]:
        """Ticked symptoms that speak for a serious event."""
        return tuple(one for one in self._ticked() if one.suggests_serious)

    @property
    def late(self) -> bool:
        """Whether the dose was given on another day than today."""
        return self.suspect is not None and self.suspect.inject.day != times.day_of(self.now)

    @property
    def suspects(self) -> bool:
        """Whether something ticked makes one think of anaphylaxis, so that its signs are asked."""
        return bool(self.signs) or any(one.suspect for one in self._ticked())

    @property
    def needs(self) -> tuple[AefiNeed, ...]:
        """What is still missing before it can be saved."""
        if self.form is None or self.suspect is None:
            return ()
        return aefi.lacks(self.form, self.reaction(), injected_at=self.suspect.injected_at, now=self.now)

    def reaction(self) -> Aefi:
        """The first report as it would be saved."""
        signs = ",".join(one.code for one in self.form.sign if one.code in self.signs) if self.form else ""
        return Aefi(
            day="",
            severity=self.severity.value if self.raised else "",
            onset=seconds(self.onset_day, self.onset),
            symptoms=[one.code for one in self._ticked()],
            grade=self.grade,
            treatment=self.treatment.strip(),
            note=self.note.strip(),
            form={"signs": signs} if signs else {},
        )

    def _ticked(self) -> tuple[Symptom, ...]:
        return tuple(one for one in self.form.symptom if one.code in self.symptoms) if self.form else ()

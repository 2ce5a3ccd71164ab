"""What the screen of adverse events shows; gaps follow from what is known and what was typed."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.aefi import AefiForm, Field, FieldType
from vaxdesk.domain.aefi_report import FieldGap, FieldNeed, report_gaps
from vaxdesk.domain.after_injection import AefiCase, ReportSheet
from vaxdesk.domain.names import fold
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.told_task import ToldTask
from vaxdesk.ui.reaction.onset import typed_clock

# The fields that are asked of a common reaction.
_OF_COMMON = frozenset(("onset_on", "onset_at", "description", "history", "treatment", "outcome"))


class AefiState(msgspec.Struct, frozen=True, kw_only=True):
    """`at` is the entry of the case shown; `typed` are values by field code that are not saved yet; `drafts` the
    entries of which there are such values. `told` are reports of the public that wait."""

    loaded: bool = False
    busy: bool = False
    now: int = 0
    query: str = ""
    form: AefiForm | None = None
    cases: tuple[AefiCase, ...] = ()
    told: tuple[ToldTask, ...] = ()
    may_call: bool = False
    at: str = ""
    sheet: ReportSheet | None = None
    typed: dict[str, str] = {}
    drafts: frozenset[str] = frozenset()
    refused: Refused | None = None

    @property
    def shown(self) -> tuple[AefiCase, ...]:
        """The cases of the people whose name was typed; all when nothing was."""
        wanted = fold(self.query).split()
        return tuple(one for one in self.cases if all(part in fold(one.person.name) for part in wanted))

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields to fill here: all but those of the offices above, few of them for a common reaction."""
        if self.form is None or self.sheet is None:
            return ()
        mine = (field for field in self.form.field if not field.office)
        serious = self.sheet.case.serious
        return tuple(field for field in mine if serious or field.code in _OF_COMMON)

    @property
    def values(self) -> dict[str, str]:
        """Values by field code: what is known, with what was typed over it."""
        known = self.sheet.values if self.sheet else {}
        clocks = {field.code for field in self.fields if field.type is FieldType.CLOCK}
        typed = {code: typed_clock(text) or text if code in clocks else text for code, text in self.typed.items()}
        return {**known, **{code: text for code, text in typed.items() if text or code not in known}}

    @property
    def gaps(self) -> tuple[FieldGap, ...]:
        """What is still to be filled or mended; a common reaction may have empty fields."""
        if self.form is None or self.sheet is None:
            return ()
        mine = {field.code for field in self.fields}
        found = report_gaps(self.form, self.values, age=self.sheet.age)
        serious = self.sheet.case.serious
        return tuple(gap for gap in found if gap.code in mine and (serious or gap.need is FieldNeed.INVALID))

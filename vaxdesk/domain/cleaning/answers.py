"""What the police wrote beside a row of a list, compared with what stands at the station now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.cleaning.police import COMPARED, PoliceListView, VerifyResult
from vaxdesk.domain.cleaning.writing import read_value
from vaxdesk.domain.documents import DocumentKind, document_kind
from vaxdesk.domain.names import fold
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.registration import check_person
from vaxdesk.domain.views import PersonView


class AnswerProblem(StrEnum):
    """Why an answer cannot simply be taken over."""

    WORDS = nonmember("cleaning.problem")

    UNKNOWN_ROW = "unknown_row"
    TWICE = "twice"
    GONE = "gone"
    UNREADABLE = "unreadable"
    NOT_SOUND = "not_sound"
    DOCUMENT_OF_ANOTHER = "document_of_another"
    TAKEN_BEFORE = "taken_before"
    CHANGED_SINCE = "changed_since"
    RESULT_UNKNOWN = "result_unknown"

    @property
    def stops(self) -> bool:
        """Whether the row cannot be taken at all; the last two kinds may be, when a person says so."""
        return self not in (AnswerProblem.TAKEN_BEFORE, AnswerProblem.CHANGED_SINCE)


class SheetRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a file that came back: `key` names the person, `handed` is what we had written, `police` what they did.

    Values are in normal form; what the police wrote and could not be read stands in `unreadable` by field. `result` is
    the text of its column.
    """

    row: int
    key: str
    handed: dict[str, str] = {}
    police: dict[str, str] = {}
    unreadable: dict[str, str] = {}
    result: str = ""
    note: str = ""


class FieldAnswer(msgspec.Struct, frozen=True):
    """One field that the police set otherwise: what stands now, and what they wrote."""

    field: str
    now: str
    police: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a row amounts to. `person` is empty where nobody is meant; without a result nobody answered."""

    row: int
    person: str = ""
    name: str = ""
    result: VerifyResult | None = None
    changes: tuple[FieldAnswer, ...] = ()
    problem: AnswerProblem | None = None
    detail: str = ""
    note: str = ""

    @property
    def may_take(self) -> bool:
        """Whether the row can be taken over when somebody chooses so."""
        return self.result is not None and not (self.problem and self.problem.stops)

    @property
    def take(self) -> bool:
        """Whether it is taken unless somebody says otherwise."""
        return self.result is not None and self.problem is None


class ReturnedList(msgspec.Struct, frozen=True, kw_only=True):
    """A list that came back, judged; nothing is written yet. `sha256` is the digest of the file, hex; `day` when."""

    file: str
    sha256: str
    sheet: PoliceListView
    answers: tuple[Answer, ...]
    day: str = ""

    @property
    def to_take(self) -> tuple[Answer, ...]:
        """The rows that are taken unless somebody says otherwise."""
        return tuple(one for one in self.answers if one.take)


class Known(msgspec.Struct, frozen=True):
    """The station's record of the person of a row; whether another person carries the number that was written, and
    which row of this list was taken over for the person last (0 for none)."""

    person: PersonView | None = None
    document_taken: bool = False
    taken_row: int = 0


def judge(
    rows: Iterable[SheetRow], known: Mapping[str, Known], *, today: str, words: Mapping[str, VerifyResult]
) -> tuple[Answer, ...]:
    """The answers of a file, row by row.

    Args:
        known: by key.
        today: ISO day of the station.
        words: what people write in the column of the result, folded, in all languages.
    """
    seen: set[str] = set()
    found = []
    for row in rows:
        twice = row.key in seen
        seen.add(row.key)
        found.append(_judged(row, known.get(row.key), twice=twice, today=today, words=words))
    return tuple(found)


def corrections(answer: Answer, person: PersonView) -> dict[str, str]:
    """What the record is set to: the values of the police; an old number that a new one replaces is kept as such."""
    values = {one.field: one.police for one in answer.changes}
    replaced = "doc" in values and document_kind(person.doc) is DocumentKind.CMND and not person.old_doc
    renewed = replaced and document_kind(values["doc"]) is DocumentKind.CCCD
    return {**values, "old_doc": person.doc} if renewed else values


def compared(answer: Answer, person: PersonView) -> dict[str, str]:
    """The values of which the answer speaks: what stands once its corrections are written."""
    values = {one.field: one.police for one in answer.changes}
    return {name: values.get(name, getattr(person, name)) for name in COMPARED}


def _judged(
    row: SheetRow, known: Known | None, *, twice: bool, today: str, words: Mapping[str, VerifyResult]
) -> Answer:
    answer = Answer(row=row.row, name=row.handed.get("name", ""), note=row.note)
    if known is None:
        return _odd(answer, AnswerProblem.UNKNOWN_ROW)
    if known.person is None or known.person.voided:
        return _odd(answer, AnswerProblem.GONE)
    person = known.person
    changes = tuple(
        FieldAnswer(name, getattr(person, name), value)
        for name, value in row.police.items()
        if value and value != getattr(person, name)
    )
    answer = msgspec.structs.replace(answer, person=person.id, name=person.name, changes=changes)
    result = _result(row, words)
    if result is None and row.result:
        return _odd(answer, AnswerProblem.RESULT_UNKNOWN, row.result)
    result = result or (VerifyResult.CORRECTED if changes else None)
    if result is VerifyResult.RIGHT and changes:
        result = VerifyResult.CORRECTED
    answer = msgspec.structs.replace(answer, result=result)
    if twice:
        return _odd(answer, AnswerProblem.TWICE)
    if row.unreadable:
        return _odd(answer, AnswerProblem.UNREADABLE, ", ".join(row.unreadable.values()))
    return _sound(answer, row, known, person, today=today) if result else answer


def _sound(answer: Answer, row: SheetRow, known: Known, person: PersonView, *, today: str) -> Answer:
    """What the corrected record would be, checked as one that is typed at the desk."""
    values = {one.field: one.police for one in answer.changes}
    now = Person(**compared(answer, person), old_doc=values.get("old_doc", person.old_doc))
    wrong = [one for one in check_person(now, today=today) if one.is_error and one.field in values]
    if wrong:
        return _odd(answer, AnswerProblem.NOT_SOUND, wrong[0].flaw.value)
    if "doc" in values and known.document_taken:
        return _odd(answer, AnswerProblem.DOCUMENT_OF_ANOTHER, values["doc"])
    if known.taken_row == row.row and not answer.changes:
        return _odd(answer, AnswerProblem.TAKEN_BEFORE)
    moved = [name for name in COMPARED if name in row.handed and row.handed[name] != _normal(person, name)]
    moved = [name for name in moved if row.police.get(name, "") != getattr(person, name)]
    if moved:
        return _odd(answer, AnswerProblem.CHANGED_SINCE, ", ".join(row.handed[name] for name in moved))
    return answer


def _normal(person: PersonView, field: str) -> str:
    """A value as the file is read: what is only written otherwise has not changed."""
    value: str = getattr(person, field)
    return read_value(field, value) or value


def _result(row: SheetRow, words: Mapping[str, VerifyResult]) -> VerifyResult | None:
    return words.get(fold(row.result)) if row.result else None


def _odd(answer: Answer, problem: AnswerProblem, detail: str = "") -> Answer:
    return msgspec.structs.replace(answer, problem=problem, detail=detail)

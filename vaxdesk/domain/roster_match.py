"""Finds the row of the same sheet, or the known person, that a row of a list repeats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

import msgspec

from vaxdesk.domain.cells import letter
from vaxdesk.domain.heading_words import Field
from vaxdesk.domain.headings import Columns
from vaxdesk.domain.likeness import Bond, Likeness, compare, folded
from vaxdesk.domain.payloads import History, Person
from vaxdesk.domain.roster import Flaw, Remark, RowProblem, RowResult, RowStatus, RowWarning
from vaxdesk.domain.views import PersonView

Key = tuple[str, ...]


class KnownPerson(msgspec.Struct, frozen=True):
    """A person of the register: `listed` when already on the list of the day, `dose_days` ISO dates of known doses."""

    person: PersonView
    listed: bool = False
    dose_days: tuple[str, ...] = ()


class MatchKeys(msgspec.Struct, frozen=True):
    """What the rows of a batch can be found by; a person with any of these is a candidate.

    Attributes:
        documents: values of `doc` and `old_doc`, to be compared with both.
        names: pairs of `names.fold(name)` and birth year.
        phones: pairs of `tel` and birth year.
    """

    documents: frozenset[str]
    names: frozenset[tuple[str, str]]
    phones: frozenset[tuple[str, str]]


class Known(Protocol):
    """The register, as far as matching needs it; asked once for a batch of rows."""

    def candidates(self, keys: MatchKeys) -> Iterable[KnownPerson]:
        """All persons who have any of the keys; more than that does no harm."""
        ...


class Nobody:
    """An empty register."""

    def candidates(self, keys: MatchKeys) -> Iterable[KnownPerson]:  # noqa: ARG002 - nobody has any key
        """No one."""
        return ()


class _Entry(msgspec.Struct, frozen=True, gc=False):
    person: Person | PersonView
    dose_days: tuple[str, ...]
    row: int = 0
    id: str = ""
    listed: bool = False


class People:
    """An index of persons by all that they can be recognised by."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        self._by_key: dict[Key, tuple[int, ...]] = {}  # places; tuples of numbers cost the collector nothing

    def add(self, entry: _Entry, keys: Sequence[Key]) -> None:
        """Adds a person under each of his keys."""
        place = len(self._entries)
        self._entries.append(entry)
        for key in keys:
            self._by_key[key] = (*self._by_key.get(key, ()), place)

    def nearest(self, person: Person, keys: Sequence[Key]) -> _Near | None:
        """The person who is likest, None when nobody is like him at all."""
        places = {place for key in keys for place in self._by_key.get(key, ())}
        compared = (_Near(self, place, compare(person, self._entries[place].person)) for place in sorted(places))
        best = max(compared, key=_rank, default=None)
        return best if best and best.likeness.bond is not Bond.NONE else None

    def entry(self, place: int) -> _Entry:
        """The person at a place of the index."""
        return self._entries[place]

    def learn(self, place: int, dose_days: Iterable[str]) -> None:
        """Further doses of the person at a place."""
        entry = self._entries[place]
        self._entries[place] = msgspec.structs.replace(entry, dose_days=(*entry.dose_days, *dose_days))


class _Near(NamedTuple):
    """Someone like a row's person: where, and how like."""

    people: People
    place: int
    likeness: Likeness

    @property
    def entry(self) -> _Entry:
        return self.people.entry(self.place)


def _keys(person: Person | PersonView) -> list[Key]:
    year = person.dob[:4]
    keys: list[Key] = [("document", number) for number in (person.doc, person.old_doc) if number]
    keys.append(("name", folded(person.name), year))
    if person.tel:
        keys.append(("phone", person.tel, year))
    return keys


class Matcher:
    """Matches the rows of one sheet, in order, against each other and the register."""

    def __init__(self, columns: Columns, known: Known) -> None:
        self._columns = columns
        self._known = known
        self._rows = People()

    def match(self, batch: Sequence[RowResult]) -> list[RowResult]:
        """The rows with what they repeat. Rows with problems pass unchanged."""
        keys = [_keys(result.person) if result.person else [] for result in batch]
        register = self._register([key for of_row in keys for key in of_row])
        return [self._one(result, of_row, register) for result, of_row in zip(batch, keys, strict=True)]

    def _register(self, keys: Sequence[Key]) -> People:
        asked = MatchKeys(
            documents=frozenset(key[1] for key in keys if key[0] == "document"),
            names=frozenset((key[1], key[2]) for key in keys if key[0] == "name"),
            phones=frozenset((key[1], key[2]) for key in keys if key[0] == "phone"),
        )
        people = People()
        for known in self._known.candidates(asked) if keys else ():
            entry = _Entry(known.person, known.dose_days, id=known.person.id, listed=known.listed)
            people.add(entry, _keys(known.person))
        return people

    def _one(self, result: RowResult, keys: Sequence[Key], register: People) -> RowResult:
        person = result.person
        if person is None:
            return result
        in_sheet, in_register = self._rows.nearest(person, keys), register.nearest(person, keys)
        near = max((found for found in (in_sheet, in_register) if found), key=_rank, default=None)
        judged = self._judged(result, near) if near else result
        if judged.status is RowStatus.ACCEPTED:
            self._rows.add(_Entry(person, tuple(dose.date for dose in judged.doses), row=result.row), keys)
        elif judged.of_person and near and judged.person:
            days = near.entry.dose_days  # of the register's answer to this batch; later batches must know them too
            row = 0 if near.entry.listed else result.row
            self._rows.add(_Entry(person, days, row=row, id=judged.of_person, listed=near.entry.listed), keys)
        return judged

    def _judged(self, result: RowResult, near: _Near) -> RowResult:
        entry, likeness = near.entry, near.likeness
        if likeness.bond is Bond.CLASH:
            return self._clash(result, entry)
        if likeness.bond is Bond.TWIN:
            twin = Remark(RowWarning.POSSIBLE_TWIN, self._letter(Field.NAME), other=_whose(entry))
            return msgspec.structs.replace(result, warnings=(*result.warnings, twin))
        doubt: tuple[Remark, ...] = ()
        if likeness.birth_differs:
            doubt = (Remark(RowWarning.BIRTH_DIFFERS, self._letter(Field.BIRTH), other=entry.person.dob),)
        repeated = bool(entry.row) or entry.listed
        doses = _fresh(result.doses, entry.dose_days)
        if doses:
            near.people.learn(near.place, (dose.date for dose in doses))
        return msgspec.structs.replace(
            result, status=RowStatus.DUPLICATE if repeated else RowStatus.KNOWN, same=likeness.same,
            of_row=entry.row, of_person="" if entry.row else entry.id, doses=doses,
            warnings=doubt if repeated else result.warnings + doubt,
        )

    def _clash(self, result: RowResult, entry: _Entry) -> RowResult:
        """One number, two names: who is right only people can tell, so the row waits."""
        theirs = (entry.person.doc, entry.person.old_doc)
        mine = (result.person.doc, result.person.old_doc) if result.person else ()
        number = next((number for number in mine if number and number in theirs), "")
        flaw = Flaw(RowProblem.DOCUMENT_OF_ANOTHER, self._letter(Field.DOCUMENT), number, other=_whose(entry))
        return RowResult(row=result.row, status=RowStatus.PROBLEM, name=result.name, problems=(flaw,),
                         of_row=entry.row, of_person="" if entry.row else entry.id)

    def _letter(self, field: Field) -> str:
        return letter(self._columns.at.get(field, -1))


def _rank(found: _Near) -> int:
    return found.likeness.rank


def _whose(entry: _Entry) -> str:
    return entry.person.name


def _fresh(doses: tuple[History, ...], known_days: tuple[str, ...]) -> tuple[History, ...]:
    """Doses on a day (or in a month or year) of which the person has none yet."""
    return tuple(dose for dose in doses if not any(_one_day(dose.date, day) for day in known_days))


def _one_day(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter)

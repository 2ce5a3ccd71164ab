"""A table of typed sheets taken into a stack: each row by the rules of the grid; taking it again changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from vaxdesk.desk import identify, reception
from vaxdesk.desk.catchup import newcomers, sheets, stacks
from vaxdesk.desk.context import Desk
from vaxdesk.domain import rights
from vaxdesk.domain.catchup.listing import Amiss, Column, Fate, Fault, Line
from vaxdesk.domain.catchup.sheet import Sheet
from vaxdesk.domain.comparing import Weight
from vaxdesk.domain.identity import Alike, Found, Several, Unknown
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.registration import Flawed, check_person, errors
from vaxdesk.domain.scans import Scan, ScanKind, ScanOutcome

_PROGRESS = 50  # rows
_COLUMNS = {"name": Column.NAME, "dob": Column.BIRTH, "sex": Column.SEX, "doc": Column.NUMBER}


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a row: the sheet that it is now, or why it is none. `warnings` are codes to be looked at."""

    row: int
    fate: Fate
    no: int = 0
    name: str = ""
    new: bool = False
    why: Fault | Refused | None = None
    warnings: tuple[str, ...] = ()


def take(
    desk: Desk,
    stack: str,
    lines: Sequence[Line | tuple[int, Fault]],
    *,
    enter_new: bool = False,
    dry: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Taken, ...] | Refused:
    """Takes rows into a stack in order, each as a sheet of its own; what cannot be taken stops no other row.

    Args:
        lines: rows that could be read, and the numbers of those that could not, with the reason.
        enter_new: people whom no list has are entered as the sheet says.
        dry: nothing is saved.
        progress: told how many of how many rows are done, now and then.

    Returns:
        Refused NO_RIGHT or BATCH_GONE.
    """
    refused = desk.refuses(rights.Act.ENTER_LATE)
    if refused:
        return refused
    with desk.store.reading() as conn:
        of = stacks.found(conn, desk.store.names, stack)
    if isinstance(of, Refused):
        return of
    no = max((row.sheet for row in sheets.typed(desk, stack)), default=0)
    done, seen = [], set()
    for at, line in enumerate(lines, start=1):
        if isinstance(line, Line):
            taken = _take(desk, stack, line, no=line.no or no + 1, enter_new=enter_new, dry=dry, seen=seen)
            no = max(no, taken.no)
        else:
            taken = Taken(row=line[0], fate=Fate.REFUSED, why=line[1])
        done.append(taken)
        if progress and (at % _PROGRESS == 0 or at == len(lines)):
            progress(at, len(lines))
    return tuple(done)


def _take(
    desk: Desk, stack: str, line: Line, *, no: int, enter_new: bool, dry: bool, seen: set[str]
) -> Taken:
    person, new = _person(desk, line.person, enter_new=enter_new, dry=dry)
    said = Taken(row=line.row, fate=Fate.REFUSED, name=line.person.name, new=new)
    if isinstance(person, Fault | Refused):
        return msgspec.structs.replace(said, why=person)
    if not person:  # of a look only: somebody who would be entered
        return msgspec.structs.replace(said, fate=Fate.SAVED, no=no)
    weighed = sheets.weigh(desk, stack, person, line.sheet)
    if isinstance(weighed, Refused):
        return msgspec.structs.replace(said, why=weighed)
    said = msgspec.structs.replace(said, name=weighed.person.name)
    answer = weighed.answer
    again = person in seen
    seen.add(person)
    if again or (isinstance(answer, Refused) and answer.reason is Refusal.SHEET_TYPED):
        before = answer.facts["sheet"] if isinstance(answer, Refused) and "sheet" in answer.facts else 0
        return msgspec.structs.replace(said, fate=Fate.THERE, no=before)
    if isinstance(answer, Refused) and answer.reason is not Refusal.DOSE_ON_RECORD:
        return msgspec.structs.replace(said, why=answer)
    known = isinstance(answer, Refused)
    codes = tuple(weighed.judged.codes) if weighed.judged else ()
    said = msgspec.structs.replace(said, fate=Fate.KNOWN if known else Fate.SAVED, no=no, warnings=codes)
    return said if dry else _kept(desk, stack, person, line.sheet, said)


def _kept(desk: Desk, stack: str, person: str, sheet: Sheet, said: Taken) -> Taken:
    if said.fate is Fate.KNOWN:
        answer = sheets.mark_known(desk, stack, person, no=said.no)
    else:
        answer = sheets.save(desk, stack, person, sheet, no=said.no)
    if isinstance(answer, Refused):
        return msgspec.structs.replace(said, fate=Fate.REFUSED, why=answer, no=0)
    return said


def _person(desk: Desk, person: Person, *, enter_new: bool, dry: bool) -> tuple[str | Fault | Refused, bool]:
    """Whom a row is about, and whether they were entered by it; empty for somebody who would be."""
    scan = Scan(
        kind=ScanKind.TYPED_DOCUMENT, outcome=ScanOutcome.READ, name=person.name, dob=person.dob, sex=person.sex,
        document=person.doc, tel="" if person.name or person.doc else person.tel,
    )  # fmt: skip
    found = identify.identify(desk, scan)
    if isinstance(found, Found):
        return _differs(found) or found.presence.person.id, False
    if isinstance(found, Several):
        return _several(one.presence.person.name for one in found.candidates), False
    if isinstance(found, Unknown) and found.similar and not enter_new:
        return _several(one.person.name for one in found.similar), False
    if not enter_new or not person.name:
        return Fault(code=Amiss.NOBODY), False
    return _entered(desk, person, dry=dry), True


def _differs(found: Found) -> Fault | None:
    """At the grid somebody sees card and record side by side; here one grave difference is enough to stop."""
    grave = (one.field for one in found.differences if one.weight is Weight.GRAVE and one.field in _COLUMNS)
    field = next(grave, "")
    if not field:
        return None
    return Fault(code=Amiss.DIFFERS, facts={"name": found.presence.person.name, "column": _COLUMNS[field].value})


def _entered(desk: Desk, person: Person, *, dry: bool) -> str | Fault | Refused:
    if dry:
        flaws, others = errors(check_person(person, today=desk.day)), reception.alike(desk, person)
        answer = Flawed(flaws) if flaws else Alike(others) if others else None
    else:
        answer = newcomers.enter(desk, person)
    if isinstance(answer, Flawed):
        first = answer.flaws[0]
        return Fault(code=Amiss.FLAWED, facts={"column": first.field, "flaw": first.flaw.value})
    if isinstance(answer, Alike):
        return _several(one.person.name for one in answer.people)
    if isinstance(answer, Refused):
        return answer
    return answer.value if answer else ""


def _several(names: Iterable[str]) -> Fault:
    return Fault(code=Amiss.SEVERAL, facts={"names": ", ".join(dict.fromkeys(names))})

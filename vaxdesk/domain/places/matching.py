"""Finds what a list says twice, or says again of what is there already: same code, same name, or similar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from enum import StrEnum, nonmember
from functools import lru_cache

import msgspec

from vaxdesk.domain.names import fold
from vaxdesk.domain.places.judging import Checked, Finding, Flaw, PlaceRules, check, same_text
from vaxdesk.domain.places.records import Key, PlaceRecord, What

_ALIKE = 0.9  # of two folded names, at which one may be a misspelling of the other
_SHORT = {"tram y te": "tyt", "trung tam y te": "ttyt", "benh vien": "bv", "da khoa": "dk", "phong kham": "pk",
          "to dan pho": "tdp", "khu pho": "kp"}


class Fate(StrEnum):
    """What becomes of a row of a list."""

    WORDS = nonmember("places.fate")

    TAKEN = "taken"
    LOOK = "look"  # is taken, and should be looked at
    PROBLEM = "problem"
    THERE = "there"  # says again what is there, or what another row says


class PlaceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a list and what becomes of it.

    Attributes:
        row: as the spreadsheet numbers it, from 1.
        of_row: the row that it repeats, 0 for none.
        of_id: reference of the record that it repeats, empty for none.
    """

    row: int
    record: PlaceRecord
    fate: Fate
    findings: tuple[Finding, ...] = ()
    of_row: int = 0
    of_id: str = ""


class _Entry(msgspec.Struct, frozen=True):
    record: PlaceRecord
    row: int = 0


def judge_rows(
    rows: Iterable[tuple[int, PlaceRecord]], *, known: Sequence[PlaceRecord], rules: PlaceRules
) -> tuple[PlaceRow, ...]:
    """Every row of a list judged: by itself, against the rows before it and the records that are there."""
    seen = _Seen(known)
    return tuple(seen.judged(number, check(record, rules)) for number, record in rows)


def check_against(record: PlaceRecord, *, known: Iterable[PlaceRecord], rules: PlaceRules) -> PlaceRow:
    """A record that is typed or corrected, held against all others that are there, itself left out."""
    return _Seen(known).judged(0, check(record, rules))


def check_all(records: Sequence[PlaceRecord], rules: PlaceRules) -> tuple[PlaceRow, ...]:
    """Every record of a list as it stands, held against all others of it."""
    seen = _Seen(records)
    return tuple(seen.judged(0, check(one, rules)) for one in records)


class _Seen:
    """Records by what they may be recognised by."""

    def __init__(self, known: Iterable[PlaceRecord]) -> None:
        self._by_code: dict[str, list[_Entry]] = defaultdict(list)
        self._by_name: dict[str, list[_Entry]] = defaultdict(list)
        self._by_phone: dict[str, list[_Entry]] = defaultdict(list)
        self._near: dict[str, list[_Entry]] = defaultdict(list)  # what lies in one commune, or works in one place
        for record in known:
            self._add(_Entry(record))

    def judged(self, row: int, checked: Checked) -> PlaceRow:
        record = checked.record
        if checked.stopped:
            return PlaceRow(row=row, record=record, fate=Fate.PROBLEM, findings=checked.findings)
        same, more = self._compared(record)
        if same is not None:
            return PlaceRow(row=row, record=record, fate=Fate.THERE, findings=checked.findings, of_row=same.row,
                            of_id="" if same.row else same.record.id)
        findings = (*checked.findings, *more)
        stopped = any(one.flaw.stops for one in more)
        fate = Fate.PROBLEM if stopped else Fate.LOOK if findings else Fate.TAKEN
        if row and not stopped:
            self._add(_Entry(record, row))
        return PlaceRow(row=row, record=record, fate=fate, findings=findings)

    def _add(self, entry: _Entry) -> None:
        record = entry.record
        if record.get(Key.CODE):
            self._by_code[record.get(Key.CODE)].append(entry)
        if record.get(Key.PHONE):
            self._by_phone[record.get(Key.PHONE)].append(entry)
        self._by_name[fold(record.name)].append(entry)
        self._near[_place(record)].append(entry)

    def _compared(self, record: PlaceRecord) -> tuple[_Entry | None, list[Finding]]:
        code = record.get(Key.CODE)
        coded = _others(self._by_code.get(code, ()), record) if code else []
        if coded:
            if alike(coded[0].record.name, record.name):
                return coded[0], []
            return None, [Finding(Flaw.CODE_OF_ANOTHER, Key.CODE, code, other=coded[0].record.name)]
        named = _others(self._by_name.get(fold(record.name), ()), record)
        here = [one for one in named if _place(one.record) == _place(record)]
        same = next((one for one in here if not _apart(one.record, record)), None)
        if here and same is None:
            return None, [Finding(Flaw.SAME_NAME, Key.NAME, record.name, other=_whose(here[0].record))]
        if same is not None:
            return same, []
        return None, self._odd(record, named)

    def _odd(self, record: PlaceRecord, named: Sequence[_Entry]) -> list[Finding]:
        """What is no repetition and yet should be looked at."""
        found = []
        if record.what is What.STAFF and named:
            found.append(Finding(Flaw.SAME_NAME, Key.NAME, record.name, other=_whose(named[0].record)))
        phone = record.get(Key.PHONE) if record.what is What.STAFF else ""
        others = _others(self._by_phone.get(phone, ()), record) if phone else []
        if others:
            found.append(Finding(Flaw.SAME_PHONE, Key.PHONE, phone, other=others[0].record.name))
        beside = _others(self._near.get(_place(record), ()), record)
        near = next((one for one in beside if alike(one.record.name, record.name)), None)
        if near is not None:
            found.append(Finding(Flaw.SIMILAR, Key.NAME, record.name, other=_whose(near.record)))
        return found


def _others(entries: Iterable[_Entry], record: PlaceRecord) -> list[_Entry]:
    """Entries but that of the record itself."""
    return [one for one in entries if not record.id or one.record.id != record.id]


def alike(one: str, other: str) -> bool:
    """Whether two names may be one, misspelt or with its kind abbreviated; numbers in them must agree."""
    mine, theirs = _shortened(one), _shortened(other)
    if mine == theirs:
        return True
    if _numbers(mine) != _numbers(theirs):
        return False
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


@lru_cache(maxsize=8192)
def _shortened(name: str) -> str:
    text = f" {fold(name)} "
    for long, short in _SHORT.items():
        text = text.replace(f" {long} ", f" {short} ")
    return text.strip()


def _numbers(text: str) -> list[str]:
    return [word for word in text.split() if any(map(str.isdecimal, word))]


def _place(record: PlaceRecord) -> str:
    """What makes two of one name the same: the commune, and of staff the place of work as far as it is on a list."""
    if record.what is What.STAFF:
        return record.refs.get(Key.FACILITY) or record.refs.get(Key.AREA) or ""
    code = record.get(Key.COMMUNE_CODE)
    return f"{code} {record.get(Key.SCHEME)}" if code else fold(record.get(Key.COMMUNE))


def _apart(one: PlaceRecord, other: PlaceRecord) -> bool:
    """Whether two of one name and place may well be two: other codes; of people other telephones, or other marks.

    `Chứ` and `Chu` are two names, unless one telephone says that they are one person.
    """
    if one.what is not What.STAFF:
        return _differ(one.get(Key.CODE), other.get(Key.CODE))
    phones = one.get(Key.PHONE), other.get(Key.PHONE)
    same_phone = bool(phones[0]) and phones[0] == phones[1]
    return _differ(*phones) or (not same_phone and one.name.casefold() != other.name.casefold())


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and not same_text(one, other)


def _whose(record: PlaceRecord) -> str:
    parts = (record.get(Key.CODE), record.name, record.get(Key.FACILITY) or record.get(Key.COMMUNE))
    return " · ".join(part for part in parts if part)

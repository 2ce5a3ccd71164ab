"""Finds what a list says twice, or says again of what is there already: same code, same name, or similar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from enum import StrEnum, nonmember

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


def check_against(record: PlaceRecord, *, known: Sequence[PlaceRecord], rules: PlaceRules) -> PlaceRow:
    """A record that is typed or corrected, held against all others that are there."""
    others = [one for one in known if not record.id or one.id != record.id]
    return _Seen(others).judged(0, check(record, rules))


class _Seen:
    """Records by what they may be recognised by."""

    def __init__(self, known: Iterable[PlaceRecord]) -> None:
        self._by_code: dict[str, _Entry] = {}
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
        if not stopped:
            self._add(_Entry(record, row))
        return PlaceRow(row=row, record=record, fate=fate, findings=findings)

    def _add(self, entry: _Entry) -> None:
        record = entry.record
        if record.get(Key.CODE):
            self._by_code.setdefault(record.get(Key.CODE), entry)
        if record.get(Key.PHONE):
            self._by_phone[record.get(Key.PHONE)].append(entry)
        self._by_name[fold(record.name)].append(entry)
        self._near[_place(record)].append(entry)

    def _compared(self, record: PlaceRecord) -> tuple[_Entry | None, list[Finding]]:
        coded = self._by_code.get(record.get(Key.CODE)) if record.get(Key.CODE) else None
        if coded is not None:
            if alike(coded.record.name, record.name):
                return coded, []
            other = Finding(Flaw.CODE_OF_ANOTHER, Key.CODE, record.get(Key.CODE), other=coded.record.name)
            return None, [other]
        named = self._by_name.get(fold(record.name), ())
        here = [one for one in named if _place(one.record) == _place(record)]
        if here:
            if _apart(here[0].record, record):
                return None, [Finding(Flaw.SAME_NAME, Key.NAME, record.name, other=_whose(here[0].record))]
            return here[0], []
        return None, self._odd(record, named)

    def _odd(self, record: PlaceRecord, named: Sequence[_Entry]) -> list[Finding]:
        """What is no repetition and yet should be looked at."""
        found = []
        if record.what is What.STAFF and named:
            found.append(Finding(Flaw.SAME_NAME, Key.NAME, record.name, other=_whose(named[0].record)))
        if record.what is What.STAFF and record.get(Key.PHONE):
            others = [one for one in self._by_phone.get(record.get(Key.PHONE), ())]
            if others:
                found.append(Finding(Flaw.SAME_PHONE, Key.PHONE, record.get(Key.PHONE), other=others[0].record.name))
        near = next((one for one in self._near.get(_place(record), ()) if alike(one.record.name, record.name)), None)
        if near is not None:
            found.append(Finding(Flaw.SIMILAR, Key.NAME, record.name, other=_whose(near.record)))
        return found


def alike(one: str, other: str) -> bool:
    """Whether two names may be one, misspelt or with its kind abbreviated; numbers in them must agree."""
    mine, theirs = _shortened(one), _shortened(other)
    if mine == theirs:
        return True
    if _numbers(mine) != _numbers(theirs):
        return False
    return SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= _ALIKE


def _shortened(name: str) -> str:
    text = f" {fold(name)} "
    for long, short in _SHORT.items():
        text = text.replace(f" {long} ", f" {short} ")
    return text.strip()


def _numbers(text: str) -> list[str]:
    return [word for word in text.split() if any(map(str.isdecimal, word))]


def _place(record: PlaceRecord) -> str:
    """What makes two of one name the same: the commune, and of staff the place of work."""
    if record.what is What.STAFF:
        refs = record.refs.get(Key.FACILITY) or record.refs.get(Key.AREA)
        return refs or fold(record.get(Key.FACILITY) or record.get(Key.AREA))
    code = record.get(Key.COMMUNE_CODE)
    return f"{code} {record.get(Key.SCHEME)}" if code else fold(record.get(Key.COMMUNE))


def _apart(one: PlaceRecord, other: PlaceRecord) -> bool:
    """Whether two of one name and place say clearly that they are two: other codes, other telephones of people."""
    key = Key.PHONE if one.what is What.STAFF else Key.CODE
    return bool(one.get(key) and other.get(key) and not same_text(one.get(key), other.get(key)))


def _whose(record: PlaceRecord) -> str:
    parts = (record.get(Key.CODE), record.name, record.get(Key.FACILITY) or record.get(Key.COMMUNE))
    return " · ".join(part for part in parts if part)

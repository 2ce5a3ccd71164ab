"""Reads some rows of a sheet as a header: merged groups, two or three lines of headings, columns of doses."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vaxdesk.domain.heading_words import DosePart, Field, Meaning, is_birth, meaning_of, plain

Range = tuple[tuple[int, int], tuple[int, int]]  # merged cells: (row, column) of the first and of the last, from 0
Grid = list[list[str]]


class Header(msgspec.Struct, frozen=True):
    """One way to read a sheet's first rows: the path of headings of each column, and what the columns then hold."""

    row: int
    depth: int
    paths: tuple[tuple[str, ...], ...]
    at: dict[Field, int]
    doses: dict[int, dict[DosePart, int]]

    @property
    def score(self) -> int:
        """How many columns are understood."""
        return len(self.at) + sum(map(len, self.doses.values()))

    @property
    def has_name(self) -> bool:
        """Whether people have a name here, in one column or in two."""
        return Field.NAME in self.at or {Field.SURNAME, Field.GIVEN} <= self.at.keys()

    @property
    def has_birth(self) -> bool:
        """Whether people have a birth date here; lists by hand write the year under `Nam` or `Nữ`."""
        by_sex = [self.paths[self.at[field]] for field in (Field.MALE, Field.FEMALE) if field in self.at]
        year_by_sex = len(by_sex) == 2 and all(any(map(is_birth, path)) for path in by_sex)
        return year_by_sex or bool({Field.BIRTH, Field.BIRTH_YEAR} & self.at.keys())


def read_header(texts: Sequence[list[str]], row: int, *, depth: int, merged: Sequence[Range] = ()) -> Header:
    """Rows `row` to `row + depth` read as a header; `texts` are all first rows of the sheet as plain text."""
    paths = heading_paths(texts, row, depth=depth, merged=merged)
    leaves = frozenset(plain(path[-1]) for path in paths if path)
    meanings = [meaning_of(path, leaves) if path else None for path in paths]
    return Header(row=row, depth=depth, paths=paths, at=_fields(meanings, paths), doses=_doses(meanings))


def heading_paths(
    texts: Sequence[list[str]], row: int, *, depth: int, merged: Sequence[Range] = ()
) -> tuple[tuple[str, ...], ...]:
    """Headings of each column from the top, where rows `row` to `row + depth` are the header."""
    width = max(map(len, texts))
    grid = [[*cells, *[""] * (width - len(cells))] for cells in texts[row : row + depth]]
    if merged:
        _fill_merged(grid, row, merged)
    else:
        _fill_groups(grid)
    return tuple(_path(grid, column) for column in range(width))


def _fill_merged(grid: Grid, row: int, merged: Sequence[Range]) -> None:
    for (top, left), (bottom, right) in merged:
        if not row <= top < row + len(grid):
            continue
        for line in grid[top - row : bottom - row + 1]:
            line[left : right + 1] = [grid[top - row][left]] * (right + 1 - left)


def _fill_groups(grid: Grid) -> None:
    """A group's heading stands in its first column only; it reaches right while there are headings below it."""
    for line, below in zip(grid, grid[1:], strict=False):
        for column in range(1, len(line)):
            if not line[column] and below[column] and below[column - 1]:
                line[column] = line[column - 1]


def _path(grid: Grid, column: int) -> tuple[str, ...]:
    """Headings of a column from the top, a heading merged over several rows once."""
    path: list[str] = []
    for line in grid:
        if line[column] and line[column] not in path[-1:]:
            path.append(line[column])
    return tuple(path)


def _fields(meanings: Sequence[Meaning | None], paths: Sequence[tuple[str, ...]]) -> dict[Field, int]:
    at: dict[Field, int] = {}
    second: set[Field] = set()
    for column, meaning in enumerate(meanings):
        if meaning is None or meaning.field is None:
            continue
        field = meaning.field
        if field is Field.NAME and at.get(field) == column - 1 and paths[column] == paths[column - 1]:
            at[Field.SURNAME], at[Field.GIVEN] = at.pop(field), column
        elif field not in at or (field in second and not meaning.second):
            at[field] = column
            (second.add if meaning.second else second.discard)(field)
    return _settled(at)


def _settled(at: dict[Field, int]) -> dict[Field, int]:
    """One heading may serve for another where the sheet has only the one: `Tên`, `Số CMND`, `Hộ chiếu`."""
    if Field.NAME in at:
        for part in (Field.SURNAME, Field.MIDDLE, Field.GIVEN):
            at.pop(part, None)
    for alone, wanted in ((Field.GIVEN, Field.NAME), (Field.OLD_DOCUMENT, Field.DOCUMENT),
                          (Field.PASSPORT, Field.DOCUMENT)):
        replaces_name = alone is Field.GIVEN and Field.SURNAME in at
        if alone in at and wanted not in at and not replaces_name:
            at[wanted] = at.pop(alone)
    return at


def _doses(meanings: Sequence[Meaning | None]) -> dict[int, dict[DosePart, int]]:
    """Columns by dose; in the template a product stands before the group `Mũi n` that it belongs to (facts 5.2)."""
    doses: dict[int, dict[DosePart, int]] = {}
    for column, meaning in enumerate(meanings):
        if meaning and meaning.dose and meaning.part:
            doses.setdefault(meaning.dose, {}).setdefault(meaning.part, column)
    for column, meaning in enumerate(meanings):
        if meaning and meaning.part and not meaning.dose:
            before = (parts for parts in doses.values() if min(parts.values()) == column + 1)
            after = (parts for parts in doses.values() if max(parts.values()) == column - 1)
            for parts in (*before, *after):
                if DosePart.PRODUCT not in parts:
                    parts[DosePart.PRODUCT] = column
                    break
    return doses

"""The search index of people: accent-blind words, any order, prefixes, phone, and last digits of a number.

A contentless FTS5 table of SQLite; the words are folded before they enter (`domain.names.fold`), since FTS5 itself
does not fold đ. A number also enters reversed behind the letter `r`, so that its last digits are a prefix.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from vaxdesk.domain.names import fold

_CREATE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS person_words USING fts5("
    "words, {}detail=none, prefix='1 2 3', tokenize='unicode61')"
)
_CONTENTLESS = "content='', contentless_delete=1, "
_SINCE = (3, 43)  # of SQLite; the desktop's cipher library is newer, a server's system library may be older
_NUMBERS = ("doc", "old_doc", "tel", "bhyt")


def create(conn: sa.Connection) -> None:
    """Makes the index if it is not there."""
    version = conn.exec_driver_sql("SELECT sqlite_version()").scalar_one()
    new = tuple(map(int, version.split(".")[:2])) >= _SINCE
    conn.exec_driver_sql(_CREATE.format(_CONTENTLESS if new else ""))


def drop(conn: sa.Connection) -> None:
    """Takes the index away, before a rebuild."""
    conn.exec_driver_sql("DROP TABLE IF EXISTS person_words")


def words_of(person: Mapping[str, str]) -> str:
    """The words under which a person is found."""
    numbers = [fold(person[name]).replace(" ", "") for name in _NUMBERS if person[name]]
    return " ".join([fold(person["name"]), *numbers, *("r" + number[::-1] for number in numbers)])


def put(conn: sa.Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Enters (person id, words) for people not yet in the index."""
    values = list(rows)
    if values:
        conn.exec_driver_sql("INSERT INTO person_words(rowid, words) VALUES (?, ?)", values)


def replace(conn: sa.Connection, person: int, words: str) -> None:
    """Enters a person anew after a correction."""
    conn.exec_driver_sql("DELETE FROM person_words WHERE rowid = ?", (person,))
    put(conn, [(person, words)])


TAIL_DIGITS = 3  # so many digits or more may also be the end of a number
_DIGITS = re.compile(rf"\d{{{TAIL_DIGITS},}}")


def match(text: str) -> str:
    """The FTS5 expression of what somebody typed; empty when nothing in it can be searched for.

    Every word must begin a word of the record; three digits or more may also end one of its numbers.
    """
    parts = []
    for word in fold(text).split():
        if _DIGITS.fullmatch(word):
            parts.append(f'("{word}" * OR "r{word[::-1]}" *)')
        else:
            parts.append(f'"{word}" *')
    return " AND ".join(parts)

"""The search index of people: accent-blind words, any order, prefixes, phone, and last digits of a number.

On SQLite an FTS5 table (contentless where it can be), on PostgreSQL a column of lexemes with an index; both answer the
same questions. The words are folded before they enter (`domain.names.fold`), since neither folds đ. A number also
enters reversed behind the letter `r`, so that its last digits are a prefix.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from vaxdesk.domain.names import fold
from vaxdesk.registry import arrays

_FTS = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS person_words USING fts5("
    "words, {kept}detail=none, prefix='1 2 3', tokenize='unicode61')"
)
_LEXEMES = (
    "CREATE TABLE IF NOT EXISTS person_words (id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX IF NOT EXISTS ix_person_words ON person_words USING gin (words)",
)
_CONTENTLESS = (3, 43)  # SQLite from here on can delete from an index that does not keep the words beside it
_PUT = (
    "INSERT INTO person_words SELECT id, array_to_tsvector(array_remove(string_to_array(line, ' '), '')) "
    "FROM unnest(%s::bigint[], %s::text[]) AS new(id, line) ON CONFLICT (id) DO UPDATE SET words = excluded.words"
)
_FIND = {
    "sqlite": "SELECT rowid FROM person_words WHERE person_words MATCH ? LIMIT ?",
    "postgresql": "SELECT id FROM person_words WHERE words @@ %s::tsquery ORDER BY id LIMIT %s",
}
_LONGEST = 200  # letters of a word that can be found; PostgreSQL takes some 500 letters of any script
_NUMBERS = ("doc", "old_doc", "tel", "bhyt")


def create(conn: sa.Connection) -> None:
    """Makes the index if it is not there."""
    if conn.dialect.name == "sqlite":
        version = tuple(map(int, conn.exec_driver_sql("SELECT sqlite_version()").scalar().split(".")))
        kept = "content='', contentless_delete=1, " if version >= _CONTENTLESS else ""
        conn.exec_driver_sql(_FTS.format(kept=kept))
        return
    for statement in _LEXEMES:
        conn.exec_driver_sql(statement)


def drop(conn: sa.Connection) -> None:
    """Takes the index away, before a rebuild."""
    conn.exec_driver_sql("DROP TABLE IF EXISTS person_words")


def words_of(person: Mapping[str, str]) -> str:
    """The words under which a person is found."""
    name = person.get("name_fold") or fold(person["name"])
    parts = [name] if len(name) <= _LONGEST else [word[:_LONGEST] for word in name.split()]
    for column in _NUMBERS:
        if person[column]:
            number = person[column]
            number = (number if number.isascii() and number.isdecimal() else fold(number).replace(" ", ""))[:_LONGEST]
            parts += (number, "r" + number[::-1])
    return " ".join(parts)


def put(conn: sa.Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Enters (person id, words) for people not yet in the index."""
    values = list(rows)
    if not values:
        return
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("INSERT INTO person_words(rowid, words) VALUES (?, ?)", values)
    else:
        ids, lines = zip(*values, strict=True)
        conn.exec_driver_sql(_PUT, (arrays.of_numbers(ids), arrays.of_texts(lines)))


def replace(conn: sa.Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Enters people anew after a correction; without words they are found no more."""
    values = list(rows)
    if conn.dialect.name == "sqlite" and values:
        conn.exec_driver_sql("DELETE FROM person_words WHERE rowid = ?", [(id_,) for id_, _ in values])
        values = [one for one in values if one[1]]
    put(conn, values)


TAIL_DIGITS = 3  # so many digits or more may also be the end of a number
_DIGITS = re.compile(rf"\d{{{TAIL_DIGITS},}}")


def find(conn: sa.Connection, text: str, limit: int) -> list[int]:
    """Surrogates of people for what somebody typed; none when nothing in it can be searched for.

    Every word must begin a word of the record; three digits or more may also end one of its numbers.
    """
    wanted = [(word, f"r{word[::-1]}") if _DIGITS.fullmatch(word) else (word,) for word in fold(text).split()]
    if not wanted:
        return []
    expression = (_match if conn.dialect.name == "sqlite" else _tsquery)(wanted)
    return list(conn.exec_driver_sql(_FIND[conn.dialect.name], (expression, limit)).scalars())


def _match(wanted: list[tuple[str, ...]]) -> str:
    """FTS5: all words, each as prefix of one of its spellings."""
    return " AND ".join("(" + " OR ".join(f'"{one}" *' for one in spellings) + ")" for spellings in wanted)


def _tsquery(wanted: list[tuple[str, ...]]) -> str:
    return " & ".join("(" + " | ".join(f"'{one}':*" for one in spellings) + ")" for spellings in wanted)


def purge(conn: sa.Connection) -> None:
    """Has the index itself let go of the words of people who went: SQLite's keeps them until it is written anew."""
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("INSERT INTO person_words(person_words) VALUES ('optimize')")

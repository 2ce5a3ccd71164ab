"""Keeps the index of certificates in line with the fold: for whom one is due, what it waits for, how many at each unit.

Brought up behind the checks when they have come to an end, so that nothing is signed before somebody could have found
what is wrong with it. The fold notes entries about certificates, the checks whom they have looked at; `everything`
makes the index anew and must give the same. Where feeds are read anew it waits until each is read as far as it was
filed then: by half a fold certificates would be withdrawn that are right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

import sqlalchemy as sa

from sync_server.durable.tables import cursor, feed
from sync_server.durable.tables_issuing import TO_COME, cert_count, cert_due, cert_made, cert_mark, cert_pause
from sync_server.reading import certified, withdrawing
from sync_server.reading.certified import Standing
from vaxdesk.domain import times
from vaxdesk.registry import bulk
from vaxdesk.registry.entry import Entry
from vaxdesk.registry.evicting import Touched
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import event, person
from vaxdesk.registry.tables_certificates import hcert, uncert, vouch
from vaxdesk.registry.tables_exchange import issue_ref

VERSION = 2  # raised when other rules say what is due: everybody is then judged anew
FOLDER = "folder"
_PERSON = "person"
_KINDS = ("vouch", "hcert", "uncert")
_Key = tuple[int, str, str]

_FIRST = sa.select(cert_mark.c.what, cert_mark.c.key).order_by(cert_mark.c.what, cert_mark.c.key)
_TAKEN = cert_mark.delete().where(cert_mark.c.what == sa.bindparam("taken"), bulk.among(cert_mark.c.key, "ids"))
_OF = {
    "vouch": sa.select(vouch.c.person).where(bulk.among(vouch.c.id, "ids")),
    "hcert": sa.select(hcert.c.person).where(bulk.among(hcert.c.id, "ids")),
    "uncert": sa.select(hcert.c.person)
    .join(uncert, uncert.c.hcert == hcert.c.id)
    .where(bulk.among(uncert.c.id, "ids")),
}
_OBJECTS = sa.select(issue_ref.c.obj).where(bulk.among(issue_ref.c.issue, "ids")).distinct()
_WHOSE = sa.select(event.c.person).where(bulk.among(event.c.id, "ids")).distinct()
_DAYS = (
    sa.select(cert_due.c.canon)
    .where(TO_COME, cert_due.c.due_on <= sa.bindparam("today"))
    .order_by(cert_due.c.due_on, cert_due.c.canon)
)
_KNOWN = sa.select(cert_due).where(bulk.among(cert_due.c.canon, "ids"))
_UNREAD = (
    sa.select(cert_pause.c.feed_no)
    .outerjoin(cursor, sa.and_(cursor.c.feed_no == cert_pause.c.feed_no, cursor.c.name == FOLDER))
    .where(cert_pause.c.upto > sa.func.coalesce(cursor.c.pos, 0))
)
_ONE = sa.literal_column("1")


def heard(conn: sa.Connection, _entries: Iterable[Entry], touched: Touched) -> None:
    """Notes what a batch of the fold said of certificates (`registry.news.Heard`)."""
    _mark(conn, {pair for pair in touched.things if pair[0] in _KINDS})
    _mark(conn, {(_PERSON, one) for one in touched.gone | touched.lost})


def looked(conn: sa.Connection, people: Collection[int], issues: Collection[str]) -> None:
    """Notes at whom the checks have looked, and whom the issues concern that came or were answered."""
    found = set(people)
    if issues:
        objects = conn.execute(_OBJECTS, {"ids": list(issues)}).scalars().all()
        found |= {*objects, *conn.execute(_WHOSE, {"ids": objects}).scalars()}  # what is nobody stands for nobody
    _mark(conn, {(_PERSON, one) for one in found})


def prepare(conn: sa.Connection) -> None:
    """Has everybody judged where other rules made the index, or none did yet."""
    if conn.execute(sa.select(cert_made.c.version)).scalar() != VERSION:
        anew(conn)


def anew(conn: sa.Connection) -> None:
    """Throws the index away and has everybody judged; since when it was so is lost with it."""
    empty(conn)
    everybody = sa.select(sa.literal(_PERSON), person.c.canon, _ONE).where(person.c.canon != 0).distinct()
    conn.execute(cert_mark.insert().from_select(["what", "key", "n"], everybody))
    conn.execute(cert_made.insert(), {"version": VERSION})


def empty(conn: sa.Connection) -> None:
    """Throws the index away: the fold is made anew and will tell."""
    for table in (cert_due, cert_count, cert_mark, cert_made):
        conn.execute(table.delete())


def pause(conn: sa.Connection) -> None:
    """Leaves everything as it is until all feeds are read as far as they are filed now."""
    conn.execute(cert_pause.delete())
    heads = sa.select(feed.c.feed_no, feed.c.head).where(feed.c.head > 0)
    conn.execute(cert_pause.insert().from_select(["feed_no", "upto"], heads))


def waits(conn: sa.Connection, *, now: float) -> bool:
    """Whether there is anything to judge, and nothing in the way."""
    wanted = conn.execute(_FIRST.limit(1)).first() or conn.execute(_DAYS.limit(1), {"today": times.day_of(now)}).first()
    return wanted is not None and conn.execute(_UNREAD.limit(1)).first() is None


def settle(conn: sa.Connection, names: LogNames, *, now: float, most: int) -> int:
    """Judges some of whom it is to be done; returns how many places that were."""
    conn.execute(cert_pause.delete())
    taken = conn.execute(_FIRST.limit(most).with_for_update()).all()
    wanted: dict[str, list[int]] = {}
    for what, key in taken:
        wanted.setdefault(what, []).append(key)
    for what, keys in wanted.items():
        conn.execute(_TAKEN, {"taken": what, "ids": keys})
    people = set(wanted.pop(_PERSON, ()))
    signed, gone = wanted.get("hcert", ()), wanted.get("uncert", ())
    withdrawing.bring(conn, names, signed=signed, gone=gone, now_ms=int(now * 1000))
    for what, keys in wanted.items():
        people |= set(conn.execute(_OF[what], {"ids": keys}).scalars())
    days = conn.execute(_DAYS.limit(most), {"today": times.day_of(now)}).scalars().all()
    people |= set(days)
    _bring(conn, certified.judge(conn, names, people, now=now) if people else {}, now_ms=int(now * 1000))
    return len(taken) + len(days)


def everything(conn: sa.Connection, names: LogNames, *, now: float) -> None:
    """Makes the index anew from the whole fold."""
    anew(conn)
    while settle(conn, names, now=now, most=1000):
        continue


def recount(conn: sa.Connection, names: LogNames, *, now: float) -> int:
    """Makes the index anew and compares; gives how many rows had been others."""
    before = _rows(conn)
    everything(conn, names, now=now)
    return len(before ^ _rows(conn))


def _rows(conn: sa.Connection) -> set[tuple]:
    columns = [cert_due.c[name] for name in ("canon", "unit", "state", "why", "hcert", "due_on")]
    counts = sa.select(cert_count).where(cert_count.c.n != 0)
    return {tuple(row) for query in (sa.select(*columns), counts) for row in conn.execute(query)}


def _bring(conn: sa.Connection, found: dict[int, Standing | None], *, now_ms: int) -> None:
    if not found:
        return
    old = {row.canon: row for row in conn.execute(_KNOWN, {"ids": list(found)})}
    rows = [_row(one, old.get(one.canon), now_ms) for one in found.values() if one is not None]
    counts: Counter[_Key] = Counter()
    for row in old.values():
        counts[row.unit, row.state, row.why] -= 1
    for new in rows:
        counts[new["unit"], new["state"], new["why"]] += 1
    bulk.delete(conn, cert_due.c.canon, [one for one in old if found[one] is None])
    bulk.put(conn, cert_due, rows)
    moved = {key: n for key, n in counts.items() if n}
    bulk.add(conn, cert_count, [
        {"unit": unit, "state": state, "why": why, "n": n} for (unit, state, why), n in sorted(moved.items())
    ])  # fmt: skip


def _row(one: Standing, old: sa.Row | None, now_ms: int) -> dict[str, object]:
    same = old is not None and (old.state, old.why) == (one.state, one.why)
    return {
        "canon": one.canon, "unit": one.unit, "state": one.state.value, "why": one.why,
        "since_ms": old.since_ms if same and old is not None else now_ms,
        "hcert": one.holds, "due_on": one.due_on, "todo": int(one.is_to_do),
    }  # fmt: skip


def _mark(conn: sa.Connection, places: Iterable[tuple[str, int]]) -> None:
    bulk.put(conn, cert_mark, [{"what": what, "key": key, "n": 1} for what, key in sorted(places)])

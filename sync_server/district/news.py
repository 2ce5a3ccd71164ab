"""What staff tell the public of a unit: written by whoever directs it, shown from one day to another, taken back."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum, nonmember

import msgspec
import sqlalchemy as sa

from sync_server.district.who import Who
from sync_server.durable.tables import org
from sync_server.durable.tables_portal import portal_news
from sync_server.settings import Server
from vaxdesk.domain.days import span
from vaxdesk.domain.names import clean
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.rights import Act

RIGHT = Act.SET_TARGETS  # whoever directs units says in public what they do
LONGEST_TITLE, LONGEST_TEXT = 120, 3000
_LONGEST_DAYS = 366
_MOST = 50


class Fault(StrEnum):
    """Why a piece of news is not shown as it was written."""

    WORDS = nonmember("district_news.fault")

    TITLE = "title"
    TEXT = "text"
    DAYS = "days"


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What is written; days are ISO, both included."""

    title: str
    text: str
    from_day: str
    until_day: str


def read(values: dict[str, str], *, today: str) -> News | Fault:
    """What was typed, in normal form; without a first day it is shown at once."""
    news = News(
        title=clean(values.get("title", "")),
        text=_paragraphs(values.get("text", "")),
        from_day=clean(values.get("from_day", "")) or today,
        until_day=clean(values.get("until_day", "")),
    )
    if not 0 < len(news.title) <= LONGEST_TITLE:
        return Fault.TITLE
    if not 0 < len(news.text) <= LONGEST_TEXT:
        return Fault.TEXT
    return news if _are_days(news, today) else Fault.DAYS


def tops(conn: sa.Connection, who: Who) -> list[sa.Row]:
    """The units at which somebody holds the right; it holds below them too."""
    wanted = sa.select(org).where(org.c.path.in_(who.paths(RIGHT))).order_by(org.c.path)
    return list(conn.execute(wanted))


def of_unit(conn: sa.Connection, org_no: int) -> list[sa.Row]:
    """The latest of a unit that were not taken back, also those that are over."""
    mine = (portal_news.c.org_no == org_no, portal_news.c.gone_ms.is_(None))
    wanted = sa.select(portal_news).where(*mine).order_by(portal_news.c.until_day.desc(), portal_news.c.no.desc())
    return list(conn.execute(wanted.limit(_MOST)))


def publish(conn: sa.Connection, server: Server, who: Who, unit: sa.Row, news: News) -> int | Refused:
    """Shows a piece of news, in the caller's transaction; gives its number."""
    if not who.may(RIGHT, unit.path):
        return Refused(reason=Refusal.NO_RIGHT, facts={"act": RIGHT.value})
    row = {**msgspec.structs.asdict(news), "org_no": unit.org_no, "user_no": who.user_no, "at_ms": server.now_ms()}
    return conn.execute(portal_news.insert().returning(portal_news.c.no), row).scalar_one()


def take_back(conn: sa.Connection, server: Server, who: Who, unit: sa.Row, no: int) -> bool | Refused:
    """Takes a piece of news of a unit back, in the caller's transaction; False where there is none."""
    if not who.may(RIGHT, unit.path):
        return Refused(reason=Refusal.NO_RIGHT, facts={"act": RIGHT.value})
    mine = (portal_news.c.no == no, portal_news.c.org_no == unit.org_no, portal_news.c.gone_ms.is_(None))
    gone = {"gone_ms": server.now_ms(), "gone_by": who.user_no}
    return conn.execute(portal_news.update().where(*mine).values(**gone)).rowcount == 1


def _are_days(news: News, today: str) -> bool:
    for day in (news.from_day, news.until_day):
        when = span(day)
        if when is None or not when.exact or len(day) != 10:
            return False
    first, last = date.fromisoformat(news.from_day), date.fromisoformat(news.until_day)
    return first <= last and news.until_day >= today and last - first <= timedelta(days=_LONGEST_DAYS)


def _paragraphs(text: str) -> str:
    """Lines in normal form; of several empty ones one."""
    lines: list[str] = []
    for line in map(clean, text.splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip()

"""Judges where the certificates of some people stand by the fold as it is: the same for the index and for who signs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

import msgspec
import sqlalchemy as sa

from sync_server.reading import naming
from vaxdesk.certificates import making
from vaxdesk.certificates.dcc import Dcc
from vaxdesk.domain import certificate_due as due
from vaxdesk.domain import times
from vaxdesk.domain.certificate_due import CertState
from vaxdesk.domain.course import Course
from vaxdesk.registry import rules
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import certifiable
from vaxdesk.registry.queries.certifiable import Cert, Facts
from vaxdesk.registry.visits import same_people

_DAY_S = 86_400


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where the certificates of one person stand.

    Args:
        canon: the record that stands.
        unit: number of the unit where the newest dose stands, else the record; 0 where nobody knows.
        why: empty unless it waits.
        stated: what is to be signed now, None for nothing.
        about: the slip that the site gave, else 0.
        doses: references of what it rests on.
        holds: the certificate that holds, 0 for none.
        renews: the one whose year is nearly over, 0 for none.
        stale: those that state something else by now.
        known: all that were ever signed, by surrogate.
        due_on: ISO day on which it is another though nothing comes; empty for none.
    """

    canon: int
    unit: int
    state: CertState
    why: str
    stated: Dcc | None
    about: int
    doses: tuple[str, ...]
    holds: int
    renews: int
    stale: tuple[Cert, ...]
    known: tuple[int, ...]
    due_on: str

    @property
    def is_to_do(self) -> bool:
        """Whether the centre has to sign or withdraw something."""
        return self.stated is not None or bool(self.stale)


def judge(conn: sa.Connection, names: LogNames, people: Collection[int], *, now: float) -> dict[int, Standing | None]:
    """By surrogate, of each of these people and of all their records: where it stands.

    None for a record that stands for nobody, and for a person of whom there is nothing to say.
    """
    group = same_people(conn, people)
    members: dict[int, set[int]] = defaultdict(set)
    for one, canon in group.items():
        members[canon].add(one)
    day = date.fromisoformat(times.day_of(now))
    facts = certifiable.of_people(conn, names, members, day=day)
    units = naming.feeds_of(conn, {*members, *_newest(names, facts.values())})
    found: dict[int, Standing | None] = dict.fromkeys(group)
    for canon, one in facts.items():
        found[canon] = _standing(names, canon, one, units, now=now)
    return found


def _newest(names: LogNames, facts: Iterable[Facts]) -> Iterable[int]:
    return [names.known(one.course.last.dose.id) for one in facts if one.course and one.course.last]


def _standing(names: LogNames, canon: int, facts: Facts, units: Mapping[int, int], *, now: float) -> Standing | None:
    given = facts.course.given if facts.course else ()
    if not given and not facts.certs:
        return None
    rule = rules.issuing()
    missing, made = certifiable.stated(facts)
    sum_ = making.digest(made) if made else b""
    standing = [one for one in facts.certs if not one.why and one.exp > now]
    held = next((one for one in standing if made and one.digest == sum_), None)
    newest = given[-1].dose.id if given else ""
    vouched = facts.vouched
    wait = missing or due.unsigned(identified=facts.identified, blocked=facts.blocked, vouched=newest in vouched)
    renewed_from = held.exp - rule.renew_days * _DAY_S if held else 0
    is_ending = held is not None and renewed_from <= now
    by_hand = made is not None and any(one.is_gone_by_hand and one.digest == sum_ for one in facts.certs)
    signs = wait is None and not by_hand and (held is None or is_ending)
    return Standing(
        canon=canon,
        unit=units.get(names.known(newest) if newest else canon, units.get(canon, 0)),
        state=_state(held, signs=signs, by_hand=by_hand, waits=wait is not None),
        why=wait.value if wait and held is None and not by_hand else "",
        stated=made if signs else None,
        about=vouched.get(newest, 0),
        doses=tuple(one.dose.id for one in given),
        holds=held.id if held else 0,
        renews=held.id if held and signs else 0,
        stale=tuple(one for one in standing if one is not held),
        known=tuple(sorted(one.id for one in facts.certs)),
        due_on=_due_on(facts.course, held, renewed_from if held and not is_ending else None),
    )


def _state(held: Cert | None, *, signs: bool, by_hand: bool, waits: bool) -> CertState:
    if held is not None:
        return CertState.SIGNED
    if by_hand:
        return CertState.WITHDRAWN
    return CertState.WAITS if waits or not signs else CertState.VOUCHED


def _due_on(taken: Course | None, held: Cert | None, renewed_from: int | None) -> str:
    """The day of a dose that lies ahead, or the one after the certificate is to be signed anew, or after its end."""
    days = [one.date for one in taken.later] if taken else []
    if held is not None:
        last = date.fromisoformat(times.day_of(held.exp if renewed_from is None else renewed_from))
        days.append((last + timedelta(days=1)).isoformat())
    return min(days, default="")

"""Looking for what is one's own: who is meant, and the proof by a code to the telephone or by the code of a paper.

Nothing here tells whether somebody is known: who is not found gets a code that is sent to nobody, after the same
questions to the database. A telephone that was written down wrongly locks its owner out (facts 6.4), so the paper of
the site opens the same door: its random code, the birth date and the last four characters of the document.
"""

from __future__ import annotations

import hmac
from datetime import date

import msgspec
import sqlalchemy as sa

from sync_server.authority import access, limits
from sync_server.durable.tables import logname
from sync_server.portal import codes, passes, rates
from sync_server.portal.codes import Asked, Gone, Proven, TooOften, Wrong
from sync_server.reading import naming
from sync_server.settings import Server
from vaxdesk.domain import own_codes, times
from vaxdesk.domain.birthdates import parse_birth
from vaxdesk.domain.days import age
from vaxdesk.domain.documents import DocumentKind, document_kind, normalise_document, normalise_phone
from vaxdesk.domain.scans import ScanKind
from vaxdesk.journal import ref
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.queries import certified
from vaxdesk.registry.tables import person
from vaxdesk.registry.visits import same_people

PURPOSE = "lookup"
LAST = 4  # characters of the document that are asked for beside a paper
_GROWN = 18  # years; before them the telephone of whoever brings the child counts
_MOST = 20
_NOBODY = 0
_NUMBERS = (person.c.doc, person.c.old_doc, person.c.bhyt)
_of_number = person.alias("of_number")
_CARRY = (
    sa.select(_of_number.c.canon)
    .where(sa.or_(*(_of_number.c[one.name] == sa.bindparam("number") for one in _NUMBERS)), _of_number.c.voided == 0)
    .distinct()
    .limit(_MOST)
)
_LOG = naming.log_of(person.c.canon)
_RECORDS = (
    sa.select(person.c.canon, logname.c.log_id, person.c.dob, person.c.tel, person.c.guardian_tel, *_NUMBERS)
    .select_from(person)
    .join(logname, logname.c.local_no == _LOG)
    .where(person.c.voided == 0)
)
_FACTS = _RECORDS.where(person.c.canon == sa.bindparam("canon"))
_FACTS_OF_NUMBER = _RECORDS.where(person.c.canon.in_(_CARRY))


class Typed(msgspec.Struct, frozen=True):
    """What a person typed, in normal form. `faults` are the fields that cannot be read."""

    number: str
    born: str
    tel: str

    @property
    def faults(self) -> tuple[str, ...]:
        """Fields without which nothing is asked."""
        known = document_kind(self.number) is not DocumentKind.UNKNOWN
        return tuple(name for name, good in (("number", known), ("born", self.born), ("tel", self.tel)) if not good)


class Opened(msgspec.Struct, frozen=True):
    """The proof held: the pass for the browser."""

    held: str


class NoMatch(msgspec.Struct, frozen=True):
    """Code, birth date and document do not fit together; which of them is not said."""


def typed(number: str, born: str, tel: str) -> Typed:
    """What was typed, as records have it."""
    return Typed(normalise_document(number), parse_birth(born) or "", normalise_phone(tel) or "")


def ask(conn: sa.Connection, server: Server, said: Typed, *, address: str) -> Asked | TooOften:
    """Asks for a code to the telephone, in the caller's transaction; it is sent only where all three fit a record."""
    subject = rates.subject(server, f"{PURPOSE} {said.number}")
    wait = limits.take(conn, server, f"portal looks {subject}", rates.LOOKS_SUBJECT)
    if wait:
        return TooOften(wait)
    who = _found(conn, said, today=times.day_of(server.now()))
    return codes.ask(conn, server, purpose=PURPOSE, subject=who, phone=said.tel, address=address, known=who != "")


def prove(
    conn: sa.Connection, server: Server, *, handle: str, code: str, address: str
) -> Opened | Wrong | Gone | TooOften:
    """Takes the code of the telephone; the look is noted in the access log."""
    proven = codes.prove(conn, server, purpose=PURPOSE, handle=handle, code=code, address=address)
    if not isinstance(proven, Proven):
        return proven
    return _opened(conn, server, proven.subject, how="code") if proven.subject else Gone()


def show_paper(
    conn: sa.Connection, server: Server, *, code: str, born: str, last: str, address: str
) -> Opened | NoMatch | TooOften:
    """Takes the code of a paper with what only its owner knows; five that do not fit, and the paper waits for a day."""
    token = token_of(code)
    if not token:  # no paper carries it: it is nobody's try, and must not be counted with everybody else's slips
        return NoMatch()
    names = (f"portal guesses {rates.net_of(address)}", f"portal papers {rates.subject(server, token)}")
    for name, rate in zip(names, (rates.GUESSES_ADDRESS, rates.PAPERS_SUBJECT), strict=True):
        wait = limits.take(conn, server, name, rate)
        if wait:
            return TooOften(wait)
    log_names = naming.names(conn)
    paper = certified.by_code(conn, log_names, token)
    id_ = log_names.known(paper.person) if paper else _NOBODY
    canon = same_people(conn, [id_])[id_]
    fits = [row for row in conn.execute(_FACTS, {"canon": canon}) if _is_born(row, parse_birth(born) or "")]
    end = normalise_document(last)
    if not any(len(end) == LAST and number.endswith(end) for row in fits for number in _numbers(row)):
        return NoMatch()
    for name in names:
        limits.give_back(conn, name)
    return _opened(conn, server, log_names.ref(canon), how="paper")


def token_of(code: str) -> str:
    """The name of a certificate in what was scanned or typed; empty for anything else."""
    found = own_codes.read_own_code(code)
    if found is not None:
        return found.ref if found.kind is ScanKind.CERTIFICATE_SLIP else ""
    plain = "".join(code.split()).replace("-", "").upper()
    return plain if own_codes.certificate_token(plain) else ""


def _opened(conn: sa.Connection, server: Server, who: str, *, how: str) -> Opened:
    held = passes.open_for(conn, server, who, purpose=PURPOSE)
    subject = hmac.digest(server.key.subjects, who.encode(), "sha256")
    access.note(
        conn, "portal_look", result=how, at_ms=server.now_ms(), subject=subject, chain=subject[0] % access.CHAINS
    )
    return Opened(held)


def _found(conn: sa.Connection, said: Typed, *, today: str) -> str:
    """The one record that stands whom all three fit; none where they fit several: nobody sees a stranger's.

    By reference, which comes with the same question, so that nobody is told apart by another one.
    """
    rows = conn.execute(_FACTS_OF_NUMBER, {"number": said.number}).all()
    born = {_reference(row) for row in rows if _is_born(row, said.born)}
    rung = {_reference(row) for row in rows if said.tel in _phones(row, today)}
    fit = born & rung
    return fit.pop() if len(fit) == 1 else ""


def _reference(row: sa.Row) -> str:
    return ref.join(ref.log_name(row.log_id), row.canon & (1 << SEQ_BITS) - 1)


def _is_born(row: sa.Row, born: str) -> bool:
    """Of some records only the year or the month is known."""
    return bool(row.dob) and row.dob in (born, born[:7], born[:4])


def _phones(row: sa.Row, today: str) -> set[str | None]:
    years = age(row.dob, date.fromisoformat(today))
    child = years is not None and years.oldest < _GROWN
    return {normalise_phone(one) for one in ((row.tel, row.guardian_tel) if child else (row.tel,)) if one}


def _numbers(row: sa.Row) -> tuple[str, ...]:
    return tuple(normalise_document(one) for one in (row.doc, row.old_doc, row.bhyt) if one)

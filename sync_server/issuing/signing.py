"""Signs what is due and withdraws what no longer holds: one step, in one transaction, in any number of processes.

A person's row in the index is locked while the step lasts, and taken off what is to be done with it. Who is judged is
judged anew by the fold as it is then. What was signed stands in `issued` from the same transaction on as the entry, so
that nothing is signed twice while the entry is on its way into the fold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256

import msgspec
import sqlalchemy as sa

from sync_server.durable.database import reading, writing
from sync_server.durable.tables_issuing import TO_DO, cert_due, issued, withdrew
from sync_server.issuing import listing
from sync_server.reading import certified, naming
from sync_server.reading.certified import Standing
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.certificates import hcert, making, revocation, uvci
from vaxdesk.certificates.cose import Signer
from vaxdesk.domain.certification import WithdrawnFor
from vaxdesk.domain.payloads import Hcert, Uncert, Void
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.registry import bulk, fold, registers, rules
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries.certifiable import BY_RULE
from vaxdesk.registry.tables_certificates import hcert as signed_
from vaxdesk.registry.tables_certificates import uncert
from vaxdesk.registry.tables_exchange import held
from vaxdesk.registry.visits import same_people

_DAY_S = 86_400
_UVCI_BITS = 128
_TO_DO = (
    sa.select(cert_due.c.canon)
    .where(TO_DO)
    .order_by(cert_due.c.canon)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
_WAITS = sa.select(cert_due.c.canon).where(TO_DO).limit(1)
_DONE = cert_due.update().where(bulk.among(cert_due.c.canon, "ids")).values(todo=0)
_ISSUED = sa.select(issued.c.canon, issued.c.state, issued.c.ref).where(bulk.among(issued.c.canon, "ids"))
_WITHDREW = sa.select(withdrew.c.hcert).where(bulk.among(withdrew.c.hcert, "ids"))
_LAST = sa.select(withdrew.c.ref).where(withdrew.c.hcert == sa.bindparam("id"))
_STANDING = sa.select(uncert.c.id, uncert.c.why).where(uncert.c.hcert == sa.bindparam("id"), uncert.c.voided == 0)
_FOLDED = sa.select(held.c.id).where(bulk.among(held.c.id, "ids"))
_UVCIS = sa.select(signed_.c.id, signed_.c.uvci).where(bulk.among(signed_.c.id, "ids"))


class Done(msgspec.Struct, frozen=True):
    """What a step did: certificates signed, certificates withdrawn, people looked at."""

    signed: int = 0
    withdrawn: int = 0
    looked: int = 0


class _Made(msgspec.Struct, frozen=True):
    """A certificate on its way into a feed."""

    note: Note
    canon: int
    state: bytes


def step(server: Server, signer: Signer, *, most: int = 200) -> Done:
    """Signs and withdraws for some people; `looked` is 0 when nothing was to be done."""
    with reading(server.engine) as conn:
        if conn.execute(_WAITS).first() is None:
            return Done()
    with writing(server.engine) as conn:
        canons = conn.execute(_TO_DO, {"most": most}).scalars().all()
        if not canons:
            return Done()
        conn.execute(_DONE, {"ids": canons})
        names = naming.names(conn)
        found = certified.judge(conn, names, canons, now=server.now())
        ready = [one for one in found.values() if one is not None and one.is_to_do and one.unit]
        under_way = _under_way(conn, names, [one.canon for one in ready])
        ready = [one for one in ready if one.canon not in under_way]
        made = _signed(conn, server, names, signer, ready)
        gone = _withdrawn(conn, names, ready, {one.canon for some in made.values() for one in some})
        _write(conn, server, made, gone)
        return Done(sum(map(len, made.values())), sum(map(len, gone.values())), len(canons))


def of_identifier(conn: sa.Connection, identifier: str) -> int | None:
    """The certificate of the centre with an identifier (UVCI), by surrogate; None where the fold has none."""
    if not fold.is_current(conn):
        return None
    wanted = sa.select(signed_.c.id).where(signed_.c.uvci == identifier, signed_.c.voided == 0)
    return conn.execute(wanted.order_by(signed_.c.id).limit(1)).scalar()


def withdraw(conn: sa.Connection, server: Server, one: int, *, why: WithdrawnFor, user: int, said: str) -> bool:
    """Withdraws a certificate by hand, in the caller's transaction; False where that was done already.

    Args:
        one: surrogate of its entry.
        said: the reason as somebody wrote it, for whoever keeps the list of trust.
    """
    if conn.execute(_WITHDREW, {"ids": [one]}).first() is not None:
        return False
    names = naming.names(conn)
    note = Note(kind="uncert", payload=Uncert(hcert=names.ref(one), why=why.value), user=user)
    _write(conn, server, {}, {naming.feeds_of(conn, [one])[one]: [(note, one, said)]})
    return True


def put_back(conn: sa.Connection, server: Server, one: int, *, user: int) -> bool:
    """Takes every withdrawal by hand of a certificate back, in the caller's transaction; what a rule said stays.

    False where there is none in the fold, or the newest has not come there yet.
    """
    names = naming.names(conn)
    last = conn.execute(_LAST, {"id": one}).scalar()
    stand = {row.id: row.why for row in conn.execute(_STANDING, {"id": one})}
    ours = [id_ for id_, why in stand.items() if why not in BY_RULE]
    if not ours or (last is not None and names.known(last) not in stand):
        return False
    for id_, feed_no in sorted(naming.feeds_of(conn, ours).items(), key=lambda pair: pair[1]):
        said = Void(v=True, why=UndoReason.WRONG_ENTRY.value)
        note = Note(kind="void", payload=said, of=names.ref(id_), rev=registers.next_rev(conn, id_), user=user)
        hosted.write(conn, server, feed_no, [note])
    if len(ours) == len(stand):
        conn.execute(withdrew.delete().where(withdrew.c.hcert == one))
        uvci_ = conn.execute(_UVCIS, {"ids": [one]}).one().uvci
        listing.put_back(conn, revocation.of_identifier(uvci_))
    return True


def _under_way(conn: sa.Connection, names: LogNames, canons: Iterable[int]) -> set[int]:
    """People of whom a certificate was signed under any record that the fold has not seen yet."""
    group = same_people(conn, list(canons))
    rows = conn.execute(_ISSUED, {"ids": list(group)}).all() if group else []
    entries = {names.known(row.ref): row.canon for row in rows}
    there = set(conn.execute(_FOLDED, {"ids": list(entries)}).scalars()) if entries else set()
    return {group.get(canon, canon) for entry, canon in entries.items() if entry not in there}


def _signed(
    conn: sa.Connection, server: Server, names: LogNames, signer: Signer, ready: Iterable[Standing]
) -> dict[int, list[_Made]]:
    """What is to be written into which feed; a state that was signed once is not signed again."""
    wanted = [one for one in ready if one.stated is not None]
    rows = conn.execute(_ISSUED, {"ids": [one.canon for one in wanted]}).all() if wanted else []
    there = {(row.canon, bytes(row.state)) for row in rows}
    states = [(one, _state(one)) for one in wanted]
    new = [(one, state) for one, state in states if (one.canon, state) not in there]
    found: dict[int, list[_Made]] = defaultdict(list)
    for (one, state), note in zip(new, _certificates(server, names, signer, [one for one, _ in new]), strict=True):
        found[one.unit].append(_Made(note, one.canon, state))
    return found


def _state(one: Standing) -> bytes:
    """What is stated, after which others: what was taken back and is right again is another state."""
    stated = making.digest(one.stated) if one.stated is not None else b""
    return sha256(stated + msgspec.json.encode(one.known)).digest()


def _certificates(server: Server, names: LogNames, signer: Signer, wanted: Sequence[Standing]) -> Iterable[Note]:
    """An entry for each of what is wanted, which all state something."""
    country, now = rules.values().file.country, int(server.now())
    expires = now + rules.issuing().valid_days * _DAY_S
    made = [
        making.identified(one.stated, uvci.make(country, server.rng.getrandbits(_UVCI_BITS)))
        for one in wanted
        if one.stated is not None
    ]
    texts = hcert.sign_all(made, signer, issuer=country, issued=now, expires=expires)
    for one, certificate, text in zip(wanted, made, texts, strict=True):
        (dose,) = certificate.v
        payload = Hcert(
            cert=names.ref(one.about or one.canon),
            uvci=dose.ci,
            text=text,
            doses=list(one.doses),
            dn=dose.dn,
            sd=dose.sd,
            exp=expires,
            kid=signer.kid.hex(),
        )
        yield Note(kind="hcert", payload=payload, of=names.ref(one.canon))


_Gone = tuple[Note, int, str]


def _withdrawn(
    conn: sa.Connection, names: LogNames, ready: Iterable[Standing], anew: Collection[int]
) -> dict[int, list[_Gone]]:
    """Withdrawals by feed, each with the certificate; only of what nobody has withdrawn before.

    Args:
        anew: people for whom a certificate is signed now.
    """
    whys = {one.id: WithdrawnFor.CORRECTED for standing in ready for one in standing.stale}
    for standing in ready:
        if standing.renews and standing.canon in anew:
            whys[standing.renews] = WithdrawnFor.EXPIRED
    done = set(conn.execute(_WITHDREW, {"ids": list(whys)}).scalars()) if whys else set()
    found: dict[int, list[_Gone]] = defaultdict(list)
    for one, feed_no in naming.feeds_of(conn, whys.keys() - done).items():
        note = Note(kind="uncert", payload=Uncert(hcert=names.ref(one), why=whys[one].value))
        found[feed_no].append((note, one, whys[one].value))
    return found


def _write(
    conn: sa.Connection, server: Server, made: dict[int, list[_Made]], gone: dict[int, list[_Gone]]
) -> None:
    now_ms = server.now_ms()
    for feed_no in sorted({*made, *gone}):
        signed, away = made.get(feed_no, []), gone.get(feed_no, [])
        refs = hosted.write(conn, server, feed_no, [*(one.note for one in signed), *(note for note, _, _ in away)])
        bulk_rows = [
            {"canon": one.canon, "state": one.state, "ref": ref, "at_ms": now_ms}
            for one, ref in zip(signed, refs[: len(signed)], strict=True)
        ]
        if bulk_rows:
            conn.execute(issued.insert(), bulk_rows)
        if away:
            named = zip(away, refs[len(signed) :], strict=True)
            conn.execute(withdrew.insert(), [{"hcert": one, "ref": ref, "at_ms": now_ms} for (_, one, _), ref in named])
            _list(conn, away, now_ms)


def _list(conn: sa.Connection, away: Iterable[_Gone], now_ms: int) -> None:
    """Puts withdrawals onto the list of trust; what was signed anew before its end runs out by itself."""
    said = {one: text for note, one, text in away if note.payload.why != WithdrawnFor.EXPIRED}
    for row in conn.execute(_UVCIS, {"ids": list(said)}) if said else ():
        listing.withdraw(conn, revocation.of_identifier(row.uvci), why=said[row.id], now_ms=now_ms)

"""Signed certificates fold in any order, follow merged people, are withdrawn, and go with whom they name."""

from __future__ import annotations

import random

import pytest

from tests.registry.conftest import Fold, Written
from vaxdesk.domain.certification import WithdrawnFor
from vaxdesk.domain.erasable import goes, names_people
from vaxdesk.domain.payloads import Amend, Cert, Hcert, Inject, Person, Same, Uncert, Void, Vouch
from vaxdesk.domain.payloads_sync import Forget
from vaxdesk.registry.queries import certified
from vaxdesk.registry.tables import bad_entry
from vaxdesk.registry.tables_certificates import hcert, uncert, vouch
from vaxdesk.registry.tables_exchange import original

SITE, CENTRE = "0000000000001", "0000000000002"
DAY = "2026-11-23"
PERSON, TWIN, DOSE, SLIP, VOUCHED = (f"{SITE}.{seq}" for seq in range(1, 6))
FIRST, SECOND, WITHDRAWAL = (f"{CENTRE}.{seq}" for seq in range(1, 4))
UVCI = "URN:UVCI:01:VN:{}#C"


def made(uvci: str, **said: object) -> Hcert:
    facts = {"doses": [DOSE], "dn": 1, "sd": 2, "exp": 1_830_000_000, "kid": "0a" * 8, **said}
    return Hcert(**{"cert": SLIP, "uvci": UVCI.format(uvci), "text": f"HC1:{uvci}", **facts})


def both() -> tuple[Written, Written]:
    """A dose with its slip, vouched for; a certificate, another in its place; the other record of the person."""
    site, centre = Written(SITE), Written(CENTRE)
    for name in ("Lò Thị Dở", "Lò Thị Dơ"):
        site.add("person", Person(name=name, dob="1990-05-01"))
    site.add("inject", Inject(day=DAY, at=9, product="AZ", lot="", lot_no="A1", expiry="2027-01-01"), of=PERSON)
    site.add("cert", Cert(day=DAY, code="A" * 26, doses=[DOSE]), of=PERSON)
    site.add("vouch", Vouch(cert=SLIP, doses=[DOSE]), of=PERSON, user=4, t=1_795_400_500)
    centre.add("hcert", made("FIRST"), of=PERSON, user=0, t=1_795_500_000)
    centre.add("hcert", made("SECOND", cert=TWIN, exp=1_840_000_000), of=TWIN, user=0, t=1_795_600_000)
    centre.add("uncert", Uncert(hcert=FIRST, why="corrected"), user=0, t=1_795_600_001)
    site.add("same", Same(a=PERSON, b=TWIN))
    return site, centre


def test_two_steps_of_a_person_are_seen_under_either_record(base: Fold) -> None:
    base.take(*both())
    for record in (PERSON, TWIN):
        [stands_for] = base.ask(certified.vouches, record)
        assert (stands_for.id, stands_for.cert, stands_for.doses) == (VOUCHED, SLIP, (DOSE,))
        assert (stands_for.person, stands_for.by, stands_for.t) == (PERSON, 4, 1_795_400_500)
        new, old = base.ask(certified.signed, record)
        assert (new.id, new.person, new.cert, new.withdrawn) == (SECOND, TWIN, TWIN, None)
        assert (old.id, old.text, old.kid, old.doses) == (FIRST, "HC1:FIRST", "0a" * 8, (DOSE,))
        assert (old.dn, old.sd, old.exp, old.t) == (1, 2, 1_830_000_000, 1_795_500_000)
        assert (old.withdrawn, old.withdrawn_t) == (WithdrawnFor.CORRECTED, 1_795_600_001)
    assert base.ask(certified.by_uvci, UVCI.format("FIRST")) == old
    assert base.ask(certified.by_uvci, UVCI.format("THIRD")) is None
    assert base.ask(certified.signed, "0000000000009.1") == base.ask(certified.vouches, f"{SITE}.77") == []


def test_any_order_in_any_pieces_gives_the_same(base: Fold) -> None:
    site, centre = both()
    centre.add("void", Void(v=True, why="nhầm"), of=WITHDRAWAL, rev=1)
    centre.add("uncert", Uncert(hcert=SECOND, why="error"), user=0)
    centre.add("uncert", Uncert(hcert=SECOND, why="a word of later"), user=0)
    entries = [(log, one) for log in (site, centre) for one in log.refs()]
    base.fold(entries)
    straight, seen = base.digests(), base.ask(certified.signed, PERSON)
    assert [(one.id, one.withdrawn is None) for one in seen] == [(SECOND, False), (FIRST, True)]
    for seed in range(12):
        mixed = random.Random(seed).sample(entries, len(entries))
        cut = seed % len(mixed)
        base.empty()
        base.fold(mixed[:cut])
        base.fold([*mixed[cut:], *mixed[:3]])
        assert (base.digests(), base.ask(certified.signed, PERSON)) == (straight, seen), seed


def test_a_word_of_a_later_program_withdraws_as_well(base: Fold) -> None:
    site, centre = both()
    centre.add("uncert", Uncert(hcert=SECOND, why="a word of later"), user=0)
    base.take(site, centre)
    assert base.ask(certified.signed, PERSON)[0].withdrawn is WithdrawnFor.WITHDRAWN


def test_what_is_taken_back_is_no_step_any_more(base: Fold) -> None:
    site, centre = both()
    site.add("void", Void(v=True, why="nhầm"), of=VOUCHED, rev=1)
    centre.add("void", Void(v=True, why="nhầm"), of=SECOND, rev=1)
    base.take(site, centre)
    assert base.ask(certified.vouches, PERSON) == []
    assert [one.id for one in base.ask(certified.signed, PERSON)] == [FIRST]


@pytest.mark.parametrize(
    ("kind", "payload", "of"),
    [
        ("vouch", Vouch(doses=[DOSE]), None),
        ("hcert", made("X"), None),
        ("hcert", made("X", cert=""), PERSON),
        ("hcert", made("X" * 200), PERSON),
        ("uncert", Uncert(hcert="", why="error"), None),
    ],
)
def test_what_names_nobody_or_is_too_long_is_noted_and_has_no_row(
    base: Fold, kind: str, payload: Vouch | Hcert | Uncert, of: str | None
) -> None:
    log = Written(SITE)
    log.add("person", Person(name="Lò Thị Dở"))
    log.add(kind, payload, of=of)
    base.take(log)
    assert len(base.rows(bad_entry)) == 1
    assert not any(base.rows(table) for table in (vouch, hcert, uncert))


def test_a_certificate_goes_with_whom_it_names_before_and_after(base: Fold) -> None:
    site, centre = both()
    orders = Written("0000000000003")
    orders.add("forget", Forget(entries=[PERSON, TWIN, FIRST, SECOND], person=PERSON, basis="QĐ 12"))
    outcomes = set()
    for logs in ([site, centre, orders], [orders, centre, site]):
        base.empty()
        for log in logs:
            base.take(log)
        assert base.rows(hcert) == base.rows(original) == []
        assert [one.doses for one in base.ask(certified.vouches, PERSON)] == [(DOSE,)]
        outcomes.add(str(base.digests()))
    assert len(outcomes) == 1


def test_only_what_was_signed_names_people() -> None:
    signed = made("X")
    assert names_people("hcert", signed) and goes("hcert", signed, about="person")
    assert goes("amend", Amend(set={"text": "HC1:Y"}), about="hcert")
    for kind, payload in (("vouch", Vouch(doses=[DOSE])), ("uncert", Uncert(hcert=FIRST, why="error"))):
        assert not names_people(kind, payload) and not goes(kind, payload, about="person")

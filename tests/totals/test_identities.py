"""How everybody's identity stands: one correction may change two people, a year all of them; equal to a recount."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sync_server.durable.database import reading, writing
from sync_server.durable.tables_identity import identity, identity_tally
from sync_server.totals import identities
from sync_server.totals.identities import EVERYWHERE
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, Clinic, changed, read
from tests.totals.counted import is_whole
from vaxdesk.domain import times
from vaxdesk.domain.payloads_sync import Same

SOUND = changed(LANH, name="Nguyễn Thị Lành", doc="066190001234", dob="1990-05-01", sex="F", commune="Xã Cư Êbur")
OTHER = changed(SOUND, name="Đặng Thị Mỵ", commune="Xã A Lưới")
_COUNTRY = ":VN"


def states(server: RunningServer, unit: str = _COUNTRY, place: str = EVERYWHERE) -> dict[str, int]:
    """How many of a unit are in each state."""
    read(server)
    assert is_whole(server)
    of = (identity_tally.c.node == server.unit(unit).org_no, identity_tally.c.place == place)
    with reading(server.engine) as conn:
        return {row.state: row.n for row in conn.execute(sa.select(identity_tally).where(*of))}


def test_who_shares_a_number_is_in_doubt_with_the_other_until_one_is_corrected(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, there = clinics
    here.listed(SOUND)
    here.send()
    assert states(either) == {"unverified": 1}
    second = there.listed(OTHER)
    there.send()
    assert states(either) == {"wrong": 2}, "the one who was there before is in doubt too"
    assert states(either, place="cu ebur") == {"wrong": 1} == states(either, "TYT-02", "a luoi")
    third = there.listed(changed(OTHER, name="Lò Thị Ba"))
    there.send()
    assert states(either) == {"wrong": 3}
    there.amend(third, doc="066190009999")
    there.send()
    assert states(either) == {"wrong": 2, "unverified": 1}
    there.void(second)
    there.send()
    assert states(either) == {"unverified": 2}
    there.void(second, rev=2, back=True)
    there.send()
    assert states(either) == {"wrong": 2, "unverified": 1}
    assert states(either, "TYT-01") == {"wrong": 1}


def test_two_records_of_one_person_share_nothing(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    here, there = clinics
    one = here.listed(SOUND)
    here.send()
    other = there.listed(changed(SOUND, commune="Xã A Lưới"))
    there.send()
    read(either)
    there.write("same", Same(a=one, b=other, why="x"))
    there.send()
    assert states(either) == {"unverified": 1}


def test_another_year_has_everybody_judged_anew(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    here, _ = clinics
    here.listed(changed(SOUND, doc="066327001234", dob="2027-02-01", commune="Mai"))
    here.listed(changed(SOUND, name="Lò Văn Cổ", doc="001006001234", dob="1906-06-01", sex="M", commune="Xưa"))
    here.send()
    assert states(either, place="mai") == {"wrong": 1} and states(either, place="xua") == {"unverified": 1}
    either.now = lambda: times.at("2027-01-01", "08:00")
    assert states(either, place="mai") == {"unverified": 1} and states(either, place="xua") == {"wrong": 1}
    assert states(either) == {"unverified": 1, "wrong": 1}
    with reading(either.engine) as conn:
        assert not identities.is_over(conn, "2027-12-31") and identities.is_over(conn, "2028-01-01")


@pytest.mark.parametrize(
    "damage",
    [
        identity.update().values(state="right"),
        identity.delete(),
        identity_tally.update().values(n=identity_tally.c.n + 1).where(identity_tally.c.place == EVERYWHERE),
        identity_tally.delete().where(identity_tally.c.place != EVERYWHERE),
    ],
)
def test_a_recount_finds_what_is_kept_wrongly(
    either: RunningServer, clinics: tuple[Clinic, Clinic], damage: sa.UpdateBase
) -> None:
    clinics[0].listed(SOUND)
    clinics[0].send()
    assert states(either) == {"unverified": 1}
    with writing(either.engine) as conn:
        conn.execute(damage)
    with pytest.raises(AssertionError, match="_differ=[1-9]"):
        is_whole(either)

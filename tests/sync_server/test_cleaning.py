"""What a station cleaned, at the server: lists, comparisons and corrections arrive, and go with an erased person."""

from __future__ import annotations

from sync_server.durable.database import reading
from sync_server.reading import naming
from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, LANH, Clinic, read
from tests.sync_server.erasures import erase, everything, holds
from vaxdesk.domain.cleaning.police import VerifyResult
from vaxdesk.domain.payloads import Amend
from vaxdesk.domain.payloads_cleaning import PoliceList, Verified
from vaxdesk.registry.queries import verified

DAY, BY = "2026-11-26", "Thiếu tá Hà Văn Bình"


def answered(here: Clinic, who: str, sheet: str, row: int, result: VerifyResult) -> str:
    """As the desk writes what the police handed back."""
    evidence = f"001/2026-7K2 #{row} · {BY} · 9f3c5a71e0b2"
    here.write("amend", Amend(set={"tel": f"090512345{row}"}, why="police", evidence=evidence), of=who, rev=1)
    said = Verified(day=DAY, result=result.value, sheet=sheet, row=row, by=BY, evidence="9f" * 32)
    return here.write("verified", said, of=who)


def states(server: RunningServer, *people: str) -> dict[str, tuple[VerifyResult, str, int]]:
    with reading(server.engine) as conn:
        found = verified.of_people(conn, naming.names(conn), people)
    return {who: (view.result, view.sheet, view.row) for who, view in found.items()}


def test_what_was_verified_is_seen_and_goes_with_whom_it_names(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, _ = clinics
    lanh, bao = here.listed(LANH), here.listed(BAO)
    sheet = here.write("policelist", PoliceList(no="001/2026-7K2", day=DAY, kinds=["no_id"], people=2, sha="ab" * 32))
    answered(here, lanh, sheet, 1, VerifyResult.CORRECTED)
    answered(here, bao, sheet, 2, VerifyResult.UNVERIFIABLE)
    here.send()
    read(either)
    assert states(either, lanh, bao) == {
        lanh: (VerifyResult.CORRECTED, "001/2026-7K2", 1), bao: (VerifyResult.UNVERIFIABLE, "001/2026-7K2", 2),
    }  # fmt: skip
    with reading(either.engine) as conn:
        [handed] = verified.lists(conn, naming.names(conn))
    assert (handed.people, handed.answered, handed.id) == (2, 2, sheet)
    assert f"#1 · {BY}" in everything(either)
    erase(either, lanh)
    left = everything(either)
    assert f"#1 · {BY}" not in left and "0905123451" not in left and f"#2 · {BY}" in left
    assert states(either, lanh, bao).keys() == {bao} and holds(either)
    erase(either, bao)
    assert BY not in everything(either) and holds(either)

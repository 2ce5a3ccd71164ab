"""Counts of people and doses by the keys that report forms name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from vaxdesk.domain.outcomes import DoseKind, Outcome
from vaxdesk.domain.report.facts import Attendance, Drawn, Given, Reaction
from vaxdesk.domain.report.table import Cell

SYMPTOM = "symptom:"
_NUMBERED = {DoseKind.PRIMARY: 3, DoseKind.ADDITIONAL: 1, DoseKind.BOOSTER: 2}  # QĐ 43/QĐ-BYT: seven places
DOSE_KEYS = tuple(f"{kind.value}_{no}" for kind, most in _NUMBERED.items() for no in range(1, most + 1))
OTHER_DOSE = "other_dose"


def dose_key(kind: str, kind_no: int) -> str:
    """The column of a dose; what the forms have no place for counts as another."""
    key = f"{kind}_{kind_no}"
    return key if key in DOSE_KEYS else OTHER_DOSE


def of_people(rows: Iterable[Attendance]) -> dict[str, Cell]:
    """People of the day and the one outcome of each (QĐ 3588/QĐ-BYT appendix 5 A)."""
    rows = list(rows)
    came = [row for row in rows if row.came]
    outcomes = Counter(row.outcome for row in came)
    return {
        "listed": sum(row.listed for row in rows),
        "absent": sum(row.listed and not row.came for row in rows),
        "people": len(came),
        **{outcome.value: outcomes[outcome] for outcome in Outcome},
        "unfinished": outcomes[None],
    }


def of_doses(doses: Sequence[Given]) -> dict[str, Cell]:
    """Doses by kind and number, all of them, and those typed later from paper."""
    counted = Counter(dose_key(dose.kind, dose.kind_no) for dose in doses)
    return {
        **{key: counted[key] for key in (*DOSE_KEYS, OTHER_DOSE)},
        "used": len(doses),
        "late": sum(dose.late for dose in doses),
    }


def of_vials(vials: Iterable[Drawn]) -> dict[str, Cell]:
    """Vials opened, doses in them, thrown away from them, and left in open ones."""
    vials = list(vials)
    return {
        "vials": len(vials),
        "vial_doses": sum(one.doses for one in vials),
        "wasted": sum(one.wasted for one in vials),
        "in_open": sum(max(one.doses - one.given, 0) for one in vials if not one.closed),
        "extra": sum(max(one.given - one.doses, 0) for one in vials),
        "unexplained": sum(one.unexplained for one in vials),
    }


def of_reactions(rows: Iterable[Attendance], reactions: Sequence[Reaction]) -> dict[str, Cell]:
    """People with a common reaction and none that is serious, serious events, and common reactions by symptom."""
    people = sum(
        bool(row.reactions) and all(one.severity != "serious" for one in row.reactions) for row in rows
    )
    common = [one for one in reactions if one.severity != "serious"]
    symptoms = Counter(code for one in common for code in set(one.symptoms))
    return {
        "common": people,
        "serious": len(reactions) - len(common),
        **{f"{SYMPTOM}{code}": n for code, n in symptoms.items()},
    }

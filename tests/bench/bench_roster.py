"""Rows per second of reading and judging a roster, beside the plain reader on the same file in the same run.

Run: `python tests/bench/bench_roster.py [rows]`. The file is a national template PL1 filled with synthetic people.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

from python_calamine import load_workbook

from vaxdesk.assets import resources
from vaxdesk.desk.practice_people import people
from vaxdesk.domain.headings import Columns
from vaxdesk.domain.payloads import History, Person
from vaxdesk.domain.places.communes import Communes
from vaxdesk.domain.products import load_schedule, recognise_product
from vaxdesk.domain.roster_match import Nobody
from vaxdesk.domain.roster_preview import Preview, preview
from vaxdesk.domain.roster_row import RosterRules
from vaxdesk.domain.units import read_units
from vaxdesk.phrases import row_reason as reason
from vaxdesk.sheets.opening import OpenedList, open_list
from vaxdesk.sheets.result import write_result
from vaxdesk.sheets.template import write_template

ROWS = 100_000
TODAY = "2026-11-20"
_PRODUCTS = ("COVID-19 Vaccine AstraZeneca", "COVID-19 Vaccine Comirnaty (Pfizer)", "COVID-19 Vaccine Moderna")


def listed(count: int) -> Iterator[tuple[Person, list[History]]]:
    """People of whom half have had one dose before."""
    rng = Random(7)
    for person in people(count, seed=3):
        given = rng.random() < 0.5
        date = f"2021-{rng.randint(7, 12):02d}-{rng.randint(1, 28):02d}"
        product, lot = rng.choice(_PRODUCTS), f"LO{rng.randint(100, 999)}"
        dose = History(date=date, product_text=product, lot=lot, place="15041", n=1)
        yield person, [dose] if given else []


def rules() -> RosterRules:
    """Units and vaccine names as shipped."""
    shipped = resources()
    schedule = load_schedule((shipped / "schedules" / "vn-covid19.toml").read_text(encoding="utf-8"))
    units = read_units((shipped / "units" / "provinces.toml").read_text(encoding="utf-8"))
    communes = Communes((shipped / "units" / "communes.tsv").read_text(encoding="utf-8"))
    product_of = partial(recognise_product, schedule)
    return RosterRules(today=TODAY, units=units, product_of=product_of, communes=communes)


def timed(name: str, rows: int, work: Callable[[], object]) -> tuple[object, float]:
    """Runs the work once and prints its speed in processor time, which a busy machine does not change much."""
    started = time.process_time()
    made = work()
    seconds = time.process_time() - started
    sys.stdout.write(f"{name:34} {seconds:7.2f} s {rows / seconds:10,.0f} rows/s\n")
    return made, seconds


def main(rows: int) -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pl1.xlsx"
        timed("write the template", rows, lambda: write_template(path, listed(rows)))
        _, plain = timed("plain calamine", rows, lambda: load_workbook(path).get_sheet_by_index(0).to_python())
        opened, opening = timed("open and find the header", rows, lambda: open_list(path))
        assert isinstance(opened, OpenedList)
        assert isinstance(opened.columns, Columns)
        judged, judging = timed(
            "judge and match every row", rows,
            lambda: preview(opened.table.rows(), opened.columns, rules=rules(), known=Nobody()),
        )
        assert isinstance(judged, Preview)
        whole = opening + judging
        sys.stdout.write(f"{'reading and judging':34} {whole:7.2f} s {rows / whole:10,.0f} rows/s"
                         f" = {whole / plain:.1f} x plain calamine\n")
        timed("write the result workbook", rows, lambda: write_result(
            Path(folder) / "result.xlsx", opened.table, opened.columns, results=judged.results, reason=reason,
            heading="Kết quả import"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)

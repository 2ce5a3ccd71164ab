"""Certificates per second in one file, beside plain reportlab pages with the same strings and no code.

Run: `python tests/bench/bench_certificates.py [certificates] [--signed]`. The people are synthetic, each with seven
doses; `--signed` puts a signed certificate (HC1, some 550 letters, each another) in the place of the short code.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from io import BytesIO
from random import Random

from msgspec.structs import replace
from reportlab.pdfgen.canvas import Canvas

from tests.certificates.issuing import DAY, NOW, SHOT, signed
from vaxdesk.documents.certificate import SAMPLE, CertificateContents, CertificateDose, render, render_many
from vaxdesk.documents.dates import day
from vaxdesk.documents.fonts import REGULAR, install

CERTIFICATES = 1000
SINGLES = 50
_FAMILY = ("Nguyễn", "Trần", "Lò", "Sùng", "Giàng", "Hoàng", "Bùi", "Đặng")
_MIDDLE = ("Thị", "Văn", "A", "Thị Ngọc", "Đức", "Minh")
_GIVEN = ("Lành", "Páo", "Mỷ", "Ắng", "Dở", "Quỳnh", "Tuấn", "Hạnh")
_PRODUCTS = ("COVID-19 Vaccine AstraZeneca", "COVID-19 Vaccine Comirnaty (Pfizer)", "COVID-19 Vaccine Moderna")


def signed_code(number: int) -> str:
    """A signed certificate of some person, no two alike."""
    return signed(replace(SHOT, dob=f"19{number % 90 + 10}-01-01"), issued=NOW - number % DAY)


def people(count: int, *, with_signed: bool = False) -> list[CertificateContents]:
    """Certificates of which no two have a name, a number or a code in common."""
    rng = Random(11)
    made = []
    for number in range(count):
        doses = tuple(
            CertificateDose(
                slot=slot,
                date=f"202{slot // 3 + 1}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
                vaccine=rng.choice(_PRODUCTS),
                lot=f"FN{rng.randint(1000, 9999)}",
                place=f"Trạm Y tế xã {rng.choice(_GIVEN)} {rng.choice(_FAMILY)}",
            )
            for slot in range(1, 8)
        )
        name = f"{rng.choice(_FAMILY)} {rng.choice(_MIDDLE)} {rng.choice(_GIVEN)} {number}"
        made.append(
            replace(
                SAMPLE,
                name=name,
                document=f"{rng.randrange(10**12):012d}",
                phone=f"09{rng.randrange(10**8):08d}",
                address=f"Số {rng.randint(1, 900)}, thôn {rng.choice(_GIVEN)}, xã Hạnh Phúc, tỉnh Lào Cai",
                doses=doses,
                code=signed_code(number) if with_signed else f"VXC:{rng.randrange(10**41):041d}",
            )
        )
    return made


def plain_pages(certificates: list[CertificateContents]) -> bytes:
    """The peer: every value drawn once on a page, nothing measured, no frame, no code."""
    install()
    out = BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=1)
    for contents in certificates:
        values = [contents.name, day(contents.dob), contents.document, contents.phone, contents.address]
        for dose in contents.doses:
            values += [day(dose.date), dose.vaccine, dose.lot, dose.place]
        canvas.setFont(REGULAR, 10)
        for line, value in enumerate(values):
            canvas.drawString(40, 800 - 20 * line, value)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def pages_a_second(work: Callable[[], object], pages: int) -> float:
    """Speed of one run."""
    started = time.perf_counter()
    work()
    return pages / (time.perf_counter() - started)


def main(count: int, *, with_signed: bool) -> None:
    """Prints both speeds, their ratio, the size of a page, and the speed of single files."""
    certificates = people(count, with_signed=with_signed)
    render_many(certificates[:5])
    plain_pages(certificates[:5])
    ours = pages_a_second(lambda: render_many(certificates), count)
    plain = pages_a_second(lambda: plain_pages(certificates), count)
    singles = certificates[:SINGLES]
    single = pages_a_second(lambda: [render(one) for one in singles], len(singles))
    kilobytes = len(render_many(certificates)) / count / 1000
    sys.stdout.write(
        f"certificates in one file   {ours:8.0f} pages/s  ({kilobytes:.1f} kB a page)\n"
        f"plain reportlab, no code   {plain:8.0f} pages/s\n"
        f"ratio plain : certificates {plain / ours:8.2f}\n"
        f"one file each              {single:8.0f} files/s\n"
    )


if __name__ == "__main__":
    counts = [int(word) for word in sys.argv[1:] if word.isdigit()]
    main(counts[0] if counts else CERTIFICATES, with_signed="--signed" in sys.argv)

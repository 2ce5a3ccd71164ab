"""The certificate read back: every letter, seven places, one dose alone, many in one file."""

from __future__ import annotations

from io import BytesIO

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from tests.certificates.issuing import UVCI
from tests.documents.papers import CENTRED, LONG_CENTRED, LONG_CERTIFICATE, LONG_SLIPPED, SLIPPED, made
from tests.documents.reading import all_text, page_texts, squeezed, words
from tests.documents.test_fonts import LETTERS
from vaxdesk.documents.certificate import SAMPLE, CertificateDose, render, render_many, slot_for
from vaxdesk.documents.certificate_plan import PLANS, SLOTS
from vaxdesk.words import say_in

SIZES = {"A4": (210, 297), "A5": (148, 210)}
sizes = pytest.mark.parametrize("size", SIZES)


def values_of(contents: object) -> list[str]:
    """All the texts that were handed in, as they are to be read."""
    doses = [text for dose in contents.doses for text in (dose.vaccine, dose.lot, dose.place)]
    return [contents.name, contents.document, contents.phone, contents.address, contents.code_text, *doses]


@sizes
@pytest.mark.parametrize("contents", [SLIPPED, LONG_SLIPPED], ids=["sample", "long"])
def test_a_slip_is_told_to_be_one_in_both_languages_each_on_a_line(contents: object, size: str) -> None:
    lines = [line.strip() for line in page_texts(render(contents, size=size))[0].splitlines()]
    for language in ("vi", "en"):
        assert any(line.endswith(say_in(language, "paper.certificate.slip")) for line in lines), lines


@sizes
@pytest.mark.parametrize("contents", [CENTRED, LONG_CENTRED], ids=["sample", "long"])
def test_what_the_centre_signed_names_dose_end_and_identifier(contents: object, size: str) -> None:
    lines = [line.strip() for line in page_texts(render(contents, size=size))[0].splitlines()]
    assert any(line.endswith("Mũi/dose 3/3, đến/until 24/11/2027") for line in lines), lines
    assert any(line.endswith("Trung tâm đã ký/Signed by the centre") for line in lines), lines
    assert squeezed(UVCI) in all_text(render(contents, size=size))
    assert say_in("vi", "paper.certificate.slip") not in "\n".join(lines)


@sizes
@pytest.mark.parametrize("contents", [SAMPLE, LONG_CERTIFICATE, SLIPPED, LONG_SLIPPED, CENTRED, LONG_CENTRED])
def test_everything_handed_in_is_read_back(contents: object, size: str) -> None:
    text = all_text(render(contents, size=size))
    assert [value for value in values_of(contents) if squeezed(value) not in text] == []
    assert "…" not in text


@sizes
def test_both_languages_and_all_headings(size: str) -> None:
    text = squeezed(page_texts(made(f"certificate {size}"))[0])
    for heading in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "GIẤY XÁC NHẬN ĐÃ TIÊM VẮC XIN COVID-19",
        "CERTIFICATE OF COVID-19 VACCINATION",
        "Nữ/Female",
        "Ký tên, đóng dấu/(Sign and stamp)",
        "01/01/1990",
        "24/11/2026",
    ):
        assert squeezed(heading) in text


def test_every_vietnamese_letter_is_read_back() -> None:
    for letters in (LETTERS, LETTERS.upper()):
        chunks = [letters[at : at + 13] for at in range(0, len(letters), 13)]
        text = all_text(render_many(replace(SAMPLE, name=chunk) for chunk in chunks))
        assert [chunk for chunk in chunks if chunk not in text] == []


@sizes
def test_paper_size(size: str) -> None:
    for page in PdfReader(BytesIO(made(f"certificates {size}"))).pages:
        wide, high = (float(side) / 72 * 25.4 for side in (page.mediabox.width, page.mediabox.height))
        assert (wide, high) == pytest.approx(SIZES[size], abs=0.01)


@sizes
@pytest.mark.parametrize("slot", range(1, SLOTS + 1))
def test_one_dose_stands_where_the_full_sheet_has_it(size: str, slot: int) -> None:
    """The sheet that gets the dose is already stamped: a shift of a tenth of a millimetre is too much."""
    whole = set(words(render(LONG_CERTIFICATE, size=size)))
    alone = words(render(LONG_CERTIFICATE, size=size, only_slot=slot))
    dose = LONG_CERTIFICATE.doses[slot - 1]
    assert set(alone) <= whole
    printed = f"1{slot}/0{slot}/2026 {dose.vaccine} {dose.lot} {dose.place}"
    assert sorted(word.text for word in alone) == sorted(printed.split())


@sizes
def test_a_dose_stays_in_its_place(size: str) -> None:
    plan = PLANS[size]
    for dose in LONG_CERTIFICATE.doses:
        box = plan.slots()[dose.slot - 1]
        top, foot = (edge / 25.4 * 72 for edge in (box.y, box.foot))
        for word in words(render(LONG_CERTIFICATE, size=size, only_slot=dose.slot)):
            _, core_top, _, core_foot = word.core()
            assert top < core_top < core_foot < foot


def test_a_slot_without_a_dose_cannot_be_printed_alone() -> None:
    with pytest.raises(StopIteration):
        render(SAMPLE, only_slot=7)


@pytest.mark.parametrize(
    ("kind", "number", "slot"),
    [
        ("primary", 1, 1),
        ("primary", 3, 3),
        ("additional", 1, 4),
        ("booster", 1, 5),
        ("booster", 3, 7),
        ("primary", 4, None),
        ("additional", 2, None),
        ("booster", 4, None),
        ("booster", 0, None),
        ("", 1, None),
    ],
)
def test_slot_for(kind: str, number: int, slot: int | None) -> None:
    assert slot_for(kind, number) == slot


def test_many_in_one_file_say_what_each_says_alone() -> None:
    people = [replace(SAMPLE, name=name, code=f"VXC:{len(name):041d}") for name in ("Lò Páo", "Sùng Thị Mỷ")]
    assert page_texts(render_many(people)) == [page_texts(render(person))[0] for person in people]


def test_a_page_of_many_is_small() -> None:
    people = [replace(SAMPLE, name=f"Người thứ {number}", code=f"VXC:{number:041d}") for number in range(60)]
    first, all_of_them = len(render_many(people[:10])), len(render_many(people))
    assert (all_of_them - first) / 50 < 4_000


def test_nothing_known_leaves_dotted_lines_only() -> None:
    bare = replace(SAMPLE, name="", dob="", sex="", document="", phone="", address="", doses=(), code="", code_text="")
    text = all_text(render(bare))
    assert squeezed("Nhắc lại lần 3") in text
    assert "Nguyễn" not in text


def test_an_unknown_kind_of_character_is_visible() -> None:
    assert "?" in all_text(render(replace(SAMPLE, name="王 Vương")))


def test_dose_of_a_year_only() -> None:
    dose = CertificateDose(slot=1, date="2021", vaccine="Abdala")
    assert all_text(render(replace(SAMPLE, doses=(dose,)), only_slot=1)) == "2021Abdala"

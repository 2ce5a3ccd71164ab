"""Who stands on which list for the police, and what their answers amount to."""

from __future__ import annotations

import msgspec
import pytest

from vaxdesk.documents import police_book
from vaxdesk.domain.cleaning.answers import Answer, AnswerProblem, Known, ReturnedList, SheetRow, corrections, judge
from vaxdesk.domain.cleaning.police import (
    ANSWERS,
    COMPARED,
    ListKind,
    ListMaker,
    PoliceListView,
    VerifyResult,
    as_it_stands,
    kind_of,
    maker_of,
)
from vaxdesk.domain.cleaning.writing import read_value
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.views import PersonView

TODAY = "2026-11-23"
LANH = PersonView(id="A.1", name="Nguyễn Thị Lành", dob="1990-01-01", sex="F", doc="015190001234")
WORDS = {"dung": VerifyResult.RIGHT, "da sua": VerifyResult.CORRECTED, "sai": VerifyResult.WRONG}
HANDED = {"name": LANH.name, "dob": LANH.dob, "sex": LANH.sex, "doc": LANH.doc}


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, None),
        ({"doc": ""}, ListKind.NO_ID),
        ({"doc": "", "nat": "Lào"}, None),
        ({"doc": "", "nat": "Việt Nam"}, ListKind.NO_ID),
        ({"doc": "", "old_doc": "060812345"}, ListKind.WRONG_DATA),
        ({"doc": "123"}, ListKind.BAD_FORMAT),
        ({"doc": "003190001234"}, ListKind.BAD_FORMAT),
        ({"doc": "12345678"}, ListKind.BAD_FORMAT),
        ({"doc": "HN2150123456789"}, ListKind.BAD_FORMAT),
        ({"sex": "M"}, ListKind.WRONG_DATA),
        ({"dob": "1990"}, ListKind.WRONG_DATA),
        ({"name": "Lành"}, ListKind.WRONG_DATA),
        ({"tel": "12"}, None),
    ],
)
def test_who_stands_on_which_list(fields: dict[str, str], kind: ListKind | None) -> None:
    person = Person(**{"name": LANH.name, "dob": LANH.dob, "sex": "F", "doc": LANH.doc, **fields})
    assert kind_of(person, today=TODAY) is kind


def test_a_number_of_two_people_is_asked_about() -> None:
    person = Person(name=LANH.name, dob=LANH.dob, sex="F", doc=LANH.doc)
    assert kind_of(person, today=TODAY, clashes=True) is ListKind.WRONG_DATA


def test_which_results_settle() -> None:
    assert [one for one in VerifyResult if one.settles] == [VerifyResult.RIGHT, VerifyResult.CORRECTED]


STOOD = {name: getattr(LANH, name) for name in COMPARED}


@pytest.mark.parametrize(
    ("compared", "now", "stands"),
    [
        (STOOD, STOOD, VerifyResult.RIGHT),
        (STOOD, STOOD | {"sex": "M"}, VerifyResult.CHANGED),
        (STOOD, STOOD | {"doc": ""}, VerifyResult.CHANGED),
        ({}, STOOD, VerifyResult.RIGHT),  # noted by an earlier version, which did not say what was compared
        (STOOD, {}, VerifyResult.RIGHT),  # the record has not come
        (STOOD | {"nat": "Anh"}, STOOD, VerifyResult.RIGHT),  # a field of a later version
    ],
)
def test_an_answer_speaks_of_the_values_that_were_compared(
    compared: dict[str, str], now: dict[str, str], stands: VerifyResult
) -> None:
    assert as_it_stands(VerifyResult.RIGHT, compared, now) is stands
    assert VerifyResult.CHANGED not in ANSWERS and VerifyResult.CHANGED not in police_book.result_words().values()


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("name", "nguyễn  thị lành", "Nguyễn Thị Lành"), ("name", "", ""), ("name", " ", None),
        ("dob", "31/01/1990", "1990-01-31"), ("dob", "31/02/1990", None), ("sex", "Nữ", "F"), ("sex", "nam", "M"),
        ("sex", "?", None), ("doc", "15190001234", "015190001234"), ("doc", "mất", None),
    ],
)  # fmt: skip
def test_what_people_write(field: str, text: str, value: str | None) -> None:
    assert read_value(field, text) == value


def judged(known: Known | None = None, **fields: object) -> Answer:
    row = SheetRow(**{"row": 1, "key": "A.1", "handed": HANDED, **fields})
    return judge([row], {"A.1": known or Known(LANH)}, today=TODAY, words=WORDS)[0]


@pytest.mark.parametrize(
    ("fields", "result"),
    [
        ({"result": "Đúng"}, VerifyResult.RIGHT),
        ({"result": "sai"}, VerifyResult.WRONG),
        ({"police": {"sex": "M"}, "result": "Đúng"}, VerifyResult.CORRECTED),
        ({"police": {"dob": "1990-01-02"}}, VerifyResult.CORRECTED),
        ({"police": {"sex": "F"}, "result": "đã sửa"}, VerifyResult.CORRECTED),
    ],
)
def test_answers(fields: dict[str, object], result: VerifyResult) -> None:
    answer = judged(**fields)
    assert (answer.result, answer.problem, answer.take, answer.may_take) == (result, None, True, True)


def test_a_row_that_nobody_answered_is_not_taken() -> None:
    answer = judged(police={"sex": "F"})
    assert (answer.result, answer.problem, answer.take, answer.may_take) == (None, None, False, False)


@pytest.mark.parametrize(
    ("fields", "problem", "detail"),
    [
        ({"key": "B.9"}, AnswerProblem.UNKNOWN_ROW, ""),
        ({"result": "chắc thế"}, AnswerProblem.RESULT_UNKNOWN, "chắc thế"),
        ({"unreadable": {"dob": "31/02"}}, AnswerProblem.UNREADABLE, "31/02"),
        ({"police": {"dob": "2030-01-01"}}, AnswerProblem.NOT_SOUND, "birth_in_future"),
    ],
)
def test_answers_that_cannot_be_taken(fields: dict[str, object], problem: AnswerProblem, detail: str) -> None:
    answer = judged(**fields)
    assert (answer.problem, answer.detail, answer.take, answer.may_take) == (problem, detail, False, False)


def test_whose_record_is_gone_and_who_stands_twice() -> None:
    assert judged(Known(None), result="đúng").problem is AnswerProblem.GONE
    assert judged(Known(msgspec.structs.replace(LANH, voided=True))).problem is AnswerProblem.GONE
    row = SheetRow(row=1, key="A.1", handed=HANDED, result="đúng")
    answers = judge([row, msgspec.structs.replace(row, row=2)], {"A.1": Known(LANH)}, today=TODAY, words=WORDS)
    assert [one.problem for one in answers] == [None, AnswerProblem.TWICE]


def test_a_number_of_somebody_else_is_not_written() -> None:
    answer = judged(Known(LANH, document_taken=True), police={"doc": "015190009999"})
    assert (answer.problem, answer.detail) == (AnswerProblem.DOCUMENT_OF_ANOTHER, "015190009999")


def test_what_changed_here_since_is_said_and_may_be_taken_all_the_same() -> None:
    answer = judged(handed={**HANDED, "name": "Nguyễn Thị Lánh"}, police={"sex": "M"})
    assert (answer.problem, answer.detail) == (AnswerProblem.CHANGED_SINCE, "Nguyễn Thị Lánh")
    assert answer.may_take and not answer.take
    same = judged(handed={**HANDED, "name": "Nguyễn Thị Lánh"}, police={"name": LANH.name}, result="đúng")
    assert same.problem is None and same.changes == ()


def test_a_row_that_was_taken_over_before_is_not_taken_again_unasked() -> None:
    again = judged(Known(LANH, taken_row=1), result="đúng")
    assert again.problem is AnswerProblem.TAKEN_BEFORE and again.may_take and not again.take
    other = judged(Known(LANH, taken_row=2), result="đúng")
    more = judged(Known(LANH, taken_row=1), police={"sex": "M"})
    assert other.problem is None is more.problem


def test_what_we_only_wrote_otherwise_has_not_changed() -> None:
    odd = msgspec.structs.replace(LANH, name="nguyễn  thị lành", doc="123")
    answer = judged(Known(odd), handed={**HANDED, "doc": "123"}, police={"doc": "015190001234"})
    assert answer.problem is None and answer.take


def test_an_old_number_is_kept_when_the_new_one_comes() -> None:
    old = msgspec.structs.replace(LANH, doc="060812345")
    answer = judged(Known(old), police={"doc": "015190001234"}, handed={**HANDED, "doc": "060812345"})
    assert corrections(answer, old) == {"doc": "015190001234", "old_doc": "060812345"}
    assert corrections(answer, LANH) == {"doc": "015190001234"}
    other = judged(Known(old), police={"doc": "060812346"}, handed={**HANDED, "doc": "060812345"})
    assert corrections(other, old) == {"doc": "060812346"}
    returned = ReturnedList(file="f", sha256="", answers=(answer, judged(key="B.9")),
                            sheet=PoliceListView(id="l", no="1", day=TODAY, kinds=(), people=2))  # fmt: skip
    assert returned.to_take == (answer,)


def test_the_maker_of_a_list_is_named_by_the_kind_of_the_unit() -> None:
    assert [maker_of(kind) for kind in ("station", "province", "country")] == [
        ListMaker.STATION, ListMaker.PROVINCE, ListMaker.OTHER,
    ]  # fmt: skip

"""Samples of the cleaning page."""

from __future__ import annotations

import msgspec

from vaxdesk.assets import resources
from vaxdesk.domain.cleaning.answers import Answer, AnswerProblem, FieldAnswer, ReturnedList
from vaxdesk.domain.cleaning.duplicates import explain
from vaxdesk.domain.cleaning.findings import Alike, CommuneCount, Doubtful, Merged, PairCase, Survey
from vaxdesk.domain.cleaning.numbers import flaws, name_proposals, number_proposals
from vaxdesk.domain.cleaning.police import ListKind, PoliceListView, VerifiedView, VerifyResult
from vaxdesk.domain.cleaning.standing import Side, differences
from vaxdesk.domain.matching.judge import Judge
from vaxdesk.domain.matching.weights import load_weights
from vaxdesk.domain.payloads import PERSON_FIELDS, Person
from vaxdesk.domain.views import DoseView, PersonView
from vaxdesk.ui.gallery import Sample, a_room
from vaxdesk.ui.screens.cleaning.model import CleaningModel
from vaxdesk.ui.screens.cleaning.ports import CleaningPorts
from vaxdesk.ui.screens.cleaning.state import MadeList, Topic
from vaxdesk.ui.screens.cleaning.view import CleaningView

_DAY = "2026-11-23"
_PLACE = {"adr": "Thôn Cu Vai", "commune": "Xà Hồ", "district": "Trạm Tấu", "province": "Yên Bái"}
_WRITTEN = (
    ("nguyễn thị lành", "1990-01-01", "", "015190001234", "0912345678"),
    ("LÒ VĂN PÁO", "1985-09-05", "M", "14085006789", "0987654321"),
    ("Bùi Thị Ắng", "1952-03-04", "M", "017152000111", "12345"),
    ("Vàng  A Sếnh", "1978", "M", "", "84977001122"),
    ("Ðỗ Thị Hòai", "1988-04-30", "F", "0601234", ""),
    ("Giàng A Dế", "1971-11", "M", "HN2150123456789", "0977000111"),
)


def _person(at: int) -> Person:
    name, dob, sex, doc, tel = _WRITTEN[at % len(_WRITTEN)]
    return Person(name=name, dob=dob, sex=sex, doc=doc, tel=tel, **_PLACE)


def _view_of(at: int) -> PersonView:
    person = _person(at)
    return PersonView(id=f"0000000000001.{at}", **{name: getattr(person, name) for name in PERSON_FIELDS})


def _survey(people: int = 24) -> Survey:
    numbers, names = [], []
    for at in range(people):
        person, reference = _person(at), f"0000000000001.{at}"
        odd, fixes = flaws(person, today=_DAY), number_proposals(person)
        if odd or fixes:
            numbers.append(Doubtful(reference, odd, fixes))
        if name_proposals(person):
            names.append(Doubtful(reference, (), name_proposals(person)))
    communes = (
        CommuneCount(commune="Xà Hồ", counts={ListKind.NO_ID: 41, ListKind.BAD_FORMAT: 12, ListKind.WRONG_DATA: 7}),
        CommuneCount(commune="Chiềng Mung", counts={ListKind.NO_ID: 3, ListKind.WRONG_DATA: 2}),
        CommuneCount(commune="", counts={ListKind.NO_ID: 1}),
    )
    numbers.sort(key=lambda one: not one.proposals)
    return Survey(people=312, numbers=tuple(numbers), names=tuple(names), communes=communes)


def _case() -> PairCase:
    left = PersonView(
        id="0000000000001.31", name="Nguyễn Thị Lành", dob="1990-01-01", sex="F", doc="015190001234",
        tel="0912345678", **_PLACE,
    )  # fmt: skip
    right = PersonView(
        id="0000000000001.87", name="Nguyễn Thị Lanh", dob="1990", sex="F", doc="", old_doc="060812345",
        tel="0912345679", adr="Thôn Cu Vai, gần nhà văn hóa", commune="Xà Hồ",
    )  # fmt: skip
    weights = load_weights((resources() / "matching" / "weights.toml").read_text(encoding="utf-8"))
    return PairCase(
        left=left,
        right=right,
        why=explain(left, right, Judge(weights, lambda _code: frozenset())),
        differences=differences(left, right),
        doses_left=(DoseView(id="a", date="2026-05-20", product="Comirnaty", lot="FG1234"),),
        doses_right=(DoseView(id="b", date="2026-08-21", product="Comirnaty", lot="FK1234", here=True),),
        verified={Side.LEFT: VerifiedView(id="v", person=left.id, day=_DAY, result=VerifyResult.RIGHT)},
    )


_LISTS = tuple(
    PoliceListView(id=f"l{at}", no=f"00{at}/2026-7K2", day=f"2026-11-{10 + at}", kinds=tuple(ListKind), people=60,
                   commune="Xà Hồ", answered=answered)
    for at, answered in ((3, 0), (2, 12), (1, 60))
)  # fmt: skip


def _returned() -> ReturnedList:
    rows = (
        Answer(row=1, person="a", name="Nguyễn Thị Lành", result=VerifyResult.CORRECTED,
               changes=(FieldAnswer("doc", "", "015190001234"),)),
        Answer(row=2, person="b", name="Lò Văn Páo", result=VerifyResult.CORRECTED,
               changes=(FieldAnswer("doc", "0601234", "014085006789"), FieldAnswer("dob", "1985", "1985-09-05"))),
        Answer(row=3, person="c", name="Bùi Thị Ắng", result=VerifyResult.CORRECTED,
               changes=(FieldAnswer("sex", "M", "F"),), problem=AnswerProblem.CHANGED_SINCE, detail="Bùi Thị Áng"),
        Answer(row=4, person="d", name="Vàng A Sếnh", result=VerifyResult.UNVERIFIABLE, note="đi làm xa"),
        Answer(row=5, person="e", name="Giàng A Dế", result=VerifyResult.CORRECTED,
               changes=(FieldAnswer("doc", "", "015078004321"),), problem=AnswerProblem.DOCUMENT_OF_ANOTHER,
               detail="015078004321"),
        Answer(row=6, person="f", name="Sùng Thị Mỷ"),
    )  # fmt: skip
    return ReturnedList(file="Danh sách công an 003-2026-7K2 (đã ký).xlsx", sha256="9f3c" * 16, sheet=_LISTS[0],
                        answers=rows)  # fmt: skip


def _view(topic: Topic, *, pairs: bool = True, survey: Survey | None = None) -> CleaningView:
    found = _survey() if survey is None else survey
    alike = tuple(Alike("0000000000001.31", "0000000000001.87", _case().why.reason, 72) for _ in range(3))
    case = _case()
    left = msgspec.structs.replace(case.left, name="Bùi Thị Ắng")
    ports = CleaningPorts(
        survey=lambda _: found,
        find=lambda _: alike if pairs else (),
        views=lambda refs: {one: _view_of(int(one.rpartition(".")[2])) for one in refs},
        apply=lambda fixes, _: len(fixes),
        case=lambda *_: case,
        merge=lambda *_: "x",
        differ=lambda *_: "x",
        take_back=lambda entry: entry,
        merged=lambda: (Merged(entry="m", person=left, other=case.right),),
        gather=lambda *_: None,
        hand_out=lambda _: MadeList(no="003/2026-7K2", people=60, commune="Xà Hồ"),
        lists=lambda: _LISTS,
        write_sheet=lambda *_: None,
        print_list=lambda _: None,
        look_at=lambda _: _returned(),
        take=lambda *_: 0,
        may_merge=lambda: True,
        may_clean=lambda: True,
    )
    model = CleaningModel(a_room(), ports)
    model.show(topic)
    model.look()
    return CleaningView(model)


def _made() -> CleaningView:
    view = _view(Topic.LISTS)
    view._model.lists.make()
    return view


def _back() -> CleaningView:
    view = _view(Topic.LISTS)
    view._model.lists.read_back("x")
    view._model.lists.signed_by("Thiếu tá Hà Văn Bình")
    return view


def _merges() -> CleaningView:
    view = _view(Topic.PAIRS)
    view._model.pairs.toggle_merged()
    return view


GALLERY: tuple[Sample, ...] = (
    Sample("cleaning-numbers", lambda: _view(Topic.NUMBERS)),
    Sample("cleaning-names", lambda: _view(Topic.NAMES)),
    Sample("cleaning-pair", lambda: _view(Topic.PAIRS)),
    Sample("cleaning-pairs-none", lambda: _view(Topic.PAIRS, pairs=False)),
    Sample("cleaning-merges", _merges),
    Sample("cleaning-lists", lambda: _view(Topic.LISTS)),
    Sample("cleaning-list-made", _made),
    Sample("cleaning-returned", _back),
    Sample("cleaning-clean", lambda: _view(Topic.NAMES, survey=Survey(people=312))),
)

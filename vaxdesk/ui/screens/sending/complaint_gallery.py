"""Samples of a question about a complaint, and of the photos of paper that go with its answer."""

from __future__ import annotations

from vaxdesk.domain.cases.question import QuestionTask, QuestionView
from vaxdesk.ui.gallery import Sample, question
from vaxdesk.ui.screens.sending.answer_dialog import AnswerDialog
from vaxdesk.ui.screens.sending.gallery import QUESTIONS, a_page
from vaxdesk.ui.screens.sending.view import SendingView

PLEA = QuestionTask(
    question=QuestionView(
        id="q4", issue="a4", what="paper_photo", person="c", until="2026-11-29", photos=4,
        text="Phản ánh của Y Brim Niê, 1988: Thiếu mũi tiêm. Theo lời kể: COM-A, lô FL0001, 01/09/2026."
        " Phải trả lời người dân trước 29/11/2026 14:05.",
    ),
)  # fmt: skip


def _complained() -> SendingView:
    return a_page(questions=(PLEA, *QUESTIONS), may_answer=True)


def _photographed(view: SendingView) -> None:
    view._asked._ask(PLEA)
    for dialog in view._asked.findChildren(AnswerDialog):
        view._model.answering.prepare("phieu.jpg")
        dialog.choice.set_value("pictured")


def _shooting(view: SendingView) -> None:
    view._asked._ask(PLEA)
    for dialog in view._asked.findChildren(AnswerDialog):
        dialog.photos.shot_wanted.emit()


GALLERY: tuple[Sample, ...] = (
    Sample("sending-complained", _complained),
    question("sending-answering-complaint", _complained, lambda view: view._asked._ask(PLEA)),
    question("sending-answering-photo", _complained, _photographed),
    question("sending-shooting", _complained, _shooting),
)

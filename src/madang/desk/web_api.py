"""The desk for programs: how many wait, and what its holder does with an inquiry.

It gives no more than the page does: one inquiry at a time, after the rests that are due, and what
sounds abusive as its gist.
"""

from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from ninja import Router, Schema

from madang.core.http.errors import PageNotFound
from madang.core.text.door import tidy
from madang.staff.access import must
from madang.staff.members import StaffMember
from madang.staff.roles import May
from madang.web_api.calling import Refused, staff_in
from madang.web_api.operation import operation as web_operation
from madang.web_api.shapes import Nothing, Number, Sent
from madang.web_api.tokens import Scope

from .care import shifts
from .clock import now
from .inquiries.answering import readable
from .models import Inquiry
from .queue import acting
from .queue.counts import waiting_lately
from .queue.forms import LONGEST
from .queue.taking import held_by, keep_claim, take
from .queue.viewing import view

router = Router()
operation = partial(web_operation, router, tag=_lazy("창구"))


class DeskShown(Schema):
    """How many wait, since when the first one does, and why one gets nothing now."""

    waiting: int
    oldest: datetime | None
    is_on: bool
    wait: str
    wait_until: datetime | None


class MessageShown(Schema):
    """What was said; `is_folded` where it sounds abusive, and only its gist is given."""

    kind: str
    at: datetime
    text: str
    is_folded: bool


class InquiryShown(Schema):
    """The inquiry that one holds."""

    number: str
    id: int
    arrived: datetime
    language: str
    messages: list[MessageShown]
    suggestions: list[str]


class BeginSent(Sent):
    """In which languages and at which desks one begins; what one is there for, where left out."""

    languages: list[str] = []
    desks: list[str] = []


class WordsSent(Sent):
    text: str


class ReasonSent(Sent):
    why: str = ""


@operation("GET", "/desk", DeskShown, says=_lazy("창구의 지금"), scope=Scope.DESK)
def desk(request: HttpRequest) -> Any:
    by, at = _agent(request), now()
    shift, wait = shifts.wait_of(shifts.shift_of(by, at), at)
    soon = waiting_lately()
    return DeskShown(
        waiting=soon.total,
        oldest=soon.oldest,
        is_on=shift is not None and shift.is_on,
        wait=wait.why if wait else "",
        wait_until=wait.until if wait else None,
    )


@operation("POST", "/desk/begin", Nothing, says=_lazy("업무 시작"), scope=Scope.DESK)
def begin(request: HttpRequest, sent: BeginSent) -> Any:
    shifts.begin(
        _agent(request), languages=tuple(sent.languages), desks=tuple(sent.desks), at=now()
    )
    return Nothing()


@operation("POST", "/desk/end", Nothing, says=_lazy("업무 마침"), scope=Scope.DESK)
def end(request: HttpRequest) -> Any:
    by = _agent(request)
    if held_by(by, now()) is not None:
        raise acting.ActionRefused(_("맡고 있는 문의를 먼저 답하거나 돌려놓아 주세요."))
    shifts.end(by, at=now())
    return Nothing()


@operation("POST", "/desk/next", InquiryShown, says=_lazy("다음 문의 받기"), scope=Scope.DESK)
def next_(request: HttpRequest) -> Any:
    taken = take(_agent(request), at=now())
    if taken.inquiry is None:
        wait = taken.wait
        said = _("지금은 받을 수 없어요: %s") % wait.why if wait else ""
        raise PageNotFound(said or _("지금은 기다리는 사람이 없어요."))
    return _shown(taken.inquiry)


@operation("GET", "/desk/held", InquiryShown, says=_lazy("맡고 있는 문의"), scope=Scope.DESK)
def held(request: HttpRequest) -> Any:
    by, at = _agent(request), now()
    found = held_by(by, at)
    if found is None:
        raise PageNotFound(_("맡고 있는 문의가 없어요."))
    keep_claim(by, at=at)
    return _shown(found)


@operation("POST", "/desk/{number}/answer", Nothing, says=_lazy("문의에 답하기"), scope=Scope.DESK)
def answer(request: HttpRequest, number: Number, sent: WordsSent) -> Any:
    by = _agent(request)
    acting.answer(number, _words(sent.text), by=by, at=now())
    return Nothing()


@operation("POST", "/desk/{number}/note", Nothing, says=_lazy("메모 남기기"), scope=Scope.DESK)
def note(request: HttpRequest, number: Number, sent: WordsSent) -> Any:
    by = _agent(request)
    acting.note(number, _words(sent.text), by=by, at=now())
    return Nothing()


@operation("POST", "/desk/{number}/back", Nothing, says=_lazy("문의 돌려놓기"), scope=Scope.DESK)
def give_back(request: HttpRequest, number: Number, sent: ReasonSent) -> Any:
    by = _agent(request)
    acting.give_back(number, tidy(sent.why)[:LONGEST], by=by, at=now())
    return Nothing()


def _agent(request: HttpRequest) -> StaffMember:
    by = staff_in(request)
    must(by, May.ANSWER_INQUIRIES)
    return by


def _words(text: str) -> str:
    tidied = tidy(text)
    if len(tidied) > LONGEST:
        raise Refused({"text": [_("%d자까지 적어 주세요.") % LONGEST]})
    return tidied


def _shown(inquiry: Inquiry) -> InquiryShown:
    found = view(inquiry)
    messages = [
        MessageShown(
            kind=one.kind.name.lower(),
            at=one.at,
            text=one.gist if one.is_folded else one.words.text,
            is_folded=one.is_folded,
        )
        for one in found.messages
    ]
    return InquiryShown(
        number=readable(inquiry.pk),
        id=inquiry.pk,
        arrived=inquiry.arrived,
        language=found.about.language,
        messages=messages,
        suggestions=[entry.version.answer for entry in found.suggestions],
    )


ROUTERS = [("", router)]
REFUSALS = [(acting.ActionRefused, 409, "")]

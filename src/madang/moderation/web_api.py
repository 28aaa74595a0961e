"""What programs can do for moderators, and reporting."""

from datetime import datetime
from functools import partial
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from ninja import Router, Schema, Status

from madang.accounts.models import Account
from madang.boards.api import NotYours, moderates, moderates_somewhere, must_enter
from madang.core.richtext import to_text
from madang.web_api.calling import NotAllowed, Refused, member_in
from madang.web_api.operation import operation as web_operation
from madang.web_api.shapes import Listed, Nothing, Number, Sent, cut
from madang.web_api.tokens import Scope

from . import decisions, reports
from .forms import DecisionForm, ReportForm
from .models import Complaint, Decision, ReportedPart
from .subjects import ReportSubject, find_subject

ROWS = 30
_GONE = _lazy("글쓴이가 삭제했거나 처음부터 없던 글이에요.")
router = Router()
operation = partial(web_operation, router, tag=_lazy("신고와 처리"))


class GoneSubject(Exception):
    """There is nothing to report or decide about."""


class ReportSent(Sent):
    """What is wrong with a post (`seq` 0) or a comment."""

    post: Number
    seq: int = 0
    complaint: Literal[*Complaint.values]  # type: ignore[valid-type]
    part: Literal[*ReportedPart.values] = ReportedPart.WORDS.value  # type: ignore[valid-type]
    words: str = ""


class CaseListed(Schema):
    """Something that was reported, and waits."""

    post: int
    seq: int
    reports: int
    title: str
    says: str
    board: str
    complaints: list[str]


class ReportShown(Schema):
    """One report. Whose it is is known to nobody."""

    part: str
    complaint: str
    words: str


class CaseShown(Schema):
    """A subject with its reports; `last` is to be sent back with the decision."""

    post: int
    seq: int
    title: str
    text: str
    reports: list[ReportShown]
    last: int


class DecisionSent(Sent):
    """What is done: as the form of a decision takes it."""

    kind: str = ""
    scope: str = ""
    length: str = "1d"
    reason: str = ""
    seen: Number | None = None


class DecisionShown(Schema):
    """What a moderator did. Which one is told to nobody."""

    id: int
    post: int
    seq: int
    kind: str
    reason: str
    at: datetime
    undone: datetime | None


@operation("POST", "/reports", Nothing, says=_lazy("신고하기"), scope=Scope.WRITE, status=201)
def report(request: HttpRequest, sent: ReportSent) -> Any:
    by, subject = member_in(request), _subject(sent.post, sent.seq)
    must_enter(subject.board, by)
    form = ReportForm(subject, sent.dict(include={"complaint", "part", "words"}))
    if not form.is_valid():
        raise Refused(form.errors)
    data = form.cleaned_data
    part, complaint = ReportedPart(data["part"]), Complaint(data["complaint"])
    try:
        reports.report(subject, by=by, part=part, complaint=complaint, words=data["words"])
    except NotYours:
        raise NotAllowed(403, _("자기가 쓴 것은 신고할 수 없어요.")) from None
    return Status(201, Nothing())


@operation(
    "GET",
    "/moderation/cases",
    Listed[CaseListed],
    says=_lazy("기다리는 신고"),
    scope=Scope.MODERATE,
)
def cases(request: HttpRequest) -> Any:
    by = _moderator(request)
    items = [
        CaseListed(
            post=case.post,
            seq=case.seq,
            reports=case.reports,
            title=case.title,
            says=case.says,
            board=case.board,
            complaints=list(case.complaints),
        )
        for case in reports.open_cases(by)
    ]
    return Listed[CaseListed](items=items)


@operation(
    "GET",
    "/moderation/cases/{post_id}/{seq}",
    CaseShown,
    says=_lazy("신고된 글"),
    scope=Scope.MODERATE,
)
def case(request: HttpRequest, post_id: Number, seq: int) -> Any:
    found, of_it = _moderated(request, post_id, seq), reports.reports_of(post_id, seq)
    return CaseShown(
        post=post_id,
        seq=seq,
        title=found.post.title,
        text=to_text(found.html),
        reports=[
            ReportShown(part=one.part, complaint=one.complaint, words=one.words) for one in of_it
        ],
        last=max((one.pk for one in of_it), default=0),
    )


@operation(
    "POST",
    "/moderation/cases/{post_id}/{seq}/decisions",
    Listed[DecisionShown],
    says=_lazy("신고 처리"),
    scope=Scope.MODERATE,
    status=201,
)
def decide(request: HttpRequest, post_id: Number, seq: int, sent: DecisionSent) -> Any:
    by, found = _moderator(request), _moderated(request, post_id, seq)
    form = DecisionForm(found, by, sent.dict())
    if not form.is_valid():
        raise Refused(form.errors)
    done = decisions.decide(found, by=by, **form.decided())
    return Status(201, Listed[DecisionShown](items=[_shown(one) for one in done]))


@operation(
    "GET",
    "/moderation/decisions",
    Listed[DecisionShown],
    says=_lazy("처리 기록"),
    scope=Scope.MODERATE,
)
def log(request: HttpRequest, cursor: Number | None = None) -> Any:
    by = _moderator(request)
    rows, after = cut(decisions.latest_decisions(by, cursor, ROWS + 1), ROWS, "pk")
    return Listed[DecisionShown](items=[_shown(one) for one in rows], next=after)


@operation(
    "DELETE",
    "/moderation/decisions/{number}",
    DecisionShown,
    says=_lazy("처리 되돌리기"),
    scope=Scope.MODERATE,
)
def undo(request: HttpRequest, number: Number) -> Any:
    by = _moderator(request)
    if not Decision.objects.filter(pk=number).exists():
        raise GoneSubject
    return _shown(decisions.undo(number, by=by))


def _moderator(request: HttpRequest) -> Account:
    """Return the moderator who asks; raises PermissionDenied."""
    by = member_in(request)
    if not moderates_somewhere(by):
        raise PermissionDenied
    return by


def _moderated(request: HttpRequest, post_id: int, seq: int) -> ReportSubject:
    """Return what is on a board of the moderator who asks."""
    by, found = _moderator(request), _subject(post_id, seq)
    if not moderates(found.board.id, by):
        raise GoneSubject
    return found


def _subject(post_id: int, seq: int) -> ReportSubject:
    found = find_subject(post_id, seq) if 0 <= seq < 2**31 else None
    if found is None:
        raise GoneSubject
    return found


def _shown(one: Decision) -> DecisionShown:
    return DecisionShown(
        id=one.pk,
        post=one.post,
        seq=one.seq,
        kind=one.kind,
        reason=one.reason,
        at=one.at,
        undone=one.undone,
    )


ROUTERS = [("", router)]
REFUSALS = [
    (GoneSubject, 404, _GONE),
    (reports.ReportedBefore, 409, _lazy("이미 신고했어요.")),
    (decisions.DecisionRefused, 409, ""),
]

"""신고: one report for each account and subject; all of one subject are one case."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from madang.accounts.models import Account
from madang.boards.api import (
    NoLongerThere,
    NotYours,
    beginning_of,
    board_directory,
    comments_by_place,
    may_change,
    moderated_by,
    must_enter,
    posts_by_id,
    renew_epoch,
)
from madang.boards.models import Comment, Post, State
from madang.core.db.transactions import writing
from madang.core.site import announce
from madang.core.text.door import tidy
from madang.identity.epochs import is_open
from madang.identity.tags import thread_tag

from .models import Case, Complaint, Report, ReportedPart
from .subjects import ReportSubject

MAX_LISTED = 50


class ReportedBefore(Exception):
    """The account has reported this already."""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case as the list shows it; `path` leads to the subject's own page for moderators."""

    post: int
    seq: int
    reports: int
    title: str
    says: str
    board: str
    complaints: list[str]
    # The last report: what comes after it has not been looked at.
    last: int

    @property
    def key(self) -> str:
        return f"{self.post}/{self.seq}/{self.last}"


def report(
    subject: ReportSubject, *, by: Account, part: ReportedPart, complaint: Complaint, words: str
) -> None:
    """Report a subject; joined to what others reported of it.

    Raises NotAMember, NoLongerThere, NotYours (it is the reporter's own) and ReportedBefore.
    """
    must_enter(subject.board, by)
    if subject.state != State.LIVE or subject.post.state != State.LIVE:
        raise NoLongerThere
    if is_own(subject, by):
        raise NotYours
    try:
        with writing():
            case, _made = Case.objects.get_or_create(post=subject.post.pk, seq=subject.seq)
            tag = _tag(subject, by)
            Report.objects.create(
                case=case, part=part, complaint=complaint, words=tidy(words), tag=tag
            )
            Case.objects.filter(pk=case.pk).update(reports=F("reports") + 1, is_open=True)
    except IntegrityError:
        raise ReportedBefore from None


def has_reported(subject: ReportSubject, by: Account) -> bool:
    """Tell whether an account has reported a subject already. One query."""
    is_readable = is_open(subject.post.epoch)
    return is_readable and Report.objects.filter(tag=_tag(subject, by)).exists()


def is_own(subject: ReportSubject, by: Account) -> bool:
    """Tell whether somebody wrote a subject."""
    return may_change(subject.comment or subject.post, by)


def open_cases(by: Account) -> list[OpenCase]:
    """Return the cases that somebody decides, the most reported first. Four queries."""
    cases = list(_in_order(moderated_by(by))[:MAX_LISTED])
    posts = posts_by_id({case.post for case in cases})
    comments = comments_by_place([(case.post, case.seq) for case in cases if case.seq])
    why: dict[int, list[str]] = {}
    last: dict[int, int] = {}
    for one in Report.objects.filter(case__in=cases).order_by("id"):
        why.setdefault(one.case_id, []).append(one.get_complaint_display())
        last[one.case_id] = one.pk
    boards = board_directory().by_id
    return [
        OpenCase(
            post=case.post,
            seq=case.seq,
            reports=case.reports,
            title=posts[case.post].title,
            says=beginning_of(comments[case.post, case.seq].html)
            if (case.post, case.seq) in comments
            else "",
            board=boards[posts[case.post].board_id].name,
            complaints=list(dict.fromkeys(why.get(case.pk, []))),
            last=last.get(case.pk, 0),
        )
        for case in cases
        if case.post in posts
    ]


def next_open_case(by: Account) -> tuple[int, int] | None:
    """Return the post and number of the case to decide first; None if there is none. One query."""
    return _in_order(moderated_by(by)).values_list("post", "seq").first()


def count_open_cases(by: Account | None = None) -> int:
    """Return how many cases wait (for one moderator), as far as the list shows. One query."""
    return _in_order(moderated_by(by) if by else None)[:MAX_LISTED].count()


def announce_waiting() -> None:
    """Tell other programs how many cases wait, once an hour: never when one was reported."""
    if waiting := count_open_cases():
        announce("reports.waiting", waiting=waiting)


def _in_order(boards: Collection[int] | None) -> QuerySet[Case]:
    """Return the open cases of some boards (None: of all), the most reported first."""
    cases = _still_there(Case.objects.filter(is_open=True))
    if boards is not None:
        cases = cases.filter(Exists(Post.objects.filter(pk=OuterRef("post"), board__in=boards)))
    return cases.order_by("-reports", "id")


def reports_of(post_id: int, seq: int) -> list[Report]:
    """Return what was reported of a subject, the newest first. One query."""
    of_it = Report.objects.filter(case__post=post_id, case__seq=seq)
    return list(of_it.order_by("-id")[:MAX_LISTED])


def close_case(post_id: int, seq: int, seen: int | None = None) -> None:
    """Note that a subject was decided about, unless there are reports after the last one seen.

    Belongs in the decision's transaction.
    """
    cases = Case.objects.filter(post=post_id, seq=seq)
    if seen is not None:
        later = Report.objects.filter(case=OuterRef("pk"), pk__gt=seen)
        cases = cases.exclude(Exists(later))
    cases.update(is_open=False)


def open_case_again(post_id: int, seq: int) -> None:
    """Put a case back on the list whose decision is undone; belongs in the same transaction."""
    Case.objects.filter(post=post_id, seq=seq, reports__gt=0).update(is_open=True)


def close_cases_of_what_is_gone() -> None:
    """Close the cases of what was deleted meanwhile; the schedule does so every night."""
    still = _still_there(Case.objects.filter(is_open=True)).values("pk")
    Case.objects.filter(is_open=True).exclude(pk__in=still).update(is_open=False)


def _still_there(cases: QuerySet[Case]) -> QuerySet[Case]:
    posts = Post.objects.filter(pk=OuterRef("post")).exclude(state=State.DELETED)
    comments = Comment.objects.filter(post=OuterRef("post"), seq=OuterRef("seq"))
    there = Q(seq=0) | Exists(comments.exclude(state=State.DELETED))
    return cases.filter(there, Exists(posts))


def _tag(subject: ReportSubject, by: Account) -> bytes:
    post = subject.post
    epoch = post.epoch if is_open(post.epoch) else renew_epoch(post.pk)
    return thread_tag(f"report:{subject.seq}", by.pk, post_id=post.pk, epoch=epoch)

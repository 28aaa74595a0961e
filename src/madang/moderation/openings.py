"""Opening a seal: asked with a reason by one operator, approved by another, answered once."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from madang.accounts.models import Account
from madang.boards.models import Comment, Post, State
from madang.identity.boxes import open_box, shut
from madang.identity.seals import unseal
from madang.sql import writing

from .models import Ground, SealOpening

PURPOSE = "opening"
REASON_MIN = 10


class OpeningRefused(Exception):
    """The seal stays shut; `why` is one of the words below."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


NOT_AN_OPERATOR = "not an operator"
NOTHING_THERE = "nothing there"
NO_REASON = "no reason"
NO_SUCH_OPENING = "no such opening"
SAME_PERSON = "same person"
TOO_LATE = "too late"
NOT_APPROVED = "not approved"
NOT_THE_ASKER = "not the asker"
ANSWERED_BEFORE = "answered before"
KEY_DESTROYED = "key destroyed"


def operator_called(login_name: str, password: str) -> Account:
    """Return the operator who has this name and password; raise OpeningRefused."""
    found = Account.objects.filter(login_name=login_name, is_operator=True, is_active=True).first()
    if found is None or not found.check_password(password):
        raise OpeningRefused(NOT_AN_OPERATOR)
    return found


def ask(*, by: Account, post: int, comment: int | None, ground: Ground, reason: str) -> SealOpening:
    """Ask for the writer of one post or comment; a second operator has to approve."""
    _must_be_operator(by)
    if len(" ".join(reason.split())) < REASON_MIN:
        raise OpeningRefused(NO_REASON)
    _sealed(post, comment)
    return SealOpening.objects.create(
        post=post,
        comment=comment,
        ground=ground,
        reason=reason.strip(),
        asked=timezone.now(),
        asker=_name(by),
    )


def approve(number: int, *, by: Account) -> SealOpening:
    """Approve as the second person, within the set time; raise OpeningRefused."""
    _must_be_operator(by)
    with writing():
        opening = _open_for_now(number)
        if _is(opening.asker, by):
            raise OpeningRefused(SAME_PERSON)
        opening.approved, opening.approver = opening.approved or timezone.now(), _name(by)
        opening.save(update_fields=["approved", "approver"])
    return opening


def answer(number: int, *, by: Account) -> str:
    """Return the login name of the one writer asked for: once, to whoever asked."""
    _must_be_operator(by)
    with writing():
        opening = _open_for_now(number)
        if not _is(opening.asker, by):
            raise OpeningRefused(NOT_THE_ASKER)
        if opening.approved is None:
            raise OpeningRefused(NOT_APPROVED)
        sealed, row = _sealed(opening.post, opening.comment)
        writer = unseal(sealed, row=row)
        account = Account.objects.filter(pk=writer).first() if writer is not None else None
        if account is None:
            raise OpeningRefused(KEY_DESTROYED)
        # Written before anything is told: no seal is opened silently.
        opening.answered = timezone.now()
        opening.save(update_fields=["answered"])
    return account.login_name


def is_late(opening: SealOpening) -> bool:
    """Tell whether the time to approve and answer is over."""
    return timezone.now() - opening.asked > timedelta(hours=settings.OPENING_HOURS)


def _must_be_operator(by: Account) -> None:
    if not (by.is_operator and by.is_active):
        raise OpeningRefused(NOT_AN_OPERATOR)


def _open_for_now(number: int) -> SealOpening:
    opening = SealOpening.objects.select_for_update().filter(pk=number).first()
    if opening is None:
        raise OpeningRefused(NO_SUCH_OPENING)
    if opening.answered is not None:
        raise OpeningRefused(ANSWERED_BEFORE)
    if is_late(opening):
        raise OpeningRefused(TOO_LATE)
    return opening


def _sealed(post: int, comment: int | None) -> tuple[bytes, str]:
    """Return the seal of a post or comment and the row it is bound to."""
    found: Post | Comment | None = (
        Post.objects.filter(pk=post).first()
        if comment is None
        else Comment.objects.filter(post_id=post, seq=comment).first()
    )
    if found is None or found.state == State.DELETED or not found.author:
        raise OpeningRefused(NOTHING_THERE)
    return bytes(found.author), found.row


def _name(operator: Account) -> str:
    return shut(str(operator.pk), purpose=PURPOSE)


def _is(box: str, operator: Account) -> bool:
    return open_box(box, purpose=PURPOSE) == str(operator.pk)

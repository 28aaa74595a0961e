"""Opening a seal: asked with a reason by one operator, approved by another, answered once."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.models import Account
from madang.boards.models import Comment, Post, State
from madang.core.db.transactions import writing
from madang.core.text.door import tidy, tidy_line
from madang.identity.boxed_rows import Boxed
from madang.identity.seals import unseal

from .models import Ground, SealOpening

# An operator, as the register names one.
OPERATOR = Boxed(int, "opening")
MIN_REASON_LENGTH = 10


class Refusal(models.TextChoices):
    """Why a seal stays shut."""

    NOT_AN_OPERATOR = "not an operator", _lazy("운영자를 찾을 수 없거나 비밀번호가 맞지 않아요.")
    NOTHING_THERE = (
        "nothing there",
        _lazy("글이나 댓글을 찾을 수 없거나, 누가 썼는지가 남아 있지 않아요."),
    )
    NO_REASON = "no reason", _lazy("이유를 열 글자 이상 적어 주세요. 어느 문서의 몇 호인지도요.")
    NO_SUCH_OPENING = "no such opening", _lazy("번호를 찾을 수 없어요.")
    SAME_PERSON = (
        "same person",
        _lazy("요청한 사람은 스스로 승인할 수 없어요. 다른 운영자가 해야 해요."),
    )
    TOO_LATE = "too late", _lazy("정해진 시간이 지났어요. 새로 요청해 주세요.")
    NOT_APPROVED = "not approved", _lazy("다른 운영자가 아직 승인하지 않았어요.")
    NOT_THE_ASKER = "not the asker", _lazy("요청한 사람만 답을 볼 수 있어요.")
    ANSWERED_BEFORE = "answered before", _lazy("이미 답했어요. 같은 요청에 두 번 답하지 않아요.")
    KEY_DESTROYED = "key destroyed", _lazy("열쇠가 없어져서 누가 썼는지 아무도 알 수 없어요.")


class OpeningRefused(Exception):
    """The seal stays shut; `why` says it in the reader's language by its label."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


def operator_called(login_name: str, password: str) -> Account:
    """Return the operator who has this name and password; raise OpeningRefused."""
    found = Account.objects.filter(login_name=login_name, is_operator=True, is_active=True).first()
    if found is None or not found.check_password(password):
        raise OpeningRefused(Refusal.NOT_AN_OPERATOR)
    return found


def ask(*, by: Account, post: int, comment: int | None, ground: Ground, reason: str) -> SealOpening:
    """Ask for the writer of one post or comment; a second operator has to approve."""
    _must_be_operator(by)
    if len(tidy_line(reason)) < MIN_REASON_LENGTH:
        raise OpeningRefused(Refusal.NO_REASON)
    _sealed(post, comment)
    return SealOpening.objects.create(
        post=post,
        comment=comment,
        ground=ground,
        reason=tidy(reason),
        asked=timezone.now(),
        asker=_name(by),
    )


def approve(number: int, *, by: Account) -> SealOpening:
    """Approve as the second person, within the set time; raise OpeningRefused.

    The first approval stands: anyone who approves after it changes nothing.
    """
    _must_be_operator(by)
    with writing():
        opening = _open_for_now(number)
        if _is(opening.asker, by):
            raise OpeningRefused(Refusal.SAME_PERSON)
        if opening.approved is None:
            opening.approved, opening.approver = timezone.now(), _name(by)
            opening.save(update_fields=["approved", "approver"])
    return opening


def answer(number: int, *, by: Account) -> str:
    """Return the login name of the one writer asked for: once, to anyone who asked."""
    _must_be_operator(by)
    with writing():
        opening = _open_for_now(number)
        if not _is(opening.asker, by):
            raise OpeningRefused(Refusal.NOT_THE_ASKER)
        if opening.approved is None:
            raise OpeningRefused(Refusal.NOT_APPROVED)
        sealed, row = _sealed(opening.post, opening.comment)
        writer = unseal(sealed, row=row)
        account = Account.objects.filter(pk=writer).first() if writer is not None else None
        if account is None:
            raise OpeningRefused(Refusal.KEY_DESTROYED)
        # Written before anything is told: no seal is opened silently.
        opening.answered = timezone.now()
        opening.save(update_fields=["answered"])
    return account.login_name


def is_late(opening: SealOpening) -> bool:
    """Tell whether the time to approve and answer is over."""
    return timezone.now() - opening.asked > timedelta(hours=settings.OPENING_HOURS)


def is_by(opening: SealOpening, operator: Account) -> bool:
    """Tell whether an operator asked for this opening."""
    return _is(opening.asker, operator)


def _must_be_operator(by: Account) -> None:
    if not (by.is_operator and by.is_active):
        raise OpeningRefused(Refusal.NOT_AN_OPERATOR)


def _open_for_now(number: int) -> SealOpening:
    opening = SealOpening.objects.select_for_update().filter(pk=number).first()
    if opening is None:
        raise OpeningRefused(Refusal.NO_SUCH_OPENING)
    if opening.answered is not None:
        raise OpeningRefused(Refusal.ANSWERED_BEFORE)
    if is_late(opening):
        raise OpeningRefused(Refusal.TOO_LATE)
    return opening


def _sealed(post: int, comment: int | None) -> tuple[bytes, str]:
    """Return the seal of a post or comment and the row it is bound to."""
    found: Post | Comment | None = (
        Post.objects.filter(pk=post).first()
        if comment is None
        else Comment.objects.filter(post_id=post, seq=comment).first()
    )
    if found is None or found.state == State.DELETED or not found.author:
        raise OpeningRefused(Refusal.NOTHING_THERE)
    return bytes(found.author), found.row


def _name(operator: Account) -> str:
    return OPERATOR.encrypt(operator.pk)


def _is(box: str, operator: Account) -> bool:
    return OPERATOR.decrypt(box) == operator.pk

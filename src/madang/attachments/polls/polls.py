"""고르기: polls under posts. A vote is a tag: one for each account, and nobody knows whose."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.accounts.models import Account
from madang.boards.api import (
    PostView,
    forget_tag,
    lock_post,
    must_be_live,
    must_enter_board,
    post_line,
    read_post_line,
    renew_epoch,
)
from madang.core.db.transactions import writing
from madang.identity.epochs import epoch_of, is_open, open_epoch
from madang.identity.journals import Journal, append, erase, read_all
from madang.identity.keys import EpochDestroyed
from madang.identity.tags import thread_tag

from ..models import Poll, PollChoice, PollVote

MIN_CHOICES, MAX_CHOICES = 2, 20


class VoteRefused(Exception):
    """The vote does not count; the message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class PollDraft:
    """A poll as its author made it."""

    question: str
    choices: list[str]
    is_many: bool
    is_hidden: bool
    closes: datetime | None


@dataclass(frozen=True, slots=True)
class PollView:
    """A poll as a reader sees it; `own` are the reader's choices, None before voting."""

    question: str
    choices: list[PollChoice]
    is_many: bool
    closes: datetime | None
    is_open: bool
    voters: int
    own: frozenset[int] | None
    has_results: bool

    def share(self, choice: PollChoice) -> int:
        """Return a choice's votes in hundredths of the voters."""
        return round(100 * choice.votes / self.voters) if self.voters else 0


def ask(post_id: int, asked: PollDraft) -> None:
    """Put a poll under a post; belongs in the post's transaction."""
    poll = Poll.objects.create(
        post_id=post_id,
        question=asked.question,
        is_many=asked.is_many,
        is_hidden=asked.is_hidden,
        closes=asked.closes,
    )
    PollChoice.objects.bulk_create(
        PollChoice(poll=poll, place=place, words=words) for place, words in enumerate(asked.choices)
    )


def vote(post_id: int, places: Collection[int], *, by: Account) -> None:
    """Vote, or change a vote. Raises VoteRefused, NoLongerThere and NotAMember."""
    with writing():
        post = lock_post(post_id)
        must_enter_board(post.board_id, by)
        must_be_live(post.state)
        poll = Poll.objects.filter(post_id=post_id).first()
        if poll is None or not _is_open(poll, post.created):
            raise VoteRefused(_("투표가 끝났어요."))
        chosen = set(poll.choices.filter(place__in=places).values_list("place", flat=True))
        if not chosen or (len(chosen) > 1 and not poll.is_many):
            raise VoteRefused(_("하나를 골라 주세요."))
        epoch = post.epoch if is_open(post.epoch) else renew_epoch(post_id)
        tag = thread_tag("vote", by.pk, post_id=post_id, epoch=epoch)
        before = PollVote.objects.filter(tag=tag).first()
        if before is None:
            PollVote.objects.create(poll=poll, tag=tag, places=_written(chosen))
            Poll.objects.filter(pk=poll.pk).update(voters=F("voters") + 1)
            now = open_epoch(timezone.now())
            append(Journal("votes", by.pk), post_line(post_id), epoch=now)
        else:
            _count(poll, _read(before.places), -1)
            before.places = _written(chosen)
            before.save(update_fields=["places"])
        _count(poll, chosen, +1)


def show(post: PostView, account: Account | None) -> PollView | None:
    """Return a post's poll as somebody sees it. Three queries."""
    poll = Poll.objects.filter(post_id=post.id).first()
    if poll is None:
        return None
    own = _own(post, account) if account else None
    is_running = _is_open(poll, post.created)
    return PollView(
        question=poll.question,
        choices=list(poll.choices.order_by("place")),
        is_many=poll.is_many,
        closes=poll.closes,
        is_open=is_running,
        voters=poll.voters,
        own=own,
        has_results=not poll.is_hidden or not is_running or own is not None,
    )


def forget_votes(account_id: int) -> None:
    """Make an account's votes nobody's: they count on, and cannot be changed."""
    for line in read_all(Journal("votes", account_id)):
        forget_tag(PollVote, "vote", read_post_line(line.content), by=account_id)
    erase(Journal("votes", account_id))


def has_votes(post_id: int) -> bool:
    return PollVote.objects.filter(poll__post=post_id).exists()


def _own(post: PostView, account: Account) -> frozenset[int] | None:
    try:
        tag = thread_tag("vote", account.pk, post_id=post.id, epoch=post.epoch)
    except EpochDestroyed:
        return None
    found = PollVote.objects.filter(tag=tag).first()
    return frozenset(_read(found.places)) if found else None


def _count(poll: Poll, places: Iterable[int], by: int) -> None:
    PollChoice.objects.filter(poll=poll, place__in=places).update(votes=F("votes") + by)


def _is_open(poll: Poll, created: datetime) -> bool:
    """Tell whether one may vote; not without the month's key, which lets each vote count once."""
    has_key = is_open(epoch_of(created))
    return has_key and (poll.closes is None or poll.closes > timezone.now())


def _written(places: Iterable[int]) -> str:
    return " ".join(map(str, sorted(places)))


def _read(places: str) -> set[int]:
    return set(map(int, places.split()))

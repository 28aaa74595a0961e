"""What stands beside a post's words: its poll, and the line that leads to what it answers."""

from collections.abc import Collection
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.core.richtext.inline import LINK_REL

from .lines import ChoiceLine, PollLine

NO_ADDON = 0


def polls_are_on() -> bool:
    """Tell whether this site has polls at all."""
    return apps.is_installed("madang.attachments")


def addon_of(poll: PollLine | None) -> int:
    """Return what a post's row says of the poll under it."""
    if poll is None or not polls_are_on():
        return NO_ADDON
    from madang.attachments.addons import POLL

    return POLL


def add_poll(post_id: int, line: PollLine) -> None:
    """Put a poll with its votes under a post; nobody can say any more who cast them."""
    from madang.attachments.models import Poll, PollChoice

    poll = Poll.objects.create(
        post_id=post_id,
        question=line.question,
        is_many=line.many,
        is_hidden=line.hidden,
        closes=closing(line.closes),
        voters=line.voters,
    )
    PollChoice.objects.bulk_create(
        PollChoice(poll=poll, place=place, words=choice.words, votes=choice.votes)
        for place, choice in enumerate(line.choices)
    )


def closing(value: str | None) -> datetime | None:
    """Return when a poll ends, which may be to come; None for one that goes on."""
    return datetime.fromisoformat(value) if value else None


def polls_of(posts: Collection[int]) -> dict[int, PollLine]:
    """Return the polls under some posts. Two queries; none where polls are off."""
    if not polls_are_on():
        return {}
    from madang.attachments.models import Poll

    found = Poll.objects.filter(post__in=posts).prefetch_related("choices")
    return {
        poll.post_id: PollLine(
            question=poll.question,
            choices=[
                ChoiceLine(choice.words, choice.votes)
                for choice in sorted(poll.choices.all(), key=lambda choice: choice.place)
            ],
            voters=poll.voters,
            many=poll.is_many,
            hidden=poll.is_hidden,
            closes=timezone.localtime(poll.closes).isoformat() if poll.closes else None,
        )
        for poll in found
    }


def answers_line(post_id: int) -> str:
    """Return a paragraph that leads to the post that another one answers."""
    leads, words = f"{settings.SITE_URL}/p/{post_id}", f"↳ {_('원글 보기')}"
    return f'<p><a href="{leads}" rel="{LINK_REL}">{words}</a></p>'

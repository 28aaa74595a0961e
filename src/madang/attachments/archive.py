"""Polls, tests and pictures of a text that may come back."""

from base64 import b64decode, b64encode
from datetime import date, datetime
from typing import Any

from madang.core.richtext import pictures_of
from madang.media import withholding
from madang.media.models import Picture
from madang.media.pictures import paths_of
from madang.media.storage import keep

from .models import Poll, PollChoice, PollVote, QuizText
from .pictures.uses import own_pictures


def archive_text(post: int, seq: int, html: str) -> dict[str, Any]:
    """Return what this app keeps beside a text, pictures' files included. Five queries at most."""
    kept: dict[str, Any] = {}
    if "<img" in html and pictures_of(html):
        kept["pictures"] = [_picture(one) for one in own_pictures(post, seq)]
    if seq == 0:
        kept["quiz"] = list(QuizText.objects.filter(post=post).values_list("values", flat=True))
        kept["poll"] = [_poll(poll) for poll in Poll.objects.filter(post=post)]
    return {name: held for name, held in kept.items() if held}


def restore_text(post: int, seq: int, kept: dict[str, Any]) -> None:
    for picture in kept.get("pictures", []):
        _put_picture_back(picture)
    for values in kept.get("quiz", []):
        QuizText.objects.get_or_create(post_id=post, defaults={"values": values})
    for poll in kept.get("poll", []):
        _put_poll_back(post, poll)


def _picture(picture: Picture) -> dict[str, Any]:
    files = {path: withholding.read(path) for path in paths_of(picture)}
    return {
        "name": picture.name,
        "width": picture.width,
        "height": picture.height,
        "widths": picture.widths,
        "day": picture.day.isoformat(),
        "files": {path: b64encode(data).decode() for path, data in files.items() if data},
    }


def _put_picture_back(kept: dict[str, Any]) -> None:
    fields = {name: kept[name] for name in ("width", "height", "widths")}
    fields["day"] = date.fromisoformat(kept["day"])
    Picture.objects.get_or_create(name=kept["name"], defaults=fields)
    for path, data in kept["files"].items():
        if not withholding.is_there(path):
            keep(path, b64decode(data))


def _poll(poll: Poll) -> dict[str, Any]:
    return {
        "question": poll.question,
        "is_many": poll.is_many,
        "is_hidden": poll.is_hidden,
        "closes": poll.closes.isoformat() if poll.closes else "",
        "voters": poll.voters,
        "choices": list(poll.choices.order_by("place").values_list("place", "words", "votes")),
        "votes": [(bytes(tag).hex(), places) for tag, places in _votes(poll)],
    }


def _votes(poll: Poll) -> list[tuple[Any, str]]:
    return list(poll.votes.values_list("tag", "places"))


def _put_poll_back(post: int, kept: dict[str, Any]) -> None:
    if Poll.objects.filter(post=post).exists():
        return
    poll = Poll.objects.create(
        post_id=post,
        question=kept["question"],
        is_many=kept["is_many"],
        is_hidden=kept["is_hidden"],
        closes=datetime.fromisoformat(kept["closes"]) if kept["closes"] else None,
        voters=kept["voters"],
    )
    PollChoice.objects.bulk_create(
        PollChoice(poll=poll, place=place, words=words, votes=votes)
        for place, words, votes in kept["choices"]
    )
    PollVote.objects.bulk_create(
        PollVote(poll=poll, tag=bytes.fromhex(tag), places=places) for tag, places in kept["votes"]
    )

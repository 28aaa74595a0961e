"""Polls of Rhymix and XE, by the document under which they stand."""

from collections import defaultdict
from datetime import timedelta
from html import unescape

from django.utils import timezone

from madang.core.text.door import can_be_seen, tidy_line

from ..databases.tables import OldDatabase
from ..lines import ChoiceLine, PollLine
from ..old_site import count_of, moment_of
from ..report import Note, Report
from .rows import ChoiceRow, PollRow, QuestionRow

MAX_WORDS, MAX_QUESTION, MIN_CHOICES, MAX_CHOICES = 80, 100, 2, 100


def polls_of(database: OldDatabase, prefix: str, report: Report) -> dict[int, PollLine]:
    """Return the polls by the numbers of their documents; of more than one question the first."""
    questions: dict[int, list[QuestionRow]] = defaultdict(list)
    for question in database.rows(f"{prefix}poll_title", QuestionRow, "ORDER BY poll_index_srl"):
        questions[question.poll_srl].append(question)
    choices: dict[int, list[ChoiceRow]] = defaultdict(list)
    for choice in database.rows(f"{prefix}poll_item", ChoiceRow, "ORDER BY poll_item_srl"):
        choices[choice.poll_index_srl].append(choice)
    found: dict[int, PollLine] = {}
    for poll in database.rows(f"{prefix}poll", PollRow, "ORDER BY poll_srl"):
        own = questions[poll.poll_srl]
        made = _poll(poll, own[0], choices[own[0].poll_index_srl]) if own else None
        if made is None or poll.upload_target_srl in found:
            report.add(Note.POLLS_LEFT)
        else:
            found[poll.upload_target_srl] = made
        report.add(Note.POLLS_LEFT, max(0, len(own) - 1))
    return found


def _poll(poll: PollRow, question: QuestionRow, choices: list[ChoiceRow]) -> PollLine | None:
    """Return a poll that is over; None for what does not fit here."""
    words = [tidy_line(unescape(choice.title)) for choice in choices]
    asked = tidy_line(unescape(question.title))
    fits = MIN_CHOICES <= len(words) <= MAX_CHOICES and len(asked) <= MAX_QUESTION
    if not fits or not all(can_be_seen(each) and len(each) <= MAX_WORDS for each in words):
        return None
    now = timezone.now()
    closes = moment_of(poll.stop_date)
    # Whoever voted there could vote again here.
    ended = min(closes + timedelta(days=1), now) if closes else now
    return PollLine(
        question=asked,
        choices=[
            ChoiceLine(words=each, votes=count_of(choice.poll_count))
            for each, choice in zip(words, choices, strict=True)
        ],
        voters=count_of(poll.poll_count),
        many=question.checkcount > 1,
        closes=ended.isoformat(),
    )

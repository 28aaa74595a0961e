"""What an operator of the demo finds to decide: reports, and boards that are asked for."""

import random

from madang.accounts.models import Account
from madang.board_requests.actions import ask_for_board, support
from madang.boards.models import Comment, State
from madang.moderation.models import Complaint, ReportedPart
from madang.moderation.reports import is_own, report
from madang.moderation.subjects import find_subject

REPORTED = (
    (Complaint.SPAM, "같은 말을 여기저기 달고 있어요."),
    (Complaint.ABUSE, "말이 너무 거칠어요."),
    (Complaint.FALSE, ""),
)
ASKED = (
    ("혼자 여행", "혼자 다녀온 곳과 다녀올 곳 이야기"),
    ("집밥", "오늘 해 먹은 것, 냉장고에 남은 것"),
    ("외국에서", "다른 나라에 사는 사람들끼리"),
)


def write_what_to_decide(people: list[Account], chance: random.Random) -> None:
    """Let members report a few comments, and ask for boards."""
    said = list(Comment.objects.filter(state=State.LIVE, post__board__members_only=False)[:200])
    for number, comment in enumerate(chance.sample(said, 6)):
        subject = find_subject(comment.post_id, comment.seq)
        complaint, words = REPORTED[number % len(REPORTED)]
        for person in chance.sample(people, 1 + number % 4):
            if subject is not None and not is_own(subject, person):
                part = ReportedPart.WORDS
                report(subject, by=person, part=part, complaint=complaint, words=words)
    for person, (name, why) in zip(people[4:], ASKED, strict=False):
        asked = ask_for_board(by=person, name=name, why=why)
        for friend in chance.sample(people, chance.randrange(2, 12)):
            support(asked.pk, by=friend)

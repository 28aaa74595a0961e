"""Writing the demo community, through the same actions that people's forms use."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from madang.accounts.models import Account
from madang.boards.api import (
    BoardPlan,
    PostDraft,
    comment,
    open_first_boards,
    recommend,
    write_post,
)
from madang.boards.models import Board, Category, Post
from madang.calls.models import PendingCall
from madang.core.community import found_community
from madang.core.richtext import to_html

from .moderated import write_what_to_decide
from .other_boards import write_other_boards
from .particles import choose_particles
from .photos import write_photos
from .pictures import picture_line
from .showpieces import write_showpieces
from .site import write_before_posts, write_what_operators_set
from .texts import ANSWERS, FROM_THE_AUTHOR, REMARKS, SECTIONS, WORDS, Section

SIGN_INS = {
    "operator": ("operator", "madang-demo-1"),
    "member": ("member", "madang-demo-2"),
}
OTHER_MEMBERS = 22
POSTS_A_BOARD = 50
# So many more on the first board, from years ago: its list has a whole pager.
OLDER_POSTS, OLDEST_DAYS, NEWEST_OLDER_DAYS = 280, 1400, 800
COMMENTS = 3000
LAST_CALLS = 100
SEED = 20261101
NAME, TAGLINE = "마당", "이름 없이 말하고, 새어 나갈 것이 없는 곳"

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Draft:
    section: Section
    category: str
    title: str
    body: str
    at: datetime
    is_older: bool = False


def write_demo(advance: Callable[[int, int], None]) -> None:
    """Fill an empty site; all or nothing. `advance` is told of threads done and to do."""
    writer = _Writer(random.Random(SEED), timezone.now())
    with transaction.atomic():
        plans = [BoardPlan(section.name, section.categories) for section in SECTIONS]
        found_community(NAME, TAGLINE)
        write_before_posts()
        open_first_boards(plans)
        writer.sign_up()
        drafts = writer.drafts()
        for done, draft in enumerate(drafts, start=1):
            writer.publish(draft)
            advance(done, len(drafts))
        write_other_boards(writer.members, writer.chance, writer.now)
        write_what_to_decide(writer.members, writer.chance)
        write_showpieces(writer.members, writer.chance)
        write_photos(writer.members, writer.chance, writer.now)
        write_what_operators_set()
        writer.set_views()
        writer.forget_old_calls()


class _Writer:
    """Chance, members and the moment at which the demo was made."""

    def __init__(self, chance: random.Random, now: datetime) -> None:
        self.chance = chance
        self.now = now
        self.members: list[Account] = []
        self.pictures = 0
        self.comments_left = COMMENTS
        self.threads_left = POSTS_A_BOARD * len(SECTIONS)

    def sign_up(self) -> None:
        for role, (name, password) in SIGN_INS.items():
            account = Account.objects.create_user(name, password, is_operator=role == "operator")
            self.members.append(account)
        for number in range(1, OTHER_MEMBERS + 1):
            # Nobody signs in as these, so they have no password.
            extra = Account(login_name=f"demo-{number}")
            extra.set_unusable_password()
            extra.save()
            self.members.append(extra)

    def drafts(self) -> list[Draft]:
        """Return every post to be, in the order of time: from two years ago until now."""
        drafts = [draft for section in SECTIONS for draft in self._section_drafts(section)]
        first = SECTIONS[0]
        known = {draft.title for draft in drafts if draft.section is first}
        drafts += self._older_drafts(first, known)
        return sorted(drafts, key=lambda draft: draft.at)

    def publish(self, draft: Draft) -> None:
        board = Board.objects.get(name=draft.section.name)
        category = Category.objects.get(board=board, name=draft.category)
        author = self.chance.choice(self.members)
        text = to_html(self._with_picture(draft))
        source = "https://www.korea.kr" if draft.category == "뉴스" else ""
        filled = PostDraft(draft.title, text, category.pk, source)
        post = write_post(filled, by=author, board_id=board.pk, at=draft.at)
        if not draft.is_older:
            self._discuss(post, author, draft)
        voters = self.chance.sample(self.members, k=self._few(len(self.members) - 2))
        voters = voters[:2] if draft.is_older else voters
        for voter in voters:
            if voter != author:
                recommend(post.pk, by=voter)

    def set_views(self) -> None:
        """Give each post as many readers as its thread makes plausible."""
        Post.objects.update(views=F("comment_count") * 7 + F("recommends") * 11 + F("id") % 40 + 3)

    def forget_old_calls(self) -> None:
        """Leave the calls of the last comments to be made; the others have long been read."""
        newest = PendingCall.objects.order_by("-pk").values_list("pk", flat=True)[:LAST_CALLS]
        PendingCall.objects.exclude(pk__in=list(newest)).delete()

    def _section_drafts(self, section: Section) -> list[Draft]:
        drafts: list[Draft] = []
        titles: set[str] = set()
        topics = list(section.topics)
        while len(drafts) < POSTS_A_BOARD:
            for category, title, body in topics:
                filled = self._fill([title, body])
                if filled[0] not in titles and len(drafts) < POSTS_A_BOARD:
                    titles.add(filled[0])
                    drafts.append(Draft(section, category, filled[0], filled[1], self._moment()))
        return drafts

    def _older_drafts(self, section: Section, titles: set[str]) -> list[Draft]:
        drafts: list[Draft] = []
        # There are only so many titles; none comes twice.
        for number in range(20 * OLDER_POSTS):
            category, title, body = section.topics[number % len(section.topics)]
            title, body = self._fill([title, body])
            if title in titles or len(drafts) == OLDER_POSTS:
                continue
            titles.add(title)
            at = self.now - timedelta(days=self.chance.uniform(NEWEST_OLDER_DAYS, OLDEST_DAYS))
            drafts.append(Draft(section, category, title, body, at, is_older=True))
        return drafts

    def _moment(self) -> datetime:
        # Most of it is of the last days, a little is old.
        days = min(self.chance.expovariate(1 / 40), 800)
        seconds = self.chance.randrange(60, 18 * 3600)
        return self.now - timedelta(days=days if self.chance.random() < 0.8 else 0, seconds=seconds)

    def _fill(self, texts: list[str]) -> list[str]:
        """Fill the braces of some texts; the same word means the same subject in all of them."""
        words = {name: self.chance.choice(choices) for name, choices in WORDS.items()}
        filled = [_SLOT.sub(lambda found: words[found[1]], text) for text in texts]
        return [choose_particles(text) for text in filled]

    def _with_picture(self, draft: Draft) -> str:
        if draft.is_older or (draft.category != "짤 만들기" and self.chance.random() > 0.12):
            return draft.body
        self.pictures += 1
        return f"{draft.body}\n\n{picture_line(SEED + self.pictures)}"

    def _discuss(self, post: Post, author: Account, draft: Draft) -> None:
        share = self.comments_left / self.threads_left
        count = round(min(self.chance.expovariate(1 / share), self.comments_left))
        if self.threads_left == 1:
            count = self.comments_left
        if self.threads_left == 40:
            count = 130  # one thread with more than a page
        self.threads_left -= 1
        self.comments_left -= count
        speakers = self.chance.sample(self.members, k=min(len(self.members), 3 + count // 3))
        at = draft.at
        for seq in range(1, count + 1):
            at += (self.now - at) * self.chance.random() * 0.08
            parent = (
                self.chance.randrange(1, seq) if seq > 1 and self.chance.random() < 0.3 else None
            )
            by = author if self.chance.random() < 0.12 else self.chance.choice(speakers)
            text = self._remark(draft.section, by == author, answer=parent is not None)
            comment(post.pk, to_html(text), by=by, parent=parent, at=at)

    def _remark(self, section: Section, of_author: bool, *, answer: bool) -> str:
        if of_author:
            said = self.chance.choice(FROM_THE_AUTHOR)
        elif answer:
            said = self.chance.choice(ANSWERS)
        else:
            said = self.chance.choice(section.remarks + REMARKS)
        return self._fill([said])[0]

    def _few(self, most: int) -> int:
        return min(most, int(self.chance.expovariate(1 / 3)))

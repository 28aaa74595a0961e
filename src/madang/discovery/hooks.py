"""What discovery adds to boards, to search and to the site."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy

from madang.boards.extensions import BoardsExtension, TextChange, filter_for
from madang.boards.models import Comment
from madang.core.site import ConsoleEntry, ConsoleSection, SiteExtension, Viewed
from madang.search.extensions import Sampled, SearchExtension, Source

from . import engagement
from .live.rising import rising_words
from .rankings.queries import Tab, top
from .rankings.ranking import MAX_RANKED
from .search.sources import CommentSource, PostSource, take_out
from .view_counts import view_counts

# So many posts that are popular now begin the home page.
HOME_ROWS = 8


class DiscoveryInBoards(BoardsExtension):
    def on_comment(self, comment: Comment) -> None:
        engagement.note_engagement(comment.post_id)

    def before_text_change(self, change: TextChange) -> None:
        take_out(change)
        engagement.note_change(change)

    def on_engagement(self, post_id: int) -> None:
        engagement.note_engagement(post_id)


class DiscoveryInSearch(SearchExtension):
    def __init__(self) -> None:
        self.posts, self.comments = PostSource(), CommentSource()

    def sources(self) -> Sequence[Source]:
        return [self.posts, self.comments]

    def samples(self) -> Sequence[Sampled]:
        return [self.posts]


class DiscoveryInSite(SiteExtension):
    slots = {
        "home.first": "discovery/slots/home.html",
        "page.search": "discovery/slots/search.html",
        "page.links": "discovery/slots/links.html",
        "page.main_end": "discovery/slots/main_end.html",
        "page.aside": "discovery/slots/aside.html",
        "page.footer_links": "discovery/slots/footer_links.html",
        "page.thumb": "discovery/slots/thumb.html",
        "list.links": "discovery/slots/in_board.html",
        "page.scripts": "discovery/slots/scripts.html",
        "post.after_thread": "discovery/slots/related.html",
    }

    def home_context(self, request: HttpRequest) -> dict[str, Any]:
        content_filter = filter_for(request)
        hot = top(
            Tab.NOW,
            None,
            timezone.localdate(),
            content_filter=content_filter,
            most=MAX_RANKED if content_filter else HOME_ROWS,
        )
        return {"hot_now": hot.rows[:HOME_ROWS], "rising_now": rising_words()}

    def console_entries(self) -> Iterable[ConsoleEntry]:
        return [
            ConsoleEntry(ConsoleSection.SITE, 60, "rising", _lazy("뜨는 단어"), "console_rising"),
            ConsoleEntry(
                ConsoleSection.SITE, 70, "places", _lazy("접속 지역별 안내"), "console_places"
            ),
        ]

    def on_viewed(self, viewed: Viewed) -> None:
        if viewed.kind == "post":
            view_counts().note(viewed.id, viewed.reader)

    def on_stopping(self) -> None:
        view_counts().stop()


EXTENSIONS = [DiscoveryInBoards(), DiscoveryInSearch(), DiscoveryInSite()]

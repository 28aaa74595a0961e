"""What boards add to accounts and to the site."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.extensions import AccountsExtension, ExportList
from madang.accounts.models import Account
from madang.core.richtext import excerpt
from madang.core.site import ConsoleEntry, ConsoleSection, SiteExtension

from .activity.export import export_lists
from .directory import first_run
from .directory.access import NotAMember, boards_of
from .directory.directory import board_directory
from .directory.door import render_door
from .directory.moderators import forget_moderator, moderated_boards, moderates_somewhere
from .extensions import filter_for
from .lists import listings, sitemap
from .lists.marks import contents_marks
from .models import State, Thumbnails
from .nicknames.nicknames import nicknames_of
from .shared_pages import LIST, THREAD, list_state_of, thread_state_of
from .threads import erasure
from .threads.comment_html import CommentsHtml, nickname_html
from .threads.drafts import drafts_of
from .threads.forms import what_was_typed
from .threads.lookup import redirect_to_moved
from .threads.thread_words import voice_name


class BoardsInAccounts(AccountsExtension):
    def archive(self, account_id: int) -> Iterator[dict[str, Any]]:
        yield from map(asdict, erasure.archive_all(account_id))

    def withdraw(self, account_id: int, still: Callable[[], bool]) -> None:
        erasure.withdraw(account_id, still)

    def restore(self, archived: dict[str, Any]) -> None:
        erasure.restore(erasure.ArchivedText(**archived))

    def erase(self, account_id: int, *, deletes_texts: bool) -> None:
        (erasure.delete_all if deletes_texts else erasure.let_go)(account_id)
        forget_moderator(account_id)

    def works_here(self, account: Account) -> bool:
        return moderates_somewhere(account)

    def export_values(self, account: Account) -> dict[str, Any]:
        return {
            "nicknames": {board: own.name for board, own in nicknames_of(account).items()},
            "belongs_to": boards_of(account),
            "moderates": [board.name for board in moderated_boards(account)],
            "drafts": [asdict(draft.what) for draft in drafts_of(account)],
        }

    def export_lists(self, account: Account) -> Sequence[ExportList]:
        return export_lists(account)

    def export_pictures(self, account: Account) -> Sequence[str]:
        return [own.picture for own in nicknames_of(account).values() if own.picture]


class BoardsInSite(SiteExtension):
    slots = {
        "home.sections": "boards/slots/home.html",
        "account.started_links": "boards/slots/started_link.html",
        "account.data_links": "boards/slots/account_link.html",
        "page.board_links": "boards/slots/board_links.html",
        "page.all_boards": "boards/slots/all_boards.html",
        "page.member_links": "boards/slots/member_links.html",
        "page.thumb_write": "boards/slots/thumb_write.html",
        "page.thumb_member": "boards/slots/thumb_member.html",
    }

    def template_globals(self) -> dict[str, Any]:
        return {
            "State": State,
            "Thumbnails": Thumbnails,
            "kakao_js_key": settings.KAKAO_JS_KEY,
            "contents_marks": contents_marks,
            "excerpt": excerpt,
            "comments_html": CommentsHtml,
            "nickname_html": nickname_html,
            "voice_name": voice_name,
            "moderates_somewhere": moderates_somewhere,
        }

    def page_context(self, request: HttpRequest) -> dict[str, Any]:
        return {"directory": board_directory()}

    def home_context(self, request: HttpRequest) -> dict[str, Any]:
        content_filter = filter_for(request)
        directory = board_directory()
        return {
            "latest": listings.latest_by_board(directory, content_filter),
            "recommended": listings.most_recommended_by_board(directory, content_filter),
            "left_out": content_filter.boards if content_filter else (),
        }

    def member_states(self) -> dict[str, Any]:
        return {LIST: list_state_of, THREAD: thread_state_of}

    def console_entries(self) -> Iterable[ConsoleEntry]:
        site = ConsoleSection.SITE
        return [
            ConsoleEntry(site, 40, "boards", _lazy("게시판"), "console_boards"),
            ConsoleEntry(site, 45, "notices", _lazy("공지"), "console_notices"),
        ]

    def sitemap_parts(self) -> int:
        return sitemap.parts()

    def sitemap_part(self, part: int) -> Iterable[tuple[str, datetime | None]]:
        return sitemap.entries(part)

    def robots_disallow(self) -> Iterable[str]:
        return ["/live/", "/me$", "/me/", "/*/write$", "/*/write?"]

    def first_run_fields(self) -> dict[str, forms.Field]:
        return first_run.fields()

    def first_run_clean(self, data: dict[str, Any]) -> None:
        first_run.clean(data)

    def on_first_run(self, data: dict[str, Any]) -> None:
        first_run.found(data)

    def render_forbidden(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotAMember):
            return render_door(request, error.board, status=403)
        return None

    def instead_of_not_found(self, request: HttpRequest) -> HttpResponse | None:
        return redirect_to_moved(request)

    def text_to_keep(self, request: HttpRequest) -> str:
        return what_was_typed(request)


EXTENSIONS = [BoardsInAccounts(), BoardsInSite()]

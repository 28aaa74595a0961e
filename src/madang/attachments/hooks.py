"""What attachments add to boards and to accounts."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _lazy

from madang.accounts.extensions import AccountsExtension
from madang.accounts.models import Account
from madang.boards.api import PostView
from madang.boards.extensions import (
    BoardsExtension,
    ComposerAttachments,
    LinkPreviews,
    PostAddons,
    SavedText,
)
from madang.boards.models import Post
from madang.core.site import ConsoleEntry, ConsoleSection, SiteExtension
from madang.media.pictures import note_draft

from . import addons, archive, composer
from .pictures import uses
from .polls import polls
from .previews import previews
from .stickers import stickers


class AttachmentsInAccounts(AccountsExtension):
    def erase(self, account_id: int, *, deletes_texts: bool) -> None:
        polls.forget_votes(account_id)


class AttachmentsInBoards(BoardsExtension):
    def on_text_saved(self, text: SavedText) -> None:
        uses.note_use(text)
        previews.note_links(text)
        addons.forget_with(text)

    def on_visibility_changed(self, post_id: int, seq: int) -> None:
        uses.follow_hiding(post_id, seq)

    def on_draft_saved(self, html: str) -> None:
        note_draft(html)

    def archive_text(self, post_id: int, seq: int, html: str) -> dict[str, Any]:
        return archive.archive_text(post_id, seq, html)

    def restore_text(self, post_id: int, seq: int, archived: dict[str, Any]) -> None:
        archive.restore_text(post_id, seq, archived)


class Previews(LinkPreviews):
    def render(self, texts: Collection[str]) -> list[str]:
        return previews.render(texts)


class Addons(PostAddons):
    def name_of(self, addon: int) -> str:
        return addons.name_of(addon)

    def form(self, data: Any, post: Post | None) -> forms.Form | None:
        return addons.form(data, post)

    def save(self, post: Post, form: forms.Form) -> int:
        return addons.save(post, form)

    def words_of(self, form: forms.Form) -> str:
        return addons.words_of(form)

    def render_form(self, request: HttpRequest, form: forms.Form, post: Post | None) -> str:
        return addons.render_form(request, form)

    def render_preview(self, request: HttpRequest, form: forms.Form) -> str:
        return addons.render_preview(request, form)

    def render(
        self, request: HttpRequest, post: PostView, path: str, account: Account | None
    ) -> str:
        return addons.render(request, post, path, account)


class Composer(ComposerAttachments):
    def stickers(self, board_id: int) -> Sequence[Any]:
        return stickers.stickers_of(board_id)

    def sticker_line(self, board_id: int, number: int) -> str:
        return stickers.line_of(board_id, number)

    def picture_line(self, given: UploadedFile, by: Account) -> str:
        return composer.picture_line(given)


class AttachmentsInSite(SiteExtension):
    slots = {
        "composer.uploads": "attachments/slots/uploads.html",
        "console.board_links": "attachments/slots/board_link.html",
    }

    def console_entries(self) -> Iterable[ConsoleEntry]:
        site, title = ConsoleSection.SITE, _lazy("스티커")
        return [ConsoleEntry(site, 65, "stickers", title, "console_all_stickers")]


EXTENSIONS = [
    AttachmentsInAccounts(),
    AttachmentsInBoards(),
    AttachmentsInSite(),
    Previews(),
    Addons(),
    Composer(),
]

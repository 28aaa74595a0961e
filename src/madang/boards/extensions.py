"""The doors of boards: what other apps add to what is written, listed and shown here.

`BoardsExtension` is for any number of apps; the ports below it are for exactly one app each.
"""

from collections.abc import Collection, Container, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from madang.accounts.decorators import current_account
from madang.accounts.models import Account
from madang.core.extensions import Extension, ExtensionPoint, Port

from .models import Comment, Post, State

if TYPE_CHECKING:
    from .threads.queries import CommentRow, PostView


class Writing(NamedTuple):
    """Who is about to write or change something, and where."""

    by: Account
    board: int
    thread: int | None


class SavedText(NamedTuple):
    """The text of a post (`seq` 0) or a comment was saved; empty when it is deleted."""

    post: int
    seq: int
    html: str
    is_new: bool = False


class TextChange(NamedTuple):
    """What can be found of a post (`seqs` has 0) or of its comments is about to change or to go."""

    post: int
    seqs: Collection[int]


class WritingRefused(Exception):
    """It may not be written; the message says why, in the reader's language."""


class BoardsExtension(Extension):
    """What an app adds to posts and comments.

    All but the checks and `on_draft_saved` are called within the transaction that writes.
    """

    def check_can_write(self, writing: Writing) -> None:
        """Raise WritingRefused for somebody who may not write there."""

    def check_text_allowed(self, text: str) -> None:
        """Raise WritingRefused for what nobody may write."""

    def on_comment(self, comment: Comment) -> None:
        """Follow a new comment."""

    def on_text_saved(self, text: SavedText) -> None:
        """Follow a text that was saved or deleted."""

    def before_text_change(self, change: TextChange) -> None:
        """Follow a change of words, place or tags; all is still as it was."""

    def on_visibility_changed(self, post_id: int, seq: int) -> None:
        """Follow a text that was hidden or shown again."""

    def on_engagement(self, post_id: int) -> None:
        """Follow a post of which something is counted anew, or which is listed or no more."""

    def on_draft_saved(self, html: str) -> None:
        """Follow a draft, before the transaction that saves it."""

    def comment_link(self) -> str:
        """Return what each comment's link to its `/more` is called, which is the app's page."""
        return ""

    def archive_text(self, post_id: int, seq: int, html: str) -> dict[str, Any]:
        """Return what this app keeps beside a text of somebody who leaves, as JSON has it.

        It goes with the text into a sealed file: left in the database it would tell a leaver's
        words from what others deleted.
        """
        return {}

    def restore_text(self, post_id: int, seq: int, archived: dict[str, Any]) -> None:
        """Bring back what was archived beside a text, as far as it is not there."""

    def is_of_another_site(self, word: str) -> bool:
        """Tell whether addresses that begin with a word were those of a site that moved in."""
        return False

    def state_on_restore(self, post_id: int, seq: int, state: State) -> State | None:
        """Return the state in which a text comes back, after what was decided meanwhile.

        None: it is gone for good.
        """
        return state


class FilterMatch(NamedTuple):
    """What becomes of something that a filter catches: folded, with what it is, or left out."""

    fold: bool
    why: str


class Listed(Protocol):
    """A row of any list of posts."""

    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def domains(self) -> str: ...
    @property
    def recommends(self) -> int: ...


class ContentFilter(Protocol):
    """One reader's filters, as JSON has them too.

    `boards` are those that are left out of lists of several, `hidden` posts that are put away.
    """

    boards: frozenset[int]
    values: dict[str, Any]

    @property
    def hidden(self) -> Container[int]: ...

    def match_post(
        self, row: Listed, *, board: int | None, category: int | None
    ) -> FilterMatch | None:
        """Return what matches a listed post; board or category is None for the list's own."""

    def match_comment(self, post_id: int, row: "CommentRow") -> FilterMatch | None:
        """Return what matches a comment in its thread."""


class ContentFilters(Extension):
    """The port of reader filters."""

    def filter_of(self, account: Account) -> ContentFilter | None:
        """Return an account's filter; None if it filters nothing. One query."""
        return None

    def filters_something(self, account_id: int) -> bool:
        """Tell whether an account filters anything; with one light read, and nothing else."""
        return False


class LinkPreviews(Extension):
    """The port of link previews."""

    def render(self, texts: Collection[str]) -> list[str]:
        """Return texts as HTML to be shown, in their order. A query at most."""
        return list(texts)


class PostAddons(Extension):
    """The port of what stands under a post besides its text, such as a poll.

    A post notes that it has something (`Post.addon`), so that only such a post's page asks.
    """

    def name_of(self, addon: int) -> str:
        """Return what lists call what a post has noted (`Post.addon`)."""
        return ""

    def form(self, data: Any, post: Post | None) -> forms.Form | None:
        """Return the fields that the form of a post has besides its own."""
        return None

    def save(self, post: Post, form: forms.Form) -> int:
        """Save what was filled in, in the post's transaction; return what the post notes of it."""
        return post.addon

    def words_of(self, form: forms.Form) -> str:
        """Return all words of the filled-in fields, to be checked."""
        return ""

    def render_form(self, request: HttpRequest, form: forms.Form, post: Post | None) -> str:
        """Return the fields as HTML."""
        return ""

    def render_preview(self, request: HttpRequest, form: forms.Form) -> str:
        """Return what would be shown of the filled-in fields, as HTML."""
        return ""

    def render(
        self, request: HttpRequest, post: "PostView", path: str, account: Account | None
    ) -> str:
        """Return what the post's page shows, as HTML. Three queries at most."""
        return ""


class AttachmentRefused(Exception):
    """It cannot be added to a text; the message says why, in the reader's language."""


class ComposerAttachments(Extension):
    """The port of what is added to a text as a line: a sticker, pictures without scripts."""

    def stickers(self, board_id: int) -> Sequence[Any]:
        """Return what there is to choose from on a board. One query."""
        return ()

    def sticker_line(self, board_id: int, number: int) -> str:
        """Return a sticker as it is typed; empty where there is none."""
        return ""

    def picture_line(self, given: UploadedFile, by: Account) -> str:
        """Keep a picture; return it as it is typed, empty where none are taken.

        Raises AttachmentRefused.
        """
        return ""


boards_point = ExtensionPoint(BoardsExtension)
content_filters = Port(ContentFilters, provided_by="filters")
link_previews = Port(LinkPreviews, provided_by="attachments")
post_addons = Port(PostAddons, provided_by="attachments")
composer_attachments = Port(ComposerAttachments, provided_by="attachments")


def check_can_write(writing: Writing) -> None:
    """Raise WritingRefused if somebody may not write this here."""
    for hook in boards_point.hooks(BoardsExtension.check_can_write):
        hook(writing)


def check_text_allowed(*words: str) -> None:
    """Raise WritingRefused if nobody may write this."""
    hooks = boards_point.hooks(BoardsExtension.check_text_allowed)
    if hooks:
        text = "\n".join(words)
        for hook in hooks:
            hook(text)


def tell_text_saved(text: SavedText) -> None:
    for hook in boards_point.hooks(BoardsExtension.on_text_saved):
        hook(text)


def tell_before_change(post_id: int, *seqs: int) -> None:
    """Tell that the words, the place or the tags of these change; all is still as it was."""
    for hook in boards_point.hooks(BoardsExtension.before_text_change):
        hook(TextChange(post_id, seqs))


def tell_visibility_changed(post_id: int, seq: int) -> None:
    for hook in boards_point.hooks(BoardsExtension.on_visibility_changed):
        hook(post_id, seq)


def tell_engagement(post_id: int) -> None:
    for hook in boards_point.hooks(BoardsExtension.on_engagement):
        hook(post_id)


def is_of_another_site(word: str) -> bool:
    """Tell whether addresses that begin with a word were another site's: numbers mean others."""
    return any(hook(word) for hook in boards_point.hooks(BoardsExtension.is_of_another_site))


def archive_text(post_id: int, seq: int, html: str) -> dict[str, dict[str, Any]]:
    """Return what other apps keep beside a text, by their names."""
    kept = {
        app: hook(post_id, seq, html)
        for app, hook in boards_point.by_app(BoardsExtension.archive_text).items()
    }
    return {app: archived for app, archived in kept.items() if archived}


def restore_text(post_id: int, seq: int, archived: dict[str, dict[str, Any]]) -> None:
    """Bring back what other apps kept beside a text; belongs in the text's transaction."""
    for app, hook in boards_point.by_app(BoardsExtension.restore_text).items():
        if app in archived:
            hook(post_id, seq, archived[app])


def state_on_restore(post_id: int, seq: int, was: State) -> State | None:
    """Return in which state a text comes back; None: it is gone for good."""
    state: State | None = was
    for hook in boards_point.hooks(BoardsExtension.state_on_restore):
        state = hook(post_id, seq, state) if state is not None else None
    return state


def filter_of(account: Account | None) -> ContentFilter | None:
    """Return an account's filter, None if it filters nothing. One query, none with no account."""
    return content_filters.provider.filter_of(account) if account is not None else None


def filters_something(account_id: int) -> bool:
    """Tell whether an account filters anything. One light query."""
    return content_filters.provider.filters_something(account_id)


def filter_for(request: HttpRequest) -> ContentFilter | None:
    """Return the filter of whoever asks, for what several apps show on one page: read once."""
    if not hasattr(request, "content_filter"):
        request.content_filter = filter_of(current_account(request))  # type: ignore[attr-defined]
    return request.content_filter  # type: ignore[attr-defined]

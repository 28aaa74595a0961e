"""What members write by a program: through the same forms and actions as on the pages."""

from functools import partial
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from ninja import Header, Schema, Status
from pydantic import Field

from madang.accounts.models import Account
from madang.core.richtext import to_html, to_text
from madang.web_api.calling import Refused, member_in
from madang.web_api.operation import operation as web_operation
from madang.web_api.shapes import Nothing, Number, Sent
from madang.web_api.tokens import Scope

from ..directory.access import must_enter
from ..directory.directory import BoardInfo, board_directory
from ..models import Comment, Post
from ..threads import comment_actions, post_actions
from ..threads.errors import NeverThere
from ..threads.forms import CommentForm, PostForm
from ..threads.post_draft import PostDraft
from ..threads.queries import comments_between, find_comment, find_post, read_post
from .reading import board_called
from .router import router
from .shapes import CommentShown, PostShown, comments_shown, post_shown

operation = partial(web_operation, router, tag=_lazy("쓰기"))
# As much as a form takes: what is longer is refused by the form, with how much is too much.
Text = Annotated[str, Field(max_length=200_000)]
Words = Annotated[str, Field(min_length=1, max_length=200_000)]
OnceKey = Annotated[
    str, Field(max_length=40), Header("", alias="Idempotency-Key", description="random, new each")
]


class PostSent(Sent):
    """A new post: its text as it is typed, or as HTML."""

    title: Words
    text: Text = ""
    html: Text | None = None
    category: str | None = None
    source: Text = ""
    tags: list[Text] = []


class PostChanged(Sent):
    """What is to change of a post; what is left out stays."""

    title: Words | None = None
    text: Text | None = None
    html: Text | None = None
    category: str | None = None
    source: Text | None = None
    tags: list[Text] | None = None


class CommentSent(Sent):
    """A comment, or an answer to another one (`parent`)."""

    text: Words
    parent: Number | None = None
    is_news: bool = False


class CommentChanged(Sent):
    text: Words


class Written(Schema):
    """What was written, by its numbers."""

    post: int
    seq: int = 0


@operation(
    "POST",
    "/boards/{slug}/posts",
    PostShown,
    says=_lazy("글 쓰기"),
    scope=Scope.WRITE,
    status=201,
)
def write_post(request: HttpRequest, slug: str, sent: PostSent, once: OnceKey = "") -> Any:
    by, board = member_in(request), board_called(slug)
    must_enter(board, by)
    draft = _draft(PostForm(board, _fields(board, sent.dict(), once)))
    made = post_actions.write_post(draft, by=by, board_id=board.id, idempotency_key=once)
    return Status(201, _shown(made.pk))


@operation("PATCH", "/posts/{post_id}", PostShown, says=_lazy("내 글 고치기"), scope=Scope.WRITE)
def edit_post(request: HttpRequest, post_id: Number, sent: PostChanged) -> Any:
    by = member_in(request)
    now = _post_of(post_id, by)
    board = board_directory().by_id[now.board_id]
    category = board.by_category.get(now.category_id or 0)
    before = {
        "title": now.title,
        "text": to_text(now.text.html),
        "category": category.name if category else None,
        "source": now.text.source,
        "tags": now.tags.split(),
    }
    fields = _fields(board, before | sent.dict(exclude_unset=True), "")
    draft = _draft(PostForm(board, fields, initial={"html": now.text.html}))
    post_actions.edit_post(post_id, draft, by=by)
    return _shown(post_id)


@operation("DELETE", "/posts/{post_id}", Nothing, says=_lazy("내 글 삭제"), scope=Scope.WRITE)
def delete_post(request: HttpRequest, post_id: Number) -> Any:
    by = member_in(request)
    _post_of(post_id, by)
    post_actions.delete_post(post_id, by=by)
    return Nothing()


@operation(
    "POST",
    "/posts/{post_id}/comments",
    CommentShown,
    says=_lazy("댓글 쓰기"),
    scope=Scope.WRITE,
    status=201,
)
def write_comment(
    request: HttpRequest, post_id: Number, sent: CommentSent, once: OnceKey = ""
) -> Any:
    by = member_in(request)
    _post_of(post_id, by)
    form = CommentForm({"text": sent.text, "parent": sent.parent, "idempotency_key": once})
    made = comment_actions.comment(
        post_id,
        to_html(_cleaned(form)["text"]),
        by=by,
        parent=sent.parent,
        is_news=sent.is_news,
        idempotency_key=once,
    )
    return Status(201, _comment(made.post_id, made.seq))


@operation(
    "PATCH",
    "/posts/{post_id}/comments/{seq}",
    CommentShown,
    says=_lazy("내 댓글 고치기"),
    scope=Scope.WRITE,
)
def edit_comment(request: HttpRequest, post_id: Number, seq: Number, sent: CommentChanged) -> Any:
    by = member_in(request)
    _comment_of(post_id, seq, by)
    text = to_html(_cleaned(CommentForm({"text": sent.text}))["text"])
    comment_actions.edit_comment(post_id, seq, text, by=by)
    return _comment(post_id, seq)


@operation(
    "DELETE",
    "/posts/{post_id}/comments/{seq}",
    Nothing,
    says=_lazy("내 댓글 삭제"),
    scope=Scope.WRITE,
)
def delete_comment(request: HttpRequest, post_id: Number, seq: Number) -> Any:
    by = member_in(request)
    _comment_of(post_id, seq, by)
    comment_actions.delete_comment(post_id, seq, by=by)
    return Nothing()


def _fields(board: BoardInfo, sent: dict[str, Any], once: str) -> dict[str, Any]:
    """Return what a program sent as the form of a post takes it; raises Refused."""
    name = sent.get("category")
    category = board.category_called(name) if name else None
    if name and category is None:
        raise Refused({"category": [_("이 게시판에 없는 분류예요.")]})
    fields = {
        "title": sent["title"] or "",
        "text": sent["text"] or "",
        "category": category.id if category else "",
        "source": sent["source"] or "",
        "tags": ", ".join(sent["tags"] or ()),
        "idempotency_key": once,
    }
    return fields if sent.get("html") is None else {**fields, "html": sent["html"]}


def _draft(form: PostForm) -> PostDraft:
    data = _cleaned(form)
    return PostDraft(
        title=data["title"],
        text=data["body"],
        category_id=data["category"],
        source=data["source"],
        tags=tuple(data["tags"]),
    )


def _cleaned(form: Any) -> dict[str, Any]:
    """Return what a form holds; raises Refused with what is wrong in each field."""
    if not form.is_valid():
        raise Refused(form.errors)
    data: dict[str, Any] = form.cleaned_data
    return data


def _post_of(post_id: int, by: Account) -> Post:
    """Return a post on a board that somebody may enter; raises NotAMember and NeverThere."""
    found = find_post(post_id)
    if found is None:
        raise NeverThere
    must_enter(board_directory().by_id[found.board_id], by)
    return found


def _comment_of(post_id: int, seq: int, by: Account) -> Comment:
    """Return a comment on a board that somebody may enter; raises NotAMember and NeverThere."""
    _post_of(post_id, by)
    found = find_comment(post_id, seq)
    if found is None:
        raise NeverThere
    return found


def _shown(post_id: int) -> PostShown:
    found = read_post(post_id)
    if found is None:
        raise NeverThere
    return post_shown(found)


def _comment(post_id: int, seq: int) -> CommentShown:
    shown = comments_shown(comments_between(post_id, seq - 1, seq))
    if not shown:
        raise NeverThere
    return shown[0]

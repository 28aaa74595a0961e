"""The words around comments: looked up once for a page, and what voices are called."""

from dataclasses import dataclass

from markupsafe import escape

from madang.core.wording import text as _

from ..extensions import BoardsExtension, boards_point


def voice_name(voice: int | None, noun: str) -> str:
    """Return what a voice is called: 글쓴이, 익인3, or 익인 where it was not told apart."""
    if voice == 0:
        return _("글쓴이")
    return noun if voice is None else f"{noun}{voice}"


@dataclass(frozen=True, slots=True)
class ThreadWords:
    """The words around every comment of a page, looked up once; already HTML."""

    author: str
    noun: str
    edited: str
    news: str
    like: str
    reply: str
    edit: str
    delete: str
    removed: str
    hidden: str
    folded: str
    more: str
    answers_earlier: str


def thread_words(noun: str) -> ThreadWords:
    return ThreadWords(
        author=_("글쓴이"),
        noun=str(escape(noun)),
        edited=_("수정됨"),
        news=_("새 소식"),
        like=_("좋아요"),
        reply=_("답글"),
        edit=_("수정"),
        delete=_("삭제"),
        removed=_("삭제된 댓글이에요."),
        hidden=_("운영자가 숨긴 댓글이에요."),
        folded=_("필터링된 댓글"),
        more="".join(hook() for hook in boards_point.hooks(BoardsExtension.comment_link)),
        answers_earlier=_("앞 댓글에"),
    )

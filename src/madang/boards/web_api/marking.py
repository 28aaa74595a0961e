"""What members say of posts with a press: recommending, keeping, waiting for news, liking."""

from functools import partial
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _lazy

from madang.web_api.calling import member_in
from madang.web_api.operation import operation as web_operation
from madang.web_api.shapes import Nothing, Number
from madang.web_api.tokens import Scope

from ..models import Mark, Recommendation, Reservation, Scrap, ThreadMute
from ..reactions import likes, marks
from .router import router

operation = partial(web_operation, router, tag=_lazy("추천과 스크랩"))
KINDS: dict[str, type[Mark]] = {
    "recommendation": Recommendation,
    "scrap": Scrap,
    "reservation": Reservation,
    "mute": ThreadMute,
}
MarkName = Literal["recommendation", "scrap", "reservation", "mute"]
_PATH, _LIKE = "/posts/{post_id}/marks/{mark}", "/posts/{post_id}/comments/{seq}/like"


@operation("PUT", _PATH, Nothing, says=_lazy("추천, 스크랩, 호출 예약"), scope=Scope.WRITE)
def set_mark(request: HttpRequest, post_id: Number, mark: MarkName) -> Any:
    by, kind = member_in(request), KINDS[mark]
    if kind is Recommendation:
        marks.recommend(post_id, by=by)
    else:
        marks.mark(kind, post_id, by=by)
    return Nothing()


@operation("DELETE", _PATH, Nothing, says=_lazy("그 취소"), scope=Scope.WRITE)
def drop_mark(request: HttpRequest, post_id: Number, mark: MarkName) -> Any:
    marks.unmark(KINDS[mark], post_id, by=member_in(request))
    return Nothing()


@operation("PUT", _LIKE, Nothing, says=_lazy("댓글 좋아요"), scope=Scope.WRITE)
def like(request: HttpRequest, post_id: Number, seq: Number) -> Any:
    likes.like(post_id, seq, by=member_in(request))
    return Nothing()


@operation("DELETE", _LIKE, Nothing, says=_lazy("댓글 좋아요 취소"), scope=Scope.WRITE)
def unlike(request: HttpRequest, post_id: Number, seq: Number) -> Any:
    likes.unlike(post_id, seq, by=member_in(request))
    return Nothing()

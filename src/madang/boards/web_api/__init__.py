"""What programs can do with boards, posts and comments."""

from django.utils.translation import gettext_lazy as _lazy

from ..directory.access import NotAMember
from ..extensions import WritingRefused
from ..nicknames.nicknames import NoNickname
from ..reactions.marks import OwnPost
from ..threads.errors import NeverThere, NoLongerThere, NotYours
from . import marking, mine, reading, writing
from .router import router

__all__ = ["REFUSALS", "ROUTERS"]

_GONE = _lazy("삭제되었거나 없는 글이에요.")
# Imported for the operations that they add to the router.
OPERATIONS = (reading, writing, marking, mine)
ROUTERS = [("", router)]
# How each refusal is answered: its status, and what is said where it says nothing itself.
REFUSALS = [
    # Not even that it is there is told to anyone who may not enter.
    (NotAMember, 404, _GONE),
    (NeverThere, 404, _GONE),
    (NoLongerThere, 404, _lazy("그사이에 삭제됐거나 숨겨졌어요.")),
    (NotYours, 403, _lazy("직접 쓴 것만 바꿀 수 있어요.")),
    (OwnPost, 403, _lazy("자기가 쓴 것은 추천할 수 없어요.")),
    (NoNickname, 409, _lazy("이 게시판에서는 별명을 정한 뒤에 쓸 수 있어요.")),
    (WritingRefused, 409, ""),
]

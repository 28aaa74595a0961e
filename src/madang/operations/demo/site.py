"""What an operator would have set by now: rules, reactions, boards for travellers, a link card."""

from django.conf import settings
from django.utils import timezone

from madang.attachments.models import LinkPreview, PreviewState
from madang.attachments.previews.previews import key_of
from madang.boards.models import Board
from madang.core.community import community
from madang.core.models import Community
from madang.discovery.live.visitor_places import set_place
from madang.media.pictures import keep_picture

from .pictures import as_png

REACTIONS = "👍 😂 😮 😢 ❤️"
RULES = """이 게시판은 이름 없이 말하는 곳이에요. 그래서 더 조심해요.

- 다른 사람의 이름, 연락처, 사는 곳을 적지 않아요
- 욕설과 비하는 숨겨요
- 퍼 온 글에는 출처를 적어요
- 광고는 한 번이라도 지워요

숨긴 글에는 이유를 남겨요. 글쓴이는 호출 내역에서 볼 수 있어요."""
CARD = {
    "title": "무엇이 남고, 무엇이 남지 않나요?",
    "about": "글과 댓글에 누가 썼는지는 남지 않아요. 데이터베이스를 통째로 훔쳐도 알 수 없어요.",
    "site": "마당",
}


def write_before_posts() -> None:
    """Set what posts are written with: what people may say of one with a press."""
    Community.objects.update(reactions=REACTIONS, rules=RULES)
    community.forget()


def write_what_operators_set() -> None:
    """Set the boards for travellers, and keep what the demo's own page says of itself."""
    boards = Board.objects.filter(name__in=("정보", "자유")).values_list("pk", flat=True)
    for place in ("US", "JP", "lang:en"):
        set_place(place, list(boards))
    picture = keep_picture(as_png(4242), 480, 480)
    read = {"state": PreviewState.READY, "picture": picture, "fetched": timezone.localdate()}
    address = card_address()
    LinkPreview.objects.update_or_create(
        key=key_of(address), defaults={"address": address, **CARD, **read}
    )


def card_address() -> str:
    """Return a page that the demo itself serves, for a link that stands alone in a post."""
    return f"http://127.0.0.1:{settings.PORT}/about/anonymity"

"""Posts of the demo that show what can be in one: a poll, a test, a fold, pinned and tagged ones."""

import random
from io import BytesIO

from PIL import Image, ImageDraw

from madang.accounts.models import Account
from madang.attachments import addons
from madang.attachments.addons import AddonForm
from madang.attachments.polls import polls
from madang.attachments.polls.polls import PollDraft
from madang.attachments.stickers import stickers
from madang.boards.api import PostDraft, like, may_change, pin, write_post
from madang.boards.models import Board, Comment, Post, State
from madang.core.richtext import to_html

from .site import card_address

GUIDE = """처음 오셨나요? 여기서는 글마다 번호가 새로 붙어요. 누가 어떤 글을 썼는지는 아무도 알 수 없어요.

## 이렇게 써 보세요
- **사진**은 여러 장을 한 번에 올릴 수 있어요
- 링크를 한 줄에 혼자 두면 카드가 돼요
- @익인3처럼 부르면 그 사람에게만 알려져요

+++ 운영자에게 부탁할 것이 있다면
글 아래의 **감추기·신고**를 눌러 주세요. 누가 신고했는지는 운영자도 몰라요.
+++"""
RECIPE = """혼자 먹을 만큼만 만드는 법이에요.

1. 물 두 컵에 멸치 한 줌을 넣고 십 분 끓여요
2. 된장 한 숟갈을 풀어요
3. 두부 반 모를 넣고 한 번 더 끓여요

> 두부는 마지막에 넣어야 부서지지 않아요

+++ 더 맛있게 하려면
청양고추 하나를 어슷하게 썰어 넣으세요.
+++"""
QUIZ = """? 쉬는 날 아침에는
- 알람을 끄고 더 자요 = 0
- 일단 나가요 = 2
? 약속이 취소되면
- 솔직히 좋아요 = 0
- 다른 약속을 잡아요 = 2
? 배달 음식을 고를 때는
- 늘 먹던 것 = 0
- 처음 보는 것 = 1
= 0~1: 이불 밖은 위험해 | 집이 제일 좋은 사람이에요. 오늘도 잘 쉬었어요.
= 2~3: 반반 | 나가면 나가는 대로, 쉬면 쉬는 대로 좋은 사람이에요.
= 4~5: 바람 부는 대로 | 달력에 빈칸이 없는 사람이에요. 가끔은 쉬어요."""
STICKERS = (("웃음", (245, 200, 80)), ("울음", (120, 170, 230)), ("하트", (230, 110, 130)))


def write_showpieces(people: list[Account], chance: random.Random) -> None:
    """Write them, let members vote, and like some comments."""
    keeper, writer = people[0], people[3]
    free, fun = Board.objects.get(name="자유"), Board.objects.get(name="유머")
    welcome = f"{GUIDE}\n\n{card_address()}"
    guide = _write(keeper, free, "처음 오신 분께: 마당에서 글 쓰는 법", welcome, ["이용안내"])
    pin(guide, by=keeper)
    _write(writer, Board.objects.get(name="정보"), "두부 된장찌개 1인분", RECIPE, ["집밥", "요리"])
    _poll(writer, free, people, chance)
    _quiz(people[5], fun)
    for name, colour in STICKERS:
        for board in (free, fun):
            stickers.add_sticker(board.pk, name, _face(name, colour), by=keeper)
    said = Comment.objects.filter(state=State.LIVE, post__board__members_only=False)
    for comment in said.order_by("-pk")[:400:5]:
        for person in chance.sample(people, chance.randrange(0, 9)):
            if not may_change(comment, person):
                like(comment.post_id, comment.seq, by=person)


def _write(by: Account, board: Board, title: str, text: str, tags: list[str]) -> int:
    draft = PostDraft(title, to_html(text), tags=tuple(tags))
    post = write_post(draft, by=by, board_id=board.pk)
    return post.pk


def _poll(by: Account, board: Board, people: list[Account], chance: random.Random) -> None:
    choices = ["김밥", "칼국수", "돈가스", "아무거나 좋아요"]
    asked = PollDraft("내일 점심으로 뭐가 좋을까요?", choices, False, False, None)

    def save_addon(post: Post) -> int:
        polls.ask(post.pk, asked)
        return addons.POLL

    text = to_html("늘 먹던 것 말고 다른 걸 먹고 싶어요.")
    draft = PostDraft("점심 골라 주세요", text, save_addon=save_addon)
    post = write_post(draft, by=by, board_id=board.pk)
    for person in people[4:]:
        polls.vote(post.pk, [chance.choice((0, 1, 1, 2, 3))], by=person)


def _quiz(by: Account, board: Board) -> None:
    filled = AddonForm({"what": addons.TEST, "quiz": QUIZ})
    assert filled.is_valid(), filled.errors
    draft = PostDraft(
        "나는 어떤 집순이일까? 세 문제 테스트",
        to_html("다 하면 결과를 친구에게 보낼 수 있어요."),
        tags=("테스트",),
        save_addon=lambda post: addons.save(post, filled),
    )
    write_post(draft, by=by, board_id=board.pk)


def _face(name: str, colour: tuple[int, int, int]) -> bytes:
    image, ink = Image.new("RGBA", (160, 160)), (40, 40, 40)
    draw = ImageDraw.Draw(image)
    if name == "하트":
        for side in (18, 72):
            draw.ellipse((side, 24, side + 70, 94), fill=colour)
        draw.polygon(((24, 78), (136, 78), (80, 146)), fill=colour)
    else:
        draw.ellipse((8, 8, 152, 152), fill=colour)
    for eye in (50, 94):
        draw.ellipse((eye, 56, eye + 16, 76), fill=ink)
    if name == "울음":
        draw.arc((50, 98, 110, 140), 200, 340, fill=ink, width=6)
        draw.ellipse((52, 80, 66, 106), fill=(235, 245, 255))
    else:
        draw.arc((56, 66, 104, 112), 20, 160, fill=ink, width=6)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()

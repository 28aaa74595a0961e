"""A board of pictures, shown as cards, with what people say of them by a press."""

import random
from datetime import datetime, timedelta

from madang.accounts.models import Account
from madang.boards.api import BoardPlan, PostDraft, comment, open_planned_board, react, write_post
from madang.boards.models import Board, Thumbnails
from madang.core.richtext import to_html

from .pictures import picture_line

# The numbers of drawn pictures begin here.
SEED = 7_000
PHOTOS = (
    ("풍경", "퇴근길에 그린 언덕", "버스에서 내려 한참 서 있었어요."),
    ("풍경", "새벽 네 시의 하늘", "잠이 안 와서 창문을 열었더니 이랬어요."),
    ("그림", "색을 세 가지만 쓰기", "오늘 연습한 것 두 장 올려요."),
    ("풍경", "안개가 걷히기 전", "삼십 분만 늦었어도 못 봤을 거예요."),
    ("그림", "처음 끝까지 그린 그림", "배운 지 두 달 됐어요. 살살 봐 주세요."),
    ("풍경", "할머니 댁 뒷산", "내년에도 같은 자리에서 찍으려고요."),
    ("풍경", "노을이 두 번 진 날", "구름 사이로 한 번, 산 너머로 한 번."),
    ("그림", "달을 크게 그려 봤어요", "작으면 허전하더라고요."),
    ("풍경", "기차 창밖", "터널 나오자마자 보였어요."),
    ("풍경", "첫눈 오기 전날", "공기가 달랐어요."),
    ("그림", "밤 산책", "가로등은 안 그리고 달만 그렸어요."),
    ("풍경", "언덕 위 마을", "저 집에는 누가 살까요?"),
)
SAID = ("색이 정말 좋아요", "배경화면 해도 돼요?", "어디인지 궁금해요", "마음이 조용해지네요")


def write_photos(people: list[Account], chance: random.Random, now: datetime) -> None:
    """Open the board, and let people show pictures there and react to them."""
    board = open_planned_board(BoardPlan("사진", ("풍경", "그림")))
    Board.objects.filter(pk=board.pk).update(thumbnails=Thumbnails.CARDS)
    categories = {category.name: category.pk for category in board.categories.all()}
    at = now - timedelta(days=6)
    for number, (category, title, text) in enumerate(PHOTOS):
        at += timedelta(hours=chance.uniform(3, 12))
        lines = [picture_line(SEED + 2 * number)]
        if category == "그림":
            lines.append(picture_line(SEED + 2 * number + 1))
        whole = "\n\n".join([text, *lines])
        by = chance.choice(people)
        draft = PostDraft(title, to_html(whole), categories[category])
        post = write_post(draft, by=by, board_id=board.pk, at=at)
        others = [one for one in people if one != by]
        for later, said in enumerate(chance.sample(SAID, k=chance.randrange(0, 4)), start=1):
            moment = at + timedelta(minutes=23 * later)
            comment(post.pk, to_html(said), by=chance.choice(others), at=moment)
        for person in chance.sample(others, k=chance.randrange(2, 9)):
            react(post.pk, chance.choice(("👍", "😮", "❤️")), by=person)

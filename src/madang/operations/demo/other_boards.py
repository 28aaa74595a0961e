"""Two more boards of the demo: one where people have nicknames, one for those who belong."""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from io import BytesIO

from madang.accounts.models import Account
from madang.boards.api import BoardPlan, PostDraft, choose, comment, open_planned_board, write_post
from madang.boards.models import Board
from madang.core.richtext import to_html
from madang.membership.entry import admit

from .pictures import drawn

NAMES = (
    "솔방울",
    "동네지기",
    "느린걸음",
    "빵냄새",
    "밤산책",
    "창가자리",
    "김장담그는사람",
    "세번째집",
)
# Of each post: title, text, and what is said under it.
NEIGHBOURS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "소식",
        "사거리 빵집 새로 열었대요",
        "소금빵이 맛있어요. 열한 시쯤 가면 줄이 짧아요.",
        ("아침에 지나가다 냄새 맡고 들어갔어요.", "월요일은 쉰대요.", "식빵도 괜찮아요."),
    ),
    (
        "나눔",
        "화분 세 개 나눠요",
        "몬스테라 하나, 스킨답서스 둘이에요.\n\n화분째 드려요. 문 앞에 둘게요.",
        ("스킨답서스 하나 받을 수 있을까요?", "네, 저녁에 두고 문자 대신 여기에 적을게요."),
    ),
    (
        "소식",
        "도서관 앞 길 공사 언제 끝나는지 아시는 분",
        "유모차로 다니기가 어렵네요. 구청에 물어보니 다음 달이라고 하는데 정확하지 않아요.",
        ("현수막에는 15일까지라고 적혀 있어요.", "뒷길은 다닐 만해요.", "저도 민원 넣었어요."),
    ),
    (
        "나눔",
        "김장하고 남은 배추 가져가세요",
        "다섯 포기 있어요. 오늘 안에 가져가시면 좋겠어요.",
        ("두 포기 가져갔어요. 고맙습니다!", "겉절이 해 먹을게요."),
    ),
    (
        "소식",
        "고양이 찾았습니다",
        "도와주신 분들 고마워요. 옆 동 지하 창고에 있었어요.\n\n집에 오자마자 잤어요.",
        ("다행이에요!", "지나갈 때마다 봤는데 안심이에요.", "간식 들고 갈게요."),
    ),
)
COLLEAGUES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "",
        "이번 달부터 점심시간에 전화 돌려 준대요",
        "팀장 말로는 교대라는데 표가 아직 없어요. 아는 분?",
        ("우리 층은 다음 주부터래요.", "표는 게시판에 붙는다고 들었어요."),
    ),
    (
        "",
        "안내문이 어제랑 다른데 어느 것이 맞나요",
        "어제는 '확인 중'이었고 오늘은 '해당 없음'이에요. 고객은 둘 다 캡처해 갖고 있고요.",
        ("오늘 것이 맞대요. 근데 이유는 안 알려 줬어요.", "저는 둘 다 읽어 드리고 메모 남겼어요."),
    ),
    (
        "",
        "휴게실 정수기 고쳤어요",
        "그냥 기뻐서요.",
        ("세 달 만이네요.", "커피도 채워 주세요."),
    ),
)


def write_other_boards(people: list[Account], chance: random.Random, now: datetime) -> None:
    """Open both boards and let people talk there; the first of them are known or belong."""
    neighbours = open_planned_board(BoardPlan("동네", ("소식", "나눔"), has_nicknames=True))
    named = people[1 : 1 + len(NAMES)]
    for number, (person, name) in enumerate(zip(named, NAMES, strict=True)):
        picture = BytesIO()
        drawn(100 + number).save(picture, "PNG")
        given = picture.getvalue() if number % 2 == 0 else None
        choose(neighbours.pk, by=person, name=name, picture=given)
    _talk(neighbours, named, NEIGHBOURS, chance, now)
    company = open_planned_board(
        BoardPlan("우리 회사", members_only=True, domains=("corp.example",))
    )
    colleagues = people[1:13]
    admit(company.pk, [person.pk for person in colleagues])
    _talk(company, colleagues, COLLEAGUES, chance, now)


def _talk(
    board: Board,
    people: list[Account],
    posts: Iterable[tuple[str, str, str, tuple[str, ...]]],
    chance: random.Random,
    now: datetime,
) -> None:
    categories = {category.name: category.pk for category in board.categories.all()}
    at = now - timedelta(days=3)
    for category, title, text, answers in posts:
        at += timedelta(hours=chance.uniform(2, 9))
        draft = PostDraft(title, to_html(text), categories.get(category))
        post = write_post(draft, by=chance.choice(people), board_id=board.pk, at=at)
        for number, said in enumerate(answers, start=1):
            later = at + timedelta(minutes=17 * number)
            comment(post.pk, to_html(said), by=chance.choice(people), at=later)

"""Members ask for a board, others support it, an operator opens it with one press."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.board_requests import actions, queries
from madang.board_requests.models import BoardRequest, Support
from madang.boards.directory.setup import NotAnOperator
from madang.boards.models import Board

from ..factories import make_account

Browse = Callable[..., Client]
ASKED = {"name": "여행", "why": "혼자 다녀온 곳 이야기"}


def test_a_board_is_asked_for_supported_and_opened(
    community: Any, member: Account, another: Account, operator: Account, browse: Browse
) -> None:
    page = browse(member).post("/board-requests", ASKED, follow=True).content.decode()
    assert "요청했어요" in page and "혼자 다녀온 곳" in page and "응원 중" in page
    asked = BoardRequest.objects.get()
    for _ in range(2):
        browse(another).post(f"/board-requests/{asked.pk}/support")
    asked.refresh_from_db()
    assert asked.supports == Support.objects.count() == 2
    browse(another).post(f"/board-requests/{asked.pk}/support", {"undo": "1"})
    asked.refresh_from_db()
    assert asked.supports == 1
    answer = browse(operator).post(f"/board-requests/{asked.pk}/decide", {"open": "1"}, follow=True)
    assert answer.status_code == 200 and "게시판을 열었어요: 여행" in answer.content.decode()
    assert Board.objects.filter(slug="여행").exists()
    page = browse().get("/board-requests").content.decode()
    assert "열림" in page and "가 보기" in page


def test_a_board_is_not_opened_and_everybody_reads_why(
    community: Any, member: Account, operator: Account, browse: Browse
) -> None:
    asked = actions.ask_for_board(by=member, **ASKED)
    address = f"/board-requests/{asked.pk}/decide"
    page = browse(operator).post(address, {"answer": " "}, follow=True).content.decode()
    assert "이유를 적어 주세요" in page
    browse(operator).post(address, {"answer": "자유 게시판의 분류로 충분해요"})
    assert "분류로 충분해요" in browse().get("/board-requests").content.decode()
    with pytest.raises(actions.RequestRefused):
        actions.support(asked.pk, by=member)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({**ASKED, "name": "자유"}, "이미 있는 게시판"),
        ({**ASKED, "name": "admin"}, "쓸 수 없어"),
        ({**ASKED, "name": "!!!"}, "글자나 숫자가"),
        ({**ASKED, "name": ""}, "이름을 적어"),
        ({**ASKED, "why": ""}, "어떤 곳이면"),
    ],
)
def test_what_cannot_be_asked_for_is_said_and_kept(
    form: dict[str, str], said: str, community: Any, member: Account, browse: Browse
) -> None:
    answer = browse(member).post("/board-requests", form)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page
    assert form["why"] in page and f'value="{form["name"]}"' in page or not form["name"]
    assert not BoardRequest.objects.exists()


def test_one_a_day_and_one_of_a_name(community: Any, member: Account, another: Account) -> None:
    actions.ask_for_board(by=member, **ASKED)
    with pytest.raises(actions.RequestRefused, match="하루에 하나"):
        actions.ask_for_board(by=member, name="요리", why="해 먹기")
    with pytest.raises(actions.RequestRefused, match="이미 요청된"):
        actions.ask_for_board(by=another, name=" 여 행 ".replace(" ", ""), why="또")


def test_only_operators_decide_and_only_members_ask(
    community: Any, member: Account, browse: Browse
) -> None:
    asked = actions.ask_for_board(by=member, **ASKED)
    assert (
        browse(member).post(f"/board-requests/{asked.pk}/decide", {"open": "1"}).status_code == 403
    )
    with pytest.raises(NotAnOperator):
        actions.open_requested(asked.pk, by=member)
    assert browse().post("/board-requests", ASKED).status_code == 302
    assert BoardRequest.objects.count() == 1


def test_the_most_supported_come_first_in_three_queries(
    community: Any, django_assert_num_queries: Any
) -> None:
    people = [make_account(f"person-{n}") for n in range(4)]
    made = [actions.ask_for_board(by=p, name=f"게시판{p.login_name}", why="이유") for p in people]
    for person in people[:2]:
        actions.support(made[3].pk, by=person)
    with django_assert_num_queries(3):
        asked = queries.open_requests(people[0])
    assert asked[0].request == made[3] and asked[0].is_supported


def test_what_was_asked_for_just_now_is_seen_however_much_is_supported(
    community: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MAX_LISTED", 2)
    people = [make_account(f"person-{n}") for n in range(4)]
    made = [actions.ask_for_board(by=p, name=f"게시판{p.login_name}", why="이유") for p in people]
    for old in made[:2]:
        actions.support(old.pk, by=people[3])
    assert {one.request.pk for one in queries.open_requests(None)} == {one.pk for one in made}

"""Operators change boards in the browser: names, order, categories, closing, merging."""

from collections.abc import Callable

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.administration import changes, merging
from madang.boards.directory.directory import board_directory
from madang.boards.directory.setup import NotAnOperator
from madang.boards.models import Board, Category, Post

from ..factories import write_comment, write_post

Browse = Callable[..., Client]


@pytest.fixture
def page(operator: Account, board: Board, browse: Browse) -> Callable[..., str]:
    def send(slug: str = "자유", **sent: str) -> str:
        answer = browse(operator).post(f"/console/boards/{slug}", sent, follow=True)
        assert answer.status_code in (200, 422)
        return answer.content.decode()

    return send


def test_a_board_gets_another_name_and_keeps_its_address(
    page: Callable[..., str], browse: Browse
) -> None:
    assert "저장했어요." in page(what="board", name="광장", thumbnails="1")
    shown = browse().get("/자유").content.decode()
    assert "<h1>광장" in shown
    assert "이름이 같은 게시판" in page(what="board", name="이슈", thumbnails="0")
    assert "게시판 이름을 적어 주세요." in page(what="board", name=" ", thumbnails="0")


def test_a_closed_board_is_read_and_not_written_on(
    page: Callable[..., str], post: Post, member: Account, browse: Browse
) -> None:
    page(what="board", name="자유", thumbnails="0", is_closed="on")
    shown = browse(member).get("/자유").content.decode()
    assert "닫은 게시판이에요." in shown and "제목이에요" in shown
    said = browse(member).post(
        f"/자유/{post.pk}/comments", {"text": "아직 쓸래", "idempotency_key": ""}
    )
    assert "닫은 게시판이라" in said.content.decode() and "아직 쓸래" in said.content.decode()
    form = {"title": "새 글", "text": "내용", "idempotency_key": ""}
    assert "닫은 게시판이라" in browse(member).post("/자유/write", form).content.decode()
    assert "/자유/write" not in browse().get("/write").content.decode()


def test_boards_and_categories_change_places(
    page: Callable[..., str], operator: Account, browse: Browse
) -> None:
    first, second = [board.id for board in board_directory().boards[:2]]
    browse(operator).post("/console/boards", {"move": "down", "board": first})
    assert [board.id for board in board_directory().boards[:2]] == [second, first]
    browse(operator).post("/console/boards", {"move": "up", "board": second})
    assert board_directory().boards[0].id == second
    names = [category.name for category in board_directory().by_slug["자유"].categories]
    one = Category.objects.get(board__slug="자유", name=names[0])
    page(what=f"down:{one.pk}")
    now = [category.name for category in board_directory().by_slug["자유"].categories]
    assert now[:2] == [names[1], names[0]]


def test_categories_are_added_renamed_and_deleted(
    page: Callable[..., str], board: Board, member: Account
) -> None:
    assert "분류를 추가했어요." in page(what="add", names="맛집, 여행")
    assert "이미 있는 분류예요: 맛집" in page(what="add", names="맛집")
    food = Category.objects.get(board=board, name="맛집")
    page(what=f"rename:{food.pk}", **{f"name-{food.pk}": "먹을 곳"})
    food.refresh_from_db()
    assert food.name == "먹을 곳"
    write_post(board, member, category_id=food.pk)
    assert "글이 있는 분류는 삭제할 수 없어요." in page(what=f"remove:{food.pk}")
    travel = Category.objects.get(board=board, name="여행")
    assert "분류를 삭제했어요." in page(what=f"remove:{travel.pk}")
    # Another board's category is none of this page's.
    other = Category.objects.create(board=Board.objects.get(slug="이슈"), name="남의 것")
    page(what=f"remove:{other.pk}")
    assert Category.objects.filter(pk=other.pk).exists()


def test_a_board_is_merged_and_its_addresses_lead_on(
    page: Callable[..., str],
    board: Board,
    post: Post,
    another: Account,
    browse: Browse,
    run_queued: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(merging, "BATCH", 2)
    for number in range(4):
        write_post(board, another, title=f"옮겨 갈 글 {number}")
    write_comment(post, another, "따라가는 댓글")
    issue = Board.objects.get(slug="이슈")
    assert "합치는 중이에요." in page(what="merge", into=str(issue.pk))
    run_queued()
    shown = browse().get("/이슈").content.decode()
    assert "옮겨 갈 글 3" in shown and "제목이에요" in shown
    assert browse().get("/이슈?category=자유").content.decode().count("옮겨 갈 글") == 4
    for address in ("/자유", f"/자유/{post.pk}"):
        answer = browse().get(address, follow=True)
        assert answer.status_code == 200
    assert "따라가는 댓글" in answer.content.decode()
    assert "자유" not in [one.slug for one in board_directory().boards]


def test_members_change_nothing(board: Board, member: Account, browse: Browse) -> None:
    assert browse(member).get("/console/boards/자유").status_code == 403
    assert browse(member).post("/console/boards/자유", {"what": "add"}).status_code == 403
    with pytest.raises(NotAnOperator):
        changes.change_board(board.pk, by=member, name="x", thumbnails=0, is_closed=True)
    with pytest.raises(NotAnOperator):
        merging.merge_boards(board.pk, board.pk, by=member)

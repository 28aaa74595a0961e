"""Operators change boards in the browser: names, order, categories, closing, merging."""

from collections.abc import Callable

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.administration import changes, merging
from madang.boards.directory.directory import BoardDirectory, board_directory
from madang.boards.directory.setup import (
    BoardPlan,
    BoardPlanError,
    NotAnOperator,
    open_planned_board,
)
from madang.boards.models import Board, Category, Nickname, Post
from madang.boards.nicknames import nicknames

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


def test_boards_that_were_merged_are_merged_no_more(
    board: Board, post: Post, operator: Account, run_queued: Callable[[], None], browse: Browse
) -> None:
    issue, fun = Board.objects.get(slug="이슈"), open_planned_board(BoardPlan("유머"))
    merging.merge_boards(board.pk, issue.pk, by=operator)
    for source, target in ((issue.pk, board.pk), (board.pk, fun.pk), (fun.pk, board.pk)):
        with pytest.raises(BoardPlanError):
            merging.merge_boards(source, target, by=operator)
    # Before it has moved, a post is found where its board is now.
    assert browse().get(f"/자유/{post.pk}", follow=True).status_code == 200
    merging.merge_boards(issue.pk, fun.pk, by=operator)
    run_queued()
    run_queued()
    post.refresh_from_db()
    assert post.board_id == fun.pk
    assert browse().get(f"/자유/{post.pk}")["Location"].startswith("/%EC%9C%A0%EB%A8%B8/")


def test_what_is_written_late_on_a_merged_board_follows(
    board: Board, member: Account, operator: Account, run_queued: Callable[[], None], browse: Browse
) -> None:
    issue = Board.objects.get(slug="이슈")
    merging.merge_boards(board.pk, issue.pk, by=operator)
    run_queued()
    late = write_post(board, member, title="늦게 온 글")
    assert browse().get(f"/이슈/{late.pk}").status_code == 200
    merging.move_leftovers()
    run_queued()
    late.refresh_from_db()
    assert late.board_id == issue.pk


def test_leaving_takes_the_nickname_of_a_merged_board_too(
    member: Account, operator: Account, run_queued: Callable[[], None], community: object
) -> None:
    old = open_planned_board(BoardPlan("옛 동네", has_nicknames=True))
    new = open_planned_board(BoardPlan("새 동네", has_nicknames=True))
    nicknames.choose(old.pk, by=member, name="솔방울")
    merging.merge_boards(old.pk, new.pk, by=operator)
    run_queued()
    assert nicknames.nicknames_of(member)["옛 동네"].name == "솔방울"
    nicknames.forget_nicknames(member.pk)
    assert not Nickname.objects.exclude(name="").exists()


def test_boards_are_put_in_an_order_at_once(
    community: BoardDirectory, operator: Account, browse: Browse
) -> None:
    ids = [board.id for board in board_directory().boards]
    sent = ",".join(map(str, [*reversed(ids), 999, ids[0]])) + ",x"
    browse(operator).post("/console/boards", {"order": sent})
    assert [board.id for board in board_directory().boards] == ids[::-1]
    browse(operator).post("/console/boards", {"order": str(ids[0])})
    assert board_directory().boards[0].id == ids[0]


def test_members_put_nothing_in_order(
    community: BoardDirectory, member: Account, browse: Browse
) -> None:
    before = [board.id for board in board_directory().boards]
    answer = browse(member).post("/console/boards", {"order": ",".join(map(str, before[::-1]))})
    assert answer.status_code == 403
    board_directory.forget()
    assert [board.id for board in board_directory().boards] == before

"""A board's list: what a reader finds there."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from madang.accounts.models import Account
from madang.boards.directory import directory
from madang.boards.models import Board, Category, Post
from madang.boards.reactions import marks

from .. import writers
from ..factories import write_comment, write_post


def test_it_shows_thirty_rows_newest_first(
    board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    for number in range(1, 42):
        write_post(board, member, title=f"글 {number}번")
    first = browse().get("/자유").content.decode()
    assert first.count("<li") - first.count("<li>") <= 30
    assert first.index("글 41번") < first.index("글 12번")
    assert "글 11번" not in first
    second = browse().get("/자유?page=2").content.decode()
    assert "글 11번" in second and "글 1번" in second and "글 12번" not in second


def test_a_row_shows_all_its_columns(
    board: Board, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    category = Category.objects.get(name="질문")
    post = write_post(board, member, title="칸이 다 찬 글", category_id=category.pk)
    write_comment(post, by=another)
    marks.recommend(post.pk, by=another)
    Post.objects.filter(pk=post.pk).update(views=1234)
    page = browse().get("/자유").content.decode()
    row = page[page.index('<ol class="posts') :]
    row = row[: row.index("</li>")]
    local = timezone.localtime(post.created)
    for shown in ("질문", "칸이 다 찬 글", ">1<", f"{local.hour}:{local.minute:02}", "1,234"):
        assert shown in row


def test_a_category_has_a_list_of_its_own(
    board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    category = Category.objects.get(name="질문")
    post = write_post(board, member, title="질문이 있어요", category_id=category.pk)
    write_post(board, member, title="그냥 하는 말")
    page = browse().get("/자유?category=질문").content.decode()
    assert "질문이 있어요" in page and "그냥 하는 말" not in page
    assert f"/{post.pk}?category=%EC%A7%88%EB%AC%B8" in page


def test_the_pager_of_a_category_stays_in_it(
    board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    category = Category.objects.create(board=board, name="묻고 & 답하기", place=9)
    directory.board_directory.forget()
    for _ in range(31):
        write_post(board, member, category_id=category.pk)
    browser = browse()
    page = browser.get("/자유", {"category": "묻고 & 답하기"}).content.decode()
    link = re.search(r'<a href="([^"]*)" rel="next">', page)
    assert link
    second = browser.get(html.unescape(link[1])).content.decode()
    assert second.count('<span class="title">') == 1


def test_moving_a_post_to_another_category_moves_it_between_lists(
    board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    question, worry = (Category.objects.get(name=name).pk for name in ("질문", "고민"))
    post = write_post(board, member, title="옮겨 갈 글", category_id=question)
    writers.edit_post(
        post.pk, by=member, category_id=worry, title="옮겨 온 글", text="내용", source=""
    )
    assert "글" not in rows_of(browse().get("/자유?category=질문").content.decode())
    assert "옮겨 온 글" in browse().get("/자유?category=고민").content.decode()


def test_an_empty_board_says_what_to_do(community: object, browse: Callable[..., Client]) -> None:
    page = browse().get("/이슈").content.decode()
    assert "아직 글이 없어요" in page and "첫 글 쓰기" in page


def test_what_is_not_there_is_a_404(board: Board, browse: Callable[..., Client]) -> None:
    for path in ("/없음", "/자유?page=2", "/자유?page=0", "/자유?page=x", "/자유?category=없음"):
        answer = browse().get(path)
        assert answer.status_code == 404, path
        assert "없" in answer.content.decode()


def test_a_number_too_long_for_any_database_is_a_404(
    board: Board, browse: Callable[..., Client]
) -> None:
    for path in (
        f"/자유?page={'9' * 40}",
        f"/자유/{'9' * 40}",
        f"/자유/{'9' * 18}",
        "/자유?page=²",
    ):
        assert browse().get(path).status_code == 404, path


def test_a_slash_at_the_end_leads_to_the_board(board: Board, browse: Callable[..., Client]) -> None:
    answer = browse().get("/자유/")
    assert (answer.status_code, answer["Location"]) == (301, "/%EC%9E%90%EC%9C%A0")


def test_the_home_page_shows_the_latest_and_the_most_recommended(
    board: Board, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    old = write_post(board, member, title="오래된 인기", at=timezone.now() - timedelta(days=2))
    marks.recommend(old.pk, by=another)
    for number in range(8):
        write_post(board, member, title=f"새 글 {number}")
    page = browse().get("/").content.decode()
    section, recommended = page.index("data-board="), page.index("추천 많은 글")
    assert section < page.index("새 글 7") < recommended < page.index("오래된 인기")


def rows_of(page: str) -> str:
    start = page.find('<ol class="posts')
    return page[start : page.index("</ol>", start)] if start >= 0 else ""

"""Tags under a post lead to all that has them, on boards that everybody may read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.lists import tags
from madang.boards.lists.tags import TagRefused, read_tags
from madang.boards.models import Board, Post, PostTag

from .. import writers
from ..factories import let_into, write_post

Browse = Callable[..., Client]


def test_a_post_is_found_by_its_tags(
    board: Board, member: Account, another: Account, browse: Browse
) -> None:
    form = {"title": "유심 바꿨어요", "text": "오늘", "tags": "#유심, SKT 유심  C++"}
    author = browse(member)
    address = author.post("/자유/write", form)["Location"]
    page = browse().get(address).content.decode()
    for shown in ("#유심<", "#skt<", "#c++<"):
        assert shown in page
    assert "유심 바꿨어요" in browse().get("/tags/유심").content.decode()
    assert "유심 바꿨어요" in browse().get("/tags/SKT").content.decode()
    assert "유심, skt, c++" in author.get(f"{address}/edit").content.decode()
    author.post(f"{address}/edit", {**form, "tags": "바꾼것"})
    assert "이 태그가 붙은 글이 없어요" in browse().get("/tags/유심").content.decode()
    writers.delete_post(Post.objects.get().pk, by=member)
    assert not PostTag.objects.exists()


@pytest.mark.parametrize("typed", ["가 나 다 라 마 바", "!!", "가" * 21, "_x", "a/b"])
def test_what_is_no_tag_is_refused(
    typed: str, board: Board, member: Account, browse: Browse
) -> None:
    with pytest.raises(TagRefused):
        read_tags(typed)
    form = {"title": "제목", "text": "내용", "tags": typed}
    answer = browse(member).post("/자유/write", form)
    assert answer.status_code == 422 and "태그는" in answer.content.decode()
    assert not Post.objects.exists()


def test_a_tag_tells_nothing_of_a_board_for_members(
    closed_board: Board, member: Account, browse: Browse
) -> None:
    let_into(closed_board, member)
    write_post(closed_board, member, title="안의 이야기", tags=["구조조정"])
    for reader in (None, member):
        assert "안의 이야기" not in browse(reader).get("/tags/구조조정").content.decode()


def test_a_long_list_is_gone_down(
    board: Board, member: Account, browse: Browse, django_assert_num_queries: Any
) -> None:
    for number in range(35):
        write_post(board, member, title=f"글 {number}번", tags=["긴목록"])
    first = browse().get("/tags/긴목록").content.decode()
    assert first.count('<span class="title">') == tags.ROWS_PER_PAGE
    below = first.partition("?below=")[2].partition('"')[0]
    with django_assert_num_queries(2):
        browse().get("/tags/긴목록")
    second = browse().get(f"/tags/긴목록?below={below}").content.decode()
    assert "글 0번" in second and "글 5번" not in second


@pytest.mark.parametrize("name", ["%00", "a%00b", "%E2%80%8C"])
def test_what_can_be_no_tag_is_not_there(name: str, board: Board) -> None:
    assert Client().get(f"/tags/{name}").status_code == 404

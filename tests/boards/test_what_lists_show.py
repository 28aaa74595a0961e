"""Lists say what is in a post, show its picture where the board wants it, and repeat no notice."""

import re
from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from madang.accounts.models import Account
from madang.boards.lists import pins
from madang.boards.models import Board, Post, Thumbnails
from madang.core.richtext import rich_to_html
from madang.media.pictures import address_of, keep_picture

from ..attachments.drawing import picture
from ..factories import write_post

Browse = Callable[..., Client]
FILM = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"


def row(page: bytes, title: str) -> str:
    """Return the row of a list that shows a post."""
    return next(part for part in page.decode().split("<li")[1:] if f">{title}<" in part)


def marks(page: bytes, title: str) -> list[str]:
    return re.findall(r"<i class=\"[^\"]+\">([^<]+)</i>", row(page, title))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("말뿐이에요", []),
        (FILM, ["영상"]),
        ("https://news.example/1", ["링크"]),
        (f"{FILM}\n\nhttps://news.example/1", ["영상"]),
    ],
)
def test_a_row_says_what_is_in_a_post(
    text: str, said: list[str], board: Board, member: Account, browse: Browse
) -> None:
    write_post(board, member, title="살펴볼 글", text=text)
    for address in ("/자유", "/"):
        assert marks(browse().get(address).content, "살펴볼 글") == said


def test_a_picture_is_marked_and_shown_where_the_board_wants_it(
    board: Board, member: Account, browse: Browse
) -> None:
    address = address_of(keep_picture(picture()))
    write_post(board, member, title="사진 글", text=f"![설명]({address})")
    page = browse().get("/자유").content
    assert marks(page, "사진 글") == ["사진"] and "<img" not in row(page, "사진 글")
    for look in (Thumbnails.SMALL, Thumbnails.CARDS):
        Board.objects.filter(pk=board.pk).update(thumbnails=look)
        from madang.boards.directory.directory import board_directory

        board_directory.forget()
        shown = row(browse().get("/자유").content, "사진 글")
        assert address.removesuffix(".webp") in shown and 'loading="lazy"' in shown


def test_what_is_changed_or_deleted_is_marked_no_more(
    board: Board, member: Account, browse: Browse
) -> None:
    post = write_post(board, member, title="바뀔 글", text=FILM)
    form = {"title": "바뀔 글", "text": "이제 말뿐", "idempotency_key": ""}
    browse(member).post(f"/자유/{post.pk}/edit", form)
    assert marks(browse().get("/자유").content, "바뀔 글") == []
    again = write_post(board, member, title="지울 글", text=FILM)
    browse(member).post(f"/자유/{again.pk}/delete")
    again.refresh_from_db()
    assert (again.holds, again.thumbnail) == (0, "")


def test_posts_from_before_are_marked_too(board: Board, member: Account, browse: Browse) -> None:
    write_post(board, member, title="옛 글", text=FILM)
    write_post(board, member, title="다른 글", text="말뿐")
    Post.objects.update(holds=0, thumbnail="")
    step = import_module("madang.boards.migrations.0005_what_posts_hold")
    step.note_contents(apps, None)
    page = browse().get("/자유").content
    assert marks(page, "옛 글") == ["영상"] and marks(page, "다른 글") == []


def test_a_pinned_post_does_not_stand_twice(post: Post, operator: Account, browse: Browse) -> None:
    pins.pin(post.pk, by=operator)
    page = browse().get("/자유").content.decode()
    assert page.count("제목이에요") == 1


def test_a_picture_leads_to_itself(board: Board, member: Account, browse: Browse) -> None:
    address = address_of(keep_picture(picture()))
    post = write_post(board, member, text=f"![]({address})")
    page = browse().get(f"/자유/{post.pk}").content.decode()
    assert f'<a href="{address}" data-picture aria-label="사진 크게 보기"><img' in page


def test_a_short_address_leads_to_a_post(
    post: Post, closed_board: Board, operator: Account, browse: Browse
) -> None:
    answer = browse().get(f"/p/{post.pk}")
    assert (answer.status_code, answer["Location"]) == (301, f"/%EC%9E%90%EC%9C%A0/{post.pk}")
    hidden = write_post(closed_board, operator)
    assert browse().get(f"/p/{hidden.pk}").status_code == 404
    assert browse(operator).get(f"/p/{hidden.pk}").status_code == 301
    assert browse().get("/p/999999").status_code == 404


def test_marks_of_html_are_those_of_its_text() -> None:
    from madang.boards.threads.contents import contents_of

    html = rich_to_html(
        f'<p><a href="{FILM}">영상</a></p><details><summary>접힘</summary></details>'
    )
    assert contents_of(html).holds == 2 and contents_of(html).thumbnail == ""

"""A board's own stickers answer by themselves; pictures come with the form where no script runs."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from madang.accounts.models import Account
from madang.attachments.models import Picture, Sticker
from madang.attachments.stickers import stickers
from madang.boards.models import Board, Comment, Post, PostText

from ..factories import write_comment, write_post

Browse = Callable[..., Client]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def file(name: str = "x.png", size: tuple[int, int] = (600, 600)) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, (200, 90, 30)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


def test_a_sticker_alone_is_a_comment(
    board: Board, post: Post, operator: Account, another: Account, browse: Browse
) -> None:
    keeper, address = browse(operator), "/console/boards/자유/stickers"
    page = keeper.post(address, {"name": "웃음", "file": file()}, follow=True).content.decode()
    assert "웃음" in page and Picture.objects.get().width == stickers.SIDE
    browser = browse(another)
    assert 'alt="웃음"' in browser.get(f"/자유/{post.pk}").content.decode()
    number = Sticker.objects.get().pk
    browser.post(f"/자유/{post.pk}/comments", {"text": "", "sticker": number})
    browser.post(f"/자유/{post.pk}/comments", {"text": "ㅋㅋ", "sticker": number})
    assert [one.html.count('alt="웃음"') for one in Comment.objects.order_by("seq")] == [1, 1]
    keeper.post(address, {"drop": str(number)})
    assert not Sticker.objects.exists()
    assert 'alt="웃음"' in browse().get(f"/자유/{post.pk}").content.decode()


def test_a_comment_is_not_emptied_by_a_sticker(
    post: Post, another: Account, browse: Browse
) -> None:
    said = write_comment(post, another, "하던 말")
    form = {"text": "", "sticker": "1"}
    answer = browse(another).post(f"/자유/{post.pk}/c{said.seq}/edit", form)
    said.refresh_from_db()
    assert answer.status_code == 422 and "하던 말" in said.html


def test_a_sticker_of_another_board_is_none(
    board: Board, post: Post, operator: Account, another: Account, browse: Browse
) -> None:
    other = Board.objects.get(slug="이슈")
    made = stickers.add_sticker(other.pk, "웃음", file().read(), by=operator)
    for wrong in (str(made.pk), "999", "²", "-1"):
        form = {"text": "", "sticker": wrong}
        answer = browse(another).post(f"/자유/{post.pk}/comments", form)
        assert answer.status_code == 422
    assert not Comment.objects.exists()
    assert browse(another).get("/console/boards/이슈/stickers").status_code == 403


def test_pictures_come_with_the_form(
    board: Board, post: Post, member: Account, browse: Browse
) -> None:
    browser = browse(member)
    form = {"title": "사진 여섯 장", "text": "차례로", "pictures": [file() for _ in range(6)]}
    browser.post("/자유/write", form)
    html = PostText.objects.latest("post").html
    assert html.startswith("<p>차례로</p>") and html.count("<figure>") == 6
    browser.post(f"/자유/{post.pk}/comments", {"text": "", "pictures": [file()]})
    assert Comment.objects.get().html.count("<img") == 1
    wrong = SimpleUploadedFile("x.png", b"no picture")
    answer = browser.post("/자유/write", {"title": "제목", "text": "쓰던 말", "pictures": [wrong]})
    page = answer.content.decode()
    assert (
        answer.status_code == 422 and "읽을 수 있는 사진이 아니에요" in page and "쓰던 말" in page
    )


def test_what_cannot_be_a_sticker_is_said(board: Board, operator: Account, browse: Browse) -> None:
    bad = SimpleUploadedFile("x.png", b"no")
    for form in ({"name": "", "file": file()}, {"name": "웃음"}, {"name": "웃음", "file": bad}):
        assert browse(operator).post("/console/boards/자유/stickers", form).status_code == 422
    assert not Sticker.objects.exists() and write_post(board, operator)

"""On a board that asks for nicknames people have one each, and it leads to no other board."""

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from madang.accounts.models import Account
from madang.boards.directory.setup import BoardPlan, open_planned_board
from madang.boards.models import Board, Comment, Nickname, Post
from madang.boards.nicknames import nicknames
from madang.boards.nicknames.nicknames import NicknameRefused, NoNickname, choose
from madang.boards.threads import erasure
from madang.core import uploaded_images
from madang.core.uploaded_images import NotAPicture
from madang.operations.leaks import files

from .. import writers
from ..factories import make_account, write_comment, write_post


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300), **more: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (30, 120, 90)).save(out, kind, **more)
    return out.getvalue()


def test_one_chooses_a_nickname_and_writes_under_it(
    named_board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    browser = browse(member)
    answer = browser.get("/동네/write")
    assert answer.status_code == 302 and "nickname?next=" in answer["Location"]
    page = browser.get(answer["Location"]).content.decode()
    assert "동네에서 쓰는 별명" in page
    answer = browser.post("/동네/nickname", {"name": "솔방울", "next": "/동네/write"})
    assert answer["Location"] == quote("/동네/write")
    answer = browser.post("/동네/write", {"title": "안녕하세요", "text": "처음이에요"})
    reader = browse()
    for path in (answer["Location"], "/동네", "/동네/feed"):
        assert "솔방울" in reader.get(path).content.decode(), path
    browser.post(answer["Location"] + "/comments", {"text": "제가 덧붙여요"})
    page = reader.get(answer["Location"]).content.decode()
    assert page.count("솔방울") >= 3 and "익인" not in page


def test_a_comment_without_a_nickname_is_refused_and_kept(
    named_board: Board, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    choose(named_board.pk, by=member, name="솔방울")
    post = write_post(named_board, member)
    browser = browse(another)
    page = browser.get(f"/동네/{post.pk}").content.decode()
    assert "별명을 정하고 댓글을 달아 보세요" in page
    answer = browser.post(f"/동네/{post.pk}/comments", {"text": "길게 쓴 댓글"})
    assert answer.status_code == 403 and "길게 쓴 댓글" in answer.content.decode()
    with pytest.raises(NoNickname):
        write_comment(post, another)
    assert not Comment.objects.exists()


def test_a_nickname_is_of_one_board(named_board: Board, board: Board, member: Account) -> None:
    other = open_planned_board(BoardPlan("취미", has_nicknames=True))
    for where in (named_board, other):
        choose(where.pk, by=member, name="솔방울")
        write_post(where, member)
    tags = Nickname.objects.values_list("tag", flat=True)
    assert len(set(tags)) == 2
    assert len(set(Post.objects.values_list("nickname", flat=True))) == 2
    assert write_post(board, member).nickname is None


def test_changing_it_shows_the_new_one_everywhere(
    named_board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    choose(named_board.pk, by=member, name="솔방울")
    post = write_post(named_board, member)
    choose(named_board.pk, by=member, name="도토리")
    page = browse().get(f"/동네/{post.pk}").content.decode()
    assert "도토리" in page and "솔방울" not in page
    assert Nickname.objects.count() == 1


@pytest.mark.parametrize(
    "name",
    [
        *(
            "글쓴이",
            "익인",
            "익인3",
            "익인l",
            "익인 3번",
            "운 영 자",
            "운영진",
            "Admin",
            "0perator",
        ),
        *("관리자님", "공지", "탈퇴한 사람", "솔", "가" * 13, "12345", "별명7"),
    ],
)
def test_a_name_that_deceives_is_refused(name: str, named_board: Board, member: Account) -> None:
    with pytest.raises(NicknameRefused):
        choose(named_board.pk, by=member, name=name)
    assert not Nickname.objects.exists()


@pytest.mark.parametrize("name", ["솔방울", "솔 방울", "솔.방울", "솔_방울"])
def test_a_name_that_looks_like_anothers_is_refused(
    name: str, named_board: Board, member: Account, another: Account, browse: Any
) -> None:
    choose(named_board.pk, by=member, name="솔방울")
    page = browse(another).post("/동네/nickname", {"name": name})
    assert page.status_code == 422
    assert "이미 사용 중인 별명이에요" in page.content.decode() and name in page.content.decode()


def test_letters_that_look_alike_are_one(
    named_board: Board, member: Account, another: Account
) -> None:
    choose(named_board.pk, by=member, name="Lucky 0")
    for name in ("Iucky O", "1ucky o", "lucky0"):
        with pytest.raises(NicknameRefused):
            choose(named_board.pk, by=another, name=name)


@pytest.mark.parametrize("wanted", ["foo", "home", "//evil.example", "\r\nX: 1", "javascript:1"])
def test_where_one_goes_next_is_on_this_site(
    wanted: str, named_board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    answer = browse(member).post("/동네/nickname", {"name": "솔방울", "next": wanted})
    assert answer["Location"] == quote("/동네")


@given(st.data())
def test_a_broken_picture_is_refused_or_drawn(data: st.DataObject) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "maker"
    whole = bytearray(picture(size=(24, 16), exif=exif))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, min(200, len(whole) - 1)))] = data.draw(st.integers(0, 255))
    with suppress(NotAPicture), uploaded_images.drawing(1):
        assert max(uploaded_images.upright(bytes(whole), 192, 192).size) <= 192


def test_a_login_name_is_no_nickname(named_board: Board) -> None:
    with pytest.raises(NicknameRefused):
        choose(named_board.pk, by=make_account("Pine-Cone"), name="pinecone")


@given(st.text(max_size=14))
def test_what_is_taken_as_a_nickname_is_plain(name: str) -> None:
    tidied = nicknames._tidy(name)
    if nicknames.SHAPE.fullmatch(tidied):
        assert 2 <= len(tidied) <= 12
        assert tidied.isprintable() and not set("<>&\"'/\\") & set(tidied)


def test_a_picture_is_drawn_anew(
    named_board: Board, member: Account, media: Path, browse: Callable[..., Client]
) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Somebody's phone"
    given_picture = SimpleUploadedFile("우리집.jpg", picture(exif=exif, comment=b"secret"))
    answer = browse(member).post("/동네/nickname", {"name": "솔방울", "picture": given_picture})
    assert answer.status_code == 302
    own = Nickname.objects.get()
    file = media / own.picture
    with Image.open(file) as made:
        assert (made.format, made.size) == ("WEBP", (192, 192))
        assert not made.getexif() and b"secret" not in file.read_bytes()
    assert list(files.media(media)) == []
    post = write_post(named_board, member)
    assert own.picture in browse().get(f"/동네/{post.pk}").content.decode()


@pytest.mark.parametrize(
    "given_picture",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a but not really",
        picture()[:200],
        picture("PNG", (8000, 8000)),
        picture("JPEG", (5000, 5000), progressive=True),
        picture().replace(b"\xff\xda", b"\xff\xda" * 50),
        b"\xff" * (8 * 1024 * 1024 + 1),
    ],
    ids=["svg", "no gif", "cut off", "too wide", "all in memory", "a thousand scans", "too large"],
)
def test_what_is_no_picture_is_refused_with_a_reason(
    given_picture: bytes, named_board: Board, member: Account, media: Path, browse: Any
) -> None:
    upload = SimpleUploadedFile("a.jpg", given_picture, "image/jpeg")
    answer = browse(member).post("/동네/nickname", {"name": "솔방울", "picture": upload})
    page = answer.content.decode()
    assert answer.status_code == 422 and "사진" in page and "솔방울" in page
    assert not Nickname.objects.exists() and not list(media.rglob("*.webp"))


def test_a_new_picture_takes_the_old_ones_place(
    named_board: Board, member: Account, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            choose(named_board.pk, by=member, name="솔방울", picture=picture())
    assert [file.name for file in media.rglob("*.webp")] == [
        Path(Nickname.objects.get().picture).name
    ]
    with django_capture_on_commit_callbacks(execute=True):
        nicknames.drop_picture(named_board.pk, by=member)
    assert not list(media.rglob("*.webp"))


def test_a_nickname_given_up_stays_on_what_was_written_and_is_nobodys(
    named_board: Board, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    choose(named_board.pk, by=member, name="솔방울")
    post = write_post(named_board, member)
    browse(member).post("/동네/nickname", {"give_up": "1"})
    assert "솔방울" in browse().get(f"/동네/{post.pk}").content.decode()
    with pytest.raises(NicknameRefused):
        choose(named_board.pk, by=another, name="솔방울")
    with pytest.raises(NoNickname):
        write_comment(post, member)


def test_what_is_moved_to_another_board_loses_the_nickname(
    named_board: Board, board: Board, member: Account, operator: Account
) -> None:
    choose(named_board.pk, by=member, name="솔방울")
    post = write_post(named_board, member)
    write_comment(post, member)
    writers.move_post(post.pk, by=operator, board_id=board.pk, category_id=None)
    assert Post.objects.get().nickname is None and Comment.objects.get().nickname is None


def test_whoever_leaves_takes_the_name_along(
    named_board: Board, member: Account, another: Account, media: Path, browse: Any
) -> None:
    choose(named_board.pk, by=member, name="솔방울", picture=picture())
    choose(named_board.pk, by=another, name="도토리")
    post = write_post(named_board, member)
    write_comment(post, another)
    erasure.let_go(member.pk)
    page = browse().get(f"/동네/{post.pk}").content.decode()
    assert "솔방울" not in page and "도토리" in page
    assert Post.objects.get().nickname is None
    assert Nickname.objects.filter(name="").count() == 1
    choose(named_board.pk, by=another, name="솔방울")


def test_a_page_takes_one_query_more_for_the_names(
    named_board: Board, member: Account, browse: Any, django_assert_num_queries: Any
) -> None:
    people = [make_account(f"person-{n}") for n in range(6)]
    for number, person in enumerate(people):
        choose(named_board.pk, by=person, name=f"이웃{number}번")
    post = write_post(named_board, people[0])
    for person in people:
        write_comment(post, person)
        write_post(named_board, person)
    browser = browse()
    for path, queries in (("/동네", 5), (f"/동네/{post.pk}", 7), ("/동네/feed", 2)):
        browser.get(path)
        with django_assert_num_queries(queries):
            browser.get(path)

"""Pictures are written anew without a past, kept in a few widths, and go with the last text."""

import random
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from madang.accounts.models import Account
from madang.attachments import addons
from madang.attachments.models import Picture, PictureUse, Poll
from madang.attachments.polls import polls
from madang.boards.models import Board, Post
from madang.boards.threads import erasure
from madang.core import uploaded_images
from madang.core.richtext import rich_to_html, to_html, to_text
from madang.core.uploaded_images import reading
from madang.core.uploaded_images.parts import END_OF_JPEG, MAX_SCANS, jpeg_parts
from madang.media import pictures

from .. import writers
from ..factories import write_comment, write_post
from .drawing import picture

Browse = Callable[..., Client]
WHERE = b"here was the camera"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def send(browser: Client, data: bytes, name: str = "우리집 앞.jpg") -> Any:
    return browser.post("/write/pictures", {"file": SimpleUploadedFile(name, data)})


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*") if file.is_file())


def test_a_picture_is_sent_and_shown_in_a_post(
    board: Board, member: Account, browse: Browse, media: Path
) -> None:
    exif = Image.Exif()
    exif[0x010E] = WHERE.decode()
    exif[0x0112] = 6
    browser = browse(member)
    answer = send(browser, picture(exif=exif)).json()
    # It was held upright: what lay on its side is turned.
    assert (answer["width"], answer["height"]) == (800, 1200)
    kept = Picture.objects.get()
    assert files(media) == [f"{kept.name}-480.webp", f"{kept.name}.webp"]
    for file in media.rglob("*.webp"):
        assert WHERE not in file.read_bytes() and "우리집" not in file.name
        with Image.open(file) as image:
            assert not image.getexif()
    html = f'<p>앞</p><figure><img src="{answer["src"]}" alt="현관"><figcaption>우리</figcaption>'
    address = browser.post("/자유/write", {"title": "사진", "html": html})["Location"]
    page = browse().get(address).content.decode()
    assert 'width="800" height="1200" loading="lazy" srcset="' in page
    assert 'alt="현관"' in page and "<figcaption>우리</figcaption>" in page


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "AVIF", "HEIF"])
def test_what_telephones_and_browsers_have_is_read(
    kind: str, board: Board, member: Account, browse: Browse
) -> None:
    answer = send(browse(member), picture(kind, (640, 480)))
    assert answer.status_code == 200 and answer.json()["width"] == 640


def test_a_moving_picture_goes_on_moving(
    board: Board, member: Account, browse: Browse, media: Path
) -> None:
    out = BytesIO()
    shots = [Image.new("RGB", (900, 90), (n * 20, 0, 0)) for n in range(5)]
    shots[0].save(out, "GIF", save_all=True, append_images=shots[1:], duration=80, loop=0)
    assert send(browse(member), out.getvalue(), "x.gif").json()["width"] == pictures.MOVING_SIDE
    (file,) = media.rglob("*.webp")
    with Image.open(file) as image:
        assert image.n_frames == 5  # type: ignore[attr-defined]


def bomb() -> bytes:
    return picture("PNG", (9000, 9000))


def huge() -> bytes:
    """More than what Pillow by itself calls a bomb."""
    out = BytesIO()
    Image.new("1", (14_000, 14_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda: b"<svg onload=alert(1)>", "읽을 수 있는 사진이 아니에요"),
        (lambda: b"GIF89a<script>", "읽을 수 있는 사진이 아니에요"),
        (lambda: picture()[:100], "사진 파일이 온전하지 않아요"),
        (lambda: picture("BMP", (20, 20)), "읽을 수 있는 사진이 아니에요"),
        (bomb, "9000×9000). 1300만 화소까지"),
        (huge, "14000×14000). 1300만 화소까지"),
        (lambda: b"x" * (2 * 1024 * 1024), "1MB까지"),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(
    data: Callable[[], bytes],
    said: str,
    board: Board,
    member: Account,
    browse: Browse,
    media: Path,
    settings: Any,
) -> None:
    settings.PICTURE_MEGABYTES = 1
    answer = send(browse(member), data())
    assert answer.status_code == 422 and said in answer.json()["error"]
    assert not Picture.objects.exists() and not files(media)


def test_a_moving_picture_that_fills_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    out = BytesIO()
    shots = [Image.new("RGB", (60, 60), (n * 40, 0, 0)) for n in range(6)]
    shots[0].save(out, "GIF", save_all=True, append_images=shots[1:])
    monkeypatch.setattr(reading, "MAX_MOVING_PIXELS", 6 * 60 * 60 - 1)
    with pytest.raises(uploaded_images.NotAPicture, match="길거나"), uploaded_images.drawing(1):
        uploaded_images.frames(out.getvalue(), 600)


def test_only_members_send_pictures_and_so_many_a_day(
    board: Board, member: Account, browse: Browse, settings: Any
) -> None:
    assert send(browse(), picture()).status_code == 403
    settings.PICTURES_A_DAY = 1
    browser = browse(member)
    assert send(browser, picture()).status_code == 200
    answer = send(browser, picture())
    assert answer.status_code == 429 and "더 올릴 수 없어요" in answer.json()["error"]
    assert Picture.objects.count() == 1


def a_while_ago(days: int) -> None:
    for one in Picture.objects.all():
        one.day -= timedelta(days=days)
        one.save()


def test_a_picture_goes_when_no_text_has_it(
    board: Board, post: Post, member: Account, media: Path
) -> None:
    kept = pictures.keep_picture(picture())
    line = f"![현관]({pictures.address_of(kept)})"
    said = write_comment(post, member, line)
    other = write_post(board, member, text=line)
    a_while_ago(400)
    pictures.drop_unused()
    assert Picture.objects.exists()
    writers.edit_comment(post.pk, said.seq, by=member, text="사진은 뺐어요")
    pictures.drop_unused()
    assert PictureUse.objects.get().post == other.pk and files(media)
    writers.delete_post(other.pk, by=member)
    pictures.drop_unused()
    assert not Picture.objects.exists() and not files(media)


def test_a_picture_in_a_draft_is_kept_as_long_as_the_draft(
    board: Board, member: Account, browse: Browse
) -> None:
    browser = browse(member)
    answer = send(browser, picture()).json()
    a_while_ago(3)
    html = f'<figure><img src="{answer["src"]}" alt=""></figure>'
    browser.post("/자유/draft", {"title": "쓰다 만 글", "html": html})
    pictures.drop_unused()
    assert Picture.objects.exists()
    a_while_ago(100)
    pictures.drop_unused()
    assert not Picture.objects.exists()


def test_a_picture_is_typed_as_it_was_sent(board: Board, member: Account) -> None:
    kept = pictures.keep_picture(picture())
    sent = f'<figure><img src="{pictures.address_of(kept)}" alt="현관"><figcaption>앞 [1]'
    html = rich_to_html(sent)
    assert html.count("<img") == 1 and to_html(to_text(html)) == html


def test_one_that_calls_itself_otherwise_is_counted_too() -> None:
    """A progressive JPEG is gone through once a scan, also where it says that it is two."""
    out, one = BytesIO(), Image.new("RGB", (64, 64))
    one.save(out, "MPO", save_all=True, append_images=[one])
    with uploaded_images.drawing(1):
        uploaded_images.upright(out.getvalue(), 64, 64)
    first = jpeg_parts(out.getvalue()).end - len(END_OF_JPEG)
    scans = b"\xff\xda\x00\x02" * (MAX_SCANS + 1)
    bomb = out.getvalue()[:first] + scans + out.getvalue()[first:]
    with pytest.raises(uploaded_images.NotAPicture, match="다른 앱에서"):
        uploaded_images.upright(bomb, 64, 64)


def test_a_refused_comment_keeps_no_picture(
    post: Post, member: Account, browse: Browse, settings: Any
) -> None:
    file = SimpleUploadedFile("x.jpg", picture())
    answer = browse(member).post(f"/자유/{post.pk + 9}/comments", {"text": "", "pictures": [file]})
    assert answer.status_code == 404 and not Picture.objects.exists()
    settings.PICTURES_A_DAY = 2
    many = [SimpleUploadedFile("x.jpg", picture(size=(20, 20))) for _ in range(3)]
    form = {"text": "세 장", "pictures": many}
    answer = browse(member).post(f"/자유/{post.pk}/comments", form)
    assert answer.status_code == 422 and not Picture.objects.exists()


def test_who_comes_back_finds_the_pictures_the_poll_and_the_tags(
    board: Board, member: Account, another: Account, media: Path, settings: Any
) -> None:
    kept = pictures.keep_picture(picture())
    line = f"![현관]({pictures.address_of(kept)})"
    post = write_post(board, member, text=line, tags=["집"], save_addon=lambda _post: addons.POLL)
    polls.ask(post.pk, polls.PollDraft("무엇?", ["가", "나"], False, False, None))
    said = write_comment(post, member, line)
    polls.vote(post.pk, [0], by=another)
    a_while_ago(400)
    written = list(erasure.archive_all(member.pk))
    erasure.withdraw(member.pk, lambda: True)
    pictures.drop_unused()
    for one in written:
        erasure.restore(one)
    pictures.drop_unused()
    said.refresh_from_db()
    post.refresh_from_db()
    assert files(media) and "<img" in said.html and post.tags == "집"
    assert Poll.objects.get().voters == 1
    erasure.withdraw(member.pk, lambda: True)
    erasure.delete_all(member.pk)
    pictures.drop_unused()
    assert not files(media) and not Poll.objects.exists()


def test_changing_a_post_asks_as_often_however_many_pictures_it_has(
    board: Board, member: Account, browse: Browse, django_assert_num_queries: Any
) -> None:
    kept = pictures.keep_picture(picture())
    line = f"![현관]({pictures.address_of(kept)})"
    browser = browse(member)
    for count in (1, 6):
        post = write_post(board, member, text="\n\n".join([line] * count))
        with django_assert_num_queries(4):
            assert browser.get(f"/자유/{post.pk}/edit").content.decode().count("![현관]") == count


def test_a_screenshot_of_a_long_conversation_can_be_read(
    board: Board, member: Account, browse: Browse
) -> None:
    said = send(browse(member), picture("PNG", (1080, 9000))).json()
    assert (said["width"], said["height"]) == (1080, 9000)
    said = send(browse(member), picture("JPEG", (4000, 3000))).json()
    assert (said["width"], said["height"]) == (1600, 1200)


def test_the_largest_picture_of_a_telephone_is_taken(
    board: Board, member: Account, browse: Browse
) -> None:
    said = send(browse(member), picture("JPEG", (16_320, 12_240), quality=1)).json()
    assert (said["width"], said["height"]) == (1600, 1200)


def test_without_scripts_pictures_stay_through_a_preview_and_an_error(
    board: Board, member: Account, browse: Browse
) -> None:
    browser = browse(member)
    file = SimpleUploadedFile("a.jpg", picture())
    for form, said in (({"preview": "1"}, "미리보기"), ({"title": ""}, "아직 아무것도")):
        file.seek(0)
        sent = {"title": "제목", "text": "내용", **form, "pictures": file}
        page = browser.post("/자유/write", sent).content.decode()
        assert said in page
        assert re.search(r"내용\n\n!\[\]\(/media/pictures/\w+\.webp\)</textarea>", page)


def test_a_refused_picture_is_named(board: Board, member: Account, browse: Browse) -> None:
    files = [SimpleUploadedFile("좋은.jpg", picture()), SimpleUploadedFile("나쁜.jpg", b"no")]
    form = {"title": "제목", "text": "내용", "pictures": files}
    page = browse(member).post("/자유/write", form).content.decode()
    assert "나쁜.jpg: 읽을 수 있는 사진이 아니에요" in page and "내용</textarea>" in page


def test_a_picture_of_a_million_parts_is_refused_at_once(
    board: Board, member: Account, browse: Browse
) -> None:
    whole = picture()
    parts = whole[:2] + b"\xff\xe5\x00\x02" * 1_000_000 + whole[2:]
    answer = send(browse(member), parts)
    assert answer.status_code == 422 and "다른 앱에서" in answer.json()["error"]


def test_more_pictures_than_are_taken_are_not_lost_silently(
    board: Board, member: Account, browse: Browse
) -> None:
    sent = [SimpleUploadedFile(f"{n}.jpg", picture("JPEG", (30, 20))) for n in range(11)]
    form = {"title": "제목", "text": "내용", "pictures": sent}
    page = browse(member).post("/자유/write", form).content.decode()
    assert "한 번에 10장까지" in page and not Picture.objects.exists()


def test_a_narrower_copy_is_no_picture_of_its_own() -> None:
    assert "<img" not in to_html(f"![](/media/pictures/{'a' * 32}-480.webp)")


def test_more_pictures_below_a_comment_than_are_taken_are_not_lost_silently(
    post: Post, member: Account, browse: Browse
) -> None:
    lines = "\r\n".join(f"![](/media/pictures/{n:032x}.webp)" for n in range(11))
    form = {"text": "댓글", "picture_lines": lines}
    page = browse(member).post(f"/자유/{post.pk}/comments", form).content.decode()
    assert "한 번에 10장까지" in page and f"{10:032x}" in page and "댓글</textarea>" in page


def test_letters_by_chance_do_not_make_a_picture_unreadable() -> None:
    noise = random.Random(1).randbytes(1000) + b"\xff\xe1" * 6_000
    out = BytesIO()
    info = PngInfo()
    info.add(b"teXt", noise)
    Image.new("RGB", (30, 20)).save(out, "PNG", pnginfo=info)
    assert uploaded_images.upright(out.getvalue(), 64, 64).size == (30, 20)

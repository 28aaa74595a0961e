"""Moving out: what everybody may read, and the same again after it was brought in elsewhere."""

import json
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from PIL import Image

from madang.boards.api import BoardPlan, open_board
from madang.boards.directory.directory import board_directory
from madang.boards.models import Board, Comment, Pin, Post, PostText, State
from madang.media.models import Picture
from madang.media.pictures import address_of, keep_picture
from madang.moving.arrived_pictures import ArrivedPictures
from madang.moving.jsonl.files import read
from madang.moving.load import Loaded, load
from madang.moving.moving_out import Written, move_out
from madang.moving.spool import Reading, Spool
from madang.operations.demo.write import write_demo

FILES = ("site.json", "boards.jsonl", "posts.jsonl")


def exported(folder: Path) -> tuple[Written, list[list[dict[str, Any]]]]:
    folder.mkdir()
    written = move_out(folder, lambda some, of: None)
    lines = [(folder / name).read_text().splitlines() for name in FILES]
    return written, [[json.loads(line) for line in each] for each in lines]


def brought_in(folder: Path) -> tuple[Reading, Loaded]:
    with Spool() as spool:
        reading = read(spool, [str(folder / name) for name in FILES], lambda some: None)
        return reading, load(spool, lambda some: None, pictures=ArrivedPictures(folder))


def emptied() -> None:
    """Forget all that was written, as an empty site has it; its name and operators stay."""
    for table in ("attachments_pictureuse", "attachments_pollchoice", "attachments_pollvote"):
        _delete(table)
    for table in ("attachments_poll", "attachments_quiztext", "boards_importedpost"):
        _delete(table)
    Picture.objects.all().delete()
    Post.objects.all().delete()
    Board.objects.all().delete()
    _delete("boards_pagerun")
    board_directory.forget()


def _delete(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


@pytest.mark.django_db
def test_what_was_brought_in_and_taken_out_again_is_the_same_line_by_line(
    keys: Any, tmp_path: Path
) -> None:
    write_demo(lambda done, total: None)
    first = Post.objects.filter(state=State.LIVE).order_by("pk").first()
    assert first is not None
    picture = keep_picture(drawn())
    html = f'<p>보세요</p><figure><img src="{address_of(picture)}" alt="분홍"></figure>'
    PostText.objects.filter(post=first).update(html=html)
    Pin.objects.get_or_create(post=first)
    written, before = exported(tmp_path / "before")
    assert written.posts > 20 and written.comments > 100 and written.missing == 0
    emptied()
    reading, loaded = brought_in(tmp_path / "before")
    assert (reading.refused, [r.reason for r in reading.refusals]) == (0, [])
    assert (loaded.posts, loaded.comments) == (written.posts, written.comments)
    _, after = exported(tmp_path / "after")
    for name, one, other in zip(FILES, before, after, strict=True):
        assert one == other, name


def drawn() -> bytes:
    out = BytesIO()
    Image.new("RGB", (800, 600), "pink").save(out, "PNG")
    return out.getvalue()


@pytest.mark.django_db
def test_only_what_everybody_may_read_is_taken_out(
    community: Any, keys: Any, tmp_path: Path
) -> None:
    closed = open_board(BoardPlan("우리끼리", members_only=True))
    board = Board.objects.get(name="자유")
    for number, (place, state, word) in enumerate(
        [(board, State.LIVE, "보임"), (board, State.HIDDEN, "가림"), (closed, State.LIVE, "안쪽")]
    ):
        post = Post.objects.create(
            board=place, title=word, state=state, created="2020-01-01T00:00:00Z", epoch=202001
        )
        PostText.objects.create(post=post, html=f"<p>{word} 글</p>")
        shown = {"post": post, "created": post.created, "voice": number}
        Comment.objects.create(
            seq=1, html="<p>가린 댓글</p>", state=State.HIDDEN, replies=1, **shown
        )
        Comment.objects.create(seq=2, html="<p>그 답</p>", parent=1, root=1, **shown)
        Comment.objects.create(seq=3, html="<p>지운 댓글</p>", state=State.DELETED, **shown)
    _, (_, boards, posts) = exported(tmp_path / "out")
    assert [each["name"] for each in boards] == ["자유", "이슈"]
    assert [each["title"] for each in posts] == ["보임"]
    said = (tmp_path / "out" / "posts.jsonl").read_text()
    assert not [word for word in ("가림", "안쪽", "가린", "지운") if word in said]
    assert [(c.get("html"), c.get("deleted"), c.get("reply_to")) for c in posts[0]["comments"]] == [
        (None, True, None),
        ("<p>그 답</p>", None, 1),
    ]


@pytest.mark.django_db
def test_pictures_come_along_and_one_beside_the_folder_does_not(
    community: Any, keys: Any, tmp_path: Path
) -> None:
    (tmp_path / "secret.webp").write_bytes(drawn())
    folder = tmp_path / "given"
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "1-1.webp").write_bytes(drawn())
    for name in FILES[:2]:
        (folder / name).write_text("")
    images = ("media/1-1.webp", "media/../../secret.webp", "/etc/passwd")
    html = "".join(f'<p>여기</p><img src="{each}">' for each in images)
    line = {"id": "1", "board": "자유", "title": "사진", "html": html}
    (folder / "posts.jsonl").write_text(json.dumps(line))
    brought_in(folder)
    text = Post.objects.get(title="사진").text.html
    assert text.count("<img") == 1 and Picture.objects.count() == 1
    shutil.rmtree(folder)

"""Moving in from gnuboard5 and Rhymix: a real MariaDB, real schemas, and rows as life made them."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from madang.accounts.models import Account, RenewedPassword
from madang.accounts.renewals import renew_passwords
from madang.attachments.models import PictureUse, Poll
from madang.boards.models import Board, Comment, Pin, Post, State
from madang.core.richtext import to_text
from madang.media.models import Picture
from madang.moving.addresses import forget_gone
from madang.moving.databases.charsets import Mender
from madang.moving.databases.errors import CannotLoad
from madang.moving.models import OldAddress
from madang.moving.moving_in import Moved, Wanted, Watching, move_in

from ..services.mariadb import MariaDB, mariadb
from ..services.programs import clean_environment

SITES = Path(__file__).parent / "old_sites"
GNUBOARD5, RHYMIX = SITES / "gnuboard5.sql", SITES / "rhymix.sql"
# What a dump says is no matter of the site's own database.
once = pytest.mark.skipif(
    "postgres" in os.environ.get("DATABASE_URL", ""), reason="the same on every database"
)
UNWATCHED = Watching(lambda rows, total: None, lambda rows, total: None)
# What was secret in both sites, and what names people.
SECRETS = ("XYZZY", "PLUGH", "FROTZ", "QUUX")
NAMES = ("203.0.113", "198.51.100", "홍길동", "길동", "hong@example.com", "010-1234")


@pytest.fixture(scope="module")
def server() -> Iterator[MariaDB]:
    with mariadb() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The old sites' folders, with their pictures."""
    drawn = {
        "data/file/gallery/1234_flower.jpg": (800, 600),
        "data/file/gallery/1234_tree.png": (300, 200),
        "data/editor/0903/rule.png": (320, 200),
        "files/attach/images/100/300/a1b2.png": (300, 200),
        "files/attach/images/100/300/c3d4.jpg": (640, 480),
    }
    for name, size in drawn.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", size, "pink").save(file)
    (tmp_path / "outside.png").write_bytes(b"")
    return tmp_path


def moved(program: str, source: str | Path, **how: Any) -> Moved:
    return move_in(Wanted(program, str(source), **how), UNWATCHED)


def post(title: str) -> Post:
    return Post.objects.select_related("text", "board", "category").get(title=title)


def words_of(title: str) -> str:
    return to_text(post(title).text.html)


def comments_of(title: str) -> list[tuple[str, int | None, int | None]]:
    rows = Comment.objects.filter(post=post(title).pk).order_by("seq")
    return [(to_text(row.html), row.parent, row.voice) for row in rows]


def everything() -> str:
    """Return all that the database holds of texts and names."""
    said = [*Post.objects.values_list("title", "text__html", "text__source", "tags")]
    said += [*Comment.objects.values_list("html")]
    said += [*Account.objects.values_list("login_name", "password")]
    return unescape(repr(said))


@pytest.mark.django_db
def test_a_dump_of_gnuboard5_comes_in_as_it_was_read_there(folder: Path) -> None:
    given = moved("gnuboard5", GNUBOARD5, files=folder, with_members=True)
    assert (given.loaded.posts, given.loaded.comments, given.reading.refused) == (11, 5, 0)
    boards = Board.objects.order_by("place").values_list("name", "members_only")
    assert list(boards) == [
        ("자유게시판", False),
        ("임원 회의", True),
        ("질문 답변", True),
        ("성인", True),
        ("자유게시판 2", False),
        ("검색", False),
        ("갤러리 & 사진", False),
    ]
    first = post('점심 "뭐" 먹지; it\'s')
    assert (first.views, first.recommends, first.category and first.category.name) == (
        120,
        7,
        "잡담",
    )
    assert "둘째 줄 <b>굵지 않다</b>" in words_of(first.title)
    assert "<ul>" not in first.text.html and "https://example.com/menu" in first.text.html
    rules = post("공지: 규칙").text.html
    assert "alert" not in rules and "onerror" not in rules
    assert "https://www.youtube.com/watch?v=dQw4w9WgXcQ" in rules
    assert "하나 | 둘" in rules and 'width="320"' in rules
    assert set(Pin.objects.values_list("post__title", flat=True)) == {first.title, "공지: 규칙"}
    assert post("제목이 없는 글이에요")
    assert words_of("내용 없음") == "(내용 없음)"


@pytest.mark.django_db
def test_comments_keep_their_order_depth_and_voices(folder: Path, server: MariaDB) -> None:
    moved("gnuboard5", server.load("gnuboard", GNUBOARD5.read_bytes()))
    assert comments_of('점심 "뭐" 먹지; it\'s') == [
        ("국밥이지", None, 1),
        ("비밀에 단 답", 1, 1),
        ("글쓴이입니다", 1, 0),
        ("저도요", None, 2),
    ]
    assert "원글 보기" in words_of("Re: 원글")
    assert f"/p/{post('Re: 원글').pk}" in post("Re: Re: 원글").text.html


@pytest.mark.django_db
def test_answers_may_become_comments(server: MariaDB) -> None:
    address = server.load("gnuboard", GNUBOARD5.read_bytes())
    moved("gnuboard5", address, answers_are_comments=True)
    assert not Post.objects.filter(title__startswith="Re:").exists()
    said = [(words.replace("**", ""), parent) for words, parent, _ in comments_of("원글")]
    assert said == [
        ("Re: 원글\n\n답글 본문", None),
        ("답글의 댓글", 1),
        ("Re: Re: 원글\n\n답글의 답글", 1),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("program", "dump"), [("gnuboard5", GNUBOARD5), ("rhymix", RHYMIX)])
def test_nothing_secret_and_nobody_comes_in(
    program: str, dump: Path, server: MariaDB, folder: Path
) -> None:
    address = server.load("old", dump.read_bytes())
    given = moved(program, address, files=folder, with_members=True)
    said = everything()
    assert not [word for word in (*SECRETS, *NAMES) if word in said]
    assert any("비밀글과 공개되지 않은 글" in line for line in given.lines)
    left = [file.name for file in (Path(settings.RUN_FOLDER)).rglob("import*")]
    assert all(name.endswith(".lock") for name in left)


@pytest.mark.django_db
def test_pictures_come_in_anew_and_what_is_missing_is_named(server: MariaDB, folder: Path) -> None:
    address = server.load("gnuboard", GNUBOARD5.read_bytes())
    given = moved("gnuboard5", address, files=folder)
    flowers = post("꽃 사진").text.html
    assert flowers.count("<figure>") == 2
    assert flowers.index('width="800"') < flowers.index("먼저") < flowers.index('width="300"')
    assert "안내문.hwp" in flowers
    assert post("꽃 사진").thumbnail
    assert "1234_gone.jpg" in words_of("사진 없음")
    assert (Picture.objects.count(), PictureUse.objects.count()) == (3, 3)
    assert any("사진 1장은 폴더에 없어서" in line for line in given.lines)


@pytest.mark.django_db
def test_old_addresses_of_gnuboard5_lead_to_what_they_were(
    server: MariaDB, folder: Path, client: Client, community: Any
) -> None:
    moved("gnuboard5", server.load("gnuboard", GNUBOARD5.read_bytes()), files=folder)
    number = Post.objects.get(title__startswith="점심").pk
    leads = {
        "/bbs/board.php?bo_table=free&wr_id=1": f"/p/{number}",
        "/bbs/board.php?bo_table=free&wr_id=1&page=3&sca=x": f"/p/{number}",
        "/g5/bbs/board.php?bo_table=free&wr_id=01": f"/p/{number}",
        "/free/1": f"/p/{number}",
        "/free/점심-뭐-먹지": f"/p/{number}",
        "/free/점심-뭐-먹지/": f"/p/{number}",
        "/bbs/download.php?bo_table=free&wr_id=1&no=0": f"/p/{number}",
        "/bbs/board.php?bo_table=free": "/자유게시판",
        "/free": "/자유게시판",
        "/rss/free": "/자유게시판",
        "/bbs/rss.php?bo_table=free": "/자유게시판",
    }
    for old, new in leads.items():
        answer = client.get(old)
        assert (answer.status_code, unquote(answer["Location"])) == (301, new), old
    picture = client.get("/data/file/gallery/1234_tree.png")
    assert picture.status_code == 301 and picture["Location"].startswith("/media/pictures/")
    for secret in ("/bbs/board.php?bo_table=free&wr_id=8", "/free/8", "/free/999", "/bbs/x.php"):
        assert client.get(secret).status_code == 404, secret


@pytest.mark.django_db
def test_rhymix_comes_in_with_its_polls_tags_and_deleted_places(
    folder: Path, client: Client, community: Any
) -> None:
    given = moved("rhymix", RHYMIX, files=folder, address="https://old.example.com")
    assert (given.loaded.posts, given.reading.refused) == (5, 0)
    first = Post.objects.get(title='첫 글 <3 "따옴표"')
    assert first.tags == "점심 국밥"
    assert comments_of(first.title) == [
        ("첫 댓글", None, 1),
        ("첫 댓글의 답", 1, 0),
        ("비밀에 단 답", 1, 0),
        ("둘째 댓글", None, 2),
        ("", 4, None),
        ("삭제된 댓글의 답", 5, 0),
    ]
    assert Comment.objects.get(post=first, seq=5).state == State.DELETED
    assert first.comment_count == 5
    poll = Poll.objects.get()
    votes = list(poll.choices.order_by("place").values_list("words", "votes"))
    assert (poll.question, votes, poll.voters) == ("점심은?", [("국밥", 2), ("김밥", 1)], 3)
    assert comments_of("익명 글") == [
        ("나도 익명", None, 1),
        ("글쓴이다", None, 0),
        ("번호 없는 익명", None, None),
    ]
    assert list(Board.objects.values_list("name", "members_only"))[2:] == [
        ("자유 게시판", False),
        ("운영진", True),
        ("lang", False),
    ]
    page = client.get(f"/자유-게시판/{first.pk}").content.decode()
    assert "안녕하세요 😀" in page and "삭제된 댓글" in page
    leads = {
        "/300": f"/p/{first.pk}",
        "/free/300": f"/p/{first.pk}",
        "/free/300/comment/401": f"/p/{first.pk}",
        "/free/entry/첫-글": f"/p/{first.pk}",
        "/index.php?mid=free&document_srl=300": f"/p/{first.pk}",
        "/index.php?mid=free": "/자유-게시판",
        "/free/category/201": "/자유-게시판?category=잡담",
        "/files/download/603/abc/문서.pdf": f"/p/{first.pk}",
        "/index.php?module=file&act=procFileDownload&file_srl=603": f"/p/{first.pk}",
    }
    for old, new in leads.items():
        answer = client.get(old)
        assert (answer.status_code, unquote(answer["Location"])) == (301, new), old
    assert client.get("/320").status_code == 404


@pytest.mark.django_db
def test_members_sign_in_with_the_password_they_had(server: MariaDB) -> None:
    address = server.load("gnuboard", GNUBOARD5.read_bytes())
    given = moved("gnuboard5", address, with_members=True)
    assert sorted(Account.objects.values_list("login_name", flat=True)) == ["hong", "kim", "lee"]
    assert any("회원 3명을 가져왔어요" in line for line in given.lines)
    for name, password in (("hong", "1234"), ("lee", "pass-word-1")):
        account = Account.objects.get(login_name=name)
        old = account.password
        assert not account.check_password("wrong")
        assert account.check_password(password), name
        account.refresh_from_db()
        # Rewritten there and then it would tell when somebody came.
        assert account.password == old and account.check_password(password)
        changed = Account.objects.get(login_name="kim")
    changed.set_password("another-one")
    changed.save()
    assert RenewedPassword.objects.count() == 2
    renew_passwords()
    assert RenewedPassword.objects.count() == 0
    for name, password in (("hong", "1234"), ("lee", "pass-word-1"), ("kim", "another-one")):
        account = Account.objects.get(login_name=name)
        assert account.password.startswith("argon2$") and account.check_password(password)
    # Who moved in wrote nothing here: no post has a seal.
    assert not Post.objects.exclude(author=b"").exists()


@pytest.mark.django_db
def test_moving_in_twice_brings_nothing_twice(server: MariaDB, folder: Path) -> None:
    address = server.load("gnuboard", GNUBOARD5.read_bytes())
    moved("gnuboard5", address, files=folder, with_members=True)
    again = moved("gnuboard5", address, files=folder, with_members=True)
    assert (again.loaded.posts, again.loaded.known) == (0, 11)
    assert (Post.objects.count(), Account.objects.count(), Board.objects.count()) == (11, 3, 7)


@pytest.mark.django_db
def test_old_charsets_are_read_as_they_were_meant(server: MariaDB, tmp_path: Path) -> None:
    text = GNUBOARD5.read_text()
    in_cp949 = text.replace("국밥이지", "똠얌꿍 먹고 뷁").replace("=utf8", "=euckr")
    dump = tmp_path / "cp949.sql"
    dump.write_bytes(in_cp949.encode("cp949", errors="ignore"))
    given = moved("gnuboard5", dump)
    assert comments_of('점심 "뭐" 먹지; it\'s')[0][0] == "똠얌꿍 먹고 뷁"
    assert any("CP949" in line for line in given.lines)


MENDED = [
    ("UTF-8 read as Latin-1", "안녕 반갑습니다".encode().decode("latin-1"), "안녕 반갑습니다"),
    (
        "CP949 read as Latin-1",
        "안녕 반갑습니다".encode("cp949").decode("latin-1"),
        "안녕 반갑습니다",
    ),
    ("what only looks so", "Ça va, Zoë? naïve café", "Ça va, Zoë? naïve café"),
]


@once
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "kept", "meant"), MENDED)
def test_broken_letters_are_mended(server: MariaDB, name: str, kept: str, meant: str) -> None:
    sql = GNUBOARD5.read_text()
    start = sql.index("'깨진 글자','") + len("'깨진 글자','")
    broken = sql[:start] + kept + sql[sql.index("'", start) :]
    moved("gnuboard5", server.load("gnuboard", broken.encode()))
    assert words_of("깨진 글자") == meant, name


@pytest.mark.django_db
def test_a_letter_cut_in_two_is_left_out_and_the_rest_stays(tmp_path: Path) -> None:
    sql = GNUBOARD5.read_bytes()
    dump = tmp_path / "cut.sql"
    dump.write_bytes(
        sql.replace("'원글 본문'".encode(), "'원글 본문은 여기까".encode()[:-1] + b"'")
    )
    given = moved("gnuboard5", dump)
    assert words_of("원글") == "원글 본문은 여기"
    assert any("글자가 중간에 잘려" in line for line in given.lines)


@pytest.mark.django_db
def test_a_database_in_old_charsets_is_read_without_being_changed(server: MariaDB) -> None:
    sql = GNUBOARD5.read_text().replace("TYPE=MyISAM", "ENGINE=MyISAM CHARSET=euckr")
    moved(
        "gnuboard5", server.load("gnuboard", sql.replace("CHARSET=utf8", "CHARSET=euckr").encode())
    )
    assert words_of("꽃 사진").startswith("![") or "먼저" in words_of("꽃 사진")
    assert comments_of('점심 "뭐" 먹지; it\'s')[0][0] == "국밥이지"


@once
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("mysql://root@127.0.0.1:1/old", "연결할 수 없어요"),
        ("mysql://root@127.0.0.1", "mysql://"),
        ("http://127.0.0.1/old", "mysql://"),
    ],
)
def test_what_cannot_be_opened_is_said(source: str, reason: str) -> None:
    with pytest.raises(CannotLoad, match=reason):
        moved("gnuboard5", source)


@pytest.mark.django_db
def test_a_dump_of_something_else_is_refused(tmp_path: Path) -> None:
    dump = tmp_path / "other.sql"
    dump.write_text("CREATE TABLE `wp_posts` (`ID` int);\nINSERT INTO `wp_posts` VALUES (1);\n")
    with pytest.raises(CannotLoad, match="게시판이 들어 있지 않아요"):
        moved("rhymix", dump)


FILL = "INSERT INTO `g5_write_free` (wr_id,wr_num,wr_parent,wr_is_comment,wr_subject,wr_content)"
HOSTILE = [
    "SELECT 'x' INTO OUTFILE '{0}/written';",
    "\\! touch {0}/touched",
    "system touch {0}/touched",
    "INSERT INTO `g5_group` VALUES ('x', LOAD_FILE('{0}/secret'), 0);",
    "INSERT INTO `g5_group` VALUES ('x','y',0); LOAD DATA LOCAL INFILE '{0}/secret' INTO TABLE"
    " g5_write_free (wr_content) SET wr_id=77, wr_subject='file', wr_parent=77;",
    FILL + " SELECT 77,77,77,0,'file',LOAD_FILE('{0}/secret');",
    FILL + " VALUES (77,77,77,0,'file',(SELECT LOAD_FILE('{0}/secret')));",
    "CREATE TABLE `g5_write_more` (`wr_id` int) DATA DIRECTORY='{0}/';",
    FILL + " VALUES (77,77,77,0,'plain','x' /*! ),(78,78,78,0,'file',(SELECT USER()) */);",
    FILL + " VALUES (77 /*! ); SET GLOBAL general_log_file='{0}/written'; SELECT (1 */);",
    FILL + " VALUES (77,77,77,0,N'file\\',',USER() -- ');",
    "INSERT INTO `g5_write_free` (`wr_id`,`a) VALUES ('x`) SELECT 77,77,77,0,'file',USER();",
    "--\n-- a trigger\n--\nDELIMITER $$\nCREATE TRIGGER t AFTER INSERT ON g5_write_free"
    " FOR EACH ROW BEGIN\n" + FILL + " VALUES (77,77,77,0,'file','x');\nEND\n$$\nDELIMITER ;",
    "DELIMITER ;;\nCREATE PROCEDURE p() BEGIN\n"
    + FILL
    + " VALUES (77,77,77,0,'file','x');\nDROP TABLE g5_write_gallery;\nEND ;;\nDELIMITER ;",
]


@once
@pytest.mark.django_db
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_dump_can_neither_read_nor_write_files(hostile: str, tmp_path: Path) -> None:
    """What a dump says besides its tables is not done: it may come from anybody."""
    (tmp_path / "secret").write_text("XYZZY\n")
    (tmp_path / "secret").chmod(0o644)
    dump = tmp_path / "hostile.sql"
    dump.write_text(f"{GNUBOARD5.read_text()}\n{hostile.format(tmp_path)}\n")
    with suppress(CannotLoad):
        moved("gnuboard5", dump)
        assert not Post.objects.filter(title="file").exists()
        assert Post.objects.filter(title="꽃 사진").exists()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["hostile.sql", "secret"]
    assert "XYZZY" not in everything()


REFUSED = [
    ("a table twice", "\nCREATE TABLE `g5_board` (`bo_table` int);\n", "둘 들어 있어요"),
    ("another database", "\nCREATE TABLE two.g5_board (`bo_table` int);\n", "둘 들어 있어요"),
    ("an end within a string", "\nINSERT INTO `g5_group` VALUES ('x','y", "끝까지 오지"),
    (
        "a change within a comment",
        "\n/*!50000 UPDATE `g5_board` SET bo_read_level=9 */;\n",
        "g5_board",
    ),
    ("a change behind words", "\nUSE old\nINSERT INTO g5_board VALUES (1);\n", "g5_board"),
    ("no end of what is apart", "\nDELIMITER ;;\nINSERT INTO x VALUES (1);;\n", "끝까지 오지"),
    ("another prefix", "\nCREATE TABLE `old_board` (bo_table int, bo_subject int);", "--prefix"),
]


@once
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "more", "reason"), REFUSED)
def test_what_is_not_certain_is_refused(name: str, more: str, reason: str, tmp_path: Path) -> None:
    dump = tmp_path / "dump.sql"
    dump.write_text(GNUBOARD5.read_text() + more)
    with pytest.raises(CannotLoad, match=reason):
        moved("gnuboard5", dump)
    assert not Post.objects.exists(), name


@once
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("program", "dump", "table"),
    [
        ("gnuboard5", GNUBOARD5, "g5_group"),
        ("rhymix", RHYMIX, "rx_module_grants"),
        ("rhymix", RHYMIX, "rx_module_extra_vars"),
    ],
)
def test_boards_are_not_taken_for_open_where_it_is_not_known(
    program: str, dump: Path, table: str, tmp_path: Path
) -> None:
    lacking = tmp_path / "dump.sql"
    lacking.write_text(dump.read_text().replace(f"`{table}`", f"`{table}_else`"))
    with pytest.raises(CannotLoad, match=table):
        moved(program, lacking)


@pytest.mark.django_db
def test_a_board_of_a_group_that_is_written_otherwise_stays_closed(tmp_path: Path) -> None:
    dump = tmp_path / "dump.sql"
    dump.write_text(GNUBOARD5.read_text().replace("('qa','closed'", "('qa','Closed '"))
    moved("gnuboard5", dump)
    assert Board.objects.get(name="질문 답변").members_only


@pytest.mark.django_db
def test_a_dump_that_was_cut_off_between_two_statements_is_refused(tmp_path: Path) -> None:
    dump = tmp_path / "dump.sql"
    dump.write_text(GNUBOARD5.read_text().split("CREATE TABLE `g5_write_gallery`")[0])
    with pytest.raises(CannotLoad, match="끝까지 오지"):
        moved("gnuboard5", dump)


@pytest.mark.django_db
def test_bytes_that_are_no_letters_open_no_quote(tmp_path: Path) -> None:
    """What is mended is written anew after that: `\\\xff'` would end a string too early."""
    dump = tmp_path / "dump.sql"
    hostile = FILL.encode() + b" VALUES (77,77,77,0,'%s\\\xff',' , USER()); -- ');\n"
    dump.write_bytes(GNUBOARD5.read_bytes() + hostile % "가나다라마바사".encode())
    moved("gnuboard5", dump)
    assert words_of("가나다라마바사").strip() == ", USER()); --"


STRINGS = [
    (r"'a\\'", "a\\"),
    (r'"b""c\"d"', 'b"c"d'),
    (r"'e\'f'", "e'f"),
    ("'i''j;k'", "i'j;k"),
    ("'-- x # y /* z */'", "-- x # y /* z */"),
    ("_utf8mb4'가나'", "가나"),
    ("0xEAB080", "가"),
]


@once
@pytest.mark.django_db
@pytest.mark.parametrize(("written", "meant"), STRINGS)
def test_strings_come_through_as_they_were_meant(written: str, meant: str, tmp_path: Path) -> None:
    dump = tmp_path / "dump.sql"
    dump.write_text(f"{GNUBOARD5.read_text()}\n{FILL} VALUES (77,77,77,0,{written},'본문');\n")
    moved("gnuboard5", dump)
    assert Post.objects.filter(title=meant).exists()


@pytest.mark.django_db
def test_boards_of_like_names_stay_apart(tmp_path: Path) -> None:
    name = "가" * 34
    sql = GNUBOARD5.read_text()
    sql = sql.replace("'자유게시판',1,1,'잡담|질문'", f"'{name} 2',1,1,''")
    sql = sql.replace("'자유게시판',1,1,''", f"'{name} 나나나나나나',1,1,''")
    sql = sql.replace("'임원 회의',5,5", f"'{name} 나나나나나나',5,5")
    dump = tmp_path / "dump.sql"
    dump.write_text(sql)
    moved("gnuboard5", dump)
    closed = Board.objects.filter(members_only=True).values_list("name", flat=True)
    assert len(set(closed)) == 3 and Board.objects.count() == 7


@pytest.mark.django_db
def test_a_document_whose_status_is_not_known_is_not_public(tmp_path: Path) -> None:
    dump = tmp_path / "dump.sql"
    sql = RHYMIX.read_text()
    dump.write_text(sql.replace("'203.0.113.1','PUBLIC')", "'203.0.113.1',NULL)"))
    moved("rhymix", dump)
    assert not Post.objects.filter(title="공지").exists()
    lacking = tmp_path / "lacking.sql"
    lacking.write_text(sql.replace("`status`", "`state`"))
    with pytest.raises(CannotLoad, match="status"):
        moved("rhymix", lacking)


@pytest.mark.django_db
def test_an_anonymous_name_that_all_had_tells_nobody_apart(tmp_path: Path) -> None:
    dump = tmp_path / "dump.sql"
    dump.write_text(RHYMIX.read_text().replace("익명_$DOCNUM", "2ch익명"))
    moved("rhymix", dump)
    assert [voice for _words, _parent, voice in comments_of("익명 글")] == [None, None, None]


WAYS = [
    "INSERT DELAYED IGNORE INTO",
    "INSERT LOW_PRIORITY INTO",
    "insert  into",
    "REPLACE INTO",
    "INSERT",
    "/*Data for the table*/\ninsert into",
]


@once
@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_filling_a_table_is_read(way: str, tmp_path: Path) -> None:
    dump = tmp_path / "dump.sql"
    sql = GNUBOARD5.read_text().replace("INSERT INTO", way)
    dump.write_text("\ufeff" + sql.replace("COMMENT", "comment"))
    assert moved("gnuboard5", dump).loaded.posts == 11


@once
@pytest.mark.django_db
def test_a_dump_for_other_databases_is_read(server: MariaDB, tmp_path: Path) -> None:
    server.load("gnuboard", GNUBOARD5.read_bytes())
    dump = tmp_path / "ansi.sql"
    dump.write_bytes(server.dump("gnuboard", "--compatible=ansi"))
    assert 'INSERT INTO "g5_write_free"' in dump.read_text()
    assert moved("gnuboard5", dump).loaded.posts == 11
    assert words_of("원글") == "원글 본문"


@once
@pytest.mark.django_db
def test_a_dump_that_windows_wrote_in_sixteen_bits_is_read(tmp_path: Path) -> None:
    dump = tmp_path / "wide.sql"
    dump.write_bytes(GNUBOARD5.read_text().replace("\n", "\r\n").encode("utf-16"))
    assert moved("gnuboard5", dump).loaded.posts == 11
    assert words_of("원글") == "원글 본문"


@pytest.mark.django_db
def test_keys_partitions_and_comments_of_tables_are_no_matter(tmp_path: Path) -> None:
    sql = GNUBOARD5.read_text()
    sql = sql.replace(
        "  PRIMARY KEY (`wr_id`),",
        "  `extra` varchar(255) CHARACTER SET utf8 COLLATE utf8_bin COMMENT 'it''s (a), b',\n"
        "  `made` int GENERATED ALWAYS AS (if((`wr_hit` > (1+1)),2,3)) VIRTUAL,\n"
        "  FULLTEXT KEY `f` (`wr_subject`) /*!50100 WITH PARSER `ngram` */,\n"
        "  CONSTRAINT `c` CHECK (json_valid(`extra`)),\n  PRIMARY KEY (`wr_id`),",
    )
    sql = sql.replace(
        "ENGINE=MyISAM AUTO_INCREMENT=30 DEFAULT CHARSET=utf8;",
        "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='게시판 (x)'\n"
        "/*!50100 PARTITION BY HASH (wr_id) PARTITIONS 4 */;",
    )
    dump = tmp_path / "dump.sql"
    dump.write_text(sql)
    assert moved("gnuboard5", dump).loaded.posts == 11


KEPT = [
    "ÆØÅæøå",
    "ÀÁÂÃÄÅ",
    "µ¶·¸",
    "36.5°C",
    "AC·DC",
    "········",
    "½cup",
    "Ärzte",
    "naïve café",
    "ÃÃÃÃ",
]


@pytest.mark.parametrize("words", KEPT)
def test_letters_that_are_right_stay(words: str) -> None:
    assert Mender().text(words.encode()) == words


@pytest.mark.django_db
def test_nothing_is_lost_beside_what_is_embedded_or_empty(tmp_path: Path) -> None:
    sql = GNUBOARD5.read_text()
    sql = sql.replace("'원글 본문'", "'<p>앞<embed src=http://a.kr/x.wma>뒤 글</p>'")
    sql = sql.replace("(10,-4,'',10,0,0,'','','','원글'", "(10,-4,'',10,0,0,'','','html1','원글'")
    sql = sql.replace("'국밥이지'", "'ㅤ'").replace("'답글의 댓글'", "'   '")
    sql = sql.replace("120,7,'hong'", "99999999999,-5,'hong'")
    dump = tmp_path / "dump.sql"
    dump.write_text(sql)
    given = moved("gnuboard5", dump)
    assert (given.loaded.posts, given.loaded.comments, given.reading.refused) == (11, 5, 0)
    assert "앞" in words_of("원글") and "뒤 글" in words_of("원글")
    assert comments_of('점심 "뭐" 먹지; it\'s')[0][0] == "(내용 없음)"
    first = post('점심 "뭐" 먹지; it\'s')
    assert (first.views, first.recommends) == (2**31 - 1, 0)


@pytest.mark.django_db
def test_long_posts_of_old_charsets_come_in_whole(tmp_path: Path) -> None:
    long = "가나다라마바사아자차" * 3200
    sql = GNUBOARD5.read_text().replace("원글 본문", long).replace("=utf8", "=euckr")
    dump = tmp_path / "dump.sql"
    dump.write_bytes(sql.encode("cp949", errors="ignore"))
    moved("gnuboard5", dump)
    assert words_of("원글") == long


@pytest.mark.django_db
def test_an_address_of_this_site_never_leads_to_an_old_post(
    folder: Path, client: Client, community: Any, server: MariaDB
) -> None:
    moved("rhymix", RHYMIX, files=folder)
    moved("gnuboard5", server.load("gnuboard", GNUBOARD5.read_bytes()), answers_are_comments=True)
    for path in (
        "/자유/300",
        "/media/300",
        "/p/300",
        "/static/300",
        "/free/8",
        "/ask/350",
        "/ask/1",
    ):
        assert client.get(path).status_code == 404, path
    for path in (
        "/index/1",
        "/FREE/2000",
        "/²",
        "/free/²",
        "/?document_srl=²",
        f"/free/{'1' * 5000}",
    ):
        assert client.get(path).status_code in (200, 301, 404), path
    first = Post.objects.get(title='첫 글 <3 "따옴표"').pk
    for path in (
        "/300",
        "/FREE/300",
        "/xe/free/300",
        "/?document_srl=300",
        "/xe/index.php?document_srl=300",
    ):
        assert client.get(path)["Location"] == f"/p/{first}", path
    answered = Post.objects.get(title="원글").pk
    assert client.get("/bbs/board.php?bo_table=free&wr_id=11")["Location"] == f"/p/{answered}"
    assert client.get("/bbs/board.php?bo_table=free&wr_id=12").status_code == 404


@pytest.mark.django_db
def test_an_old_address_goes_with_what_it_led_to(
    folder: Path, client: Client, community: Any, server: MariaDB
) -> None:
    moved("gnuboard5", server.load("gnuboard", GNUBOARD5.read_bytes()), files=folder)
    flowers = post("꽃 사진").pk
    Post.objects.filter(title__startswith="점심").update(state=State.DELETED)
    Picture.objects.filter(uses__post=flowers, width=300).delete()
    before = OldAddress.objects.count()
    forget_gone()
    assert OldAddress.objects.count() == before - 2
    assert client.get("/free/점심-뭐-먹지/x").status_code == 404
    assert client.get("/data/file/gallery/1234_tree.png").status_code == 404
    assert client.get("/data/file/gallery/1234_flower.jpg").status_code == 301


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/free/1", "/nothing/here/1", "/bbs/board.php?bo_table=x&wr_id=1"]
)
def test_looking_for_an_old_address_takes_few_queries(
    path: str,
    client: Client,
    community: Any,
    server: MariaDB,
    django_assert_max_num_queries: Any,
) -> None:
    moved("gnuboard5", server.load("gnuboard", GNUBOARD5.read_bytes()))
    client.get("/")
    with django_assert_max_num_queries(6):
        client.get(path)
    with django_assert_max_num_queries(8):
        client.get("/?document_srl=999")


@pytest.mark.programs
def test_a_command_that_is_killed_leaves_no_server_and_no_dump(tmp_path: Path) -> None:
    dump = tmp_path / "dump.sql"
    row = "(0,0,'',0,1,0,'','','','x','" + "가" * 200 + "','','','',0,0,'','','','','','','','')"
    values = ",".join([row] * 2000)
    begin = GNUBOARD5.read_text().split("INSERT INTO `g5_write_free` (")
    into = "INSERT INTO `g5_write_free` (" + begin[1].split(" VALUES")[0]
    dump.write_text(GNUBOARD5.read_text() + f"{into} VALUES {values};\n" * 40)
    environment = {**clean_environment(), "MADANG_DATA": str(tmp_path / "data")}
    command = [sys.executable, "-m", "madang.cli", "import", "gnuboard5", str(dump)]
    loading = tmp_path / "data" / "run" / "import-database" / "socket"
    for number in (signal.SIGTERM, signal.SIGKILL):
        with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
            until = time.monotonic() + 60
            while not loading.exists():
                assert process.poll() is None and time.monotonic() < until
                threading.Event().wait(0.05)
            process.send_signal(number)
            process.wait(timeout=60)
        said = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
        assert str(tmp_path) not in said
        left = [file.name for file in (tmp_path / "data" / "run").rglob("*") if file.is_file()]
        if number is signal.SIGTERM:
            assert not [name for name in left if not name.endswith(".lock")]
    assert subprocess.run([*command[:-1], "nothing"], env=environment).returncode == 2


@pytest.mark.django_db
def test_a_members_board_never_becomes_public(server: MariaDB) -> None:
    Board.objects.create(slug="임원-회의", name="임원 회의")
    with pytest.raises(CannotLoad, match="임원 회의"):
        moved("gnuboard5", server.load("gnuboard", GNUBOARD5.read_bytes()))
    assert not Post.objects.exists()

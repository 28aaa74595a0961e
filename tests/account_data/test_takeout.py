"""Taking along: one archive of all that is mine, sealed on the server, made in the background."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from madang.account_data.export import exports
from madang.account_data.models import DataExport
from madang.accounts.email import addresses
from madang.accounts.models import Account
from madang.accounts.providers import providers
from madang.boards.models import Board, Scrap
from madang.boards.nicknames.nicknames import choose
from madang.boards.reactions import marks
from madang.identity.sealed_files import SealedWriter

from ..factories import let_into, make_account, sign_in, write_comment, write_post

Run = Callable[[], None]
PASSWORD = "낯선-나무-열한그루"


@pytest.fixture
def owner(db: Any) -> Account:
    account = make_account("owner-of-much")
    account.set_password(PASSWORD)
    account.save()
    return account


@pytest.fixture
def browser(owner: Account) -> Client:
    return sign_in(owner, PASSWORD)


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EXPORTS_FOLDER = tmp_path / "exports"
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


def download(browser: Client) -> zipfile.ZipFile:
    answer = browser.get("/accounts/export/download")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def test_the_archive_holds_all_that_is_mine_and_nothing_of_others(
    board: Board, owner: Account, another: Account, browser: Client, folder: Path, run_queued: Run
) -> None:
    picture = folder / "media" / "abcdefabcdef.webp"
    picture.parent.mkdir()
    Image.new("RGB", (8, 8)).save(picture)
    mine = write_post(
        board,
        owner,
        title="<내> 글",
        text="내 내용\n\n![그림](/media/abcdefabcdef.webp)",
        source="책",
    )
    others = write_post(board, another, title="남의 글", text="남의 내용")
    write_comment(others, owner, "내 댓글")
    write_comment(mine, another, "남의 댓글")
    marks.recommend(others.pk, by=owner)
    marks.mark(Scrap, others.pk, by=owner)
    browser.post("/accounts/export")
    assert "파일을 만드는 중" in browser.get("/accounts/export").content.decode()
    assert browser.get("/accounts/export/download").status_code == 404
    run_queued()
    assert "다 모았어요" in browser.get("/accounts/export").content.decode()

    archive = download(browser)
    assert archive.testzip() is None
    assert json.loads(archive.read("account.json"))["login_name"] == owner.login_name
    posts = json.loads(archive.read("posts.json"))
    assert [(post["title"], post["source"]) for post in posts] == [("<내> 글", "책")]
    assert [c["html"] for c in json.loads(archive.read("comments.json"))] == ["<p>내 댓글</p>"]
    for kind in ("recommendations", "scraps"):
        assert [one["title"] for one in json.loads(archive.read(f"{kind}.json"))] == ["남의 글"]
    page = archive.read("posts-1.html").decode()
    assert "&lt;내&gt; 글" in page and 'src="media/abcdefabcdef.webp"' in page
    assert archive.read("media/abcdefabcdef.webp") == picture.read_bytes()
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode(
        "utf-8", "replace"
    )
    assert "남의 내용" not in everything and "남의 댓글" not in everything


def test_the_file_on_the_server_says_nothing(
    board: Board, owner: Account, browser: Client, folder: Path, run_queued: Run
) -> None:
    write_post(board, owner, title="아무도 모를 제목", text="plain words that a thief would see")
    browser.post("/accounts/export")
    run_queued()
    (file,) = (folder / "exports").iterdir()
    assert b"plain words" not in file.read_bytes() and b"PK\x03\x04" not in file.read_bytes()[:64]
    row = DataExport.objects.get()
    assert file.name not in row.box and row.pk != owner.pk


def test_another_cannot_have_it_and_it_goes_with_its_days(
    board: Board,
    owner: Account,
    another: Account,
    browser: Client,
    folder: Path,
    run_queued: Run,
    browse: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser.post("/accounts/export")
    run_queued()
    assert browse(another).get("/accounts/export/download").status_code in (302, 404)
    assert exports.progress_of(another.pk) is None
    # A file that no row knows goes too.
    (folder / "exports" / "left-behind.sealed").touch()
    exports.drop_old_exports()
    assert len(list((folder / "exports").iterdir())) == 1
    monkeypatch.setattr(exports, "KEPT_DAYS", -1)
    browser.post("/accounts/export")
    run_queued()
    exports.drop_old_exports()
    assert list((folder / "exports").iterdir()) == [] and not DataExport.objects.exists()


def test_a_disk_that_is_full_is_said(
    board: Board, browser: Client, folder: Path, run_queued: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exports, "write_archive", full)
    browser.post("/accounts/export")
    run_queued()
    assert "파일을 만들지 못했어요" in browser.get("/accounts/export").content.decode()
    assert list((folder / "exports").iterdir()) == []


class Kept(io.BytesIO):
    """A file in memory that may be read after it was closed."""

    def close(self) -> None:
        pass


def sealed(parts: list[bytes], purpose: str = "test") -> bytes:
    file = Kept()
    with SealedWriter(file, purpose=purpose) as writer:
        for part in parts:
            writer.write(part)
    return file.getvalue()


def test_what_the_account_itself_has_is_in_it(
    named_board: Board,
    closed_board: Board,
    owner: Account,
    browser: Client,
    folder: Path,
    run_queued: Run,
) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (30, 30)).save(drawn, "PNG")
    choose(named_board.pk, by=owner, name="솔방울", picture=drawn.getvalue())
    let_into(closed_board, owner)
    addresses.confirm(addresses.EmailAddress(owner.pk, "kim@corp.example"))
    providers.connect(owner.pk, "kakao", providers.found_by("kakao", "1234567890"))
    browser.post("/accounts/export")
    run_queued()
    archive = download(browser)
    said = json.loads(archive.read("account.json"))
    assert said["nicknames"] == {"동네": "솔방울"} and said["belongs_to"] == ["회사"]
    assert said["email"] == "kim@corp.example" and said["signs_in_from"] == ["kakao"]
    assert [name for name in archive.namelist() if name.startswith("media/avatars/")]

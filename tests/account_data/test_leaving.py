"""Leaving: everything goes or becomes nobody's, and for a while it can be undone."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.utils import timezone

from madang.account_data.departure import departures
from madang.account_data.departure.departures import Choice
from madang.account_data.models import Departure
from madang.accounts.models import Account, Session
from madang.accounts.operators import LastOperator
from madang.accounts.sessions.store import clear_ended_sessions
from madang.boards.directory.directory import board_directory
from madang.boards.lists import listings
from madang.boards.models import Board, Comment, Post, PostText, Recommendation, Scrap, State
from madang.boards.nicknames.nicknames import choose
from madang.boards.reactions import marks
from madang.boards.threads import erasure
from madang.identity.models import JournalEntry, Voice
from madang.identity.seals import unseal

from .. import writers
from ..factories import make_account, sign_in, write_comment, write_post

Leave = Callable[[str], Client]
PASSWORD = "낯선-나무-열한그루"


@pytest.fixture
def leaver(db: Any) -> Account:
    account = make_account("leaver")
    account.set_password(PASSWORD)
    account.save()
    return account


@pytest.fixture(autouse=True)
def set_aside_folder(settings: Any, tmp_path: Path) -> Path:
    settings.SET_ASIDE_FOLDER = tmp_path / "set-aside"
    return settings.SET_ASIDE_FOLDER


@pytest.fixture
def written(board: Board, leaver: Account, another: Account) -> list[Post]:
    """A post of the leaver's that another answered, and one of another's that the leaver did."""
    own, others = write_post(board, leaver), write_post(board, another)
    write_comment(own, another, "남의 댓글")
    write_comment(others, leaver, "떠날 사람의 댓글")
    write_comment(others, another, "답글", parent=1)
    marks.recommend(others.pk, by=leaver)
    marks.mark(Scrap, others.pk, by=leaver)
    return [own, others]


@pytest.fixture
def leave(leaver: Account, run_queued: Callable[[], None]) -> Callable[[str], Client]:
    def leave(choice: str) -> Client:
        browser = sign_in(leaver, PASSWORD)
        answer = browser.post("/accounts/leave", {"choice": choice})
        assert "탈퇴했어요" in answer.content.decode()
        run_queued()
        return browser

    return leave


def days_pass(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    then = timezone.localdate() + timedelta(days=days)
    monkeypatch.setattr(departures.timezone, "localdate", lambda *_args: then)
    departures.settle_all()


def listed(board: Board) -> list[int]:
    page = listings.list_page(board_directory().by_id[board.pk], None, 1)
    assert page is not None and page.total == len(page.rows)
    return [row.id for row in page.rows]


def test_whoever_leaves_and_deletes_is_out_of_sight_at_once_and_gone_after_the_days(
    board: Board,
    leaver: Account,
    written: list[Post],
    leave: Leave,
    set_aside_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    browse: Callable[..., Client],
) -> None:
    own, others = written
    browser = leave("delete")
    assert browser.get("/accounts/").status_code == 302
    clear_ended_sessions()
    assert not Session.objects.exists()
    assert listed(board) == [others.pk]
    page = browse(None).get(f"/자유/{others.pk}").content.decode()
    assert "떠날 사람의 댓글" not in page and "답글" in page
    assert browse(None).get(f"/자유/{own.pk}").status_code == 410
    others.refresh_from_db()
    assert others.comment_count == 1

    days_pass(monkeypatch, 8)
    # The row of the account goes on a later night than what it wrote.
    assert Account.objects.filter(pk=leaver.pk).exists()
    assert sign_in(leaver, PASSWORD).get("/accounts/").status_code == 302
    days_pass(monkeypatch, 9)
    assert not Account.objects.filter(pk=leaver.pk).exists()
    assert not Departure.objects.exists() and not list(set_aside_folder.glob("*"))
    own.refresh_from_db()
    assert (own.state, own.title, bytes(own.author)) == (State.DELETED, "", b"")
    comment = Comment.objects.get(post=others, seq=1)
    assert (comment.state, comment.html, bytes(comment.author)) == (State.DELETED, "", b"")
    assert sign_in(leaver, PASSWORD).get("/accounts/").status_code == 302


def test_whoever_leaves_and_keeps_leaves_words_that_are_nobodys(
    board: Board,
    leaver: Account,
    another: Account,
    written: list[Post],
    leave: Leave,
    monkeypatch: pytest.MonkeyPatch,
    browse: Callable[..., Client],
) -> None:
    own, others = written
    tags = {bytes(voice.tag) for voice in Voice.objects.all()}
    leave("keep")
    assert set(listed(board)) == {own.pk, others.pk}
    days_pass(monkeypatch, 8)
    own.refresh_from_db()
    others.refresh_from_db()
    assert own.state == State.LIVE and not writers.may_change(own, leaver)
    assert (others.recommends, others.comment_count) == (1, 2)
    # Nothing tells them from what others wrote: their seals look like any other, and open for none.
    comment = Comment.objects.get(post=others, seq=1)
    assert unseal(comment.author, row=comment.row) is None and len(comment.author) == 45
    assert len(bytes(own.author)) == 45 and bytes(own.author)[:5] == bytes(others.author)[:5]
    # Four voices in two threads: two of them are nobody's now.
    assert len(tags & {bytes(voice.tag) for voice in Voice.objects.all()}) == 2
    assert len(bytes(Recommendation.objects.get().note)) == 45
    page = browse(another).get(f"/자유/{others.pk}").content.decode()
    assert "떠날 사람의 댓글" in page and "익인1" in page
    # What is left of journals is another's: a post and two comments.
    assert JournalEntry.objects.count() == 3


def test_leaving_is_taken_back_by_signing_in(
    board: Board,
    leaver: Account,
    written: list[Post],
    leave: Leave,
    run_queued: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own, others = written
    before = rows_of(own, others)
    leave("delete")
    browser = sign_in(leaver, PASSWORD)
    assert browser.get("/accounts/").status_code == 302
    assert "탈퇴를 취소할 수 있어요" in browser.get("/accounts/inactive").content.decode()
    assert browser.post("/accounts/inactive", follow=True).status_code == 200
    run_queued()
    assert set(listed(board)) == {own.pk, others.pk}
    assert rows_of(own, others) == before
    assert sign_in(leaver, PASSWORD).get("/accounts/").status_code == 200
    days_pass(monkeypatch, 30)
    assert Account.objects.filter(pk=leaver.pk).exists()
    assert writers.may_change(Post.objects.get(pk=own.pk), leaver)


def rows_of(*posts: Post) -> list[dict[str, Any]]:
    """Return all that the database has of posts and their comments."""
    ids = [post.pk for post in posts]
    kinds: list[Any] = [Post.objects.filter(pk__in=ids), Comment.objects.filter(post__in=ids)]
    kinds.append(PostText.objects.filter(post__in=ids))
    return [row for kind in kinds for row in kind.order_by("pk").values()]


def test_what_is_withdrawn_looks_like_what_anybody_deleted(
    board: Board, leaver: Account, another: Account, written: list[Post], leave: Leave
) -> None:
    """Not one value of the leaver's row, posts and comments tells them from others'."""
    deleted = write_post(board, another)
    write_comment(written[0], another, "이것도 지워요")
    writers.delete_comment(written[0].pk, 2, by=another)
    writers.delete_post(deleted.pk, by=another)
    before = Account.objects.filter(pk=leaver.pk).values().get()
    leave("delete")
    assert Account.objects.filter(pk=leaver.pk).values().get() == before
    own = {"title", "author", "nickname", "state"}
    rows = Post.objects.filter(pk__in=(written[0].pk, deleted.pk)).values(*own)
    assert rows[0] == rows[1]
    own = {"html", "author", "nickname", "state"}
    rows = Comment.objects.filter(html="").values(*own)
    assert len(rows) == 2 and rows[0] == rows[1]


def test_places_of_a_thread_are_as_before_when_one_comes_back(
    board: Board, leaver: Account, another: Account, leave: Leave, run_queued: Callable[[], None]
) -> None:
    post = write_post(board, another)
    write_comment(post, leaver, "첫째")
    write_comment(post, leaver, "첫째에게", parent=1)
    write_comment(post, leaver, "그에게", parent=2)
    write_comment(post, another, "남의 것", parent=1)
    write_comment(post, leaver, "남의 것에게", parent=4)
    writers.delete_comment(post.pk, 2, by=leaver)
    before = rows_of(post)
    leave("delete")
    assert rows_of(post) != before
    browser = sign_in(leaver, PASSWORD)
    browser.post("/accounts/inactive")
    run_queued()
    assert rows_of(post) == before


def test_nobody_leaves_again_while_still_coming_back(
    board: Board, leaver: Account, written: list[Post], leave: Leave
) -> None:
    before = rows_of(*written)
    leave("delete")
    assert departures.come_back(leaver)
    with pytest.raises(departures.ComingBack):
        departures.leave(leaver, Choice.KEEP)
    browser = sign_in(leaver, PASSWORD)
    answer = browser.post("/accounts/leave", {"choice": "keep"})
    assert "아직 복구하는 중이에요" in answer.content.decode()
    departures.settle(leaver.pk)
    assert rows_of(*written) == before
    departures.leave(leaver, Choice.KEEP)


def test_whoever_comes_back_while_it_is_being_withdrawn_loses_nothing(
    board: Board,
    leaver: Account,
    set_aside_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    posts = [write_post(board, leaver, title=f"글 {n}") for n in range(6)]
    before = rows_of(*posts)
    clear, done = erasure.clear_post, iter(range(10))

    def clear_and_come_back(post: Post, **more: Any) -> None:
        clear(post, **more)
        if next(done) == 2:
            assert departures.come_back(leaver)

    monkeypatch.setattr(erasure, "clear_post", clear_and_come_back)
    departures.leave(leaver, Choice.DELETE)
    departures.settle(leaver.pk)
    assert rows_of(*posts) == before
    assert not Departure.objects.exists() and not list(set_aside_folder.glob("*"))


def test_whoever_comes_back_before_it_is_set_aside_loses_nothing(
    board: Board, leaver: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = write_post(board, leaver)
    before, put = rows_of(post), departures.set_aside

    def come_back_meanwhile(account: int, name: str) -> None:
        assert departures.come_back(leaver)
        put(account, name)

    monkeypatch.setattr(departures, "set_aside", come_back_meanwhile)
    departures.leave(leaver, Choice.DELETE)
    departures.settle(leaver.pk)
    assert rows_of(post) == before and departures.may_sign_in(leaver.pk)


@pytest.mark.parametrize(
    "step", ["set_aside", "what_was_set_aside", "DEPARTURES.delete", "drop_set_aside"]
)
def test_what_breaks_off_at_any_step_goes_on_the_next_time(
    step: str,
    board: Board,
    leaver: Account,
    written: list[Post],
    set_aside_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = rows_of(*written)

    def breaks(*_given: object) -> None:
        raise OSError("the worker dies here")

    departures.leave(leaver, Choice.DELETE)
    for _ in range(2):
        with monkeypatch.context() as broken:
            broken.setattr(f"{departures.__name__}.{step}", breaks)
            with suppress(OSError):
                departures.settle(leaver.pk)
        departures.settle(leaver.pk)
        departures.come_back(leaver)
    departures.settle(leaver.pk)
    departures.settle_all()
    assert rows_of(*written) == before
    assert not Departure.objects.exists() and not list(set_aside_folder.glob("*"))


def test_a_departure_that_fails_does_not_keep_the_others(
    board: Board, leaver: Account, another: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    for account in (leaver, another):
        departures.leave(account, Choice.KEEP)
    let_go = erasure.let_go

    def fails_for_one(account: int) -> None:
        if account == leaver.pk:
            raise OSError
        let_go(account)

    monkeypatch.setattr(erasure, "let_go", fails_for_one)
    for days in (8, 9):
        days_pass(monkeypatch, days)
    assert not Account.objects.filter(pk=another.pk).exists()
    assert Account.objects.filter(pk=leaver.pk).exists()


def test_the_last_operator_stays_also_when_another_is_leaving(
    leaver: Account, operator: Account, community: Any
) -> None:
    leaver.is_operator = True
    leaver.save()
    departures.leave(leaver, Choice.KEEP)
    with pytest.raises(LastOperator):
        departures.leave(operator, Choice.KEEP)


def test_a_nickname_does_not_come_back_onto_another_board(
    board: Board, named_board: Board, leaver: Account, another: Account, operator: Account
) -> None:
    for person, name in ((leaver, "솔방울"), (another, "도토리")):
        choose(named_board.pk, by=person, name=name)
    post = write_post(named_board, another)
    write_comment(post, leaver)
    departures.leave(leaver, Choice.DELETE)
    departures.settle(leaver.pk)
    writers.move_post(post.pk, by=operator, board_id=board.pk, category_id=None)
    departures.come_back(leaver)
    departures.settle(leaver.pk)
    found = Comment.objects.get()
    assert found.state == State.LIVE and found.nickname is None


def test_coming_back_asks_for_the_second_step_first(
    board: Board, leaver: Account, leave: Leave
) -> None:
    totp.TOTP.activate(leaver, totp.generate_totp_secret())
    departures.leave(leaver, Choice.DELETE)
    browser = Client()
    form = {"login": leaver.login_name, "password": PASSWORD}
    answer = browser.post("/accounts/login", form)
    assert answer["Location"].startswith("/accounts/2fa/authenticate")
    assert "탈퇴 취소" not in browser.get("/accounts/inactive").content.decode()
    browser.post("/accounts/inactive")
    assert Departure.objects.exists()


def test_what_was_taken_out_of_ones_own_pages_goes_too(
    board: Board,
    leaver: Account,
    written: list[Post],
    leave: Leave,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser = sign_in(leaver, PASSWORD)
    page = browser.get("/me").content.decode()
    action = page.split('action="/me/posts/')[1].split('"')[0]
    browser.post(f"/me/posts/{action}")
    assert "제목이에요" not in browser.get("/me").content.decode()
    leave("delete")
    assert written[0].pk not in listed(board)


def test_a_deleted_account_that_wrote_again_and_again_settles_as_often_as_it_is_asked(
    board: Board,
    leaver: Account,
    written: list[Post],
    leave: Leave,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leave("delete")
    for _ in range(3):
        departures.settle(leaver.pk)
    assert Post.objects.get(pk=written[1].pk).comment_count == 1
    days_pass(monkeypatch, 8)
    days_pass(monkeypatch, 9)
    assert Post.objects.get(pk=written[1].pk).comment_count == 1


def test_the_only_operator_may_not_leave(leaver: Account, community: Any) -> None:
    Account.objects.filter(pk=leaver.pk).update(is_operator=True)
    answer = sign_in(leaver, PASSWORD).post("/accounts/leave", {"choice": "keep"})
    assert "운영자" in answer.content.decode()
    assert Account.objects.get(pk=leaver.pk).is_active


def test_leaving_wants_a_choice_and_the_password_anew(
    leaver: Account, community: Any, browse: Callable[..., Client]
) -> None:
    answer = sign_in(leaver, PASSWORD).post("/accounts/leave", {})
    assert "어떻게 할지 골라 주세요" in answer.content.decode()
    # Signed in without a password given just now.
    answer = browse(leaver).post("/accounts/leave", {"choice": "keep"})
    assert answer.status_code == 302 and "reauthenticate" in answer.headers["Location"]
    assert Account.objects.get(pk=leaver.pk).is_active


def test_nothing_tells_a_thief_who_is_leaving_and_how(leaver: Account, written: list[Post]) -> None:
    departures.leave(leaver, Choice.DELETE)
    departure = Departure.objects.get()
    assert str(leaver.pk) not in departure.box and "delete" not in departure.box
    assert departure.pk != leaver.pk
    assert Scrap.objects.count() == 1

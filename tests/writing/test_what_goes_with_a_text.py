"""What stands beside a text goes with it at once, and comes back with it where it may."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from madang.accounts.models import Account
from madang.boards import actions, history, parting
from madang.boards.models import Board, Comment, Post, State
from madang.moderation import acts
from madang.moderation.models import Act, ActKind
from madang.moderation.things import find_thing
from madang.operations.leaks.database import Stolen
from madang.operations.leaks.run import check_database
from madang.writing import extras, pictures, polls, stickers
from madang.writing.models import Picture, PictureUse, Poll
from tests.conftest import make_account, write_comment, write_post
from tests.writing.drawing import picture

Browse = Callable[..., Client]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def committed(run_queued: Callable[[], None]) -> Callable[[], Any]:
    """Do what follows from what is done within, as the worker does."""

    @contextmanager
    def followed() -> Iterator[None]:
        yield
        run_queued()

    return followed


def line() -> str:
    return f"![현관]({pictures.address_of(pictures.keep_picture(picture()))})"


def names(media: Path) -> list[str]:
    return sorted(str(file.relative_to(media)) for file in media.rglob("*") if file.is_file())


def decide(post: Post, by: Account, kind: ActKind) -> Act:
    thing = find_thing(post.pk, 0)
    assert thing is not None
    return acts.decide(thing, by=by, kind=kind, mute=None, reason="이유")[0]


def test_a_picture_goes_at_once_with_its_text_whoever_else_typed_its_address(
    board: Board, member: Account, another: Account, media: Path, committed: Any
) -> None:
    shown = line()
    own = write_post(board, member, text=shown)
    others = write_post(board, another, text=shown)
    with committed():
        actions.delete_post(others.pk, by=another)
    assert names(media)
    write_comment(own, another, shown)
    with committed():
        actions.delete_post(own.pk, by=member)
    assert not names(media) and not Picture.objects.exists() and not PictureUse.objects.exists()


def test_a_sticker_stays_for_all_who_used_it(
    board: Board, post: Post, operator: Account, member: Account, media: Path, committed: Any
) -> None:
    sticker = stickers.add_sticker(board.pk, "웃음", picture(), by=operator)
    typed = stickers.line_of(board.pk, sticker.pk)
    first, second = (write_comment(post, member, typed) for _ in range(2))
    stickers.drop_sticker(board.pk, sticker.pk, by=operator)
    with committed():
        actions.delete_comment(post.pk, first.seq, by=member)
    assert names(media) and second.html


def test_nobody_is_sent_the_pictures_of_what_is_hidden_but_operators(
    board: Board, member: Account, operator: Account, browse: Browse, media: Path, committed: Any
) -> None:
    post = write_post(board, member, text=line())
    (before,) = {Path(name).name for name in names(media) if "-" not in name}
    with committed():
        act = decide(post, operator, ActKind.HIDE)
    assert not any(name.startswith("pictures/") for name in names(media))
    page = browse(operator).get(f"/admin/things/{post.pk}/0").content.decode()
    assert f"/admin/pictures/{before}" in page
    assert browse(operator).get(f"/admin/pictures/{before}").content[:4] == b"RIFF"
    assert browse(member).get(f"/admin/pictures/{before}").status_code == 403
    assert browse(operator).get("/admin/pictures/x.webp").status_code == 404
    with committed():
        acts.undo(act.pk, by=operator)
    assert f"pictures/{before}" in names(media)


def leave_and_come_back(member: Account, meanwhile: Callable[[], object]) -> None:
    written = list(parting.all_written(member.pk))
    parting.withdraw(member.pk, lambda: True)
    meanwhile()
    for one in written:
        parting.bring_back(one)


def test_nothing_beside_it_tells_what_a_leaver_withdrew(
    board: Board, member: Account, another: Account, media: Path, committed: Any
) -> None:
    post = write_post(board, member, text=line(), tags=["집"], attach=lambda _post: extras.POLL)
    polls.ask(post.pk, polls.Asked("무엇?", ["가", "나"], False, False, None))
    polls.vote(post.pk, [1], by=another)
    edited = {"category_id": None, "title": "고친 제목", "text": line(), "source": ""}
    actions.edit_post(post.pk, by=member, **edited)

    def look() -> None:
        assert not Poll.objects.exists() and not PictureUse.objects.exists()
        assert [str(finding) for finding in check_database(Stolen(connection))] == []

    with committed():
        leave_and_come_back(member, look)
    assert names(media)
    polls.vote(post.pk, [0], by=another)
    poll = Poll.objects.get()
    assert (poll.voters, [one.votes for one in poll.choices.order_by("place")]) == (1, [1, 0])
    post.refresh_from_db()
    assert len(history.changes_of(post)) == 2


def test_what_stands_beside_deleted_words_is_found(
    board: Board, post: Post, member: Account
) -> None:
    actions.delete_post(post.pk, by=member)
    polls.ask(post.pk, polls.Asked("무엇?", ["가", "나"], False, False, None))
    assert "writing_poll" in {finding.where for finding in check_database(Stolen(connection))}


@pytest.mark.parametrize(
    ("kind", "meanwhile", "state"),
    [
        (ActKind.HIDE, "nothing", State.HIDDEN),
        (ActKind.HIDE, "undone", State.LIVE),
        (ActKind.DELETE, "nothing", State.HIDDEN),
        (ActKind.DELETE, "wiped", State.DELETED),
    ],
)
def test_who_comes_back_finds_what_moderators_did_meanwhile(
    kind: ActKind,
    meanwhile: str,
    state: State,
    board: Board,
    member: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    operator = make_account("keeper", is_operator=True)
    post = write_post(board, member, text="남의 전화번호")
    act = decide(post, operator, kind)

    def pass_time() -> None:
        if meanwhile == "undone":
            acts.undo(act.pk, by=operator)
        if meanwhile == "wiped":
            monkeypatch.setattr(acts, "RETURN_DAYS", -1)
            acts.wipe_deleted()

    leave_and_come_back(member, pass_time)
    post.refresh_from_db()
    assert post.state == state
    assert bool(post.text.html) == (state != State.DELETED)


def test_hiding_what_somebody_typed_takes_nobodys_picture_away(
    board: Board,
    post: Post,
    member: Account,
    another: Account,
    operator: Account,
    media: Path,
    committed: Any,
) -> None:
    shown = line()
    write_post(board, member, text=shown)
    sticker = stickers.add_sticker(board.pk, "웃음", picture(), by=operator)
    before = names(media)
    troll = write_comment(post, another, f"{shown}\n\n{stickers.line_of(board.pk, sticker.pk)}")
    with committed():
        thing = find_thing(post.pk, troll.seq)
        assert thing is not None
        acts.decide(thing, by=operator, kind=ActKind.HIDE, mute=None, reason="이유")
    assert names(media) == before


def test_coming_back_publishes_nothing_of_others(
    board: Board, member: Account, another: Account, operator: Account, media: Path, committed: Any
) -> None:
    shown = line()
    post = write_post(board, member, text=shown)
    write_post(board, another, text=shown)
    with committed():
        decide(post, operator, ActKind.HIDE)
    with committed():
        leave_and_come_back(another, lambda: None)
    assert not any(name.startswith("pictures/") for name in names(media))


def test_what_a_broken_store_left_is_withheld_at_night(
    board: Board, member: Account, operator: Account, media: Path
) -> None:
    post = write_post(board, member, text=line())
    decide(post, operator, ActKind.HIDE)
    assert any(name.startswith("pictures/") for name in names(media))
    pictures.settle_hidden()
    assert not any(name.startswith("pictures/") for name in names(media))


def test_what_older_versions_left_beside_deleted_texts_goes(board: Board, member: Account) -> None:
    post = write_post(board, member, text=line())
    said = write_comment(post, member, line())
    polls.ask(post.pk, polls.Asked("무엇?", ["가", "나"], False, False, None))
    Post.objects.filter(pk=post.pk).update(state=State.DELETED)
    Comment.objects.filter(pk=said.pk).update(state=State.DELETED)
    module = "madang.writing.migrations.0007_nothing_beside_what_is_deleted"
    import_module(module).forget(apps, None)
    assert not Poll.objects.exists() and not PictureUse.objects.exists()

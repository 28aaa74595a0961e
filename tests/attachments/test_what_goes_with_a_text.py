"""What stands beside a text goes with it at once, and comes back with it where it may."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from madang.accounts.models import Account
from madang.attachments import addons
from madang.attachments.models import Picture, PictureUse, Poll
from madang.attachments.pictures import uses
from madang.attachments.polls import polls
from madang.attachments.stickers import stickers
from madang.boards.models import Board, Post, State
from madang.boards.threads import erasure, history
from madang.media import pictures
from madang.moderation import decisions
from madang.moderation.models import Decision, DecisionKind
from madang.moderation.subjects import find_subject
from madang.operations.leaks.database import Stolen
from madang.operations.leaks.run import check_database

from .. import writers
from ..factories import make_account, write_comment, write_post
from .drawing import picture

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


def decide(post: Post, by: Account, kind: DecisionKind) -> Decision:
    thing = find_subject(post.pk, 0)
    assert thing is not None
    return decisions.decide(thing, by=by, kind=kind, mute=None, reason="이유")[0]


def test_a_picture_goes_at_once_with_its_text_whoever_else_typed_its_address(
    board: Board, member: Account, another: Account, media: Path, committed: Any
) -> None:
    shown = line()
    own = write_post(board, member, text=shown)
    others = write_post(board, another, text=shown)
    with committed():
        writers.delete_post(others.pk, by=another)
    assert names(media)
    write_comment(own, another, shown)
    with committed():
        writers.delete_post(own.pk, by=member)
    assert not names(media) and not Picture.objects.exists() and not PictureUse.objects.exists()


def test_a_sticker_stays_for_all_who_used_it(
    board: Board, post: Post, operator: Account, member: Account, media: Path, committed: Any
) -> None:
    sticker = stickers.add_sticker(board.pk, "웃음", picture(), by=operator)
    typed = stickers.line_of(board.pk, sticker.pk)
    first, second = (write_comment(post, member, typed) for _ in range(2))
    stickers.drop_sticker(board.pk, sticker.pk, by=operator)
    with committed():
        writers.delete_comment(post.pk, first.seq, by=member)
    assert names(media) and second.html


def test_nobody_is_sent_the_pictures_of_what_is_hidden_but_operators(
    board: Board, member: Account, operator: Account, browse: Browse, media: Path, committed: Any
) -> None:
    post = write_post(board, member, text=line())
    (before,) = {Path(name).name for name in names(media) if "-" not in name}
    with committed():
        act = decide(post, operator, DecisionKind.HIDE)
    assert not any(name.startswith("pictures/") for name in names(media))
    page = browse(operator).get(f"/console/subjects/{post.pk}/0").content.decode()
    assert f"/console/pictures/{before}" in page
    assert browse(operator).get(f"/console/pictures/{before}").content[:4] == b"RIFF"
    assert browse(member).get(f"/console/pictures/{before}").status_code == 403
    assert browse(operator).get("/console/pictures/x.webp").status_code == 404
    with committed():
        decisions.undo(act.pk, by=operator)
    assert f"pictures/{before}" in names(media)


def leave_and_come_back(member: Account, meanwhile: Callable[[], object]) -> None:
    written = list(erasure.archive_all(member.pk))
    erasure.withdraw(member.pk, lambda: True)
    meanwhile()
    for one in written:
        erasure.restore(one)


def test_nothing_beside_it_tells_what_a_leaver_withdrew(
    board: Board, member: Account, another: Account, media: Path, committed: Any
) -> None:
    post = write_post(board, member, text=line(), tags=["집"], save_addon=lambda _post: addons.POLL)
    polls.ask(post.pk, polls.PollDraft("무엇?", ["가", "나"], False, False, None))
    polls.vote(post.pk, [1], by=another)
    edited = {"category_id": None, "title": "고친 제목", "text": line(), "source": ""}
    writers.edit_post(post.pk, by=member, **edited)

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
    writers.delete_post(post.pk, by=member)
    polls.ask(post.pk, polls.PollDraft("무엇?", ["가", "나"], False, False, None))
    assert "attachments_poll" in {finding.where for finding in check_database(Stolen(connection))}


@pytest.mark.parametrize(
    ("kind", "meanwhile", "state"),
    [
        (DecisionKind.HIDE, "nothing", State.HIDDEN),
        (DecisionKind.HIDE, "undone", State.LIVE),
        (DecisionKind.DELETE, "nothing", State.HIDDEN),
        (DecisionKind.DELETE, "wiped", State.DELETED),
    ],
)
def test_who_comes_back_finds_what_moderators_did_meanwhile(
    kind: DecisionKind,
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
            decisions.undo(act.pk, by=operator)
        if meanwhile == "wiped":
            monkeypatch.setattr(decisions, "RETURN_DAYS", -1)
            decisions.wipe_deleted()

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
        thing = find_subject(post.pk, troll.seq)
        assert thing is not None
        decisions.decide(thing, by=operator, kind=DecisionKind.HIDE, mute=None, reason="이유")
    assert names(media) == before


def test_coming_back_publishes_nothing_of_others(
    board: Board, member: Account, another: Account, operator: Account, media: Path, committed: Any
) -> None:
    shown = line()
    post = write_post(board, member, text=shown)
    write_post(board, another, text=shown)
    with committed():
        decide(post, operator, DecisionKind.HIDE)
    with committed():
        leave_and_come_back(another, lambda: None)
    assert not any(name.startswith("pictures/") for name in names(media))


def test_what_a_broken_store_left_is_withheld_at_night(
    board: Board, member: Account, operator: Account, media: Path
) -> None:
    post = write_post(board, member, text=line())
    decide(post, operator, DecisionKind.HIDE)
    assert any(name.startswith("pictures/") for name in names(media))
    uses.settle_hidden()
    assert not any(name.startswith("pictures/") for name in names(media))

"""What members wrote on the other site becomes theirs here, where the operator agreed to that."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from madang.accounts.models import Account
from madang.boards.api import BoardPlan, NotYours
from madang.boards.models import Comment, Post
from madang.boards.threads.comment_actions import comment
from madang.boards.threads.post_actions import delete_post
from madang.core.richtext import to_html, to_text
from madang.identity.seals import unseal
from madang.moving.moving_in import Moved, Wanted, Watching, move_in
from madang.operations.leaks.run import check_site

from ..factories import found_site, make_account
from ..services.mariadb import MariaDB, mariadb

SITES = Path(__file__).parent / "old_sites"
GNUBOARD5, RHYMIX = SITES / "gnuboard5.sql", SITES / "rhymix.sql"
UNWATCHED = Watching(lambda rows, total: None, lambda rows, total: None)
Browse = Callable[..., Client]


@pytest.fixture(scope="module")
def server() -> Iterator[MariaDB]:
    with mariadb() as running:
        yield running


@pytest.fixture
def gnuboard5(server: MariaDB) -> str:
    return server.load("gnuboard", GNUBOARD5.read_bytes())


def tied(program: str, source: str) -> Moved:
    return move_in(Wanted(program, source, with_members=True, ties=True), UNWATCHED)


def by_writer() -> dict[str, set[str]]:
    """Return what each account here is known to have written, by its first words."""
    names = dict(Account.objects.values_list("pk", "login_name"))
    found: dict[str, set[str]] = {}
    for written in (*Post.objects.all(), *Comment.objects.all()):
        owner = unseal(written.author, row=written.row)
        said = written.title if isinstance(written, Post) else to_text(written.html)
        if owner is not None:
            found.setdefault(names[owner], set()).add(said)
    return found


@pytest.mark.django_db
def test_members_find_change_and_delete_what_they_wrote(gnuboard5: str, browse: Browse) -> None:
    found_site("마당", "", [BoardPlan("처음")])
    given = tied("gnuboard5", gnuboard5)
    written = by_writer()
    assert {"Re: 원글", "글쓴이입니다"} <= written["hong"]
    assert {"원글", "국밥이지", "비밀에 단 답"} <= written["kim"]
    assert not any("저도요" in each for each in written.values())  # A visitor's.
    count = sum(map(len, written.values()))
    assert any(f"글과 댓글 {given.loaded.tied}개를" in line for line in given.lines)
    assert given.loaded.tied >= count > 8
    hong, kim = (Account.objects.get(login_name=name) for name in ("hong", "kim"))
    mine = browse(hong).get("/me/posts").content.decode()
    assert "Re: 원글" in mine and "답글의 답글" not in mine
    assert "국밥이지" in browse(kim).get("/me/comments").content.decode()
    answer = Post.objects.get(title="Re: 원글")
    with pytest.raises(NotYours):
        delete_post(answer.pk, by=kim)
    delete_post(answer.pk, by=hong)
    assert "Re: 원글" not in browse(hong).get("/me/posts").content.decode()


@pytest.mark.django_db
def test_they_go_on_under_the_number_that_they_had(gnuboard5: str, member: Account) -> None:
    tied("gnuboard5", gnuboard5)
    lunch = Comment.objects.get(html__contains="국밥이지").post
    accounts = [*Account.objects.filter(login_name__in=("hong", "kim")).order_by("login_name")]
    numbers = [comment(lunch.pk, to_html("또"), by=by).voice for by in (*accounts, member)]
    assert numbers == [0, 1, 3]


@pytest.mark.django_db
def test_whoever_was_anonymous_there_stays_nobody(server: MariaDB) -> None:
    tied("rhymix", server.load("rhymix", RHYMIX.read_bytes()))
    written = by_writer()
    assert {"첫 댓글의 답", "비밀에 단 답"} <= written["hong"]
    assert written["young"] == {"첫 댓글"}
    anonymous = Post.objects.get(title="익명 글")
    assert not anonymous.author
    assert not any(bytes(one.author) for one in Comment.objects.filter(post=anonymous))


@pytest.mark.django_db
def test_a_name_that_a_stranger_has_gives_them_nothing(gnuboard5: str) -> None:
    make_account("hong")
    tied("gnuboard5", gnuboard5)
    assert "hong" not in by_writer() and "kim" in by_writer()


@pytest.mark.django_db
def test_an_import_that_was_cut_off_goes_on_with_the_same_members(gnuboard5: str) -> None:
    move_in(Wanted("gnuboard5", gnuboard5, with_members=True), UNWATCHED)
    assert by_writer() == {}
    Post.objects.get(title="Re: 원글").delete()
    tied("gnuboard5", gnuboard5)
    assert by_writer()["hong"] == {"Re: 원글"}


@pytest.mark.django_db(transaction=True)
def test_no_key_leads_from_a_member_to_what_they_wrote(gnuboard5: str) -> None:
    tied("gnuboard5", gnuboard5)
    assert not check_site()

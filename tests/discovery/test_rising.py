"""Rising words, popular searches and suggestions: what many say, and nobody alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from madang.accounts.models import Account
from madang.boards.models import Board, Post
from madang.boards.threads import visibility
from madang.core.korean.keyboard import letters_of, other_layout
from madang.discovery.live.rising import refresh_rising, words_in
from madang.discovery.models import RisingWord, SearchCount
from madang.discovery.search.popular import drop_old_counts, drop_untitled_counts
from madang.discovery.view_counts import view_counts
from madang.search import term_statistics

from .. import writers
from ..factories import let_into, make_account, write_comment, write_post


@pytest.fixture
def usual(board: Board, member: Account, another: Account) -> None:
    """A day on which people speak of lunch and rain."""
    for number in range(20):
        post = write_post(board, member, title=f"점심과 비 이야기 {number}번")
        write_comment(post, another)
    term_statistics.count_terms()


def said_by_three(post: Post) -> None:
    for number in range(3):
        name = f"neighbour-{number}"
        person = Account.objects.filter(login_name=name).first() or make_account(name)
        write_comment(post, person)


def rise() -> list[str]:
    refresh_rising()
    return [row.word for row in RisingWord.objects.order_by("place")]


def test_what_many_speak_of_at_once_rises(
    usual: None, board: Board, member: Account, another: Account, browse: Callable[..., Client]
) -> None:
    for title in ("정전 났어요", "우리 동네 정전", "정전이 또?", "정전 언제 끝나요"):
        said_by_three(write_post(board, member, title=title))
    assert rise()[0] == "정전"
    assert ">정전<" in browse().get("/popular").content.decode()


def test_nobody_lifts_a_word_alone(usual: None, board: Board, member: Account) -> None:
    for number in range(30):
        post = write_post(board, member, title=f"우리가게 광고 {number}탄")
        write_comment(post, member)
    assert "우리가게" not in rise() and "광고" not in rise()


def test_one_title_sent_many_times_counts_once(
    usual: None, board: Board, member: Account, another: Account
) -> None:
    for number in range(10):
        person = make_account(f"sock-{number}")
        write_comment(write_post(board, person, title="우리가게 광고"), another)
    assert "우리가게" not in rise()


def test_a_stopped_word_rises_no_more(
    usual: None,
    board: Board,
    member: Account,
    another: Account,
    operator: Account,
    browse: Callable[..., Client],
) -> None:
    for title in ("정전 났어요", "우리 동네 정전", "정전이 또?", "정전 언제 끝나요"):
        said_by_three(write_post(board, member, title=title))
    assert rise() == ["정전"]
    address = "/console/rising"
    assert browse(member).get(address).status_code == 403
    browse(operator).post(address, {"words": "정전\n\n정전 \n다른 말"})
    assert rise() == []
    assert "다른 말" in browse(operator).get(address).content.decode()
    refused = browse(operator).post(address, {"words": "길" * 50})
    assert refused.status_code == 422 and "길" * 50 in refused.content.decode()
    assert rise() == []


def test_a_closed_board_lifts_nothing(
    usual: None, closed_board: Board, member: Account, another: Account
) -> None:
    let_into(closed_board, member, another)
    for title in ("정전 났어요", "우리 동네 정전", "정전이 또?", "정전 언제 끝나요"):
        write_comment(write_post(closed_board, member, title=title), another)
    assert rise() == []


def test_where_a_word_stood_before_is_known(
    usual: None, board: Board, member: Account, another: Account
) -> None:
    for title in ("정전 났어요", "우리 동네 정전", "정전이 또?", "정전은 그만"):
        said_by_three(write_post(board, member, title=title))
    rise()
    assert RisingWord.objects.get(word="정전").before is None
    rise()
    assert RisingWord.objects.get(word="정전").before == 1


def test_words_say_what_a_title_is_about() -> None:
    assert words_in("오늘 쿠팡에서 3번이나 ㅋㅋ 정말 늦었다") == {"쿠팡", "늦었다"}


def search(browse: Callable[..., Client], typed: str, address: str, browser: str = "x") -> None:
    browse().get("/search", {"q": typed}, REMOTE_ADDR=address, HTTP_USER_AGENT=browser)


def test_searches_are_counted_without_who_and_once_a_reader(
    board: Board,
    member: Account,
    browse: Callable[..., Client],
    indexed: Callable[[], None],
) -> None:
    view_counts().flush()
    SearchCount.objects.all().delete()
    write_post(board, member, title="호두과자 굽기", text="제 번호는 01012345678")
    indexed()
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2"):
        search(browse, "호두과자", address)
        # What a browser calls itself makes no other reader.
        search(browse, "호두과자", address, "another")
        # What no title says is nobody's to read, though it is found.
        search(browse, "01012345678", address)
    view_counts().flush()
    assert list(SearchCount.objects.values_list("words", "times")) == [("호두과자", 3)]
    said = browse().get("/live/suggestions", {"q": "호두"}).json()
    assert said["searches"] == ["호두과자"]
    assert said["titles"][0]["title"] == "호두과자 굽기"


def test_what_no_title_says_any_more_is_suggested_no_more(
    board: Board,
    member: Account,
    operator: Account,
    closed_board: Board,
    browse: Callable[..., Client],
    indexed: Callable[[], None],
) -> None:
    posts = [write_post(board, member, title=f"호두{what}과자") for what in "가나다라"]
    indexed()
    for what in "가나다라":
        SearchCount.objects.create(day=timezone.localdate(), words=f"호두{what}과자", times=9)
    writers.delete_post(posts[0].pk, by=member)
    visibility.hide_post(posts[1].pk, by=operator)
    writers.move_post(posts[2].pk, by=operator, board_id=closed_board.pk, category_id=None)
    said = browse().get("/live/suggestions", {"q": "호두"}).json()
    assert said["searches"] == ["호두라과자"]


def test_what_members_look_for_on_their_board_is_not_counted(
    closed_board: Board,
    member: Account,
    browse: Callable[..., Client],
    indexed: Callable[[], None],
) -> None:
    let_into(closed_board, member)
    write_post(closed_board, member, title="인수합병 발표")
    indexed()
    assert "인수합병" in browse(member).get("/search", {"q": "인수합병"}).content.decode()
    view_counts().flush()
    assert not SearchCount.objects.exists()


def test_searches_alone_lift_no_word(
    usual: None, board: Board, member: Account, another: Account
) -> None:
    for title in ("우리가게 하나", "우리가게 둘", "우리가게 셋"):
        write_comment(write_post(board, member, title=title), another)
    SearchCount.objects.create(day=timezone.localdate(), words="우리가게", times=10_000)
    # Two accounts that help each other are not many either.
    assert "우리가게" not in rise()


def test_what_no_title_says_any_more_is_not_kept(
    board: Board, member: Account, indexed: Callable[[], None]
) -> None:
    kept, gone = (write_post(board, member, title=title) for title in ("호두과자", "땅콩빵"))
    indexed()
    for words in ("호두", "땅콩"):
        SearchCount.objects.create(day=timezone.localdate(), words=words, times=5)
    drop_untitled_counts()
    assert SearchCount.objects.count() == 2
    writers.delete_post(gone.pk, by=member)
    indexed()
    drop_untitled_counts()
    assert list(SearchCount.objects.values_list("words", flat=True)) == ["호두"]


def test_what_one_reader_alone_looked_for_is_not_kept(board: Board) -> None:
    today = timezone.localdate()
    SearchCount.objects.create(day=today - timedelta(days=1), words="호두", times=1)
    SearchCount.objects.create(day=today - timedelta(days=1), words="땅콩", times=3)
    SearchCount.objects.create(day=today - timedelta(days=31), words="옛말", times=9)
    drop_old_counts()
    assert list(SearchCount.objects.values_list("words", flat=True)) == ["땅콩"]


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("호두", ["호두과자", "호두파이"]),
        ("호두ㅍ", ["호두파이"]),
        ("호두과ㅈ", ["호두과자"]),
        ("호둑", ["호두과자", "호두파이"]),
        ("호두고", ["호두과자"]),
        ("파이", ["호두파이"]),
        ("없는말", []),
        ("", []),
        ("ㅎ", []),
        ("'\"*", []),
    ],
)
def test_titles_are_suggested_while_a_syllable_is_composed(
    typed: str,
    titles: list[str],
    board: Board,
    member: Account,
    browse: Callable[..., Client],
    indexed: Callable[[], None],
) -> None:
    for title in ("호두파이", "호두과자", "땅콩"):
        write_post(board, member, title=title)
    indexed()
    said = browse().get("/live/suggestions", {"q": typed}).json()
    assert [one["title"] for one in said["titles"]] == titles


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("znvkd", "쿠팡"),
        ("rodlswjdqh", "개인정보"),
        ("rkqtdmf", "값을"),
        ("TKfkd", "싸랑"),
        ("ㅗ디ㅣㅐ", "hello"),
        ("체ㅕ", "cpu"),
        ("hello", None),
        ("쿠팡", None),
        ("123", None),
        ("", None),
    ],
)
def test_the_same_keys_in_the_other_language(typed: str, meant: str | None) -> None:
    assert other_layout(typed) == meant


def test_syllables_come_apart_as_they_are_typed() -> None:
    assert letters_of("값과 꽤") == "ㄱㅏㅂㅅㄱㅗㅏ ㄲㅗㅐ"

"""What a member filters is folded or left out, and pages are still full."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from madang.account_data.departure import departures
from madang.accounts.models import Account
from madang.boards.directory import directory
from madang.boards.models import Board, Category, Post
from madang.boards.reactions import marks
from madang.boards.threads.queries import comments_between
from madang.filters import actions, content_filter, queries
from madang.filters.models import Filters
from madang.filters.rules import (
    MAX_RULES,
    FilterRefused,
    FilterSet,
    How,
    Rule,
    What,
    from_values,
    rule,
    to_values,
)

from ..factories import let_into, write_comment, write_post
from ..writers import delete_post

Browse = Callable[..., Client]
REMOVE = How.REMOVE


def titles(page: Any) -> list[str]:
    text = page.content.decode()
    rows = text.partition('<ol class="posts')[2].partition("</ol>")[0]
    return [part.partition("</span>")[0] for part in rows.split('<span class="title">')[1:]]


def link(page: Any, rel: str) -> str:
    """Return where a page's pager leads to; empty where it leads no further."""
    before, found, _after = page.content.decode().partition(f'rel="{rel}"')
    address = before.rpartition('href="')[2].partition('"')[0] if found else ""
    return address.replace("&amp;", "&")


@pytest.fixture
def many(board: Board, another: Account) -> list[Post]:
    """Seventy posts, every second one about 쿠팡."""
    return [
        write_post(board, another, title=f"{'쿠팡에서' if n % 2 else '마당에서'} {n}번")
        for n in range(70)
    ]


def test_a_word_is_left_out_and_the_page_is_full(
    many: list[Post], member: Account, browse: Browse, django_assert_num_queries: Any
) -> None:
    actions.add_rule(rule("word", "쿠팡", REMOVE), by=member)
    browser = browse(member)
    browser.get("/자유")
    with django_assert_num_queries(7):
        first = browser.get("/자유")
    assert titles(first) == [f"마당에서 {n}번" for n in range(68, 8, -2)]
    second = browser.get(link(first, "next"))
    assert titles(second) == [f"마당에서 {n}번" for n in range(8, -1, -2)]
    assert link(second, "next") == ""
    assert titles(browser.get(link(second, "prev"))) == titles(first)
    assert len(titles(browse().get("/자유"))) == 30


def test_going_on_and_back_shows_each_post_once(
    board: Board, another: Account, member: Account, browse: Browse
) -> None:
    for number in range(130):
        write_post(board, another, title=f"{'쿠팡' if number % 3 else '마당'} {number}번")
    actions.add_rule(rule("word", "쿠팡", REMOVE), by=member)
    browser = browse(member)
    pages = [browser.get("/자유")]
    while onward := link(pages[-1], "next"):
        pages.append(browser.get(onward))
    shown = [title for page in pages for title in titles(page)]
    assert shown == [f"마당 {n}번" for n in range(129, -1, -3)] and len(pages) == 2
    assert titles(browser.get(link(pages[1], "prev"))) == titles(pages[0])
    # The number of the page leads where 다음 does.
    assert f'href="{link(pages[0], "next").replace("&", "&amp;")}">2</a>' in (
        pages[0].content.decode()
    )


def test_where_all_is_filtered_one_is_not_asked_to_write_the_first_post(
    many: list[Post], member: Account, browse: Browse
) -> None:
    for word in ("쿠팡", "마당"):
        actions.add_rule(rule("word", word, REMOVE), by=member)
    page = browse(member).get("/자유")
    assert "모두 필터링됐어요" in page.content.decode() and "첫 글" not in page.content.decode()
    assert link(page, "next") == ""


def test_more_than_was_looked_at_is_gone_on_with(
    board: Board, another: Account, member: Account, browse: Browse
) -> None:
    write_post(board, another, title="가장 오래된 글")
    for number in range(305):
        write_post(board, another, title=f"쿠팡 {number}번")
    actions.add_rule(rule("word", "쿠팡", REMOVE), by=member)
    browser = browse(member)
    first = browser.get("/자유")
    assert titles(first) == [] and link(first, "next")
    assert titles(browser.get(link(first, "next"))) == ["가장 오래된 글"]


def test_a_folded_post_says_by_what_and_is_there_to_be_unfolded(
    board: Board, another: Account, member: Account, browse: Browse
) -> None:
    write_post(board, another, title="쿠팡 또 털림")
    actions.add_rule(rule("word", "쿠팡"), by=member)
    page = browse(member).get("/자유").content.decode()
    assert "<summary>필터링된 글: 쿠팡</summary>" in page
    assert "쿠팡 또 털림" in page


@pytest.mark.parametrize(
    ("what", "value"), [("domain", "news.example"), ("recommends", "1"), ("category", None)]
)
def test_what_else_a_filter_goes_by(
    what: str, value: str | None, board: Board, member: Account, another: Account, browse: Browse
) -> None:
    question = Category.objects.get(name="질문")
    kept = write_post(board, another, title="남는 글")
    marks.recommend(kept.pk, by=member)
    write_post(
        board,
        another,
        title="걸리는 글",
        category_id=question.pk,
        text="https://www.m.news.example/1",
    )
    own = value or f"{board.pk}/{question.pk}"
    actions.add_rule(rule(what, own, REMOVE), by=member)
    assert titles(browse(member).get("/자유")) == ["남는 글"]
    # Whoever goes to a category wants to see it.
    if what == "category":
        assert titles(browse(member).get("/자유?category=질문")) == ["걸리는 글"]


def test_a_board_is_left_out_of_the_home_page_alone(
    board: Board, another: Account, member: Account, browse: Browse
) -> None:
    write_post(board, another, title="자유의 글")
    actions.add_rule(rule("board", str(board.pk)), by=member)
    browser = browse(member)
    assert "자유의 글" not in browser.get("/").content.decode()
    assert titles(browser.get("/자유")) == ["자유의 글"]


def test_a_voice_is_folded_in_its_thread_alone(
    board: Board, post: Post, another: Account, member: Account, browse: Browse
) -> None:
    write_comment(post, another, "싫은 말")
    other = write_post(board, member)
    write_comment(other, another, "다른 글의 말")
    browser = browse(member)
    answer = browser.post(f"/filters/voices/{post.pk}/1", {"next": f"/자유/{post.pk}"})
    assert unquote(answer["Location"]) == f"/자유/{post.pk}"
    assert "필터링된 댓글: 감춘 사람" in browser.get(f"/자유/{post.pk}").content.decode()
    assert "필터링된 댓글:" not in browser.get(f"/자유/{other.pk}").content.decode()
    browser.post(f"/filters/voices/{post.pk}/1", {"how": "remove"})
    assert "싫은 말" not in browser.get(f"/자유/{post.pk}").content.decode()
    browser.post(f"/filters/voices/{post.pk}/1", {"undo": "1"})
    assert "싫은 말" in browser.get(f"/자유/{post.pk}").content.decode()


def test_a_voice_that_cannot_be_changes_nothing(
    community: Any, member: Account, browse: Browse
) -> None:
    actions.add_rule(rule("word", "쿠팡"), by=member)
    browse(member).post(f"/filters/voices/1/{10**30}")
    assert len(queries.filters_of(member).rules) == 1


def test_a_removed_comment_is_not_in_the_page(post: Post, another: Account, browse: Browse) -> None:
    write_comment(post, another, "ㅋㅍ 최고")
    actions.add_rule(rule("word", "쿠팡", REMOVE), by=another)
    assert "ㅋㅍ 최고" not in browse(another).get(f"/자유/{post.pk}").content.decode()


def test_a_post_is_put_away_for_a_week_or_for_good(
    many: list[Post], member: Account, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browse(member)
    week, always = many[-1], many[-2]
    browser.post(f"/filters/posts/{week.pk}", {"until": "week"})
    browser.post(f"/filters/posts/{always.pk}", {"until": "always"})
    shown = titles(browser.get("/자유"))
    assert len(shown) == 30 and week.title not in shown and always.title not in shown
    assert week.title in browser.get("/filters").content.decode()
    later = timezone.localdate() + timedelta(days=7)
    monkeypatch.setattr(queries, "today", lambda: later)
    shown = titles(browser.get("/자유"))
    assert week.title in shown and always.title not in shown
    browser.post(f"/filters/posts/{always.pk}", {"undo": "1"})
    assert always.title in titles(browser.get("/자유"))


def test_the_list_under_a_post_keeps_the_post_itself(
    many: list[Post], member: Account, browse: Browse
) -> None:
    actions.add_rule(rule("word", "쿠팡", REMOVE), by=member)
    here = many[35]
    shown = titles(browse(member).get(f"/자유/{here.pk}"))
    assert here.title in shown
    assert [title for title in shown if "쿠팡" in title] == [here.title]


def test_a_trial_tells_what_would_be_caught_before_it_is_saved(
    many: list[Post], member: Account, browse: Browse
) -> None:
    browser = browse(member)
    form = {"form": "word", "value": "쿠팡", "initials": "on", "how": "fold"}
    page = browser.post("/filters", {**form, "try": "1"}).content.decode()
    assert "최근 글 70개 가운데 35개가 걸려요" in page
    assert 'value="쿠팡"' in page
    assert queries.filters_of(member) == FilterSet()
    page = browse().get("/filters/try", {**form, "try": "1"}).content.decode()
    assert "70개 가운데 35개" in page
    browser.post("/filters", {**form, "save": "1"})
    assert queries.filters_of(member).rules == (Rule(What.WORD, "쿠팡"),)


def test_a_trial_shows_no_title_that_may_not_be_read_any_more(
    many: list[Post], another: Account, browse: Browse
) -> None:
    form = {"form": "word", "value": "쿠팡", "how": "fold"}
    browse().get("/filters/try", form)
    gone, kept = many[-1], many[-3]
    delete_post(gone.pk, by=another)
    page = browse().get("/filters/try", form).content.decode()
    assert gone.title not in page and kept.title in page


def test_a_trial_does_not_count_what_is_written_behind_a_door(
    board: Board,
    closed_board: Board,
    member: Account,
    another: Account,
    browse: Browse,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "POSTS_TRIED", 2)
    let_into(closed_board, member)
    for where in (board, board, board, closed_board, closed_board):
        write_post(where, member if where is closed_board else another, title="쿠팡")
    form = {"form": "word", "value": "쿠팡", "how": "fold"}
    assert "최근 글 2개 가운데 2개" in browse(another).get("/filters/try", form).content.decode()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"form": "word", "value": "\u3164\u3164\u200b", "how": "fold"}, "무엇을 필터링할지"),
        ({"form": "word", "value": "쿠", "how": "fold"}, "2자에서 30자까지"),
        ({"form": "word", "value": "", "how": "fold"}, "무엇을 필터링할지"),
        ({"form": "domain", "value": "어떤 곳", "how": "fold"}, "news.example처럼"),
        ({"form": "recommends", "value": "0", "how": "fold"}, "1부터"),
        ({"form": "board", "value": "99/", "how": "fold"}, "게시판을 찾을 수 없어요"),
    ],
)
def test_what_cannot_be_a_filter_is_said(
    form: dict[str, str], said: str, community: Any, member: Account, browse: Browse
) -> None:
    answer = browse(member).post("/filters", {**form, "save": "1"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert browse().get("/filters/try", form).status_code == 422


def test_filters_are_taken_along_and_brought_in(
    community: Any, member: Account, another: Account, browse: Browse
) -> None:
    actions.add_rule(rule("word", "쿠팡", REMOVE), by=member)
    actions.hide_post(7, by=member, for_good=True)
    file = browse(member).get("/filters/export")
    assert "attachment" in file["Content-Disposition"]
    sent = SimpleUploadedFile("filters.json", file.content)
    browse(another).post("/filters/import", {"file": sent})
    assert queries.filters_of(another) == queries.filters_of(member)
    for wrong in (
        "{",
        "[]",
        '{"format": "x"}',
        json.dumps({**json.loads(file.content), "rules": 1}),
    ):
        page = browse(another).post("/filters/import", {"text": wrong}, follow=True)
        assert "필터 파일이 아니에요" in page.content.decode()


def test_half_a_character_in_a_file_comes_in_as_none(
    community: Any, member: Account, browse: Browse
) -> None:
    one = {"what": "word", "value": "가나\ud800", "how": "fold"}
    text = json.dumps({"format": "madang-filters", "hidden": {}, "rules": [one]})
    browser = browse(member)
    browser.post("/filters/import", {"text": text})
    assert [each.value for each in queries.filters_of(member).rules] == ["가나"]
    assert browser.get("/filters/export").status_code == 200


def test_a_filter_names_no_board_that_one_may_not_enter(
    closed_board: Board, member: Account, browse: Browse
) -> None:
    category = Category.objects.create(board=closed_board, name="구조조정")
    directory.board_directory.forget()
    actions.add_rule(rule("category", f"{closed_board.pk}/{category.pk}"), by=member)
    actions.add_rule(rule("board", str(closed_board.pk)), by=member)
    page = browse(member).get("/filters").content.decode()
    assert "구조조정" not in page and "회사 ·" not in page


@pytest.mark.parametrize("onward", ["foo", "//evil.example/", "https://evil.example", "/자유"])
def test_after_a_filter_one_goes_on_within_the_site(
    onward: str, post: Post, member: Account, browse: Browse
) -> None:
    for address in (f"/filters/posts/{post.pk}", f"/filters/voices/{post.pk}/1"):
        answer = browse(member).post(address, {"next": onward})
        assert answer.status_code == 302
        assert unquote(answer["Location"]) in ("/자유", "/filters")


def test_there_is_an_end_to_filters(community: Any, member: Account) -> None:
    rules = tuple(Rule(What.WORD, f"단어{n}") for n in range(MAX_RULES))
    actions.bring_in(FilterSet(rules), by=member)
    with pytest.raises(FilterRefused):
        actions.add_rule(rule("word", "하나 더"), by=member)
    assert len(queries.filters_of(member).rules) == MAX_RULES


def test_a_leaver_leaves_no_filters(community: Any, member: Account, settings: Any) -> None:
    settings.LEAVING_DAYS = 0
    actions.add_rule(rule("word", "쿠팡"), by=member)
    departures.leave(member, departures.Choice.DELETE)
    departures.settle(member.pk)
    assert not Filters.objects.exists()


def test_readers_without_an_account_get_one_page(community: Any, browse: Browse) -> None:
    answer = browse().get("/filters")
    assert "public" in answer["Cache-Control"]
    assert "csrfmiddlewaretoken" not in answer.content.decode()


_rules = st.builds(
    Rule,
    st.just(What.WORD),
    st.text("가나다abㅋ ", min_size=2, max_size=30).map(lambda t: " ".join(t.split())).filter(
        lambda t: len(t) > 1
    ),
    st.sampled_from(How),
    st.booleans(),
)  # fmt: skip


@given(
    st.lists(_rules, max_size=5, unique_by=lambda r: r.value),
    st.dictionaries(st.integers(1, 2**50), st.none() | st.dates(), max_size=5),
)
def test_what_is_written_down_is_read_the_same(rules: list[Rule], hidden: dict[int, Any]) -> None:
    kept = FilterSet(tuple(rules), hidden)
    assert from_values(json.loads(json.dumps(to_values(kept)))) == kept


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries(
        {"format": st.just("madang-filters")}, optional={"rules": _json, "hidden": _json}
    )
)
def test_a_strangers_file_is_refused_or_read(values: Any) -> None:
    try:
        assert isinstance(from_values(values), FilterSet)
    except FilterRefused as refused:
        assert str(refused)


def test_filters_made_to_take_long_hold_up_nobody(
    post: Post, member: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_comment(post, member, "밥솥 이야기")
    (row,) = comments_between(post.pk, 0, 1)
    made = content_filter.ContentFilter(FilterSet((rule("word", "밥솥"),)), timezone.localdate())
    assert made.match_comment(post.pk, row)
    # The time that one page has for words is over.
    monkeypatch.setattr(content_filter, "WORDS_SECONDS", 0.0)
    assert made.match_comment(post.pk, row) is None


def test_trials_without_an_account_are_bounded(board: Board, browse: Browse) -> None:
    asked = {"form": "word", "value": "텀블러", "how": "fold", "fragment": "1"}
    codes = [browse().get("/filters/try", asked).status_code for _ in range(62)]
    assert codes[0] == 200 and codes[-1] == 429

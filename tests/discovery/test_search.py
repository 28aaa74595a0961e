"""Searching: what a reader finds, and what nobody finds any more."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.accounts.models import Account
from madang.boards.models import Board, Category, Comment, Post
from madang.boards.threads import visibility
from madang.core.db.select import execute, fetch
from madang.discovery.search import post_search, sources
from madang.discovery.search.post_search import (
    ROWS_PER_PAGE,
    Period,
    Scope,
    SearchRequest,
    SearchResults,
    search,
)
from madang.search import index, matching, scan_window, term_statistics
from madang.search.backends import postgres
from madang.search.matching import Field
from madang.search.models import SearchIndex, SearchStale
from madang.search.query import read_query

from .. import writers
from ..factories import let_into, write_comment, write_post

Indexed = Callable[[], None]


def down_to_the_oldest(asked: SearchRequest) -> list[SearchResults]:
    """Search, and go on in older posts until all was looked at."""
    answers = [search(asked)]
    while older := answers[-1].older:
        answers.append(search(replace(asked, before=older)))
    return answers


def found(typed: str, **asked: Any) -> list[str]:
    return [hit.title for hit in search(SearchRequest(read_query(typed), **asked)).hits]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("쿠팡에서 생긴 일", "쿠팡"),
        ("쿠팡이 또", "쿠팡에서"),
        ("개인정보 유출", "개인 정보"),
        ("개인 정보 유출", "개인정보"),
        ("개인정보보호법 읽는 법", "보호법"),
        ("아이폰15 바꿨다", "아이폰 15"),
        ("아이폰 15 바꿨다", "아이폰15"),
        ("갤럭시S24 후기", "갤럭시s24"),
        ("우리집 강아지", "강아지"),
        ("집에 가고 싶다", "집"),
        ("개인정보 털렸다", "ㄱㅇㅈㅂ"),
        ("ㄹㅇ 실화냐", "ㄹㅇ"),
        ("Kubernetes 어렵다", "kubernetes"),
        ("東京 여행", "東京"),
        ("회원 1,200,000명의 정보", "1200000"),
        ("회원 1200000명의 정보", "1,200,000명"),
        ("Café au lait 레시피", "cafe"),
        ("cafe au lait 레시피", "café"),
        ("비밀번호는 １２３", "123"),
        ("Ⓗⓔⓛⓛⓞ 여러분", "hello"),
        ("ﾊﾝｸﾞﾙ 공부", "ハングル"),
        ("Łódź 여행", "lodz"),
        ("mon cœur", "coeur"),
        ("\U0002ebf0\U00020021 이라는 글자", "\U0002ebf0\U00020021"),
    ],
)
def test_a_title_is_found(
    title: str, typed: str, board: Board, member: Account, indexed: Indexed
) -> None:
    write_post(board, member, title=title)
    write_post(board, member, title="아무 상관 없는 이야기")
    indexed()
    assert found(typed) == [title]
    assert found(typed, by_time=True) == [title]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    syllables=st.lists(
        st.text("가나다라마바사각난달", min_size=2, max_size=5), min_size=1, max_size=5
    )
)
def test_every_word_of_a_title_finds_it(
    board: Board, member: Account, indexed: Indexed, syllables: list[str]
) -> None:
    title = " ".join(syllables)
    write_post(board, member, title=title)
    indexed()
    for word in syllables:
        assert title in found(f'"{word}"', by_time=True)


def test_what_stands_between_two_words_is_no_word(
    board: Board, member: Account, indexed: Indexed
) -> None:
    write_post(board, member, title="개인 정보")
    indexed()
    assert found("인정") == []


def test_words_are_looked_for_where_one_wants(
    board: Board, member: Account, another: Account, indexed: Indexed
) -> None:
    write_post(board, member, title="호두가 제목", text="다른 단어")
    write_post(board, member, title="글에 있는 것", text="호두를 먹는다")
    talked = write_post(board, member, title="댓글에 있는 것", text="다른 단어")
    write_comment(talked, another, "저는 호두가 좋아요")
    indexed()
    assert found("호두", scope=Scope.TITLE) == ["호두가 제목"]
    assert found("호두", scope=Scope.BODY) == ["글에 있는 것"]
    assert found("호두", scope=Scope.COMMENTS) == ["댓글에 있는 것"]
    assert len(found("호두")) == 3


def test_a_phrase_an_exclusion_and_a_tag(board: Board, member: Account, indexed: Indexed) -> None:
    write_post(board, member, title="하늘 바다", tags=["여행"])
    write_post(board, member, title="바다 하늘")
    write_post(board, member, title="하늘 바다 사진")
    indexed()
    assert set(found('"하늘 바다"')) == {"하늘 바다", "하늘 바다 사진"}
    assert set(found("하늘 -사진")) == {"하늘 바다", "바다 하늘"}
    assert found("#여행") == ["하늘 바다"]
    assert found("하늘 #여행") == ["하늘 바다"]


def test_board_category_and_period_narrow(
    board: Board, member: Account, indexed: Indexed, community: Any
) -> None:
    issues = Board.objects.get(slug="이슈")
    asking = Category.objects.get(name="질문")
    write_post(board, member, title="호두 하나", category_id=asking.pk)
    write_post(issues, member, title="호두 둘")
    write_post(board, member, title="호두 셋", at=timezone.now() - timedelta(days=40))
    indexed()
    here = community.by_id[board.pk]
    assert set(found("호두", board=here)) == {"호두 하나", "호두 셋"}
    assert found("호두", board=here, category=here.by_category[asking.pk]) == ["호두 하나"]
    assert set(found("호두", period=Period.WEEK)) == {"호두 하나", "호두 둘"}
    assert len(found("호두", period=Period.YEAR)) == 3


def test_the_newest_come_first_where_one_wants(
    board: Board, member: Account, indexed: Indexed
) -> None:
    for number in range(45):
        write_post(board, member, title=f"호두 {number}번째")
    indexed()
    first = search(SearchRequest(read_query("호두"), by_time=True))
    assert [hit.title for hit in first.hits][:2] == ["호두 44번째", "호두 43번째"]
    assert (first.total, first.last) == (45, 3)
    last = search(SearchRequest(read_query("호두"), by_time=True, page=3))
    assert [hit.title for hit in last.hits][-1] == "호두 0번째"


def test_what_answers_best_comes_first(board: Board, member: Account, indexed: Indexed) -> None:
    write_post(board, member, title="잡담", text="호두과자와 땅콩과 다른 것들 이야기")
    write_post(board, member, title="천안 호두과자 맛집", text="호두과자는 여기예요")
    write_post(board, member, title="천안 다녀옴", text="별것 없었다")
    indexed()
    term_statistics.count_terms()
    assert found("천안에서 호두과자 맛집 어디예요?")[0] == "천안 호두과자 맛집"


def test_what_changes_is_found_as_it_is_now(
    board: Board, member: Account, another: Account, indexed: Indexed
) -> None:
    post = write_post(board, member, title="호두", text="땅콩")
    comment = write_comment(post, another, "캐슈넛")
    indexed()
    given = {"category_id": None, "source": ""}
    writers.edit_post(post.pk, by=member, title="아몬드", text="피스타치오", **given)
    writers.edit_comment(post.pk, comment.seq, by=another, text="마카다미아")
    assert [found(word) for word in ("호두", "땅콩", "캐슈넛")] == [[], [], []]
    indexed()
    assert [found(word) for word in ("아몬드", "피스타치오", "마카다미아")] == [["아몬드"]] * 3
    assert not SearchStale.objects.exists()


def test_what_is_deleted_or_hidden_is_found_no_more_at_once(
    board: Board, member: Account, operator: Account, indexed: Indexed
) -> None:
    post = write_post(board, member, title="호두 지울 것")
    hidden = write_post(board, member, title="호두 숨길 것")
    comment = write_comment(hidden, member, "캐슈넛")
    indexed()
    writers.delete_post(post.pk, by=member)
    visibility.hide_post(hidden.pk, by=operator)
    assert found("호두") == [] and found("캐슈넛") == []
    visibility.show_post(hidden.pk, by=operator)
    visibility.hide_comment(hidden.pk, comment.seq, by=operator)
    assert found("호두") == ["호두 숨길 것"] and found("캐슈넛") == []


def test_no_term_of_what_is_deleted_stays_in_the_index(
    board: Board, member: Account, indexed: Indexed
) -> None:
    post = write_post(board, member, title="아무도모르는단어")
    indexed()
    writers.delete_post(post.pk, by=member)
    indexed()
    match = read_query("아무도모르는단어").match((Field.TITLE, Field.BODY))
    assert index.Reader().find("posts", match, most=10) == []
    if connection.vendor == "sqlite":
        index.tidy()
        number = SearchIndex.objects.get().pk
        blocks = fetch(f"SELECT block FROM search_terms_posts_{number}_data", ())
        assert not any("무도".encode() in bytes(block) for (block,) in blocks)


def test_what_has_only_some_of_the_words_is_said_to(
    board: Board, member: Account, browse: Callable[..., Client], indexed: Indexed
) -> None:
    write_post(board, member, title="부산 극장")
    write_post(board, member, title="서울 극장")
    indexed()
    said = "일부만 있는 글도 보여요"
    assert said in browse().get("/search", {"q": "부산 극장"}).content.decode()
    assert said not in browse().get("/search", {"q": "극장"}).content.decode()
    assert found("부산 극장")[0] == "부산 극장"


def test_a_particle_adds_nothing_to_what_is_found(
    board: Board, member: Account, indexed: Indexed
) -> None:
    write_post(board, member, title="도서관에 갔다")
    write_post(board, member, title="집에서 쉬었다")
    indexed()
    for typed in ("도서관", "도서관에서", "도서관들이", "도서관을"):
        assert found(typed) == ["도서관에 갔다"], typed


def test_a_post_with_an_excluded_word_is_not_found_by_its_comments(
    board: Board, member: Account, indexed: Indexed
) -> None:
    post = write_post(board, member, title="부산 극장")
    write_comment(post, member, "극장 좋아요")
    write_post(board, member, title="서울 극장")
    indexed()
    assert found("극장 -부산") == ["서울 극장"]


def test_two_processes_that_bring_an_index_further_do_so_in_turns(
    board: Board, member: Account, indexed: Indexed
) -> None:
    post = write_post(board, member, title="호두")
    indexed()
    (one,) = SearchIndex.objects.all()
    other = SearchIndex.objects.get()
    given = {"category_id": None, "source": "", "text": "내용"}
    writers.edit_post(post.pk, by=member, title="아몬드", **given)
    newer = write_post(board, member, title="캐슈넛")
    for held in (one, other, one, other):
        index.advance(held)
    writers.edit_post(post.pk, by=member, title="마카다미아", **given)
    writers.delete_post(newer.pk, by=member)
    for held in (other, one):
        index.advance(held)
    assert found("마카다미아") == ["마카다미아"]
    for word in ("호두", "아몬드", "캐슈넛"):
        match = read_query(word).match((Field.TITLE, Field.BODY))
        assert index.Reader().find("posts", match, most=10) == []


def test_a_post_that_moves_is_found_on_its_new_board(
    board: Board, member: Account, operator: Account, indexed: Indexed, community: Any
) -> None:
    post = write_post(board, member, title="호두 이사")
    write_comment(post, member, "캐슈넛")
    indexed()
    issues = Board.objects.get(slug="이슈")
    writers.move_post(post.pk, by=operator, board_id=issues.pk, category_id=None)
    indexed()
    there, here = community.by_id[issues.pk], community.by_id[board.pk]
    assert found("호두", board=there) == found("캐슈넛", board=there) == ["호두 이사"]
    assert found("호두", board=here) == found("캐슈넛", board=here) == []


def test_an_index_is_made_anew_while_the_old_one_serves(
    board: Board, member: Account, indexed: Indexed
) -> None:
    posts = [write_post(board, member, title=f"호두 {number}") for number in range(5)]
    indexed()
    building = index.begin()
    assert index.begin().pk == building.pk
    index.advance(building)
    # Deleted and changed while there are two: in neither of them afterwards.
    writers.delete_post(posts[0].pk, by=member)
    edited = {"category_id": None, "source": "", "text": "내용"}
    writers.edit_post(posts[1].pk, by=member, title="아몬드", **edited)
    assert len(found("호두")) == 3
    indexed()
    assert SearchIndex.objects.get().pk == building.pk and SearchIndex.objects.get().is_active
    assert len(found("호두")) == 3 and found("아몬드") == ["아몬드"]


def test_an_index_of_other_rules_is_made_anew(
    board: Board, member: Account, indexed: Indexed
) -> None:
    write_post(board, member, title="호두")
    indexed()
    SearchIndex.objects.update(version=0)
    indexed()
    assert SearchIndex.objects.get().version == index.VERSION
    assert found("호두") == ["호두"]


def test_a_closed_board_is_searched_by_its_members_alone(
    closed_board: Board,
    board: Board,
    member: Account,
    another: Account,
    browse: Callable[..., Client],
    indexed: Indexed,
) -> None:
    let_into(closed_board, member)
    secret = write_post(closed_board, member, title="호두 비밀")
    write_comment(secret, member, "캐슈넛 비밀")
    write_post(board, member, title="호두 공개")
    indexed()
    for who, sees in ((None, False), (another, False), (member, True)):
        for typed in ("호두", "캐슈넛"):
            page = browse(who).get("/search", {"q": typed}).content.decode()
            assert ("호두 비밀" in plain(page)) is sees
        said = browse(who).get("/live/suggestions", {"q": "호두"}).json()
        assert [one["title"] for one in said["titles"]] == ["호두 공개"]
    assert browse(another).get("/search", {"q": "호두", "board": "회사"}).status_code == 403


def plain(page: str) -> str:
    return html.unescape(re.sub(r"</?(mark|b)[^>]*>", "", page))


def test_the_page_marks_what_was_asked_for(
    board: Board, member: Account, browse: Callable[..., Client], indexed: Indexed
) -> None:
    write_post(board, member, title="호두 <b>글</b>", text="맛있는 호두를 먹었다")
    indexed()
    page = browse().get("/search", {"q": "호두"}).content.decode()
    assert "<mark>호두</mark> &lt;b&gt;글&lt;/b&gt;" in page
    assert "맛있는 <mark>호두</mark>를 먹었다" in page
    assert "1개를 찾았어요" in page


def test_the_page_keeps_what_was_chosen(
    board: Board, member: Account, browse: Callable[..., Client], indexed: Indexed
) -> None:
    for number in range(25):
        write_post(board, member, title=f"호두 {number}")
    indexed()
    given = {"q": "호두", "board": "자유", "in": "title", "sort": "time"}
    page = browse().get("/search", given).content.decode()
    assert 'value="호두"' in page and '<option value="자유" selected>' in page
    following = re.search(r'<a href="(\?[^"]*page=2)" rel="next"', page)
    assert following
    second = browse().get("/search" + html.unescape(following[1])).content.decode()
    shown = re.findall(r'class="title">호두 (\d+)<', plain(second))
    assert shown == ["4", "3", "2", "1", "0"]


@pytest.mark.parametrize(
    "query",
    [
        {"q": '"; DROP TABLE boards_post; --'},
        {"q": "' OR '1'='1"},
        {"q": "NEAR(가나 다라)"},
        {"q": "가나*"},
        {"q": "title:가나"},
        {"q": "가" * 5000},
        {"q": "ㅋㅋ", "in": "body"},
        {"q": "-ㅋㅋ ㅋㅋ는"},
        {"q": '"ㅋㅋ" 가나'},
        {"q": "-가나"},
        {"q": "\x00\ufffd"},
        {"q": "가나", "in": "nonsense", "period": "x", "sort": "?"},
    ],
)
def test_nothing_that_is_typed_breaks_it(
    query: dict[str, str], board: Board, browse: Callable[..., Client], indexed: Indexed
) -> None:
    indexed()
    assert browse().get("/search", query).status_code == 200


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text("ㅋㅎㅠㄱㄴㅏ가는에서 집a1\"'-#()*:·\0\u200b漢é", max_size=12))
def test_whatever_is_typed_is_searched_for(
    board: Board, browse: Callable[..., Client], indexed: Indexed, typed: str
) -> None:
    indexed()
    for path in ("/search", "/live/suggestions"):
        assert browse().get(path, {"q": typed}).status_code == 200
    assert browse().get("/search", {"q": typed, "in": "body", "sort": "time"}).status_code == 200


def test_a_page_number_that_is_nonsense_is_none(
    board: Board, browse: Callable[..., Client]
) -> None:
    assert browse().get("/search", {"q": "가나", "page": "x"}).status_code == 404
    assert browse().get("/search", {"q": "가나", "page": "99"}).status_code == 200


def test_what_the_other_keyboard_would_have_written_is_offered(
    board: Board, member: Account, browse: Callable[..., Client], indexed: Indexed
) -> None:
    write_post(board, member, title="쿠팡에서 온 편지")
    indexed()
    page = browse().get("/search", {"q": "znvkd"}).content.decode()
    assert 'class="meant" href="?q=%EC%BF%A0%ED%8C%A1">쿠팡</a>' in page
    assert 'class="meant"' not in browse().get("/search", {"q": "쿠팡"}).content.decode()


@pytest.mark.parametrize("typed", ["zndkd", "쿠팜", "쿠파", "쿠퍙"])
def test_a_word_that_is_one_letter_away_is_offered(
    typed: str, board: Board, member: Account, browse: Callable[..., Client], indexed: Indexed
) -> None:
    for title in ("쿠팡에서 온 편지", "쿠팡이 또 늦었다"):
        write_post(board, member, title=title)
    indexed()
    term_statistics.count_terms()
    page = browse().get("/search", {"q": typed}).content.decode()
    assert ">쿠팡</a>" in page


def test_a_word_of_a_closed_board_is_never_offered(
    closed_board: Board, member: Account, browse: Callable[..., Client], indexed: Indexed
) -> None:
    let_into(closed_board, member)
    for title in ("쿠팡에서 온 편지", "쿠팡이 또 늦었다"):
        write_post(closed_board, member, title=title)
    indexed()
    term_statistics.count_terms()
    assert "쿠팡" not in term_statistics.term_statistics().words


def test_a_filtered_post_is_not_found_by_who_filters_it(
    board: Board, member: Account, browse: Callable[..., Client], indexed: Indexed
) -> None:
    from madang.filters import actions as filters
    from madang.filters.rules import How, What, rule

    write_post(board, member, title="호두 스포일러")
    indexed()
    filters.add_rule(rule(What.WORD, "스포일러", How.FOLD), by=member)
    assert "스포일러" not in plain(browse(member).get("/search?q=호두").content.decode())
    assert "스포일러" in plain(browse().get("/search?q=호두").content.decode())


@pytest.mark.parametrize("by_time", [True, False])
def test_pages_are_full_and_counted_for_somebody_who_filters(
    board: Board, member: Account, indexed: Indexed, by_time: bool
) -> None:
    from madang.boards.extensions import filter_of
    from madang.filters import actions as filters
    from madang.filters.rules import How, What, rule

    for number in range(46):
        title = f"호두 스포일러 {number}" if number % 2 else f"호두 이야기 {number}"
        write_post(board, member, title=title)
    indexed()
    filters.add_rule(rule(What.WORD, "스포일러", How.FOLD), by=member)
    pages = [
        search(
            SearchRequest(read_query("호두"), by_time=by_time, page=page),
            content_filter=filter_of(member),
        )
        for page in (1, 2)
    ]
    assert [(len(page.hits), page.last, page.total) for page in pages] == [(20, 2, 23), (3, 2, 23)]
    assert not any("스포일러" in hit.title for page in pages for hit in page.hits)


def test_the_number_of_queries_does_not_grow_with_the_posts(
    board: Board, member: Account, indexed: Indexed, django_assert_max_num_queries: Any
) -> None:
    indexed()
    for count in (1, 60):
        for number in range(count):
            write_post(board, member, title=f"호두와 땅콩 {number}", text="캐슈넛 아몬드")
        indexed()
        term_statistics.term_statistics()
        with django_assert_max_num_queries(14):
            search(SearchRequest(read_query("호두와 캐슈넛")))
        with django_assert_max_num_queries(6):
            search(SearchRequest(read_query("호두"), by_time=True))


def test_hidden_rows_do_not_make_a_page_that_cannot_be_read(
    board: Board, member: Account, indexed: Indexed
) -> None:
    write_post(board, member, title="호두")
    Post.objects.update(state=1)
    indexed()
    assert found("호두") == []


def test_who_searches_without_end_is_asked_to_wait(
    board: Board,
    member: Account,
    browse: Callable[..., Client],
    indexed: Indexed,
    settings: Any,
) -> None:
    settings.SEARCHES_A_MINUTE = 2
    write_post(board, member, title="호두")
    indexed()
    reader, other = browse(), browse(member)
    for _ in range(2):
        assert "1개를 찾았어요" in reader.get("/search?q=호두").content.decode()
    refused = reader.get("/search?q=호두")
    assert refused.status_code == 429 and "no-store" in refused["Cache-Control"]
    page = refused.content.decode()
    assert "다시 시도해 주세요" in page and 'value="호두"' in page and "1개를" not in page
    assert reader.get("/search").status_code == 200
    assert "1개를 찾았어요" in other.get("/search?q=호두").content.decode()


def test_what_is_in_very_many_posts_is_found_down_to_the_oldest(
    board: Board,
    member: Account,
    browse: Callable[..., Client],
    indexed: Indexed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scan_window, "MAX_IDS", 10)
    monkeypatch.setattr(post_search, "MAX_IDS", 10)
    posts = [write_post(board, member, title=f"호두 {number}") for number in range(25)]
    write_comment(posts[3], member, "호두가 좋아요")
    indexed()
    for sort in ("", "time"):
        reader, address, seen, pages = browse(), f"/search?q=호두&sort={sort}", [], 0
        while address:
            page = reader.get(address).content.decode()
            seen += re.findall(r'class="title">호두 (\d+)<', plain(page))
            older = re.search(r'href="(\?[^"]*before=[^"]*)"[^>]*>더 오래된', page)
            address, pages = "/search" + html.unescape(older[1]) if older else "", pages + 1
        # Each once, but for the comment, which is its post's.
        assert set(seen) == {str(number) for number in range(25)} and pages == 3
        assert len(seen) <= 26
    for nonsense in ("x", "1", "1.2.3", "-1.5", "9" * 40 + ".1", "²."):
        assert reader.get("/search", {"q": "호두", "before": nonsense}).status_code == 200


def test_a_walk_that_ends_says_where_to_go_on(
    board: Board, member: Account, indexed: Indexed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "_BLOCKS", {"x": 2, "y": 4, "z": 6})
    for rows in ("ROWS_ALONE", "ROWS_TOGETHER"):
        monkeypatch.setattr(scan_window, rows, 5)
    posts = [write_post(board, member, title="호두와 땅콩") for _ in range(40)]
    indexed()
    term_statistics.count_terms()
    for by_time in (True, False):
        answers = down_to_the_oldest(SearchRequest(read_query("호두 땅콩"), by_time=by_time))
        assert all(answer.total <= ROWS_PER_PAGE and not answer.is_loose for answer in answers)
        seen = [hit.id for answer in answers for hit in answer.hits]
        assert sorted(seen) == [post.pk for post in posts] and len(answers) > 2


def test_nothing_is_loose_where_enough_has_all_words(
    board: Board, member: Account, indexed: Indexed
) -> None:
    for _ in range(ROWS_PER_PAGE):
        write_post(board, member, title="간식", text="호두와 땅콩")
    other = write_post(board, member, title="점심")
    write_comment(other, member, "땅콩은 좋아요")
    indexed()
    answer = search(SearchRequest(read_query("호두 땅콩")))
    assert answer.total == ROWS_PER_PAGE and not answer.is_loose


def test_posts_and_comments_go_back_in_time_together(
    board: Board, member: Account, indexed: Indexed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (scan_window, post_search):
        monkeypatch.setattr(module, "MAX_IDS", 3)
    now = timezone.now()
    for number in range(6):
        post = write_post(board, member, title="호두")
        Post.objects.filter(pk=post.pk).update(created=now - timedelta(days=90 - number))
        other = write_post(board, member, title="점심")
        comment = write_comment(other, member, "호두가 좋아요")
        Comment.objects.filter(pk=comment.pk).update(created=now - timedelta(days=9 - number))
    indexed()
    answers = down_to_the_oldest(SearchRequest(read_query("호두"), by_time=True))
    seen = [hit.created for answer in answers for hit in answer.hits]
    assert len(seen) == 12 and seen == sorted(seen, reverse=True)


def test_an_index_that_is_being_replaced_finds_common_words(
    board: Board, member: Account, indexed: Indexed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for rows in ("ROWS_ALONE", "ROWS_TOGETHER"):
        monkeypatch.setattr(scan_window, rows, 5)
    monkeypatch.setattr(sources, "places_of_id", lambda _id: [])
    monkeypatch.setattr(matching, "_BLOCKS", {"x": 2, "y": 4, "z": 6})
    for _ in range(40):
        write_post(board, member, title="호두")
    indexed()
    term_statistics.count_terms()
    SearchIndex.objects.update(version=1)
    assert search(SearchRequest(read_query("호두"))).total == 40


def test_a_page_beyond_the_last_leads_to_the_others(
    board: Board,
    member: Account,
    browse: Callable[..., Client],
    indexed: Indexed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (scan_window, post_search):
        monkeypatch.setattr(module, "MAX_IDS", 25)
    for _ in range(30):
        write_post(board, member, title="호두")
    indexed()
    page = browse().get("/search?q=호두&page=9").content.decode()
    assert "이 페이지에는 보여 드릴 것이 없어요" in page and "여기까지는" not in page
    assert "page=1" in page and "before=" in page


def test_a_long_post_is_found_by_its_title_and_its_end(
    board: Board, member: Account, indexed: Indexed
) -> None:
    words = "".join(chr(0xAC00 + number % 11_000) for number in range(18_000))
    post = write_post(board, member, title="산천어 축제", text=f"{words} 다람쥐")
    indexed()
    for typed in ("산천어", "ㅅㅊㅇ", "다람"):
        assert found(typed) == [post.title], typed
    assert found("산천어", scope=Scope.TITLE) == [post.title]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such index")
def test_an_index_whose_making_was_interrupted_is_made_again(
    board: Board, member: Account, indexed: Indexed
) -> None:
    write_post(board, member, title="호두")
    indexed()
    (one,) = SearchIndex.objects.all()
    table = f"search_terms_posts_{one.pk}"
    valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)"
    execute(
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass(%s)",
        (f"{table}_terms",),
    )
    postgres.finish(table)
    assert fetch(valid, (f"{table}_terms",)) == [(True,)]


def test_one_network_is_one_reader_and_suggestions_end_too(
    board: Board, browse: Callable[..., Client], settings: Any
) -> None:
    settings.SEARCHES_A_MINUTE = 1
    reader = browse()

    def status(path: str, address: str) -> int:
        return reader.get(path, REMOTE_ADDR=address).status_code

    assert status("/search?q=호두", "2001:db8::1") == 200
    assert status("/search?q=호두", "2001:db8::2") == 429
    assert status("/search?q=호두", "2001:db8:0:1::1") == 200
    asked = [status(f"/live/suggestions?q={n}", "2001:db8::1") for n in range(20)]
    assert asked[0] == 200 and asked[-1] == 429


def test_what_was_changed_is_not_left_to_wait_for_more(
    board: Board, member: Account, indexed: Indexed
) -> None:
    post = write_post(board, member, title="호두")
    indexed()
    assert index.is_near()
    given = {"category_id": None, "source": ""}
    writers.edit_post(post.pk, by=member, title="땅콩", text="내용이에요", **given)
    assert not index.is_near()
    indexed()
    assert index.is_near() and found("땅콩") == ["땅콩"]


@pytest.mark.parametrize(
    ("title", "typed", "marked"),
    [
        ("회원 1,200,000명의 정보", "1200000", "1,200,000"),
        ("오늘 Café 어때", "cafe", "Café"),
        ("이제 ｋｔ 안 써", "kt", "ｋｔ"),
        ("Große 도시 서울 근처", "서울", "서울"),
        ("그 Straße 이야기", "strasse", "Straße"),
    ],
)
def test_what_is_found_is_marked_as_it_was_written(
    title: str, typed: str, marked: str, board: Board, member: Account, indexed: Indexed
) -> None:
    write_post(board, member, title=title, text=f"본문에도 {title} 있어요")
    indexed()
    (hit,) = search(SearchRequest(read_query(typed))).hits
    assert (marked, True) in hit.heading and (marked, True) in hit.snippet
    assert "".join(part for part, _ in hit.heading) == title


def test_what_is_folded_is_found_and_not_told(
    board: Board, member: Account, indexed: Indexed
) -> None:
    write_post(board, member, title="영화 이야기", text="앞\n\n+++ 결말\n범인은 집사였다\n+++")
    indexed()
    (hit,) = search(SearchRequest(read_query("집사"))).hits
    said = "".join(part for part, _ in hit.snippet)
    assert "결말" in said and "집사" not in said

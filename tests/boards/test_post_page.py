"""A post's page: what it shows, to whom, and how it looks from elsewhere."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from madang.accounts.models import Account
from madang.boards.models import Board, Category, Post
from madang.boards.threads import visibility

from .. import writers
from ..factories import write_comment, write_post


def test_it_shows_where_when_and_what(
    board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    category = Category.objects.get(name="일상")
    post = write_post(
        board,
        member,
        title="비 오는 날",
        text="첫 문단\n둘째 줄\n\n둘째 문단 https://example.com/a?b=1&c=2",
        source="https://news.example/1",
        category_id=category.pk,
    )
    page = browse().get(f"/자유/{post.pk}").content.decode()
    assert "<h1>비 오는 날</h1>" in page
    assert "<p>첫 문단<br>둘째 줄</p><p>둘째 문단 <a href" in page
    assert 'href="https://example.com/a?b=1&amp;c=2" rel="nofollow ugc noopener"' in page
    assert "출처" in page and "news.example" in page
    assert f"{timezone.localtime(post.created):%Y.%m.%d %H:%M}" in page
    assert ">일상</a>" in page


def test_a_reader_is_told_to_sign_in(post: Post, browse: Callable[..., Client]) -> None:
    page = browse().get(f"/자유/{post.pk}").content.decode()
    assert "로그인 후 댓글을 달아 보세요" in page
    thread = page[page.index('<section class="thread"') :]
    assert "<form" not in thread[: thread.index("<footer")]


def test_an_old_post_says_so(board: Board, member: Account, browse: Callable[..., Client]) -> None:
    three_years = timezone.now() - timedelta(days=3 * 365 + 10)
    post = write_post(board, member, at=three_years)
    assert "3년 전 게시물이에요" in browse().get(f"/자유/{post.pk}").content.decode()
    young = write_post(board, member, at=timezone.now() - timedelta(days=360))
    assert "년 전 게시물" not in browse().get(f"/자유/{young.pk}").content.decode()


def test_the_list_underneath_marks_it_and_names_its_neighbours(
    board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    posts = [write_post(board, member, title=f"줄 {number}") for number in range(3)]
    page = browse().get(f"/자유/{posts[1].pk}").content.decode()
    near = page[page.index('<nav class="next-to"') :]
    near = near[near.index("다음 글</span>") :]
    assert near.index("줄 2") < near.index("이전 글</span>") < near.index("줄 0")
    assert re.search(
        r'<li class="here">.*?aria-current="page"><span class="title">줄 1<', page, re.S
    )


def test_it_has_one_address(post: Post, browse: Callable[..., Client]) -> None:
    page = browse().get(f"/자유/{post.pk}?category=일상&comments=1").content.decode()
    assert f'<link rel="canonical" href="http://testserver/%EC%9E%90%EC%9C%A0/{post.pk}">' in page
    answer = browse().get(f"/이슈/{post.pk}")
    assert (answer.status_code, answer["Location"]) == (301, f"/%EC%9E%90%EC%9C%A0/{post.pk}")


def test_others_link_cards_show_it_well(
    board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    post = write_post(board, member, title='"따옴표" & </script>', text="카드에 보일 말 <b>")
    page = browse().get(f"/자유/{post.pk}").content.decode()
    assert '<meta property="og:title" content="&#34;따옴표&#34; &amp; &lt;/script&gt;">' in page
    assert '<meta property="og:description" content="카드에 보일 말 &lt;b&gt;">' in page
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found
    card = json.loads(found[1])
    assert card["headline"] == '"따옴표" & </script>'
    assert card["text"] == "카드에 보일 말 <b>"
    assert card["author"]["name"] == "익인"


def test_a_long_thread_opens_on_its_last_page_and_leads_to_each_comment(
    post: Post, another: Account, browse: Callable[..., Client]
) -> None:
    for number in range(1, 103):
        write_comment(post, by=another, text=f"댓글 {number}번째")
    last = browse().get(f"/자유/{post.pk}").content.decode()
    assert "댓글 102번째" in last and "댓글 100번째" not in last
    answer = browse().get(f"/자유/{post.pk}/c7")
    assert answer["Location"].endswith(f"/{post.pk}?comments=1#c7")
    first = browse().get(answer["Location"]).content.decode()
    assert 'id="c7"' in first and "댓글 101번째" not in first
    assert browse().get(f"/자유/{post.pk}?comments=3").status_code == 404


def test_a_deleted_post_is_gone_and_leaves_no_words(
    post: Post, member: Account, browse: Callable[..., Client]
) -> None:
    writers.delete_post(post.pk, by=member)
    answer = browse().get(f"/자유/{post.pk}")
    assert answer.status_code == 410
    assert "글쓴이가 삭제한 글이에요" in answer.content.decode()
    post.refresh_from_db()
    assert (post.title, post.text.html, bytes(post.author)) == ("", "", b"")


def test_a_hidden_post_is_seen_by_operators_alone(
    post: Post, another: Account, operator: Account, browse: Callable[..., Client]
) -> None:
    visibility.hide_post(post.pk, by=operator)
    for reader in (None, another):
        answer = browse(reader).get(f"/자유/{post.pk}")
        assert answer.status_code == 403 and "내용이에요" not in answer.content.decode()
    assert "내용이에요" in browse(operator).get(f"/자유/{post.pk}").content.decode()
    assert "제목이에요" not in browse().get("/자유").content.decode()


def test_what_people_write_is_never_markup(
    board: Board, member: Account, browse: Callable[..., Client]
) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>'\"><a href='javascript:1'>"
    post = write_post(board, member, title=evil[:99], text=evil, source=evil)
    write_comment(post, by=member, text=evil)
    for path in (f"/자유/{post.pk}", "/자유", "/", f"/live/{post.pk}/0", "/자유/feed"):
        page = browse().get(path).content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page, path
        assert "<a href='javascript" not in page, path

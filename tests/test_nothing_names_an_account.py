"""No page, header, cookie or address tells who anybody is."""

import re
from collections.abc import Callable

from django.test import Client

from madang.accounts.models import Account
from madang.boards import marks
from madang.boards.models import Board, Post
from madang.identity.models import Voice
from tests.conftest import write_comment, write_post


def test_no_output_holds_an_account_or_what_repeats_across_threads(
    board: Board,
    member: Account,
    another: Account,
    operator: Account,
    browse: Callable[..., Client],
) -> None:
    posts = [write_post(board, member), write_post(board, another)]
    for post in posts:
        for person in (member, another, operator):
            write_comment(post, by=person)
    marks.recommend(posts[0].pk, by=another)
    secrets = [secret for person in (member, another, operator) for secret in traces(person)]
    tags = [bytes(tag) for tag in Voice.objects.values_list("tag", flat=True)]
    secrets += [form for tag in tags for form in (tag.hex(), str(tag))]
    paths = ["/", "/자유", "/자유/feed", "/sitemap.xml", "/sitemap/0.xml", "/accounts/"]
    paths += [f"/자유/{post.pk}" for post in posts] + [f"/live/{post.pk}/0" for post in posts]
    paths += ["/자유/write", f"/자유/{posts[0].pk}/edit", f"/자유/{posts[0].pk}/c1/edit"]
    for reader in (None, member, another, operator):
        browser = browse(reader)
        for path in paths:
            answer = browser.get(path)
            out = answer.content.decode() + str(answer.headers) + str(answer.cookies)
            for secret in secrets:
                assert secret not in out, (path, secret)


def test_ones_own_pages_of_two_threads_share_nothing_that_is_ones_own(
    board: Board,
    member: Account,
    another: Account,
    operator: Account,
    browse: Callable[..., Client],
) -> None:
    posts = [write_post(board, operator, title=f"글 {n}") for n in range(2)]
    for post in posts:
        for person in (member, another):
            write_comment(post, by=person)

    def words(person: Account, post: Post) -> set[str]:
        page = browse(person).get(f"/자유/{post.pk}").content.decode()
        return set(re.findall(r"[0-9A-Za-z_-]{6,}", page))

    own = words(another, posts[0]) & words(another, posts[1])
    anybodys = words(member, posts[0]) | words(member, posts[1])
    assert own - anybodys == set()


def traces(person: Account) -> list[str]:
    return [str(person.pk), f"{person.pk:x}", person.login_name, person.password]

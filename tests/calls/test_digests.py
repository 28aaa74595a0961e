"""A daily e-mail about unread calls: by day, once, for whoever asked, and about nothing in it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from madang.accounts.email import addresses
from madang.accounts.models import Account
from madang.boards.models import Post
from madang.calls import digests
from madang.calls.codec import Kind
from madang.calls.digests import send_digests
from madang.calls.dispatch import make_batch
from madang.calls.preferences import want

from ..factories import write_comment
from ..services.smtp import Letters, mail_server


@pytest.fixture
def letters(settings: Any) -> Iterator[Letters]:
    with mail_server() as (port, letters):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.DEFAULT_FROM_EMAIL = "madang@site.example"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.SITE_ADDRESS = "https://madang.example"
        yield letters


@pytest.fixture(autouse=True)
def by_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    def at(hour: int) -> None:
        now = timezone.localtime().replace(hour=hour)
        monkeypatch.setattr(digests.timezone, "localtime", lambda *_args: now)

    at(9)
    return at


def test_whoever_asked_gets_one_letter_a_day(
    post: Post,
    member: Account,
    another: Account,
    letters: Letters,
    run_queued: Callable[[], None],
    browse: Callable[..., Client],
) -> None:
    addresses.confirm(addresses.EmailAddress(member.pk, "kim@corp.example"))
    write_comment(post, another, "비밀스러운 댓글")
    make_batch()
    assert send_digests() == 0
    page = browse(member).get("/calls/settings").content.decode()
    assert "하루에 한 번 이메일로" in page
    browse(member).post("/calls/settings", {"kinds": ["1", "2", "3"], "digest": ["1"]})
    assert send_digests() == 1 and send_digests() == 0
    run_queued()
    (letter,) = letters.all
    text = letter.get_content()
    assert letter["To"] == "kim@corp.example" and "1개" in letter["Subject"]
    assert "https://madang.example/calls" in text
    for secret in ("비밀스러운", post.title, member.login_name, str(post.pk) + "#"):
        assert secret not in letter.as_string() + text


@pytest.mark.parametrize("hour", [0, 3, 7, 21, 23])
def test_no_letter_goes_by_night(
    hour: int,
    post: Post,
    member: Account,
    another: Account,
    letters: Letters,
    by_day: Callable[[int], None],
) -> None:
    addresses.confirm(addresses.EmailAddress(member.pk, "kim@corp.example"))
    want(member, set(Kind), digest=set(Kind))
    write_comment(post, another)
    make_batch()
    by_day(hour)
    assert send_digests() == 0


def test_where_nothing_is_unread_no_letter_goes(
    post: Post, member: Account, letters: Letters
) -> None:
    addresses.confirm(addresses.EmailAddress(member.pk, "kim@corp.example"))
    want(member, set(Kind), digest=set(Kind))
    assert send_digests() == 0 and not DBTaskResult.objects.exists()

"""Factories: accounts, boards and texts that many tests begin with."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from madang.accounts.models import Account
from madang.boards.directory.setup import BoardPlan, open_first_boards
from madang.boards.models import Board, Comment, Post
from madang.core.community import found_community
from madang.membership.entry import CLAIMS, give_code, let_in, make_codes
from madang.membership.models import Claim

from . import writers


def found_site(name: str, tagline: str, plans: list[BoardPlan]) -> None:
    """Found a site with boards, as the first-run page does."""
    found_community(name, tagline)
    open_first_boards(plans)


def sign_in(account: Account, password: str) -> Client:
    """Return a browser in which somebody signed in and gave the password once more."""
    browser = Client()
    browser.post("/accounts/login", {"login": account.login_name, "password": password})
    browser.post("/accounts/reauthenticate", {"password": password})
    return browser


def make_account(name: str, **fields: Any) -> Account:
    account = Account(login_name=name, **fields)
    account.set_unusable_password()
    account.save()
    return account


def let_into(board: Board, *people: Account) -> None:
    """Make people members of a board, as if the night had passed."""
    for person, code in zip(people, make_codes(board.pk, len(people), 1), strict=True):
        give_code(board.pk, person.pk, code)
    since_yesterday()
    let_in()


def since_yesterday() -> None:
    """Let whoever waits at a board's door have waited since the day before."""
    for claim in Claim.objects.all():
        waiting = CLAIMS.decrypt(claim.box)
        assert waiting is not None
        yesterday = timezone.localdate() - timedelta(days=1)
        CLAIMS.save(claim.pk, replace(waiting, since=yesterday))


def write_post(board: Board, by: Account, **fields: Any) -> Post:
    given = {"title": "제목이에요", "text": "내용이에요", "category_id": None, **fields}
    return writers.write_post(by=by, board_id=board.pk, **given)


def write_comment(post: Post, by: Account, text: str = "댓글이에요", **fields: Any) -> Comment:
    return writers.comment(post.pk, by=by, text=text, **fields)

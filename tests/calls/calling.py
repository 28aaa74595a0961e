"""Making the calls that wait, and what somebody is told of them."""

from madang.accounts.models import Account
from madang.calls.codec import Kind
from madang.calls.dispatch import make_batch
from madang.calls.queries import my_calls


def make_all() -> None:
    while make_batch():
        pass


def called(account: Account) -> list[tuple[Kind, str]]:
    page = my_calls(account, 1)
    assert page is not None
    return [(row.kind, row.says) for row in page.rows]

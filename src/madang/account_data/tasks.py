"""What is done in the background for members who leave or take their data along."""

from django_tasks import task

from madang.identity.boxed_rows import Boxed

from .departure import departures
from .export import exports

# An account, as a task in the queue names it.
ACCOUNT = Boxed(int, "account task")


def settle_soon(account_id: int) -> None:
    """Queue what an account's leaving or coming back asks for."""
    _settle.enqueue(ACCOUNT.encrypt(account_id))


def make_export_soon(account_id: int) -> None:
    """Queue the making of an account's archive."""
    _make_export.enqueue(ACCOUNT.encrypt(account_id))


@task()
def _settle(box: str) -> None:
    if account_id := ACCOUNT.decrypt(box):
        departures.settle(account_id)


@task()
def _make_export(box: str) -> None:
    if account_id := ACCOUNT.decrypt(box):
        exports.make(account_id)

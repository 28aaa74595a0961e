"""What is done in the background for whoever leaves or takes along what is theirs."""

from django_tasks import task

from madang.identity.boxes import open_values, shut_values

from . import departures, takeouts

PURPOSE = "leaving task"


def settle_soon(account_id: int) -> None:
    """Queue what an account's leaving or coming back asks for."""
    _settle.enqueue(_box(account_id))


def make_takeout_soon(account_id: int) -> None:
    """Queue the making of an account's archive."""
    _make_takeout.enqueue(_box(account_id))


@task()
def _settle(box: str) -> None:
    if values := open_values(box, purpose=PURPOSE):
        departures.settle(values["account"])


@task()
def _make_takeout(box: str) -> None:
    if values := open_values(box, purpose=PURPOSE):
        takeouts.make(values["account"])


def _box(account_id: int) -> str:
    return shut_values({"account": account_id}, purpose=PURPOSE)

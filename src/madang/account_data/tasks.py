"""What is done in the background for whoever leaves or takes along what is theirs."""

from django_tasks import task

from madang.identity.boxes import decrypt_values, encrypt_values

from .departure import departures
from .export import exports

PURPOSE = "leaving task"


def settle_soon(account_id: int) -> None:
    """Queue what an account's leaving or coming back asks for."""
    _settle.enqueue(_box(account_id))


def make_export_soon(account_id: int) -> None:
    """Queue the making of an account's archive."""
    _make_export.enqueue(_box(account_id))


@task()
def _settle(box: str) -> None:
    if values := decrypt_values(box, purpose=PURPOSE):
        departures.settle(values["account"])


@task()
def _make_export(box: str) -> None:
    if values := decrypt_values(box, purpose=PURPOSE):
        exports.make(values["account"])


def _box(account_id: int) -> str:
    return encrypt_values({"account": account_id}, purpose=PURPOSE)

"""Who keeps the site: at least one operator, two for what nobody may do alone."""

from madang.core.db.transactions import writing

from .models import Account


class NoSuchAccount(Exception):
    """There is no account with this login name."""


class LastOperator(Exception):
    """A site keeps at least one operator."""


def operators() -> list[str]:
    """Return the operators' login names."""
    names = Account.objects.filter(is_operator=True).order_by("login_name")
    return list(names.values_list("login_name", flat=True))


def make_operator(login_name: str) -> None:
    if not Account.objects.filter(login_name=login_name).update(is_operator=True):
        raise NoSuchAccount(login_name)


def make_member(login_name: str) -> None:
    """Take an operator's powers away; the account stays. Raises LastOperator."""
    with writing():
        present = operators()
        if login_name not in present:
            raise NoSuchAccount(login_name)
        if len(present) == 1:
            raise LastOperator
        Account.objects.filter(login_name=login_name).update(is_operator=False)

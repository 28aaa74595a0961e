"""Who a session's account is: allauth's backend, with a light read."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from madang.core.db.select import fetch, statement

from ..models import Account

FIELDS = [field.attname for field in Account._meta.concrete_fields]
_ACCOUNT = statement(
    "SELECT {shown} FROM {Account} WHERE {id} = %s", Account, shown=", ".join(FIELDS)
)


class AccountBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> Account | None:
        """Return an account that may be used; every page of a member asks for one."""
        row = account_row(user_id)
        account = Account.from_db("default", FIELDS, row) if row else None
        return account if account is not None and account.is_active else None


def account_row(account_id: Any) -> tuple[Any, ...] | None:
    """Return the row of an account (`FIELDS`), None if there is none. One query."""
    rows = fetch(_ACCOUNT, (account_id,))
    return rows[0] if rows else None

"""Who a session's account is: allauth's backend, with a light read."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from madang.core.db.select import fetch, statement

from ..models import Account

_FIELDS = [field.attname for field in Account._meta.concrete_fields]
_ACCOUNT = statement(
    "SELECT {shown} FROM {Account} WHERE {id} = %s", Account, shown=", ".join(_FIELDS)
)


class AccountBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> Account | None:
        """Return an account that may be used; every page of a member asks for one."""
        rows = fetch(_ACCOUNT, (user_id,))
        account = Account.from_db("default", _FIELDS, rows[0]) if rows else None
        return account if account is not None and account.is_active else None

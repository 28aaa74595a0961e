"""Letting all that is an account's go, whichever apps hold it."""

from madang.accounts.extensions import AccountsExtension, accounts_point

from ..export.exports import drop_export


def erase(account_id: int, *, deletes_texts: bool) -> None:
    """Let go of all but the account's row; may run twice."""
    for hook in accounts_point.hooks(AccountsExtension.erase):
        hook(account_id, deletes_texts=deletes_texts)
    drop_export(account_id)

"""The door of accounts: what other apps know of a member, for login, departure and export."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from madang.core.extensions import Extension, ExtensionPoint

from .models import Account


@dataclass(frozen=True, slots=True)
class ExportItem:
    """One thing of a member's: `html` and `source` are empty for what others wrote."""

    address: str
    board: str
    title: str
    written: datetime
    edited: datetime | None
    hidden: bool
    html: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ExportList:
    """A list of a member's things in their archive.

    `items` reads them, newest first, as often as it is called; `length` is at least how many.
    """

    kind: str
    length: int
    items: Callable[[], Iterator[ExportItem]]


class AccountsExtension(Extension):
    """What an app knows of members; everything that writes may run twice."""

    def may_sign_in(self, account_id: int) -> bool:
        """Tell whether an account may be signed in to."""
        return True

    def works_here(self, account: Account) -> bool:
        """Tell whether an account does work of the site's, which programs may do for it."""
        return False

    def page_of_inactive(self) -> str:
        """Return the page for anyone who may not sign in, as they may come back there."""
        return ""

    def archive(self, account_id: int) -> Iterator[dict[str, Any]]:
        """Yield all that `withdraw` takes away and `restore` brings back, as JSON has it."""
        yield from ()

    def withdraw(self, account_id: int, still: Callable[[], bool]) -> None:
        """Delete what an account wrote, as far as everybody sees, leaving its journals.

        `still` is asked in each transaction: anyone who comes back meanwhile loses no more.
        """

    def restore(self, archived: dict[str, Any]) -> None:
        """Bring one archived thing back; what is there stays as it is."""

    def erase(self, account_id: int, *, deletes_texts: bool) -> None:
        """Let all that is an account's go, for good: no key tells afterwards whose it was.

        What it wrote is deleted, or stays as nobody's.
        """

    def after_erasure(self) -> None:
        """Do what has to follow when somebody's things went for good, or several people's."""

    def export_values(self, account: Account) -> dict[str, Any]:
        """Return what belongs into the archive of a member, by name, as JSON has it."""
        return {}

    def export_lists(self, account: Account) -> Sequence[ExportList]:
        """Return the lists of a member's things for the archive."""
        return ()

    def export_pictures(self, account: Account) -> Sequence[str]:
        """Return the paths of a member's pictures that stand in no text, in the media store."""
        return ()


accounts_point = ExtensionPoint(AccountsExtension)


def may_sign_in(account_id: int) -> bool:
    """Tell whether an account may be signed in to."""
    hooks = accounts_point.hooks(AccountsExtension.may_sign_in)
    return all(hook(account_id) for hook in hooks)


def works_here(account: Account) -> bool:
    """Tell whether an account does work of the site's: operators, and whom apps let work."""
    hooks = accounts_point.hooks(AccountsExtension.works_here)
    return account.is_operator or any(hook(account) for hook in hooks)


def page_of_inactive() -> str | None:
    """Return the page for anyone who may not sign in; None if no app has one."""
    hooks = accounts_point.hooks(AccountsExtension.page_of_inactive)
    return next((hook() for hook in hooks), None)

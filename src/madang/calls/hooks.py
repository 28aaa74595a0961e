"""What calls add to boards, to accounts and to the site."""

from collections.abc import Iterable

from madang.accounts.extensions import AccountsExtension
from madang.boards.extensions import BoardsExtension
from madang.boards.models import Comment
from madang.core.site import SiteExtension
from madang.delivery.web_push.subscriptions import forget_devices
from madang.identity.inboxes import forget_calls

from .dispatch import queue_comment
from .preferences import forget_preferences
from .reading import forget_reading
from .watches import forget_watches


class CallsInAccounts(AccountsExtension):
    def erase(self, account_id: int, *, deletes_texts: bool) -> None:
        forget_calls(account_id)
        forget_preferences(account_id)
        forget_reading(account_id)
        forget_watches(account_id)
        forget_devices(account_id)


class CallsInBoards(BoardsExtension):
    def on_comment(self, comment: Comment) -> None:
        queue_comment(comment)


class CallsInSite(SiteExtension):
    slots = {
        "page.member_links": "calls/slots/bell.html",
        "page.thumb_member": "calls/slots/thumb.html",
        "page.scripts": "calls/slots/scripts.html",
        "account.started_links": "calls/slots/started_link.html",
        "account.links": "calls/slots/account_link.html",
        "list.links": "calls/slots/watch.html",
    }

    def robots_disallow(self) -> Iterable[str]:
        return ["/calls$", "/calls/"]


EXTENSIONS = [CallsInAccounts(), CallsInBoards(), CallsInSite()]
